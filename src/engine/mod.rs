//! Joins the pure and the stored: load, decide, plan and save in one transaction.
//!
//! Owns the transactions, the retry of lost races, and what is asked of the store for pages and programs. Decides nothing
//! itself: every state, date, recipient and permission comes from [`crate::case`]. Knows no HTTP and sends no mail.

pub mod answers;
mod around;
mod batch;
pub mod bell;
pub mod calls;
pub mod directory;
pub mod files;
pub mod handle;
mod held;
pub mod impact;
pub mod import;
pub mod letters;
pub mod once;
pub mod open;
pub mod outbox;
pub mod parties;
pub mod proof;
pub mod publish;
pub mod queries;
mod save;
mod seated;
pub mod set_clock;
pub mod sign_in;
pub mod time;
pub mod tokens;
mod transact;
pub mod verify;
mod work;
pub mod workflows;

use std::sync::Arc;

use crate::case::{Refusal, Rejection};
use crate::clock::{Clock, Ids, Instant, ManualClock, SystemClock};
use crate::store::{Store, StoreError};
use crate::workflow::form::FieldError;

pub use batch::Tray;
pub use bell::Bell;
pub use handle::{Asker, Command};
pub use once::Once;
pub use workflows::Workflows;

/// Why the engine did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A rule said no.
    #[error("refused by `{}`", .0.rule)]
    Refused(Refusal),
    /// Answers are not good yet.
    #[error("{} answers are not good yet", .0.len())]
    Invalid(Vec<FieldError>),
    /// There is no such thing, or the asker may not know of it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Somebody has changed it since the asker saw it.
    #[error("changed meanwhile: revision {found}")]
    Stale {
        /// The revision now.
        found: u32,
    },
    /// Somebody else has done it already.
    #[error("done already")]
    Done,
    /// Too many others wrote at the same moment.
    #[error("too busy; try again")]
    Busy,
    /// The database was lost while it stored this: it may be done or not.
    #[error("the database was lost while it stored this; it may be done or not")]
    Unsure,
    /// A letter could not be written.
    #[error("letter `{letter}` could not be written: {reason}")]
    Letter {
        /// The letter.
        letter: String,
        /// Why.
        reason: String,
    },
    /// Lines of a table that are not good; nothing was imported.
    #[error("{} lines are not good", .0.len())]
    BadLines(Vec<import::BadLine>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Rejection> for EngineError {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Refused(refusal) => Self::Refused(refusal),
            Rejection::Invalid(errors) => Self::Invalid(errors),
        }
    }
}

/// What the house is called to the outside.
#[derive(Clone, Debug)]
pub struct House {
    /// Address people see, without a slash at the end.
    pub base_url: String,
    /// Sender of letters.
    pub mail_from: String,
}

/// The clock of the house.
#[derive(Clone, Debug)]
pub enum HouseClock {
    /// The wall clock.
    System(Arc<SystemClock>),
    /// A clock that moves only when told.
    Manual(Arc<ManualClock>),
}

impl HouseClock {
    /// The present instant.
    pub fn now(&self) -> Instant {
        match self {
            Self::System(clock) => clock.now(),
            Self::Manual(clock) => clock.now(),
        }
    }
}

/// The engine. Clones are the same engine.
#[derive(Clone)]
pub struct Engine {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: HouseClock,
    /// Ids and secrets.
    pub ids: Ids,
    /// Definitions in force.
    pub workflows: Workflows,
    /// What the house is called.
    pub house: Arc<House>,
    /// What is asked and not done yet.
    pub tray: Tray,
    /// Rings when something new may be due, so that loops need not wait for their next look.
    pub bell: Arc<Bell>,
}

impl Engine {
    /// The present instant on the house's clock.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
}
