//! Cycles: what they open exists, what they count from is filled, and one is not opened before the last is due.

use super::Proof;
use super::timings::date_field;
use crate::workflow::definition::{Cycle, Kind};

pub fn check(proof: &mut Proof<'_>) {
    let all: Vec<_> = proof
        .states()
        .flat_map(|(kind, state)| state.cycles.iter().map(move |cycle| (kind, cycle)))
        .collect();
    for (kind, cycle) in all {
        opens(proof, kind, cycle);
        let place = proof.spots.of(&cycle.place, "after");
        date_field(proof, place, &cycle.after);
        filled(proof, kind, cycle);
        let most = i64::from(cycle.every) * 365;
        if cycle.open_before.days().0 >= most {
            let place = proof.spots.of(&cycle.place, "open_before");
            let message = format!(
                "opening `{}` before the date is as long as the cycle itself",
                cycle.open_before
            );
            proof.error(
                place,
                "bad-cycle",
                message,
                "let it open later, so that one is closed before the next opens",
            );
        }
    }
}

fn opens(proof: &mut Proof<'_>, kind: &Kind, cycle: &Cycle) {
    let definition = proof.definition;
    let place = proof.spots.of(&cycle.place, "opens");
    match definition.kind(&cycle.opens) {
        None => {
            let known: Vec<&str> = definition.kinds.iter().map(|kind| kind.name.as_str()).collect();
            proof.unknown(place, ("unknown-kind", "kind of case"), &cycle.opens, &known);
        }
        Some(child) if child.name == kind.name => {
            let message = format!("a `{}` that opens a `{}` opens for ever more", kind.name, kind.name);
            proof.error(place, "endless-loop", message, "open another kind of case");
        }
        Some(child) if child.in_call => {
            let message = format!("a `{}` belongs to a call and cannot be opened by a cycle", child.name);
            proof.error(
                place,
                "bad-cycle",
                message,
                format!("take `in_call` out of `[{}]`", child.name),
            );
        }
        Some(_) => {}
    }
}

/// The form a cycle counts from must be filled by somebody.
fn filled(proof: &mut Proof<'_>, kind: &Kind, cycle: &Cycle) {
    let form = &cycle.after.0;
    let by_event = kind
        .states
        .iter()
        .flat_map(|state| &state.transitions)
        .any(|one| one.form.as_ref() == Some(form));
    let known = proof.definition.forms.contains_key(form);
    if known && !by_event && kind.form.as_ref() != Some(form) {
        let place = proof.spots.of(&cycle.place, "after");
        let message = format!(
            "nobody fills the form `{form}` of a `{}`, so that the cycle never begins",
            kind.name
        );
        proof.error(
            place,
            "never-filled",
            message,
            format!("let an event have `form = \"{form}\"`"),
        );
    }
}
