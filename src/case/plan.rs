//! Everything that will happen to a case if nobody does anything.

use crate::clock::Instant;
use crate::workflow::definition::Address;

use super::notice::Notice;

/// What is owed, what will be told and what the engine will do, as long as the case stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// What roles owe now, by due date.
    pub duties: Vec<Duty>,
    /// What will be told, by time.
    pub notices: Vec<Notice>,
    /// When the engine will feed an event, by time.
    pub timers: Vec<Timer>,
}

/// What a role owes by a due date.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// Name in the workflow.
    pub name: String,
    /// Who owes it.
    pub of: Address,
    /// The instant after its last moment.
    pub due_at: Instant,
    /// Whether its clock stands still.
    pub stopped: bool,
}

/// The instant at which the engine itself feeds an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timer {
    /// When.
    pub due_at: Instant,
    /// The event.
    pub event: String,
}
