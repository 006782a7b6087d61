//! States by themselves: there are some, every one that is not final can be left, a final one asks nothing.

use super::Proof;
use crate::workflow::definition::{State, Trigger};

pub fn check(proof: &mut Proof<'_>) {
    for kind in &proof.definition.kinds {
        if let Some(first) = kind.initial().filter(|first| first.is_final) {
            let message = format!("a `{}` begins in the final state `{}`", kind.name, first.name);
            let hint = "list another state first: the first of `states` is the initial one";
            proof.error(first.place.clone(), "initial-final", message, hint);
        }
        if kind.states.is_empty() && proof.grammar_is_good {
            let message = format!("`{}` has no states", kind.name);
            proof.error(
                kind.place.clone(),
                "no-states",
                message,
                "list them: `states = [\"draft\", …]`",
            );
        }
        for state in &kind.states {
            if state.is_final {
                ended(proof, state)
            } else {
                dead_end(proof, state)
            }
        }
    }
}

fn dead_end(proof: &mut Proof<'_>, state: &State) {
    let leaves = state
        .transitions
        .iter()
        .any(|one| one.to.as_ref().is_some_and(|to| *to != state.name));
    if !leaves && state.cycles.is_empty() && proof.grammar_is_good {
        let message = format!("nothing leads out of the state `{}`, and it is not final", state.name);
        proof.error(
            state.place.clone(),
            "dead-end",
            message,
            "add an event with `to = \"…\"`, or `final = true`",
        );
    }
}

/// In a final state nothing is expected of anybody.
fn ended(proof: &mut Proof<'_>, state: &State) {
    let acts = state
        .transitions
        .iter()
        .filter(|one| !matches!(one.trigger, Trigger::Upon(_)));
    for transition in acts {
        let message = format!("`{}` happens in the final state `{}`", transition.event, state.name);
        let hint = "take `final = true` out, or let only `upon` lead out of it";
        proof.error(transition.place.clone(), "final-goes-on", message, hint);
    }
    let owed = state.duties.iter().map(|duty| (&duty.name, &duty.place));
    let owed = owed.chain(state.cycles.iter().map(|cycle| (&cycle.name, &cycle.place)));
    for (name, place) in owed {
        let message = format!("`{name}` is owed in the final state `{}`", state.name);
        proof.error(
            place.clone(),
            "final-goes-on",
            message,
            "take `final = true` out, or move it to another state",
        );
    }
}
