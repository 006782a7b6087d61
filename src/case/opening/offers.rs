//! What somebody may begin now: in an open call, or at any time, for the organisations they sit for.
//!
//! An offer is made where [`super::open`] would not refuse; where no call sets an end, one case at a time is enough.

use uuid::Uuid;

use super::{Existing, in_open_call, not_twice, permitted};
use crate::case::event::{Actor, HeldSeat};
use crate::case::state::CallDates;
use crate::clock::Instant;
use crate::workflow::{Definition, Kind};

/// A seat somebody holds for an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitsFor {
    /// The organisation.
    pub organisation: Uuid,
    /// The role and seat.
    pub held: HeldSeat,
}

/// A case an organisation has in the workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Has {
    /// The organisation.
    pub organisation: Uuid,
    /// The case's kind.
    pub kind: String,
    /// The case.
    pub existing: Existing,
    /// Whether it has ended, by the version it obeys.
    pub closed: bool,
}

/// A call and the kind of its cases.
pub type CallOf = (String, CallDates);

/// A case that may be begun.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// Its call, if it belongs to one.
    pub call: Option<&'a CallDates>,
    /// For which organisation.
    pub organisation: Uuid,
}

/// Everything that may be begun now, given the calls of the workflow, the seats somebody holds and the cases there are:
/// what a call needs first, then what needs none.
pub fn offers<'a>(
    definition: &'a Definition,
    calls: &'a [CallOf],
    (seats, cases): (&[SitsFor], &[Has]),
    now: Instant,
) -> Vec<Offer<'a>> {
    let in_calls = calls.iter().filter_map(|(kind, call)| {
        let kind = definition.kind(kind).filter(|kind| kind.in_call)?;
        Some((kind, Some(call)))
    });
    let mut found = Vec::new();
    for (kind, call) in in_calls.chain(without_call(definition).map(|kind| (kind, None))) {
        if in_open_call(definition, kind, call, now).is_err() {
            continue;
        }
        for organisation in beginning(kind, seats) {
            if !in_the_way(kind, call, (cases, organisation)) {
                found.push(Offer {
                    kind,
                    call,
                    organisation,
                });
            }
        }
    }
    found
}

/// Kinds of case that somebody may begin at any time, without a call.
pub fn without_call(definition: &Definition) -> impl Iterator<Item = &Kind> {
    let kinds = definition.kinds.iter();
    kinds.filter(|kind| !kind.in_call && !kind.open_by.is_empty())
}

/// The organisations for which somebody may begin a case of a kind, each once.
fn beginning(kind: &Kind, seats: &[SitsFor]) -> Vec<Uuid> {
    let mut found: Vec<Uuid> = seats.iter().map(|seat| seat.organisation).collect();
    found.sort_unstable();
    found.dedup();
    found.retain(|organisation| {
        let held = seats.iter().filter(|seat| seat.organisation == *organisation);
        let actor = Actor::Person {
            id: Uuid::nil(),
            seats: held.map(|seat| seat.held.clone()).collect(),
        };
        permitted(kind, &actor).is_ok()
    });
    found
}

/// Whether the cases an organisation has leave no room for another.
fn in_the_way(kind: &Kind, call: Option<&CallDates>, (cases, organisation): (&[Has], Uuid)) -> bool {
    let theirs = || {
        cases
            .iter()
            .filter(|case| case.organisation == organisation && case.kind == kind.name)
    };
    let running = call.is_none() && theirs().any(|case| !case.closed);
    let existing: Vec<Existing> = theirs().map(|case| case.existing.clone()).collect();
    running || not_twice(kind, call.map(|call| call.id), &existing).is_err()
}
