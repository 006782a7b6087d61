//! People and how to reach them.
//!
//! Owns the table `person`. Does not know what they may do: that is [`super::seats`].

use uuid::Uuid;

use super::dialect::{execute, row, rows, statements};
use super::{Outcome, Page, StoreError, Tx};
use crate::clock::Instant;

statements! {
    INSERT = "insert into person (id, name, email, language, created_at) values ($1, $2, $3, $4, $5)
        on conflict do nothing";
    FIND = "select id, name, email, language, created_at from person where id = $1";
    BY_EMAIL = "select id, name, email, language, created_at from person where email = $1";
    LIST = "select id, name, email, language, created_at from person where id > $1 order by id limit $2";
    CHANGE = "update person set name = $2, language = $3 where id = $1";
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    /// Their id.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Their address; it is kept in lower case.
    pub email: String,
    /// Language they are written to in.
    pub language: String,
    /// When they were entered.
    pub created_at: Instant,
}

/// Enters a person; lost when the address is somebody's already.
pub async fn insert(tx: &mut Tx, new: &Person) -> Result<Outcome, StoreError> {
    let email = new.email.to_lowercase();
    let affected = execute!(tx, INSERT, new.id, &new.name, email, &new.language, new.created_at)?;
    Ok(Outcome::of(affected))
}

/// Gives one person.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Person>, StoreError> {
    row!(tx, Person, FIND, id)
}

/// Gives the person with this address, whatever its case.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Person>, StoreError> {
    row!(tx, Person, BY_EMAIL, email.to_lowercase())
}

/// Gives everybody, a page at a time.
pub async fn list(tx: &mut Tx, page: Page) -> Result<Vec<Person>, StoreError> {
    rows!(tx, Person, LIST, page.start(), i64::from(page.limit))
}

/// Gives a person another name and language.
pub async fn change(tx: &mut Tx, id: Uuid, name: &str, language: &str) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, CHANGE, id, name, language)?))
}
