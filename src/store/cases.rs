//! Cases as their histories have made them.
//!
//! Owns the table `cases`; every change is guarded by the revision. Does not own the histories: those are
//! [`super::entries`].

use uuid::Uuid;

use super::dialect::{execute, row, rows, statements};
use super::value::{Count, Json};
use super::{Outcome, Page, StoreError, Tx};
use crate::case::Case;
use crate::clock::Instant;
use crate::workflow::definition::Standing;

/// A list; what comes first of its conditions is what an index is read by.
macro_rules! list {
    ($first:literal) => {
        concat!(
            "select workflow, version, closed, next_due_at, single_key, data from cases where ",
            $first,
            " and (workflow = $2 or $2 is null)
            and (kind = $3 or $3 is null)
            and (state = $4 or $4 is null)
            and (organisation_id = $5 or $5 is null)
            and (standing = $6 or $6 is null)
            and (next_due_at < $7 or $7 is null)
            order by id limit $8"
        )
    };
}

statements! {
    INSERT = "insert into cases (id, workflow, version, kind, organisation_id, call_id, parent_id, state, closed,
            standing, revision, next_due_at, opened_at, entered_at, single_key, data, register_name)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
            case when cast($10 as text) is not null then (select name_key from organisation where id = $5) end)
        on conflict do nothing";
    FIND = "select workflow, version, closed, next_due_at, single_key, data from cases where id = $1";
    COLUMNS = "select state, standing, closed, revision, organisation_id, call_id, parent_id from cases where id = $1";
    BY_KEY = "select workflow, version, closed, next_due_at, single_key, data from cases where single_key = $1";
    OF_ORGANISATION = "select workflow, version, closed, next_due_at, single_key, data from cases
        where organisation_id = $1 order by id";
    OF_CALL = "select workflow, version, closed, next_due_at, single_key, data from cases
        where call_id = $1 order by id";
    CHILDREN = "select workflow, version, closed, next_due_at, single_key, data from cases
        where parent_id = $1 order by id";
    PLACES_IN = "select organisation_id, kind, state, version, entered_at from cases
        where workflow = $1 and kind = $2 and state = $3 and not closed";
    PLACES_OF = "select organisation_id, kind, state, version, entered_at from cases
        where organisation_id = $1 and (workflow = $2 or $2 is null) and not closed";
    RUNNING = "select id from cases where workflow = $1 and not closed order by id";
    TALLY = "select workflow, kind, state, count(*) as count from cases
        group by workflow, kind, state order by workflow, kind, state";
    LIST = list!("id > $1");
    LIST_OF_ORGANISATION = list!("organisation_id = $5 and id > $1");
    LIST_OF_STATE = list!("workflow = $2 and kind = $3 and state = $4 and id > $1");
    LIST_OF_STANDING = list!("workflow = $2 and standing = $6 and id > $1");
}

/// A case with what the house knows beside its history.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCase {
    /// The workflow.
    pub workflow: String,
    /// The version it obeys.
    pub version: u32,
    /// Whether its state is final.
    pub closed: bool,
    /// The nearest due date of its duties.
    pub next_due_at: Option<Instant>,
    /// What it is the only one for; no other case may have the same.
    pub single_key: Option<String>,
    /// The fold of its history.
    pub case: Case,
}

impl StoredCase {
    /// Whether lists find it where they find the other, its state apart: what seldom changes, and stands in indexes.
    pub fn is_found_like(&self, other: &Self) -> bool {
        let found_by = |stored: &Self| (stored.case.organisation, stored.case.standing);
        found_by(self) == found_by(other) && self.case.kind == other.case.kind && self.single_key == other.single_key
    }
}

/// Which cases to list; `None` is any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Of this workflow.
    pub workflow: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// In this state.
    pub state: Option<String>,
    /// Of this organisation.
    pub organisation: Option<Uuid>,
    /// Of this standing.
    pub standing: Option<Standing>,
    /// With something due before then.
    pub due_before: Option<Instant>,
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The list that reads the least: an organisation has few cases, a state fewer than a workflow.
    fn statement(&self) -> &'static str {
        match self {
            Self {
                organisation: Some(_), ..
            } => LIST_OF_ORGANISATION,
            Self {
                workflow: Some(_),
                kind: Some(_),
                state: Some(_),
                ..
            } => LIST_OF_STATE,
            Self {
                workflow: Some(_),
                standing: Some(_),
                ..
            } => LIST_OF_STANDING,
            _ => LIST,
        }
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    workflow: String,
    version: Count,
    closed: bool,
    next_due_at: Option<Instant>,
    single_key: Option<String>,
    data: Json<Case>,
}

impl From<Row> for StoredCase {
    fn from(row: Row) -> Self {
        Self {
            workflow: row.workflow,
            version: row.version.0,
            closed: row.closed,
            next_due_at: row.next_due_at,
            single_key: row.single_key,
            case: row.data.0,
        }
    }
}

