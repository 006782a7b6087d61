//! Letters over real SMTP: each once, readable, tried again when the server cannot, given up when it refuses.

use kalends::mail::{SmtpSettings, SmtpTransport};
use kalends::store::attempts::{self, Ending};
use kalends::store::messages::{self, Message};
use kalends::store::notices::NoticeState;
use mail_parser::MessageParser;

use crate::support::database::{Database, each_database};
use crate::support::house::{House, Opening};
use crate::support::sink::{Mode, Received, Sink};

const APPLICATION: &str = r#"
2027-03-02 10:00
house: commission "Komisija" (lv), institute "Institute" (en), secretary "Sekretāre" (lv)
organisation Cēsis: contact "Žanete Ķirsone" (lv), mayor "Juris" (lv)
call "2027": opens 2027-03-01, closes 2027-04-30
open Cēsis: membership in "2027"
fill Cēsis
Cēsis mayor: sign
"#;

const SUBMITTED: &str = "Cēsis contact: submit";

/// Letters that signing and submitting send.
const LETTERS: usize = 4;

async fn house(database: &Database, sink: &Sink) -> House {
    let url = format!("{}&timeout=1", sink.url());
    let smtp = SmtpTransport::new(SmtpSettings::parse(&url).unwrap()).unwrap();
    let opening = Opening {
        transport: Some(smtp.into()),
        ..Opening::default()
    };
    House::opening(&database.url, opening).await
}

async fn outbox(house: &House) -> Vec<Message> {
    let mut tx = house.engine.store.read().await.unwrap();
    messages::newest(&mut tx, None, 100).await.unwrap()
}

/// How the tries of a message ended.
async fn endings(house: &House, message: &Message) -> Vec<Ending> {
    let mut tx = house.engine.store.read().await.unwrap();
    let tried = attempts::attempts(&mut tx, message.id).await.unwrap();
    tried.into_iter().map(|tried| tried.outcome).collect()
}

fn ids(received: &[Received]) -> Vec<String> {
    let mut ids: Vec<String> = received.iter().map(Received::message_id).collect();
    ids.sort();
    ids
}

async fn later(house: &House, seconds: i64) {
    house
        .worker
        .advance(house.engine.now().plus_seconds(seconds))
        .await
        .unwrap();
}

each_database! {
    async fn each_letter_arrives_once_in_its_reader_s_language(database: &Database) {
        let sink = Sink::start(Mode::Ok).await;
        let mut house = house(database, &sink).await;
        house.play(APPLICATION).await;
        house.play(SUBMITTED).await;
        let received = sink.messages();
        let mut distinct = ids(&received);
        distinct.dedup();
        assert_eq!((received.len(), distinct.len()), (LETTERS, LETTERS));
        for one in &received {
            let bytes = one.bytes();
            let mail = MessageParser::default().parse(&bytes).unwrap();
            let (text, html) = (mail.body_text(0).unwrap(), mail.body_html(0).unwrap());
            let english = one.to == ["institute@institute.example"];
            assert!(html.contains(if english { "lang=\"en\"" } else { "lang=\"lv\"" }), "{html}");
            assert!(text.contains("Cēsis"), "{text}");
            if one.to == ["zanete-kirsone@cesis.example"] {
                let to = mail.to().and_then(|to| to.first()).and_then(|to| to.name()).unwrap();
                assert_eq!(to, "Žanete Ķirsone");
                assert!(text.contains("pieteikum"), "{text}");
            }
        }
        house.verify().await;
    }

    async fn what_the_server_cannot_take_now_goes_later_and_once(database: &Database) {
        let sink = Sink::start(Mode::Ok).await;
        let mut house = house(database, &sink).await;
        house.play(APPLICATION).await;
        let before = sink.messages().len();
        sink.set_mode(Mode::Rcpt(450));
        house.play(SUBMITTED).await;
        assert_eq!(sink.messages().len(), before);
        sink.set_mode(Mode::Ok);
        later(&house, 59).await;
        assert_eq!(sink.messages().len(), before, "the first pause is a minute");
        later(&house, 2).await;
        assert_eq!(sink.messages().len(), LETTERS);
        let mut tried_twice = 0;
        for message in outbox(&house).await {
            tried_twice += usize::from(endings(&house, &message).await == [Ending::Transient, Ending::Accepted]);
        }
        assert_eq!(tried_twice, LETTERS - before, "those of the second act, each twice");
        house.verify().await;
    }

    async fn what_the_server_refuses_for_good_is_shown_with_its_words(database: &Database) {
        let sink = Sink::start(Mode::Rcpt(550)).await;
        let mut house = house(database, &sink).await;
        house.play(APPLICATION).await;
        let case = house.case("Cēsis", "membership").await;
        let rows = house.notices(&case).await;
        let signed = rows.iter().find(|row| row.letter == "signed").unwrap();
        assert_eq!(signed.state, NoticeState::Failed);
        assert!(signed.reason.as_ref().unwrap().starts_with("550"), "{:?}", signed.reason);
        later(&house, 3_600).await;
        assert_eq!(sink.connections(), 1, "it is not tried again");
        house.verify().await;
    }

    async fn a_server_silent_after_the_message_gets_the_same_message_again(database: &Database) {
        let sink = Sink::start(Mode::NeverAnswer).await;
        let mut house = house(database, &sink).await;
        house.play(APPLICATION).await;
        let written = outbox(&house).await.swap_remove(0);
        assert_eq!(endings(&house, &written).await, [Ending::Unknown]);
        sink.set_mode(Mode::Ok);
        later(&house, 61).await;
        assert_eq!(ids(&sink.messages()), [written.header_id]);
        house.verify().await;
    }

    async fn a_server_that_took_it_and_could_not_say_so_has_it_twice_under_one_id(database: &Database) {
        let sink = Sink::start(Mode::CloseAfterDot).await;
        let mut house = house(database, &sink).await;
        house.play(APPLICATION).await;
        let written = outbox(&house).await.swap_remove(0);
        sink.set_mode(Mode::Ok);
        later(&house, 61).await;
        assert_eq!(ids(&sink.messages()), [written.header_id.clone(), written.header_id]);
        let received = sink.messages();
        assert_eq!(received[0].wire, received[1].wire, "the second is the same to the byte");
        house.verify().await;
    }
}
