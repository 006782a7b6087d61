//! Planned things to tell one recipient about one step of one duty.
//!
//! Owns the table `notice` and with it the promise that a case, duty, step, recipient and occurrence have one notice.
//! Does not write the mail: once a notice has a message, its fate is the message's ([`super::messages`]).

use std::collections::BTreeMap;

use uuid::Uuid;

use super::dialect::{execute, row, rows, statements};
use super::messages::Message;
use super::sets::{Hex, among, set, set_of};
use super::value::address_text;
use super::value::words;
use super::{Lease, Outcome, StoreError, Tx};
use crate::case::Notice;
use crate::clock::Instant;
use crate::workflow::definition::Address;

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, case_id, duty, step, occurrence, recipient_id, address, letter, planned_at, state, reason, sent_at,
            message_id, created_at, changed_at ",
            $after
        )
    };
}

macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "update notice set leased_until = $2, leased_by = $3 where id in (select id from notice
                where state = 'planned' and message_id is null and planned_at <= $1
                    and (leased_until is null or leased_until <= $1)
                order by planned_at, id limit $4",
            $lock,
            ")",
            columns!(" returning", "")
        )
    };
}

/// A notice whose message is new names its Message-ID: `$queued` has the ids under which those stand in the outbox.
macro_rules! put {
    ($d:ident, $set:literal, $queued:literal) => {
        concat!(
            "insert into notice (id, case_id, duty, step, occurrence, recipient_id, address, letter, planned_at, state,
            reason, message_id, created_at, changed_at) select ",
            id!($d, "id"),
            ", ",
            id!($d, "case_id"),
            ", ",
            text!("duty"),
            ", ",
            text!("step"),
            ", ",
            text!("occurrence"),
            ", ",
            id!($d, "recipient_id"),
            ", ",
            text!("address"),
            ", ",
            text!("letter"),
            ", ",
            number!("planned_at"),
            ", ",
            text!("state"),
            ", ",
            text!("reason"),
            ", ",
            "coalesce(q.id, ",
            id!($d, "message_id"),
            "), ",
            number!("created_at"),
            ", ",
            number!("changed_at"),
            each!(
                $d,
                $set,
                concat!(" left join ", $queued, " q on q.header_id = v.value ->> 'header_id'")
            ),
            "on conflict (id) do update set state = excluded.state, reason = excluded.reason,
            planned_at = excluded.planned_at, address = excluded.address, letter = excluded.letter,
            duty = excluded.duty, message_id = excluded.message_id, changed_at = excluded.changed_at,
            leased_until = null, leased_by = null
            where notice.state in ('planned', 'withdrawn', 'suppressed') and notice.message_id is null"
        )
    };
}

macro_rules! of_cases {
    ($d:ident) => {
        concat!(
            columns!("select", "from notice where case_id"),
            among!($d),
            " order by case_id, planned_at, id"
        )
    };
}

pub(super) use put;

/// A list by time; what comes first of its conditions is what an index is read by.
macro_rules! list {
    ($first:literal) => {
        concat!(
            "select n.id, n.case_id, n.duty, n.step, n.occurrence, n.recipient_id, n.address, n.letter, n.planned_at,
            n.state, n.reason, n.sent_at, n.message_id, n.created_at, n.changed_at
            from notice n join cases c on c.id = n.case_id where ",
            $first,
            " and (n.planned_at > $1 or (n.planned_at = $1 and n.id > $2))
            and n.planned_at < $4
            and (n.case_id = $5 or $5 is null)
            and (n.state = $6 or $6 is null)
            and (c.workflow = $7 or $7 is null)
            order by n.planned_at, n.id limit $8"
        )
    };
}

