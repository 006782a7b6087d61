//! Answers given to requests that carried a key, so that the same request is done once.
//!
//! Owns the table `idempotency`. The answer is remembered in the transaction that did what was asked, so that either
//! both are there or neither.

use uuid::Uuid;

use super::dialect::{execute, row, statements};
use super::value::Count;
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

statements! {
    FIND = "select digest, status, body, created_at from idempotency where person_id = $1 and key = $2";
    REMEMBER = "insert into idempotency (person_id, key, digest, status, body, created_at)
        values ($1, $2, $3, $4, $5, $6) on conflict (person_id, key) do nothing";
    FINISH = "update idempotency set status = $4, body = $5
        where person_id = $1 and key = $2 and digest = $3 and status = 0";
    FORGET = "delete from idempotency where created_at < $1";
}

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// SHA-256 of the request, in hexadecimal.
    pub digest: String,
    /// Status of the answer.
    pub status: u32,
    /// Body of the answer.
    pub body: String,
    /// When it was given.
    pub created_at: Instant,
}

/// Gives the answer given to a person's request with this key.
pub async fn find(tx: &mut Tx, person: Uuid, key: &str) -> Result<Option<Answered>, StoreError> {
    let found = row!(tx, (String, Count, String, Instant), FIND, person, key)?;
    Ok(found.map(|(digest, status, body, created_at)| Answered {
        digest,
        status: status.0,
        body,
        created_at,
    }))
}

/// Remembers an answer; lost when the key was used meanwhile, and then nothing of the request may be kept.
pub async fn remember(tx: &mut Tx, person: Uuid, key: &str, answer: &Answered) -> Result<Outcome, StoreError> {
    let (status, created_at) = (Count(answer.status), answer.created_at);
    let affected = execute!(
        tx,
        REMEMBER,
        person,
        key,
        &answer.digest,
        status,
        &answer.body,
        created_at
    )?;
    Ok(Outcome::of(affected))
}

/// Writes the answer of a key that was remembered without one (status 0); lost when it has one.
pub async fn finish(tx: &mut Tx, person: Uuid, key: &str, answer: &Answered) -> Result<Outcome, StoreError> {
    let status = Count(answer.status);
    let affected = execute!(tx, FINISH, person, key, &answer.digest, status, &answer.body)?;
    Ok(Outcome::of(affected))
}

/// Forgets answers given before `then`, and says how many.
pub async fn forget(tx: &mut Tx, then: Instant) -> Result<u64, StoreError> {
    execute!(tx, FORGET, then)
}
