//! From a posted form to answers.
//!
//! Converts each text to the type its field asks for. What cannot be converted is kept as text, so that a draft never
//! loses a word, and reported, so that it cannot be submitted. Whether a well-typed answer is a *good* one is the
//! business of [`crate::workflow::form`].

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::typed::{TOTAL, Typed};
use crate::workflow::form::counts::month_day;
use crate::workflow::form::{Answers, Field, FieldError, FieldKind, Form};
use crate::workflow::text::Text;

/// Answers read from a post, and what could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded {
    /// Answers, with unreadable ones kept as text.
    pub answers: Answers,
    /// What could not be read.
    pub errors: Vec<FieldError>,
}

/// Names a form page posts beside its fields.
const OURS: [&str; 6] = ["revision", "key", "reason", "then", "attachment", "lang"];

/// Reads the answers to a form; only names the form has are taken, others are reported.
pub fn decode(form: &Form, typed: &Typed) -> Decoded {
    let mut decoded = Decoded::default();
    for field in form.fields() {
        match answer(field, typed) {
            Read::Nothing => {}
            Read::Good(value) => drop(decoded.answers.insert(field.name.clone(), value)),
            Read::Bad(value, rule) => {
                decoded.answers.insert(field.name.clone(), value);
                decoded.errors.push(unread(field, rule));
            }
        }
    }
    let strangers = typed
        .names()
        .filter(|name| !OURS.contains(name) && !belongs(form, name));
    decoded.errors.extend(strangers.map(|name| fault(name, "unknown")));
    decoded
}

enum Read {
    Nothing,
    Good(Value),
    Bad(Value, &'static str),
}

fn answer(field: &Field, typed: &Typed) -> Read {
    let name = field.name.as_str();
    match &field.kind {
        FieldKind::Choices { .. } => match typed.all(name) {
            [] => Read::Nothing,
            all => Read::Good(all.iter().filter(|item| !item.is_empty()).cloned().collect()),
        },
        FieldKind::Date { .. } => date(name, typed),
        FieldKind::Figure { .. } => figure(name, typed),
        FieldKind::MonthDay => every_year(name, typed),
        FieldKind::Counts { groups } => counts(name, typed, groups),
        kind => match typed.one(name) {
            "" => Read::Nothing,
            text => single(kind, text),
        },
    }
}

fn single(kind: &FieldKind, text: &str) -> Read {
    let read = match kind {
        FieldKind::Integer { .. } | FieldKind::Rating { .. } => whole(text).map(Value::from),
        FieldKind::Decimal { .. } => number(text).map(Value::from),
        FieldKind::YesNo | FieldKind::Consent => match text {
            "yes" => Some(json!(true)),
            "no" => Some(json!(false)),
            _ => None,
        },
        _ => Some(json!(text)),
    };
    read.map_or_else(|| Read::Bad(json!(text), "type"), Read::Good)
}

fn date(name: &str, typed: &Typed) -> Read {
    let (year, month, day) = (
        typed.part(name, "year"),
        typed.part(name, "month"),
        typed.part(name, "day"),
    );
    if (year, month, day) == ("", "", "") {
        return Read::Nothing;
    }
    let civil = || jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    match civil() {
        Some(date) if (1000..=9999).contains(&date.year()) => Read::Good(json!(date.to_string())),
        _ => Read::Bad(json!(format!("{year}-{month}-{day}")), "date"),
    }
}

fn figure(name: &str, typed: &Typed) -> Read {
    let (value, year) = (typed.part(name, "value"), typed.part(name, "year"));
    if (value, year) == ("", "") {
        return Read::Nothing;
    }
    match (number(value), whole(year)) {
        (Some(number), Some(year)) => Read::Good(json!({ "value": number, "year": year })),
        _ => Read::Bad(
            json!({ "value": value, "year": year }),
            if year.is_empty() { "year" } else { "type" },
        ),
    }
}

/// A day of every year in two boxes.
fn every_year(name: &str, typed: &Typed) -> Read {
    let (month, day) = (typed.part(name, "month"), typed.part(name, "day"));
    if (month, day) == ("", "") {
        return Read::Nothing;
    }
    let padded = format!("{month:0>2}-{day:0>2}");
    match month_day(&padded) {
        Some(_) => Read::Good(json!(padded)),
        None => Read::Bad(json!(format!("{month}-{day}")), "month-day"),
    }
}

/// Persons counted once and by group; a group left empty has none.
fn counts(name: &str, typed: &Typed, groups: &[(String, Text)]) -> Read {
    let parts = groups
        .iter()
        .map(|(group, _)| (group.as_str(), typed.part(name, group)));
    let filled: Vec<(&str, &str)> = parts.filter(|(_, text)| !text.is_empty()).collect();
    let total = typed.part(name, TOTAL);
    if total.is_empty() && filled.is_empty() {
        return Read::Nothing;
    }
    let counted: Option<serde_json::Map<String, Value>> = filled
        .iter()
        .map(|(group, text)| Some(((*group).to_owned(), whole(text)?.into())))
        .collect();
    match (whole(total), counted) {
        (Some(total), Some(groups)) => Read::Good(json!({ "total": total, "groups": groups })),
        _ => {
            let groups: serde_json::Map<String, Value> = filled
                .iter()
                .map(|(group, text)| ((*group).to_owned(), json!(text)))
                .collect();
            Read::Bad(json!({ "total": total, "groups": groups }), "type")
        }
    }
}

/// A whole number as people write it: `24 500`, `24500`.
fn whole(text: &str) -> Option<i64> {
    unspaced(text).parse().ok()
}

/// A number as people write it: `24 500,5`, `24500.5`; a whole one stays whole.
fn number(text: &str) -> Option<serde_json::Number> {
    let text = unspaced(text).replace(',', ".");
    match text.parse::<i64>() {
        Ok(whole) => Some(whole.into()),
        Err(_) => serde_json::Number::from_f64(text.parse().ok()?),
    }
}

fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether an input of that name belongs to a field of the form.
fn belongs(form: &Form, input: &str) -> bool {
    let name = input.split('.').next().unwrap_or(input);
    form.field(name).is_some_and(|field| {
        let parts = matches!(
            field.kind,
            FieldKind::Date { .. } | FieldKind::Figure { .. } | FieldKind::MonthDay | FieldKind::Counts { .. }
        );
        input == name || parts
    })
}

fn fault(field: &str, rule: &'static str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        rule,
        values: BTreeMap::new(),
    }
}

/// The fault of a field whose answer could not be read, with what a good one would be.
fn unread(field: &Field, rule: &'static str) -> FieldError {
    let wanted = match &field.kind {
        FieldKind::Integer { .. } | FieldKind::Rating { .. } => "whole-number",
        FieldKind::Decimal { .. } => "number",
        FieldKind::YesNo | FieldKind::Consent => "yes-no",
        FieldKind::Figure { .. } => "figure",
        FieldKind::Counts { .. } => "counts",
        FieldKind::Choices { .. } => "list",
        _ => "text",
    };
    let mut fault = fault(&field.name, rule);
    fault.values.insert("wanted", wanted.to_owned());
    fault
}