statements! {
    OF_CASES_SQLITE = of_cases!(sqlite);
    OF_CASES_POSTGRES = of_cases!(postgres);
    STOP = "update notice set state = $2, reason = $3, changed_at = $4, leased_until = null, leased_by = null
        where id = $1 and state = 'planned' and message_id is null";
    FIND = columns!("select", "from notice where id = $1");
    OF_CASE = columns!("select", "from notice where case_id = $1 order by planned_at, id");
    OF_MESSAGE = columns!("select", "from notice where message_id = $1 order by id");
    LIST = list!("n.planned_at >= $3");
    LIST_OF_CASE = list!("n.case_id = $5 and n.planned_at >= $3");
    TALLY = "select state, count(*) from notice group by state order by state";
    CLAIM_SQLITE = claim!("");
    CLAIM_POSTGRES = claim!(" for update skip locked");
}

words!(
    /// Where a notice stands.
    NoticeState {
        /// It will leave.
        Planned = "planned",
        /// The mail server took it.
        Sent = "sent",
        /// The plan no longer has it.
        Withdrawn = "withdrawn",
        /// It was left out on purpose.
        Suppressed = "suppressed",
        /// The mail server refused it for good.
        Failed = "failed",
    }
);

words!(
    /// Why a planned notice stops.
    Stop {
        /// The plan no longer has it.
        Withdrawn = "withdrawn",
        /// It is left out on purpose.
        Suppressed = "suppressed",
        /// It cannot be written or sent.
        Failed = "failed",
    }
);

/// A notice as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredNotice {
    /// Its id.
    pub id: Uuid,
    /// About which case.
    pub case_id: Uuid,
    /// The duty; empty when an event itself is told.
    pub duty: String,
    /// The step.
    pub step: String,
    /// Which time.
    pub occurrence: String,
    /// To whom.
    pub recipient_id: Uuid,
    /// The role and seat through which it reaches them.
    pub address: Address,
    /// The letter.
    pub letter: String,
    /// When it leaves.
    pub planned_at: Instant,
    /// Where it stands.
    pub state: NoticeState,
    /// Why it did not go.
    pub reason: Option<String>,
    /// When the mail server took it.
    pub sent_at: Option<Instant>,
    /// Its message, once written.
    pub message_id: Option<Uuid>,
    /// When it was planned first.
    pub created_at: Instant,
    /// When it was changed last.
    pub changed_at: Instant,
}

impl StoredNotice {
    /// The notice as the plan knows it.
    pub fn notice(&self) -> Notice {
        Notice {
            planned_at: self.planned_at,
            duty: self.duty.clone(),
            step: self.step.clone(),
            occurrence: self.occurrence.clone(),
            recipient: self.recipient_id,
            address: self.address.clone(),
            letter: self.letter.clone(),
        }
    }
}

/// Which notices to list; `None` is any.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this workflow.
    pub workflow: Option<String>,
    /// About this case.
    pub case: Option<Uuid>,
    /// In this state.
    pub state: Option<NoticeState>,
    /// Planned at or after.
    pub from: Option<Instant>,
    /// Planned before.
    pub to: Option<Instant>,
}

/// A place in a list ordered by time: the notice that came last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// When it leaves.
    pub planned_at: Instant,
    /// Its id.
    pub id: Uuid,
}

impl Place {
    /// What an address can carry.
    pub fn text(self) -> String {
        format!("{}.{}", self.planned_at.micros(), self.id.simple())
    }

    /// Read back.
    pub fn parse(text: &str) -> Option<Self> {
        let (planned_at, id) = text.split_once('.')?;
        Some(Self {
            planned_at: Instant::from_micros(planned_at.parse().ok()?),
            id: id.parse().ok()?,
        })
    }
}

/// Stops a planned notice and says why; lost when it is written, sent or stopped.
pub async fn stop(tx: &mut Tx, id: Uuid, stop: Stop, reason: &str, now: Instant) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, STOP, id, stop, reason, now)?))
}

