//! What somebody typed into a form, as text: what is shown again, whether it is good or not.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::workflow::form::{Answers, Field, FieldKind, Form};

/// Part of an answer to a `counts` field that is the total.
pub const TOTAL: &str = "total";

/// Typed text by input name: `population.value`, `founded.year`, `interests` (several).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

impl Typed {
    /// Takes posted pairs as they came; a control character other than a line break is dropped.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs {
            typed.push(&name, &value);
        }
        typed
    }

    /// The text that would have been typed to give these answers.
    pub fn from_answers(form: &Form, answers: &Answers) -> Self {
        let mut typed = Self::default();
        for field in form.fields() {
            if let Some(value) = answers.get(&field.name) {
                typed.put(field, value);
            }
        }
        typed
    }

    /// The first text typed under a name, trimmed; empty if there is none.
    pub fn one(&self, name: &str) -> &str {
        self.0
            .get(name)
            .and_then(|all| all.first())
            .map_or("", |text| text.trim())
    }

    /// Every text typed under a name.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// A part of a field of several inputs: `part("founded", "year")`.
    pub fn part(&self, field: &str, part: &str) -> &str {
        self.one(&format!("{field}.{part}"))
    }

    /// Every input name that was posted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    fn push(&mut self, name: &str, value: &str) {
        let kept: String = value
            .replace("\r\n", "\n")
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        self.0.entry(name.to_owned()).or_default().push(kept);
    }

    fn put(&mut self, field: &Field, value: &Value) {
        let name = &field.name;
        match (&field.kind, value) {
            (FieldKind::Date { .. }, Value::String(date)) => {
                for (part, text) in ["year", "month", "day"].iter().zip(date.splitn(3, '-')) {
                    self.push(&format!("{name}.{part}"), text.trim_start_matches('0'));
                }
            }
            (FieldKind::Figure { .. }, Value::Object(parts)) => {
                for part in ["value", "year"] {
                    self.push(
                        &format!("{name}.{part}"),
                        &parts.get(part).map(plain).unwrap_or_default(),
                    );
                }
            }
            (FieldKind::MonthDay, Value::String(day)) => {
                for (part, text) in ["month", "day"].iter().zip(day.splitn(2, '-')) {
                    self.push(&format!("{name}.{part}"), text.trim_start_matches('0'));
                }
            }
            (FieldKind::Counts { .. }, Value::Object(parts)) => {
                let total = parts.get("total").map(plain).unwrap_or_default();
                self.push(&format!("{name}.{TOTAL}"), &total);
                for (group, count) in parts.get("groups").and_then(Value::as_object).into_iter().flatten() {
                    self.push(&format!("{name}.{group}"), &plain(count));
                }
            }
            (_, Value::Array(items)) => items.iter().for_each(|item| self.push(name, &plain(item))),
            (_, value) => self.push(name, &plain(value)),
        }
    }
}

/// A JSON value as one would type it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
