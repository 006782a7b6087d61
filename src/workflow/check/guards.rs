//! What conditions speak of must be there: marks somebody sets, seats that sign, fields, standings.

use std::collections::BTreeSet;

use super::{Proof, strs};
use crate::workflow::definition::{Kind, Trigger};
use crate::workflow::guard::Guard;

pub fn check(proof: &mut Proof<'_>) {
    for kind in &proof.definition.kinds {
        let transitions = kind
            .states
            .iter()
            .flat_map(|state| &state.transitions)
            .filter_map(|one| one.when.as_ref());
        let duties = kind
            .states
            .iter()
            .flat_map(|state| &state.duties)
            .filter_map(|duty| duty.when.as_ref());
        let cycles = kind
            .states
            .iter()
            .flat_map(|state| &state.cycles)
            .filter_map(|cycle| cycle.when.as_ref());
        for guard in transitions.chain(duties).chain(cycles) {
            check_guard(proof, kind, guard);
        }
        super::panel_guards::check(proof, kind);
        marks(proof, kind);
    }
}

/// Marks some transition of the kind sets.
pub fn marks_set(kind: &Kind) -> BTreeSet<&str> {
    let transitions = kind.states.iter().flat_map(|state| &state.transitions);
    transitions
        .flat_map(|transition| &transition.marks)
        .map(String::as_str)
        .collect()
}

fn check_guard(proof: &mut Proof<'_>, kind: &Kind, guard: &Guard) {
    let names = guard.names();
    let place = || guard.place.clone();
    let set = marks_set(kind);
    for mark in names.marks.iter().filter(|mark| !set.contains(mark.as_str())) {
        let known: Vec<&str> = set.iter().copied().collect();
        proof.unknown(place(), ("unknown-mark", "mark"), mark, &known);
    }
    let seats = signing_seats(proof, kind);
    for seat in names.seats.iter().filter(|seat| !seats.contains(seat.as_str())) {
        let known: Vec<&str> = seats.iter().copied().collect();
        proof.unknown(place(), ("unknown-signature", "signing seat"), seat, &known);
    }
    let children: Vec<&str> = kind
        .states
        .iter()
        .flat_map(|state| &state.cycles)
        .map(|cycle| cycle.opens.as_str())
        .chain(super::parties::opened_by(kind))
        .collect();
    for child in names
        .children
        .iter()
        .filter(|child| !children.contains(&child.as_str()))
    {
        proof.unknown(place(), ("unknown-child", "kind of child"), child, &children);
    }
    super::parties::counted(proof, guard, &children);
    if names.call && !kind.in_call {
        let message = format!(
            "`{}` asks whether a call is open, and `{}` has none",
            guard.text, kind.name
        );
        proof.error(
            place(),
            "no-call",
            message,
            format!("add `in_call = true` to `[{}]`, or take `call.open` out", kind.name),
        );
    }
    fields(proof, kind, guard);
}

fn signing_seats<'a>(proof: &Proof<'a>, kind: &'a Kind) -> BTreeSet<&'a str> {
    let transitions = kind
        .states
        .iter()
        .flat_map(|state| &state.transitions)
        .filter(|one| one.signs);
    let mut seats = BTreeSet::new();
    for transition in transitions {
        let Trigger::By(addresses) = &transition.trigger else {
            continue;
        };
        for address in addresses {
            match &address.seat {
                Some(seat) => drop(seats.insert(seat.as_str())),
                None => {
                    let role = proof.definition.role(&address.role);
                    let own = role.into_iter().flat_map(|role| &role.seats);
                    seats.extend(own.map(|seat| seat.name.as_str()));
                    seats.extend(role.filter(|role| role.seats.is_empty()).map(|role| role.name.as_str()));
                }
            }
        }
    }
    seats
}

fn fields(proof: &mut Proof<'_>, kind: &Kind, guard: &Guard) {
    let definition = proof.definition;
    let own = kind.form.as_ref().and_then(|form| definition.forms.get(form));
    for field in &guard.names().answers {
        if own.is_none_or(|form| form.field(field).is_none()) {
            let known: Vec<&str> = own
                .into_iter()
                .flat_map(|form| form.fields())
                .map(|field| field.name.as_str())
                .collect();
            proof.unknown(guard.place.clone(), ("unknown-field", "field"), field, &known);
        }
    }
    for (name, field) in &guard.names().forms {
        let Some(form) = definition.forms.get(name) else {
            let known = strs(definition.forms.keys());
            proof.unknown(guard.place.clone(), ("unknown-form", "form"), name, &known);
            continue;
        };
        if form.field(field).is_none() {
            let known: Vec<&str> = form.fields().map(|field| field.name.as_str()).collect();
            proof.unknown(guard.place.clone(), ("unknown-field", "field"), field, &known);
        }
    }
}

/// Marks that are cleared or set for nothing.
fn marks(proof: &mut Proof<'_>, kind: &Kind) {
    let set = marks_set(kind);
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for state in &kind.states {
        let guards = state.transitions.iter().filter_map(|one| one.when.as_ref());
        let guards = guards.chain(state.duties.iter().filter_map(|duty| duty.when.as_ref()));
        used.extend(guards.flat_map(|guard| &guard.names().marks).map(String::as_str));
        used.extend(super::timings::marks(state));
    }
    for transition in kind.states.iter().flat_map(|state| &state.transitions) {
        for (index, mark) in transition
            .clears
            .iter()
            .enumerate()
            .filter(|(_, mark)| !set.contains(mark.as_str()))
        {
            let place = super::names::indexed(proof, &transition.place, "clears", index);
            let known: Vec<&str> = set.iter().copied().collect();
            proof.unknown(place, ("unknown-mark", "mark"), mark, &known);
        }
        for (index, mark) in transition
            .marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| !used.contains(mark.as_str()))
        {
            if proof.grammar_is_good {
                let place = super::names::indexed(proof, &transition.place, "marks", index);
                let message = format!("nothing asks for the mark `{mark}`");
                proof.warning(
                    place,
                    "unused-mark",
                    message,
                    format!("ask for it: `when = \"marked('{mark}')\"`, or take it out"),
                );
            }
        }
    }
}
