//! The line between the store and its database, and whoever stands at it.
//!
//! Owns the steps in which a database is asked for anything. Nobody stands there when the service runs. A simulation does:
//! it decides in which order nodes go on, which step fails and whose answer is lost.

use std::fmt::Debug;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::Arc;

use sqlx::{Database, Transaction};

use super::Tx;
use super::postgres::Statements;

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

/// Who stands at a store's line; nobody, when the service runs.
pub(super) type AtLine = Option<Arc<dyn Line>>;

/// Takes a step.
pub(super) async fn take<T>(
    line: AtLine,
    step: Step,
    taken: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    let Some(line) = line else {
        return taken.await;
    };
    line.before(step).await?;
    let done = taken.await;
    line.after(step).await?;
    done
}

/// A transaction on one make of database; the connection it is on can be used through it.
pub struct Begun<D: Database> {
    pub(super) inner: Transaction<'static, D>,
    pub(super) statements: Statements,
    pub(super) line: AtLine,
}

impl<D: Database> Begun<D> {
    /// One that has begun, with whoever stands at the line.
    pub(super) fn on(line: &AtLine, inner: Transaction<'static, D>, statements: Statements) -> Self {
        let line = line.clone();
        Self {
            inner,
            statements,
            line,
        }
    }
}

impl<D: Database> Deref for Begun<D> {
    type Target = D::Connection;

    fn deref(&self) -> &D::Connection {
        &self.inner
    }
}

impl<D: Database> DerefMut for Begun<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        &mut self.inner
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
