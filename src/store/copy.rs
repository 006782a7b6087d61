//! A whole database moved into another one, of either make, and both counted.
//!
//! Owns the transport: every table in pages by its key from one consistent view of the source, set by set into the
//! destination, in one transaction, so that a copy is there as a whole or not at all. Owns the mark that says that a copy
//! is not proved yet, and the digests with which [`crate::engine::proof`] proves it. Leases are not copied: no node holds
//! anything in a copy. Does not know what a table means.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;

use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::cells::{Row, make_of, page};
use super::dialect::{execute, row, statements};
use super::sets::set;
use super::tables::{Make, TABLES, Table};
use super::{Outcome, Store, StoreError, Tx, meta};

statements! {
    HOLD_POSTGRES = "select pg_advisory_xact_lock($1)";
    IS_FREE_POSTGRES = "select pg_try_advisory_xact_lock($1)";
    FILE_SQLITE = "select file from pragma_database_list where name = 'main'";
}

/// How many rows are read at once.
const PAGE: i64 = 500;
/// About how many bytes travel in one set.
const SET: usize = 4 << 20;

/// Value of the mark [`meta::COPY`] until the copy is proved.
const UNPROVED: &str = "unproved";

/// Why a database was not copied; the destination is as it was.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A text that PostgreSQL cannot keep.
    #[error("`{table}.{column}` of the row `{key}` contains the character NUL, which no text in PostgreSQL can")]
    Nul {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        key: String,
    },
    /// Somebody wrote into the destination first.
    #[error("the table `{0}` of the destination has rows already")]
    Occupied(&'static str),
    /// Rows that cannot be read.
    #[error("the table `{table}` cannot be read")]
    Read {
        /// The table.
        table: &'static str,
        /// Why.
        source: StoreError,
    },
    /// Rows that the destination does not take.
    #[error("the rows of the table `{table}` cannot be written")]
    Write {
        /// The table.
        table: &'static str,
        /// Why.
        source: StoreError,
    },
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a migrated database is to somebody who wants to copy into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// No table has a row.
    Empty,
    /// A copy was made and not proved to the end.
    Unproved,
    /// This table has rows.
    Occupied(&'static str),
}

/// A table's rows: how many, and what they say.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Counted {
    /// How many.
    pub rows: u64,
    /// SHA-256 over the rows in the order of their keys, in hexadecimal; the same on both databases. Each row is a JSON
    /// array of the columns that belong to the service and a newline; ids are thirty-two hexadecimal digits.
    pub digest: String,
}

/// Whether two addresses have led to the same database; `probe` is a number nobody else uses.
pub async fn is_same(one: &Store, other: &Store, probe: i64) -> Result<bool, StoreError> {
    let (mut one, mut other) = (one.read().await?, other.read().await?);
    match (&one, &other) {
        (Tx::Sqlite(_), Tx::Sqlite(_)) => {
            let (one, other) = (file_of(&mut one).await?, file_of(&mut other).await?);
            Ok(one.is_some() && one == other)
        }
        (Tx::Postgres(_), Tx::Postgres(_)) => {
            execute!(&mut one, HOLD_POSTGRES, probe)?;
            let free = row!(&mut other, (bool,), IS_FREE_POSTGRES, probe)?;
            Ok(free == Some((false,)))
        }
        _ => Ok(false),
    }
}

/// Device and number of the file, whatever names lead to it; none for a database in memory.
async fn file_of(tx: &mut Tx) -> Result<Option<(u64, u64)>, StoreError> {
    let file = row!(tx, (String,), FILE_SQLITE)?.unwrap_or_default().0;
    let found = std::fs::metadata(file).ok();
    Ok(found.map(|found| (found.dev(), found.ino())))
}

/// What stands in the way of copying into a migrated database.
pub async fn destination(store: &Store) -> Result<Destination, StoreError> {
    let mut tx = store.read().await?;
    if meta::get(&mut tx, meta::COPY).await?.is_some() {
        return Ok(Destination::Unproved);
    }
    occupied(&mut tx).await
}

async fn occupied(tx: &mut Tx) -> Result<Destination, StoreError> {
    for table in TABLES {
        if !page(tx, table, None, 1).await?.is_empty() {
            return Ok(Destination::Occupied(table.name));
        }
    }
    Ok(Destination::Empty)
}

/// Whether a database is a copy that was not proved to the end.
pub async fn is_unproved(store: &Store) -> Result<bool, StoreError> {
    let mut tx = store.read().await?;
    Ok(meta::get(&mut tx, meta::COPY).await?.is_some())
}

/// Notes that a copy was proved: from now on it is a database like any other.
pub async fn settle(store: &Store) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    meta::remove(&mut tx, meta::COPY).await?;
    tx.commit().await
}

