//! What the database knows of itself, such as whether its clock is moved by hand.
//!
//! Owns the table `meta`. Does not know what the marks mean.

use super::dialect::{execute, row, statements};
use super::{Outcome, StoreError, Tx};

statements! {
    GET = "select value from meta where key = $1";
    PUT = "insert into meta (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value";
    PUT_NEW = "insert into meta (key, value) values ($1, $2) on conflict (key) do nothing";
    REMOVE = "delete from meta where key = $1";
}

/// Key of the clock's mode: `system` or `manual`.
pub const CLOCK: &str = "clock";
/// Key of the instant at which a manual clock stands, in microseconds.
pub const CLOCK_NOW: &str = "clock.now";
/// Key of the mark that a database is a copy which is not proved yet.
pub const COPY: &str = "copy";

/// Gives the value of a mark.
pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<String>, StoreError> {
    Ok(row!(tx, (String,), GET, key)?.map(|(value,)| value))
}

/// Sets a mark, whatever it was.
pub async fn put(tx: &mut Tx, key: &str, value: &str) -> Result<(), StoreError> {
    execute!(tx, PUT, key, value)?;
    Ok(())
}

/// Sets a mark that is not set yet; lost when it is.
pub async fn put_new(tx: &mut Tx, key: &str, value: &str) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, PUT_NEW, key, value)?))
}

/// Takes a mark away, if it is set.
pub async fn remove(tx: &mut Tx, key: &str) -> Result<(), StoreError> {
    execute!(tx, REMOVE, key)?;
    Ok(())
}
