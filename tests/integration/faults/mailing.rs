//! `kill -9` while letters go out that fell due at once: each reaches the mail server, and goes again only after a kill.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::house::House;
use super::killed::CONNECTIONS;
use super::table::{Row, faults, seed};
use crate::support::database::Database;
use crate::support::handed::handed;
use crate::support::serving::Serving;
use crate::support::sink::{Mode, Sink};

/// How many letters fall due for each kill.
const LETTERS_EACH: usize = 100;

/// How many letters a node holds at once: of these some are on their way, and of some it is not noted yet that they went.
const HELD: usize = CONNECTIONS * 8;

async fn killed_while_mailing(database: Database) {
    let kills = faults().div_ceil(10).max(3);
    let house = House::prepare(database, Sink::start(Mode::Ok).await).await;
    let due = house.files_due(kills * LETTERS_EACH).await;
    let mut random = StdRng::seed_from_u64(seed());
    for _ in 0..kills {
        let mut serving = Serving::start(house.serve()).await;
        let target = house.sink.count() + random.random_range(1..LETTERS_EACH);
        let quiet = Duration::from_secs(10);
        let _ = tokio::time::timeout(quiet, house.sink.until(target)).await;
        tokio::time::sleep(Duration::from_micros(random.random_range(0..3_000))).await;
        serving.program.kill();
    }
    let serving = Serving::start(house.serve()).await;
    house.until_quiet(&due).await;
    serving.stop().await;
    let handed = handed(&house.database.url, &house.sink).await;
    house.verify();
    house.check_integrity().await;
    let mut lapsed = 0;
    for file in &due {
        let ends = house.history(*file).await.into_iter();
        lapsed += ends.filter(|entry| entry.event == "lapse").count();
    }
    Row::new("kill -9 while mailing", &house.database, kills)
        .with("timers due at once", due.len())
        .with("timers fired", lapsed)
        .with("letters, each at the server", handed.letters)
        .with("letters sent again, same Message-ID", handed.again)
        .report();
    assert_eq!((lapsed, handed.letters), (due.len(), due.len()));
    assert!(handed.again <= kills * HELD, "{handed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    killed_while_mailing(Database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    killed_while_mailing(Database::postgres().await).await;
}
