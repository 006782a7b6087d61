//! Sentences about peers, organisations, times and children.

use super::dates::timing;
use super::words::{addresses, kind as kind_name, named, role};
use super::{Phrase, Sentence, phrase, sentence};
use crate::workflow::definition::{Definition, Transition};

/// Roles that peers hold, and what can happen to an organisation.
pub fn parties(definition: &Definition) -> Vec<Sentence> {
    let peers = definition.roles.iter().filter_map(|one| {
        let values = vec![
            ("role", named(&one.title, &one.name)),
            ("of", role(definition, one.peers_of.as_ref()?)),
        ];
        Some(sentence("peers", values, &one.place))
    });
    let events = definition.organisation_events.iter().map(|event| {
        let values = vec![
            ("event", named(&event.title, &event.name)),
            ("who", addresses(definition, &event.by)),
        ];
        sentence("organisation-event", values, &event.place)
    });
    peers.chain(events).collect()
}

/// News about the organisation.
pub fn cause(definition: &Definition, event: &str) -> Option<Phrase> {
    let name = event.strip_prefix("organisation.")?;
    if matches!(name, "merged" | "split" | "renamed") {
        return Some(phrase(&format!("organisation-{name}"), Vec::new()));
    }
    let known = definition.organisation_events.iter().find(|known| known.name == name)?;
    Some(phrase(
        "organisation-happened",
        vec![("event", named(&known.title, name))],
    ))
}

/// When something can be done, and what it opens.
pub fn clauses(definition: &Definition, one: &Transition) -> Vec<Phrase> {
    let when = |id: &str, at: &Option<_>| at.as_ref().map(|at| phrase(id, vec![("when", timing(definition, at))]));
    let opens = one.opens.as_ref().map(|opens| {
        let kind = ("kind", kind_name(definition, &opens.kind));
        match &opens.due {
            Some(due) => phrase("opens-due", vec![kind, ("when", timing(definition, due))]),
            None => phrase("opens", vec![kind]),
        }
    });
    when("from", &one.from)
        .into_iter()
        .chain(when("until", &one.until))
        .chain(opens)
        .collect()
}