/// Enters a case; lost when its id or its single key is taken.
pub async fn insert(tx: &mut Tx, new: &StoredCase) -> Result<Outcome, StoreError> {
    let case = &new.case;
    let affected = execute!(
        tx,
        INSERT,
        case.id,
        &new.workflow,
        Count(new.version),
        &case.kind,
        case.organisation,
        case.call.as_ref().map(|call| call.id),
        case.parent,
        &case.state,
        new.closed,
        case.standing,
        Count(case.revision),
        new.next_due_at,
        case.opened_at,
        case.entered_at,
        &new.single_key,
        Json(case)
    )?;
    Ok(Outcome::of(affected))
}

/// Gives one case.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<StoredCase>, StoreError> {
    Ok(row!(tx, Row, FIND, id)?.map(StoredCase::from))
}

/// What lists look for a case by.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Columns {
    /// The state it stands in.
    pub state: String,
    /// Its standing.
    pub standing: Option<Standing>,
    /// Whether its state is final.
    pub closed: bool,
    revision: i64,
    organisation_id: Uuid,
    call_id: Option<Uuid>,
    parent_id: Option<Uuid>,
}

impl Columns {
    /// What they must be for this case.
    pub fn of(case: &Case, closed: bool) -> Self {
        Self {
            state: case.state.clone(),
            standing: case.standing,
            closed,
            revision: i64::from(case.revision),
            organisation_id: case.organisation,
            call_id: case.call.as_ref().map(|call| call.id),
            parent_id: case.parent,
        }
    }
}

/// Gives what lists look for a case by.
pub async fn columns(tx: &mut Tx, id: Uuid) -> Result<Option<Columns>, StoreError> {
    row!(tx, Columns, COLUMNS, id)
}

/// Gives the one case with this single key.
pub async fn by_key(tx: &mut Tx, key: &str) -> Result<Option<StoredCase>, StoreError> {
    Ok(row!(tx, Row, BY_KEY, key)?.map(StoredCase::from))
}

/// Gives every case of an organisation, oldest first.
pub async fn of_organisation(tx: &mut Tx, organisation: Uuid) -> Result<Vec<StoredCase>, StoreError> {
    Ok(all(rows!(tx, Row, OF_ORGANISATION, organisation)?))
}

/// Gives every case of a call, oldest first.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<StoredCase>, StoreError> {
    Ok(all(rows!(tx, Row, OF_CALL, call)?))
}

/// Gives every case another one has opened, oldest first.
pub async fn children(tx: &mut Tx, parent: Uuid) -> Result<Vec<StoredCase>, StoreError> {
    Ok(all(rows!(tx, Row, CHILDREN, parent)?))
}

/// Where a running case stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The organisation that owns it.
    pub organisation: Uuid,
    /// Its kind.
    pub kind: String,
    /// Its state.
    pub state: String,
    /// The version of the workflow it obeys.
    pub version: u32,
    /// When it entered its state.
    pub entered_at: Instant,
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    organisation_id: Uuid,
    kind: String,
    state: String,
    version: Count,
    entered_at: Instant,
}

impl From<PlaceRow> for Place {
    fn from(row: PlaceRow) -> Self {
        Self {
            organisation: row.organisation_id,
            kind: row.kind,
            state: row.state,
            version: row.version.0,
            entered_at: row.entered_at,
        }
    }
}

/// Gives where the running cases in a state stand, without the cases.
pub async fn places_in(tx: &mut Tx, (workflow, kind, state): (&str, &str, &str)) -> Result<Vec<Place>, StoreError> {
    let found = rows!(tx, PlaceRow, PLACES_IN, workflow, kind, state)?;
    Ok(found.into_iter().map(Place::from).collect())
}

/// Gives where an organisation's running cases in a workflow stand, without the cases.
pub async fn places_of(tx: &mut Tx, workflow: &str, organisation: Uuid) -> Result<Vec<Place>, StoreError> {
    let found = rows!(tx, PlaceRow, PLACES_OF, organisation, workflow)?;
    Ok(found.into_iter().map(Place::from).collect())
}

/// Gives the ids of a workflow's cases that are not closed.
pub async fn running(tx: &mut Tx, workflow: &str) -> Result<Vec<Uuid>, StoreError> {
    Ok(rows!(tx, (Uuid,), RUNNING, workflow)?
        .into_iter()
        .map(|(id,)| id)
        .collect())
}

/// How many cases of a kind stand in a state.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Tally {
    /// The workflow.
    pub workflow: String,
    /// The kind.
    pub kind: String,
    /// The state.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// How many cases stand where; states without any are left out.
pub async fn tally(tx: &mut Tx) -> Result<Vec<Tally>, StoreError> {
    rows!(tx, Tally, TALLY)
}

/// Gives a page of the cases the filter lets through.
pub async fn list(tx: &mut Tx, filter: &Filter, page: Page) -> Result<Vec<StoredCase>, StoreError> {
    let found = rows!(
        tx,
        Row,
        filter.statement(),
        page.start(),
        &filter.workflow,
        &filter.kind,
        &filter.state,
        filter.organisation,
        filter.standing,
        filter.due_before,
        i64::from(page.limit)
    )?;
    Ok(all(found))
}

fn all(rows: Vec<Row>) -> Vec<StoredCase> {
    rows.into_iter().map(StoredCase::from).collect()
}
