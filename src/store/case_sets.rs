//! Cases that a transaction takes into hand and writes back, set by set.
//!
//! Owns no table: the rows are [`super::cases`]'. Every change is guarded by the revision, as there.

use uuid::Uuid;

use super::cases::{Row, StoredCase};
use super::dialect::{execute, rows, statements};
use super::sets::{Hex, each, id, ids, number, set, set_of, text};
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;
use crate::workflow::definition::Standing;

macro_rules! load {
    ($d:ident) => {
        concat!(
            "select c.workflow, c.version, c.closed, c.next_due_at, c.single_key, c.data, e.hash from cases c
            join entry e on e.case_id = c.id and e.seq = c.revision where c.id in ",
            ids!($d),
            " order by c.id"
        )
    };
}

macro_rules! update {
    ($d:ident) => {
        concat!(
            "update cases set version = n.version, kind = n.kind, organisation_id = n.organisation_id, state = n.state,
            closed = n.closed, standing = n.standing, revision = n.revision, next_due_at = n.next_due_at,
            entered_at = n.entered_at, single_key = n.single_key, data = n.data
            from (select ",
            id!($d, "id"),
            " as id, ",
            number!("was"),
            " as was, ",
            number!("version"),
            " as version, ",
            text!("kind"),
            " as kind, ",
            id!($d, "organisation_id"),
            " as organisation_id, ",
            text!("state"),
            " as state, cast(",
            text!("closed"),
            " as boolean) as closed, ",
            text!("standing"),
            " as standing, ",
            number!("revision"),
            " as revision, ",
            number!("next_due_at"),
            " as next_due_at, ",
            number!("entered_at"),
            " as entered_at, ",
            text!("single_key"),
            " as single_key, ",
            text!("data"),
            " as data",
            each!($d),
            ") n where cases.id = n.id and cases.revision = n.was"
        )
    };
}

statements! {
    HOLD_POSTGRES = concat!("select id from cases where id in ", ids!(postgres), " order by id for update");
    LOAD_SQLITE = load!(sqlite);
    LOAD_POSTGRES = load!(postgres);
    UPDATE_ALL_SQLITE = update!(sqlite);
    UPDATE_ALL_POSTGRES = update!(postgres);
}

#[derive(sqlx::FromRow)]
struct LoadedRow {
    #[sqlx(flatten)]
    row: Row,
    hash: String,
}

/// Gives cases for a transaction that will change them, each with the hash of its last entry, by id: on PostgreSQL nobody
/// else changes them meanwhile, on SQLite there is one writer anyway.
///
/// They are held before they are read: a statement that waited for a row would still see the entries of before.
pub async fn load(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(StoredCase, String)>, StoreError> {
    if let Tx::Postgres(_) = tx {
        rows!(tx, (Uuid,), HOLD_POSTGRES, set_of(ids))?;
    }
    let sql = tx.dialect(LOAD_SQLITE, LOAD_POSTGRES);
    let found = rows!(tx, LoadedRow, sql, set_of(ids))?;
    Ok(found.into_iter().map(|found| (found.row.into(), found.hash)).collect())
}

#[derive(serde::Serialize)]
struct Changed<'a> {
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

/// Writes cases that stood at these revisions; lost when any of them has moved on. What a case begins with never changes:
/// its workflow, call, parent and opening; its kind changes only in name, with the version it obeys.
pub async fn update_all(tx: &mut Tx, changed: &[(&StoredCase, u32)]) -> Result<Outcome, StoreError> {
    let rows = changed.iter().map(|(stored, was)| {
        let case = &stored.case;
        Changed {
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
    });
    let sql = tx.dialect(UPDATE_ALL_SQLITE, UPDATE_ALL_POSTGRES);
    Ok(Outcome::all(execute!(tx, sql, set(rows))?, changed.len()))
}
