//! What is known of files that belong to cases.
//!
//! Owns the table `attachment`. Does not hold the content: that lies in the data directory under its digest.

use uuid::Uuid;

use super::dialect::{execute, row, rows, statements};
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

statements! {
    INSERT = "insert into attachment (id, case_id, purpose, name, media_type, size, sha256, uploaded_by, uploaded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing";
    FIND = "select id, case_id, purpose, name, media_type, size, sha256, uploaded_by, uploaded_at from attachment
        where id = $1";
    OF_CASE = "select id, case_id, purpose, name, media_type, size, sha256, uploaded_by, uploaded_at from attachment
        where case_id = $1 order by id";
    IN_USE = "select count(*) from attachment where sha256 = $1";
}

/// A file that belongs to a case.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredAttachment {
    /// Its id.
    pub id: Uuid,
    /// Which case.
    pub case_id: Uuid,
    /// What it is for.
    pub purpose: String,
    /// File name as given.
    pub name: String,
    /// What it was recognised as.
    pub media_type: String,
    /// Length in bytes.
    pub size: i64,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// By whom; `None` is the engine.
    pub uploaded_by: Option<Uuid>,
    /// When.
    pub uploaded_at: Instant,
}

/// Enters a file; lost when the id is taken.
pub async fn insert(tx: &mut Tx, new: &StoredAttachment) -> Result<Outcome, StoreError> {
    let affected = execute!(
        tx,
        INSERT,
        new.id,
        new.case_id,
        &new.purpose,
        &new.name,
        &new.media_type,
        new.size,
        &new.sha256,
        new.uploaded_by,
        new.uploaded_at
    )?;
    Ok(Outcome::of(affected))
}

/// Gives one file.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<StoredAttachment>, StoreError> {
    row!(tx, StoredAttachment, FIND, id)
}

/// Gives every file of a case, oldest first.
pub async fn of_case(tx: &mut Tx, case: Uuid) -> Result<Vec<StoredAttachment>, StoreError> {
    rows!(tx, StoredAttachment, OF_CASE, case)
}

/// How many files have this content.
pub async fn in_use(tx: &mut Tx, sha256: &str) -> Result<i64, StoreError> {
    Ok(row!(tx, (i64,), IN_USE, sha256)?.map_or(0, |(count,)| count))
}
