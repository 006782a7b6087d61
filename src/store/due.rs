//! When there is something to do next, and whose hands it is in.
//!
//! Owns the questions that span timers, notices and messages. Does not do any of it.

use super::dialect::{execute, row, statements};
use super::{StoreError, Tx};
use crate::clock::Instant;

statements! {
    NEXT = "select (select min(due_at) from timer where state = 'waiting') as timer,
        (select min(planned_at) from notice where state = 'planned' and message_id is null) as notice,
        (select min(next_attempt_at) from message where state = 'queued') as message";
    FREE_TIMERS = "update timer set leased_until = null, leased_by = null
        where state = 'waiting' and due_at <= $2 and leased_by = $1";
    FREE_NOTICES = "update notice set leased_until = null, leased_by = null
        where state = 'planned' and message_id is null and planned_at <= $2 and leased_by = $1";
    FREE_MESSAGES = "update message set leased_until = null, leased_by = null
        where state = 'queued' and next_attempt_at <= $2 and leased_by = $1";
}

/// The earliest instants at which anything waits, held by a node or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Next {
    /// When the first timer is due.
    pub timer: Option<Instant>,
    /// When the first unwritten notice leaves.
    pub notice: Option<Instant>,
    /// When the first queued message is to be tried.
    pub message: Option<Instant>,
}

impl Next {
    /// The earliest of the three.
    pub fn earliest(&self) -> Option<Instant> {
        [self.timer, self.notice, self.message].into_iter().flatten().min()
    }
}

/// Gives the earliest instants at which anything waits.
pub async fn next(tx: &mut Tx) -> Result<Next, StoreError> {
    Ok(row!(tx, Next, NEXT)?.unwrap_or_default())
}

/// Gives up everything a node holds: called when it starts, since what it held when it died would wait for the lease
/// to run out, for ever on a clock that is moved by hand. Only what is due by now is looked at, for nothing else is held.
pub async fn free(tx: &mut Tx, node: &str, now: Instant) -> Result<u64, StoreError> {
    let timers = execute!(tx, FREE_TIMERS, node, now)?;
    let notices = execute!(tx, FREE_NOTICES, node, now)?;
    let messages = execute!(tx, FREE_MESSAGES, node, now)?;
    Ok(timers + notices + messages)
}
