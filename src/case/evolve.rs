//! Folding the history: what each change makes of a case.

use std::collections::{BTreeMap, BTreeSet};

use super::event::{Change, Entry, Opening};
use super::panels::{Cast, put};
use super::state::{CallDates, Case, PutOff, Signature};
use crate::clock::Instant;

/// The case before its first entry.
///
/// Only the `Opened` change of that entry gives it an id, a kind and an owner.
pub fn unopened(opening: &Opening, at: Instant) -> Case {
    Case {
        id: opening.id,
        kind: opening.kind.clone(),
        organisation: opening.organisation,
        state: String::new(),
        revision: 0,
        opened_at: at,
        entered_at: at,
        latest_at: at,
        dates_since: at,
        moved: BTreeMap::new(),
        call: opening.call.clone(),
        parent: opening.parent,
        due: opening.due.clone(),
        marks: BTreeMap::new(),
        signatures: BTreeMap::new(),
        answers: BTreeMap::new(),
        attachments: Vec::new(),
        reason: None,
        standing: None,
        told: BTreeSet::new(),
        holds_place: false,
        stops: BTreeMap::new(),
        cycles: BTreeMap::new(),
        rounds: opening.rounds.clone(),
        children: Vec::new(),
        caught_up: Vec::new(),
        former_duties: BTreeMap::new(),
        panels: BTreeMap::new(),
        ballots: BTreeMap::new(),
        results: BTreeMap::new(),
        former_panels: BTreeMap::new(),
        put_off: BTreeMap::new(),
    }
}

/// The case after `entry`.
pub fn evolve(mut case: Case, entry: &Entry) -> Case {
    case.revision = entry.seq;
    case.latest_at = case.latest_at.max(entry.at);
    if entry.reason.is_some() && entry.ballot().is_none() {
        case.reason.clone_from(&entry.reason);
    }
    case.told
        .extend(entry.tell.iter().map(|(address, _)| address.role.clone()));
    for change in &entry.changes {
        apply(&mut case, change, entry);
    }
    case
}

/// The case that a whole history has made; `None` if the history does not begin with an opening.
pub fn fold<'a>(history: impl IntoIterator<Item = &'a Entry>) -> Option<Case> {
    let mut entries = history.into_iter();
    let first = entries.next()?;
    let opening = first.changes.iter().find_map(|change| match change {
        Change::Opened(opening) => Some(opening),
        _ => None,
    })?;
    let begun = evolve(unopened(opening, first.at), first);
    Some(entries.fold(begun, evolve))
}

fn apply(case: &mut Case, change: &Change, entry: &Entry) {
    match change {
        Change::Opened(_) => {}
        Change::Entered(state) => {
            case.state.clone_from(state);
            case.entered_at = entry.at;
        }
        Change::Marked(mark) => {
            case.marks.insert(mark.clone(), entry.at);
        }
        Change::Cleared(mark) => {
            case.marks.remove(mark);
        }
        Change::Standing(standing) => case.standing = Some(*standing),
        Change::Stopped(duty) => stop(case, duty, entry.at),
        Change::Resumed(duty) => resume(case, duty, entry.at),
        Change::Answered { form, answers } => {
            case.answers.insert(form.clone(), answers.clone());
        }
        Change::Signed { seat, digest } => {
            let signature = Signature {
                person: entry.actor,
                at: entry.at,
                digest: digest.clone(),
            };
            case.signatures.insert(seat.clone(), signature);
        }
        Change::Attached(attachment) => case.attachments.push(attachment.clone()),
        Change::Place(held) => case.holds_place = *held,
        other => apply_dates(case, other, entry),
    }
}

/// Stops a clock; one that stands still already goes on standing still since then.
fn stop(case: &mut Case, duty: &str, at: Instant) {
    let stops = case.stops.entry(duty.to_owned()).or_default();
    if stops.last().is_none_or(|(_, end)| end.is_some()) {
        stops.push((at, None));
    }
}

