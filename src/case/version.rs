//! What a case takes along into another version of its workflow: every name that it keeps under another one.
//!
//! Owns what such a change records and what it makes of a case. Whether a case moves at all is
//! [`crossing`](super::crossing)'s to say.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::event::{Change, Entry};
use super::evolve::moved_duty;
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::form::{Answers, digest};

/// Names that are others now; `None` is given up.
pub type Names = BTreeMap<String, Option<String>>;

/// Another version of the workflow that a case obeys from now on.
///
/// It says every name that changes, so that folding a history needs no version of any workflow.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewVersion {
    /// The version obeyed so far.
    pub from: u32,
    /// The version obeyed from now on.
    pub to: u32,
    /// SHA-256 over the files of that version, in hexadecimal.
    pub digest: String,
    /// What its kind is called there.
    pub kind: String,
    /// What its state is called there.
    pub state: String,
    /// Marks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: Names,
    /// Duties.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub duties: Names,
    /// Cycles.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cycles: Names,
    /// Roles.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: Names,
    /// Seats that have signed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seats: Names,
    /// Forms with recorded answers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub forms: Names,
    /// Fields with answers, by the form's name so far.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Names>,
    /// Kinds of its children.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub child_kinds: Names,
    /// States of its children, by their kind's name so far.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub child_states: BTreeMap<String, Names>,
    /// Events of the engine whose date had passed already: they happen now, and not as of a day before the move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<String>,
}

impl NewVersion {
    /// Whether any name changes.
    pub fn renames(&self) -> bool {
        let plain = [
            &self.marks,
            &self.duties,
            &self.cycles,
            &self.roles,
            &self.seats,
            &self.forms,
            &self.child_kinds,
        ];
        plain.into_iter().any(|names| !names.is_empty()) || !self.fields.is_empty() || !self.child_states.is_empty()
    }

    /// Answers to a form under the fields' new names.
    pub fn answers(&self, form: &str, answers: &Answers) -> Answers {
        match self.fields.get(form) {
            Some(names) => renamed(answers, names),
            None => answers.clone(),
        }
    }

    /// Whether answers to a form lose something.
    fn loses(&self, form: &str, answers: &Answers) -> bool {
        let names = self.fields.get(form);
        names.is_some_and(|names| {
            names
                .iter()
                .any(|(old, new)| new.is_none() && answers.contains_key(old))
        })
    }
}

/// The name under which a case's date "not before this" of an event of the engine is kept among the moved dates.
pub(super) fn passed_key(event: &str) -> String {
    format!("on.{event}")
}

fn renamed<T: Clone>(things: &BTreeMap<String, T>, names: &Names) -> BTreeMap<String, T> {
    let one = |(name, thing): (&String, &T)| Some((current(names, name)?, thing.clone()));
    things.iter().filter_map(one).collect()
}

fn current(names: &Names, name: &str) -> Option<String> {
    names.get(name).map_or_else(|| Some(name.to_owned()), Clone::clone)
}

/// Puts a case under another version's names.
pub(super) fn apply(case: &mut Case, new: &NewVersion, at: Instant) {
    for signature in case.signatures.values_mut() {
        let signed = case
            .answers
            .iter()
            .find(|(_, answers)| digest(answers) == signature.digest);
        if let Some((form, answers)) = signed.filter(|(form, answers)| !new.loses(form, answers)) {
            signature.digest = digest(&new.answers(form, answers));
        }
    }
    case.signatures = renamed(&case.signatures, &new.seats);
    case.kind.clone_from(&new.kind);
    case.state.clone_from(&new.state);
    case.marks = renamed(&case.marks, &new.marks);
    case.stops = renamed(&case.stops, &new.duties);
    case.put_off = renamed(&case.put_off, &new.duties);
    case.cycles = renamed(&case.cycles, &new.cycles);
    let told = case.told.iter().filter_map(|role| current(&new.roles, role));
    case.told = told.collect::<BTreeSet<_>>();
    let answers = case.answers.iter().filter_map(|(form, answers)| {
        let name = current(&new.forms, form)?;
        Some((name, new.answers(form, answers)))
    });
    case.answers = answers.collect();
    for late in &mut case.caught_up {
        late.duty = current(&new.duties, &late.duty).unwrap_or_else(|| late.duty.clone());
    }
    children(case, new);
    for (old, name) in &new.duties {
        if let (Some(at), Some(name)) = (case.moved.remove(&moved_duty(old)), name) {
            case.moved.insert(moved_duty(name), at);
        }
    }
    remember_duties(case, new);
    for event in &new.passed {
        case.moved.insert(passed_key(event), at);
    }
}

fn children(case: &mut Case, new: &NewVersion) {
    for round in &mut case.rounds {
        round.kind = current(&new.child_kinds, &round.kind).unwrap_or_else(|| round.kind.clone());
    }
    for child in &mut case.children {
        let state = new
            .child_states
            .get(&child.kind)
            .and_then(|names| current(names, &child.state));
        child.state = state.unwrap_or_else(|| child.state.clone());
        child.kind = current(&new.child_kinds, &child.kind).unwrap_or_else(|| child.kind.clone());
        child.cycle = current(&new.cycles, &child.cycle).unwrap_or_else(|| child.cycle.clone());
    }
}

/// Keeps what duties were called when their first notices were planned, so that none is sent again under a new name.
fn remember_duties(case: &mut Case, new: &NewVersion) {
    for (old, name) in &new.duties {
        let Some(name) = name else { continue };
        for known in case.former_duties.values_mut().filter(|known| *known == old) {
            known.clone_from(name);
        }
        case.former_duties.insert(old.clone(), name.clone());
    }
    case.former_duties
        .retain(|old, name| old != name && !new.duties.values().flatten().any(|now| now == old));
}

impl Case {
    /// What a duty is called now that may have been planned under an earlier name.
    pub fn duty_now<'a>(&'a self, duty: &'a str) -> &'a str {
        self.former_duties.get(duty).map_or(duty, String::as_str)
    }
}

/// The other version that an entry moved the case to, if it did.
pub fn entered(entry: &Entry) -> Option<&NewVersion> {
    entry.changes.iter().find_map(|change| match change {
        Change::Version(new) => Some(new.as_ref()),
        _ => None,
    })
}
