//! Every try to deliver a message, and what it settles.
//!
//! Owns the table `attempt`, and settles a message and its notice together. Does not talk to a mail server, and is never
//! called in a transaction that does.

use uuid::Uuid;

use super::dialect::{execute, rows, statements};
use super::sets::{Hex, each, id, number, set, text};
use super::value::{Count, words};
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

macro_rules! settled {
    ($d:ident) => {
        concat!(
            "(select ",
            id!($d, "id"),
            " as id, ",
            number!("at"),
            " as at, ",
            text!("answer"),
            " as answer",
            each!($d),
            ") n "
        )
    };
}

macro_rules! sent {
    ($d:ident) => {
        concat!(
            "update message set state = 'sent', sent_at = n.at, last_answer = n.answer, leased_until = null,
            leased_by = null from ",
            settled!($d),
            "where message.id = n.id and message.state = 'queued'"
        )
    };
}

macro_rules! notice_sent {
    ($d:ident) => {
        concat!(
            "update notice set state = 'sent', sent_at = n.at, changed_at = n.at from ",
            settled!($d),
            "where notice.message_id = n.id and notice.state = 'planned'"
        )
    };
}

macro_rules! tried {
    ($d:ident) => {
        concat!(
            "insert into attempt (message_id, number, at, outcome, answer) select ",
            id!($d, "id"),
            ", ",
            number!("number"),
            ", ",
            number!("at"),
            ", ",
            text!("outcome"),
            ", ",
            text!("answer"),
            each!($d),
            "on conflict (message_id, number) do nothing"
        )
    };
}

statements! {
    SENT_ALL_SQLITE = sent!(sqlite);
    SENT_ALL_POSTGRES = sent!(postgres);
    NOTICE_SENT_ALL_SQLITE = notice_sent!(sqlite);
    NOTICE_SENT_ALL_POSTGRES = notice_sent!(postgres);
    TRIED_ALL_SQLITE = tried!(sqlite);
    TRIED_ALL_POSTGRES = tried!(postgres);
    LATER = "update message set next_attempt_at = $2, last_answer = $3, leased_until = null, leased_by = null
        where id = $1 and state = 'queued' and attempts = $4";
    FAILED = "update message set state = 'failed', last_answer = $2, leased_until = null, leased_by = null
        where id = $1 and state = 'queued' and attempts = $3";
    NOTICE_FAILED = "update notice set state = 'failed', reason = $2, changed_at = $3
        where message_id = $1 and state = 'planned'";
    TRIED = "insert into attempt (message_id, number, at, outcome, answer) values ($1, $2, $3, $4, $5)
        on conflict (message_id, number) do nothing";
    ATTEMPTS = "select number, at, outcome, answer from attempt where message_id = $1 order by number";
}

words!(
    /// How a try ended.
    Ending {
        /// The mail server took it.
        Accepted = "accepted",
        /// The mail server could not take it now.
        Transient = "transient",
        /// The mail server refused it for good.
        Permanent = "permanent",
        /// The answer was lost; the message may have been taken.
        Unknown = "unknown",
    }
);

/// How one try to deliver a message ended.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// Which message.
    pub message: Uuid,
    /// Which try: [`Message::attempts`] as it was claimed.
    pub number: u32,
    /// When it ended.
    pub at: Instant,
    /// What the mail server said.
    pub answer: &'a str,
}

/// A try as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Which try, from 1.
    pub number: u32,
    /// When it ended.
    pub at: Instant,
    /// How.
    pub outcome: Ending,
    /// What the mail server said.
    pub answer: String,
}

#[derive(serde::Serialize)]
struct SettledRow<'a> {
    id: Hex,
    number: u32,
    at: i64,
    outcome: &'static str,
    answer: &'a str,
}

/// Marks messages, and their notices with them, as taken by the mail server; those that are settled already stay so.
pub async fn accepted_all(tx: &mut Tx, attempts: &[Attempt<'_>]) -> Result<(), StoreError> {
    let rows = set(attempts.iter().map(|attempt| SettledRow {
        id: Hex(attempt.message),
        number: attempt.number,
        at: attempt.at.micros(),
        outcome: Ending::Accepted.as_str(),
        answer: attempt.answer,
    }));
    for (sqlite, postgres) in [
        (SENT_ALL_SQLITE, SENT_ALL_POSTGRES),
        (NOTICE_SENT_ALL_SQLITE, NOTICE_SENT_ALL_POSTGRES),
        (TRIED_ALL_SQLITE, TRIED_ALL_POSTGRES),
    ] {
        let sql = tx.dialect(sqlite, postgres);
        execute!(tx, sql, &rows)?;
    }
    Ok(())
}

/// Puts a message off until `next`, since the mail server could not take it or its answer was lost (`ending`); lost
/// when it is settled already, or when another try has begun since: the message is in other hands then.
pub async fn put_off(tx: &mut Tx, attempt: Attempt<'_>, ending: Ending, next: Instant) -> Result<Outcome, StoreError> {
    let later = execute!(tx, LATER, attempt.message, next, attempt.answer, Count(attempt.number))?;
    tried(tx, attempt, ending).await?;
    Ok(Outcome::of(later))
}

/// Marks a message, and its notice with it, as refused for good; lost when it is settled already, or when another try has
/// begun since, which will be told the same.
pub async fn rejected(tx: &mut Tx, attempt: Attempt<'_>) -> Result<Outcome, StoreError> {
    let failed = execute!(tx, FAILED, attempt.message, attempt.answer, Count(attempt.number))?;
    if Outcome::of(failed).is_done() {
        execute!(tx, NOTICE_FAILED, attempt.message, attempt.answer, attempt.at)?;
    }
    tried(tx, attempt, Ending::Permanent).await?;
    Ok(Outcome::of(failed))
}

async fn tried(tx: &mut Tx, attempt: Attempt<'_>, ending: Ending) -> Result<(), StoreError> {
    let number = Count(attempt.number);
    execute!(tx, TRIED, attempt.message, number, attempt.at, ending, attempt.answer)?;
    Ok(())
}

/// Gives every finished try of a message, first to last.
pub async fn attempts(tx: &mut Tx, message: Uuid) -> Result<Vec<Tried>, StoreError> {
    let found = rows!(tx, (Count, Instant, Ending, String), ATTEMPTS, message)?;
    let tried = found.into_iter().map(|(number, at, outcome, answer)| Tried {
        number: number.0,
        at,
        outcome,
        answer,
    });
    Ok(tried.collect())
}
