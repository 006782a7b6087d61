//! Letters: each that is sent exists in every language, each that exists is sent, each placeholder has a value there.

use std::collections::{BTreeMap, BTreeSet};

use super::flow::{Flow, Stand, Ways};
use super::names::{check_address, indexed};
use super::results;
use super::{Proof, strs};
use crate::workflow::definition::{Address, Kind, Reason, Transition, Trigger};
use crate::workflow::finding::{Finding, Level, Place};
use crate::workflow::letter::{Letter, Version};
use crate::workflow::panel::letter::placeholders;
use crate::workflow::reader::File;

/// Placeholders a letter may use; besides `call.NAME` for each date of the call, and those for each panel. Not every one
/// has a value everywhere.
pub const PLACEHOLDERS: [&str; 21] = [
    "case.title",
    "case.url",
    "case.id",
    "case.kind",
    "organisation",
    "recipient",
    "role",
    "programme",
    "call.name",
    "call.opens",
    "call.closes",
    "duty.title",
    "duty.due",
    "due",
    "period",
    "reason",
    "state",
    "standing",
    "event",
    "actor",
    "attachments",
];

/// From what a letter is sent, to whom, and where its case stands by then, as far as that is known.
struct Sent<'a, 'w> {
    kind: &'a Kind,
    event: Option<&'a Transition>,
    to: Vec<&'a Address>,
    stands: Option<Vec<Stand>>,
    ways: Option<&'w Ways<'a>>,
}

pub fn check<'a>(proof: &mut Proof<'a>, flow: Option<&Flow<'a>>) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let placeholders = Used::of_all(proof);
    for (kind, state, transition) in proof.transitions().collect::<Vec<_>>() {
        let ways = flow.and_then(|flow| flow.kinds.get(kind.name.as_str()));
        let stands = ways.map(|ways| ways.behind(state, transition));
        for (index, (to, letter)) in transition.tell.iter().enumerate() {
            let place = indexed(proof, &transition.place, "tell", index);
            used.insert(letter);
            check_address(proof, place.clone(), to);
            let occasion = Sent {
                kind,
                event: Some(transition),
                to: vec![to],
                stands: stands.clone(),
                ways,
            };
            sent(proof, &placeholders, (letter, place), &occasion);
        }
        told_twice(proof, transition);
    }
    for (kind, state, duty) in proof.duties().collect::<Vec<_>>() {
        let ways = flow.and_then(|flow| flow.kinds.get(kind.name.as_str()));
        let stands = ways.map(|ways| {
            ways.stands(state)
                .filter(|stand| ways.known(*stand, &duty.due))
                .collect()
        });
        for reminder in &duty.reminders {
            used.insert(&reminder.letter);
            for (index, to) in reminder.to.iter().enumerate() {
                let place = indexed(proof, &reminder.place, "to", index);
                check_address(proof, place, to);
            }
            let place = proof.spots.of(&reminder.place, "letter");
            let occasion = Sent {
                kind,
                event: None,
                to: reminder.to.iter().collect(),
                stands: stands.clone(),
                ways,
            };
            sent(proof, &placeholders, (&reminder.letter, place), &occasion);
        }
    }
    for letter in proof.definition.letters.values() {
        languages(proof, letter);
        if !used.contains(letter.name.as_str()) && proof.grammar_is_good {
            let message = format!("the letter `{}` is never sent", letter.name);
            proof.warning(
                start(letter),
                "unused-letter",
                message,
                "name it in a `tell` or a reminder, or take its files out",
            );
        }
    }
}

/// The placeholders of each letter, read once.
struct Used {
    by_version: BTreeMap<Place, BTreeSet<String>>,
    known: Vec<String>,
}

impl Used {
    fn of_all(proof: &Proof<'_>) -> Self {
        let versions = proof
            .definition
            .letters
            .values()
            .flat_map(|letter| letter.versions.values());
        Self {
            by_version: versions
                .map(|version| (version.place.clone(), version.placeholders.clone()))
                .collect(),
            known: known(proof),
        }
    }

