//! The two databases behind one face.
//!
//! Owns the pools, the transactions and the macros with which one SQL text serves both. Does not know any table.

use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnectionMetadata;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgPool, Postgres, Sqlite, SqlitePool};

use super::StoreError;
use super::line::{AtLine, Begun, Line, Step, take};
use super::postgres::{self, Statements, reach};

/// First SQLite without the bug that corrupts a database when its WAL is reset.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
/// What keeps a hundred events that are stored together off the disk until they are committed: the pages they touch stay
/// in memory (16 MiB, in kibibytes), and so does what undoes one statement.
const SQLITE_WRITER: [(&str, &str); 2] = [("cache_size", "-16384"), ("temp_store", "memory")];
/// How many connections read a SQLite database side by side.
const SQLITE_READERS: u32 = 4;
/// How many connections a node opens to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;
/// More than there are statements, so that each is parsed once a connection.
pub(super) const CACHED_STATEMENTS: usize = 400;

/// A database that is open. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
    line: AtLine,
}

#[derive(Clone, Debug)]
enum Pools {
    /// SQLite has one writer; the others only read.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres {
        pool: PgPool,
        statements: Statements,
    },
}

/// A transaction on either database. Dropped without [`Tx::commit`], it leaves no trace.
pub enum Tx {
    /// On SQLite.
    Sqlite(Begun<Sqlite>),
    /// On PostgreSQL.
    Postgres(Begun<Postgres>),
}

