//! Sentences about calls, kinds, states, duties, reminders and cycles.

use super::dates::{date, field_date, mark_set, timing};
use super::parts::{condition, span, standing_word};
use super::renamed::was;
use super::words::{address, addresses, field, form, kind as kind_name, letter, named, role, state as state_name};
use super::{Sentence, Value, phrase, sentence};
use crate::workflow::dates::Side;
use crate::workflow::definition::{Anchor, Cycle, Definition, DutyRule, Every, Import, Kind, Offset, Reminder, State};
use crate::workflow::panel::Share;

pub fn call(definition: &Definition) -> Vec<Sentence> {
    let Some(call) = &definition.call else {
        return Vec::new();
    };
    let mut found = vec![
        sentence(
            "call-opens",
            vec![("date", date(definition, &call.opens, Side::Beginning))],
            &call.place,
        ),
        sentence(
            "call-closes",
            vec![("date", date(definition, &call.closes, Side::End))],
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
    clauses.extend(was(&kind.was));
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
    clauses.extend(was(&state.was));
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

pub fn duty((definition, kind): (&Definition, &Kind), duty: &DutyRule) -> Sentence {
    let clauses = duty
        .when
        .iter()
        .map(|guard| phrase("only-if", vec![("condition", condition((definition, kind), guard))]));
    let values = vec![
        ("duty", named(&duty.title, &duty.name)),
        ("who", address(definition, &duty.of)),
        ("due", timing(definition, &duty.due)),
        ("more", Value::Clauses(clauses.chain(was(&duty.was)).collect())),
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
        ("letter", letter(definition, &reminder.letter)),
        ("who", addresses(definition, &reminder.to)),
    ];
    values.extend(length.map(|length| ("span", span(length))));
    sentence(id, values, &reminder.place)
}

pub fn cycle((definition, kind): (&Definition, &Kind), cycle: &Cycle) -> Sentence {
    let anchor = match &cycle.after {
        Anchor::Form(form, name) => field_date(definition, form, name),
        Anchor::Mark(mark) => mark_set(definition, mark),
    };
    let mut clauses = Vec::new();
    if let Some(times) = cycle.times {
        clauses.push(phrase("cycle-times", vec![("count", Value::Number(times.into()))]));
    }
    if let Some(until) = &cycle.until {
        clauses.push(phrase("cycle-until", vec![("when", timing(definition, until))]));
    }
    if let Some(guard) = &cycle.when {
        clauses.push(phrase(
            "only-if",
            vec![("condition", condition((definition, kind), guard))],
        ));
    }
    clauses.extend(was(&cycle.was));
    let mut values = vec![
        ("kind", kind_name(definition, &cycle.opens)),
        ("date", date(definition, &cycle.due, Side::End)),
        ("anchor", Value::Phrase(anchor)),
        ("span", span(cycle.open_before)),
        ("more", Value::Clauses(clauses)),
    ];
    let id = match cycle.every {
        Every::Years(years) => {
            values.push(("every", Value::Number(years.into())));
            "cycle"
        }
        Every::Date => "cycle-dates",
        Every::Span(length) => {
            values.push(("every", span(length)));
            "cycle-span"
        }
    };
    sentence(id, values, &cycle.place)
}
