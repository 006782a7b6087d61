//! What the ways through a kind show: states nobody reaches, events that never happen, cases that stand still for ever.

use std::collections::{BTreeMap, BTreeSet};

use super::Proof;
use super::flow::{Flow, Stand, Ways};
use crate::workflow::adjust::Shift;
use crate::workflow::definition::{State, Transition, Trigger};
use crate::workflow::guard::Guard;
use crate::workflow::guard::formula::Formula;
use crate::workflow::timing::{Base, Timing};

pub fn check(proof: &mut Proof<'_>, flow: &Flow<'_>) {
    for ways in flow.kinds.values() {
        for state in &ways.kind.states {
            if ways.stands(state).next().is_none() {
                unreachable(proof, ways, state);
                continue;
            }
            for (index, transition) in state.transitions.iter().enumerate() {
                if !ways.taken(state, index) {
                    never_happens(proof, flow, ways, (state, index, transition));
                }
            }
            never_owed(proof, ways, state);
        }
        stuck(proof, ways);
        circles(proof, ways);
    }
}

fn unreachable(proof: &mut Proof<'_>, ways: &Ways<'_>, state: &State) {
    let leads = |one: &&Transition| one.to.as_deref() == Some(&state.name);
    let from = ways.kind.states.iter().filter(|other| other.name != state.name);
    let hint = match from.flat_map(|other| &other.transitions).find(leads) {
        Some(transition) => format!("only `{}` leads there, and it never happens", transition.event),
        None => format!(
            "let an event lead there: `to = \"{}\"`, or take the state out",
            state.name
        ),
    };
    let message = format!("no way leads to the state `{}`", state.name);
    proof.warning(state.place.clone(), "unreachable", message, hint);
}

fn never_happens(proof: &mut Proof<'_>, flow: &Flow<'_>, ways: &Ways<'_>, at: (&State, usize, &Transition)) {
    let (state, _, transition) = at;
    let event = &transition.event;
    match &transition.trigger {
        Trigger::Upon(news) if waits_in_vain(proof, flow, news) => {
            let place = proof.spots.of(&transition.place, "upon");
            let message = format!("`{event}` waits for `{news}`, which never happens");
            let hint = "wait for another event, or take this one out";
            return proof.warning(place, "never-happens", message, hint);
        }
        Trigger::At(timing) if !ways.stands(state).any(|stand| ways.known(stand, timing)) => {
            let place = proof.spots.of(&transition.place, "at");
            let message = format!("`{event}` has no date: {}", unknown_base(timing, state));
            return proof.warning(place, "never-happens", message, WAY_OUT);
        }
        _ => {}
    }
    let own = transition.when.as_ref().map(|guard| (guard, guard.formula()));
    match own {
        Some((guard, formula)) if !possible(ways, state, &formula) => {
            let message = format!("`{event}` never happens: {}", why(ways, state, guard));
            proof.warning(guard.place.clone(), "never-happens", message, WAY_OUT);
        }
        _ => {
            let message = format!("an earlier `{event}` of `{}` is always taken first", state.name);
            let hint = "put this one first, or give the earlier one a `when`";
            proof.warning(transition.place.clone(), "shadowed", message, hint);
        }
    }
}

const WAY_OUT: &str = "ask for something that can be so in this state, or take it out";

fn waits_in_vain(proof: &Proof<'_>, flow: &Flow<'_>, news: &str) -> bool {
    let kind = news.split_once('.').filter(|(_, name)| *name != "open");
    kind.is_some_and(|(kind, _)| proof.definition.kind(kind).is_some()) && !flow.events.contains(news)
}

fn unknown_base(timing: &Timing, state: &State) -> String {
    match timing.root() {
        Base::Mark(mark) => format!("the mark `{mark}` is never set in `{}`", state.name),
        Base::Form(form, _) => format!("nobody has filled the form `{form}` by then in `{}`", state.name),
        _ => format!("`{}` has no date in `{}`", timing.base, state.name),
    }
}

fn possible(ways: &Ways<'_>, state: &State, formula: &Formula) -> bool {
    ways.stands(state).any(|stand| formula.possible(&ways.at(stand)))
}

/// Why a condition never holds in a state.
fn why(ways: &Ways<'_>, state: &State, guard: &Guard) -> String {
    let marks = |wanted: bool| {
        let all = guard.names().marks.iter().map(String::as_str);
        all.filter(move |mark| {
            ways.stands(state)
                .all(|stand| ways.marks_of(stand).contains(mark) == wanted)
        })
    };
    let (never, always): (Vec<&str>, Vec<&str>) = (marks(false).collect(), marks(true).collect());
    match (never.first(), always.first()) {
        (Some(mark), _) => format!("the mark `{mark}` is never set in `{}`", state.name),
        (None, Some(mark)) => format!("the mark `{mark}` is always set in `{}`", state.name),
        (None, None) if guard.names().standing => format!("no case in `{}` has such a standing", state.name),
        (None, None) => format!("`{}` contradicts itself", guard.text),
    }
}

