//! What becomes of reminders that are late because the service was off: a rule of the workflow, never a burst.

use std::collections::BTreeMap;

use super::notice::Notice;
use super::state::{Case, CaughtUp};
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::definition::CatchUp;

/// A reminder that leaves within so many seconds of its time is not late: a short restart is nobody's business.
pub const GRACE_SECONDS: i64 = 12 * 3600;

/// A late reminder is left out when the next step of its duty follows within so many seconds.
const NEXT_IS_NEAR_SECONDS: i64 = 24 * 3600;

const DAY_SECONDS: i64 = 24 * 3600;

/// Whether a reminder planned for then is late now.
pub fn is_late(planned_at: Instant, now: Instant) -> bool {
    planned_at.plus_seconds(GRACE_SECONDS) < now
}

/// What becomes of each late reminder of the case: sent now, moved to a later day, or left out.
///
/// `waiting` are the case's reminders that have not been sent, late ones and coming ones, and the letters about events
/// that leave at this same moment: who gets such a letter does not get it a second time as a late reminder. Empty if
/// nothing is late.
pub fn catch_up(definition: &Definition, case: &Case, waiting: &[Notice], now: Instant) -> Vec<CaughtUp> {
    let (told, reminders): (Vec<&Notice>, Vec<&Notice>) = waiting.iter().partition(|notice| notice.duty.is_empty());
    let mut duties: BTreeMap<(&str, &str), Vec<&Notice>> = BTreeMap::new();
    for notice in reminders {
        duties
            .entry((&notice.duty, &notice.occurrence))
            .or_default()
            .push(notice);
    }
    let mut verdicts = Vec::new();
    for notices in duties.into_values() {
        let steps = step_verdicts(definition, case, &notices, now);
        verdicts.extend(told_already(&steps, &notices, &told, now));
        verdicts.extend(steps);
    }
    verdicts
}

fn step_verdicts(definition: &Definition, case: &Case, notices: &[&Notice], now: Instant) -> Vec<CaughtUp> {
    let mut steps = notices.to_vec();
    steps.sort();
    steps.dedup_by(|a, b| a.step == b.step);
    let (late, coming): (Vec<&Notice>, Vec<&Notice>) =
        steps.into_iter().partition(|notice| is_late(notice.planned_at, now));
    let next_is_near = coming
        .first()
        .is_some_and(|next| next.planned_at <= now.plus_seconds(NEXT_IS_NEAR_SECONDS));
    let count = late.len();
    let mut sent_later = 0;
    let mut verdicts = Vec::new();
    for (index, notice) in late.into_iter().enumerate() {
        let moved_to = match rule(definition, case, notice) {
            CatchUp::Skip => None,
            CatchUp::Latest => (index + 1 == count && !next_is_near).then_some(now),
            CatchUp::Now => {
                sent_later += 1;
                Some(now.plus_seconds((sent_later - 1) * DAY_SECONDS))
            }
        };
        verdicts.push(CaughtUp {
            duty: notice.duty.clone(),
            step: notice.step.clone(),
            occurrence: notice.occurrence.clone(),
            recipient: None,
            moved_to,
        });
    }
    verdicts
}

/// Leaves a late reminder out for those who are told the same at this very moment.
fn told_already(steps: &[CaughtUp], notices: &[&Notice], told: &[&Notice], now: Instant) -> Vec<CaughtUp> {
    let leaves_now = |notice: &&&Notice| {
        let verdict = steps.iter().find(|verdict| verdict.step == notice.step);
        verdict.is_some_and(|verdict| verdict.moved_to == Some(now))
    };
    let same = |notice: &&&Notice| {
        told.iter()
            .any(|letter| letter.letter == notice.letter && letter.recipient == notice.recipient)
    };
    let doubled = notices.iter().filter(leaves_now).filter(same);
    doubled
        .map(|notice| CaughtUp {
            duty: notice.duty.clone(),
            step: notice.step.clone(),
            occurrence: notice.occurrence.clone(),
            recipient: Some(notice.recipient),
            moved_to: None,
        })
        .collect()
}

fn rule(definition: &Definition, case: &Case, notice: &Notice) -> CatchUp {
    definition
        .kind(&case.kind)
        .into_iter()
        .flat_map(|kind| &kind.states)
        .flat_map(|state| &state.duties)
        .filter(|duty| duty.name == notice.duty)
        .flat_map(|duty| &duty.reminders)
        .find(|reminder| reminder.step == notice.step)
        .map_or(definition.catch_up, |reminder| reminder.catch_up)
}
