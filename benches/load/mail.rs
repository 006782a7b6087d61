//! What ends at a mail server: many letters at once, and one after the other.

use std::time::Duration;

use kalends::mail::Transport;
use kalends::mail::settings::SmtpSettings;
use kalends::mail::smtp::SmtpTransport;
use kalends::store::{Page, messages, timers};
use kalends::worker::Worker;

use crate::{CASES, Prepared, copies, find, make, opened, prepared, stopwatch};

const DUE: u64 = 10_000;
/// After so long a case's timer is due: at the end of the fourteenth day.
const OVER: Duration = Duration::from_hours(15 * 24);
/// After so long a note's timer is due.
const NOTE: Duration = Duration::from_hours(1);
/// How many notes fall due one after the other, and how far apart.
const NOTES: u32 = 200;
const APART: Duration = Duration::from_millis(100);

/// Seconds until the letters of so many timers, all due, are at the mail server and that is noted.
pub async fn w2(database: &str, smtp: &str) -> String {
    let house = prepared(database, CASES).await;
    let settings = SmtpSettings::parse(smtp).expect("the address of a mail server");
    let clients = settings.connections;
    let transport = SmtpTransport::new(settings).expect("a transport").into();
    let first = find(&house.engine, house.cases[0]).await;
    copies(&house.engine, &first, (DUE, OVER)).await;
    let seconds = until_sent(&house, transport, DUE).await;
    let make = make(database);
    format!(r#"{{"w":"W2","peer":"kalends","store":"{make}","c":{clients},"due":{DUE},"secs":{seconds:.2}}}"#)
}

/// Milliseconds from the instant at which a timer is due to the mail server's having taken its letter, on a service that has
/// nothing else to do.
pub async fn late(database: &str, smtp: &str) -> String {
    let house = prepared(database, 1).await;
    let transport = SmtpTransport::new(SmtpSettings::parse(smtp).expect("the address of a mail server"));
    let owner = find(&house.engine, house.cases[0]).await.case.organisation;
    let first = opened(&house.engine, house.clerk, ("note", owner)).await;
    let mut notes = Vec::new();
    for place in 0..NOTES {
        let ahead = Duration::from_secs(3) + APART * place;
        notes.extend(copies(&house.engine, &first, (1, NOTE - ahead)).await);
    }
    until_sent(&house, transport.expect("a transport").into(), u64::from(NOTES)).await;
    let mut tx = house.engine.store.read().await.expect("a transaction");
    let mut waits = Vec::new();
    for note in notes {
        let due = timers::of_case(&mut tx, note).await.expect("its timers")[0].due_at;
        let letters = messages::list(&mut tx, Some(note), None, Page::first(1))
            .await
            .expect("its letter");
        waits.push(letters[0].sent_at.expect("it left").micros() - due.micros());
    }
    waits.sort_unstable();
    let [middle, high] = [50, 99].map(|percent| waits[waits.len() * percent / 100] as f64 / 1e3);
    let make = make(database);
    format!(r#"{{"w":"late","peer":"kalends","store":"{make}","due":{NOTES},"p50_ms":{middle:.1},"ms":{high:.1}}}"#)
}

/// Lets the loops work until so many messages have left, and says after how many seconds.
async fn until_sent(house: &Prepared, transport: Transport, wanted: u64) -> f64 {
    let worker = Worker::new(house.engine.clone(), Some(transport), "load");
    let begun = stopwatch();
    let stop = tokio_util::sync::CancellationToken::new();
    let loops = tokio::spawn({
        let (worker, stop) = (worker.clone(), stop.clone());
        async move { worker.run(stop).await }
    });
    loop {
        let mut tx = house.engine.store.read().await.expect("a transaction");
        let tally = messages::tally(&mut tx).await.expect("counted");
        let sent = tally
            .iter()
            .find(|(state, _)| state.as_str() == "sent")
            .map_or(0, |(_, count)| *count);
        if u64::try_from(sent).expect("a count") >= wanted {
            break;
        }
        drop(tx);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let seconds = begun.elapsed().as_secs_f64();
    stop.cancel();
    loops.await.expect("the loops end");
    seconds
}
