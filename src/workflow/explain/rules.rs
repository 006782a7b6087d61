//! Sentences about calls, kinds, states, duties, reminders and cycles.

use super::parts::{Through, condition, date, span, standing_word, timing};
use super::words::{address, addresses, field, form, kind as kind_name, named, role, state as state_name};
use super::{Sentence, Value, phrase, sentence};
use crate::workflow::definition::{Cycle, Definition, DutyRule, Import, Kind, Offset, Reminder, State};
use crate::workflow::panel::Share;

pub fn call(definition: &Definition) -> Vec<Sentence> {
    let Some(call) = &definition.call else {
        return Vec::new();
    };
    let mut found = vec![
        sentence(
            "call-opens",
            vec![("date", date(&call.opens, Through::Beginning))],
            &call.place,
        ),
        sentence(
            "call-closes",
            vec![("date", date(&call.closes, Through::End))],
            &call.place,
        ),
    ];
    found.extend(call.quota.as_ref().map(|quota| match quota.share {
        Share::Number(count) => sentence("quota", vec![("count", Value::Number(count.into()))], &call.place),
        share => sentence(
            "quota-share",
            vec![("share", Value::Word(share.to_string()))],
            &call.place,
        ),
    }));
    found.extend(call.dates.iter().map(|(name, when)| {
        let values = vec![("name", Value::Word(name.clone())), ("when", timing(definition, when))];
        sentence("call-date", values, &call.place)
    }));
    found
}

pub fn kind(definition: &Definition, kind: &Kind) -> Sentence {
    let mut clauses = Vec::new();
    if kind.in_call {
        clauses.push(phrase("kind-in-call", Vec::new()));
    }
    if let Some(name) = &kind.form {
        clauses.push(phrase("kind-form", vec![("form", form(definition, name))]));
    }
    if !kind.open_by.is_empty() {
        clauses.push(phrase(
            "kind-opened-by",
            vec![("who", addresses(definition, &kind.open_by))],
        ));
    }
    let values = vec![
        ("kind", named(&kind.title, &kind.name)),
        ("owner", role(definition, &kind.owner)),
        ("more", Value::Clauses(clauses)),
    ];
    sentence("kind", values, &kind.place)
}

pub fn import(definition: &Definition, kind: &Kind, import: &Import) -> Sentence {
    let values = vec![
        ("kind", named(&kind.title, &kind.name)),
        ("state", state_name(kind, &import.state)),
        ("field", field(definition, &import.since.0, &import.since.1)),
    ];
    sentence("import", values, &kind.place)
}

pub fn state(definition: &Definition, kind: &Kind, state: &State) -> Sentence {
    let mut clauses = Vec::new();
    if let Some(edits) = &state.edits {
        clauses.push(phrase("state-edits", vec![("who", address(definition, edits))]));
    }
    if state.listed {
        clauses.push(phrase("state-listed", Vec::new()));
    }
    if let Some(standing) = state.standing {
        clauses.push(phrase(
            "gives-standing",
            vec![("standing", standing_word(standing.as_str()))],
        ));
    }
    if state.again {
        clauses.push(phrase("state-again", Vec::new()));
    }
    let first = kind.initial().is_some_and(|first| first.name == state.name);
    let id = match (first, state.is_final) {
        (true, _) => "state-first",
        (_, true) => "state-final",
        _ => "state",
    };
    let values = vec![
        ("kind", named(&kind.title, &kind.name)),
        ("state", named(&state.title, &state.name)),
        ("more", Value::Clauses(clauses)),
    ];
    sentence(id, values, &state.place)
}

pub fn duty(definition: &Definition, duty: &DutyRule) -> Sentence {
    let clauses = duty
        .when
        .iter()
        .map(|guard| phrase("only-if", vec![("condition", condition(guard))]));
    let values = vec![
        ("duty", named(&duty.title, &duty.name)),
        ("who", address(definition, &duty.of)),
        ("due", timing(definition, &duty.due)),
        ("more", Value::Clauses(clauses.collect())),
    ];
    sentence("duty", values, &duty.place)
}

pub fn reminder(definition: &Definition, duty: &DutyRule, reminder: &Reminder) -> Sentence {
    let (id, length) = match reminder.offset {
        Offset::Before(length) => ("reminder-before", Some(length)),
        Offset::On => ("reminder-on", None),
        Offset::After(length) => ("reminder-after", Some(length)),
    };
    let mut values = vec![
        ("duty", named(&duty.title, &duty.name)),
        ("letter", Value::Word(reminder.letter.clone())),
        ("who", addresses(definition, &reminder.to)),
    ];
    values.extend(length.map(|length| ("span", span(length))));
    sentence(id, values, &reminder.place)
}

pub fn cycle(definition: &Definition, cycle: &Cycle) -> Sentence {
    let values = vec![
        ("kind", kind_name(definition, &cycle.opens)),
        ("date", date(&cycle.due, Through::End)),
        ("every", Value::Number(cycle.every.into())),
        ("field", field(definition, &cycle.after.0, &cycle.after.1)),
        ("span", span(cycle.open_before)),
    ];
    sentence("cycle", values, &cycle.place)
}
