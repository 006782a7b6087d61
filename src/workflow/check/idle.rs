//! What is said in the files and does nothing, and what is asked for that nobody can give.

use std::collections::BTreeSet;

use super::flow::Flow;
use super::names::indexed;
use super::{Proof, strs};
use crate::workflow::definition::{Kind, QuotaUse, State, Trigger};
use crate::workflow::guard::Guard;
use crate::workflow::reader::nearest;

pub fn check(proof: &mut Proof<'_>, flow: Option<&Flow<'_>>) {
    quota(proof);
    for kind in &proof.definition.kinds {
        recorded(proof, kind);
        purposes(proof, kind);
        for state in &kind.states {
            at_the_end(proof, kind, state);
        }
    }
    nobody_sits(proof);
    if let Some(flow) = flow {
        unfilled(proof, flow);
    }
}

/// A quota under which no event takes a place.
fn quota(proof: &mut Proof<'_>) {
    let Some(call) = proof.definition.call.as_ref().filter(|call| call.quota.is_some()) else {
        return;
    };
    let takes = proof.transitions().any(|(_, _, one)| {
        let asks = one.when.as_ref().is_some_and(|guard| guard.names().quota);
        asks || one.place_in_quota == QuotaUse::Takes
    });
    if !takes {
        let place = proof.spots.of(&call.place, "quota");
        let message = "no event takes a place under the `quota`".to_owned();
        let hint = "add `takes = \"place\"` to the event that gives a place, or take `quota` out";
        proof.warning(place, "unused-quota", message, hint);
    }
}

/// A form that is written and never recorded.
fn recorded(proof: &mut Proof<'_>, kind: &Kind) {
    let complete = kind
        .states
        .iter()
        .flat_map(|state| &state.transitions)
        .any(|one| one.complete);
    let edited = kind.states.iter().find(|state| state.edits.is_some());
    if let (Some(form), Some(state), false) = (&kind.form, edited, complete) {
        let place = proof.spots.of(&state.place, "edits");
        let message = format!("what is written in the form `{form}` is never recorded");
        let hint = "add `complete = true` to the event that submits it";
        proof.warning(place, "never-recorded", message, hint);
    }
}

/// A purpose a condition asks for that looks like a misspelt one.
fn purposes(proof: &mut Proof<'_>, kind: &Kind) {
    let transitions = || kind.states.iter().flat_map(|state| &state.transitions);
    let mut known: BTreeSet<&str> = transitions().filter_map(|one| one.attach.as_deref()).collect();
    known.insert("signed-form");
    let duties = kind
        .states
        .iter()
        .flat_map(|state| &state.duties)
        .filter_map(|duty| duty.when.as_ref());
    for guard in transitions().filter_map(|one| one.when.as_ref()).chain(duties) {
        for asked in guard
            .names()
            .attachments
            .iter()
            .filter(|asked| !known.contains(asked.as_str()))
        {
            if let Some(near) = nearest(asked, known.iter().copied()) {
                let message = format!("no event asks for a file with the purpose `{asked}`");
                proof.warning(
                    guard.place.clone(),
                    "unknown-purpose",
                    message,
                    format!("did you mean `{near}`?"),
                );
            }
        }
    }
}

fn at_the_end(proof: &mut Proof<'_>, kind: &Kind, state: &State) {
    if state.is_final && state.edits.is_some() {
        let place = proof.spots.of(&state.place, "edits");
        let message = format!(
            "the form is written in the final state `{}`, where nothing follows from it",
            state.name
        );
        proof.error(place, "final-goes-on", message, "take `edits` or `final = true` out");
    }
    if state.again && !kind.in_call {
        let place = proof.spots.of(&state.place, "again");
        let message = format!("`again` speaks of calls, and a `{}` belongs to none", kind.name);
        proof.warning(place, "idle-again", message, "take `again` out");
    }
}

/// Seats of an organisation that owns nothing: nobody ever sits in them where they are asked for.
fn nobody_sits(proof: &mut Proof<'_>) {
    let owners: Vec<&str> = proof.definition.kinds.iter().map(|kind| kind.owner.as_str()).collect();
    let vacant: BTreeSet<&str> = proof
        .definition
        .roles
        .iter()
        .filter(|role| !role.seats.is_empty() && !owners.contains(&role.name.as_str()))
        .map(|role| role.name.as_str())
        .collect();
    for (kind, _, transition) in proof.transitions().collect::<Vec<_>>() {
        let Trigger::By(addresses) = &transition.trigger else {
            continue;
        };
        if addresses.iter().any(|address| !vacant.contains(address.role.as_str())) {
            continue;
        }
        if let Some(address) = addresses.first() {
            let place = indexed(proof, &transition.place, "by", 0);
            let message = format!(
                "nobody holds `{address}`: its seats are an organisation's that owns no `{}`",
                kind.name
            );
            let hint = format!("make it a seat of `{}`, or take its `seats` out", kind.owner);
            proof.warning(place, "nobody-holds", message, hint);
        }
    }
}

/// Conditions on a form that nobody has filled by then.
fn unfilled(proof: &mut Proof<'_>, flow: &Flow<'_>) {
    for ways in flow.kinds.values() {
        for (index, state) in ways.kind.states.iter().enumerate() {
            if ways.stands(state).next().is_none() {
                continue;
            }
            let transitions = state.transitions.iter().filter_map(|one| one.when.as_ref());
            let duties = state.duties.iter().filter_map(|duty| duty.when.as_ref());
            for guard in transitions.chain(duties) {
                let forms: BTreeSet<&String> = guard.names().forms.iter().map(|(form, _)| form).collect();
                for form in forms.into_iter().filter(|form| !ways.may_be_filled(index, form)) {
                    never_filled(proof, guard, (form, &state.name));
                }
            }
        }
    }
}

fn never_filled(proof: &mut Proof<'_>, guard: &Guard, (form, state): (&str, &str)) {
    let known = strs(proof.definition.forms.keys());
    let message = format!("nobody has filled the form `{form}` by the time a case stands in `{state}`");
    let hint = if known.contains(&form) {
        format!("let an event before it have `form = \"{form}\"`")
    } else {
        "name another form".to_owned()
    };
    proof.warning(guard.place.clone(), "never-filled", message, hint);
}
