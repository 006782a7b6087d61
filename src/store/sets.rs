//! Sets of rows in one statement: they travel as one JSON array, in `$1`.
//!
//! Owns how such an array is written and how each database reads it. Does not know any table. A round trip for a set
//! costs what one for a row does; so events that are stored together cost little more than one of them.

use serde::{Serialize, Serializer};
use uuid::Uuid;

/// The objects of a set, each as `v.value`, read once: SQLite's plain `json_each` would write each out again for every
/// value that is taken from it. The set is in `$1` unless another place is named; what it is joined with may follow.
macro_rules! each {
    ($d:ident) => {
        each!($d, "$1")
    };
    ($d:ident, $set:literal) => {
        each!($d, $set, "")
    };
    (sqlite, $set:literal, $joined:expr) => {
        concat!(" from jsonb_each(", $set, ") as v", $joined, " where true ")
    };
    (postgres, $set:literal, $joined:expr) => {
        concat!(
            " from jsonb_array_elements(cast(",
            $set,
            " as jsonb)) as v(value)",
            $joined,
            " where true "
        )
    };
}

/// That a column is among the ids of a set. For PostgreSQL they are an array: of a subquery it believes that it has a
/// hundred rows, and would rather read a whole table than look that many up.
macro_rules! among {
    (sqlite) => {
        " in (select unhex(value) from json_each($1))"
    };
    (postgres) => {
        " = any(array(select cast(value as uuid) from jsonb_array_elements_text(cast($1 as jsonb))))"
    };
}

/// An id in an object of a set.
macro_rules! id {
    (sqlite, $name:literal) => {
        concat!("unhex(v.value ->> '", $name, "')")
    };
    (postgres, $name:literal) => {
        concat!("cast(v.value ->> '", $name, "' as uuid)")
    };
}

/// A number or an instant in an object of a set.
macro_rules! number {
    ($name:literal) => {
        concat!("cast(v.value ->> '", $name, "' as bigint)")
    };
}

/// A text in an object of a set.
macro_rules! text {
    ($name:literal) => {
        concat!("v.value ->> '", $name, "'")
    };
}

pub(super) use {among, each, id, number, text};

/// An id as both databases read it out of JSON: thirty-two digits without dashes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hex(pub Uuid);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.simple())
    }
}

/// The ids as a set.
pub(super) fn set_of(ids: &[Uuid]) -> String {
    set(ids.iter().copied().map(Hex))
}

/// The rows as a set.
pub(super) fn set<T: Serialize>(rows: impl Iterator<Item = T>) -> String {
    let rows: Vec<T> = rows.collect();
    serde_json::to_string(&rows).expect("rows are plain values, which JSON takes")
}
