//! What a change would do to running cases: the plan as it is beside the plan as it would be.
//!
//! Owns the comparison. Loads nothing and changes nothing: the change may be another version of the workflow or other
//! dates of a call.

mod summary;

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::crossing::{Crossed, Crossing, Mover, Unmoved};
use super::decide::decide;
use super::event::{Change, Event, builtin};
use super::evolve::evolve;
use super::needs::Choices;
use super::notice::{Notice, told};
use super::people::Holder;
use super::plan::{Plan, Timer, plan};
use super::state::Case;
use super::version::{Names, NewVersion, entered};
use crate::clock::Instant;
use crate::workflow::Definition;

pub use summary::{Group, Impact, Line, other_words};

/// What differs between two plans of one case, from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Duties that begin, end, or are due at another time.
    pub duties: Vec<DutyDifference>,
    /// Letters that are planned, withdrawn, or leave at another time.
    pub notices: Vec<NoticeDifference>,
    /// Events of the engine that are planned, withdrawn, or come at another time.
    pub timers: Vec<TimerDifference>,
}

/// A duty that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyDifference {
    /// The duty, by its new name.
    pub duty: String,
    /// When it is due now; `None` if it is not owed.
    pub before: Option<Instant>,
    /// When it would be due; `None` if it would not be owed.
    pub after: Option<Instant>,
}

/// A letter that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeDifference {
    /// The duty it is about, by its new name.
    pub duty: String,
    /// The step.
    pub step: String,
    /// The letter, as it would be if it goes at all.
    pub letter: String,
    /// To whom.
    pub recipient: Uuid,
    /// When it leaves now; `None` if it does not.
    pub before: Option<Instant>,
    /// When it would leave; `None` if it would be withdrawn.
    pub after: Option<Instant>,
}

/// An event of the engine that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimerDifference {
    /// The event, by its new name.
    pub event: String,
    /// When it comes now.
    pub before: Option<Instant>,
    /// When it would come.
    pub after: Option<Instant>,
}

impl Differences {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.duties.is_empty() && self.notices.is_empty() && self.timers.is_empty()
    }

    /// What differs between the plan of a case now and the one it would have, also under the names of another version.
    pub fn between(before: &Plan, after: &Plan, version: Option<&NewVersion>, now: Instant) -> Self {
        let renamed = |duty: &str| called(version.map(|new| &new.duties), duty);
        let event = |timer: &Timer| match timer.event.strip_prefix(builtin::CYCLE) {
            Some(cycle) => format!("{}{}", builtin::CYCLE, called(version.map(|new| &new.cycles), cycle)),
            None => timer.event.clone(),
        };
        Self {
            duties: paired(
                before.duties.iter().map(|duty| (renamed(&duty.name), duty.due_at)),
                after.duties.iter().map(|duty| (duty.name.clone(), duty.due_at)),
            )
            .map(|(duty, before, after)| DutyDifference { duty, before, after })
            .collect(),
            notices: notices(before, after, renamed, now),
            timers: paired(
                before.timers.iter().map(|timer| (event(timer), timer.due_at)),
                after.timers.iter().map(|timer| (timer.event.clone(), timer.due_at)),
            )
            .filter(|(_, before, after)| before.max(after).is_some_and(|at| at >= now))
            .map(|(event, before, after)| TimerDifference { event, before, after })
            .collect(),
        }
    }
}

/// What a thing is called after the change.
fn called(names: Option<&Names>, name: &str) -> String {
    let renamed = names.and_then(|names| names.get(name)?.clone());
    renamed.unwrap_or_else(|| name.to_owned())
}

/// Things of the same name side by side, those that differ.
fn paired<K: Ord + Clone>(
    before: impl Iterator<Item = (K, Instant)>,
    after: impl Iterator<Item = (K, Instant)>,
) -> impl Iterator<Item = (K, Option<Instant>, Option<Instant>)> {
    let mut pairs: BTreeMap<K, (Option<Instant>, Option<Instant>)> = BTreeMap::new();
    for (name, at) in before {
        pairs.entry(name).or_default().0 = Some(at);
    }
    for (name, at) in after {
        pairs.entry(name).or_default().1 = Some(at);
    }
    pairs
        .into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|(name, (before, after))| (name, before, after))
}

/// Duty, step and recipient: what people take for the same letter, whenever it leaves.
type Same = (String, String, Uuid);

