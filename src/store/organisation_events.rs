//! What happened to organisations, each recorded once.
//!
//! Owns the table `organisation_event`. Does not know which cases wait for it.

use serde_json::Value;
use uuid::Uuid;

use super::dialect::{execute, rows, statements};
use super::value::Json;
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

statements! {
    INSERT = "insert into organisation_event (id, organisation_id, workflow, event, at, person_id, reason, detail)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing";
    OF_ORGANISATION = "select id, organisation_id, workflow, event, at, person_id, reason, detail
        from organisation_event where organisation_id = $1 order by at, id";
}

/// Something that happened to an organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganisationEvent {
    /// Its id.
    pub id: Uuid,
    /// The organisation.
    pub organisation: Uuid,
    /// The workflow whose event it is; `None` is the directory's own.
    pub workflow: Option<String>,
    /// A name of the workflow, or `merged`, `split`, `renamed`.
    pub event: String,
    /// When.
    pub at: Instant,
    /// Who recorded it.
    pub person: Option<Uuid>,
    /// Why.
    pub reason: Option<String>,
    /// What belongs to it: the name before, who goes on with what.
    pub detail: Value,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    organisation_id: Uuid,
    workflow: Option<String>,
    event: String,
    at: Instant,
    person_id: Option<Uuid>,
    reason: Option<String>,
    detail: Json<Value>,
}

impl From<Row> for OrganisationEvent {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            organisation: row.organisation_id,
            workflow: row.workflow,
            event: row.event,
            at: row.at,
            person: row.person_id,
            reason: row.reason,
            detail: row.detail.0,
        }
    }
}

/// Records what happened; lost when the id is taken.
pub async fn insert(tx: &mut Tx, new: &OrganisationEvent) -> Result<Outcome, StoreError> {
    let affected = execute!(
        tx,
        INSERT,
        new.id,
        new.organisation,
        &new.workflow,
        &new.event,
        new.at,
        new.person,
        &new.reason,
        Json(&new.detail)
    )?;
    Ok(Outcome::of(affected))
}

/// Gives what happened to an organisation, first to last.
pub async fn of_organisation(tx: &mut Tx, organisation: Uuid) -> Result<Vec<OrganisationEvent>, StoreError> {
    let found = rows!(tx, Row, OF_ORGANISATION, organisation)?;
    Ok(found.into_iter().map(OrganisationEvent::from).collect())
}
