//! Mail servers that misbehave, one kind after the other, and then come to their senses: every letter arrives, no loop is
//! held up for longer than the server is given, and what was refused for good is shown with the server's words.

use std::time::Duration;

use kalends::engine::Engine;
use kalends::mail::{SmtpSettings, SmtpTransport};
use kalends::store::notices::{self, NoticeState};
use kalends::worker::Worker;
use uuid::Uuid;

use super::house::{self, House};
use super::table::{Row, faults};
use crate::support::database::Database;
use crate::support::handed::handed;
use crate::support::sink::{Mode, Sink};

/// What a server may do and still get every letter in the end.
const PASSING: [(&str, Mode); 12] = [
    ("never greets", Mode::NeverGreet),
    ("never answers the last dot", Mode::NeverAnswer),
    ("closes in the middle of a letter", Mode::CloseMidData),
    ("takes the letter and closes without a word", Mode::CloseAfterDot),
    ("closes instead of taking every seventh letter", Mode::NotTheSeventh),
    ("takes one letter a connection", Mode::OneEach),
    ("greets without end", Mode::Babble),
    ("greets with 421", Mode::Greet(421)),
    ("greets with 554", Mode::Greet(554)),
    ("refuses the sender for now, 451", Mode::Mail(451)),
    ("refuses the recipient for now, 450", Mode::Rcpt(450)),
    ("refuses the letter for now, 451", Mode::Dot(451)),
];

/// What refuses for good.
const FOR_GOOD: [(&str, Mode); 3] = [
    ("refuses the sender, 550", Mode::Mail(550)),
    ("refuses the recipient, 550", Mode::Rcpt(550)),
    ("refuses the letter, 554", Mode::Dot(554)),
];

/// How many letters are on their way at once.
const CONNECTIONS: usize = 16;

struct Spell {
    house: House,
    due: Vec<Uuid>,
    engine: Engine,
    worker: Worker,
}

/// Letters that fell due while the server is like that, each tried once.
async fn spell(mode: Mode, letters: usize) -> Spell {
    let house = House::prepare(Database::sqlite().await, Sink::start(mode).await).await;
    let due = house.files_due(letters).await;
    let engine = house::engine(&house.database.url, 0).await;
    let settings = SmtpSettings::parse(&format!("{}&timeout=1", house.sink.url())).unwrap();
    let smtp = SmtpTransport::new(settings).unwrap();
    let worker = Worker::new(engine.clone(), Some(smtp.into()), "one");
    // Each connection is given up after a second or two, whatever the server does; a busy machine may take longer.
    let patience = Duration::from_secs(30 + 4 * letters.div_ceil(CONNECTIONS) as u64);
    let drained = tokio::time::timeout(patience, worker.drain()).await;
    drained.unwrap_or_else(|_| panic!("{mode:?} held the loop up")).unwrap();
    Spell {
        house,
        due,
        engine,
        worker,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn come_to_their_senses() {
    let letters = faults().clamp(14, 1_000);
    for (name, mode) in PASSING {
        let Spell {
            house, engine, worker, ..
        } = spell(mode, letters).await;
        let at_once = house.sink.count();
        house.sink.set_mode(Mode::Ok);
        for _ in 0..3 {
            worker.advance(engine.now().plus_seconds(120)).await.unwrap();
        }
        let handed = handed(&house.database.url, &house.sink).await;
        Row::new(&format!("a mail server {name}"), &house.database, letters)
            .with("letters at the server at once", at_once)
            .with("in the end", handed.letters)
            .with("letters sent again, same Message-ID", handed.again)
            .report();
        let again = if mode == Mode::CloseAfterDot { letters } else { 0 };
        assert_eq!((handed.letters, handed.again), (letters, again), "{name}");
        engine.store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refuse_for_good() {
    let letters = faults().clamp(14, 1_000);
    for (name, mode) in FOR_GOOD {
        let Spell { house, due, engine, .. } = spell(mode, letters).await;
        let mut tx = engine.store.read().await.unwrap();
        let rows = notices::of_cases(&mut tx, &due).await.unwrap();
        drop(tx);
        let is_told = |row: &&notices::StoredNotice| {
            row.state == NoticeState::Failed && row.reason.as_ref().is_some_and(|words| words.starts_with("55"))
        };
        let told = rows.iter().filter(is_told).count();
        Row::new(&format!("a mail server {name}"), &house.database, letters)
            .with("letters at the server", house.sink.count())
            .with("shown with the server's words", told)
            .report();
        assert_eq!((rows.len(), told), (letters, letters), "{name}");
        engine.store.close().await;
    }
}