fn notices(before: &Plan, after: &Plan, renamed: impl Fn(&str) -> String, now: Instant) -> Vec<NoticeDifference> {
    let same = |notice: &Notice, duty: String| (duty, notice.step.clone(), notice.recipient);
    let gone = |notice: &Notice| notice.planned_at < now;
    // What has gone already is not written again for the same date, whatever its hour would be now.
    let sent: Vec<(Same, &str)> = before
        .notices
        .iter()
        .filter(|notice| gone(notice))
        .map(|notice| (same(notice, renamed(&notice.duty)), notice.occurrence.as_str()))
        .collect();
    let was = before.notices.iter().filter(|notice| !gone(notice));
    let was: Vec<(Same, &Notice)> = was
        .map(|notice| (same(notice, renamed(&notice.duty)), notice))
        .collect();
    let planned = |same: &Same, notice: &Notice| {
        let moves_only = was
            .iter()
            .any(|(known, old)| known == same && old.occurrence == notice.occurrence);
        (!gone(notice) || moves_only) && !sent.contains(&(same.clone(), notice.occurrence.as_str()))
    };
    let will: Vec<(Same, &Notice)> = after
        .notices
        .iter()
        .map(|notice| (same(notice, notice.duty.clone()), notice))
        .filter(|(same, notice)| planned(same, notice))
        .collect();
    let letters: BTreeMap<&Same, &str> = was
        .iter()
        .chain(&will)
        .map(|(same, notice)| (same, notice.letter.as_str()))
        .collect();
    let at = |side: &[(Same, &Notice)]| -> Vec<(Same, Instant)> {
        side.iter()
            .map(|(same, notice)| (same.clone(), notice.planned_at.max(now)))
            .collect()
    };
    paired(at(&was).into_iter(), at(&will).into_iter())
        .map(|(same, before, after)| {
            let letter = letters.get(&same).copied().unwrap_or_default().to_owned();
            let (duty, step, recipient) = same;
            NoticeDifference {
                duty,
                step,
                letter,
                recipient,
                before,
                after,
            }
        })
        .collect()
}

/// How a case would fare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing changes for it now.
    Same,
    /// Its plan or its state changes.
    Changes,
    /// Somebody must decide.
    Decide,
    /// It was chosen to stay on its version.
    Stays,
}

/// What the change would do to one case.
#[derive(Clone, Debug)]
pub struct CaseImpact {
    /// The case as it stands.
    pub case: Case,
    /// What its kind is called after the change.
    pub target_kind: String,
    /// The case as it would stand; the same while somebody must decide, or when it stays.
    pub after: Case,
    /// How it would fare.
    pub verdict: Verdict,
    /// What differs.
    pub differences: Differences,
    /// Letters sent at once: letter and recipient.
    pub told: Vec<(String, Uuid)>,
    /// When the first thing would be due in it.
    pub next_due: Option<Instant>,
}

impl CaseImpact {
    fn without(case: &Case, verdict: Verdict) -> Self {
        Self {
            case: case.clone(),
            target_kind: case.kind.clone(),
            after: case.clone(),
            verdict,
            differences: Differences::default(),
            told: Vec::new(),
            next_due: None,
        }
    }
}

/// When the first thing that is not stopped is due.
fn next_due(plan: &Plan) -> Option<Instant> {
    let running = plan.duties.iter().filter(|duty| !duty.stopped);
    running.map(|duty| duty.due_at).min()
}

/// What moving to another version would do to a case, as far as it is decided.
///
/// `people` are the holders of seats under the names of the version it obeys, and under those of the other one.
///
/// # Errors
/// When a choice is none of those there are.
pub fn of_version(
    crossing: &Crossing<'_>,
    (people, people_then): (&[Holder], &[Holder]),
    choices: &Choices,
    mover: &Mover,
) -> Result<CaseImpact, Unmoved> {
    let case = crossing.case;
    let moved = match crossing.cross(choices, mover) {
        Ok(Crossed::Stays) => return Ok(CaseImpact::without(case, Verdict::Stays)),
        Ok(Crossed::Moves(moved)) => moved,
        Err(Unmoved::Undecided(_)) => {
            return Ok(CaseImpact {
                target_kind: crossing.passage.kind(&case.kind).unwrap_or_default(),
                ..CaseImpact::without(case, Verdict::Decide)
            });
        }
        Err(unmoved) => return Err(unmoved),
    };
    let entry = &moved.decision.entry;
    let after = evolve(case.clone(), entry);
    let before_plan = plan(crossing.passage.from(), case, people);
    let after_plan = plan(crossing.passage.to(), &after, people_then);
    let differences = Differences::between(&before_plan, &after_plan, entered(entry), mover.at);
    let moves = entry.changes.iter().any(|change| matches!(change, Change::Entered(_)));
    let same = differences.is_empty() && !moves;
    Ok(CaseImpact {
        target_kind: after.kind.clone(),
        verdict: if same { Verdict::Same } else { Verdict::Changes },
        differences,
        told: Vec::new(),
        next_due: next_due(&after_plan),
        after,
        case: case.clone(),
    })
}

/// What news of the engine, such as other dates of its call, would do to a case.
pub fn of_event(
    definition: &Definition,
    case: &Case,
    people: &[Holder],
    (event, now): (&Event, Instant),
) -> CaseImpact {
    let Ok(decision) = decide(definition, case, event, now) else {
        return CaseImpact {
            next_due: next_due(&plan(definition, case, people)),
            ..CaseImpact::without(case, Verdict::Same)
        };
    };
    let after = evolve(case.clone(), &decision.entry);
    let (before_plan, after_plan) = (plan(definition, case, people), plan(definition, &after, people));
    let differences = Differences::between(&before_plan, &after_plan, None, now);
    let told: Vec<(String, Uuid)> = told(definition, &decision.entry, people)
        .into_iter()
        .map(|notice| (notice.letter, notice.recipient))
        .collect();
    let same = differences.is_empty() && told.is_empty() && after.state == case.state;
    CaseImpact {
        target_kind: case.kind.clone(),
        verdict: if same { Verdict::Same } else { Verdict::Changes },
        differences,
        told,
        next_due: next_due(&after_plan),
        after,
        case: case.clone(),
    }
}
