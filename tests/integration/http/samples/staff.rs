//! What a commission, an institute and a player of the practice house see.

use super::{at, call, day, html, link, said, signed_in};
use jiff::civil::datetime;
use kalends::http::pages::case::Tone;
use kalends::http::pages::mailbox::MailPage;
use kalends::http::pages::mailbox::MailRow;
use kalends::http::pages::mailbox::MailboxPage;
use kalends::http::pages::mailbox::paragraphs;
use kalends::http::pages::queue::InboxPage;
use kalends::http::pages::queue::Places;
use kalends::http::pages::queue::QueueList;
use kalends::http::pages::queue::QueuePage;
use kalends::http::pages::queue::QueueRow;
use kalends::locale::Locale;

fn row(t: Locale, organisation: &str, rank: &str) -> QueueRow {
    QueueRow {
        href: "/cases/1".to_owned(),
        organisation: organisation.to_owned(),
        title: said(t, "Membership · Call 2027", "Dalība · 2027. gada uzsaukums"),
        state: said(t, "With the commission", "Izskatīšanā komisijā"),
        tone: Tone::Act,
        since: at(datetime(2027, 4, 10, 15, 0, 0, 0)),
        due_at: Some(day(2027, 6, 1)),
        rank_action: Some("/cases/1/events/rank".to_owned()),
        rank_input: "rank".to_owned(),
        rank: rank.to_owned(),
        revision: 6,
    }
}

fn list(rows: Vec<QueueRow>) -> Option<QueueList> {
    Some(QueueList { rows, next: None })
}

pub fn staff(t: Locale) -> Vec<(&'static str, String)> {
    let queue = QueuePage {
        frame: signed_in(t, &t.text("queue-title"), "/w/learning-cities/queue"),
        call: Some(call()),
        places: Some(Places { taken: 1, all: 3 }),
        waiting: list(vec![row(t, "Cēsis", "1"), row(t, "Daugavpils", "2")]),
        others: list(vec![QueueRow {
            state: said(t, "With the institute", "Institūtā"),
            tone: Tone::Good,
            due_at: None,
            ..row(t, "Liepāja", "")
        }]),
        tasks: Some(QueueList {
            rows: vec![row(t, "Jelgava", "")],
            next: Some("/w/learning-cities/queue?list=tasks&after=x".to_owned()),
        }),
        errors: vec![],
    };
    let inbox = InboxPage {
        frame: signed_in(t, &t.text("inbox-title"), "/w/learning-cities/inbox"),
        waiting: list(vec![row(t, "Liepāja", "")]),
        settled: None,
    };
    vec![("queue", html(&queue)), ("inbox", html(&inbox))]
}

pub fn practice(t: Locale) -> Vec<(&'static str, String)> {
    let mail = || MailRow {
        href: "/practice/mailbox/1".to_owned(),
        at: at(datetime(2027, 4, 16, 9, 0, 0, 0)),
        to: "Ilze Kalniņa <ilze@cesis.example>".to_owned(),
        subject: "Pieteikuma iesniegšanai atlikušas 14 dienas".to_owned(),
        lang: "lv".to_owned(),
    };
    let mailbox = MailboxPage {
        frame: signed_in(t, &t.text("practice-mailbox"), "/practice/mailbox"),
        recipients: vec![(link("?of=1", "Ilze Kalniņa"), 3)],
        of: Some("Ilze Kalniņa".to_owned()),
        mails: vec![mail(), mail()],
    };
    let text = "Labdien, Ilze Kalniņa!\n\nCēsu pieteikums vēl ir melnraksts.\nTermiņš: 2027. gada 30. aprīlis.\n\nTurpiniet šeit: http://127.0.0.1:8080/cases/1.";
    let one = MailPage {
        frame: signed_in(t, "Pieteikuma iesniegšanai atlikušas 14 dienas", "/practice/mailbox/1"),
        back: link("/practice/mailbox", &t.text("practice-mailbox")),
        mail: mail(),
        from: "kalends@example.org".to_owned(),
        paragraphs: paragraphs(text),
        attachments: vec!["termins.ics".to_owned()],
    };
    vec![("mailbox", html(&mailbox)), ("mail", html(&one))]
}
