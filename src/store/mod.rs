//! Everything that is kept, on SQLite and on PostgreSQL.
//!
//! Owns the only SQL of the house: one file a table, each with its statements at the top and functions that take a
//! [`Tx`] and return typed rows. Does not decide anything: what is written was decided in [`crate::case`], and what is
//! done when a race is lost is the engine's affair. Writers learn of a lost race by [`Outcome::Lost`], never by an error.

pub mod attachments;
pub mod attempts;
pub mod calls;
pub mod case_sets;
pub mod cases;
mod cells;
pub mod chain;
pub mod copy;
pub mod decided;
mod dialect;
pub mod drafts;
pub mod due;
pub mod entries;
pub mod idempotency;
pub mod line;
pub mod messages;
pub mod meta;
mod migrate;
pub mod nodes;
pub mod notices;
pub mod organisation_events;
pub mod organisations;
pub mod people;
mod postgres;
pub mod publications;
pub mod seats;
pub mod sessions;
mod sets;
pub mod sign_ins;
pub mod tables;
pub mod timers;
pub mod tokens;
mod value;
pub mod wake;
pub mod workflows;

pub use dialect::{Store, Tx};
pub use migrate::{Effect, MIGRATIONS, Migration, last_known};

use uuid::Uuid;

use crate::clock::Instant;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// There is no server where one was looked for.
    #[error("the database server cannot be reached")]
    Unreachable(#[source] sqlx::Error),
    /// The address is neither `sqlite:` nor `postgres://`.
    #[error("`{0}` is not the address of a database; it begins with `sqlite:` or `postgres://`")]
    Address(String),
    /// The SQLite library can corrupt a database in WAL mode.
    #[error("SQLite {found} is too old; 3.51.3 is the first without the WAL-reset bug")]
    OldSqlite {
        /// Version of the library.
        found: String,
    },
    /// A migration failed and was rolled back.
    #[error("migration `{name}` failed and was rolled back")]
    Migration {
        /// Its name.
        name: &'static str,
        /// Why.
        source: sqlx::Error,
    },
    /// The database was changed by a later program in a way this one cannot work with.
    #[error("the database is at version {found} and this program knows {known}")]
    Newer {
        /// Version of the database.
        found: i64,
        /// Version of this program.
        known: i64,
    },
    /// A migration that ran differs from the one in this program.
    #[error("migration `{name}` is not the one this database was made with")]
    Changed {
        /// Its name.
        name: &'static str,
    },
    /// A stored value cannot be read.
    #[error("`{table}.{column}` cannot be read")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// Why.
        source: serde_json::Error,
    },
}

/// Serialisation failure, deadlock, the server going down or coming up; then SQLite's "busy" in its variants.
const TRANSIENT: [&str; 9] = ["40001", "40P01", "57P01", "57P02", "57P03", "5", "261", "517", "773"];

impl StoreError {
    /// Whether a failed commit has surely changed nothing, so that the same may be done again.
    pub fn undid(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(_))) && self.is_transient()
    }

    /// Whether the database was lost before it answered: what was asked of it may be done or not.
    pub fn is_unanswered(&self) -> bool {
        matches!(self, Self::Database(error) if !matches!(error, sqlx::Error::Database(_)))
    }

    /// Whether the same transaction may succeed when tried again: the database was busy, or chose it as the victim.
    pub fn is_transient(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match error {
            sqlx::Error::Database(database) => {
                matches!(database.code().as_deref(), Some(code) if TRANSIENT.contains(&code))
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
            _ => false,
        }
    }
}

/// Whether a guarded write found what it expected.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The row was written.
    Done,
    /// Somebody was faster, or the row is not in the state it has to be in; nothing was written.
    Lost,
}

impl Outcome {
    /// Reads it off the number of affected rows.
    pub(crate) fn of(affected: u64) -> Self {
        if affected == 0 { Self::Lost } else { Self::Done }
    }

    /// Reads off the number of affected rows whether all of so many were.
    pub(crate) fn all(affected: u64, wanted: usize) -> Self {
        if affected == wanted as u64 {
            Self::Done
        } else {
            Self::Lost
        }
    }

    /// Whether the row was written.
    pub fn is_done(self) -> bool {
        self == Self::Done
    }
}

/// A page of a list ordered by id.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The last id of the page before; `None` is the first page.
    pub after: Option<Uuid>,
    /// How many rows at most.
    pub limit: u32,
}

impl Page {
    /// The first page of at most `limit` rows.
    pub fn first(limit: u32) -> Self {
        Self { after: None, limit }
    }

    /// The id after which the page begins; no id is smaller than nil.
    pub(crate) fn start(&self) -> Uuid {
        self.after.unwrap_or(Uuid::nil())
    }
}

/// A node's wish to hold what is due.
#[derive(Clone, Copy, Debug)]
pub struct Lease<'a> {
    /// Things due by then.
    pub now: Instant,
    /// Until when they are held.
    pub until: Instant,
    /// Who holds them.
    pub node: &'a str,
    /// How many at most.
    pub limit: u32,
}

/// Every statement of the store, by file, so that a test can have both databases describe each.
///
/// A name that ends in `_SQLITE` or `_POSTGRES` is for that database only.
pub const STATEMENTS: &[(&str, &[(&str, &str)])] = &[
    ("attachments", attachments::STATEMENTS),
    ("attempts", attempts::STATEMENTS),
    ("calls", calls::STATEMENTS),
    ("case_sets", case_sets::STATEMENTS),
    ("cases", cases::STATEMENTS),
    ("copy", copy::STATEMENTS),
    ("decided", decided::STATEMENTS),
    ("drafts", drafts::STATEMENTS),
    ("due", due::STATEMENTS),
    ("entries", entries::STATEMENTS),
    ("idempotency", idempotency::STATEMENTS),
    ("messages", messages::STATEMENTS),
    ("meta", meta::STATEMENTS),
    ("migrate", migrate::STATEMENTS),
    ("nodes", nodes::STATEMENTS),
    ("notices", notices::STATEMENTS),
    ("organisation_events", organisation_events::STATEMENTS),
    ("organisations", organisations::STATEMENTS),
    ("people", people::STATEMENTS),
    ("publications", publications::STATEMENTS),
    ("seats", seats::STATEMENTS),
    ("sessions", sessions::STATEMENTS),
    ("sign_ins", sign_ins::STATEMENTS),
    ("timers", timers::STATEMENTS),
    ("tokens", tokens::STATEMENTS),
    ("wake", wake::STATEMENTS),
    ("workflows", workflows::STATEMENTS),
];
