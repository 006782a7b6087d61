//! The history played again, each entry under the version obeyed then: whatever a plan in force had ahead of it was planned, and whatever an entry told was written.

use std::collections::BTreeSet;

use super::history::entries;
use super::{Evidence, Findings};
use crate::case::Entry;
use crate::case::evolve::{evolve, fold};
use crate::case::notice::told;
use crate::case::plan::plan;
use crate::case::version;

/// Compares the plan after each entry, and the letters of each entry, with the notices that are stored.
///
/// The recipients are left aside: seats change, and a letter then goes to whoever holds the seat.
pub(super) fn compare(evidence: &Evidence, findings: &mut Findings) {
    let Some(entries) = entries(evidence) else { return };
    let now = &evidence.loaded.stored.case;
    let known: BTreeSet<Step<'_>> = evidence
        .rows
        .iter()
        .map(|row| (now.duty_now(&row.duty), row.step.as_str(), row.occurrence.as_str()))
        .collect();
    let mut reported: BTreeSet<(String, String, String)> = BTreeSet::new();
    let Some((first, rest)) = entries.split_first() else {
        return;
    };
    let Some(mut case) = fold([*first]) else { return };
    let mut moves = entries.iter().filter_map(|entry| version::entered(entry));
    let stored = evidence.loaded.stored.version;
    let mut number = moves.clone().next().map_or(stored, |new| new.from);
    if moves.next_back().is_some_and(|new| new.to != stored) {
        let message = format!("its history ends under another version than {stored}, which is stored");
        findings.differences.push(evidence.difference("fold", message));
    }
    for entry in std::iter::once(None).chain(rest.iter().map(Some)) {
        if let Some(entry) = entry {
            case = evolve(case, entry);
        }
        let entry: &Entry = entry.copied().unwrap_or(first);
        if let Some(new) = version::entered(entry) {
            number = new.to;
        }
        let Some(definition) = evidence.versions.get(&number) else {
            let message = format!(
                "entry {} was made under version {number}, which is not there",
                entry.seq
            );
            findings.differences.push(evidence.difference("version", message));
            return;
        };
        let plan = plan(definition, &case, &evidence.loaded.people);
        let ahead = plan.notices.into_iter().filter(|notice| notice.planned_at >= entry.at);
        for notice in ahead.chain(told(definition, entry, &evidence.loaded.people)) {
            let duty = now.duty_now(&notice.duty).to_owned();
            let step = (duty, notice.step.clone(), notice.occurrence.clone());
            if known.contains(&(step.0.as_str(), step.1.as_str(), step.2.as_str())) || reported.contains(&step) {
                continue;
            }
            findings.missing += 1;
            let message = format!(
                "entry {} called for the notice `{}/{}` of {}, which was never planned",
                entry.seq, notice.duty, notice.step, notice.planned_at
            );
            findings.differences.push(evidence.difference("missed", message));
            reported.insert(step);
        }
    }
    for row in evidence.rows.iter().filter(|row| row.duty.is_empty()) {
        let letter = entries.iter().any(|entry| {
            entry.seq.to_string() == row.occurrence && entry.tell.iter().any(|(_, letter)| *letter == row.step)
        });
        if !letter {
            let difference = evidence.about(row, "told", "no entry of the history told it");
            findings.differences.push(difference);
        }
    }
}

/// Duty, step and occurrence of a notice.
type Step<'a> = (&'a str, &'a str, &'a str);
