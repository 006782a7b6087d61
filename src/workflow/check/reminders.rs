//! Reminders that can never go, and two that go to one person on one day.

use super::Proof;
use super::calls::days_open;
use super::letters::same_person;
use crate::workflow::adjust::Shift;
use crate::workflow::definition::{DutyRule, Kind, Offset, Reminder, State, Transition, Trigger};
use crate::workflow::timing::{Base, Timing};

pub fn check(proof: &mut Proof<'_>) {
    for (kind, state, duty) in proof.duties().collect::<Vec<_>>() {
        for reminder in &duty.reminders {
            too_early(proof, kind, state, (duty, reminder));
            too_late(proof, state, (duty, reminder));
        }
        same_day(proof, duty);
        overtaken(proof, state, duty);
    }
}

/// The most days that can lie between a state's beginning and a duty's due date, where that can be told.
fn most_days(proof: &Proof<'_>, kind: &Kind, state: &State, duty: &DutyRule) -> Option<i64> {
    let ahead = most_ahead(&duty.due)?;
    match &duty.due.base {
        Base::Entered | Base::Opened | Base::Mark(_) => Some(ahead),
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
        Base::Call(name) if name == "closes" && kind.initial().is_some_and(|first| first.name == state.name) => proof
            .definition
            .call
            .as_ref()
            .and_then(|_| days_open(proof.definition))
            .map(|days| days + ahead),
        _ => None,
    }
}

fn too_early(proof: &mut Proof<'_>, kind: &Kind, state: &State, (duty, reminder): (&DutyRule, &Reminder)) {
    let Offset::Before(span) = reminder.offset else { return };
    let Some(most) = most_days(proof, kind, state, duty) else {
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

/// The most days a timing can lie after its base; `None` where it can lie before it.
fn most_ahead(timing: &Timing) -> Option<i64> {
    if timing.shifts.iter().any(|shift| shift.is_back()) {
        return None;
    }
    let shifted: i64 = timing.shifts.iter().map(|shift| shift.span.days().1).sum();
    let to_month_end = if timing.adjust.month_end { 30 } else { 0 };
    let to_working_day = if timing.adjust.working.is_some() { 14 } else { 0 };
    Some(shifted + to_month_end + to_working_day)
}

/// Days from a common base, if they are certain.
fn days_after(timing: &Timing) -> Option<i64> {
    if timing.adjust.month_end || timing.adjust.working.is_some() {
        return None;
    }
    let one = |shift: &Shift| {
        let (least, most) = shift.span.days();
        (least == most).then_some(if shift.is_back() { -least } else { least })
    };
    timing.shifts.iter().map(one).sum()
}

/// A timer that, whenever the duty exists, leaves the state at a known distance from the duty's base.
fn leaves<'a>(state: &'a State, duty: &'a DutyRule) -> impl Iterator<Item = (&'a Transition, i64)> {
    state.transitions.iter().filter_map(move |transition| {
        let Trigger::At(timing) = &transition.trigger else {
            return None;
        };
        let away = transition.to.as_ref().is_some_and(|to| *to != state.name);
        let same =
            |guard: &crate::workflow::guard::Guard| duty.when.as_ref().is_some_and(|when| when.text == guard.text);
        let always = transition.when.as_ref().is_none_or(same);
        (away && always && timing.base == duty.due.base).then(|| days_after(timing).map(|days| (transition, days)))?
    })
}

fn too_late(proof: &mut Proof<'_>, state: &State, (duty, reminder): (&DutyRule, &Reminder)) {
    let Offset::After(span) = reminder.offset else { return };
    let Some(due) = days_after(&duty.due) else { return };
    let Some((timer, _)) = leaves(state, duty).find(|(_, days)| *days <= due + span.days().0) else {
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
fn overtaken(proof: &mut Proof<'_>, state: &State, duty: &DutyRule) {
    let Some(due) = days_after(&duty.due) else { return };
    let Some((timer, _)) = leaves(state, duty).find(|(_, days)| *days < due) else {
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
