//! What is wrong with given answers.

use std::collections::BTreeMap;

use jiff::civil;
use serde_json::Value;

use super::counts::{self, month_day};
use super::{Answers, Field, FieldError, FieldKind, Form, Stage, count_words, is_blank};
use crate::workflow::facts::Facts;
use crate::workflow::text::Text;

/// Longest answer of any kind in characters, words or not.
pub(super) const LONGEST: usize = 100_000;
/// Longest address (email, link, telephone).
pub(super) const LONGEST_ADDRESS: usize = 254;
/// Years a figure may be from.
pub(in crate::workflow) const FIGURE_YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;

impl Form {
    /// What is wrong with these answers, in reading order, then answers to questions nobody asked.
    ///
    /// A field whose condition does not hold is not required; an answer given to it is checked all the same.
    pub fn check(&self, answers: &Answers, stage: Stage) -> Vec<FieldError> {
        let facts = Facts {
            answers: answers.clone(),
            ..Facts::default()
        };
        let mut found: Vec<FieldError> = self
            .fields()
            .filter_map(|field| self.wrong(field, &facts, stage))
            .collect();
        let unknown = answers.keys().filter(|name| self.field(name).is_none());
        found.extend(unknown.map(|name| FieldError {
            field: name.clone(),
            rule: "unknown",
            values: BTreeMap::new(),
        }));
        found
    }

    /// Whether a field is asked, given the other answers.
    pub fn asks(&self, field: &Field, answers: &Answers) -> bool {
        field.asked(&Facts {
            answers: answers.clone(),
            ..Facts::default()
        })
    }

    fn wrong(&self, field: &Field, facts: &Facts, stage: Stage) -> Option<FieldError> {
        let value = facts.answers.get(&field.name).filter(|value| !is_blank(value));
        let problem = match value {
            Some(value) => problem(&field.kind, value, stage)?,
            None if stage == Stage::Complete && field.required && field.asked(facts) => Problem::new("required"),
            None => return None,
        };
        Some(FieldError {
            field: field.name.clone(),
            rule: problem.rule,
            values: problem.values,
        })
    }
}

impl Field {
    fn asked(&self, facts: &Facts) -> bool {
        self.when
            .as_ref()
            .is_none_or(|guard| guard.holds(facts).unwrap_or(false))
    }
}

pub(super) struct Problem {
    rule: &'static str,
    values: BTreeMap<&'static str, String>,
}

impl Problem {
    pub(super) fn new(rule: &'static str) -> Self {
        Self {
            rule,
            values: BTreeMap::new(),
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.insert(name, value.to_string());
        self
    }

    fn limit(rule: &'static str, limit: impl ToString, found: impl ToString) -> Self {
        Self::new(rule).with("limit", limit).with("found", found)
    }
}

fn problem(kind: &FieldKind, value: &Value, stage: Stage) -> Option<Problem> {
    match kind {
        FieldKind::Line { max_characters } => text(value, |text| line(text, *max_characters as usize)),
        FieldKind::Prose { max_words } => text(value, |text| prose(text, *max_words as usize)),
        FieldKind::Email => text(value, |text| shaped(text, "email", is_email)),
        FieldKind::Link => text(value, |text| shaped(text, "link", is_link)),
        FieldKind::Phone => text(value, |text| shaped(text, "phone", is_phone)),
        FieldKind::Date { .. } => text(value, |text| shaped(text, "date", is_date)),
        FieldKind::Integer { min, max } => integer(value, *min, *max),
        FieldKind::Decimal { min, max } => decimal(value, *min, *max),
        FieldKind::Rating { .. } => integer(value, 1, 5),
        FieldKind::Choice { options } => text(value, |text| option(text, options)),
        FieldKind::Choices { options } => choices(value, options),
        FieldKind::YesNo => boolean(value).err(),
        FieldKind::Consent => consent(value, stage),
        FieldKind::Figure { .. } => figure(value),
        FieldKind::MonthDay => text(value, |text| {
            shaped(text, "month-day", |text| month_day(text).is_some())
        }),
        FieldKind::Counts { groups } => counts::problem(value, groups),
    }
}

pub(super) fn wrong_type(wanted: &'static str) -> Problem {
    Problem::new("type").with("wanted", wanted)
}

fn text(value: &Value, check: impl FnOnce(&str) -> Option<Problem>) -> Option<Problem> {
    match value {
        Value::String(text) => check(text),
        _ => Some(wrong_type("text")),
    }
}

fn line(text: &str, most: usize) -> Option<Problem> {
    let found = text.chars().count();
    if found > most {
        Some(Problem::limit("characters", most, found))
    } else if text.chars().any(char::is_control) {
        Some(Problem::new("control"))
    } else {
        None
    }
}

fn prose(text: &str, most: usize) -> Option<Problem> {
    let (words, characters) = (count_words(text), text.chars().count());
    if words > most {
        Some(Problem::limit("words", most, words))
    } else if characters > LONGEST {
        Some(Problem::limit("characters", LONGEST, characters))
    } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        Some(Problem::new("control"))
    } else {
        None
    }
}

