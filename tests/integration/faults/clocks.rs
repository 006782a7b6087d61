//! A clock that jumps and runs, by libfaketime: each reminder once, none early, nothing again when the clock goes back.
//!
//! Only the wall clock is made up; what the loops wait by is the machine's own. The database's clock moves along, as it does
//! where both are on one machine: a node whose clock alone is wrong takes up nothing (`worker::nodes`).

use std::path::PathBuf;
use std::time::Duration;

use kalends::store::notices::{self, NoticeState};
use tempfile::NamedTempFile;
use uuid::Uuid;

use super::clients::Lone;
use super::house::House;
use super::table::Row;
use crate::support::database::Database;
use crate::support::handed::handed;
use crate::support::serving::{PATIENCE, Serving};
use crate::support::shifted::shift_database_clock;
use crate::support::sink::{Mode, Sink};

/// How many papers have reminders.
const PAPERS: usize = 5;

/// How often the clock jumps.
const JUMPS: usize = 4;

/// How many seconds there are in a day.
const DAY: i64 = 86_400;

/// A clock that a process believes, and that can be set while it runs.
struct Believed(NamedTempFile);

impl Believed {
    fn new() -> Self {
        let clock = Self(NamedTempFile::new().unwrap());
        clock.set("+0");
        clock
    }

    fn set(&self, offset: &str) {
        std::fs::write(self.0.path(), offset).unwrap();
    }

    async fn serve(&self, house: &House) -> Serving {
        let mut command = house.serve();
        command
            .env("LD_PRELOAD", library())
            .env("FAKETIME_TIMESTAMP_FILE", self.0.path())
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        Serving::start(command).await
    }
}

fn library() -> PathBuf {
    let found = std::fs::read_dir("/usr/lib").unwrap().filter_map(|folder| {
        let library = folder.ok()?.path().join("faketime/libfaketimeMT.so.1");
        library.exists().then_some(library)
    });
    found.last().expect("faketime is installed")
}

/// Moves the clock of a database that has one.
async fn database_clock(house: &House, seconds: i64) {
    if !house.database.store.has_one_writer() {
        shift_database_clock(&house.database.url, seconds).await;
    }
}

/// What the notices of files have come to: how many wait, how many went.
async fn went(house: &House, files: &[Uuid]) -> (usize, usize) {
    let mut tx = house.database.store.read().await.unwrap();
    let rows = notices::of_cases(&mut tx, files).await.unwrap();
    let state = |wanted: NoticeState| rows.iter().filter(|row| row.state == wanted).count();
    (state(NoticeState::Planned), state(NoticeState::Sent))
}

async fn until_gone(house: &House, files: &[Uuid], wanted: usize) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while went(house, files).await.1 < wanted {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    assert!(
        waited.await.is_ok(),
        "{:?} of {wanted} letters went",
        went(house, files).await
    );
}

/// Each notice that went did so when it was due or later, by the clock that the service believed.
async fn early(house: &House, files: &[Uuid]) -> usize {
    let mut tx = house.database.store.read().await.unwrap();
    let rows = notices::of_cases(&mut tx, files).await.unwrap();
    rows.iter()
        .filter(|row| row.sent_at.is_some_and(|at| at < row.planned_at))
        .count()
}

/// Forward over the first reminder, a day back, forward over the second, and a thousand days on.
async fn jumps(database: Database) {
    let house = House::prepare(database, Sink::start(Mode::Ok).await).await;
    let mut papers = house.papers(PAPERS + 1).await;
    let bell = papers.split_off(PAPERS);
    let clock = Believed::new();
    database_clock(&house, 0).await;
    let serving = clock.serve(&house).await;
    let client = Lone {
        house: &house,
        url: &serving.url,
        file: bell[0],
    };
    assert_eq!(went(&house, &papers).await, (2 * PAPERS, 0));
    // Each note wakes the loops, and its letter shows that they have turned.
    for (days, letters) in [(3, PAPERS), (2, PAPERS), (6, 2 * PAPERS), (1_000, 2 * PAPERS)] {
        let (_, rung) = went(&house, &bell).await;
        database_clock(&house, days * DAY).await;
        clock.set(&format!("+{}", days * DAY));
        assert_eq!(client.note(&days.to_string()).await, 200);
        until_gone(&house, &bell, rung + 1).await;
        until_gone(&house, &papers, letters).await;
        assert_eq!(went(&house, &papers).await.1, letters, "after {days} days");
    }
    house.until_quiet(&papers).await;
    serving.stop().await;
    let handed = handed(&house.database.url, &house.sink).await;
    house.verify();
    let early = early(&house, &papers).await;
    let (_, letters) = went(&house, &papers).await;
    Row::new(
        "the clock jumps +3 days, -1 day, +4 days, +1,000 days",
        &house.database,
        JUMPS,
    )
    .with("reminders, each at the server once", letters)
    .with("early", early)
    .with("sent again", handed.again)
    .report();
    assert_eq!((letters, early, handed.again), (2 * PAPERS, 0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jumps_on_sqlite() {
    jumps(Database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jumps_on_postgres() {
    jumps(Database::postgres().await).await;
}
