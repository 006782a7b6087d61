//! Two rules of one state that write to the same person on the same day.
//!
//! Reminders of one duty are [`super::reminders`]' matter; here are those of two duties, and letters of a timer that
//! leaves the case where it is.

use jiff::civil;

use super::Proof;
use super::days::{Days, Distance};
use super::flow::{Flow, Ways};
use super::letters::same_person;
use crate::workflow::dates::{Dates, Source};
use crate::workflow::definition::{Address, DutyRule, Kind, Offset, Reminder, State, Trigger};
use crate::workflow::finding::Place;
use crate::workflow::guard::formula::Formula;
use crate::workflow::schedule::Schedule;
use crate::workflow::span::Unit;
use crate::workflow::timing::{Base, Timing};

/// Something that writes a letter at a date.
struct Writes<'a> {
    /// The duty or the event, for telling two rules apart.
    rule: &'a str,
    timing: &'a Timing,
    /// Days from what it is counted from to the day on which it leaves.
    leaves: Distance,
    to: Vec<&'a Address>,
    letter: &'a str,
    when: Formula,
    place: Place,
}

pub fn check(proof: &mut Proof<'_>, flow: Option<&Flow<'_>>) {
    for (kind, state) in proof.states().collect::<Vec<_>>() {
        let Some(ways) = flow.and_then(|flow| flow.kinds.get(kind.name.as_str())) else {
            return;
        };
        let mut all: Vec<Writes<'_>> = state.duties.iter().flat_map(reminders).collect();
        all.extend(timers(proof, kind, state, ways));
        for (index, later) in all.iter().enumerate() {
            let twin = all[..index]
                .iter()
                .find(|earlier| meet(proof, (ways, state), earlier, later));
            if let Some(twin) = twin {
                let message = format!(
                    "`{}` of `{}` and `{}` of `{}` write to one person on one day",
                    twin.letter, twin.rule, later.letter, later.rule
                );
                let hint = "move one to another day, or say both in one letter";
                proof.warning(later.place.clone(), "same-day", message, hint);
            }
        }
    }
}

fn meet(proof: &Proof<'_>, (ways, state): (&Ways<'_>, &State), a: &Writes<'_>, b: &Writes<'_>) -> bool {
    let same_rule = a.rule == b.rule;
    let same_base = a.timing.base == b.timing.base;
    if same_rule || !same_base || b.leaves.minus(a.leaves) != SAME {
        return false;
    }
    let one = |person: &&Address| b.to.iter().any(|other| same_person(proof, person, other));
    let together = a.when.clone().and(b.when.clone());
    a.to.iter().any(one)
        && ways
            .stands(state)
            .any(|stand| ways.known(stand, a.timing) && together.possible(&ways.at(stand)))
}

const SAME: Days = (0, 0);

fn reminders(duty: &DutyRule) -> impl Iterator<Item = Writes<'_>> {
    let when = duty.when.as_ref().map_or(Formula::Const(true), |guard| guard.formula());
    duty.reminders.iter().filter_map(move |reminder| {
        Some(Writes {
            rule: &duty.name,
            timing: &duty.due,
            leaves: leaves(duty, reminder)?,
            to: reminder.to.iter().collect(),
            letter: &reminder.letter,
            when: when.clone(),
            place: reminder.place.clone(),
        })
    })
}

fn leaves(duty: &DutyRule, reminder: &Reminder) -> Option<Distance> {
    let due = Distance::of(&duty.due);
    match &reminder.offset {
        Offset::On => Some(due),
        Offset::Before(span) | Offset::After(span) if span.unit == Unit::Hours => None,
        Offset::Before(span) => Some(due.plus(*span, -1)),
        Offset::After(span) => Some(due.plus(*span, 1)),
    }
}

/// Letters of timers that stay in the state. A deadline at midnight is the day after its last day.
fn timers<'a>(proof: &Proof<'_>, kind: &Kind, state: &'a State, ways: &Ways<'_>) -> Vec<Writes<'a>> {
    let all = state.transitions.iter().enumerate();
    let found = all.filter_map(|(index, one)| match &one.trigger {
        Trigger::At(timing) if one.to.is_none() && !one.tell.is_empty() && at_midnight(proof, kind, timing) => {
            Some(Writes {
                rule: &one.event,
                timing,
                leaves: Distance::of(timing).next_day(),
                to: one.tell.iter().map(|(to, _)| to).collect(),
                letter: &one.tell[0].1,
                when: ways.formula(state, index)?.clone(),
                place: one.place.clone(),
            })
        }
        _ => None,
    });
    found.collect()
}

/// Whether a timer certainly comes at midnight.
fn at_midnight(proof: &Proof<'_>, kind: &Kind, timing: &Timing) -> bool {
    if timing.adjust.at.is_some() {
        return false;
    }
    let midnight = |dates: &Dates| {
        let from = civil::date(2000, 1, 1);
        let by_cron = |schedule: &Schedule| schedule.after(from.at(0, 0, 0, 0)).map(civil::DateTime::time);
        dates.adjust.at.is_none()
            && match &dates.source {
                Source::Cron(schedule) => by_cron(schedule) == Some(civil::Time::midnight()),
                _ => true,
            }
    };
    match &timing.base {
        Base::Due if proof.opened().any(|(_, opens)| opens.kind == kind.name) => false,
        Base::Due => {
            let mut cycles = proof
                .states()
                .flat_map(|(_, state)| &state.cycles)
                .filter(|cycle| cycle.opens == kind.name);
            cycles.all(|cycle| midnight(&cycle.due))
        }
        Base::Call(_) => proof
            .definition
            .call
            .as_ref()
            .is_some_and(|call| midnight(&call.closes)),
        _ => timing.counts() && timing.shifts.iter().all(|shift| shift.span.unit != Unit::Hours),
    }
}