fn resume(case: &mut Case, duty: &str, at: Instant) {
    if let Some((_, end)) = case.stops.get_mut(duty).and_then(|stops| stops.last_mut()) {
        end.get_or_insert(at);
    }
}

fn apply_dates(case: &mut Case, change: &Change, entry: &Entry) {
    match change {
        Change::Call(call) => {
            for name in moved_dates(case.call.as_ref(), call) {
                case.moved.insert(name, entry.at);
            }
            case.call = Some(call.clone());
        }
        Change::Due(due) => {
            if case.due.as_ref().map(|known| known.at) != Some(due.at) {
                case.moved.insert("due".to_owned(), entry.at);
            }
            case.due = Some(due.clone());
        }
        Change::Owner(organisation) => {
            case.organisation = *organisation;
            case.dates_since = entry.at;
        }
        Change::Round(round) => {
            case.rounds.retain(|known| known.id != round.id);
            case.rounds.push(round.clone());
            case.moved.insert(round.key(), entry.at);
        }
        Change::CycleDone { cycle, through } => {
            let known = case.cycles.entry(cycle.clone()).or_insert(*through);
            *known = (*known).max(*through);
        }
        Change::Version(new) => super::version::apply(case, new, entry.at),
        Change::DutyMoved { duty, due_at, date } => {
            let put_off = PutOff {
                due_at: *due_at,
                at: entry.at,
                date: date.clone(),
            };
            case.moved.insert(moved_duty(duty), entry.at);
            case.put_off.insert(duty.clone(), put_off);
        }
        Change::CaughtUp(verdicts) => case.caught_up.extend(verdicts.iter().cloned()),
        other => apply_children_and_panels(case, other, entry),
    }
}

fn apply_children_and_panels(case: &mut Case, change: &Change, entry: &Entry) {
    match change {
        Change::ChildOpened(child) => case.children.push(child.clone()),
        Change::ChildMoved {
            id,
            state,
            closed,
            owed_until,
        } => {
            if let Some(child) = case.children.iter_mut().find(|child| child.id == *id) {
                child.state.clone_from(state);
                child.closed = *closed;
                child.owed_until = *owed_until;
            }
        }
        Change::ChildDue { id, due } => {
            if let Some(child) = case.children.iter_mut().find(|child| child.id == *id) {
                child.due = Some(due.clone());
                child.owed_until = child.owed_until.and(Some(due.at));
            }
        }
        Change::Panel { panel, members } => {
            case.panels.insert(panel.clone(), *members);
            case.ballots.remove(panel);
            case.results.remove(panel);
        }
        Change::Cast {
            panel,
            answers,
            chair,
            voices,
        } => {
            let cast = Cast {
                answers: answers.clone(),
                at: entry.at,
                chair: *chair,
                person: None,
            };
            let casts = case.ballots.entry(panel.clone()).or_default();
            put(casts, (entry.actor.unwrap_or_default(), voices), &cast);
        }
        _ => {}
    }
}

/// The name of a duty among the moved dates of a case.
pub(super) fn moved_duty(duty: &str) -> String {
    format!("duty.{duty}")
}

/// Names, as timings write them, of the call's dates that are not what they were.
fn moved_dates(old: Option<&CallDates>, new: &CallDates) -> Vec<String> {
    let dates = |call: &CallDates| {
        let own = [("opens", call.opens_at), ("closes", call.closes_at)];
        let named = call.dates.iter().map(|(name, at)| (name.as_str(), *at));
        own.into_iter()
            .chain(named)
            .map(|(name, at)| (format!("call.{name}"), at))
            .collect::<BTreeMap<String, Instant>>()
    };
    let known = old.map(dates).unwrap_or_default();
    dates(new)
        .into_iter()
        .filter(|(name, at)| known.get(name) != Some(at))
        .map(|(name, _)| name)
        .collect()
}
