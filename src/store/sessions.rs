//! Signed-in browsers.
//!
//! Owns the table `session`. Knows only the digest of the cookie, never the cookie.

use uuid::Uuid;

use super::dialect::{execute, row, rows, statements};
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

statements! {
    INSERT = "insert into session (token_hash, person_id, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $5)
        on conflict (token_hash) do nothing";
    FIND = "select token_hash, person_id, created_at, seen_at, expires_at from session
        where token_hash = $1 and expires_at > $2";
    OF_PERSON = "select token_hash, person_id, created_at, seen_at, expires_at from session
        where person_id = $1 and expires_at > $2 order by created_at, token_hash";
    SEEN = "update session set seen_at = $2, expires_at = $3 where token_hash = $1 and expires_at > $2";
    END = "delete from session where token_hash = $1";
    END_ALL = "delete from session where person_id = $1";
    FORGET = "delete from session where expires_at <= $1";
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Session {
    /// SHA-256 of the cookie, in hexadecimal.
    pub token_hash: String,
    /// Who.
    pub person_id: Uuid,
    /// When they signed in.
    pub created_at: Instant,
    /// When they were seen last.
    pub seen_at: Instant,
    /// When it ends.
    pub expires_at: Instant,
}

/// Begins a session; lost when the digest is taken.
pub async fn insert(tx: &mut Tx, new: &Session) -> Result<Outcome, StoreError> {
    let (created, seen, expires) = (new.created_at, new.seen_at, new.expires_at);
    let affected = execute!(tx, INSERT, &new.token_hash, new.person_id, created, seen, expires)?;
    Ok(Outcome::of(affected))
}

/// Gives a session that has not ended at `now`.
pub async fn find(tx: &mut Tx, token_hash: &str, now: Instant) -> Result<Option<Session>, StoreError> {
    row!(tx, Session, FIND, token_hash, now)
}

/// Gives the sessions of a person that have not ended at `now`.
pub async fn of_person(tx: &mut Tx, person: Uuid, now: Instant) -> Result<Vec<Session>, StoreError> {
    rows!(tx, Session, OF_PERSON, person, now)
}

/// Notes that a session was used and lasts until `expires`; lost when it has ended.
pub async fn seen(tx: &mut Tx, token_hash: &str, now: Instant, expires: Instant) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, SEEN, token_hash, now, expires)?))
}

/// Ends a session; lost when there is none.
pub async fn end(tx: &mut Tx, token_hash: &str) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, END, token_hash)?))
}

/// Ends every session of a person, and says how many.
pub async fn end_all(tx: &mut Tx, person: Uuid) -> Result<u64, StoreError> {
    execute!(tx, END_ALL, person)
}

/// Deletes sessions that have ended, and says how many.
pub async fn forget(tx: &mut Tx, now: Instant) -> Result<u64, StoreError> {
    execute!(tx, FORGET, now)
}
