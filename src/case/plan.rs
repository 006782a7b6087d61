//! Everything that will happen to a case if nobody does anything.

use super::cycle;
use super::facts::{base, facts, own_answers, resolve};
use super::notice::{Notice, due_notices};
use super::people::Holder;
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::definition::{Address, DutyRule, Trigger};
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
    for rule in &state.duties {
        let Some(duty) = duty(definition, case, rule) else {
            continue;
        };
        plan.notices
            .extend(due_notices(definition, case, people, (rule, &duty)));
        plan.duties.push(duty);
    }
    plan.duties.extend(stopped_duties(definition, case, state));
    plan.duties.sort_by_key(|duty| duty.due_at);
    plan.notices.sort();
    plan.timers.sort();
    plan
}

fn duty(definition: &Definition, case: &Case, rule: &DutyRule) -> Option<Duty> {
    let due = resolve(definition, case, &rule.due)?;
    let holds = rule.when.as_ref().is_none_or(|guard| {
        let answers = own_answers(definition, case).cloned().unwrap_or_default();
        guard
            .holds(&facts(definition, case, &answers, case.entered_at))
            .unwrap_or(false)
    });
    let marked_at = match &rule.due.base {
        Base::Mark(mark) => case.marks.get(mark).copied(),
        _ => None,
    };
    holds.then(|| Duty {
        name: rule.name.clone(),
        of: rule.of.clone(),
        began_at: case
            .entered_at
            .max(case.dates_since)
            .max(marked_at.unwrap_or(case.entered_at)),
        due_at: later_by_stops(definition, case, rule, due),
        stopped: false,
    })
}

/// The due instant moved by the days the duty's clock stood still after it had begun to run.
fn later_by_stops(definition: &Definition, case: &Case, rule: &DutyRule, due: Instant) -> Instant {
    let runs_from = if rule.due.shift.is_some() {
        base(definition, case, &rule.due.base)
    } else {
        None
    };
    let runs_from = runs_from
        .or_else(|| case.call.as_ref().map(|call| call.closes_at))
        .unwrap_or(case.opened_at);
    let stood: i64 = case
        .stops
        .get(&rule.name)
        .into_iter()
        .flatten()
        .filter_map(|(from, until)| Some((*from.max(&runs_from), (*until)?)))
        .map(|(from, until)| whole_days(definition, from, until))
        .sum();
    let days = jiff::Span::new().days(stood);
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
    let open = |name: &str| {
        case.stops
            .get(name)
            .and_then(|stops| stops.last())
            .is_some_and(|(_, end)| end.is_none())
    };
    let states = definition.kind(&case.kind).map_or(&[][..], |kind| &kind.states);
    let rules = states
        .iter()
        .filter(|state| state.name != here.name)
        .flat_map(|state| &state.duties);
    rules
        .filter(|rule| open(&rule.name))
        .filter_map(|rule| {
            Some(Duty {
                name: rule.name.clone(),
                of: rule.of.clone(),
                began_at: case.entered_at,
                due_at: later_by_stops(definition, case, rule, resolve(definition, case, &rule.due)?),
                stopped: true,
            })
        })
        .collect()
}

fn timers(definition: &Definition, case: &Case, state: &State) -> Vec<Timer> {
    let answers = own_answers(definition, case).cloned().unwrap_or_default();
    let automatic = state.transitions.iter().filter_map(|transition| {
        let Trigger::At(timing) = &transition.trigger else {
            return None;
        };
        let due_at = resolve(definition, case, timing)?;
        let facts = || facts(definition, case, &answers, due_at);
        let holds = transition
            .when
            .as_ref()
            .is_none_or(|guard| guard.holds(&facts()).unwrap_or(false));
        holds.then(|| Timer {
            due_at,
            event: transition.event.clone(),
        })
    });
    let cycles = state.cycles.iter().filter_map(|rule| {
        let next = cycle::next(definition, case, rule)?;
        Some(Timer {
            due_at: next.opens_at.max(case.entered_at),
            event: cycle::event(rule),
        })
    });
    automatic.chain(cycles).collect()
}
