//! The directory of bodies that own cases.
//!
//! Owns the table `organisation`. Does not know who acts for them: that is [`super::seats`].

use uuid::Uuid;

use super::dialect::{execute, row, rows, statements};
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

statements! {
    INSERT = "insert into organisation (id, name, name_key, language, successor_id, created_at)
        values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing";
    FIND = "select id, name, language, successor_id, created_at from organisation where id = $1";
    NAMED = "select id, name, language, successor_id, created_at from organisation where name_key = $1 order by id";
    SEARCH = r"select id, name, language, successor_id, created_at from organisation
        where name_key like $1 escape '\' and (name_key > $2 or (name_key = $2 and id > $3))
        order by name_key, id limit $4";
    RENAME = "update organisation set name = $2, name_key = $3, language = $4 where id = $1";
    RENAME_LISTED = "update cases set register_name = $2 where organisation_id = $1 and register_name is not null";
    SUCCEED = "update organisation set successor_id = $2 where id = $1 and successor_id is null";
}

/// A body that owns cases.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Organisation {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Language it is written to in.
    pub language: String,
    /// The organisation that goes on in its place.
    pub successor_id: Option<Uuid>,
    /// When it was entered.
    pub created_at: Instant,
}

/// Enters an organisation; lost when the id is taken.
pub async fn insert(tx: &mut Tx, new: &Organisation) -> Result<Outcome, StoreError> {
    let key = new.name.to_lowercase();
    let affected = execute!(
        tx,
        INSERT,
        new.id,
        &new.name,
        key,
        &new.language,
        new.successor_id,
        new.created_at
    )?;
    Ok(Outcome::of(affected))
}

/// Gives one organisation.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Organisation>, StoreError> {
    row!(tx, Organisation, FIND, id)
}

/// Gives those with exactly this name, whatever its case.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Vec<Organisation>, StoreError> {
    rows!(tx, Organisation, NAMED, name.to_lowercase())
}

/// Gives those whose name contains `part`, whatever its case, by name; `after` is the last one of the page before.
pub async fn search(
    tx: &mut Tx,
    part: &str,
    after: Option<&Organisation>,
    limit: u32,
) -> Result<Vec<Organisation>, StoreError> {
    let pattern = format!("%{}%", literal(&part.to_lowercase()));
    let (key, id) = after.map_or((String::new(), Uuid::nil()), |last| (last.name.to_lowercase(), last.id));
    rows!(tx, Organisation, SEARCH, pattern, key, id, i64::from(limit))
}

/// Gives an organisation another name and language; the register lists its cases under that name from now on.
pub async fn rename(tx: &mut Tx, id: Uuid, name: &str, language: &str) -> Result<Outcome, StoreError> {
    let key = name.to_lowercase();
    execute!(tx, RENAME_LISTED, id, &key)?;
    Ok(Outcome::of(execute!(tx, RENAME, id, name, key, language)?))
}

/// Notes that another organisation goes on in its place; lost when one already does.
pub async fn succeed(tx: &mut Tx, id: Uuid, successor: Uuid) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, SUCCEED, id, successor)?))
}

/// The text with what `like` takes for a wildcard made literal.
fn literal(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}
