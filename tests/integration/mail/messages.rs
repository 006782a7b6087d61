//! Messages as mail programs read them.

use kalends::clock::Instant;
use kalends::mail::{Outgoing, Party, message_id};
use mail_parser::{Message, MessageParser, MimeHeaders};
use proptest::prelude::*;

use super::{outgoing, transport};
use crate::support::sink::{Mode, Sink};

fn bytes(outgoing: &Outgoing) -> Vec<u8> {
    outgoing.message().unwrap().formatted()
}

fn parsed(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

#[test]
fn reads_back_as_it_was_written() {
    let sent = outgoing(1);
    let bytes = bytes(&sent);
    let message = parsed(&bytes);
    let from = message.from().unwrap().first().unwrap();
    let to = message.to().unwrap().first().unwrap();
    assert_eq!(
        (from.name(), from.address()),
        (Some("Izglītības komisija"), Some("komisija@kalends.test"))
    );
    assert_eq!(
        (to.name(), to.address()),
        (Some("Jānis Šņūcēns-Žīgurs"), Some("janis@pils.test"))
    );
    assert_eq!(message.subject(), Some(sent.subject.as_str()));
    assert_eq!(message.message_id(), Some(sent.message_id.as_str()));
    assert_eq!(message.in_reply_to().as_text(), sent.thread.as_deref());
    assert_eq!(message.references().as_text(), sent.thread.as_deref());
    assert_eq!(message.date().unwrap().to_rfc3339(), "2027-03-01T07:00:00Z");
    assert_eq!(
        message.header("Auto-Submitted").unwrap().as_text(),
        Some("auto-generated")
    );
    assert!(bytes.is_ascii(), "any server takes it");
}

#[test]
fn has_two_readable_alternatives() {
    let sent = outgoing(1);
    let bytes = bytes(&sent);
    let message = parsed(&bytes);
    let kind = message.content_type().unwrap();
    assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("alternative")));
    assert_eq!(message.parts.len(), 3);
    let text = message.body_text(0).unwrap().replace("\r\n", "\n");
    let html = message.body_html(0).unwrap().replace("\r\n", "\n");
    assert_eq!((text.as_str(), html.as_str()), (sent.text.as_str(), sent.html.as_str()));
    for part in &message.parts[1..] {
        assert_eq!(part.content_type().unwrap().attribute("charset"), Some("utf-8"));
    }
}

#[test]
fn the_same_message_is_the_same_bytes() {
    assert_eq!(bytes(&outgoing(7)), bytes(&outgoing(7)));
}

#[test]
fn an_id_is_made_from_the_whole_key() {
    let id = message_id(&["case", "duty"], "kalends.test");
    assert_eq!(id, message_id(&["case", "duty"], "kalends.test"));
    assert_eq!(
        (id.len(), id.ends_with("@kalends.test")),
        (40 + "@kalends.test".len(), true)
    );
    for other in [
        &["cased", "uty"][..],
        &["case", "duty", ""],
        &["caseduty"],
        &["duty", "case"],
    ] {
        assert_ne!(id, message_id(other, "kalends.test"), "{other:?}");
    }
    assert!(message_id(&["a"], "piemērs.lv").ends_with("@xn--piemrs-s3a.lv"));
}

#[tokio::test]
async fn lines_that_begin_with_dots_arrive_as_they_were() {
    let sink = Sink::start(Mode::Ok).await;
    let mut sent = outgoing(1);
    sent.text = ".\n..\n.one\n\n.\n.\nlast\n".to_owned();
    sent.html = ".<p>a</p>\n.\n".to_owned();
    assert_eq!(transport(&sink.url(), 20_000).send(&sent).await.name(), "accepted");
    let received = &sink.wait_for(1).await[0];
    let wire = String::from_utf8(received.wire.clone()).unwrap();
    assert!(wire.contains("\r\n..\r\n...\r\n..one\r\n\r\n..\r\n"), "{wire}");
    let bytes = received.bytes();
    assert_eq!(parsed(&bytes).body_text(0).unwrap().replace("\r\n", "\n"), sent.text);
    let formatted = sent.message().unwrap().formatted();
    assert_eq!(
        bytes.strip_suffix(b"\r\n"),
        Some(formatted.as_slice()),
        "the mailer ends with one more line"
    );
}

proptest! {
    #[test]
    fn any_name_and_subject_survive(
        name in "[\\p{L}\\p{N}\\p{P}][\\p{L}\\p{N}\\p{P}\\p{S} ]{0,60}",
        subject in "[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{P}\\p{S} ]{0,200}",
        text in "[\\p{L}\\p{N}\\p{P}\\p{S}. \n]{0,400}",
    ) {
        let mut sent = outgoing(1);
        sent.to.name = name.clone();
        sent.subject = subject.clone();
        sent.text = text.clone();
        let bytes = bytes(&sent);
        let message = parsed(&bytes);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(message.subject().map(words), Some(words(&subject)));
        prop_assert_eq!(message.to().unwrap().first().unwrap().name().map(words), Some(words(&name)));
        prop_assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), text);
    }

    #[test]
    fn any_date_can_be_written(micros in any::<i64>()) {
        let mut sent = outgoing(1);
        sent.date = Instant::from_micros(micros);
        prop_assert!(parsed(&bytes(&sent)).date().is_some());
    }
}

#[test]
fn parties_are_read_as_people_write_them() {
    let read = |text| Party::parse(text).unwrap();
    assert_eq!(read("Komisija <a@b.lv>"), Party::new("Komisija", "a@b.lv"));
    assert_eq!(
        read("\"Komisija, Rīga\" <a@b.lv>"),
        Party::new("Komisija, Rīga", "a@b.lv")
    );
    assert_eq!(read(" a@b.lv "), Party::new("", "a@b.lv"));
    assert_eq!(read("Ā <a@b.lv>").to_string(), "Ā <a@b.lv>");
    for bad in [
        "",
        "a",
        "a@",
        "@b.lv",
        "Ā <a@b.lv",
        "a b@c.lv",
        "Ā <>",
        "a@b..lv",
        "a@-",
    ] {
        assert!(Party::parse(bad).is_err(), "{bad}");
    }
}
