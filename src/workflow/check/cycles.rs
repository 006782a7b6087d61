//! Cycles: what they open exists, what they count from is filled, and one is not opened before the last is due.

use super::Proof;
use super::guards::marks_set;
use super::timings::date_field;
use crate::workflow::dates::Source;
use crate::workflow::definition::{Anchor, Cycle, Every, Kind};

pub fn check(proof: &mut Proof<'_>) {
    let all: Vec<_> = proof
        .states()
        .flat_map(|(kind, state)| state.cycles.iter().map(move |cycle| (kind, cycle)))
        .collect();
    for (kind, cycle) in all {
        opens(proof, kind, cycle);
        anchored(proof, kind, cycle);
        let most = match cycle.every {
            Every::Years(years) => Some(i64::from(years) * 365),
            Every::Span(span) => Some(span.days().0),
            Every::Date => None,
        };
        if most.is_some_and(|most| cycle.open_before.days().0 >= most) {
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

/// What a cycle counts from must be known one day: a date that is filled, or a mark that is set.
fn anchored(proof: &mut Proof<'_>, kind: &Kind, cycle: &Cycle) {
    let place = proof.spots.of(&cycle.place, "after");
    match &cycle.after {
        Anchor::Form(form, field) => {
            date_field(proof, place, &(form.clone(), field.clone()));
            filled(proof, kind, (cycle, "after"), form);
        }
        Anchor::Mark(mark) => {
            let set = marks_set(kind);
            if !set.contains(mark.as_str()) {
                let known: Vec<&str> = set.into_iter().collect();
                proof.unknown(place, ("unknown-mark", "mark"), mark, &known);
            }
        }
    }
    if let Source::Each(form, _) = &cycle.due.source {
        filled(proof, kind, (cycle, "due"), form);
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
fn filled(proof: &mut Proof<'_>, kind: &Kind, (cycle, key): (&Cycle, &str), form: &str) {
    let by_event = kind
        .states
        .iter()
        .flat_map(|state| &state.transitions)
        .any(|one| one.form.as_deref() == Some(form));
    let known = proof.definition.forms.contains_key(form);
    if known && !by_event && kind.form.as_deref() != Some(form) {
        let place = proof.spots.of(&cycle.place, key);
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
