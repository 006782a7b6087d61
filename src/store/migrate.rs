//! Brings a database to the shape this program knows.
//!
//! Owns the list of migrations and their running: always in pairs, each in one transaction with its own mark, so that a
//! program killed in the middle leaves the old shape or the new one. Does not know what the tables mean.
//!
//! Each migration says in its first line what it is to a program that does not know it ([`Effect`]), and the database
//! keeps that beside it: so an older program can tell whether a newer database is still its own.

use sha2::{Digest, Sha256};

use super::dialect::{execute, on, row, rows, statements};
use super::value::words;
use super::{Store, StoreError, Tx};
use crate::clock::Instant;

statements! {
    APPLIED = "select version, digest from migration order by version";
    RECORD = "insert into migration (version, name, digest, applied_at) values ($1, $2, $3, $4)";
    MARK = "update migration set effect = $2 where version = $1";
    LATER = "select version, effect from migration where version > $1 order by version";
    IS_THERE_SQLITE = "select count(*) from sqlite_schema where name = 'migration'";
    IS_THERE_POSTGRES = "select count(*) from pg_catalog.pg_class where oid = to_regclass('migration')";
}

words!(
    /// What a migration is to a program that does not know it.
    Effect {
        /// It only adds: such a program goes on as before.
        Expanding = "expanding",
        /// It takes away or changes what such a program reads or writes.
        Contracting = "contracting",
    }
);

/// The first migration whose first line says its effect; the column for it is made by this one. Those before it count as
/// contracting: no program that does not know them would understand the mark.
const FIRST_MARKED: i64 = 5;

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

impl Migration {
    /// What it is to a program that does not know it, as its first line says: `-- expanding: …`.
    pub fn effect(&self) -> Effect {
        let word = self
            .postgres
            .strip_prefix("-- ")
            .and_then(|line| line.split(':').next());
        word.and_then(Effect::parse).unwrap_or(Effect::Contracting)
    }
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
    migration!(5, "0005_node"),
    migration!(6, "0006_lists"),
    migration!(7, "0007_one_entry"),
];

/// Number of the last migration this program knows.
pub fn last_known() -> i64 {
    last_of(MIGRATIONS)
}

fn last_of(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |last| last.version)
}

impl Store {
    /// Runs the migrations that have not run yet, and says how many.
    ///
    /// A database that a later program has only expanded is left as it is. Fails without touching anything when it was
    /// changed otherwise, or when a migration was edited.
    pub async fn migrate(&self, now: Instant) -> Result<usize, StoreError> {
        self.migrate_along(MIGRATIONS, now).await
    }

    /// Runs those of `migrations` that have not run yet, and says how many: [`Store::migrate`] with a list of one's own.
    pub async fn migrate_along(&self, migrations: &[Migration], now: Instant) -> Result<usize, StoreError> {
        let mut ran = 0;
        for migration in migrations {
            let mut tx = self.begin().await?;
            prepare(&mut tx).await?;
            let applied = applied(&mut tx, last_of(migrations)).await?;
            if !has_run(&tx, migration, &applied)? {
                run(&mut tx, migration, now).await?;
                ran += 1;
            }
            tx.commit().await?;
        }
        Ok(ran)
    }

    /// How many migrations this program has that the database lacks. Only looks.
    ///
    /// # Errors
    /// As [`Store::migrate`], when the database is not this program's to use.
    pub async fn pending(&self) -> Result<usize, StoreError> {
        let mut tx = self.read().await?;
        let is_there = tx.dialect(IS_THERE_SQLITE, IS_THERE_POSTGRES);
        if row!(&mut tx, (i64,), is_there)?.is_none_or(|(count,)| count == 0) {
            return Ok(MIGRATIONS.len());
        }
        let applied = applied(&mut tx, last_known()).await?;
        let mut missing = 0;
        for migration in MIGRATIONS {
            missing += usize::from(!has_run(&tx, migration, &applied)?);
        }
        Ok(missing)
    }
}

async fn prepare(tx: &mut Tx) -> Result<(), StoreError> {
    if let Tx::Postgres(_) = tx {
        // Waits for as long as the node that has it takes for its migrations.
        on!(tx, connection => sqlx::raw_sql(LOCK).execute(connection).await.map(drop))?;
    }
    execute!(tx, TABLE)?;
    Ok(())
}

/// The migrations that have run, each with its digest; those later than `known` must have been expanding.
async fn applied(tx: &mut Tx, known: i64) -> Result<Vec<(i64, String)>, StoreError> {
    let applied = rows!(tx, (i64, String), APPLIED)?;
    let found = applied.last().map_or(0, |(last, _)| *last);
    if found <= known {
        return Ok(applied);
    }
    let newer = StoreError::Newer { found, known };
    if known < FIRST_MARKED {
        return Err(newer);
    }
    let later = rows!(tx, (i64, Option<String>), LATER, known)?;
    let expanding = |(_, effect): &(i64, Option<String>)| effect.as_deref() == Some(Effect::Expanding.as_str());
    if later.iter().all(expanding) {
        Ok(applied)
    } else {
        Err(newer)
    }
}

/// Whether `migration` is among those that have run, with the same text.
fn has_run(tx: &Tx, migration: &Migration, applied: &[(i64, String)]) -> Result<bool, StoreError> {
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
    if migration.version >= FIRST_MARKED {
        execute!(tx, MARK, migration.version, migration.effect())?;
    }
    Ok(())
}

fn digest_of(tx: &Tx, migration: &Migration) -> String {
    hex::encode(Sha256::digest(tx.dialect(migration.sqlite, migration.postgres)))
}