#[derive(serde::Serialize)]
struct PutRow<'a> {
    id: Hex,
    case_id: Hex,
    duty: &'a str,
    step: &'a str,
    occurrence: &'a str,
    recipient_id: Hex,
    address: String,
    letter: &'a str,
    planned_at: i64,
    state: &'static str,
    reason: Option<&'a str>,
    message_id: Option<Hex>,
    header_id: Option<&'a str>,
    created_at: i64,
    changed_at: i64,
}

/// Notices as they stand now, new ones and known ones, as a set; those whose message is new with its Message-ID.
pub(super) fn set_of_changed(changed: &[&StoredNotice], new: &[Message]) -> String {
    let headers: BTreeMap<Uuid, &str> = new.iter().map(|new| (new.id, new.header_id.as_str())).collect();
    set(changed.iter().map(|notice| PutRow {
        id: Hex(notice.id),
        case_id: Hex(notice.case_id),
        duty: &notice.duty,
        step: &notice.step,
        occurrence: &notice.occurrence,
        recipient_id: Hex(notice.recipient_id),
        address: address_text(&notice.address),
        letter: &notice.letter,
        planned_at: notice.planned_at.micros(),
        state: notice.state.as_str(),
        reason: notice.reason.as_deref(),
        message_id: notice.message_id.map(Hex),
        header_id: notice.message_id.and_then(|id| headers.get(&id).copied()),
        created_at: notice.created_at.micros(),
        changed_at: notice.changed_at.micros(),
    }))
}

/// Gives every notice of some cases, by case and time.
pub async fn of_cases(tx: &mut Tx, cases: &[Uuid]) -> Result<Vec<StoredNotice>, StoreError> {
    let sql = tx.dialect(OF_CASES_SQLITE, OF_CASES_POSTGRES);
    rows!(tx, StoredNotice, sql, set_of(cases))
}

/// Gives one notice.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<StoredNotice>, StoreError> {
    row!(tx, StoredNotice, FIND, id)
}

/// Gives every notice of a case, by time.
pub async fn of_case(tx: &mut Tx, case: Uuid) -> Result<Vec<StoredNotice>, StoreError> {
    rows!(tx, StoredNotice, OF_CASE, case)
}

/// Gives the notices a message stands for.
pub async fn of_message(tx: &mut Tx, message: Uuid) -> Result<Vec<StoredNotice>, StoreError> {
    rows!(tx, StoredNotice, OF_MESSAGE, message)
}

/// Gives at most `limit` of the notices the filter lets through, by time, after `after`.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<Place>,
    limit: u32,
) -> Result<Vec<StoredNotice>, StoreError> {
    let (time, id) = after.map_or((Instant::from_micros(i64::MIN), Uuid::nil()), |place| {
        (place.planned_at, place.id)
    });
    let sql = if filter.case.is_some() { LIST_OF_CASE } else { LIST };
    rows!(
        tx,
        StoredNotice,
        sql,
        time,
        id,
        filter.from.unwrap_or(Instant::from_micros(i64::MIN)),
        filter.to.unwrap_or(Instant::from_micros(i64::MAX)),
        filter.case,
        filter.state,
        &filter.workflow,
        i64::from(limit)
    )
}

/// How many notices stand where; states without any are left out.
pub async fn tally(tx: &mut Tx) -> Result<Vec<(NoticeState, i64)>, StoreError> {
    rows!(tx, (NoticeState, i64), TALLY)
}

/// Holds notices that are due, unwritten and not held, the earliest first.
pub async fn claim(tx: &mut Tx, lease: Lease<'_>) -> Result<Vec<StoredNotice>, StoreError> {
    let sql = tx.dialect(CLAIM_SQLITE, CLAIM_POSTGRES);
    let limit = i64::from(lease.limit);
    let mut claimed = rows!(tx, StoredNotice, sql, lease.now, lease.until, lease.node, limit)?;
    claimed.sort_by_key(|notice| (notice.planned_at, notice.id));
    Ok(claimed)
}
