//! What differs between two rehearsals of the same stretch: what is added, what falls away, what moves to another date.

use std::collections::BTreeMap;

use serde::Serialize;

use super::persona::Rehearsal;
use super::transcript::{Line, What};
use crate::clock::Instant;
use crate::workflow::Definition;

/// What differs between two rehearsals.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// Letters.
    pub letters: Changes,
    /// Due dates.
    pub dues: Changes,
    /// Other things that happen.
    pub events: Changes,
}

/// Lines of one sort that differ.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changes {
    /// Only the new version has them.
    pub added: Vec<Once>,
    /// Only the old version has them.
    pub removed: Vec<Once>,
    /// Both have them, on different dates.
    pub moved: Vec<Moved>,
    /// The same by rule: how many were added, removed and moved.
    pub by_rule: BTreeMap<String, Count>,
}

/// A line that only one version has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Once {
    /// Local time; for a due date its last day.
    pub at: String,
    /// What it says.
    pub text: String,
}

/// A line that both versions have, on different dates.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Moved {
    /// Local time in the old version.
    pub from: String,
    /// Local time in the new version.
    pub to: String,
    /// What it says.
    pub text: String,
}

/// How many lines of one rule differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Only in the new version.
    pub added: usize,
    /// Only in the old version.
    pub removed: usize,
    /// On another date.
    pub moved: usize,
}

/// A rehearsal and the definition it played.
pub type Played<'a> = (&'a Definition, &'a Rehearsal);

/// Compares two rehearsals.
pub fn difference(old: Played<'_>, new: Played<'_>) -> Difference {
    Difference {
        letters: compare(&lines(old, Sort::Letter), &lines(new, Sort::Letter)),
        dues: compare(&dues(old), &dues(new)),
        events: compare(&lines(old, Sort::Event), &lines(new, Sort::Event)),
    }
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        [&self.letters, &self.dues, &self.events]
            .iter()
            .all(|changes| changes.by_rule.is_empty())
    }

    /// The difference in one sentence: `this edit adds 214 letters and moves 31 due dates`.
    pub fn sentence(&self) -> String {
        let counted = |count: usize, one: &str, many: &str| match count {
            1 => format!("1 {one}"),
            _ => format!("{count} {many}"),
        };
        let sorts = [
            (&self.letters, "letter", "letters"),
            (&self.dues, "due date", "due dates"),
            (&self.events, "event", "events"),
        ];
        let mut parts = Vec::new();
        for (changes, one, many) in sorts {
            let counts = [
                ("adds", changes.added.len()),
                ("drops", changes.removed.len()),
                ("moves", changes.moved.len()),
            ];
            let there = counts.iter().filter(|(_, count)| *count > 0);
            parts.extend(there.map(|(verb, count)| format!("{verb} {}", counted(*count, one, many))));
        }
        match parts.split_last() {
            None => "this edit changes nothing here".to_owned(),
            Some((last, [])) => format!("this edit {last}"),
            Some((last, rest)) => format!("this edit {} and {last}", rest.join(", ")),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Letter,
    Event,
}

/// Instants of lines that say the same, with how each is written; by the rule they follow and by what they say.
type Said = BTreeMap<(String, String), Vec<(Instant, String)>>;

fn lines((definition, rehearsal): Played<'_>, sort: Sort) -> Said {
    let mut said = Said::new();
    for line in &rehearsal.transcript {
        let letter = matches!(line.what, What::Letter { .. });
        if letter != (sort == Sort::Letter) {
            continue;
        }
        let time = line.at.civil(&definition.zone).strftime("%Y-%m-%d %H:%M").to_string();
        let text = format!("{} / {}: {}", line.organisation, line.kind, line.what.sentence());
        said.entry((rule(line), text)).or_default().push((line.at, time));
    }
    said
}

/// What a line follows from, without who it concerns.
fn rule(line: &Line) -> String {
    let kind = &line.kind;
    match &line.what {
        What::Letter {
            letter, duty, step, to, ..
        } if duty.is_empty() || step.is_empty() => format!("{kind}: letter {letter} to {to}"),
        What::Letter {
            letter, duty, step, to, ..
        } => format!("{kind}: letter {letter} to {to} ({duty}, {step})"),
        What::Entry { event, from, to, .. } => match from {
            Some(from) => format!("{kind}: {event}, {from} → {to}"),
            None => format!("{kind}: {event}"),
        },
        What::Refused { event, .. } => format!("{kind}: {event} refused"),
        What::LeftOut { duty, step } => format!("{kind}: left out {duty}, {step}"),
    }
}

fn dues((definition, rehearsal): Played<'_>) -> Said {
    let mut said = Said::new();
    for due in &rehearsal.dues {
        let day = due.due_at.last_day(&definition.zone).to_string();
        let rule = format!("{}: {} of {}", due.kind, due.duty, due.of);
        let text = format!("{} / {rule}", due.organisation);
        said.entry((rule, text)).or_default().push((due.due_at, day));
    }
    said
}

fn compare(old: &Said, new: &Said) -> Changes {
    let mut changes = Changes::default();
    let none = Vec::new();
    let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let (before, after) = only(old.get(key).unwrap_or(&none), new.get(key).unwrap_or(&none));
        if before.is_empty() && after.is_empty() {
            continue;
        }
        let (rule, text) = key;
        let count = changes.by_rule.entry(rule.clone()).or_default();
        for pair in pairs(&before, &after) {
            let text = text.clone();
            match pair {
                (Some(from), Some(to)) => {
                    count.moved += 1;
                    let (from, to) = (from.1.clone(), to.1.clone());
                    changes.moved.push(Moved { from, to, text });
                }
                (Some((_, at)), None) => {
                    count.removed += 1;
                    changes.removed.push(Once { at: at.clone(), text });
                }
                (None, Some((_, at))) => {
                    count.added += 1;
                    changes.added.push(Once { at: at.clone(), text });
                }
                (None, None) => {}
            }
        }
    }
    changes.added.sort();
    changes.removed.sort();
    changes.moved.sort();
    changes
}

