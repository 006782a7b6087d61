//! The two databases behind one face.
//!
//! Owns the pools, the transactions and the macros with which one SQL text serves both. Does not know any table. Each step to
//! a database is in a box: its future would lie in that of whoever asks, and again in that of whoever asks them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgPool, Postgres, Sqlite, SqlitePool};

use super::StoreError;
use super::line::{AtLine, Begun, Failures, Line, Step};
use super::postgres::{self, ANSWERS_WITHIN, Statements, reach};
use super::sqlite;

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
            let (writer, readers) = sqlite::open(url).await?;
            let pools = Pools::Sqlite { writer, readers };
            let line = AtLine::default();
            Ok(Self { pools, line })
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url).await
        } else {
            Err(StoreError::Address(url.to_owned()))
        }
    }

    async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let (statements, options) = (Statements::of(url), postgres::options(url)?);
        reach(&options).await?;
        let failures = Failures::default();
        let known = failures.clone();
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(Duration::from_secs(30))
            .test_before_acquire(false)
            .before_acquire(move |connection, found| {
                let is_trusted = known.allow_trust(found.idle_for);
                Box::pin(async move { Ok(is_trusted || postgres::takes_writes(connection).await?) })
            })
            .after_release(|connection, _| Box::pin(postgres::soon(is_clean(connection))))
            .connect_with(options)
            .await?;
        let line = AtLine {
            patience: Some(ANSWERS_WITHIN),
            failures,
            ..AtLine::default()
        };
        let pools = Pools::Postgres { pool, statements };
        Ok(Self { pools, line })
    }

    /// The same database, with somebody at the line to it.
    pub fn with_line(&self, line: Arc<dyn Line>) -> Self {
        Self {
            pools: self.pools.clone(),
            line: AtLine {
                who: Some(line),
                ..self.line.clone()
            },
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
        let begun = line.take(
            Step::Begin,
            Box::pin(async {
                Ok(match &self.pools {
                    Pools::Sqlite { writer, .. } => {
                        Tx::Sqlite(line.begun(writer.begin_with("begin immediate").await?, Statements::Kept))
                    }
                    Pools::Postgres { pool, statements } => {
                        Tx::Postgres(line.begun(postgres::begin(pool, postgres::WRITING).await?, *statements))
                    }
                })
            }),
        );
        Ok(begun.await?)
    }

    /// Begins a transaction that only reads, and sees the database as it stood at its first statement.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let line = &self.line;
        let begun = line.take(
            Step::Read,
            Box::pin(async {
                Ok(match &self.pools {
                    Pools::Sqlite { readers, .. } => {
                        Tx::Sqlite(line.begun(readers.begin_with("begin").await?, Statements::Kept))
                    }
                    Pools::Postgres { pool, statements } => {
                        let words = "begin isolation level repeatable read, read only";
                        Tx::Postgres(line.begun(postgres::begin(pool, words).await?, *statements))
                    }
                })
            }),
        );
        Ok(begun.await?)
    }

    /// A connection for a single statement that reads: it sees one moment by itself, and no transaction is begun for it. One
    /// is behind a pooler, which could give another connection between the parsing of the statement and its run.
    pub async fn glance(&self) -> Result<Tx, StoreError> {
        if !self.keeps_statements() {
            return self.read().await;
        }
        let line = &self.line;
        let taken = line.take(
            Step::Read,
            Box::pin(async {
                Ok(match &self.pools {
                    Pools::Sqlite { readers, .. } => Tx::Sqlite(line.begun(readers.acquire().await?, Statements::Kept)),
                    Pools::Postgres { pool, statements } => {
                        Tx::Postgres(line.begun(postgres::acquire(pool).await?, *statements))
                    }
                })
            }),
        );
        Ok(taken.await?)
    }

    /// Closes every connection and waits until each is closed; for one to a server that says nothing, not for long.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres { pool, .. } => postgres::close(pool).await,
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
        let line = self.line();
        let ended = line.take(
            Step::Commit,
            Box::pin(async {
                match self {
                    Self::Sqlite(on) => on.commit().await,
                    Self::Postgres(on) => on.commit().await,
                }
            }),
        );
        Ok(ended.await?)
    }

    /// Undoes everything done in it. Dropping it does the same without waiting.
    pub async fn rollback(self) -> Result<(), StoreError> {
        let line = self.line();
        let ended = line.take(
            Step::Rollback,
            Box::pin(async {
                match self {
                    Self::Sqlite(on) => on.rollback().await,
                    Self::Postgres(on) => on.rollback().await,
                }
            }),
        );
        Ok(ended.await?)
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

/// Whether a connection can go back to its pool. After a full disk SQLite has rolled back by itself and sqlx still
/// counts a transaction; such a connection would refuse every later one. The ping lets a rollback under way finish.
pub(super) async fn is_clean<C: Connection>(connection: &mut C) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

const SQLITE_SYNCHRONOUS: &str = "pragma synchronous";
const POSTGRES_DURABILITY: &str = "select current_setting('synchronous_commit'), current_setting('fsync')";

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
        let (kept, line) = (tx.keeps_statements(), tx.line());
        line.take($crate::store::line::Step::Statement, Box::pin(async {
            $crate::store::dialect::on!(tx, connection => {
                let asked = sqlx::query($sql)$(.bind($value))*.persistent(kept).execute(connection);
                asked.await.map(|done| done.rows_affected())
            })
        }))
        .await
        .map_err($crate::store::StoreError::from)
    }};
}

/// Runs a statement and gives every row, each as `$row`.
macro_rules! rows {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {{
        let tx = &mut *$tx;
        let (kept, line) = (tx.keeps_statements(), tx.line());
        line.take($crate::store::line::Step::Statement, Box::pin(async {
            $crate::store::dialect::on!(tx, connection => {
                sqlx::query_as::<_, $row>($sql)$(.bind($value))*.persistent(kept).fetch_all(connection).await
            })
        }))
        .await
        .map_err($crate::store::StoreError::from)
    }};
}

/// Runs a statement and gives its row as `$row`, if there is one.
macro_rules! row {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {{
        let tx = &mut *$tx;
        let (kept, line) = (tx.keeps_statements(), tx.line());
        line.take($crate::store::line::Step::Statement, Box::pin(async {
            $crate::store::dialect::on!(tx, connection => {
                sqlx::query_as::<_, $row>($sql)$(.bind($value))*.persistent(kept).fetch_optional(connection).await
            })
        }))
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
