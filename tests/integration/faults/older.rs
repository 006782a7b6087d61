//! Each older database opened by this program, which is killed in the migration: the old shape or a later one, never half.

use std::time::Duration;

use kalends::store::{MIGRATIONS, Store};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sqlx::{Connection, PgConnection, SqliteConnection};

use super::table::{Row, faults, seed};
use crate::support::database::{Database, MADE_AT};
use crate::support::serving::{KALENDS, Program};

/// Until when after its start the program is killed at the latest.
const ALIVE_MICROS: u64 = 150_000;

const SHAPE_SQLITE: &str =
    "select group_concat(sql, '; ') from (select sql from sqlite_schema where sql is not null order by sql)";
const SHAPE_POSTGRES: &str = "select string_agg(line, '; ' order by line) from (
    select concat_ws(' ', table_name, column_name, data_type, is_nullable, ordinal_position) as line
        from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public') lines";

async fn shape(database: &Database) -> String {
    if database.store.make() == "SQLite" {
        let mut connection = SqliteConnection::connect(&database.url).await.unwrap();
        return sqlx::query_scalar(SHAPE_SQLITE)
            .fetch_one(&mut connection)
            .await
            .unwrap();
    }
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    sqlx::query_scalar(SHAPE_POSTGRES)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

async fn bare(like: &Database) -> Database {
    match like.store.make() {
        "SQLite" => Database::bare_sqlite().await,
        _ => Database::bare_postgres().await,
    }
}

fn migrate(database: &Database) -> std::process::Command {
    let mut command = std::process::Command::new(KALENDS);
    command.arg("migrate").env("KALENDS_DATABASE_URL", &database.url);
    for name in ["KALENDS_TEST_FAULTS", "KALENDS_TEST_SEED", "KALENDS_TEST_TABLE"] {
        command.env_remove(name);
    }
    command
}

async fn killed_in_the_migration(like: Database) {
    let mut shapes = Vec::new();
    for version in 1..=MIGRATIONS.len() {
        let database = bare(&like).await;
        database
            .store
            .migrate_along(&MIGRATIONS[..version], MADE_AT)
            .await
            .unwrap();
        shapes.push(shape(&database).await);
    }
    let mut random = StdRng::seed_from_u64(seed());
    let each = faults().div_ceil(5);
    let (mut made, mut old, mut between, mut new) = (0, 0, 0, 0);
    for version in 1..MIGRATIONS.len() {
        for _ in 0..each {
            let database = bare(&like).await;
            database
                .store
                .migrate_along(&MIGRATIONS[..version], MADE_AT)
                .await
                .unwrap();
            database.store.close().await;
            let mut program = Program::spawn(migrate(&database));
            tokio::time::sleep(Duration::from_micros(random.random_range(0..ALIVE_MICROS))).await;
            program.kill();
            made += 1;
            let store = Store::open(&database.url).await.unwrap();
            let stands = MIGRATIONS.len() - store.pending().await.unwrap();
            assert!(stands >= version, "a migration was undone");
            assert_eq!(
                shape(&database).await,
                shapes[stands - 1],
                "half of a migration was kept"
            );
            old += usize::from(stands == version);
            new += usize::from(stands == MIGRATIONS.len());
            between += usize::from(version < stands && stands < MIGRATIONS.len());
            store.close().await;
            assert!(migrate(&database).output().unwrap().status.success());
            assert_eq!(shape(&database).await, *shapes.last().unwrap());
        }
    }
    Row::new("kill -9 while an older database is migrated", &like, made)
        .with("older versions", MIGRATIONS.len() - 1)
        .with("stood at the old version", old)
        .with("at a whole version on the way", between)
        .with("at the new version", new)
        .with("at half a migration", made - old - between - new)
        .report();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    killed_in_the_migration(Database::bare_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    killed_in_the_migration(Database::bare_postgres().await).await;
}
