//! Brings a database to the shape this program knows.
//!
//! Owns the list of migrations and their running: always in pairs, each in one transaction with its own mark, so that a
//! program killed in the middle leaves the old shape or the new one. Does not know what the tables mean.

use sha2::{Digest, Sha256};

use super::dialect::{execute, on, rows, statements};
use super::{Store, StoreError, Tx};
use crate::clock::Instant;

statements! {
    APPLIED = "select version, digest from migration order by version";
    RECORD = "insert into migration (version, name, digest, applied_at) values ($1, $2, $3, $4)";
}

/// The one table that migrations do not make. `applied_at` is in microseconds, like every instant.
const TABLE: &str = "create table if not exists migration (
    version bigint not null primary key,
    name text not null,
    digest text not null,
    applied_at bigint not null
)";

/// Only one node migrates at a time; the number stands for nothing else. SQLite has one writer anyway.
const LOCK: &str = "select pg_advisory_xact_lock(5279321)";

/// A step from one shape of the database to the next, for each make.
pub struct Migration {
    /// Its number, from 1, without gaps.
    pub version: i64,
    /// Its name.
    pub name: &'static str,
    /// For SQLite.
    pub sqlite: &'static str,
    /// For PostgreSQL.
    pub postgres: &'static str,
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../migrations/postgres/", $name, ".sql")),
        }
    };
}

/// Every migration, first to last.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_first"),
    migration!(2, "0002_publication"),
    migration!(3, "0003_organisations"),
    migration!(4, "0004_latest"),
];

impl Store {
    /// Runs the migrations that have not run yet, and says how many.
    ///
    /// Fails without touching anything when the database is newer than this program or a migration was edited.
    pub async fn migrate(&self, now: Instant) -> Result<usize, StoreError> {
        self.migrate_along(MIGRATIONS, now).await
    }

    /// Runs those of `migrations` that have not run yet, and says how many: [`Store::migrate`] with a list of one's own.
    pub async fn migrate_along(&self, migrations: &[Migration], now: Instant) -> Result<usize, StoreError> {
        let known = migrations.last().map_or(0, |last| last.version);
        let mut ran = 0;
        for migration in migrations {
            let mut tx = self.begin().await?;
            prepare(&mut tx).await?;
            if !has_run(&mut tx, migration, known).await? {
                run(&mut tx, migration, now).await?;
                ran += 1;
            }
            tx.commit().await?;
        }
        Ok(ran)
    }

    /// How many migrations this program has that the database lacks.
    pub async fn pending(&self) -> Result<usize, StoreError> {
        let mut tx = self.begin().await?;
        prepare(&mut tx).await?;
        let known = MIGRATIONS.last().map_or(0, |last| last.version);
        let mut missing = 0;
        for migration in MIGRATIONS {
            missing += usize::from(!has_run(&mut tx, migration, known).await?);
        }
        tx.rollback().await?;
        Ok(missing)
    }
}

async fn prepare(tx: &mut Tx) -> Result<(), StoreError> {
    if let Tx::Postgres(_) = tx {
        execute!(tx, LOCK)?;
    }
    execute!(tx, TABLE)?;
    Ok(())
}

/// Whether `migration` has run, with the same text and on a database no newer than version `known`.
async fn has_run(tx: &mut Tx, migration: &Migration, known: i64) -> Result<bool, StoreError> {
    let applied = rows!(tx, (i64, String), APPLIED)?;
    if let Some((found, _)) = applied.last().filter(|(found, _)| *found > known) {
        return Err(StoreError::Newer { found: *found, known });
    }
    let Some((_, digest)) = applied.iter().find(|(version, _)| *version == migration.version) else {
        return Ok(false);
    };
    if *digest != digest_of(tx, migration) {
        return Err(StoreError::Changed { name: migration.name });
    }
    Ok(true)
}

async fn run(tx: &mut Tx, migration: &Migration, now: Instant) -> Result<(), StoreError> {
    let text = tx.dialect(migration.sqlite, migration.postgres);
    on!(tx, connection => sqlx::raw_sql(text).execute(connection).await.map(drop)).map_err(|source| {
        StoreError::Migration {
            name: migration.name,
            source,
        }
    })?;
    let digest = digest_of(tx, migration);
    execute!(tx, RECORD, migration.version, migration.name, digest, now)?;
    Ok(())
}

fn digest_of(tx: &Tx, migration: &Migration) -> String {
    hex::encode(Sha256::digest(tx.dialect(migration.sqlite, migration.postgres)))
}