/// Copies every row from one database into another, both migrated, and says how many; the copy is marked as unproved.
///
/// # Errors
/// When the destination is not empty, or does not take a row: nothing is stored then.
pub async fn fill(from: &Store, to: &Store) -> Result<u64, CopyError> {
    let mut writer = to.begin().await?;
    let marked: Outcome = meta::put_new(&mut writer, meta::COPY, UNPROVED).await?;
    if !marked.is_done() {
        return Err(CopyError::Occupied("meta"));
    }
    if let Destination::Occupied(table) = occupied(&mut writer).await? {
        return Err(CopyError::Occupied(table));
    }
    let mut reader = from.read().await?;
    let mut rows = 0;
    for table in TABLES {
        let copied = copy(&mut reader, &mut writer, table).await?;
        if copied > 0 {
            tracing::info!(table.name = table.name, table.rows = copied, "a table is copied");
        }
        rows += copied;
    }
    writer.commit().await?;
    Ok(rows)
}

async fn copy(reader: &mut Tx, writer: &mut Tx, table: &'static Table) -> Result<u64, CopyError> {
    let mut pages = Pages::of(table);
    let mut early = Early::default();
    let mut copied = 0;
    while let Some(rows) = pages.next(reader).await.map_err(|source| unreadable(table, source))? {
        copied += rows.len() as u64;
        if make_of(writer) == Make::Postgres {
            refuse_nul(&rows)?;
        }
        for set in sets(rows) {
            let set = early.hold_back(set);
            write(writer, table, &set).await?;
        }
    }
    write(writer, table, &early.rows).await?;
    Ok(copied)
}

fn unreadable(table: &'static Table, source: StoreError) -> CopyError {
    let table = table.name;
    CopyError::Read { table, source }
}

fn refuse_nul(rows: &[Row]) -> Result<(), CopyError> {
    let found = rows.iter().find_map(|row| Some((row, row.with_nul()?)));
    found.map_or(Ok(()), |(row, column)| {
        Err(CopyError::Nul {
            table: row.table.name,
            column,
            key: row.key(),
        })
    })
}

/// Cuts rows into sets that are not too long to travel.
fn sets(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut sets: Vec<Vec<Row>> = Vec::new();
    let mut room = 0;
    for row in rows {
        let size = row.size();
        match sets.last_mut().filter(|_| size <= room) {
            Some(set) => set.push(row),
            None => {
                room = SET;
                sets.push(vec![row]);
            }
        }
        room = room.saturating_sub(size);
    }
    sets
}

async fn write(tx: &mut Tx, table: &'static Table, rows: &[Row]) -> Result<(), CopyError> {
    if rows.is_empty() {
        return Ok(());
    }
    let sql = AssertSqlSafe(table.insert(make_of(tx)));
    let written = execute!(tx, sql, set(rows.iter()));
    let lost = |source| CopyError::Write {
        table: table.name,
        source,
    };
    match Outcome::all(written.map_err(lost)?, rows.len()) {
        Outcome::Done => Ok(()),
        Outcome::Lost => Err(lost(sqlx::Error::RowNotFound.into())),
    }
}

/// Rows that refer to a row of their own table which comes later: an organisation to a successor that was there before it.
///
/// They are written last and in one statement, at whose end the databases look whether everything referred to is there: so
/// they may also refer to each other. Ids grow with time, so there are few.
#[derive(Default)]
struct Early {
    rows: Vec<Row>,
    ids: BTreeSet<Uuid>,
}

impl Early {
    /// Gives what of a set can be written now; sets come in the order of their ids.
    fn hold_back(&mut self, mut set: Vec<Row>) -> Vec<Row> {
        let Some((name, last)) = set.last().and_then(|row| Some((row.table.of_itself?, row.id("id")?))) else {
            return set;
        };
        loop {
            let early = |row: &mut Row| {
                let other = row.id(name);
                other.is_some_and(|other| other > last || self.ids.contains(&other))
            };
            let found: Vec<Row> = set.extract_if(.., early).collect();
            if found.is_empty() {
                return set;
            }
            self.ids.extend(found.iter().filter_map(|row| row.id("id")));
            self.rows.extend(found);
        }
    }
}

/// A table read page by page.
struct Pages {
    table: &'static Table,
    last: Option<Row>,
}

impl Pages {
    fn of(table: &'static Table) -> Self {
        Self { table, last: None }
    }

    async fn next(&mut self, tx: &mut Tx) -> Result<Option<Vec<Row>>, StoreError> {
        let rows = page(tx, self.table, self.last.as_ref(), PAGE).await?;
        self.last = rows.last().cloned();
        Ok(self.last.is_some().then_some(rows))
    }
}

/// Counts the rows of a table and takes their digest.
pub async fn count(tx: &mut Tx, table: &'static Table) -> Result<Counted, CopyError> {
    let mut pages = Pages::of(table);
    let (mut rows, mut digest) = (0, Sha256::new());
    while let Some(found) = pages.next(tx).await.map_err(|source| unreadable(table, source))? {
        for row in &found {
            let text = serde_json::to_vec(&row.cells).expect("cells are plain values, which JSON takes");
            digest.update(text);
            digest.update("\n");
        }
        rows += found.len() as u64;
    }
    let digest = hex::encode(digest.finalize());
    Ok(Counted { rows, digest })
}
