//! What the engine knows around a case when it asks for a decision: who sits, and which cases it is compared with.
//!
//! Owns nothing that is stored: both are true at one moment only, in the transaction the decision is made in.

use std::collections::{BTreeMap, BTreeSet};

use super::panels::tallies;
use super::people::Holder;
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::panel::Tally;
use crate::workflow::{Definition, State};

/// What is true around a case at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    /// How many have a vote in each role now: persons, or members where peers sit for them.
    pub sitting: BTreeMap<String, u32>,
    /// The other cases of its kind in its call.
    pub rivals: Vec<Rival>,
}

/// A case another is compared with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rival {
    /// What its panels have come to.
    pub panels: BTreeMap<String, Tally>,
    /// Whether it is still in the running.
    pub running: bool,
}

impl Rival {
    /// What another case is compared by.
    pub fn of(definition: &Definition, case: &Case) -> Self {
        Self {
            panels: tallies(definition, case),
            running: running(definition, case),
        }
    }
}

impl Around {
    /// How many have a vote in each role at `at`: persons, or members where peers sit for them.
    pub fn sitting(people: &[Holder], at: Instant) -> BTreeMap<String, u32> {
        let mut electors: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
        for holder in people.iter().filter(|holder| holder.holds_at(at)) {
            let elector = holder.peer.unwrap_or(holder.person);
            electors.entry(&holder.role).or_default().insert(elector);
        }
        let counted = electors.into_iter();
        counted
            .map(|(role, electors)| (role.to_owned(), u32::try_from(electors.len()).unwrap_or(u32::MAX)))
            .collect()
    }
}

/// Whether a case is still in the running of its call: one that has ended without a place and is not listed is not.
pub fn running(definition: &Definition, case: &Case) -> bool {
    let out = |state: &State| state.is_final && !state.listed && !case.holds_place;
    let state = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state));
    state.is_some_and(|state| !out(state))
}

/// Whether cases of this kind are compared with the others of their call, so that those must be known.
pub fn compares(definition: &Definition, kind: &str) -> bool {
    definition
        .kind(kind)
        .is_some_and(|kind| kind.in_call && kind.panels.iter().any(|panel| !panel.votes()))
}