type At = (Instant, String);

/// What only one of the two lists has.
fn only<'a>(old: &'a [At], new: &'a [At]) -> (Vec<&'a At>, Vec<&'a At>) {
    let (mut before, mut after) = (old.iter().peekable(), new.iter().peekable());
    let mut found = (Vec::new(), Vec::new());
    loop {
        match (before.peek(), after.peek()) {
            (Some(a), Some(b)) if a.0 == b.0 => {
                before.next();
                after.next();
            }
            (Some(a), Some(b)) if a.0 < b.0 => found.0.extend(before.next()),
            (_, Some(_)) => found.1.extend(after.next()),
            (Some(_), None) => found.0.extend(before.next()),
            (None, None) => return found,
        }
    }
}

/// Pairs as many as there are on both sides, in order, with the least moving in all; what is over stays single.
fn pairs<'a>(old: &[&'a At], new: &[&'a At]) -> Vec<(Option<&'a At>, Option<&'a At>)> {
    if old.len() > new.len() {
        return pairs(new, old).into_iter().map(|(new, old)| (old, new)).collect();
    }
    let (few, many) = (old, new);
    let spare = many.len() - few.len();
    // best[i][s]: least moving of the first i of the few when s of the many were left out before them
    let mut best = vec![vec![0_i64; spare + 1]; few.len() + 1];
    for i in 1..=few.len() {
        for s in 0..=spare {
            let away = (few[i - 1].0.micros() - many[i - 1 + s].0.micros()).abs();
            let here = best[i - 1][s].saturating_add(away);
            best[i][s] = if s == 0 { here } else { here.min(best[i][s - 1]) };
        }
    }
    let mut found = Vec::new();
    let (mut i, mut s) = (few.len(), spare);
    while i > 0 || s > 0 {
        if s > 0 && (i == 0 || best[i][s] == best[i][s - 1]) {
            found.push((None, Some(many[i + s - 1])));
            s -= 1;
        } else {
            found.push((Some(few[i - 1]), Some(many[i - 1 + s])));
            i -= 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(days: &[i64]) -> Vec<At> {
        let one = |day: &i64| (Instant::from_micros(day * 86_400_000_000), day.to_string());
        days.iter().map(one).collect()
    }

    fn paired(old: &[i64], new: &[i64]) -> Vec<(String, String)> {
        let (old, new) = (at(old), at(new));
        let (before, after) = only(&old, &new);
        let word = |one: Option<&At>| one.map(|(_, word)| word.clone()).unwrap_or_default();
        let mut found: Vec<_> = pairs(&before, &after)
            .into_iter()
            .map(|(a, b)| (word(a), word(b)))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn what_moves_is_paired_with_the_nearest() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(paired(&[1, 10], &[1, 10]), []);
        assert_eq!(paired(&[10, 20], &[11, 20]), [pair("10", "11")]);
        assert_eq!(paired(&[10], &[3, 11]), [pair("", "3"), pair("10", "11")]);
        assert_eq!(
            paired(&[3, 11, 30], &[12, 31]),
            [pair("11", "12"), pair("3", ""), pair("30", "31")]
        );
        assert_eq!(paired(&[], &[5]), [pair("", "5")]);
    }
}
