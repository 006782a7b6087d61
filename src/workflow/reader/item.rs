//! One value with its place, read as what the grammar wants it to be.

use std::ops::Range;

use jiff::civil::Date;
use serde_json::{Number, Value};
use toml::de::{DeInteger, DeValue};

use super::{File, Ledger, Quoted, Table};
use crate::workflow::finding::Place;

/// One value of a file.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// The file it stands in.
    pub file: &'a File<'a>,
    /// Where findings go.
    pub ledger: &'a Ledger,
    value: &'a DeValue<'a>,
    at: usize,
}

impl<'a> Item<'a> {
    /// A value that stands at `span`.
    pub fn new(file: &'a File<'a>, ledger: &'a Ledger, value: &'a DeValue<'a>, span: &Range<usize>) -> Self {
        Self {
            file,
            ledger,
            value,
            at: span.start,
        }
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        self.file.place(self.at)
    }

    /// Records an error here.
    pub fn error(&self, rule: &'static str, message: String, hint: impl Into<String>) {
        self.ledger.error(self.place(), rule, message, hint);
    }

    fn wrong(&self, wanted: &str, hint: &str) {
        self.error(
            "wrong-type",
            format!("{} where {wanted} is wanted", self.describe()),
            hint,
        );
    }

    fn describe(&self) -> String {
        match self.value {
            DeValue::String(text) => format!("the text `{}`", short(text)),
            DeValue::Integer(number) => format!("the number `{number}`"),
            DeValue::Float(number) => format!("the number `{number}`"),
            DeValue::Boolean(value) => format!("`{value}`"),
            DeValue::Datetime(value) => format!("the date `{value}`"),
            DeValue::Array(_) => "a list `[…]`".to_owned(),
            DeValue::Table(_) => "a table `{…}`".to_owned(),
        }
    }

    /// A text in quotation marks.
    pub fn string(&self) -> Option<&'a str> {
        match self.value {
            DeValue::String(text) => Some(text),
            _ => {
                self.wrong("a text", "write it in quotation marks: `\"…\"`");
                None
            }
        }
    }

    /// A text with the places of its characters.
    pub fn quoted(&self) -> Option<(&'a str, Quoted)> {
        let text = self.string()?;
        Some((text, Quoted::new(self.file, self.at, text)))
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(value) => Some(*value),
            _ => {
                self.wrong("`true` or `false`", "write `true` or `false` without quotation marks");
                None
            }
        }
    }

    /// A whole number.
    pub fn integer(&self) -> Option<i64> {
        let found = match self.value {
            DeValue::Integer(number) => whole(number),
            _ => None,
        };
        if found.is_none() {
            self.wrong(
                "a whole number",
                "write a whole number without quotation marks, such as `3`",
            );
        }
        found
    }

    /// A number, whole or not.
    pub fn decimal(&self) -> Option<f64> {
        let found = match self.value {
            DeValue::Integer(number) => number.as_str().parse().ok().filter(|_| number.radix() == 10),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let found = found.filter(|number: &f64| number.is_finite());
        if found.is_none() {
            self.wrong("a number", "write a number without quotation marks, such as `0.5`");
        }
        found
    }

    /// A table, known by `path` in messages and by `place` as an owner of values.
    pub fn table(&self, path: &str, place: Place) -> Option<Table<'a>> {
        match self.value {
            DeValue::Table(entries) => Some(Table::new(self.file, self.ledger, entries, (path.to_owned(), place))),
            _ => {
                self.wrong(
                    "a table",
                    format!("write `{path} = {{ … }}` or `[{path}]` and its keys below").as_str(),
                );
                None
            }
        }
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        self.value.is_array()
    }

    /// Whether it is a text.
    pub fn is_string(&self) -> bool {
        self.value.is_str()
    }

    /// A day, written `2027-02-11` with or without quotation marks.
    pub fn date(&self) -> Option<Date> {
        let found = match self.value {
            DeValue::Datetime(value) => value.to_string().parse().ok().filter(|_| value.time.is_none()),
            DeValue::String(text) => text.parse().ok().filter(|_| text.len() == 10),
            _ => None,
        };
        if found.is_none() {
            self.wrong("a day", "write year, month and day: `2027-02-11`");
        }
        found
    }

    /// Whether it is a table.
    pub fn is_table(&self) -> bool {
        self.value.is_table()
    }

    /// The items of a list.
    pub fn list(&self) -> Vec<Self> {
        match self.value {
            DeValue::Array(items) => items
                .iter()
                .map(|item| Self::new(self.file, self.ledger, item.get_ref(), &item.span()))
                .collect(),
            _ => {
                self.wrong("a list", "write it in square brackets: `[\"…\", \"…\"]`");
                Vec::new()
            }
        }
    }

    /// The items of a list, or the one value that stands alone.
    pub fn one_or_more(&self) -> Vec<Self> {
        if self.is_list() { self.list() } else { vec![*self] }
    }

    /// The value as JSON; dates become texts.
    pub fn json(&self) -> Value {
        match self.value {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(number) => whole(number).map_or(Value::Null, Value::from),
            DeValue::Float(number) => {
                let parsed = number.as_str().parse().ok().and_then(Number::from_f64);
                parsed.map_or(Value::Null, Value::Number)
            }
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Datetime(value) => Value::String(value.to_string()),
            DeValue::Array(_) => Value::Array(self.list().iter().map(Self::json).collect()),
            DeValue::Table(entries) => {
                let pairs = entries.iter().map(|(key, value)| {
                    let item = Self::new(self.file, self.ledger, value.get_ref(), &value.span());
                    (key.get_ref().to_string(), item.json())
                });
                Value::Object(pairs.collect())
            }
        }
    }
}

fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The beginning of a text that is too long for a message.
pub(super) fn short(text: &str) -> String {
    let mut cut: String = text.chars().take(60).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}
