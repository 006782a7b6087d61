//! Keys for programs that act in a person's name.
//!
//! Owns the table `token`. Knows only the digest of the secret, never the secret.

use uuid::Uuid;

use super::dialect::{execute, row, rows, statements};
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

statements! {
    INSERT = "insert into token (hash, id, person_id, label, created_at) values ($1, $2, $3, $4, $5)
        on conflict do nothing";
    FIND = "select hash, id, person_id, label, created_at, revoked_at from token
        where hash = $1 and revoked_at is null";
    OF_PERSON = "select hash, id, person_id, label, created_at, revoked_at from token
        where person_id = $1 order by id";
    REVOKE = "update token set revoked_at = $2 where id = $1 and revoked_at is null";
}

/// A key for a program.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Token {
    /// SHA-256 of the secret, in hexadecimal.
    pub hash: String,
    /// Its id.
    pub id: Uuid,
    /// In whose name it acts.
    pub person_id: Uuid,
    /// What it is for.
    pub label: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

/// Enters a key; lost when its digest or id is taken.
pub async fn insert(tx: &mut Tx, new: &Token) -> Result<Outcome, StoreError> {
    let affected = execute!(tx, INSERT, &new.hash, new.id, new.person_id, &new.label, new.created_at)?;
    Ok(Outcome::of(affected))
}

/// Gives the key with this digest, unless it was taken back.
pub async fn find(tx: &mut Tx, hash: &str) -> Result<Option<Token>, StoreError> {
    row!(tx, Token, FIND, hash)
}

/// Gives every key of a person, oldest first.
pub async fn of_person(tx: &mut Tx, person: Uuid) -> Result<Vec<Token>, StoreError> {
    rows!(tx, Token, OF_PERSON, person)
}

/// Takes a key back; lost when it was taken back before.
pub async fn revoke(tx: &mut Tx, id: Uuid, now: Instant) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, REVOKE, id, now)?))
}
