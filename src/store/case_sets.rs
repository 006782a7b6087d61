//! Cases that a transaction takes into hand and writes back, set by set.
//!
//! Owns no table: the rows are [`super::cases`]'. Every change is guarded by the revision, as there.

use uuid::Uuid;

use super::cases::{Row, StoredCase};
use super::dialect::{rows, statements};
use super::drafts::Draft;
use super::sets::{Hex, among, set, set_of};
use super::value::{Count, Json};
use super::{StoreError, Tx};
use crate::clock::Instant;
use crate::workflow::definition::Standing;
use crate::workflow::form::Answers;

macro_rules! take {
    ($d:ident) => {
        concat!(
            "select c.workflow, c.version, c.closed, c.next_due_at, c.single_key, c.data, e.hash as head,
                o.name as organisation, d.answers, d.revision as saves, d.saved_at, d.saved_by
            from cases c
            join entry e on e.case_id = c.id and e.seq = c.revision
            join organisation o on o.id = c.organisation_id
            left join draft d on d.case_id = c.id
            where c.id",
            among!($d),
            " order by c.id"
        )
    };
}

/// `$found_by` sets what a case is found by in lists, `$wanted` names it in the set: SQLite writes every index anew whose
/// columns a statement sets, changed or not.
macro_rules! update {
    ($d:ident, $set:literal) => {
        update!(
            $d,
            $set,
            "kind = n.kind, organisation_id = n.organisation_id, standing = n.standing, single_key = n.single_key,
            register_name = case when n.standing is not null
                then (select name_key from organisation o where o.id = n.organisation_id) end, ",
            concat!(
                text!("kind"),
                " as kind, ",
                id!($d, "organisation_id"),
                " as organisation_id, ",
                text!("standing"),
                " as standing, ",
                text!("single_key"),
                " as single_key, "
            )
        )
    };
    ($d:ident, $set:literal, $found_by:expr, $wanted:expr) => {
        concat!(
            "update cases set ",
            $found_by,
            "version = n.version, state = n.state, closed = n.closed, revision = n.revision,
            next_due_at = n.next_due_at, entered_at = n.entered_at, data = n.data
            from (select ",
            $wanted,
            id!($d, "id"),
            " as id, ",
            number!("was"),
            " as was, ",
            number!("version"),
            " as version, ",
            text!("state"),
            " as state, cast(",
            text!("closed"),
            " as boolean) as closed, ",
            number!("revision"),
            " as revision, ",
            number!("next_due_at"),
            " as next_due_at, ",
            number!("entered_at"),
            " as entered_at, ",
            text!("data"),
            " as data",
            each!($d, $set),
            ") n where cases.id = n.id and cases.revision = n.was"
        )
    };
}

pub(super) use update;

statements! {
    HOLD_POSTGRES = concat!("select id from cases where id", among!(postgres), " order by id for update");
    TAKE_SQLITE = take!(sqlite);
    TAKE_POSTGRES = take!(postgres);
}

/// A case that a transaction takes into hand.
#[derive(Debug)]
pub struct Taken {
    /// The case.
    pub stored: StoredCase,
    /// The hash of its last entry.
    pub head: String,
    /// What its organisation is called.
    pub organisation: String,
    /// The answers being written.
    pub draft: Option<Draft>,
}

#[derive(sqlx::FromRow)]
struct TakenRow {
    #[sqlx(flatten)]
    row: Row,
    head: String,
    organisation: String,
    answers: Option<Json<Answers>>,
    saves: Option<Count>,
    saved_at: Option<Instant>,
    saved_by: Option<Uuid>,
}

impl From<TakenRow> for Taken {
    fn from(row: TakenRow) -> Self {
        let stored = StoredCase::from(row.row);
        let saved = row.answers.zip(row.saves).zip(row.saved_at);
        let draft = saved.map(|((answers, saves), saved_at)| Draft {
            case_id: stored.case.id,
            answers: answers.0,
            revision: saves.0,
            saved_at,
            saved_by: row.saved_by,
        });
        Self {
            stored,
            head: row.head,
            organisation: row.organisation,
            draft,
        }
    }
}

/// Gives cases for a transaction that will change them, by id: on PostgreSQL nobody else changes them meanwhile, on
/// SQLite there is one writer anyway.
///
/// They are held before they are read: a statement that waited for a row would still see the entries of before.
pub async fn take(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Taken>, StoreError> {
    if let Tx::Postgres(_) = tx {
        rows!(tx, (Uuid,), HOLD_POSTGRES, set_of(ids))?;
    }
    let sql = tx.dialect(TAKE_SQLITE, TAKE_POSTGRES);
    Ok(rows!(tx, TakenRow, sql, set_of(ids))?
        .into_iter()
        .map(Taken::from)
        .collect())
}

/// A case that has moved on.
#[derive(Clone, Copy, Debug)]
pub struct Moved<'a> {
    /// As it is now.
    pub stored: &'a StoredCase,
    /// The revision at which it was read.
    pub was: u32,
    /// Whether lists find it elsewhere now: see [`StoredCase::is_found_like`].
    pub refiled: bool,
}

#[derive(serde::Serialize)]
struct MovedRow<'a> {
    id: Hex,
    was: u32,
    version: u32,
    kind: &'a str,
    organisation_id: Hex,
    state: &'a str,
    closed: u8,
    standing: Option<&'static str>,
    revision: u32,
    next_due_at: Option<i64>,
    entered_at: i64,
    single_key: Option<&'a str>,
    data: String,
}

/// Cases that have moved on, as a set. What a case begins with never changes: its workflow, call, parent and
/// opening; its kind changes only in name, with the version it obeys.
pub(super) fn set_of_moved<'a>(moved: impl Iterator<Item = &'a Moved<'a>>) -> String {
    set(moved.map(|Moved { stored, was, .. }| {
        let case = &stored.case;
        MovedRow {
            id: Hex(case.id),
            was: *was,
            version: stored.version,
            kind: &case.kind,
            organisation_id: Hex(case.organisation),
            state: &case.state,
            closed: stored.closed.into(),
            standing: case.standing.map(Standing::as_str),
            revision: case.revision,
            next_due_at: stored.next_due_at.map(Instant::micros),
            entered_at: case.entered_at.micros(),
            single_key: stored.single_key.as_deref(),
            data: serde_json::to_string(case).expect("a case is plain values, which JSON takes"),
        }
    }))
}
