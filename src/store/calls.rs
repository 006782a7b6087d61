//! Rounds of a workflow with their own dates and quota.
//!
//! Owns the table `call` and the one place where a quota is counted. Does not know what a moved date does to cases.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::dialect::{execute, row, rows, statements};
use super::sets::{among, set_of};
use super::value::{Count, Json};
use super::{Outcome, StoreError, Tx};
use crate::case::state::{CallDates, Round};
use crate::clock::Instant;

macro_rules! taken {
    ($d:ident) => {
        concat!("select id, taken from call where id", among!($d))
    };
}

statements! {
    TAKEN_SQLITE = taken!(sqlite);
    TAKEN_POSTGRES = taken!(postgres);
    RENAME_KIND = "update call set kind = $3 where workflow = $1 and kind = $2";
    INSERT = "insert into call (id, workflow, kind, name, opens_at, closes_at, quota, taken, dates, round, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10) on conflict do nothing";
    FIND = "select id, workflow, kind, name, opens_at, closes_at, quota, taken, dates, round, created_at from call
        where id = $1";
    OF_WORKFLOW = "select id, workflow, kind, name, opens_at, closes_at, quota, taken, dates, round, created_at
        from call where workflow = $1 order by opens_at, id";
    OPEN = "select id, workflow, kind, name, opens_at, closes_at, quota, taken, dates, round, created_at from call
        where workflow = $1 and opens_at <= $2 and closes_at > $2 order by closes_at, id";
    MOVE = "update call set opens_at = $2, closes_at = $3, quota = $4, dates = $5, round = $6 where id = $1";
    TAKE_PLACE = "update call set taken = taken + 1
        where id = $1 and (quota is null or taken < quota) and (taken < $2 or $2 is null)";
    HOLD = "select id from call where id = $1";
    HOLD_POSTGRES = "select id from call where id = $1 for update";
    FREE_PLACE = "update call set taken = taken - 1 where id = $1 and taken > 0";
}

/// A round of a workflow.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its id.
    pub id: Uuid,
    /// The workflow.
    pub workflow: String,
    /// Kind of its cases.
    pub kind: String,
    /// Its name, once only for a workflow and kind.
    pub name: String,
    /// When it opens.
    pub opens_at: Instant,
    /// The instant after the last moment of submission.
    pub closes_at: Instant,
    /// How many cases may take a place; `None` is any number.
    pub quota: Option<u32>,
    /// How many places are taken; changed by [`take_place`] and [`free_place`] only.
    pub taken: u32,
    /// Further dates by name.
    pub dates: BTreeMap<String, Instant>,
    /// The round it stands for, if its cases are opened by a cycle.
    pub round: Option<Round>,
    /// When it was entered.
    pub created_at: Instant,
}

impl Call {
    /// Its dates as a case knows them.
    pub fn call_dates(&self) -> CallDates {
        CallDates {
            id: self.id,
            name: self.name.clone(),
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            quota: self.quota,
            dates: self.dates.clone(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    workflow: String,
    kind: String,
    name: String,
    opens_at: Instant,
    closes_at: Instant,
    quota: Option<Count>,
    taken: Count,
    dates: Json<BTreeMap<String, Instant>>,
    round: Option<Json<Round>>,
    created_at: Instant,
}

impl From<Row> for Call {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            workflow: row.workflow,
            kind: row.kind,
            name: row.name,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            quota: row.quota.map(|count| count.0),
            taken: row.taken.0,
            dates: row.dates.0,
            round: row.round.map(|round| round.0),
            created_at: row.created_at,
        }
    }
}

/// Enters a call with no place taken; lost when the workflow has one of that kind and name.
pub async fn insert(tx: &mut Tx, new: &Call) -> Result<Outcome, StoreError> {
    let affected = execute!(
        tx,
        INSERT,
        new.id,
        &new.workflow,
        &new.kind,
        &new.name,
        new.opens_at,
        new.closes_at,
        new.quota.map(Count),
        Json(&new.dates),
        new.round.as_ref().map(Json),
        new.created_at
    )?;
    Ok(Outcome::of(affected))
}

/// Gives one call.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Call>, StoreError> {
    Ok(row!(tx, Row, FIND, id)?.map(Call::from))
}

/// Gives how many places are taken in some calls.
pub async fn taken(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, u32)>, StoreError> {
    let sql = tx.dialect(TAKEN_SQLITE, TAKEN_POSTGRES);
    let found = rows!(tx, (Uuid, Count), sql, set_of(ids))?;
    Ok(found.into_iter().map(|(id, taken)| (id, taken.0)).collect())
}

/// Gives every call of a workflow, by opening.
pub async fn of_workflow(tx: &mut Tx, workflow: &str) -> Result<Vec<Call>, StoreError> {
    Ok(rows!(tx, Row, OF_WORKFLOW, workflow)?
        .into_iter()
        .map(Call::from)
        .collect())
}

/// Gives the calls of a workflow that are open at `now`, the first to close first.
pub async fn open(tx: &mut Tx, workflow: &str, now: Instant) -> Result<Vec<Call>, StoreError> {
    Ok(rows!(tx, Row, OPEN, workflow, now)?
        .into_iter()
        .map(Call::from)
        .collect())
}

/// Gives a call other dates and another quota, as in `call`; the places taken stay.
pub async fn change(tx: &mut Tx, call: &Call) -> Result<Outcome, StoreError> {
    let affected = execute!(
        tx,
        MOVE,
        call.id,
        call.opens_at,
        call.closes_at,
        call.quota.map(Count),
        Json(&call.dates),
        call.round.as_ref().map(Json)
    )?;
    Ok(Outcome::of(affected))
}

/// Takes a place, of no more than `places` if that is said; lost when none is left. Of two at the same time for the last
/// one, one is lost.
pub async fn take_place(tx: &mut Tx, id: Uuid, places: Option<u32>) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, TAKE_PLACE, id, places.map(Count))?))
}

/// Keeps others from counting in a call until the transaction ends: what one has seen of its cases stays so. On SQLite
/// there is one writer anyway.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    let sql = tx.dialect(HOLD, HOLD_POSTGRES);
    row!(tx, (Uuid,), sql, id).map(|_: Option<(Uuid,)>| ())
}

/// Gives a place back; lost when none is taken.
pub async fn free_place(tx: &mut Tx, id: Uuid) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, FREE_PLACE, id)?))
}

/// Gives the calls of a kind the name it has now.
pub async fn rename_kind(tx: &mut Tx, workflow: &str, (old, new): (&str, &str)) -> Result<(), StoreError> {
    execute!(tx, RENAME_KIND, workflow, old, new)?;
    Ok(())
}
