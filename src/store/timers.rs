//! Instants at which the engine feeds an event by itself.
//!
//! Owns the table `timer`. A timer is found by "due and still waiting", never by comparing dates, and held by a lease.

use uuid::Uuid;

use super::dialect::{rows, statements};
use super::sets::{Hex, among, set, set_of};
use super::value::words;
use super::{Lease, StoreError, Tx};
use crate::clock::Instant;

macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "update timer set leased_until = $2, leased_by = $3
            where (case_id, event, due_at) in (select case_id, event, due_at from timer
                where state = 'waiting' and due_at <= $5 and (leased_until is null or leased_until <= $1)
                order by due_at, case_id, event limit $4",
            $lock,
            ") returning case_id, event, due_at, state, done_at"
        )
    };
}

macro_rules! put {
    ($d:ident, $set:literal) => {
        concat!(
            "insert into timer (case_id, event, due_at, state, done_at) select ",
            id!($d, "case_id"),
            ", ",
            text!("event"),
            ", ",
            number!("due_at"),
            ", ",
            text!("state"),
            ", ",
            number!("done_at"),
            each!($d, $set),
            "on conflict (case_id, event, due_at) do update
            set state = excluded.state, done_at = excluded.done_at, leased_until = null, leased_by = null
            where timer.state <> 'done'"
        )
    };
}

macro_rules! of_cases {
    ($d:ident) => {
        concat!(
            "select case_id, event, due_at, state, done_at from timer where case_id",
            among!($d),
            " order by case_id, due_at, event"
        )
    };
}

pub(super) use put;

statements! {
    OF_CASES_SQLITE = of_cases!(sqlite);
    OF_CASES_POSTGRES = of_cases!(postgres);
    OF_CASE = "select case_id, event, due_at, state, done_at from timer where case_id = $1 order by due_at, event";
    CLAIM_SQLITE = claim!("");
    CLAIM_POSTGRES = claim!(" for update skip locked");
}

words!(
    /// Where a timer stands.
    TimerState {
        /// It waits for its instant.
        Waiting = "waiting",
        /// Its event was fed, or refused.
        Done = "done",
        /// The plan no longer has it.
        Withdrawn = "withdrawn",
    }
);

/// A timer as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredTimer {
    /// To which case.
    pub case_id: Uuid,
    /// Which event.
    pub event: String,
    /// When.
    pub due_at: Instant,
    /// Where it stands.
    pub state: TimerState,
    /// When it was fed or withdrawn.
    pub done_at: Option<Instant>,
}

#[derive(serde::Serialize)]
struct PutRow<'a> {
    case_id: Hex,
    event: &'a str,
    due_at: i64,
    state: &'static str,
    done_at: Option<i64>,
}

/// Timers as they stand now, new ones and known ones, as a set.
pub(super) fn set_of_changed(changed: &[&StoredTimer]) -> String {
    set(changed.iter().map(|timer| PutRow {
        case_id: Hex(timer.case_id),
        event: &timer.event,
        due_at: timer.due_at.micros(),
        state: timer.state.as_str(),
        done_at: timer.done_at.map(Instant::micros),
    }))
}

/// Gives every timer of some cases, by case and time.
pub async fn of_cases(tx: &mut Tx, cases: &[Uuid]) -> Result<Vec<StoredTimer>, StoreError> {
    let sql = tx.dialect(OF_CASES_SQLITE, OF_CASES_POSTGRES);
    rows!(tx, StoredTimer, sql, set_of(cases))
}

/// Gives every timer of a case, by time.
pub async fn of_case(tx: &mut Tx, case: Uuid) -> Result<Vec<StoredTimer>, StoreError> {
    rows!(tx, StoredTimer, OF_CASE, case)
}

/// Holds timers that are due by an instant and not held, the earliest first.
pub async fn claim(tx: &mut Tx, lease: Lease<'_>, due_by: Instant) -> Result<Vec<StoredTimer>, StoreError> {
    let sql = tx.dialect(CLAIM_SQLITE, CLAIM_POSTGRES);
    let limit = i64::from(lease.limit);
    let mut claimed = rows!(tx, StoredTimer, sql, lease.now, lease.until, lease.node, limit, due_by)?;
    claimed.sort_by(|a, b| (a.due_at, a.case_id, &a.event).cmp(&(b.due_at, b.case_id, &b.event)));
    Ok(claimed)
}
