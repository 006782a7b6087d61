//! `kill -9` under load at a moment nobody chose: what was acknowledged is there once, what was not is done once when it is
//! asked again.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::clients::Clients;
use super::house::House;
use super::table::{Row, faults, seed};
use crate::support::database::Database;
use crate::support::handed::handed;
use crate::support::serving::{Program, Serving};
use crate::support::sink::{Mode, Sink};

/// How many files the clients share, so that several ask for the same one.
pub const FILES: usize = 16;

/// How many clients ask at once, so that what is killed is a transaction of several.
pub const CLIENTS: u64 = 8;

/// After how many answers the program is killed at the latest.
pub const ANSWERS: usize = 24;

/// How much later than an answer it is killed at the latest.
pub const LATER_MICROS: u64 = 20_000;

/// How long the program may take for its answers.
pub const LONGEST: Duration = Duration::from_secs(10);

/// How many letters may be on their way at once, and go again after a kill.
pub const CONNECTIONS: usize = 16;

async fn killed_under_load(database: Database) {
    let house = House::prepare(database, Sink::start(Mode::Ok).await).await;
    let files = house.files(FILES).await;
    let clients = Clients::start(&house, files, (CLIENTS, seed()));
    let mut random = StdRng::seed_from_u64(seed());
    let mut under_load = 0;
    for _ in 0..faults() {
        let moment = Duration::from_micros(random.random_range(0..LATER_MICROS));
        if random.random_range(0..10) == 0 {
            let mut starting = Program::spawn(house.serve());
            tokio::time::sleep(moment * 10).await;
            starting.kill();
            continue;
        }
        let mut serving = Serving::start(house.serve()).await;
        clients.reach(vec![serving.url.clone()]);
        clients.until_answered(random.random_range(0..ANSWERS), LONGEST).await;
        tokio::time::sleep(moment).await;
        under_load += usize::from(clients.in_flight() > 0);
        serving.program.kill();
        clients.reach(vec![]);
    }
    let serving = Serving::start(house.serve()).await;
    clients.reach(vec![serving.url.clone()]);
    let done = clients.finish(&house).await;
    house.until_quiet(&[]).await;
    serving.stop().await;
    let handed = handed(&house.database.url, &house.sink).await;
    house.verify();
    house.check_integrity().await;
    Row::new("kill -9 under load", &house.database, faults())
        .with("with requests on their way", under_load)
        .with("acknowledged", done.verdict.acknowledged)
        .with("refused", done.refused)
        .with("asked again under the same key", done.repeated)
        .with("lost", done.verdict.lost)
        .with("done twice", done.verdict.doubled)
        .with("answers that fit no order", done.verdict.wrong.len())
        .with("letters, each at the server", handed.letters)
        .with("letters sent again, same Message-ID", handed.again)
        .report();
    assert!(under_load * 2 > faults(), "only {under_load} kills met a request");
    assert_eq!((done.verdict.lost, done.verdict.doubled), (0, 0));
    assert_eq!(done.verdict.wrong, [""; 0]);
    assert!(handed.again <= faults() * CONNECTIONS, "{handed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_on_sqlite() {
    killed_under_load(Database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_on_postgres() {
    killed_under_load(Database::postgres().await).await;
}
