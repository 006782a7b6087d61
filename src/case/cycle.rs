//! Children opened again and again: the next one's dates, from the member's own anchor or from a round.

use jiff::civil;

use super::event::builtin;
use super::facts::{facts, form_date, form_month_day, own_answers, resolve};
use super::state::{Case, Due, Round};
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::dates::Source;
use crate::workflow::definition::{Anchor, Cycle};
use crate::workflow::recurrence::Member;

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

/// The next child of the cycle; `None` while the case has no anchor, or when the rule has come to its end.
pub fn next(definition: &Definition, case: &Case, rule: &Cycle) -> Option<Next> {
    let member = member(definition, case, rule)?;
    let found = rule.recurrence().next(&member, definition.almanac())?;
    let ends = Instant::from_civil(found.time, &definition.zone);
    let ended = rule.until.as_ref().and_then(|until| resolve(definition, case, until));
    if ended.is_some_and(|ended| ended < ends) {
        return None;
    }
    let next = match round_for(case, rule, (found.day, member.anchor)) {
        Some(round) => by_round(case, round, found.day),
        None => by_rule(definition, rule, (found.day, ends)),
    };
    holds(definition, case, rule, &next).then_some(next)
}

/// What the cycle counts from for this case, and how far it has come: what fell due while the case stood elsewhere was
/// not owed, and is not made up for when it comes back.
fn member(definition: &Definition, case: &Case, rule: &Cycle) -> Option<Member> {
    let before_entering = case.entered_at.civil(&definition.zone).date().yesterday().ok()?;
    Some(Member {
        anchor: anchor(definition, case, rule)?,
        own: match &rule.due.source {
            Source::Each(form, field) => Some(form_month_day(case, form, field)?),
            _ => None,
        },
        dealt_with: case.cycles.get(&rule.name).copied().max(Some(before_entering)),
    })
}

/// The day a cycle counts from, once the case knows it.
pub fn anchor(definition: &Definition, case: &Case, rule: &Cycle) -> Option<civil::Date> {
    match &rule.after {
        Anchor::Form(form, field) => form_date(case, form, field),
        Anchor::Mark(mark) => case.marks.get(mark).map(|at| at.civil(&definition.zone).date()),
    }
}

fn by_round(case: &Case, round: &Round, regular: civil::Date) -> Next {
    let moved = case.moved.get(&round.key()).copied();
    Next {
        opens_at: moved.unwrap_or(round.opens_at).max(round.opens_at),
        due: Due {
            regular,
            at: round.due_at,
            period: round.period,
        },
        through: round.replaces.1.max(regular),
    }
}

fn by_rule(definition: &Definition, rule: &Cycle, (regular, at): (civil::Date, Instant)) -> Next {
    let opens = rule
        .open_before
        .earlier(regular.to_datetime(civil::Time::midnight()), &definition.workdays);
    Next {
        opens_at: Instant::from_civil(opens, &definition.zone),
        due: Due {
            regular,
            at,
            period: None,
        },
        through: regular,
    }
}

/// Whether the cycle's condition holds when the child would open.
fn holds(definition: &Definition, case: &Case, rule: &Cycle, next: &Next) -> bool {
    rule.when.as_ref().is_none_or(|guard| {
        let answers = own_answers(definition, case).cloned().unwrap_or_default();
        let at = next.opens_at.max(case.entered_at);
        guard.holds(&facts(definition, case, &answers, at)).unwrap_or(false)
    })
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
