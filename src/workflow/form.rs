//! Forms: what is asked, what a good answer is, and what is wrong with a given one.

mod check;
pub mod counts;
mod example;
mod json_schema;
pub mod statistics;

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

pub(super) use check::FIGURE_YEARS;
pub(super) use counts::MOST as MOST_COUNTED;

use super::finding::Place;
use super::guard::Guard;
use super::text::Text;

/// Answers by field name.
pub type Answers = BTreeMap<String, Value>;

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// File name without extension.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Name for people.
    pub title: Text,
    /// Parts in reading order.
    pub sections: Vec<Section>,
    /// Where it is written.
    pub place: Place,
}

/// A part of a form that is filled in one go.
#[derive(Clone, Debug)]
pub struct Section {
    /// Name in the files.
    pub name: String,
    /// Heading.
    pub title: Text,
    /// What to know before filling it.
    pub hint: Text,
    /// Fields in reading order.
    pub fields: Vec<Field>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name in answers: `snake_case`, so that guards can speak of it.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// The question.
    pub label: Text,
    /// Help under the question.
    pub hint: Text,
    /// What a good answer is.
    pub kind: FieldKind,
    /// Whether it must be answered before the form is complete.
    pub required: bool,
    /// It is asked only while this holds (variables: `answers.<field>`).
    pub when: Option<Guard>,
    /// What the next case of the cycle does with this answer.
    pub carry: Carry,
    /// Whether the public register may show it.
    pub public: bool,
    /// Source or doubt behind the question, shown to authors.
    pub note: Option<String>,
    /// An answer that passes.
    pub example: Option<Value>,
    /// Where it is written.
    pub place: Place,
}

/// The type of a field's answer and its limits.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// One line; JSON string.
    Line { max_characters: u32 },
    /// Several lines; JSON string; at most so many words.
    Prose { max_words: u32 },
    /// Email address; JSON string.
    Email,
    /// `http` or `https` address; JSON string.
    Link,
    /// Telephone number with country code; JSON string.
    Phone,
    /// Whole number; JSON integer.
    Integer { min: i64, max: i64 },
    /// Number; JSON number.
    Decimal { min: f64, max: f64 },
    /// Day; JSON string `2027-03-31`. `default = "today"` fills the day of the event.
    Date { default_today: bool },
    /// One of these; JSON string, the option's name.
    Choice { options: Vec<(String, Text)> },
    /// Some of these; JSON array of names.
    Choices { options: Vec<(String, Text)> },
    /// 1 to 5; JSON integer.
    Rating { lowest: Text, highest: Text },
    /// Yes or no; JSON boolean.
    YesNo,
    /// Must be yes; JSON boolean.
    Consent,
    /// A number with the year it is from; JSON object `{"value": 24500, "year": 2024}`.
    Figure { unit: Text },
    /// A day of every year; JSON string `12-31`.
    MonthDay,
    /// Persons counted once, and by group; JSON object `{"total": 40, "groups": {"teachers": 12}}`.
    Counts { groups: Vec<(String, Text)> },
}

/// What the next case of a cycle does with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    /// Filled in with the last answer.
    Keep,
    /// The last answer is shown beside an empty field.
    Beside,
    /// Filled in, and asked whether it has changed.
    Ask,
    /// Starts empty.
    Empty,
}

/// One thing wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    /// The field's name, or the name that no field has.
    pub field: String,
    /// Stable kebab-case rule, also the message id suffix in `locales`: `required`, `unknown`, `words`, `type`, …
    pub rule: &'static str,
    /// Values the message mentions, such as the limit and the count found.
    pub values: BTreeMap<&'static str, String>,
}

impl FieldError {
    /// An error of this rule that mentions no values.
    pub fn of(field: &str, rule: &'static str) -> Self {
        Self {
            field: field.to_owned(),
            rule,
            values: BTreeMap::new(),
        }
    }
}

impl Form {
    /// Every field in reading order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields().find(|field| field.name == name)
    }
}

/// How much is asked of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A draft: what is there must be good, but anything may still be missing.
    Draft,
    /// To be submitted: what is required must be there too.
    Complete,
}

/// SHA-256, in hexadecimal, of answers as JSON with sorted keys: the same answers, the same digest.
pub fn digest(answers: &Answers) -> String {
    let json = serde_json::to_value(answers).unwrap_or_default();
    hex::encode(Sha256::digest(canonical(&json).as_bytes()))
}

/// JSON with sorted keys and without spaces, whatever the map type behind it.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, &Value> = fields.iter().collect();
            let parts = sorted
                .into_iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)));
            format!("{{{}}}", parts.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// How many words a text has: what stands between white space.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether a value says nothing: null, an empty or blank text, an empty list.
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

impl Form {
    /// What the next case of the cycle starts with: the last answers to fields that are kept or asked again.
    pub fn carried(&self, last: &Answers) -> Answers {
        let kept = self
            .fields()
            .filter(|field| matches!(field.carry, Carry::Keep | Carry::Ask));
        kept.filter_map(|field| last.get_key_value(&field.name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}
