//! Mailed links that sign somebody in once, in the browser that asked.
//!
//! Owns the table `sign_in`. Knows only digests, never the secrets.

use uuid::Uuid;

use super::dialect::{execute, row, statements};
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

statements! {
    INSERT = "insert into sign_in (token_hash, browser_hash, person_id, created_at, expires_at)
        values ($1, $2, $3, $4, $5) on conflict (token_hash) do nothing";
    FIND = "select token_hash, browser_hash, person_id, created_at, expires_at, used_at from sign_in
        where token_hash = $1";
    SPEND = "update sign_in set used_at = $3
        where token_hash = $1 and browser_hash = $2 and used_at is null and expires_at > $3
        returning person_id";
    RECENT = "select count(*) from sign_in where person_id = $1 and created_at > $2";
    FORGET = "delete from sign_in where expires_at <= $1";
}

/// A mailed link.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SignIn {
    /// SHA-256 of the secret in the link, in hexadecimal.
    pub token_hash: String,
    /// SHA-256 of the asking browser's cookie, in hexadecimal.
    pub browser_hash: String,
    /// Who.
    pub person_id: Uuid,
    /// When it was asked for.
    pub created_at: Instant,
    /// Until when it works.
    pub expires_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
}

/// Enters a link, unused; lost when the digest is taken.
pub async fn insert(tx: &mut Tx, new: &SignIn) -> Result<Outcome, StoreError> {
    let (created, expires) = (new.created_at, new.expires_at);
    let affected = execute!(
        tx,
        INSERT,
        &new.token_hash,
        &new.browser_hash,
        new.person_id,
        created,
        expires
    )?;
    Ok(Outcome::of(affected))
}

/// Gives a link without using it up, so that a page can say why it does not work.
pub async fn find(tx: &mut Tx, token_hash: &str) -> Result<Option<SignIn>, StoreError> {
    row!(tx, SignIn, FIND, token_hash)
}

/// Uses a link up and gives whom it signs in; `None` when it was used, is too old or belongs to another browser.
pub async fn spend(
    tx: &mut Tx,
    token_hash: &str,
    browser_hash: &str,
    now: Instant,
) -> Result<Option<Uuid>, StoreError> {
    Ok(row!(tx, (Uuid,), SPEND, token_hash, browser_hash, now)?.map(|(person,)| person))
}

/// How many links a person was sent after `since`.
pub async fn recent(tx: &mut Tx, person: Uuid, since: Instant) -> Result<i64, StoreError> {
    Ok(row!(tx, (i64,), RECENT, person, since)?.map_or(0, |(count,)| count))
}

/// Deletes links that no longer work, and says how many.
pub async fn forget(tx: &mut Tx, now: Instant) -> Result<u64, StoreError> {
    execute!(tx, FORGET, now)
}