    fn of(&self, version: &Version) -> impl Iterator<Item = &str> {
        self.by_version
            .get(&version.place)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}

fn start(letter: &Letter) -> Place {
    letter
        .versions
        .values()
        .next()
        .map(|version| version.place.clone())
        .unwrap_or_default()
}

fn languages(proof: &mut Proof<'_>, letter: &Letter) {
    for lang in proof
        .definition
        .languages
        .iter()
        .filter(|lang| !letter.versions.contains_key(*lang))
    {
        let message = format!("the letter `{}` is not written in `{lang}`", letter.name);
        let hint = format!("write `letters/{}.{lang}.md`", letter.name);
        proof.error(start(letter), "missing-language", message, hint);
    }
}

fn sent(proof: &mut Proof<'_>, used: &Used, (name, place): (&str, Place), sent: &Sent<'_, '_>) {
    let definition = proof.definition;
    let Some(letter) = definition.letters.get(name) else {
        let known = strs(definition.letters.keys());
        let first = definition.languages.first().map_or("en", String::as_str);
        if known.is_empty() || crate::workflow::reader::nearest(name, known.iter().copied()).is_none() {
            let hint = format!("write `letters/{name}.{first}.md`, and so for each language");
            return proof.error(place, "unknown-letter", format!("there is no letter `{name}`"), hint);
        }
        return proof.unknown(place, ("unknown-letter", "letter"), name, &known);
    };
    for version in letter.versions.values() {
        let names = used.of(version);
        for placeholder in names {
            check_placeholder(proof, &used.known, (placeholder, version), sent);
        }
    }
}

fn check_placeholder(proof: &mut Proof<'_>, known: &[String], (name, version): (&str, &Version), sent: &Sent<'_, '_>) {
    let prefix = known.iter().any(|known| {
        known
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    if !prefix {
        let known = strs(known);
        let place = find(proof, version, name);
        let hint = match crate::workflow::reader::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{{{{ {near} }}}}`?"),
            None => format!("a letter may use: `{}`", known.join("`, `")),
        };
        proof.error(place, "unknown-placeholder", format!("no letter knows `{name}`"), hint);
    } else if let Some((level, why)) = value(proof, name, sent).filter(|_| !guarded(version, name)) {
        let message = format!("`{name}` {why}");
        let hint = format!("write it only where it has a value: `{{% if {name} %}}…{{% endif %}}`, or use another");
        proof.found.push(Finding {
            place: find(proof, version, name),
            level,
            rule: "empty-placeholder",
            message,
            hint,
        });
    }
}

/// Whether a letter asks if a placeholder has a value before it uses it.
fn guarded(version: &Version, name: &str) -> bool {
    let sure = results::guards(name);
    let asks = |word: &str| {
        let whole = |name: &String| word == name || name.strip_prefix(word).is_some_and(|rest| rest.starts_with('.'));
        sure.iter().any(|name| word == name) || (sure.len() == 1 && sure.iter().any(whole))
    };
    [&version.subject, &version.body].iter().any(|text| {
        text.match_indices("{%").any(|(at, _)| {
            let tag = text[at + 2..].split("%}").next().unwrap_or_default();
            let mut words = tag
                .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
                .filter(|word| !word.is_empty());
            words.next() == Some("if") && words.any(asks)
        })
    })
}

/// Every placeholder, those for the call's own dates and for panels too.
fn known(proof: &Proof<'_>) -> Vec<String> {
    let dates = proof.definition.call.iter().flat_map(|call| &call.dates);
    let dates = dates.map(|(name, _)| format!("call.{name}"));
    let panels = proof.definition.kinds.iter().flat_map(|kind| &kind.panels);
    let all = PLACEHOLDERS.into_iter().map(str::to_owned).chain(dates);
    let mut all: Vec<String> = all.chain(panels.flat_map(placeholders)).collect();
    let mut seen = BTreeSet::new();
    all.retain(|name| seen.insert(name.clone()));
    all
}

/// Why a placeholder has no value where a letter is sent, always or sometimes; nothing if it always has one.
fn value(proof: &Proof<'_>, name: &str, sent: &Sent<'_, '_>) -> Option<(Level, String)> {
    let never = |why: String| Some((Level::Error, format!("has no value where this letter is sent: {why}")));
    let maybe = |why: String| Some((Level::Warning, format!("can be empty where this letter is sent: {why}")));
    let kind = sent.kind;
    let child = proof.is_child(kind);
    match (name.split('.').next().unwrap_or(name), sent.event) {
        ("vote" | "score", event) => match results::value(kind, (name, event), &sent.states())? {
            (Level::Error, why) => never(why),
            (_, why) => maybe(why),
        },
        ("call", _) if !kind.in_call => never(format!("a `{}` has no call", kind.name)),
        ("call", _) if sent.anywhere(|stand| !stand.called) => {
            maybe(format!("a `{}` that was imported has no call", kind.name))
        }
        ("duty", Some(event)) if !sent.surely_owes() => {
            maybe(format!("after `{}` its reader may owe nothing", event.event))
        }
        ("due", _) if !proof.has_due(kind) => {
            never(format!("a `{}` is opened without a due date of its own", kind.name))
        }
        ("period", _) if !child => never(format!("no cycle opens a `{}`", kind.name)),
        ("period", _) => maybe("only a round with dates of its own has a period".to_owned()),
        ("reason", None) => maybe("the last event may have had no reason".to_owned()),
        ("reason", Some(event)) => match event.reason {
            Reason::Required => None,
            Reason::Optional => maybe(format!("the reason of `{}` is optional", event.event)),
            Reason::None => maybe(format!("nobody gives a reason with `{}`", event.event)),
        },
        ("event" | "actor", None) => never("a reminder follows no event".to_owned()),
        ("actor", Some(event)) if !matches!(event.trigger, Trigger::By(_)) => {
            never(format!("`{}` happens by itself", event.event))
        }
        ("attachments", _) => maybe("a case need not have any".to_owned()),
        ("standing", _) if !has_standing(kind) => never(format!("a `{}` has no standing", kind.name)),
        ("standing", _) if sent.anywhere(|stand| stand.standing == 0) => {
            maybe(format!("a `{}` need not have one by then", kind.name))
        }
        _ => None,
    }
}

impl Sent<'_, '_> {
    /// Whether the letter can be sent about a case that stands so.
    fn anywhere(&self, so: impl Fn(&Stand) -> bool) -> bool {
        self.stands.iter().flatten().any(so)
    }

    /// Where the case can stand by then, by the state's place in the kind.
    fn states(&self) -> BTreeSet<usize> {
        self.stands.iter().flatten().map(|stand| stand.state).collect()
    }

    /// Whether every reader certainly owes something by then.
    fn surely_owes(&self) -> bool {
        let (Some(stands), Some(ways)) = (&self.stands, self.ways) else {
            return false;
        };
        stands
            .iter()
            .all(|stand| self.to.iter().all(|to| ways.surely_owes(*stand, &to.role)))
    }
}

fn has_standing(kind: &Kind) -> bool {
    kind.states
        .iter()
        .any(|state| state.standing.is_some() || state.transitions.iter().any(|one| one.standing.is_some()))
}

/// Where a placeholder stands in a letter.
fn find(proof: &Proof<'_>, version: &Version, name: &str) -> Place {
    let Some(text) = proof.source.files.get(&*version.place.file) else {
        return version.place.clone();
    };
    let inside = |at: usize| text[..at].rfind('{').is_some_and(|open| !text[open..at].contains('}'));
    let found = text.match_indices(name).map(|(at, _)| at).find(|at| inside(*at));
    found.map_or_else(
        || version.place.clone(),
        |at| File::new(&version.place.file, text).place(at),
    )
}

/// One event telling one person twice.
fn told_twice(proof: &mut Proof<'_>, transition: &Transition) {
    for (index, (to, _)) in transition.tell.iter().enumerate() {
        let earlier = transition.tell[..index]
            .iter()
            .any(|(other, _)| same_person(proof, to, other));
        if earlier {
            let place = indexed(proof, &transition.place, "tell", index);
            let message = format!("`{}` writes to `{to}` twice", transition.event);
            proof.warning(place, "told-twice", message, "say both in one letter");
        }
    }
}

/// Whether letters to two addresses reach one person: a role without a seat means its first seat.
pub fn same_person(proof: &Proof<'_>, a: &Address, b: &Address) -> bool {
    let role = proof.definition.role(&a.role);
    let first = role.and_then(|role| role.seats.first()).map(|seat| seat.name.as_str());
    a.role == b.role && a.seat.as_deref().or(first) == b.seat.as_deref().or(first)
}
