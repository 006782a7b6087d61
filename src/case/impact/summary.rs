//! What a change would do to all the cases it reaches, put together for those who decide.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{CaseImpact, Verdict};
use crate::case::needs::{Choice, Choices, Need, OTHERS};
use crate::clock::Instant;
use crate::workflow::Definition;

/// What a change would do.
#[derive(Clone, Debug, Default)]
pub struct Impact {
    /// One line for each case it reaches.
    pub lines: Vec<Line>,
    /// Groups of cases, with what was chosen for each.
    pub groups: Vec<Group>,
    /// Letters whose words differ, with the languages they differ in.
    pub letters: Vec<(String, Vec<String>)>,
}

/// A case the change reaches.
#[derive(Clone, Debug)]
pub struct Line {
    /// Name of the organisation that owns it.
    pub organisation: String,
    /// The version it obeys.
    pub version: u32,
    /// What would become of it.
    pub impact: CaseImpact,
}

/// Cases about which the same is to be decided.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name, as one types it.
    pub name: String,
    /// What is to be decided; `None` for the cases about which nothing needs to be.
    pub need: Option<Need>,
    /// Its cases, by the organisation's name.
    pub cases: Vec<(Uuid, String)>,
    /// What was chosen.
    pub chosen: Option<Choice>,
    /// States one can move to, if that is a choice.
    pub states: Vec<String>,
}

impl Impact {
    /// Puts the lines together; `needs` are those of the cases in the same order.
    pub fn of(lines: Vec<(Line, Vec<Need>)>, choices: &Choices, target: &Definition) -> Self {
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for (line, needs) in &lines {
            let case = (line.impact.case.id, line.organisation.clone());
            let mut enter = |name: String, need: Option<Need>| {
                let group = groups.entry(name.clone()).or_insert_with(|| Group {
                    states: states(target, need.as_ref(), line),
                    chosen: choices.get(&name).cloned(),
                    cases: Vec::new(),
                    name,
                    need,
                });
                group.cases.push(case.clone());
            };
            match needs.is_empty() {
                true => enter(OTHERS.to_owned(), None),
                false => needs.iter().for_each(|need| enter(need.group(), Some(need.clone()))),
            }
        }
        let (others, mut groups): (Vec<Group>, Vec<Group>) =
            groups.into_values().partition(|group| group.need.is_none());
        groups.extend(others);
        Self {
            lines: lines.into_iter().map(|(line, _)| line).collect(),
            groups,
            letters: Vec::new(),
        }
    }

    /// How many cases fare so.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.lines.iter().filter(|line| line.impact.verdict == verdict).count()
    }

    /// Groups about which nothing has been decided that must be.
    pub fn undecided(&self) -> impl Iterator<Item = &Group> {
        let open = |group: &&Group| group.need.is_some() && group.chosen.is_none();
        self.groups.iter().filter(open)
    }

    /// How many letters would be planned, withdrawn, and moved.
    pub fn letters_counted(&self) -> (usize, usize, usize) {
        let notices = self.lines.iter().flat_map(|line| &line.impact.differences.notices);
        notices.fold((0, 0, 0), |(planned, withdrawn, moved), one| {
            match (one.before, one.after) {
                (None, _) => (planned + 1, withdrawn, moved),
                (Some(_), None) => (planned, withdrawn + 1, moved),
                _ => (planned, withdrawn, moved + 1),
            }
        })
    }

    /// The same for programs, instants in this zone.
    pub fn json(&self, zone: &TimeZone) -> Value {
        let (planned, withdrawn, moved) = self.letters_counted();
        let groups: Vec<Value> = self.groups.iter().map(Group::json).collect();
        let lines: Vec<Value> = self.lines.iter().map(|line| line.json(zone)).collect();
        let letters: Vec<Value> = self
            .letters
            .iter()
            .map(|(letter, languages)| json!({"letter": letter, "languages": languages}))
            .collect();
        json!({
            "cases": {
                "reached": self.lines.len(),
                "same": self.count(Verdict::Same),
                "change": self.count(Verdict::Changes),
                "decide": self.count(Verdict::Decide),
                "stay": self.count(Verdict::Stays),
            },
            "letters": {"planned": planned, "withdrawn": withdrawn, "moved": moved, "other_words": letters},
            "groups": groups,
            "changes": lines,
        })
    }
}

/// States one can move to from a group whose state is gone.
fn states(target: &Definition, need: Option<&Need>, line: &Line) -> Vec<String> {
    let Some(Need::State { .. }) = need else {
        return Vec::new();
    };
    let kind = target.kind(&line.impact.target_kind);
    let states = kind.map_or(&[][..], |kind| &kind.states);
    states.iter().map(|state| state.name.clone()).collect()
}

impl Group {
    /// The choices there are, as one types them; `move-to:STATE` once for each state.
    pub fn offered(&self) -> Vec<String> {
        let Some(need) = &self.need else {
            return vec!["move".to_owned(), "stay".to_owned()];
        };
        let mut found = Vec::new();
        for word in need.offered() {
            match word.strip_suffix("STATE") {
                Some(prefix) => found.extend(self.states.iter().map(|state| format!("{prefix}{state}"))),
                None => found.push((*word).to_owned()),
            }
        }
        found
    }

    fn json(&self) -> Value {
        let cases: Vec<Value> = self
            .cases
            .iter()
            .map(|(id, organisation)| json!({"case": id, "organisation": organisation}))
            .collect();
        json!({
            "group": self.name,
            "need": self.need,
            "choices": self.offered(),
            "chosen": self.chosen,
            "cases": cases,
        })
    }
}

impl Line {
    fn json(&self, zone: &TimeZone) -> Value {
        let at = |instant: Option<Instant>| instant.map(|instant| instant.rfc3339(zone));
        let CaseImpact {
            case,
            after,
            verdict,
            differences,
            told,
            ..
        } = &self.impact;
        let duties: Vec<Value> = differences
            .duties
            .iter()
            .map(|one| json!({"duty": one.duty, "before": at(one.before), "after": at(one.after)}))
            .collect();
        let notices: Vec<Value> = differences
            .notices
            .iter()
            .map(|one| {
                json!({
                    "duty": one.duty, "step": one.step, "letter": one.letter, "recipient": one.recipient,
                    "before": at(one.before), "after": at(one.after),
                })
            })
            .collect();
        let timers: Vec<Value> = differences
            .timers
            .iter()
            .map(|one| json!({"event": one.event, "before": at(one.before), "after": at(one.after)}))
            .collect();
        json!({
            "case": case.id, "organisation": self.organisation, "kind": case.kind, "version": self.version,
            "verdict": verdict, "state": case.state, "state_after": after.state,
            "due": duties, "letters": notices, "events": timers,
            "told": told.iter().map(|(letter, to)| json!({"letter": letter, "recipient": to})).collect::<Vec<_>>(),
        })
    }
}

/// Letters whose words differ between two versions, with the languages.
pub fn other_words(old: &Definition, new: &Definition) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (name, letter) in &new.letters {
        let Some(before) = old.letters.get(name) else { continue };
        let differs = |lang: &&String| {
            let said = |letter: &crate::workflow::letter::Letter| {
                let version = letter.versions.get(*lang);
                version.map(|version| (version.subject.clone(), version.body.clone()))
            };
            said(before) != said(letter)
        };
        let languages: Vec<String> = letter.versions.keys().filter(differs).cloned().collect();
        if !languages.is_empty() {
            found.push((name.clone(), languages));
        }
    }
    found
}
