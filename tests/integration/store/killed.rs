//! A program killed with signal 9 in the middle of a migration.

use std::process::{Child, Command, Stdio};

use kalends::store::{MIGRATIONS, Migration, Store};
use sqlx::{Connection, PgConnection};

use super::sample::{at, raw};
use crate::support::database::Database;

const NEXT: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version + 1;

/// Makes a table and is then busy: on SQLite until the write-ahead log holds much of it, on PostgreSQL for a while.
const LONG: Migration = Migration {
    version: NEXT,
    name: "9999_long",
    sqlite: "create table half (number integer not null) strict;
        with recursive counted (number) as (select 1 union all select number + 1 from counted where number < 20000000)
        insert into half select number from counted;",
    postgres: "create table half (number bigint not null); select pg_sleep(3);",
};

const SHORT: Migration = Migration {
    version: NEXT,
    name: "9999_short",
    sqlite: "create table half (number integer not null) strict;",
    postgres: "create table half (number bigint not null);",
};

const DATABASE_OF_CHILD: &str = "KALENDS_TEST_CHILD_DATABASE";

/// Not a test of its own: the program that the tests below start and kill.
#[tokio::test]
async fn child() {
    if let Ok(url) = std::env::var(DATABASE_OF_CHILD) {
        let store = Store::open(&url).await.unwrap();
        store.migrate_along(&[LONG], at(2)).await.unwrap();
    }
}

fn start_child(url: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::killed::child"])
        .env(DATABASE_OF_CHILD, url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn still_busy(child: &mut Child) {
    let ended = child.try_wait().unwrap();
    assert_eq!(ended, None, "the child ended before it could be killed");
}

fn kill(mut child: Child) {
    still_busy(&mut child);
    child.kill().unwrap();
    child.wait().unwrap();
}

async fn stands_at_the_old_shape_and_goes_on(url: &str) {
    let store = Store::open(url).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    assert!(
        raw(&mut tx, "select * from half").await.is_err(),
        "half a migration was kept"
    );
    drop(tx);
    let known = MIGRATIONS.iter().map(|known| Migration { ..*known });
    let all: Vec<Migration> = known.chain([SHORT]).collect();
    assert_eq!(store.migrate_along(&all, at(3)).await.unwrap(), 1);
    let mut tx = store.begin().await.unwrap();
    raw(&mut tx, "select * from half").await.unwrap();
    drop(tx);
    store.close().await;
}

#[tokio::test]
async fn leaves_the_old_shape_on_sqlite() {
    let database = Database::sqlite().await;
    database.store.close().await;
    let mut child = start_child(&database.url);
    let log = format!("{}-wal", database.url.trim_start_matches("sqlite:"));
    while std::fs::metadata(&log).map_or(0, |found| found.len()) < 1_000_000 {
        still_busy(&mut child);
        tokio::task::yield_now().await;
    }
    kill(child);
    stands_at_the_old_shape_and_goes_on(&database.url).await;
}

#[tokio::test]
async fn leaves_the_old_shape_on_postgres() {
    let database = Database::postgres().await;
    let mut watcher = PgConnection::connect(&database.url).await.unwrap();
    let mut child = start_child(&database.url);
    let asleep = "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
    while sqlx::query_scalar::<_, i64>(asleep)
        .fetch_one(&mut watcher)
        .await
        .unwrap()
        == 0
    {
        still_busy(&mut child);
        tokio::task::yield_now().await;
    }
    kill(child);
    stands_at_the_old_shape_and_goes_on(&database.url).await;
}
