//! Who put which version of a workflow in force, and what was decided about its cases.
//!
//! Owns the table `publication`, which is only added to.

use uuid::Uuid;

use super::dialect::{execute, rows, statements};
use super::value::{Count, Json};
use super::{StoreError, Tx};
use crate::case::needs::Choices;
use crate::clock::Instant;

statements! {
    RECORD = "insert into publication (id, workflow, version, digest, at, person_id, choices, moved, stayed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    OF_WORKFLOW = "select id, workflow, version, digest, at, person_id, choices, moved, stayed from publication
        where workflow = $1 order by id";
}

/// A version put in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// Its id.
    pub id: Uuid,
    /// The workflow.
    pub workflow: String,
    /// The version.
    pub version: u32,
    /// SHA-256 of its files, in hexadecimal.
    pub digest: String,
    /// When.
    pub at: Instant,
    /// By whom; `None` is the command line, or the first start.
    pub person: Option<Uuid>,
    /// What was chosen.
    pub choices: Choices,
    /// How many cases moved to it.
    pub moved: u32,
    /// How many stayed on the version they obeyed.
    pub stayed: u32,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    workflow: String,
    version: Count,
    digest: String,
    at: Instant,
    person_id: Option<Uuid>,
    choices: Json<Choices>,
    moved: Count,
    stayed: Count,
}

/// Records a publication.
pub async fn record(tx: &mut Tx, new: &Publication) -> Result<(), StoreError> {
    let (version, moved, stayed) = (Count(new.version), Count(new.moved), Count(new.stayed));
    let choices = Json(&new.choices);
    execute!(
        tx,
        RECORD,
        new.id,
        &new.workflow,
        version,
        &new.digest,
        new.at,
        new.person,
        choices,
        moved,
        stayed
    )?;
    Ok(())
}

/// Gives the publications of a workflow, first to last.
pub async fn of_workflow(tx: &mut Tx, workflow: &str) -> Result<Vec<Publication>, StoreError> {
    let found = rows!(tx, Row, OF_WORKFLOW, workflow)?;
    Ok(found
        .into_iter()
        .map(|row| Publication {
            id: row.id,
            workflow: row.workflow,
            version: row.version.0,
            digest: row.digest,
            at: row.at,
            person: row.person_id,
            choices: row.choices.0,
            moved: row.moved.0,
            stayed: row.stayed.0,
        })
        .collect())
}
