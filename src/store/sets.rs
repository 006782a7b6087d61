//! Sets of rows in one statement: they travel as one JSON array, in `$1`.
//!
//! Owns how such an array is written and how each database reads it. Does not know any table. A round trip for a set
//! costs what one for a row does; so events that are stored together cost little more than one of them.

use serde::{Serialize, Serializer};
use uuid::Uuid;

/// The objects of a set, each as `v.value`.
macro_rules! each {
    (sqlite) => {
        " from json_each($1) as v where true "
    };
    (postgres) => {
        " from jsonb_array_elements(cast($1 as jsonb)) as v(value) where true "
    };
}

/// The ids of a set, as a subquery.
macro_rules! ids {
    (sqlite) => {
        "(select unhex(value) from json_each($1))"
    };
    (postgres) => {
        "(select cast(value as uuid) from jsonb_array_elements_text(cast($1 as jsonb)))"
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

pub(super) use {each, id, ids, number, text};

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
