//! Sentences about what can happen.

use super::dates::timing;
use super::parties;
use super::parts::{condition, standing_word};
use super::words::{address, addresses, form, letter as letter_name, marks, named, state as state_name};
use super::{Phrase, Sentence, Value, phrase, sentence};
use crate::workflow::definition::{Definition, Kind, QuotaUse, Reason, State, Transition, Trigger};

/// Who or what sets it off, from where to where, and everything that goes with it.
pub fn transition(definition: &Definition, (kind, state): (&Kind, &State), one: &Transition) -> Sentence {
    let mut values = vec![
        ("state", named(&state.title, &state.name)),
        ("event", named(&one.title, &one.event)),
        ("more", Value::Clauses(clauses(definition, kind, one))),
    ];
    let by = match &one.trigger {
        Trigger::By(who) => {
            values.push(("who", addresses(definition, who)));
            "by"
        }
        Trigger::At(when) => {
            values.push(("when", timing(definition, when)));
            "at"
        }
        Trigger::Upon(event) => {
            values.push(("cause", cause(definition, event)));
            "upon"
        }
    };
    let id = match &one.to {
        Some(to) => {
            values.push(("to", state_name(kind, to)));
            format!("event-{by}-to")
        }
        None => format!("event-{by}"),
    };
    sentence(&id, values, &one.place)
}

/// `progress-report.submit` as the kind's and the event's names.
pub fn cause(definition: &Definition, event: &str) -> Value {
    let known = match event {
        "call.moved" => Some(phrase("call-moved", Vec::new())),
        "due.moved" => Some(phrase("due-moved", Vec::new())),
        "duty.moved" => Some(phrase("duty-moved", Vec::new())),
        event => parties::cause(definition, event).or_else(|| other_case(definition, event)),
    };
    known.map_or_else(|| Value::Word(event.to_owned()), Value::Phrase)
}

fn other_case(definition: &Definition, event: &str) -> Option<Phrase> {
    let (kind, name) = event.split_once('.')?;
    let kind = definition.kind(kind)?;
    let title = ("kind", named(&kind.title, &kind.name));
    let mut transitions = kind.states.iter().flat_map(|state| &state.transitions);
    match transitions.find(|one| one.event == name) {
        Some(one) => Some(phrase("other-case", vec![title, ("event", named(&one.title, name))])),
        None if name == "open" => Some(phrase("other-case-opened", vec![title])),
        None => None,
    }
}

fn clauses(definition: &Definition, kind: &Kind, one: &Transition) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut add = |id: &str, values: Vec<(&'static str, Value)>| found.push(phrase(id, values));
    if let Some(guard) = &one.when {
        add("only-if", vec![("condition", condition((definition, kind), guard))]);
    }
    found.extend(parties::clauses(definition, one));
    let mut add = |id: &str, values: Vec<(&'static str, Value)>| found.push(phrase(id, values));
    if one.complete {
        add("complete", Vec::new());
    }
    if one.signs {
        add("signs", Vec::new());
    }
    match one.reason {
        Reason::Required => add("reason-required", Vec::new()),
        Reason::Optional => add("reason-optional", Vec::new()),
        Reason::None => {}
    }
    if let Some(purpose) = &one.attach {
        add("attach", vec![("purpose", Value::Word(purpose.clone()))]);
    }
    if let Some(panel) = one.casts.as_ref().and_then(|name| kind.panel(name)) {
        add("casts", vec![("panel", named(&panel.title, &panel.name))]);
    } else if let Some(name) = &one.form {
        add("fills", vec![("form", form(definition, name))]);
    }
    match one.place_in_quota {
        QuotaUse::Takes => add("takes-place", Vec::new()),
        QuotaUse::Frees => add("frees-place", Vec::new()),
        QuotaUse::Untouched => {}
    }
    if let Some(standing) = one.standing {
        add("gives-standing", vec![("standing", standing_word(standing.as_str()))]);
    }
    found.extend(lists((definition, kind), one));
    found.extend(one.tell.iter().map(|(to, letter)| {
        phrase(
            "tells",
            vec![
                ("who", address(definition, to)),
                ("letter", letter_name(definition, letter)),
            ],
        )
    }));
    found
}

/// Marks set and cleared, clocks stopped.
fn lists((definition, kind): (&Definition, &Kind), one: &Transition) -> Vec<Phrase> {
    let mut found = Vec::new();
    if !one.marks.is_empty() {
        found.push(phrase("marks", vec![("marks", marks(definition, &one.marks))]));
    }
    if !one.clears.is_empty() {
        found.push(phrase("clears", vec![("marks", marks(definition, &one.clears))]));
    }
    if !one.stops.is_empty() {
        let duties = kind.states.iter().flat_map(|state| &state.duties);
        let stopped = duties
            .filter(|duty| one.stops.contains(&duty.name))
            .map(|duty| named(&duty.title, &duty.name));
        found.push(phrase("stops", vec![("duties", Value::List(stopped.collect()))]));
    }
    found
}
