//! The histories: append-only, chained by hash over a digest of what they say, so that this can be erased.
//!
//! Owns the table `entry`. Does not own the hash: that is [`super::chain`].

use uuid::Uuid;

use super::chain::{self, Link, Sealed};
use super::dialect::{execute, rows, statements};
use super::sets::{Hex, set};
use super::value::{Count, address_text};
use super::{Outcome, StoreError, Tx};
use crate::case::Entry;
use crate::clock::Instant;

macro_rules! append {
    ($d:ident, $set:literal) => {
        concat!(
            "insert into entry (case_id, seq, at, recorded_at, event, actor_id, role, from_state, to_state,
            payload_digest, previous_hash, hash, salt, body) select ",
            id!($d, "case_id"),
            ", ",
            number!("seq"),
            ", ",
            number!("at"),
            ", ",
            number!("recorded_at"),
            ", ",
            text!("event"),
            ", ",
            id!($d, "actor_id"),
            ", ",
            text!("role"),
            ", ",
            text!("from_state"),
            ", ",
            text!("to_state"),
            ", ",
            text!("payload_digest"),
            ", ",
            text!("previous_hash"),
            ", ",
            text!("hash"),
            ", ",
            text!("salt"),
            ", ",
            text!("body"),
            each!($d, $set),
            "on conflict (case_id, seq) do nothing"
        )
    };
}

pub(super) use append;

statements! {
    OF_CASE = "select case_id, seq, at, recorded_at, event, actor_id, role, from_state, to_state, payload_digest,
            previous_hash, hash, salt, body
        from entry where case_id = $1 order by seq";
    ERASE = "update entry set salt = null, body = null where case_id = $1 and seq = $2 and body is not null";
}

/// An entry to be appended.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// Whose history.
    pub case_id: Uuid,
    /// What was decided.
    pub entry: &'a Entry,
    /// When it is written down.
    pub recorded_at: Instant,
    /// Random bytes, so that the digest tells nothing once the payload is erased.
    pub salt: [u8; 16],
}

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Its columns and hashes.
    pub sealed: Sealed,
    /// What it says in full; `None` once erased.
    pub payload: Option<Payload>,
}

/// What an entry says in full.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload {
    /// The random salt, in hexadecimal.
    pub salt: String,
    /// The entry as JSON, as it was written.
    pub body: String,
    /// The entry.
    pub entry: Entry,
}

impl Recorded {
    /// Whether what it says is what its digest was taken of; an erased payload agrees with anything.
    pub fn payload_agrees(&self) -> bool {
        self.payload.as_ref().is_none_or(|payload| {
            chain::payload_digest(&payload.salt, &payload.body) == self.sealed.link.payload_digest
        })
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    case_id: Uuid,
    seq: Count,
    at: Instant,
    recorded_at: Instant,
    event: String,
    actor_id: Option<Uuid>,
    role: Option<String>,
    from_state: Option<String>,
    to_state: String,
    payload_digest: String,
    previous_hash: String,
    hash: String,
    salt: Option<String>,
    body: Option<String>,
}

/// An entry sealed onto the one before it, with what it says in full.
#[derive(Clone, Debug)]
pub struct Written {
    sealed: Sealed,
    salt: String,
    body: String,
}

impl Written {
    /// Seals an entry onto the one with the hash `previous`.
    ///
    /// # Errors
    /// When the entry cannot be written as JSON.
    pub fn seal(new: &NewEntry<'_>, previous: &str) -> Result<Self, StoreError> {
        let body = serde_json::to_string(new.entry).map_err(unreadable)?;
        let salt = hex::encode(new.salt);
        let sealed = link(new, chain::payload_digest(&salt, &body)).seal(previous);
        Ok(Self { sealed, salt, body })
    }

    /// Its hash, onto which the next one is sealed.
    pub fn hash(&self) -> &str {
        &self.sealed.hash
    }
}

#[derive(serde::Serialize)]
struct EntryRow<'a> {
    case_id: Hex,
    seq: u32,
    at: i64,
    recorded_at: i64,
    event: &'a str,
    actor_id: Option<Hex>,
    role: Option<&'a str>,
    from_state: Option<&'a str>,
    to_state: &'a str,
    payload_digest: &'a str,
    previous_hash: &'a str,
    hash: &'a str,
    salt: &'a str,
    body: &'a str,
}

/// Entries as a set.
pub(super) fn set_of(new: &[Written]) -> String {
    set(new.iter().map(|Written { sealed, salt, body }| EntryRow {
        case_id: Hex(sealed.link.case_id),
        seq: sealed.link.seq,
        at: sealed.link.at.micros(),
        recorded_at: sealed.link.recorded_at.micros(),
        event: &sealed.link.event,
        actor_id: sealed.link.actor.map(Hex),
        role: sealed.link.role.as_deref(),
        from_state: sealed.link.from.as_deref(),
        to_state: &sealed.link.to,
        payload_digest: &sealed.link.payload_digest,
        previous_hash: &sealed.previous_hash,
        hash: &sealed.hash,
        salt,
        body,
    }))
}

/// Gives a case's history, first to last.
pub async fn of_case(tx: &mut Tx, case: Uuid) -> Result<Vec<Recorded>, StoreError> {
    rows!(tx, Row, OF_CASE, case)?.into_iter().map(recorded).collect()
}

/// Erases what one entry says; the entry itself stays. Lost when it was erased before.
pub async fn erase(tx: &mut Tx, case: Uuid, seq: u32) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, ERASE, case, Count(seq))?))
}

fn link(new: &NewEntry<'_>, payload_digest: String) -> Link {
    let entry = new.entry;
    Link {
        case_id: new.case_id,
        seq: entry.seq,
        at: entry.at,
        recorded_at: new.recorded_at,
        event: entry.event.clone(),
        actor: entry.actor,
        role: entry.role.as_ref().map(address_text),
        from: entry.from.clone(),
        to: entry.to.clone(),
        payload_digest,
    }
}

fn recorded(row: Row) -> Result<Recorded, StoreError> {
    let payload = match row.salt.zip(row.body) {
        Some((salt, body)) => Some(Payload {
            entry: serde_json::from_str(&body).map_err(unreadable)?,
            salt,
            body,
        }),
        None => None,
    };
    let link = Link {
        case_id: row.case_id,
        seq: row.seq.0,
        at: row.at,
        recorded_at: row.recorded_at,
        event: row.event,
        actor: row.actor_id,
        role: row.role,
        from: row.from_state,
        to: row.to_state,
        payload_digest: row.payload_digest,
    };
    let sealed = Sealed {
        link,
        previous_hash: row.previous_hash,
        hash: row.hash,
    };
    Ok(Recorded { sealed, payload })
}

fn unreadable(source: serde_json::Error) -> StoreError {
    StoreError::Inconsistent {
        table: "entry",
        column: "body",
        source,
    }
}
