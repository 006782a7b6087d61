//! Names that must be somebody's: roles, seats, states, forms, duties; and people who may act.

use super::{Proof, strs};
use crate::workflow::definition::{Address, Kind, QuotaUse, Reason, Transition, Trigger};
use crate::workflow::finding::Place;

pub fn check(proof: &mut Proof<'_>) {
    for kind in &proof.definition.kinds {
        check_kind(proof, kind);
    }
    let all: Vec<_> = proof.transitions().collect();
    for (kind, _, transition) in all {
        check_transition(proof, kind, transition);
    }
    let all: Vec<_> = proof.duties().collect();
    for (_, _, duty) in all {
        let place = proof.spots.of(&duty.place, "of");
        check_address(proof, place, &duty.of);
    }
    unused_roles(proof);
}

fn check_kind(proof: &mut Proof<'_>, kind: &Kind) {
    let place = proof.spots.of(&kind.place, "owner");
    let owner = Address {
        role: kind.owner.clone(),
        seat: None,
    };
    if !kind.owner.is_empty() && check_address(proof, place.clone(), &owner) {
        let seats = proof.definition.role(&kind.owner).map_or(0, |role| role.seats.len());
        if seats == 0 {
            let message = format!(
                "the owner `{}` has no seats, so that nobody can be written to",
                kind.owner
            );
            proof.error(
                place,
                "role-without-seats",
                message,
                format!("add `seats.contact` to `[role.{}]`", kind.owner),
            );
        }
    }
    for (index, address) in kind.open_by.iter().enumerate() {
        let place = indexed(proof, &kind.place, "open_by", index);
        check_address(proof, place, address);
    }
    if kind.open_by.is_empty() && !proof.is_child(kind) && proof.grammar_is_good {
        let message = format!("nobody opens a `{}`, and no cycle does", kind.name);
        let hint = format!("add `open_by = \"{}\"` to `[{}]`", kind.owner, kind.name);
        proof.warning(kind.place.clone(), "never-opened", message, hint);
    }
    if let Some(form) = &kind.form {
        check_form(proof, proof.spots.of(&kind.place, "form"), form);
    }
    if let Some(import) = kind
        .import
        .as_ref()
        .filter(|import| kind.state(&import.state).is_none())
    {
        let place = proof.spots.of(&kind.place, "import");
        proof.unknown(place, ("unknown-state", "state"), &import.state, &states(kind));
    }
    for state in &kind.states {
        if let Some(edits) = &state.edits {
            let place = proof.spots.of(&state.place, "edits");
            if check_address(proof, place.clone(), edits) && kind.form.is_none() {
                let message = format!("`{}` edits a form that `{}` does not have", edits, kind.name);
                proof.error(
                    place,
                    "no-form",
                    message,
                    format!("add `form = \"…\"` to `[{}]` or take `edits` out", kind.name),
                );
            }
        }
    }
}

fn states(kind: &Kind) -> Vec<&str> {
    kind.states.iter().map(|state| state.name.as_str()).collect()
}

/// Reports an address nobody has; says whether it is good.
pub fn check_address(proof: &mut Proof<'_>, place: Place, address: &Address) -> bool {
    let definition = proof.definition;
    let Some(role) = definition.role(&address.role) else {
        let roles: Vec<&str> = definition.roles.iter().map(|role| role.name.as_str()).collect();
        proof.unknown(place, ("unknown-role", "role"), &address.role, &roles);
        return false;
    };
    let Some(seat) = &address.seat else { return true };
    if role.seats.iter().any(|known| known.name == *seat) {
        return true;
    }
    let seats: Vec<&str> = role.seats.iter().map(|seat| seat.name.as_str()).collect();
    proof.unknown(place, ("unknown-seat", "seat"), seat, &seats);
    false
}

fn check_form(proof: &mut Proof<'_>, place: Place, form: &str) {
    if !proof.definition.forms.contains_key(form) {
        let known = strs(proof.definition.forms.keys());
        proof.unknown(place, ("unknown-form", "form"), form, &known);
    }
}

fn check_transition(proof: &mut Proof<'_>, kind: &Kind, transition: &Transition) {
    let spot = |key: &str| proof.spots.of(&transition.place, key);
    if let Some(to) = transition.to.as_ref().filter(|to| kind.state(to).is_none()) {
        proof.unknown(spot("to"), ("unknown-state", "state"), to, &states(kind));
    }
    if let Some(form) = transition.form.as_ref().filter(|_| transition.casts.is_none()) {
        check_form(proof, proof.spots.of(&transition.place, "form"), form);
    }
    for (index, duty) in transition.stops.iter().enumerate() {
        let known: Vec<&str> = kind
            .states
            .iter()
            .flat_map(|state| &state.duties)
            .map(|duty| duty.name.as_str())
            .collect();
        if !known.contains(&duty.as_str()) {
            let place = indexed(proof, &transition.place, "stops", index);
            proof.unknown(place, ("unknown-duty", "duty"), duty, &known);
        }
    }
    match &transition.trigger {
        Trigger::By(addresses) => by_people(proof, kind, transition, addresses),
        Trigger::At(_) | Trigger::Upon(_) => by_engine(proof, transition),
    }
    if transition.complete && kind.form.is_none() {
        let message = format!(
            "`{}` asks for a complete form that `{}` does not have",
            transition.event, kind.name
        );
        proof.error(
            proof.spots.of(&transition.place, "complete"),
            "no-form",
            message,
            "take `complete` out or give the kind a form",
        );
    }
    if transition.place_in_quota != QuotaUse::Untouched && !kind.in_call {
        let message = format!(
            "`{}` counts places under a call's quota, and `{}` has no call",
            transition.event, kind.name
        );
        proof.error(
            transition.place.clone(),
            "no-call",
            message,
            format!("add `in_call = true` to `[{}]`", kind.name),
        );
    }
}

