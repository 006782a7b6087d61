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
use crate::workflow::panel::Tally;

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
    /// Panels whose ballots have begun.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub panels: Names,
    /// Fields answered on ballots, by the panel's name so far.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ballots: BTreeMap<String, Names>,
    /// Results that ended ballots keep, by the panel's name from now on: the new rules would count them otherwise.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub results: BTreeMap<String, Tally>,
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
            &self.panels,
            &self.child_kinds,
        ];
        let nested = [&self.fields, &self.ballots, &self.child_states];
        plain.into_iter().any(|names| !names.is_empty()) || nested.into_iter().any(|names| !names.is_empty())
    }

    /// Answers to a form under the fields' new names.
    pub fn answers(&self, form: &str, answers: &Answers) -> Answers {
        match self.fields.get(form) {
            Some(names) => renamed(answers, names),
            None => answers.clone(),
        }
    }

    /// What a panel is called from now on; `None` if it is given up.
    pub(super) fn panel(&self, panel: &str) -> Option<String> {
        current(&self.panels, panel)
    }

    /// A panel's count under the fields' new names; the panel is called as it was so far.
    pub(super) fn tally(&self, panel: &str, mut tally: Tally) -> Tally {
        if let Some(names) = self.ballots.get(panel) {
            tally.taken = renamed(&tally.taken, names);
        }
        tally
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

/// Names that go on under another name.
pub(super) fn changed(names: impl IntoIterator<Item = String>, now: impl Fn(&str) -> Option<String>) -> Names {
    let others = names.into_iter().filter_map(|name| {
        let found = now(&name).filter(|found| *found != name)?;
        Some((name, Some(found)))
    });
    others.collect()
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
    panels(case, new);
    for (old, name) in &new.duties {
        if let (Some(at), Some(name)) = (case.moved.remove(&moved_duty(old)), name) {
            case.moved.insert(moved_duty(name), at);
        }
    }
    remember(&mut case.former_duties, &new.duties);
    remember_panels(&mut case.former_panels, &new.panels);
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

fn panels(case: &mut Case, new: &NewVersion) {
    for (panel, names) in &new.ballots {
        let casts = case.ballots.get_mut(panel).into_iter();
        for cast in casts.flat_map(BTreeMap::values_mut) {
            cast.answers = renamed(&cast.answers, names);
        }
    }
    let kept = std::mem::take(&mut case.results).into_iter();
    let kept = kept.map(|(panel, tally)| (panel.clone(), new.tally(&panel, tally)));
    case.results = renamed(&kept.collect(), &new.panels);
    case.results.extend(new.results.clone());
    case.panels = renamed(&case.panels, &new.panels);
    case.ballots = renamed(&case.ballots, &new.panels);
}

/// Keeps what things were called earlier: no notice is sent again under a new name.
fn remember(former: &mut BTreeMap<String, String>, names: &Names) {
    for (old, name) in names {
        let Some(name) = name else { continue };
        for known in former.values_mut().filter(|known| *known == old) {
            known.clone_from(name);
        }
        former.insert(old.clone(), name.clone());
    }
    former.retain(|old, name| old != name && !names.values().flatten().any(|now| now == old));
}

/// Keeps every panel a name ever stood for besides the one that bears it now: no ballot is taken for another panel's.
fn remember_panels(former: &mut BTreeMap<String, BTreeSet<String>>, names: &Names) {
    for panels in former.values_mut() {
        let now = |panel: &String| current(names, panel).unwrap_or_else(|| panel.clone());
        *panels = panels.iter().map(now).collect();
    }
    for (old, name) in names {
        former.entry(old.clone()).or_default().extend(name.clone());
    }
    former.retain(|name, panels| {
        panels.remove(name);
        !panels.is_empty()
    });
}

impl Case {
    /// What a duty is called now that may have been planned under an earlier name.
    pub fn duty_now<'a>(&'a self, duty: &'a str) -> &'a str {
        self.former_duties.get(duty).map_or(duty, String::as_str)
    }

    /// What the panels are called now in which a ballot may have been given under a name: the one of that name, and others
    /// that bore it earlier.
    pub fn panels_called<'a>(&'a self, panel: &'a str) -> impl Iterator<Item = &'a str> {
        let former = self.former_panels.get(panel).into_iter().flatten();
        former.map(String::as_str).chain([panel])
    }
}

/// The other version that an entry moved the case to, if it did.
pub fn entered(entry: &Entry) -> Option<&NewVersion> {
    entry.changes.iter().find_map(|change| match change {
        Change::Version(new) => Some(new.as_ref()),
        _ => None,
    })
}
