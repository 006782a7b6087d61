//! PostgreSQL itself or a pooler in front of it: how it is reached, and what may be kept on a connection.
//!
//! Owns what an address says about that. Does not know any table.

use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool, Postgres, Row, Transaction};

use super::StoreError;
use super::dialect::CACHED_STATEMENTS;
use super::line::in_time;

/// How long a server may take to be reached.
const REACHED_WITHIN: Duration = Duration::from_secs(10);
/// How long it may take for one statement or a commit: less than the lease of a timer and than the longest request. A server
/// that vanished without a word would be waited for without end otherwise, and with it whoever waits for their turn.
pub(super) const ANSWERS_WITHIN: Duration = Duration::from_secs(45);
/// How a transaction that writes begins. What it has locked is let go when nothing was asked in it for as long as that: whoever
/// began it is not there any more, and the server might not find out for hours.
pub(super) const WRITING: &str =
    "begin isolation level read committed; set local idle_in_transaction_session_timeout = '45s'";
/// How long it may take to answer when next to nothing is asked of it.
pub(super) const SOON: Duration = Duration::from_secs(5);
/// What an address says so that no statement is kept by name.
const FORGETTING: &str = "statement-cache-capacity=0";

/// Asked by itself and without parameters: one round trip, and nothing that a pooler could mix up.
const READS_ONLY: &str = "show transaction_read_only";

/// Whether statements that were parsed are kept on their connection, by name, for the next time.
///
/// Behind a pooler that gives a connection to each transaction the next time may meet another connection, on which the
/// name means nothing, or something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Statements {
    Kept,
    Forgotten,
}

impl Statements {
    /// They are forgotten where the address says `statement-cache-capacity=0`.
    pub fn of(url: &str) -> Self {
        let (_, query) = url.split_once('?').unwrap_or_default();
        if query.split('&').any(|one| one == FORGETTING) {
            Self::Forgotten
        } else {
            Self::Kept
        }
    }
}

/// A connection of the pool.
pub(super) async fn acquire(pool: &PgPool) -> Result<PoolConnection<Postgres>, sqlx::Error> {
    pool.acquire().await.map_err(hung_up)
}

/// Begins a transaction with these words.
pub(super) async fn begin(pool: &PgPool, words: &'static str) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    pool.begin_with(words).await.map_err(hung_up)
}

/// How a connection is made; a pooler refuses settings of a session that it does not know, so none is sent.
pub(super) fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let kept = match Statements::of(url) {
        Statements::Kept => CACHED_STATEMENTS,
        Statements::Forgotten => 0,
    };
    let options = PgConnectOptions::from_str(url)?
        .application_name("kalends")
        .extra_float_digits(None);
    Ok(options.statement_cache_capacity(kept))
}

/// Connects once, so that a server that is not there is told at once: a pool would go on trying in silence.
pub(super) async fn reach(options: &PgConnectOptions) -> Result<(), StoreError> {
    let connection = tokio::time::timeout(REACHED_WITHIN, options.connect()).await;
    let connection = connection.map_err(|_| sqlx::Error::PoolTimedOut).flatten();
    match connection.map_err(hung_up) {
        Ok(connection) => Ok(connection.close().await?),
        Err(error @ (sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut)) => Err(StoreError::Unreachable(error)),
        Err(error) => Err(error.into()),
    }
}

/// Whether a connection that was idle is still good: its server answers, and is not one that only reads, as a primary is
/// after it was demoted. Otherwise it is not used again, and the next one goes to wherever the address leads by now.
pub(super) async fn takes_writes(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let asked = sqlx::raw_sql(READS_ONLY).fetch_one(connection);
    let reads_only: String = soon(asked).await?.try_get(0)?;
    Ok(reads_only == "off")
}

/// Closes every connection; waits for those that are in use, but not long.
pub(super) async fn close(pool: &PgPool) {
    if tokio::time::timeout(SOON, pool.close()).await.is_err() {
        tracing::warn!("a connection to PostgreSQL is left open: nothing is answered on it");
    }
}

/// A proxy that has no server to lead to takes a connection and ends it. To sqlx that is an answer against the protocol, while a
/// connection is made; to us it is a line that was lost.
fn hung_up(error: sqlx::Error) -> sqlx::Error {
    match error {
        sqlx::Error::Protocol(said) => {
            sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::ConnectionAborted, said))
        }
        other => other,
    }
}

/// What is answered soon, or the line counts as lost.
pub(super) async fn soon<T>(asked: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    in_time(Some(SOON), asked).await
}

#[cfg(test)]
mod tests {
    use super::Statements;

    #[test]
    fn statements_are_kept_unless_the_address_says_otherwise() {
        let base = "postgres://kalends@pooler:6432/kalends";
        for (query, statements) in [
            ("", Statements::Kept),
            ("?statement-cache-capacity=100", Statements::Kept),
            ("?sslmode=require&statement-cache-capacity=0", Statements::Forgotten),
        ] {
            assert_eq!(Statements::of(&format!("{base}{query}")), statements, "{query}");
        }
    }
}