/// Whether another alternative of the same event takes over when this one's guard does not hold, or an earlier one says
/// why not: a person reads what the first of them says.
fn falls_through(kind: &Kind, transition: &Transition) -> bool {
    let here = kind
        .states
        .iter()
        .find(|state| state.transitions.iter().any(|other| other.place == transition.place));
    here.is_some_and(|state| {
        state
            .transitions
            .iter()
            .filter(|other| other.event == transition.event)
            .any(|other| other.when.is_none() || (other.place < transition.place && !other.refusal.is_empty()))
    })
}

fn by_people(proof: &mut Proof<'_>, kind: &Kind, transition: &Transition, addresses: &[Address]) {
    if addresses.is_empty() {
        let place = proof.spots.of(&transition.place, "by");
        let message = format!("nobody may do `{}`", transition.event);
        proof.error(place, "nobody-may", message, "name a role: `by = \"commission\"`");
    }
    for (index, address) in addresses.iter().enumerate() {
        let place = indexed(proof, &transition.place, "by", index);
        check_address(proof, place, address);
    }
    if transition.when.is_some() && transition.refusal.is_empty() && !falls_through(kind, transition) {
        let place = proof.spots.of(&transition.place, "when");
        let message = format!("`{}` can be refused without a word", transition.event);
        proof.warning(
            place,
            "silent-refusal",
            message,
            "say what a person reads then: `refusal.en = \"…\"`",
        );
    }
    let signs = |address: &Address| {
        let role = proof.definition.role(&address.role);
        address.role == kind.owner || role.is_none_or(|role| role.seats.is_empty())
    };
    if transition.signs && !addresses.iter().any(signs) {
        let message = format!(
            "`{}` is a signature, but neither of the owner `{}` nor of a body of the house",
            transition.event, kind.owner
        );
        proof.error(
            transition.place.clone(),
            "bad-signature",
            message,
            "let a seat of the owner sign, or a role without seats",
        );
    }
}

/// What asks something of a person cannot stand where the engine acts.
fn by_engine(proof: &mut Proof<'_>, transition: &Transition) {
    let asked = [
        ("reason", transition.reason != Reason::None),
        ("attach", transition.attach.is_some()),
        ("form", transition.form.is_some() && transition.casts.is_none()),
        ("signs", transition.signs),
        ("complete", transition.complete),
        ("refusal", !transition.refusal.is_empty()),
    ];
    for (key, _) in asked.into_iter().filter(|(_, asked)| *asked) {
        let place = proof.spots.of(&transition.place, key);
        let message = format!(
            "`{}` happens by itself, so that nobody can be asked for its `{key}`",
            transition.event
        );
        proof.error(
            place,
            "nobody-asked",
            message,
            format!("take `{key}` out, or say who does it: `by = \"…\"`"),
        );
    }
}

/// The place of the item of a list, or of the one value that stands alone.
pub fn indexed(proof: &Proof<'_>, owner: &Place, key: &str, index: usize) -> Place {
    let whole = proof.spots.of(owner, key);
    let item = proof.spots.of(owner, &format!("{key}[{index}]"));
    if item == *owner { whole } else { item }
}

fn unused_roles(proof: &mut Proof<'_>) {
    let mut used: Vec<&str> = proof.definition.kinds.iter().map(|kind| kind.owner.as_str()).collect();
    for (_, _, transition) in proof.transitions() {
        if let Trigger::By(addresses) = &transition.trigger {
            used.extend(addresses.iter().map(|address| address.role.as_str()));
        }
        used.extend(transition.tell.iter().map(|(address, _)| address.role.as_str()));
    }
    let panels = proof.definition.kinds.iter().flat_map(|kind| &kind.panels);
    used.extend(panels.flat_map(|panel| panel.chair().into_iter().chain([panel.of.role.as_str()])));
    used.extend(super::parties::roles_used(proof.definition));
    for (_, _, duty) in proof.duties() {
        used.push(&duty.of.role);
        used.extend(
            duty.reminders
                .iter()
                .flat_map(|reminder| &reminder.to)
                .map(|address| address.role.as_str()),
        );
    }
    let unused = proof
        .definition
        .roles
        .iter()
        .filter(|role| !used.contains(&role.name.as_str()));
    for role in unused.filter(|_| proof.grammar_is_good).collect::<Vec<_>>() {
        let message = format!("the role `{}` does nothing and is told nothing", role.name);
        proof.warning(
            role.place.clone(),
            "unused-role",
            message,
            "name it in a `by`, `of`, `to` or `tell`, or take it out",
        );
    }
}
