//! Points in time must count from something the case will know.

use super::guards::marks_set;
use super::{Proof, calendars, strs};
use crate::workflow::definition::{Anchor, Kind, State, Trigger};
use crate::workflow::finding::Place;
use crate::workflow::form::FieldKind;
use crate::workflow::timing::{Base, Timing};

pub fn check(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    for kind in &definition.kinds {
        for state in &kind.states {
            for duty in &state.duties {
                let place = proof.spots.of(&duty.place, "due");
                check_timing(proof, kind, &duty.due, place);
            }
            for transition in &state.transitions {
                if let Trigger::At(timing) = &transition.trigger {
                    let place = proof.spots.of(&transition.place, "at");
                    check_timing(proof, kind, timing, place);
                }
            }
            for cycle in &state.cycles {
                if let Some(timing) = &cycle.until {
                    let place = proof.spots.of(&cycle.place, "until");
                    check_timing(proof, kind, timing, place);
                }
            }
        }
        if let Some(import) = &kind.import {
            let place = proof.spots.of(&kind.place, "import");
            date_field(proof, place, &import.since);
        }
    }
}

/// Every point in time a state names.
pub fn of_state(state: &State) -> impl Iterator<Item = &Timing> {
    let due = state.duties.iter().map(|duty| &duty.due);
    let at = state
        .transitions
        .iter()
        .filter_map(|transition| match &transition.trigger {
            Trigger::At(timing) => Some(timing),
            _ => None,
        });
    let windows = state
        .transitions
        .iter()
        .flat_map(|one| {
            [
                one.from.as_ref(),
                one.until.as_ref(),
                one.opens.as_ref().and_then(|opens| opens.due.as_ref()),
            ]
        })
        .flatten();
    let until = state.cycles.iter().filter_map(|cycle| cycle.until.as_ref());
    due.chain(at).chain(windows).chain(until)
}

/// Marks that points in time and cycles of a state count from.
pub fn marks(state: &State) -> impl Iterator<Item = &str> {
    let timings = of_state(state).filter_map(|timing| match timing.root() {
        Base::Mark(mark) => Some(mark.as_str()),
        _ => None,
    });
    let anchors = state.cycles.iter().filter_map(|cycle| match &cycle.after {
        Anchor::Mark(mark) => Some(mark.as_str()),
        Anchor::Form(..) => None,
    });
    timings.chain(anchors)
}

/// Reports a point in time that counts from something the kind will never know.
pub fn check_timing(proof: &mut Proof<'_>, kind: &Kind, timing: &Timing, place: Place) {
    match &timing.base {
        Base::Entered | Base::Opened => {}
        Base::Due if proof.has_due(kind) => {}
        Base::Due => {
            let message = format!("`{timing}` counts from a due date that a `{}` never has", kind.name);
            proof.error(
                place,
                "no-due-date",
                message,
                "only a case that is opened with a due date has one of its own",
            );
        }
        Base::Call(_) if !kind.in_call => {
            let message = format!("`{timing}` counts from a call, and `{}` has none", kind.name);
            proof.error(
                place,
                "no-call",
                message,
                format!("add `in_call = true` to `[{}]`", kind.name),
            );
        }
        Base::Call(name) => call_date(proof, place, name),
        Base::Mark(mark) => {
            let set = marks_set(kind);
            if !set.contains(mark.as_str()) {
                let known: Vec<&str> = set.into_iter().collect();
                proof.unknown(place, ("unknown-mark", "mark"), mark, &known);
            }
        }
        Base::Form(form, field) => date_field(proof, place, &(form.clone(), field.clone())),
        Base::Next(next) => {
            calendars::among(proof, place.clone(), &next.among);
            check_timing(proof, kind, &next.after, place);
        }
    }
}

/// Reports a date no call has.
pub fn call_date(proof: &mut Proof<'_>, place: Place, name: &str) {
    let mut known = vec!["opens", "closes"];
    if let Some(call) = &proof.definition.call {
        known.extend(call.dates.iter().map(|(name, _)| name.as_str()));
    }
    if !known.contains(&name) {
        proof.unknown(place, ("unknown-date", "date of the call"), name, &known);
    }
}

/// Reports a form or field that is not there or is not a date.
pub fn date_field(proof: &mut Proof<'_>, place: Place, (form, field): &(String, String)) {
    let definition = proof.definition;
    let Some(found) = definition.forms.get(form) else {
        let known = strs(definition.forms.keys());
        return proof.unknown(place, ("unknown-form", "form"), form, &known);
    };
    let dates = found
        .fields()
        .filter(|field| matches!(field.kind, FieldKind::Date { .. }));
    let dates: Vec<&str> = dates.map(|field| field.name.as_str()).collect();
    match found.field(field) {
        Some(found) if matches!(found.kind, FieldKind::Date { .. }) => {}
        Some(_) => {
            let hint = format!("the dates of `{form}` are: `{}`", dates.join("`, `"));
            proof.error(place, "not-a-date", format!("`{form}.{field}` is not a date"), hint);
        }
        None => proof.unknown(place, ("unknown-field", "date field"), field, &dates),
    }
}
