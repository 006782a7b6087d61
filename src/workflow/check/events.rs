//! Events that follow from other events: they must exist, and must not go round in circles.

use std::collections::{BTreeMap, BTreeSet};

use super::Proof;
use crate::workflow::definition::{Transition, Trigger};

/// What the secretary tells cases: their call, or their own due date, has been moved.
const OUTSIDE: [&str; 3] = ["call.moved", "due.moved", "duty.moved"];
/// What every kind tells without a transition of that name: a case of it has been opened.
const OPENED: &str = "open";

pub fn check(proof: &mut Proof<'_>) {
    let mut known: BTreeSet<String> = OUTSIDE.map(str::to_owned).into();
    for (kind, _, transition) in proof.transitions() {
        known.insert(format!("{}.{}", kind.name, transition.event));
    }
    known.extend(
        proof
            .definition
            .kinds
            .iter()
            .map(|kind| format!("{}.{OPENED}", kind.name)),
    );
    known.extend(super::parties::organisation_events(proof));
    let upon = proof
        .transitions()
        .filter_map(|(_, _, transition)| match &transition.trigger {
            Trigger::Upon(event) => Some((transition, event)),
            _ => None,
        });
    let unknown = upon.filter(|(_, event)| !known.contains(event.as_str()));
    for (transition, event) in unknown.collect::<Vec<_>>() {
        let place = proof.spots.of(&transition.place, "upon");
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        proof.unknown(place, ("unknown-event", "event"), event, &names);
    }
    circles(proof);
    standing_still(proof);
}

/// An event that, through others, sets itself off.
fn circles(proof: &mut Proof<'_>) {
    let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (kind, _, transition) in proof.transitions() {
        if let Trigger::Upon(event) = &transition.trigger {
            next.entry(event.clone())
                .or_default()
                .insert(format!("{}.{}", kind.name, transition.event));
        }
    }
    for (kind, _, transition) in proof.transitions().collect::<Vec<_>>() {
        let name = format!("{}.{}", kind.name, transition.event);
        if matches!(transition.trigger, Trigger::Upon(_)) && leads_to(&next, &name, &name) {
            let place = proof.spots.of(&transition.place, "upon");
            let message = format!("`{name}` sets itself off, with no person and no time between");
            proof.error(
                place,
                "endless-loop",
                message,
                "let one of the events be done by a person or at a time",
            );
        }
    }
}

/// Whether a way of one step or more leads from one name to another.
fn leads_to<T: Ord>(next: &BTreeMap<T, BTreeSet<T>>, from: &T, to: &T) -> bool {
    let mut seen: BTreeSet<&T> = BTreeSet::new();
    let mut open: Vec<&T> = vec![from];
    while let Some(name) = open.pop() {
        for follower in next.get(name).into_iter().flatten() {
            if follower == to {
                return true;
            }
            if seen.insert(follower) {
                open.push(follower);
            }
        }
    }
    false
}

/// A timer that stays in its state must make sure that it does not come again.
fn standing_still(proof: &mut Proof<'_>) {
    let stays = proof.transitions().filter(|(_, state, transition)| {
        matches!(transition.trigger, Trigger::At(_)) && transition.to.as_ref().is_none_or(|to| *to == state.name)
    });
    for (_, _, transition) in stays
        .filter(|(_, _, transition)| !stops_itself(transition))
        .collect::<Vec<_>>()
    {
        let message = format!(
            "`{}` stays in its state, and nothing keeps it from coming again at once",
            transition.event
        );
        let hint = "set a mark and ask for it: `marks = [\"overdue\"], when = \"!marked('overdue')\"`";
        proof.error(transition.place.clone(), "endless-loop", message, hint);
    }
}

fn stops_itself(transition: &Transition) -> bool {
    transition.when.as_ref().is_some_and(|guard| {
        let asked = &guard.names().marks;
        let standing = transition.standing.is_some() && guard.names().standing;
        standing
            || transition
                .marks
                .iter()
                .chain(&transition.clears)
                .any(|mark| asked.contains(mark))
    })
}
