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
/// `unsent` are the case's reminders that have not been sent, late ones and coming ones. Empty if nothing is late.
pub fn catch_up(definition: &Definition, case: &Case, unsent: &[Notice], now: Instant) -> Vec<CaughtUp> {
    let mut duties: BTreeMap<(&str, &str), Vec<&Notice>> = BTreeMap::new();
    for notice in unsent.iter().filter(|notice| !notice.duty.is_empty()) {
        duties
            .entry((&notice.duty, &notice.occurrence))
            .or_default()
            .push(notice);
    }
    duties
        .into_values()
        .flat_map(|notices| duty_verdicts(definition, case, notices, now))
        .collect()
}

fn duty_verdicts(definition: &Definition, case: &Case, mut notices: Vec<&Notice>, now: Instant) -> Vec<CaughtUp> {
    notices.sort();
    notices.dedup_by(|a, b| a.step == b.step);
    let (late, coming): (Vec<&Notice>, Vec<&Notice>) =
        notices.into_iter().partition(|notice| is_late(notice.planned_at, now));
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
            moved_to,
        });
    }
    verdicts
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
