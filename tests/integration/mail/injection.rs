//! Names, subjects and addresses cannot smuggle a header into a mail.

use kalends::mail::address::sendable;
use kalends::mail::{Outgoing, message_id};
use mail_parser::MessageParser;
use proptest::prelude::*;

use super::{outgoing, transport};
use crate::support::sink::{Mode, Sink};

/// Names of the headers of an ordinary message.
const HEADERS: [&str; 10] = [
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Auto-Submitted",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
];

/// The names of the headers, and how many recipients and parts there are.
fn shape(outgoing: &Outgoing) -> (Vec<String>, usize, usize) {
    let bytes = outgoing.message().unwrap().formatted();
    let message = MessageParser::default().parse(&bytes).unwrap();
    let headers = message.headers_raw().map(|(name, _)| name.to_owned()).collect();
    let recipients = message.to().map_or(0, |to| to.iter().count());
    (headers, recipients, message.parts.len())
}

fn expected() -> (Vec<String>, usize, usize) {
    (HEADERS.map(str::to_owned).to_vec(), 1, 3)
}

const ATTACKS: [&str; 12] = [
    "A\r\nBcc: thief@evil.test",
    "A\nBcc: thief@evil.test",
    "A\rBcc: thief@evil.test",
    "A\r\n\r\nwhole new body",
    "A\0\r\n.\r\nMAIL FROM:<x@y>",
    "A\u{2028}Bcc: thief@evil.test",
    "A\u{85}Bcc: thief@evil.test",
    "A\" <thief@evil.test>, \"B",
    "A <thief@evil.test>,",
    "=?utf-8?q?A=0D=0ABcc:_thief=40evil.test?=",
    "\u{202e}tset.live@feiht\u{202c}",
    "\\\"\\\r\n \"",
];

#[test]
fn nothing_typed_becomes_a_header() {
    assert_eq!(shape(&outgoing(1)), expected());
    for attack in ATTACKS {
        let mut sent = outgoing(1);
        sent.to.name = attack.to_owned();
        sent.from.name = attack.to_owned();
        sent.subject = attack.to_owned();
        sent.message_id = attack.to_owned();
        sent.thread = Some(attack.to_owned());
        assert_eq!(shape(&sent), expected(), "{attack:?}");
    }
}

#[test]
fn an_address_with_anything_odd_is_refused() {
    for attack in ATTACKS.iter().map(|attack| attack.to_string()).chain([
        "a@b.lv\r\nRCPT TO:<thief@evil.test>".to_owned(),
        "a@b.lv>\r\nRCPT TO:<thief@evil.test".to_owned(),
        "a@b.lv> SIZE=1".to_owned(),
        "\"a\r\nb\"@c.lv".to_owned(),
        "a\0@b.lv".to_owned(),
        "a@b\0.lv".to_owned(),
        "a,thief@evil.test@b.lv".to_owned(),
        format!("{}@b.lv", "a".repeat(300)),
    ]) {
        let error = sendable(&attack).expect_err(&attack).to_string();
        assert!(!error.chars().any(char::is_control), "{error:?}");
        let mut sent = outgoing(1);
        sent.to.address = attack;
        assert!(sent.message().is_err());
    }
}

#[tokio::test]
async fn a_refused_address_never_reaches_the_server() {
    let sink = Sink::start(Mode::Ok).await;
    let mut sent = outgoing(1);
    sent.to.address = "a@b.lv\r\nRCPT TO:<thief@evil.test>".to_owned();
    let outcome = transport(&sink.url(), 20_000).send(&sent).await;
    assert_eq!(
        (outcome.name(), sink.connections()),
        ("permanent-refusal", 0),
        "{outcome}"
    );
}

proptest! {
    #[test]
    fn no_input_makes_a_header_or_a_panic(
        name in any::<String>(),
        subject in any::<String>(),
        id in any::<String>(),
        body in any::<String>(),
        tail in "[\\x00-\\x20<>@:;,\"\\\\a-z.]{0,30}",
    ) {
        let mut sent = outgoing(1);
        sent.to.name = name + &tail;
        sent.from.name.clone_from(&tail);
        sent.subject = subject + &tail;
        sent.message_id.clone_from(&id);
        sent.thread = Some(message_id(&[&id, &tail], &tail));
        sent.text.clone_from(&body);
        sent.html = body;
        prop_assert_eq!(shape(&sent), expected());
    }

    #[test]
    fn no_address_panics_or_smuggles(address in any::<String>(), odd in "[\\x00-\\x20<>@:,\"\\\\a-zā.\\[\\]]{0,30}") {
        for typed in [address, odd] {
            if let Ok(found) = sendable(&typed) {
                let shown = found.to_string();
                let foul = shown.chars().any(|sign| sign.is_control() || sign.is_whitespace() || matches!(sign, '<' | '>'));
                prop_assert!(!foul, "{shown:?}");
                let mut sent = outgoing(1);
                sent.to.address = typed;
                prop_assert_eq!(shape(&sent), expected());
            }
        }
    }
}
