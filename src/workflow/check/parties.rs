//! Peers, organisations, windows of time and children: what they name is there, and each of them can come about.

use super::Proof;
use super::names::{check_address, indexed};
use super::timings::check_timing;
use crate::clock::Instant;
use crate::workflow::definition::{Definition, Kind, Role, State, Transition, Trigger};
use crate::workflow::guard::Guard;
use crate::workflow::timing::Timing;

/// What the house itself tells cases about their organisation.
const OWN: [&str; 3] = ["merged", "split", "renamed"];

pub fn check(proof: &mut Proof<'_>) {
    for role in &proof.definition.roles {
        peers(proof, role);
    }
    organisations(proof);
    for (kind, state, transition) in proof.transitions().collect::<Vec<_>>() {
        window(proof, kind, transition);
        opens(proof, (kind, state), transition);
    }
}

/// Everything a case can hear about its organisation.
pub fn organisation_events(proof: &Proof<'_>) -> Vec<String> {
    let named = proof
        .definition
        .organisation_events
        .iter()
        .map(|event| event.name.as_str());
    OWN.into_iter()
        .chain(named)
        .map(|name| format!("organisation.{name}"))
        .collect()
}

/// Kinds that transitions of this kind open.
pub fn opened_by(kind: &Kind) -> impl Iterator<Item = &str> {
    let transitions = kind.states.iter().flat_map(|state| &state.transitions);
    transitions
        .filter_map(|one| one.opens.as_ref())
        .map(|opens| opens.kind.as_str())
}

/// Roles that matter through an organisation's events or through their peers.
pub fn roles_used(definition: &Definition) -> impl Iterator<Item = &str> {
    let by = definition.organisation_events.iter().flat_map(|event| &event.by);
    let peers = definition.roles.iter().filter_map(|role| role.peers_of.as_deref());
    by.map(|address| address.role.as_str()).chain(peers)
}

/// Kinds and states that `children('kind', 'state')` asks for.
pub fn counted(proof: &mut Proof<'_>, guard: &Guard, children: &[&str]) {
    for (name, state) in &guard.names().counted {
        let definition = proof.definition;
        let Some(kind) = definition.kind(name).filter(|_| children.contains(&name.as_str())) else {
            proof.unknown(guard.place.clone(), ("unknown-child", "kind of child"), name, children);
            continue;
        };
        if kind.state(state).is_none() {
            let known: Vec<&str> = kind.states.iter().map(|state| state.name.as_str()).collect();
            proof.unknown(guard.place.clone(), ("unknown-state", "state"), state, &known);
        }
    }
}

fn peers(proof: &mut Proof<'_>, role: &Role) {
    let Some(of) = &role.peers_of else { return };
    let definition = proof.definition;
    let place = proof.spots.of(&role.place, "peers_of");
    let seated = |role: &&Role| !role.seats.is_empty();
    let known: Vec<&str> = definition
        .roles
        .iter()
        .filter(seated)
        .map(|role| role.name.as_str())
        .collect();
    match definition.role(of) {
        None => return proof.unknown(place, ("unknown-role", "role"), of, &known),
        Some(base) if base.seats.is_empty() => {
            let message = format!("`{of}` has no seats, so that nobody is a peer in them");
            let hint = format!("name a role with seats: `{}`", known.join("`, `"));
            return proof.error(place, "bad-peers", message, hint);
        }
        Some(_) => {}
    }
    if !role.seats.is_empty() || role.runs {
        let message = format!(
            "`{}` is held by peers, and cannot have seats of its own or run the programme",
            role.name
        );
        proof.error(
            place,
            "bad-peers",
            message,
            "take `seats` and `runs` out, or `peers_of`",
        );
        return;
    }
    let member = |(_, state): (&Kind, &State)| state.listed && !state.is_final;
    if !proof.states().any(member) && proof.grammar_is_good {
        let message = format!(
            "no state makes an organisation a member, so that nobody is ever a `{}`",
            role.name
        );
        let hint = "say which state lists its organisation: `listed = true`";
        proof.warning(place, "never-peers", message, hint);
    }
}

