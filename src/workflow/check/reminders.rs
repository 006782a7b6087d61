//! Reminders that can never go, and two that go to one person on one day.

use super::Proof;
use super::calls::days_open;
use super::days::{self, Days};
use super::flow::Flow;
use super::letters::same_person;
use crate::workflow::definition::{DutyRule, Kind, Offset, Reminder, State, Transition, Trigger};
use crate::workflow::guard::formula::Formula;
use crate::workflow::timing::Base;

pub fn check(proof: &mut Proof<'_>, flow: Option<&Flow<'_>>) {
    for (kind, state, duty) in proof.duties().collect::<Vec<_>>() {
        let timers = leaves(flow, kind, state, duty);
        before_opening(proof, kind, state, duty);
        for reminder in &duty.reminders {
            too_early(proof, kind, state, (duty, reminder));
            too_late(proof, &timers, (state, duty, reminder));
        }
        same_day(proof, duty);
        overtaken(proof, &timers, duty);
    }
}

/// The most days that can lie between a state's beginning and a duty's due date, where that can be told.
fn most_days(proof: &Proof<'_>, kind: &Kind, state: &State, duty: &DutyRule) -> Option<i64> {
    let ahead = days::from_base(&duty.due).1;
    let first = kind.initial().is_some_and(|first| first.name == state.name);
    match &duty.due.base {
        Base::Entered | Base::Opened | Base::Mark(_) => Some(ahead),
        Base::Due if proof.opened().any(|(_, opens)| opens.kind == kind.name) => None,
        Base::Due => {
            let cycles = proof
                .states()
                .flat_map(|(_, state)| &state.cycles)
                .filter(|cycle| cycle.opens == kind.name);
            cycles
                .map(|cycle| cycle.open_before.days().1)
                .max()
                .map(|days| days + ahead)
        }
        Base::Call(name) if name == "closes" && first => {
            let open = proof.definition.call.as_ref().and_then(|_| days_open(proof.definition));
            open.map(|days| days + ahead)
        }
        Base::Call(name) if name == "opens" && first => Some(ahead),
        _ => None,
    }
}

/// A duty that is due before its case or its state can have begun.
fn before_opening(proof: &mut Proof<'_>, kind: &Kind, state: &State, duty: &DutyRule) {
    let Some(most) = most_days(proof, kind, state, duty).filter(|most| *most < 0) else {
        return;
    };
    let place = proof.spots.of(&duty.place, "due");
    let message = format!(
        "`{}` is due at `{}`, at least {} days before it can begin",
        duty.name, duty.due, -most
    );
    proof.error(
        place,
        "due-before-opening",
        message,
        "let it be due later, or count it from a later date",
    );
}

fn too_early(proof: &mut Proof<'_>, kind: &Kind, state: &State, (duty, reminder): (&DutyRule, &Reminder)) {
    let Offset::Before(span) = reminder.offset else { return };
    let Some(most) = most_days(proof, kind, state, duty).filter(|most| *most >= 0) else {
        return;
    };
    if span.days().0 >= most.max(1) {
        let place = proof.spots.of(&reminder.place, "before");
        let message = format!(
            "`{span}` before `{}` is before the duty begins: there are at most {most} days",
            duty.due
        );
        proof.warning(
            place,
            "reminder-never",
            message,
            "shorten it, or let the duty begin earlier",
        );
    }
}

/// A timer that, whenever the duty is owed, ends the state: by how many days it comes after the duty's date, if certain.
fn leaves<'a>(flow: Option<&Flow<'_>>, kind: &Kind, state: &'a State, duty: &DutyRule) -> Vec<(&'a Transition, Days)> {
    let all = state.transitions.iter().enumerate();
    let found = all.filter_map(|(index, transition)| {
        let Trigger::At(timing) = &transition.trigger else {
            return None;
        };
        let away = transition.to.as_ref().is_some_and(|to| *to != state.name);
        let days = days::between(&duty.due, timing)?;
        (away && always(flow, (kind, state), (duty, index))).then_some((transition, days))
    });
    found.collect()
}

/// Whether a timer's condition holds wherever the duty is owed.
fn always(flow: Option<&Flow<'_>>, (kind, state): (&Kind, &State), (duty, timer): (&DutyRule, usize)) -> bool {
    let Some(ways) = flow.and_then(|flow| flow.kinds.get(kind.name.as_str())) else {
        return state.transitions[timer].when.is_none();
    };
    let Some(formula) = ways.formula(state, timer) else {
        return false;
    };
    let owed = duty.when.as_ref().map_or(Formula::Const(true), |guard| guard.formula());
    let without = owed.and(formula.clone().refused());
    !ways
        .stands(state)
        .any(|stand| ways.known(stand, &duty.due) && without.possible(&ways.at(stand)))
}

fn too_late(proof: &mut Proof<'_>, timers: &[(&Transition, Days)], at: (&State, &DutyRule, &Reminder)) {
    let (state, duty, reminder) = at;
    let Offset::After(span) = reminder.offset else { return };
    let Some((timer, _)) = timers.iter().find(|(_, days)| days.1 < span.days().0) else {
        return;
    };
    let place = proof.spots.of(&reminder.place, "after");
    let message = format!(
        "`{span}` after `{}` the case has left `{}` by `{}`",
        duty.due, state.name, timer.event
    );
    proof.warning(
        place,
        "reminder-never",
        message,
        "send a letter with that event instead: `tell = [\"…\"]`",
    );
}

/// A duty whose state is left by a timer before it is due.
fn overtaken(proof: &mut Proof<'_>, timers: &[(&Transition, Days)], duty: &DutyRule) {
    let Some((timer, _)) = timers.iter().find(|(_, days)| days.1 < 0) else {
        return;
    };
    let place = proof.spots.of(&duty.place, "due");
    let message = format!(
        "`{}` is due at `{}`, after `{}` has ended the state",
        duty.name, duty.due, timer.event
    );
    proof.warning(
        place,
        "due-never",
        message,
        "let the duty be due no later than the timer",
    );
}

/// Days from the due day, for telling reminders of one day apart; months stay apart from days.
fn day(offset: &Offset) -> (i64, i64) {
    let sign = |span: crate::workflow::span::Span, sign: i64| (span.days().0 * sign, span.days().1 * sign);
    match offset {
        Offset::Before(span) => sign(*span, -1),
        Offset::On => (0, 0),
        Offset::After(span) => sign(*span, 1),
    }
}

fn same_day(proof: &mut Proof<'_>, duty: &DutyRule) {
    for (index, reminder) in duty.reminders.iter().enumerate() {
        let twin = duty.reminders[..index].iter().find(|earlier| {
            day(&earlier.offset) == day(&reminder.offset)
                && earlier
                    .to
                    .iter()
                    .any(|a| reminder.to.iter().any(|b| same_person(proof, a, b)))
        });
        if let Some(twin) = twin {
            let message = format!(
                "`{}` and `{}` write to one person on one day",
                twin.letter, reminder.letter
            );
            let hint = "move one to another day or to another person";
            proof.warning(reminder.place.clone(), "same-day", message, hint);
        }
        for (position, to) in reminder.to.iter().enumerate() {
            if reminder.to[..position]
                .iter()
                .any(|earlier| same_person(proof, earlier, to))
            {
                let place = super::names::indexed(proof, &reminder.place, "to", position);
                let message = format!("`{to}` is the person the reminder goes to already");
                proof.warning(place, "told-twice", message, "name each person once");
            }
        }
    }
}