impl Store {
    /// Opens the database at `sqlite:PATH` (made if it is missing) or `postgres://…`, as it is: see [`Store::migrate`].
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url).await
        } else {
            Err(StoreError::Address(url.to_owned()))
        }
    }

    async fn open_sqlite(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(CACHED_STATEMENTS);
        make_private(options.get_filename());
        let writing = options.clone().create_if_missing(true);
        let writing = SQLITE_WRITER
            .iter()
            .fold(writing, |writing, (name, value)| writing.pragma(*name, *value));
        let writer = sqlite_pool(1).connect_with(writing).await?;
        let version: String = sqlx::query_scalar(SQLITE_VERSION).fetch_one(&writer).await?;
        if is_too_old(&version) {
            return Err(StoreError::OldSqlite { found: version });
        }
        let readers = sqlite_pool(SQLITE_READERS).connect_lazy_with(options.pragma("query_only", "on"));
        Ok(Self::of(Pools::Sqlite { writer, readers }))
    }

    async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let (statements, options) = (Statements::of(url), postgres::options(url)?);
        reach(&options).await?;
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(Duration::from_secs(30))
            .after_release(|connection, _| Box::pin(is_clean(connection)))
            .connect_with(options)
            .await?;
        Ok(Self::of(Pools::Postgres { pool, statements }))
    }

    fn of(pools: Pools) -> Self {
        Self { pools, line: None }
    }

    /// The same database, with somebody at the line to it.
    pub fn with_line(&self, line: Arc<dyn Line>) -> Self {
        Self {
            pools: self.pools.clone(),
            line: Some(line),
        }
    }

    /// How a further connection to PostgreSQL is made; nothing on SQLite.
    pub(super) fn postgres_options(&self) -> Option<PgConnectOptions> {
        match &self.pools {
            Pools::Sqlite { .. } => None,
            Pools::Postgres { pool, .. } => Some(pool.connect_options().as_ref().clone()),
        }
    }

    /// Whether PostgreSQL keeps parsed statements by name: not behind a pooler that gives a connection to each transaction.
    pub(super) fn keeps_statements(&self) -> bool {
        match &self.pools {
            Pools::Sqlite { .. } => true,
            Pools::Postgres { statements, .. } => *statements == Statements::Kept,
        }
    }

    /// Begins a transaction that writes. On SQLite it waits until the writer before it is done.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let line = &self.line;
        take(line.clone(), Step::Begin, async {
            Ok(match &self.pools {
                Pools::Sqlite { writer, .. } => Tx::Sqlite(Begun::on(
                    line,
                    writer.begin_with("begin immediate").await?,
                    Statements::Kept,
                )),
                Pools::Postgres { pool, statements } => {
                    let words = "begin isolation level read committed";
                    Tx::Postgres(Begun::on(line, pool.begin_with(words).await?, *statements))
                }
            })
        })
        .await
        .map_err(StoreError::from)
    }

    /// Begins a transaction that only reads, and sees the database as it stood at its first statement.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let line = &self.line;
        take(line.clone(), Step::Read, async {
            Ok(match &self.pools {
                Pools::Sqlite { readers, .. } => {
                    Tx::Sqlite(Begun::on(line, readers.begin_with("begin").await?, Statements::Kept))
                }
                Pools::Postgres { pool, statements } => {
                    let words = "begin isolation level repeatable read, read only";
                    Tx::Postgres(Begun::on(line, pool.begin_with(words).await?, *statements))
                }
            })
        })
        .await
        .map_err(StoreError::from)
    }

    /// Closes every connection and waits until each is closed.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres { pool, .. } => pool.close().await,
        }
    }

    /// Whether transactions that write wait for each other anyway.
    pub fn has_one_writer(&self) -> bool {
        matches!(self.pools, Pools::Sqlite { .. })
    }

    /// What the database answers about how durable a commit is, read back on every connection that writes.
    pub async fn durability(&self) -> Result<String, StoreError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                let mode: i64 = sqlx::query_scalar(SQLITE_SYNCHRONOUS).fetch_one(writer).await?;
                Ok(format!("synchronous={mode}"))
            }
            Pools::Postgres { pool, .. } => {
                let mut found = BTreeSet::new();
                let mut connections = Vec::new();
                for _ in 0..pool.size().max(1) {
                    let mut connection = pool.acquire().await?;
                    let asked = sqlx::query_as(POSTGRES_DURABILITY).persistent(false);
                    let (commit, fsync): (String, String) = asked.fetch_one(&mut *connection).await?;
                    found.insert(format!("synchronous_commit={commit} fsync={fsync}"));
                    connections.push(connection);
                }
                Ok(found.into_iter().collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The name of the database's make, for people.
    pub fn make(&self) -> &'static str {
        match &self.pools {
            Pools::Sqlite { .. } => "SQLite",
            Pools::Postgres { .. } => "PostgreSQL",
        }
    }
}

impl Tx {
    /// Makes everything done in it lasting, all at once.
    ///
    /// An error from PostgreSQL here can mean *unknown*: the server may have committed and the answer been lost.
    pub async fn commit(self) -> Result<(), StoreError> {
        take(self.line(), Step::Commit, async {
            match self {
                Self::Sqlite(on) => on.inner.commit().await,
                Self::Postgres(on) => on.inner.commit().await,
            }
        })
        .await
        .map_err(StoreError::from)
    }

    /// Undoes everything done in it. Dropping it does the same without waiting.
    pub async fn rollback(self) -> Result<(), StoreError> {
        take(self.line(), Step::Rollback, async {
            match self {
                Self::Sqlite(on) => on.inner.rollback().await,
                Self::Postgres(on) => on.inner.rollback().await,
            }
        })
        .await
        .map_err(StoreError::from)
    }

    /// Whether a parsed statement is kept on its connection.
    pub(super) fn keeps_statements(&self) -> bool {
        match self {
            Self::Sqlite(_) => true,
            Self::Postgres(on) => on.statements == Statements::Kept,
        }
    }

    /// Chooses between two texts where the dialect forces two.
    pub(super) fn dialect(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres(_) => postgres,
        }
    }
}

