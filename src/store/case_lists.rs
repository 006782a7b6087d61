//! Cases in the orders in which people read them, each read page by page off an index.
//!
//! Owns no table: the rows are [`super::cases`]'. A list of many states is read state by state and merged by whoever asks,
//! since no index holds several states in one order. Does not decide who may see what.

use uuid::Uuid;

use super::cases::{Row, StoredCase};
use super::dialect::{row, rows, statements};
use super::sets::{among, set_of};
use super::{StoreError, Tx};
use crate::clock::Instant;
use crate::workflow::definition::Standing;

macro_rules! find_all {
    ($d:ident) => {
        concat!(
            "select c.workflow, c.version, c.closed, c.next_due_at, c.single_key, c.data, o.name as organisation
            from cases c join organisation o on o.id = c.organisation_id where c.id",
            among!($d)
        )
    };
}

macro_rules! children_of {
    ($d:ident) => {
        concat!(
            "select workflow, version, closed, next_due_at, single_key, data from cases where parent_id",
            among!($d),
            " order by id"
        )
    };
}

macro_rules! register {
    ($first:literal) => {
        concat!(
            "select c.workflow, c.version, c.closed, c.next_due_at, c.single_key, c.data, o.name as organisation,
                c.register_name
            from cases c join organisation o on o.id = c.organisation_id
            where c.workflow = $1 and ",
            $first,
            "c.register_name >= $2 and (c.register_name > $2 or c.id > $3)
            order by c.register_name, c.id limit $4"
        )
    };
}

statements! {
    SOONEST_DUE = "select coalesce(next_due_at, 9223372036854775807), id from cases
        where workflow = $1 and kind = $2 and state = $3
        and coalesce(next_due_at, 9223372036854775807) >= $4
        and (coalesce(next_due_at, 9223372036854775807) > $4 or id > $5)
        and coalesce(next_due_at, 9223372036854775807) <= $6
        order by coalesce(next_due_at, 9223372036854775807), id limit $7";
    NEWEST = "select id from cases where workflow = $1 and kind = $2 and state = $3 and id < $4
        order by id desc limit $5";
    OLDEST = "select id from cases where workflow = $1 and kind = $2 and state = $3 and id > $4
        order by id limit $5";
    NEWEST_OF_CALL = "select id from cases where call_id = $1 and kind = $2 and state = $3 and id < $4
        order by id desc limit $5";
    FIND_ALL_SQLITE = find_all!(sqlite);
    FIND_ALL_POSTGRES = find_all!(postgres);
    CHILDREN_OF_SQLITE = children_of!(sqlite);
    CHILDREN_OF_POSTGRES = children_of!(postgres);
    REGISTER = register!("");
    REGISTER_OF_STANDING = register!("c.standing = $5 and ");
    COUNT_IN_STATE = "select count(*) from (select id from cases where workflow = $1 and kind = $2 and state = $3
        limit $4) as found";
    COUNT_OF_CALL = "select count(*) from (select id from cases where call_id = $1 limit $2) as found";
    COUNT_OF_STANDING = "select count(*) from (select id from cases
        where workflow = $1 and standing = $2 and register_name is not null limit $3) as found";
}

/// A state of a workflow's kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InState {
    /// The workflow.
    pub workflow: String,
    /// The kind.
    pub kind: String,
    /// The state.
    pub state: String,
}

/// An order in which cases are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Those first whose nearest duty is due first; those that owe nothing last.
    SoonestDue,
    /// The same, only those whose nearest duty is due before then.
    DueBefore(Instant),
    /// Those first that were opened first.
    Oldest,
    /// Those first that were opened last.
    Newest,
    /// The same, of one call.
    NewestOfCall(Uuid),
}

/// Where a case stands in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// When its nearest duty is due; the end of time if it owes nothing, or where that does not count.
    due_at: Instant,
    /// Its id.
    pub id: Uuid,
}

/// The end of time: the due instant of those that owe nothing.
pub const NEVER: Instant = Instant::from_micros(i64::MAX);

impl Place {
    /// Where a case stands.
    pub fn of(stored: &StoredCase) -> Self {
        Self {
            due_at: stored.next_due_at.unwrap_or(NEVER),
            id: stored.case.id,
        }
    }

    /// By what places of an order are sorted; those of both orders by due date go together.
    pub fn rank(self, order: Order) -> (Instant, u128) {
        let id = self.id.as_u128();
        match order {
            Order::SoonestDue | Order::DueBefore(_) => (self.due_at, id),
            Order::Oldest => (NEVER, id),
            Order::Newest | Order::NewestOfCall(_) => (NEVER, u128::MAX - id),
        }
    }

    /// What an address can carry.
    pub fn text(self) -> String {
        format!("{}.{}", self.due_at.micros(), self.id.simple())
    }

    /// Read back.
    pub fn parse(text: &str) -> Option<Self> {
        let (due_at, id) = text.split_once('.')?;
        Some(Self {
            due_at: Instant::from_micros(due_at.parse().ok()?),
            id: id.parse().ok()?,
        })
    }
}