fn shaped(text: &str, rule: &'static str, good: fn(&str) -> bool) -> Option<Problem> {
    let found = text.chars().count();
    if found > LONGEST_ADDRESS {
        return Some(Problem::limit("characters", LONGEST_ADDRESS, found));
    }
    (!good(text)).then(|| Problem::new(rule))
}

fn plain(c: char) -> bool {
    !c.is_whitespace() && !c.is_control()
}

/// Something, `@`, something with a dot inside; whether it exists only a letter can tell.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let dotted = domain
        .split_once('.')
        .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
    let good = |c: char| plain(c) && !"@<>,;:\"()[]\\".contains(c);
    !local.is_empty() && dotted && local.chars().all(good) && domain.chars().all(good)
}

fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let good = |c: char| plain(c) && !"<>\"\\".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#']) && rest.chars().all(good))
}

/// `+` and 7 to 15 digits, with spaces, hyphens, dots and brackets between them.
fn is_phone(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('+') else {
        return false;
    };
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits) && rest.chars().all(|c| c.is_ascii_digit() || " -.()".contains(c))
}

fn is_date(text: &str) -> bool {
    let shaped = text.len() == 10 && text.is_ascii() && text.as_bytes()[4] == b'-';
    shaped
        && text
            .parse::<civil::Date>()
            .is_ok_and(|day| (1900..=2200).contains(&day.year()))
}

fn option(text: &str, options: &[(String, Text)]) -> Option<Problem> {
    let known = options.iter().any(|(name, _)| name == text);
    (!known).then(|| Problem::new("option").with("found", text.chars().take(60).collect::<String>()))
}

fn choices(value: &Value, options: &[(String, Text)]) -> Option<Problem> {
    let Value::Array(items) = value else {
        return Some(wrong_type("list"));
    };
    let twice = items
        .iter()
        .enumerate()
        .any(|(index, item)| items[..index].contains(item));
    if items.len() > options.len() || twice {
        return Some(Problem::new("twice"));
    }
    items.iter().find_map(|item| text(item, |text| option(text, options)))
}

/// A whole number; `3.0` is one, as in JSON Schema.
pub(super) fn whole(value: &Value) -> Option<i64> {
    let number = value.as_number()?;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    let from_float = |float: f64| (float.fract() == 0.0 && float.abs() < 9e15).then_some(float as i64);
    number.as_i64().or_else(|| number.as_f64().and_then(from_float))
}

fn integer(value: &Value, min: i64, max: i64) -> Option<Problem> {
    match whole(value) {
        None => Some(wrong_type("whole-number")),
        Some(number) if number < min => Some(Problem::limit("too-small", min, number)),
        Some(number) if number > max => Some(Problem::limit("too-large", max, number)),
        Some(_) => None,
    }
}

fn decimal(value: &Value, min: f64, max: f64) -> Option<Problem> {
    match value.as_f64() {
        None => Some(wrong_type("number")),
        Some(number) if number < min => Some(Problem::limit("too-small", min, number)),
        Some(number) if number > max => Some(Problem::limit("too-large", max, number)),
        Some(_) => None,
    }
}

fn boolean(value: &Value) -> Result<bool, Problem> {
    value.as_bool().ok_or_else(|| wrong_type("yes-no"))
}

fn consent(value: &Value, stage: Stage) -> Option<Problem> {
    match boolean(value) {
        Err(problem) => Some(problem),
        Ok(false) if stage == Stage::Complete => Some(Problem::new("consent")),
        Ok(_) => None,
    }
}

fn figure(value: &Value) -> Option<Problem> {
    let Some(fields) = value.as_object() else {
        return Some(wrong_type("figure"));
    };
    let (Some(number), Some(year)) = (
        fields.get("value").and_then(Value::as_f64),
        fields.get("year").and_then(whole),
    ) else {
        return Some(wrong_type("figure"));
    };
    if fields.len() != 2 || !number.is_finite() {
        return Some(wrong_type("figure"));
    }
    (!FIGURE_YEARS.contains(&year)).then(|| Problem::new("year").with("found", year))
}
