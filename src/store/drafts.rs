//! Answers being written, before anything is submitted.
//!
//! Owns the table `draft`; every save is guarded by the revision, so that two tabs never overwrite each other.

use uuid::Uuid;

use super::dialect::{execute, row, statements};
use super::value::{Count, Json};
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;
use crate::workflow::form::Answers;

statements! {
    BEGIN = "insert into draft (case_id, answers, revision, saved_at, saved_by) values ($1, $2, 1, $3, $4)
        on conflict (case_id) do nothing";
    SAVE = "update draft set answers = $2, revision = revision + 1, saved_at = $3, saved_by = $4
        where case_id = $1 and revision = $5";
    FIND = "select case_id, answers, revision, saved_at, saved_by from draft where case_id = $1";
}

/// Answers being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Whose answers.
    pub case_id: Uuid,
    /// Answers by field.
    pub answers: Answers,
    /// How often it was saved.
    pub revision: u32,
    /// When it was saved last.
    pub saved_at: Instant,
    /// By whom; `None` is the engine, which carried answers over.
    pub saved_by: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct Row {
    case_id: Uuid,
    answers: Json<Answers>,
    revision: Count,
    saved_at: Instant,
    saved_by: Option<Uuid>,
}

impl From<Row> for Draft {
    fn from(row: Row) -> Self {
        Self {
            case_id: row.case_id,
            answers: row.answers.0,
            revision: row.revision.0,
            saved_at: row.saved_at,
            saved_by: row.saved_by,
        }
    }
}

/// Gives a case's draft.
pub async fn find(tx: &mut Tx, case: Uuid) -> Result<Option<Draft>, StoreError> {
    Ok(row!(tx, Row, FIND, case)?.map(Draft::from))
}

/// Saves a draft that was read at `draft.revision` (0 when there was none) and raises the revision by one; lost when
/// somebody has saved since.
pub async fn save(tx: &mut Tx, draft: &Draft) -> Result<Outcome, StoreError> {
    let answers = Json(&draft.answers);
    let affected = if draft.revision == 0 {
        execute!(tx, BEGIN, draft.case_id, answers, draft.saved_at, draft.saved_by)?
    } else {
        let was = Count(draft.revision);
        execute!(tx, SAVE, draft.case_id, answers, draft.saved_at, draft.saved_by, was)?
    };
    Ok(Outcome::of(affected))
}
