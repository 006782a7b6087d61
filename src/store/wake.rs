//! Nodes that wake each other, where the database can carry a word between them: PostgreSQL's `listen` and `notify`.
//!
//! Owns the word and the connection on which it is heard. It is a hint and nothing more: what is due is found by looking,
//! and a word that is lost costs the wait until the next look.

use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgPoolOptions};

use super::dialect::{execute, row, statements};
use super::{Store, StoreError, Tx};

/// The channel; it belongs to the database, so that houses on one server do not hear each other.
const CHANNEL: &str = "kalends";

/// How often two connections are asked which process serves them before they count as their own. A pooler gives the one
/// that was used last, so the first time nearly always tells; other traffic may hide it a few times in a row.
const ASKED: usize = 8;

statements! {
    OTHERS_POSTGRES = "select pg_notify('kalends', '')";
    SERVED_BY_POSTGRES = "select pg_backend_pid()";
}

/// Tells every node that listens, once this transaction commits, that something is due.
///
/// However often it is called in a transaction, one word is sent. Does nothing on SQLite.
pub async fn others(tx: &mut Tx) -> Result<(), StoreError> {
    if let Tx::Postgres(_) = tx {
        execute!(tx, OTHERS_POSTGRES)?;
    }
    Ok(())
}

/// A connection on which the word is heard.
pub struct Listener(PgListener);

impl Store {
    /// Listens on a connection of its own; nothing on SQLite, and nothing behind a pooler that gives a connection to each
    /// transaction: the word would reach whoever has the connection then, and be taken for an answer.
    pub async fn listen(&self) -> Result<Option<Listener>, StoreError> {
        let Some(own) = self.one_connection().await? else {
            return Ok(None);
        };
        if !self.keeps_statements() || self.hands_on(&own).await? {
            return Ok(None);
        }
        let mut listener = PgListener::connect_with(&own).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(Some(Listener(listener)))
    }

    /// Whether something between here and PostgreSQL gives one connection now to this client and now to that. Never said
    /// of a server that is reached directly.
    pub async fn shares_connections(&self) -> Result<bool, StoreError> {
        match self.one_connection().await? {
            Some(own) => self.hands_on(&own).await,
            None => Ok(false),
        }
    }

    async fn one_connection(&self) -> Result<Option<PgPool>, StoreError> {
        let Some(options) = self.postgres_options() else {
            return Ok(None);
        };
        let own = PgPoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None);
        Ok(Some(own.connect_with(options).await?))
    }

    async fn hands_on(&self, own: &PgPool) -> Result<bool, StoreError> {
        let first = served_by(own).await?;
        for _ in 0..ASKED {
            let mut tx = self.read().await?;
            let another = row!(&mut tx, (i32,), SERVED_BY_POSTGRES)?.map(|(process,)| process);
            tx.rollback().await?;
            if another == Some(first) || served_by(own).await? != first {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// In a transaction: outside of one a pooler may give another connection between the parsing of a statement and its run.
async fn served_by(own: &PgPool) -> Result<i32, StoreError> {
    let mut tx = own.begin().await?;
    let asked = sqlx::query_scalar(SERVED_BY_POSTGRES).persistent(false);
    let process = asked.fetch_one(&mut *tx).await?;
    tx.rollback().await?;
    Ok(process)
}

impl Listener {
    /// Waits for the word; fails when the connection is lost.
    pub async fn heard(&mut self) -> Result<(), StoreError> {
        match self.0.try_recv().await? {
            Some(_) => Ok(()),
            None => Err(sqlx::Error::from(std::io::Error::from(std::io::ErrorKind::ConnectionAborted)).into()),
        }
    }
}
