//! Mail: letters, messages, and a mail server that misbehaves.

mod injection;
mod letters;
mod messages;
mod outcomes;
mod tls;
mod transports;

use std::time::Duration;

use kalends::clock::Instant;
use kalends::mail::settings::Patience;
use kalends::mail::{Outgoing, Party, SmtpSettings, SmtpTransport, Transport, message_id};

/// A message with letters outside ASCII everywhere.
fn outgoing(number: usize) -> Outgoing {
    Outgoing {
        message_id: message_id(&["case-1", "finish", &number.to_string()], "kalends.test"),
        thread: Some(message_id(&["case-1"], "kalends.test")),
        from: Party::new("Izglītības komisija", "komisija@kalends.test"),
        to: Party::new("Jānis Šņūcēns-Žīgurs", "janis@pils.test"),
        subject: "Pārskats: termiņš 2027. gada 31. marts — ķēdes atmiņa".to_owned(),
        text: "Labdien, Jāni!\n\nTermiņš: 2027. gada 31. marts.\n".to_owned(),
        html: "<p>Labdien, Jāni!</p>\n<p>Termiņš: <b>2027. gada 31. marts</b>.</p>\n".to_owned(),
        date: "2027-03-01T07:00:00Z".parse::<Instant>().unwrap(),
    }
}

/// A way to `url` that waits `millis` for anything at most.
fn transport(url: &str, millis: u64) -> Transport {
    let mut settings = SmtpSettings::parse(url).unwrap();
    let limit = Duration::from_millis(millis);
    settings.patience = Patience {
        opening: limit,
        command: limit,
        message: limit,
        ..settings.patience
    };
    Transport::from(SmtpTransport::new(settings).unwrap())
}
