//! PostgreSQL itself or a pooler in front of it: how it is reached, and what may be kept on a connection.
//!
//! Owns what an address says about that. Does not know any table.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::StoreError;
use super::dialect::CACHED_STATEMENTS;

/// How long a server may take to be reached.
const REACHED_WITHIN: Duration = Duration::from_secs(10);
/// What an address says so that no statement is kept by name.
const FORGETTING: &str = "statement-cache-capacity=0";

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
    match connection {
        Ok(connection) => Ok(connection.close().await?),
        Err(error @ (sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut)) => Err(StoreError::Unreachable(error)),
        Err(error) => Err(error.into()),
    }
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
