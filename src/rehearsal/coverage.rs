//! How much of a workflow a rehearsal has reached: its states and its transitions, each alternative for itself.

use std::collections::BTreeSet;

use crate::workflow::{Definition, Kind, State};

/// States entered and transitions followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    states: BTreeSet<(String, String)>,
    transitions: BTreeSet<(String, String, usize)>,
}

/// Reached and existing states and transitions of a workflow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// States reached, and how many there are.
    pub states: (usize, usize),
    /// Transitions followed, and how many there are; alternatives of one event count one each.
    pub transitions: (usize, usize),
    /// What was not reached: `membership.reserve`, `membership.draft.on.withdraw[1]`.
    pub missing: Vec<String>,
}

impl Coverage {
    /// Counts another workflow's states and transitions in.
    pub fn add(&mut self, other: &Self) {
        let sum = |a: (usize, usize), b: (usize, usize)| (a.0 + b.0, a.1 + b.1);
        self.states = sum(self.states, other.states);
        self.transitions = sum(self.transitions, other.transitions);
        self.missing.extend(other.missing.iter().cloned());
    }
}

impl Reached {
    /// Notes that a case of this kind came into a state.
    pub fn enter(&mut self, kind: &str, state: &str) {
        self.states.insert((kind.to_owned(), state.to_owned()));
    }

    /// Notes that the state's transition at this place, counted from 0, was followed.
    pub fn follow(&mut self, kind: &str, state: &str, place: usize) {
        self.transitions.insert((kind.to_owned(), state.to_owned(), place));
    }

    /// Adds what another rehearsal has reached.
    pub fn add(&mut self, other: &Self) {
        self.states.extend(other.states.iter().cloned());
        self.transitions.extend(other.transitions.iter().cloned());
    }
}

/// Compares what was reached with what the workflow has.
pub fn coverage(definition: &Definition, reached: &Reached) -> Coverage {
    let mut found = Coverage {
        states: (0, 0),
        transitions: (0, 0),
        missing: Vec::new(),
    };
    for kind in &definition.kinds {
        for state in &kind.states {
            found.states.1 += 1;
            if reached.states.contains(&(kind.name.clone(), state.name.clone())) {
                found.states.0 += 1;
            } else {
                found.missing.push(format!("{}.{}", kind.name, state.name));
            }
            count_transitions(&mut found, reached, (kind, state));
        }
    }
    found
}

fn count_transitions(found: &mut Coverage, reached: &Reached, (kind, state): (&Kind, &State)) {
    for (place, transition) in state.transitions.iter().enumerate() {
        found.transitions.1 += 1;
        let key = (kind.name.clone(), state.name.clone(), place);
        if reached.transitions.contains(&key) {
            found.transitions.0 += 1;
            continue;
        }
        let same = |earlier: &&crate::workflow::Transition| earlier.event == transition.event;
        let alternative = state.transitions[..place].iter().filter(same).count();
        let several = state.transitions.iter().filter(same).count() > 1;
        let suffix = if several {
            format!("[{alternative}]")
        } else {
            String::new()
        };
        found
            .missing
            .push(format!("{}.{}.on.{}{suffix}", kind.name, state.name, transition.event));
    }
}
