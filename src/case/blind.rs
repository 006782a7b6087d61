//! What an open ballot keeps from those who must not know yet how it stands: dates that hang on it, entries, refusals.
//!
//! Does not decide who may see a ballot: that is [`super::panels::sight`].

use std::collections::BTreeSet;

use super::event::{Actor, Entry};
use super::panels::{Sight, sight};
use super::plan::{Plan, Timer};
use super::state::Case;
use super::timers::fires_at;
use crate::clock::Instant;
use crate::workflow::definition::Trigger;
use crate::workflow::{Definition, State, Transition};

/// The panels of whose ballots the actor may see nothing.
fn hidden<'a>(definition: &'a Definition, case: &Case, actor: &Actor) -> BTreeSet<&'a str> {
    let panels = definition.kind(&case.kind).map_or(&[][..], |kind| &kind.panels);
    panels
        .iter()
        .filter(|panel| sight(definition, case, panel, actor) == Sight::Nothing)
        .map(|panel| panel.name.as_str())
        .collect()
}

/// The first hidden panel on which a transition hangs, or another of the same event that the actor might ask for.
pub(super) fn depends<'a>(
    (definition, case, actor): (&'a Definition, &Case, &Actor),
    (state, event): (&State, &str),
    asks: impl Fn(&Transition) -> bool,
) -> Option<&'a str> {
    let hidden = hidden(definition, case, actor);
    if hidden.is_empty() {
        return None;
    }
    let alternatives = state.transitions.iter().filter(|one| one.event == event && asks(one));
    let mut guards = alternatives.filter_map(|one| one.when.as_ref());
    guards.find_map(|guard| hidden.iter().find(|name| guard.names().asks_panel(name)).copied())
}

/// What the engine will do by itself in a way that hangs on a hidden ballot: when, but not which way it goes.
pub fn ends(definition: &Definition, case: &Case, actor: &Actor) -> Vec<Timer> {
    let hidden = hidden(definition, case, actor);
    let state = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state));
    let Some(state) = state.filter(|_| !hidden.is_empty()) else {
        return Vec::new();
    };
    let hangs = |one: &&Transition| {
        let guard = one.when.as_ref();
        guard.is_some_and(|guard| hidden.iter().any(|name| guard.names().asks_panel(name)))
    };
    let events: BTreeSet<&str> = state
        .transitions
        .iter()
        .filter(hangs)
        .map(|one| one.event.as_str())
        .collect();
    let automatic = state
        .transitions
        .iter()
        .filter(|one| events.contains(one.event.as_str()));
    let mut found: Vec<Timer> = automatic
        .filter_map(|one| match &one.trigger {
            Trigger::At(timing) => Some(Timer {
                due_at: fires_at(definition, case, timing)?,
                event: one.event.clone(),
            }),
            _ => None,
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// From when on nothing can be told to the actor of what will happen without telling how a hidden ballot stands.
pub fn hidden_from(definition: &Definition, case: &Case, actor: &Actor) -> Option<Instant> {
    ends(definition, case, actor)
        .into_iter()
        .map(|timer| timer.due_at)
        .min()
}

/// The plan as the actor may know it.
pub fn seen(definition: &Definition, case: &Case, (actor, mut plan): (&Actor, Plan)) -> Plan {
    let ends = ends(definition, case, actor);
    plan.timers
        .retain(|timer| ends.iter().all(|end| end.event != timer.event));
    plan.timers.extend(ends);
    plan.timers.sort();
    plan
}

/// Whether the actor may see an entry: somebody's ballot is shown to themselves, and to those who see all ballots.
pub fn shows(definition: &Definition, case: &Case, (actor, entry): (&Actor, &Entry)) -> bool {
    let Some(name) = entry.ballot() else { return true };
    let own = matches!(actor, Actor::Person { id, .. } if entry.actor == Some(*id));
    let kind = definition.kind(&case.kind);
    // A name may have stood for several panels: whoever may not see all of each sees nothing.
    let panels = case.panels_called(name);
    let mut panels = panels.filter_map(|name| kind?.panel(name)).peekable();
    let all = panels.peek().is_some() && panels.all(|panel| sight(definition, case, panel, actor) == Sight::Ballots);
    own || all || *actor == Actor::Engine
}
