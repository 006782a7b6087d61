//! When the engine itself feeds an event: dates of transitions, and children to be opened.

use super::cycle;
use super::facts::{facts, own_answers, resolve};
use super::notice::leaves_at;
use super::plan::{Timer, moved_at, present};
use super::state::Case;
use super::version::passed_key;
use crate::clock::Instant;
use crate::workflow::definition::{Offset, Trigger};
use crate::workflow::timing::Timing;
use crate::workflow::{Definition, State};

/// The timers of the state the case stands in, for every transition whose guard holds at its time.
pub(super) fn timers(definition: &Definition, case: &Case, state: &State) -> Vec<Timer> {
    let answers = own_answers(definition, case).cloned().unwrap_or_default();
    let automatic = state.transitions.iter().filter_map(|transition| {
        let Trigger::At(timing) = &transition.trigger else {
            return None;
        };
        let due_at = not_before(case, &transition.event, fires_at(definition, case, timing)?);
        let facts = || facts(definition, case, &answers, due_at.max(case.latest_at));
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
        let event = cycle::event(rule);
        Some(Timer {
            due_at: not_before(case, &event, next.opens_at.max(case.entered_at)),
            event,
        })
    });
    automatic.chain(cycles).collect()
}

/// An event whose date had passed when the case moved to the version that has it happens then, not before.
pub(super) fn not_before(case: &Case, event: &str, at: Instant) -> Instant {
    let moved = case.moved.get(&passed_key(event)).copied();
    moved.map_or(at, |moved| moved.max(at))
}

/// When a transition happens by itself: at its date, but not before the case came here or that date was set.
///
/// Without the second half a history would run backwards, and a date moved back to one that has already come would be
/// taken for the one that was dealt with then.
pub(super) fn fires_at(definition: &Definition, case: &Case, timing: &Timing) -> Option<Instant> {
    let regular = resolve(definition, case, timing)?;
    let kept = later_by_reminders(definition, case, regular);
    let known_since = moved_at(case, timing.root()).unwrap_or(case.entered_at);
    Some(kept.max(case.entered_at).max(known_since))
}

/// What follows the reminders of an overdue duty keeps its distance from the last of them, if that left late.
///
/// "Two reminders went unanswered" is not said on the day the second one leaves because the service was off.
fn later_by_reminders(definition: &Definition, case: &Case, regular: Instant) -> Instant {
    let state = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state));
    let Some(state) = state.filter(|_| !case.caught_up.is_empty()) else {
        return regular;
    };
    let overdue = present(definition, case, state).into_iter().flat_map(|(rule, duty)| {
        let after = rule
            .reminders
            .iter()
            .filter(|one| matches!(one.offset, Offset::After(_)));
        after.map(move |reminder| {
            (
                leaves_at(definition, reminder, duty.due_at),
                rule,
                duty.occurrence(),
                reminder,
            )
        })
    });
    let last = overdue
        .filter(|(planned_at, ..)| *planned_at < regular)
        .max_by_key(|(planned_at, ..)| *planned_at);
    let Some((planned_at, rule, occurrence, reminder)) = last else {
        return regular;
    };
    let left_at = case
        .caught_up
        .iter()
        .filter(|late| late.duty == rule.name && late.step == reminder.step && late.occurrence == occurrence)
        .filter_map(|late| late.moved_to)
        .max();
    let delay = left_at.map_or(0, |left_at| left_at.micros() - planned_at.micros());
    Instant::from_micros(regular.micros().saturating_add(delay.max(0)))
}
