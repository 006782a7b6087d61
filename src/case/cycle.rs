//! Children opened again and again: the next one's dates, from the member's own anchor or from a round.

use jiff::civil;

use super::event::builtin;
use super::facts::form_date;
use super::state::{Case, Due, Round};
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::definition::Cycle;

/// The next child of a cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// When it opens.
    pub opens_at: Instant,
    /// When it is due and what for.
    pub due: Due,
    /// The last regular due day it stands for.
    pub through: civil::Date,
}

/// The name of the event that opens the next child.
pub fn event(rule: &Cycle) -> String {
    format!("{}{}", builtin::CYCLE, rule.name)
}

/// The next child of the cycle; `None` while the case has no anchor, or after the schedule's end.
pub fn next(definition: &Definition, case: &Case, rule: &Cycle) -> Option<Next> {
    let anchor = form_date(case, &rule.after.0, &rule.after.1)?;
    let before_entering = case.entered_at.civil(&definition.zone).date().yesterday().ok()?;
    let dealt_with = case.cycles.get(&rule.name).copied().unwrap_or(before_entering);
    let (regular, ends) = rule.due.cycle_due(anchor, rule.every, Some(dealt_with))?;
    match round_for(case, rule, (regular, anchor)) {
        Some(round) => Some(Next {
            opens_at: case
                .moved
                .get(&round.key())
                .copied()
                .unwrap_or(round.opens_at)
                .max(round.opens_at),
            due: Due {
                regular,
                at: round.due_at,
                period: round.period,
            },
            through: round.replaces.1.max(regular),
        }),
        None => Some(Next {
            opens_at: Instant::from_civil(
                rule.open_before.sub(regular.to_datetime(civil::Time::midnight())),
                &definition.zone,
            ),
            due: Due {
                regular,
                at: Instant::from_civil(ends, &definition.zone),
                period: None,
            },
            through: regular,
        }),
    }
}

/// The latest round that stands in for a regular due day of a member with this anchor.
fn round_for<'a>(case: &'a Case, rule: &Cycle, (regular, anchor): (civil::Date, civil::Date)) -> Option<&'a Round> {
    case.rounds
        .iter()
        .rev()
        .find(|round| round.kind == rule.opens && covers(round, regular, anchor))
}

/// Whether a round stands in for this regular due day of a member with this anchor.
pub fn covers(round: &Round, regular: civil::Date, anchor: civil::Date) -> bool {
    let (first, last) = round.cohort;
    (round.replaces.0..=round.replaces.1).contains(&regular)
        && first.is_none_or(|first| first <= anchor)
        && last.is_none_or(|last| anchor <= last)
}
