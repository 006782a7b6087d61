//! Every letter is filled in each of its languages for every state it can be sent from, with values and without.
//!
//! Owns made-up values that look like the real ones. What can go wrong only when a letter is filled (a filter nobody
//! knows, a sum of words, a subject without a word) goes wrong here and not on the day it was to leave.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Proof;
use super::flow::{Flow, Stand};
use crate::workflow::definition::{Definition, Kind, Standing, State};
use crate::workflow::letter::{Letter, Version};
use crate::workflow::panel::letter::values as of_panels;
use crate::workflow::panel::{Panel, Tally};
use crate::workflow::text::Text;

/// Most occasions a letter is tried for; those beyond differ in nothing but names.
const MOST_OCCASIONS: usize = 6;

/// What of a case shows in a letter: its kind, the state it stands in, its standing.
type Occasion<'a> = (&'a str, &'a str, usize);

pub fn check(proof: &mut Proof<'_>, flow: Option<&Flow<'_>>) {
    let definition = proof.definition;
    for letter in definition.letters.values() {
        let mut occasions: BTreeSet<Occasion<'_>> = match flow {
            Some(flow) => known(proof, flow, letter),
            None => everywhere(proof, letter),
        };
        while occasions.len() > MOST_OCCASIONS {
            occasions.pop_last();
        }
        for version in letter.versions.values() {
            filled(proof, version, &occasions);
        }
    }
}

/// The occasions of a letter where the ways of cases are not known.
fn everywhere<'a>(proof: &Proof<'a>, letter: &Letter) -> BTreeSet<Occasion<'a>> {
    let told = proof
        .transitions()
        .filter(|(_, _, one)| one.tell.iter().any(|(_, name)| *name == letter.name));
    let reminded = proof
        .duties()
        .filter(|(_, _, duty)| duty.reminders.iter().any(|one| one.letter == letter.name));
    let told = told.map(|(kind, state, one)| (kind.name.as_str(), one.to.as_deref().unwrap_or(&state.name), 0));
    told.chain(reminded.map(|(kind, state, _)| (kind.name.as_str(), state.name.as_str(), 0)))
        .collect()
}

fn known<'a>(proof: &Proof<'a>, flow: &Flow<'a>, letter: &Letter) -> BTreeSet<Occasion<'a>> {
    let mut found = BTreeSet::new();
    let mut add = |kind: &'a Kind, stands: Vec<Stand>| {
        found.extend(stands.into_iter().map(|stand| {
            let state: &'a State = &kind.states[stand.state];
            (kind.name.as_str(), state.name.as_str(), stand.standing)
        }));
    };
    for (kind, state, one) in proof.transitions() {
        if let Some(ways) = flow.kinds.get(kind.name.as_str())
            && one.tell.iter().any(|(_, name)| *name == letter.name)
        {
            add(kind, ways.behind(state, one));
        }
    }
    for (kind, state, duty) in proof.duties() {
        if let Some(ways) = flow.kinds.get(kind.name.as_str())
            && duty.reminders.iter().any(|one| one.letter == letter.name)
        {
            add(kind, ways.stands(state).collect());
        }
    }
    found
}

/// Fills one version for each occasion, with and without what may be missing; says the first thing that goes wrong.
fn filled(proof: &mut Proof<'_>, version: &Version, occasions: &BTreeSet<Occasion<'_>>) {
    let lang = version.lang();
    for occasion in occasions {
        for values in [Values::All, Values::Fewest] {
            let context = context(proof.definition, lang, *occasion, values);
            let (kind, state, _) = occasion;
            match version.render(&context) {
                Err(error) => {
                    let mut finding = error.finding();
                    finding.rule = "letter-fails";
                    finding.message = format!("it cannot be filled for a `{kind}` in `{state}`: {}", finding.message);
                    proof.found.push(finding);
                    return;
                }
                Ok(filled) if filled.subject.is_empty() => {
                    let message = format!(
                        "the subject is empty for a `{kind}` in `{state}`: `{}`",
                        version.subject
                    );
                    let hint = "begin the subject with words that are always there";
                    return proof.error(version.place.clone(), "empty-subject", message, hint);
                }
                Ok(filled) if filled.text().trim().is_empty() => {
                    let message = format!("the letter says nothing for a `{kind}` in `{state}`");
                    let hint = "write something that is always there";
                    return proof.error(version.place.clone(), "empty-letter", message, hint);
                }
                Ok(_) => {}
            }
        }
    }
}

/// Whether what may be missing is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    All,
    Fewest,
}

/// Values as a letter finds them.
fn context(definition: &Definition, lang: &str, (kind, state, standing): Occasion<'_>, values: Values) -> Value {
    let said = |text: Option<&Text>| text.map(|text| text.in_lang(lang).to_owned()).unwrap_or_default();
    let optional = |value: &str| {
        if values == Values::All {
            value.to_owned()
        } else {
            String::new()
        }
    };
    let known = definition.kind(kind);
    let state = known.and_then(|kind| kind.state(state));
    let ended = |panel: &Panel| (values == Values::All).then(|| example(panel));
    let [vote, score] = of_panels(definition, kind, ended);
    let standing = standing.checked_sub(1).map_or("", |index| Standing::ALL[index].1);
    json!({
        "organisation": "Example organisation",
        "recipient": "Example Person",
        "programme": definition.title.in_lang(lang),
        "role": "Example role",
        "case": {
            "title": said(known.map(|kind| &kind.title)), "url": "https://example.org/cases/1", "id": "1", "kind": kind,
        },
        "state": said(state.map(|state| &state.title)),
        "vote": vote,
        "score": score,
        "call": call(definition, known.is_some_and(|kind| kind.in_call) && values == Values::All),
        "duty": { "title": optional("Example duty"), "due": optional("31 March 2027") },
        "due": optional("31 March 2027"),
        "period": optional("1 January 2026 – 31 December 2026"),
        "reason": optional("An example of a reason."),
        "standing": standing,
        "event": optional("example"),
        "actor": optional("Example role"),
        "attachments": if values == Values::All { vec!["example.pdf"] } else { Vec::new() },
    })
}

/// A result that could be: five of a body of seven, four for it.
fn example(panel: &Panel) -> Tally {
    Tally {
        members: panel.statutory().unwrap_or(7),
        cast: 5,
        for_it: 4,
        against: 1,
        present: 5,
        quorate: true,
        carried: true,
        reviews: 5,
        score: Some(12.5),
        passed: true,
        ..Tally::default()
    }
}

fn call(definition: &Definition, there: bool) -> Value {
    let dates = definition
        .call
        .iter()
        .flat_map(|rule| rule.dates.iter().map(|(name, _)| name.as_str()));
    let names = ["name", "opens", "closes"].into_iter().chain(dates);
    let value = if there { "30 April 2027" } else { "" };
    let values: Map<String, Value> = names.map(|name| (name.to_owned(), json!(value))).collect();
    Value::Object(values)
}