fn never_owed(proof: &mut Proof<'_>, ways: &Ways<'_>, state: &State) {
    for duty in &state.duties {
        let known = |stand: &Stand| ways.known(*stand, &duty.due);
        if !ways.stands(state).any(|stand| known(&stand)) {
            let place = proof.spots.of(&duty.place, "due");
            let message = format!("`{}` is never owed: {}", duty.name, unknown_base(&duty.due, state));
            proof.warning(place, "never-owed", message, WAY_OUT);
            continue;
        }
        let Some(guard) = &duty.when else { continue };
        let formula = guard.formula();
        let owed = |stand: Stand| known(&stand) && formula.possible(&ways.at(stand));
        if !ways.stands(state).any(owed) {
            let message = format!("`{}` is never owed: {}", duty.name, why(ways, state, guard));
            proof.warning(guard.place.clone(), "never-owed", message, WAY_OUT);
        }
    }
}

/// Stands from which no way leads out of their state, though it is not final and the state has ways out.
fn stuck(proof: &mut Proof<'_>, ways: &Ways<'_>) {
    let out = getting_out(ways);
    let going_on = ways
        .kind
        .states
        .iter()
        .filter(|state| !state.is_final && state.cycles.is_empty());
    for state in going_on {
        let leaves = |one: &Transition| one.to.as_ref().is_some_and(|to| *to != state.name);
        let stuck = ways.stands(state).find(|stand| !out.contains(stand));
        let Some(stand) = stuck.filter(|_| state.transitions.iter().any(leaves)) else {
            continue;
        };
        let marks = ways.marks_of(stand);
        let with = match marks.as_slice() {
            [] => "without any mark".to_owned(),
            marks => format!("with the mark `{}`", marks.join("` and `")),
        };
        let message = format!("a case in `{}` {with} never gets out of it", state.name);
        let hint = "let something lead out for such a case too, or `final = true`";
        proof.error(state.place.clone(), "dead-end", message, hint);
    }
}

/// Stands from which a way leads to another state.
fn getting_out(ways: &Ways<'_>) -> BTreeSet<Stand> {
    let mut before: BTreeMap<Stand, Vec<Stand>> = BTreeMap::new();
    let mut open = Vec::new();
    for (from, steps) in &ways.steps {
        for (_, to) in steps {
            before.entry(*to).or_default().push(*from);
        }
        if steps.iter().any(|(_, to)| to.state != from.state) {
            open.push(*from);
        }
    }
    let mut out: BTreeSet<Stand> = open.iter().copied().collect();
    while let Some(stand) = open.pop() {
        let near = before
            .get(&stand)
            .into_iter()
            .flatten()
            .filter(|from| from.state == stand.state);
        open.extend(near.copied().filter(|from| out.insert(*from)));
    }
    out
}

/// Timers that lead from one stand through others back to it, each of them certain and past already.
fn circles(proof: &mut Proof<'_>, ways: &Ways<'_>) {
    let mut next: BTreeMap<Stand, Vec<(usize, Stand)>> = BTreeMap::new();
    for (stand, steps) in &ways.steps {
        let state = &ways.kind.states[stand.state];
        let sure = steps.iter().filter(|(index, _)| {
            let formula = ways.formula(state, *index);
            past(&state.transitions[*index]) && formula.is_some_and(|formula| formula.certain(&ways.at(*stand)))
        });
        next.insert(*stand, sure.copied().collect());
    }
    let mut said = BTreeSet::new();
    for (stand, steps) in &next {
        for (index, to) in steps {
            let moves = to.state != stand.state;
            if moves && comes_back(ways, &next, (*to, *stand)) && said.insert((stand.state, *index)) {
                let state = &ways.kind.states[stand.state];
                let place = proof.spots.of(&state.transitions[*index].place, "at");
                let message = format!(
                    "timers lead from `{}` back to it with no person and not a day between",
                    state.name
                );
                let hint = "count one of them from `entered`, such as `entered + 14 days`, or give it a `when`";
                proof.error(place, "endless-loop", message, hint);
            }
        }
    }
}

/// A timer whose date can be past when its state is entered, or comes within hours.
fn past(transition: &Transition) -> bool {
    let Trigger::At(timing) = &transition.trigger else {
        return false;
    };
    let later = |shift: &Shift| !shift.is_back() && shift.span.days().0 > 0;
    !(timing.base == Base::Entered && timing.shifts.first().is_some_and(later))
}

fn comes_back(ways: &Ways<'_>, next: &BTreeMap<Stand, Vec<(usize, Stand)>>, (from, to): (Stand, Stand)) -> bool {
    let (mut open, mut seen) = (vec![from], BTreeSet::from([from]));
    while let Some(stand) = open.pop() {
        if stand == to {
            return true;
        }
        if !ways.spend(1) {
            return false;
        }
        open.extend(
            next.get(&stand)
                .into_iter()
                .flatten()
                .map(|(_, next)| *next)
                .filter(|next| seen.insert(*next)),
        );
    }
    false
}