/// Gives the places of at most `limit` cases of one state that come after another place of the order.
pub async fn places(
    tx: &mut Tx,
    of: &InState,
    (order, after): (Order, Option<Place>),
    limit: u32,
) -> Result<Vec<Place>, StoreError> {
    let (kind, state, limit) = (&of.kind, &of.state, i64::from(limit));
    let (since, before) = after.map_or((Uuid::nil(), Uuid::max()), |place| (place.id, place.id));
    let found = match order {
        Order::SoonestDue => return by_due(tx, of, (after, i64::MAX), limit).await,
        Order::DueBefore(until) => return by_due(tx, of, (after, until.micros().saturating_sub(1)), limit).await,
        Order::Oldest => rows!(tx, (Uuid,), OLDEST, &of.workflow, kind, state, since, limit)?,
        Order::Newest => rows!(tx, (Uuid,), NEWEST, &of.workflow, kind, state, before, limit)?,
        Order::NewestOfCall(call) => rows!(tx, (Uuid,), NEWEST_OF_CALL, call, kind, state, before, limit)?,
    };
    let place = |(id,)| Place { due_at: NEVER, id };
    Ok(found.into_iter().map(place).collect())
}

async fn by_due(
    tx: &mut Tx,
    of: &InState,
    (after, until): (Option<Place>, i64),
    limit: i64,
) -> Result<Vec<Place>, StoreError> {
    let (due, id) = after.map_or((i64::MIN, Uuid::nil()), |place| (place.due_at.micros(), place.id));
    let (workflow, kind, state) = (&of.workflow, &of.kind, &of.state);
    let found = rows!(
        tx,
        (Instant, Uuid),
        SOONEST_DUE,
        workflow,
        kind,
        state,
        due,
        id,
        until,
        limit
    )?;
    Ok(found.into_iter().map(|(due_at, id)| Place { due_at, id }).collect())
}

#[derive(sqlx::FromRow)]
struct NamedRow {
    #[sqlx(flatten)]
    row: Row,
    organisation: String,
}

/// Gives cases by their ids, each with what its organisation is called, in no order.
pub async fn find_all(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(StoredCase, String)>, StoreError> {
    let sql = tx.dialect(FIND_ALL_SQLITE, FIND_ALL_POSTGRES);
    let found = rows!(tx, NamedRow, sql, set_of(ids))?;
    Ok(found
        .into_iter()
        .map(|named| (StoredCase::from(named.row), named.organisation))
        .collect())
}

/// Gives every case that one of these has opened, oldest first.
pub async fn children_of(tx: &mut Tx, parents: &[Uuid]) -> Result<Vec<StoredCase>, StoreError> {
    let sql = tx.dialect(CHILDREN_OF_SQLITE, CHILDREN_OF_POSTGRES);
    let found = rows!(tx, Row, sql, set_of(parents))?;
    Ok(found.into_iter().map(StoredCase::from).collect())
}

/// A case that the register lists.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The case.
    pub stored: StoredCase,
    /// What its organisation is called.
    pub organisation: String,
    /// Where it stands in the register.
    pub place: ListedPlace,
}

/// A place in the register: the name, in lower case, and the case that came last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPlace {
    /// The name.
    pub name: String,
    /// The case.
    pub id: Uuid,
}

impl ListedPlace {
    /// What an address can carry once it is encoded.
    pub fn text(&self) -> String {
        format!("{}.{}", self.id.simple(), self.name)
    }

    /// Read back.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, name) = text.split_once('.')?;
        Some(Self {
            id: id.parse().ok()?,
            name: name.to_owned(),
        })
    }
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    row: Row,
    organisation: String,
    register_name: String,
}

impl From<ListedRow> for Listed {
    fn from(row: ListedRow) -> Self {
        let stored = StoredCase::from(row.row);
        Self {
            place: ListedPlace {
                name: row.register_name,
                id: stored.case.id,
            },
            organisation: row.organisation,
            stored,
        }
    }
}

/// Gives at most `limit` cases with a standing, or with this one, by the names of their organisations.
pub async fn register(
    tx: &mut Tx,
    (workflow, standing): (&str, Option<Standing>),
    after: Option<&ListedPlace>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let (name, id) = after.map_or(("", Uuid::nil()), |place| (place.name.as_str(), place.id));
    let limit = i64::from(limit);
    let found = match standing {
        Some(standing) => rows!(tx, ListedRow, REGISTER_OF_STANDING, workflow, name, id, limit, standing)?,
        None => rows!(tx, ListedRow, REGISTER, workflow, name, id, limit)?,
    };
    Ok(found.into_iter().map(Listed::from).collect())
}

/// Counts the cases in a state, up to `most`.
pub async fn count_in_state(tx: &mut Tx, of: &InState, most: u32) -> Result<u32, StoreError> {
    let counted = row!(
        tx,
        (i64,),
        COUNT_IN_STATE,
        &of.workflow,
        &of.kind,
        &of.state,
        i64::from(most)
    )?;
    Ok(up_to(counted, most))
}

/// Counts the cases of a call, up to `most`.
pub async fn count_of_call(tx: &mut Tx, call: Uuid, most: u32) -> Result<u32, StoreError> {
    let counted = row!(tx, (i64,), COUNT_OF_CALL, call, i64::from(most))?;
    Ok(up_to(counted, most))
}

/// Counts the cases of a standing that the register lists, up to `most`.
pub async fn count_of_standing(
    tx: &mut Tx,
    (workflow, standing): (&str, Standing),
    most: u32,
) -> Result<u32, StoreError> {
    let counted = row!(tx, (i64,), COUNT_OF_STANDING, workflow, standing, i64::from(most))?;
    Ok(up_to(counted, most))
}

fn up_to(counted: Option<(i64,)>, most: u32) -> u32 {
    counted.and_then(|(count,)| u32::try_from(count).ok()).unwrap_or(most)
}