/// Makes a database file that only its owner may read; what cannot be made is for SQLite to complain of.
fn make_private(file: &Path) {
    use std::os::unix::fs::OpenOptionsExt;
    let in_memory = file.as_os_str().is_empty() || file.to_string_lossy().contains(":memory:");
    if !in_memory {
        let mut new = std::fs::OpenOptions::new();
        let _ = new.write(true).create_new(true).mode(0o600).open(file);
    }
}

fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(30))
        .after_release(|connection: &mut sqlx::SqliteConnection, _: PoolConnectionMetadata| {
            Box::pin(is_clean(connection))
        })
}

/// Whether a connection can go back to its pool. After a full disk SQLite has rolled back by itself and sqlx still
/// counts a transaction; such a connection would refuse every later one. The ping lets a rollback under way finish.
async fn is_clean<C: Connection>(connection: &mut C) -> Result<bool, sqlx::Error> {
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

const SQLITE_SYNCHRONOUS: &str = "pragma synchronous";
const POSTGRES_DURABILITY: &str = "select current_setting('synchronous_commit'), current_setting('fsync')";
const SQLITE_VERSION: &str = "select sqlite_version()";

fn is_too_old(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = [(); 3].map(|()| parts.next().unwrap_or(0));
    found < OLDEST_SQLITE
}

/// Runs the same tokens on whichever database the transaction is on.
macro_rules! on {
    ($tx:expr, $connection:ident => $body:expr) => {
        match &mut *$tx {
            $crate::store::Tx::Sqlite(inner) => {
                let $connection = &mut **inner;
                $body
            }
            $crate::store::Tx::Postgres(inner) => {
                let $connection = &mut **inner;
                $body
            }
        }
    };
}

/// Runs a statement and gives the number of rows it affected.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {{
        let tx = &mut *$tx;
        let kept = tx.keeps_statements();
        let line = tx.line();
        $crate::store::line::take(line, $crate::store::line::Step::Statement, async {
            $crate::store::dialect::on!(tx, connection => sqlx::query($sql)
                $(.bind($value))*
                .persistent(kept)
                .execute(connection)
                .await
                .map(|done| done.rows_affected()))
        })
        .await
        .map_err($crate::store::StoreError::from)
    }};
}

/// Runs a statement and gives every row, each as `$row`.
macro_rules! rows {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {{
        let tx = &mut *$tx;
        let kept = tx.keeps_statements();
        let line = tx.line();
        $crate::store::line::take(line, $crate::store::line::Step::Statement, async {
            $crate::store::dialect::on!(tx, connection => sqlx::query_as::<_, $row>($sql)
                $(.bind($value))*
                .persistent(kept)
                .fetch_all(connection)
                .await)
        })
        .await
        .map_err($crate::store::StoreError::from)
    }};
}

/// Runs a statement and gives its row as `$row`, if there is one.
macro_rules! row {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {{
        let tx = &mut *$tx;
        let kept = tx.keeps_statements();
        let line = tx.line();
        $crate::store::line::take(line, $crate::store::line::Step::Statement, async {
            $crate::store::dialect::on!(tx, connection => sqlx::query_as::<_, $row>($sql)
                $(.bind($value))*
                .persistent(kept)
                .fetch_optional(connection)
                .await)
        })
        .await
        .map_err($crate::store::StoreError::from)
    }};
}

/// Declares the statements of a file and the list in which a test finds them.
macro_rules! statements {
    ($($name:ident = $sql:expr;)*) => {
        $(const $name: &str = $sql;)*
        /// The statements of this file, by name.
        pub const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

pub(crate) use {execute, on, row, rows, statements};

#[cfg(test)]
mod tests {
    use super::is_too_old;

    #[test]
    fn sqlite_below_3_51_3_is_too_old() {
        for (version, old) in [
            ("3.40.1", true),
            ("3.51.2", true),
            ("3.51.3", false),
            ("3.52.0", false),
            ("4.0.0", false),
            ("nonsense", true),
        ] {
            assert_eq!(is_too_old(version), old, "{version}");
        }
    }
}
