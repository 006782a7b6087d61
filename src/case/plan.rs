//! Everything that will happen to a case if nobody does anything.

use super::evolve::moved_duty;
use super::facts::{base, facts, own_answers, resolve};
use super::notice::{Notice, due_notices};
use super::people::Holder;
use super::state::Case;
use super::timers::timers;
use crate::clock::Instant;
use crate::workflow::definition::{Address, DutyRule};
use crate::workflow::timing::Base;
use crate::workflow::{Definition, State};

/// What is owed, what will be told and what the engine will do, as long as the case stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// What roles owe now, by due date.
    pub duties: Vec<Duty>,
    /// What will be told, by time; also what this state has told already.
    pub notices: Vec<Notice>,
    /// When the engine will feed an event, by time.
    pub timers: Vec<Timer>,
}

/// What a role owes by a due date.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// Name in the workflow.
    pub name: String,
    /// Who owes it.
    pub of: Address,
    /// Since when; reminders from before then are not made up for.
    pub began_at: Instant,
    /// The instant after its last moment.
    pub due_at: Instant,
    /// Whether its clock stands still.
    pub stopped: bool,
}

impl Duty {
    /// Which time the duty is owed: its due instant, so that a moved date makes new reminders and not old ones again.
    pub fn occurrence(&self) -> String {
        self.due_at.to_string()
    }
}

/// The instant at which the engine itself feeds an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timer {
    /// When.
    pub due_at: Instant,
    /// The event.
    pub event: String,
}

/// Plans the case: a function of what it is given and of nothing else.
///
/// `people` are the holders of seats for the case's organisation and of the house. The plan holds the reminders of every
/// duty of the present state, gone ones too, so that it can be compared with what is stored.
pub fn plan(definition: &Definition, case: &Case, people: &[Holder]) -> Plan {
    let Some(state) = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state)) else {
        return Plan::default();
    };
    let mut plan = Plan {
        timers: timers(definition, case, state),
        ..Plan::default()
    };
    for (rule, duty) in present(definition, case, state) {
        if !duty.stopped {
            plan.notices
                .extend(due_notices(definition, case, people, (rule, &duty)));
        }
        plan.duties.push(duty);
    }
    plan.duties.extend(stopped_duties(definition, case, state));
    plan.duties.sort_by_key(|duty| duty.due_at);
    plan.notices.sort();
    plan.timers.sort();
    plan
}

/// What is owed in the present state.
pub fn duties(definition: &Definition, case: &Case) -> Vec<Duty> {
    let state = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state));
    let here = state.map(|state| present(definition, case, state)).unwrap_or_default();
    here.into_iter().map(|(_, duty)| duty).collect()
}

/// The duties of a state that hold for the case, with the rules they follow.
pub(super) fn present<'a>(definition: &Definition, case: &Case, state: &'a State) -> Vec<(&'a DutyRule, Duty)> {
    let rules = state.duties.iter();
    rules
        .filter_map(|rule| Some((rule, duty(definition, case, rule)?)))
        .collect()
}

fn duty(definition: &Definition, case: &Case, rule: &DutyRule) -> Option<Duty> {
    let due = resolve(definition, case, &rule.due)?;
    let holds = rule.when.as_ref().is_none_or(|guard| {
        let answers = own_answers(definition, case).cloned().unwrap_or_default();
        guard
            .holds(&facts(definition, case, &answers, case.entered_at))
            .unwrap_or(false)
    });
    let marked_at = match rule.due.root() {
        Base::Mark(mark) => case.marks.get(mark).copied(),
        _ => None,
    };
    let began = [
        Some(case.entered_at),
        Some(case.dates_since),
        marked_at,
        moved_at(case, rule.due.root()),
        case.moved.get(&moved_duty(&rule.name)).copied(),
    ];
    holds.then(|| Duty {
        name: rule.name.clone(),
        of: rule.of.clone(),
        began_at: began.into_iter().flatten().max().unwrap_or(case.entered_at),
        due_at: due_at(definition, case, rule, due),
        stopped: stands_still(case, &rule.name),
    })
}

/// When the date a timing counts from was last moved by somebody.
pub(super) fn moved_at(case: &Case, base: &Base) -> Option<Instant> {
    case.moved.get(&base.to_string()).copied()
}

fn stands_still(case: &Case, duty: &str) -> bool {
    let stops = case.stops.get(duty).and_then(|stops| stops.last());
    stops.is_some_and(|(_, end)| end.is_none())
}

/// When a duty is due: by its rule, or later if somebody has put it off.
fn due_at(definition: &Definition, case: &Case, rule: &DutyRule, due: Instant) -> Instant {
    let regular = later_by_stops(definition, case, rule, due);
    let put_off = case.put_off.get(&rule.name);
    let put_off = put_off.map(|later| days_later(definition, later.due_at, stood(definition, case, rule, later.at)));
    put_off.map_or(regular, |later| later.max(regular))
}

/// The due instant moved by the days the duty's clock stood still after it had begun to run.
fn later_by_stops(definition: &Definition, case: &Case, rule: &DutyRule, due: Instant) -> Instant {
    let runs_from = if rule.due.counts() {
        base(definition, case, &rule.due.base)
    } else {
        None
    };
    let runs_from = runs_from
        .or_else(|| case.call.as_ref().map(|call| call.closes_at))
        .unwrap_or(case.opened_at);
    let stood = stood(definition, case, rule, runs_from);
    match days_later(definition, due, stood) {
        same if stood == 0 => same,
        moved => rule.due.adjusted(moved, &definition.zone, &definition.workdays),
    }
}

/// The days a duty's clock has stood still since then.
fn stood(definition: &Definition, case: &Case, rule: &DutyRule, since: Instant) -> i64 {
    let stops = case.stops.get(&rule.name).into_iter().flatten();
    stops
        .filter_map(|(from, until)| Some((*from.max(&since), (*until)?)))
        .map(|(from, until)| whole_days(definition, from, until))
        .sum()
}

fn days_later(definition: &Definition, due: Instant, days: i64) -> Instant {
    if days == 0 {
        return due;
    }
    let days = jiff::Span::new().days(days);
    let moved = due
        .civil(&definition.zone)
        .checked_add(days)
        .unwrap_or(jiff::civil::DateTime::MAX);
    Instant::from_civil(moved, &definition.zone)
}

/// Days begun between two instants; none if the second is not later.
fn whole_days(definition: &Definition, from: Instant, until: Instant) -> i64 {
    if until <= from {
        return 0;
    }
    let (from, until) = (from.civil(&definition.zone), until.civil(&definition.zone));
    let days = i64::from(from.date().until(until.date()).map_or(0, |span| span.get_days()));
    days + i64::from(until.time() > from.time())
}

/// Duties of other states whose clock stands still while the case is here.
fn stopped_duties(definition: &Definition, case: &Case, here: &State) -> Vec<Duty> {
    let states = definition.kind(&case.kind).map_or(&[][..], |kind| &kind.states);
    let rules = states
        .iter()
        .filter(|state| state.name != here.name)
        .flat_map(|state| &state.duties);
    rules
        .filter(|rule| stands_still(case, &rule.name))
        .filter_map(|rule| {
            Some(Duty {
                name: rule.name.clone(),
                of: rule.of.clone(),
                began_at: case.entered_at,
                due_at: due_at(definition, case, rule, resolve(definition, case, &rule.due)?),
                stopped: true,
            })
        })
        .collect()
}
