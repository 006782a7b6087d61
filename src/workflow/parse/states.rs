//! A state: who edits, what is owed, what can happen, what opens again and again.

use crate::workflow::definition::{CatchUp, State};
use crate::workflow::reader::Table;

use super::{cycles, duties, transitions, words};

pub fn state(name: String, table: Table<'_>, catch_up: CatchUp) -> State {
    let title = table.need_text("title");
    let was = words::was(&table);
    let is_final = table.flag("final");
    let edits = table.string("edits").map(words::address);
    let listed = table.flag("listed");
    let again = table.flag("again");
    let standing = words::standing(&table);
    let duties = table
        .table("duty")
        .map(|inner| duties::duties(inner, catch_up))
        .unwrap_or_default();
    let transitions = table.table("on").map(transitions::transitions).unwrap_or_default();
    let cycles = table.table("cycle").map(cycles::cycles).unwrap_or_default();
    let place = table.place.clone();
    table.finish();
    State {
        name,
        was,
        title,
        is_final,
        edits,
        listed,
        again,
        standing,
        duties,
        transitions,
        cycles,
        place,
    }
}
