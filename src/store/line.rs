//! The line between the store and its database, and whoever stands at it.
//!
//! Owns the steps in which a database is asked for anything, and how long it is waited for. Nobody stands there when the
//! service runs. A simulation does: it decides in which order nodes go on, which step fails and whose answer is lost.

use std::fmt::Debug;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{Database, Transaction};
use tokio::time::Instant;

use super::Tx;
use super::postgres::{self, Statements};

/// A step towards the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A transaction that only reads begins.
    Read,
    /// A transaction that writes begins.
    Begin,
    /// A statement runs in it.
    Statement,
    /// What was done in it is made lasting.
    Commit,
    /// What was done in it is undone.
    Rollback,
}

/// What is said at the line, when it is said.
pub type Said<'a> = Pin<Box<dyn Future<Output = Result<(), sqlx::Error>> + Send + 'a>>;

/// Somebody who stands at the line, and may make a step wait or fail.
pub trait Line: Debug + Send + Sync {
    /// Asked before each step; with an error the step is not taken.
    fn before(&self, step: Step) -> Said<'_>;

    /// Told after each step that was taken; with an error its answer is lost.
    fn after(&self, step: Step) -> Said<'_>;
}

/// How long what worked counts as good, and what failed as doubtful.
const REMEMBERED: Duration = Duration::from_secs(1);

/// When a step failed last. Clones are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Failures(Arc<Mutex<Option<Instant>>>);

impl Failures {
    fn note(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Whether a connection that lay idle for so long needs no trial: it has just worked, and so has every other.
    pub fn allow_trust(&self, idle_for: Duration) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        idle_for < REMEMBERED && last.is_none_or(|last| last.elapsed() > REMEMBERED + idle_for)
    }
}

/// A store's line: who stands there, which is nobody when the service runs, and how long an answer may take.
#[derive(Clone, Debug, Default)]
pub(super) struct AtLine {
    pub who: Option<Arc<dyn Line>>,
    /// SQLite has no line that could go silent.
    pub patience: Option<Duration>,
    pub failures: Failures,
}

impl AtLine {
    /// Takes a step. What is not answered in time counts as lost.
    pub async fn take<T>(
        &self,
        step: Step,
        taken: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, sqlx::Error> {
        let patience = match step {
            Step::Rollback => self.patience.map(|patience| patience.min(postgres::SOON)),
            _ => self.patience,
        };
        let taken = async {
            let done = in_time(patience, taken).await;
            done.inspect_err(|_| self.failures.note())
        };
        let Some(line) = &self.who else {
            return taken.await;
        };
        line.before(step).await?;
        let done = taken.await;
        line.after(step).await?;
        done
    }

    /// What statements go through from here on.
    pub fn begun<D: Database>(&self, ground: impl Into<Ground<D>>, statements: Statements) -> Begun<D> {
        Begun {
            ground: ground.into(),
            statements,
            line: self.clone(),
        }
    }
}

/// What the database answers, unless that takes too long: then the line counts as lost.
pub(super) async fn in_time<T>(
    patience: Option<Duration>,
    asked: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    let Some(patience) = patience else {
        return asked.await;
    };
    let silent = |_| sqlx::Error::Io(std::io::ErrorKind::TimedOut.into());
    tokio::time::timeout(patience, asked).await.map_err(silent).flatten()
}

/// What statements stand on.
pub(super) enum Ground<D: Database> {
    /// A transaction.
    Transaction(Transaction<'static, D>),
    /// A connection, for a single statement.
    Connection(PoolConnection<D>),
}

impl<D: Database> From<Transaction<'static, D>> for Ground<D> {
    fn from(begun: Transaction<'static, D>) -> Self {
        Self::Transaction(begun)
    }
}

impl<D: Database> From<PoolConnection<D>> for Ground<D> {
    fn from(connection: PoolConnection<D>) -> Self {
        Self::Connection(connection)
    }
}

/// A transaction on one make of database; the connection it is on can be used through it.
pub struct Begun<D: Database> {
    ground: Ground<D>,
    pub(super) statements: Statements,
    pub(super) line: AtLine,
}

impl<D: Database> Begun<D> {
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        match self.ground {
            Ground::Transaction(begun) => begun.commit().await,
            Ground::Connection(_) => Ok(()),
        }
    }

    pub(super) async fn rollback(self) -> Result<(), sqlx::Error> {
        match self.ground {
            Ground::Transaction(begun) => begun.rollback().await,
            Ground::Connection(_) => Ok(()),
        }
    }
}

impl<D: Database> Deref for Begun<D> {
    type Target = D::Connection;

    fn deref(&self) -> &D::Connection {
        match &self.ground {
            Ground::Transaction(begun) => begun,
            Ground::Connection(connection) => connection,
        }
    }
}

impl<D: Database> DerefMut for Begun<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        match &mut self.ground {
            Ground::Transaction(begun) => begun,
            Ground::Connection(connection) => connection,
        }
    }
}

impl Tx {
    /// Who stands at its line.
    pub(super) fn line(&self) -> AtLine {
        match self {
            Self::Sqlite(on) => on.line.clone(),
            Self::Postgres(on) => on.line.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Failures, REMEMBERED};
    use std::time::Duration;

    #[test]
    fn a_connection_is_trusted_that_has_just_worked_unless_anything_failed_as_lately() {
        let failures = Failures::default();
        assert!(failures.allow_trust(Duration::ZERO));
        assert!(!failures.allow_trust(REMEMBERED));
        failures.note();
        assert!(!failures.allow_trust(Duration::ZERO));
    }
}