fn organisations(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    for event in &definition.organisation_events {
        if OWN.contains(&event.name.as_str()) {
            let message = format!("`organisation.{}` is what the house itself tells", event.name);
            let hint = "take it out, or give it another name; `upon` knows it without";
            proof.error(event.place.clone(), "said-twice", message, hint);
        }
        for (index, address) in event.by.iter().enumerate() {
            let place = indexed(proof, &event.place, "by", index);
            check_address(proof, place, address);
        }
        if event.by.is_empty() && proof.grammar_is_good {
            let place = proof.spots.of(&event.place, "by");
            let message = format!("nobody may record `{}`", event.name);
            proof.error(place, "nobody-may", message, "name a role: `by = \"secretary\"`");
        }
        let news = format!("organisation.{}", event.name);
        let waits = |one: &Transition| matches!(&one.trigger, Trigger::Upon(event) if *event == news);
        if !proof.transitions().any(|(_, _, one)| waits(one)) && proof.grammar_is_good {
            let message = format!("no case waits for `{news}`");
            let hint = format!("let an event have `upon = \"{news}\"`, or take it out");
            proof.warning(event.place.clone(), "unheard", message, hint);
        }
    }
}

/// The time in which something may be done: it counts from something the case knows, and there is such a time.
fn window(proof: &mut Proof<'_>, kind: &Kind, transition: &Transition) {
    for (key, timing) in [("from", &transition.from), ("until", &transition.until)] {
        let Some(timing) = timing else { continue };
        let place = proof.spots.of(&transition.place, key);
        if matches!(transition.trigger, Trigger::At(_)) {
            let message = format!(
                "`{}` happens at a time of its own, so that `{key}` says nothing",
                transition.event
            );
            proof.error(place, "bad-window", message, format!("take `{key}` out"));
        } else {
            check_timing(proof, kind, timing, place);
        }
    }
    let (Some(from), Some(until)) = (&transition.from, &transition.until) else {
        return;
    };
    let zone = &proof.definition.zone;
    let some_day = Instant::from_civil(jiff::civil::date(2027, 1, 1).at(0, 0, 0, 0), zone);
    let at = |timing: &Timing| timing.shifted(some_day, zone, &proof.definition.workdays);
    if from.base == until.base && at(from) >= at(until) {
        let place = proof.spots.of(&transition.place, "until");
        let message = format!(
            "`{}` could be done from `{from}` until `{until}`, which is never",
            transition.event
        );
        proof.error(place, "bad-window", message, "let `until` come after `from`");
    }
}

fn opens(proof: &mut Proof<'_>, (kind, _): (&Kind, &State), transition: &Transition) {
    let Some(opens) = &transition.opens else { return };
    let definition = proof.definition;
    match definition.kind(&opens.kind) {
        None => {
            let known: Vec<&str> = definition.kinds.iter().map(|kind| kind.name.as_str()).collect();
            proof.unknown(
                opens.place.clone(),
                ("unknown-kind", "kind of case"),
                &opens.kind,
                &known,
            );
        }
        Some(child) if child.in_call => {
            let message = format!("a `{}` belongs to a call and cannot be opened by an event", child.name);
            let hint = format!("take `in_call` out of `[{}]`", child.name);
            proof.error(opens.place.clone(), "bad-child", message, hint);
        }
        Some(child) if child.name == kind.name && !matches!(transition.trigger, Trigger::By(_)) => {
            let message = format!(
                "a `{}` that opens a `{}` by itself opens for ever more",
                kind.name, kind.name
            );
            proof.error(
                opens.place.clone(),
                "endless-loop",
                message,
                "open another kind of case",
            );
        }
        Some(child) if child.owner != kind.owner => {
            let message = format!(
                "a `{}` belongs to the organisation of its `{}`, whose role is `{}` and not `{}`",
                child.name, kind.name, kind.owner, child.owner
            );
            let hint = format!("write `owner = \"{}\"` in `[{}]`", kind.owner, child.name);
            proof.error(opens.place.clone(), "bad-child", message, hint);
        }
        Some(_) => {}
    }
    if let Some(due) = &opens.due {
        check_timing(proof, kind, due, opens.place.clone());
    }
}
