//! How each kind of question is asked, and how its answer reads in a sentence.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::http::typed::{TOTAL, Typed};
use crate::locale::Locale;
use crate::workflow::form::counts::{month_day, read};
use crate::workflow::form::{Field, FieldKind};
use crate::workflow::text::Text;

/// How a question is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Widget {
    /// One line. `kind` is the HTML input type.
    Line {
        kind: &'static str,
        value: String,
        max: u32,
        complete: &'static str,
    },
    /// Several lines of at most so many words.
    Prose {
        value: String,
        max_words: u32,
        words: usize,
    },
    /// A number.
    Number { value: String, whole: bool, unit: String },
    /// A day in three boxes.
    Day { day: String, month: String, year: String },
    /// One of these, as radio buttons.
    One { options: Vec<Choice> },
    /// Some of these, as checkboxes.
    Some { options: Vec<Choice> },
    /// 1 to 5 in a row, with words for both ends.
    Rating {
        options: Vec<Choice>,
        lowest: String,
        highest: String,
    },
    /// One checkbox.
    Consent { given: bool },
    /// A number with the year it is from.
    Figure { value: String, year: String, unit: String },
    /// A day of every year in two boxes.
    MonthDay { day: String, month: String },
    /// Persons counted once, and a box for each group.
    Counts { total: String, groups: Vec<Group> },
}

/// One group of persons counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name in the files.
    pub name: String,
    /// Words.
    pub label: String,
    /// What is typed.
    pub value: String,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Posted value.
    pub value: String,
    /// Words.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Widget {
    /// How a field is asked, with what has been typed.
    pub fn of(field: &Field, typed: &Typed, t: Locale) -> Self {
        let name = field.name.as_str();
        let value = typed.one(name).to_owned();
        let line = |kind, max, complete| Self::Line {
            kind,
            value: value.clone(),
            max,
            complete,
        };
        let chosen = |options: &[(String, Text)]| choices(options, typed.all(name), t);
        match &field.kind {
            FieldKind::Line { max_characters } => line("text", *max_characters, "on"),
            FieldKind::Email => line("email", 254, "email"),
            FieldKind::Link => line("url", 2_000, "url"),
            FieldKind::Phone => line("tel", 40, "tel"),
            FieldKind::Prose { max_words } => {
                let words = value.split_whitespace().count();
                Self::Prose {
                    value,
                    max_words: *max_words,
                    words,
                }
            }
            FieldKind::Integer { .. } => Self::Number {
                value,
                whole: true,
                unit: String::new(),
            },
            FieldKind::Decimal { .. } => Self::Number {
                value,
                whole: false,
                unit: String::new(),
            },
            FieldKind::Date { .. } => day(typed, name),
            FieldKind::Choice { options } => Self::One {
                options: chosen(options),
            },
            FieldKind::Choices { options } => Self::Some {
                options: chosen(options),
            },
            FieldKind::YesNo => Self::One {
                options: yes_no(&value, t),
            },
            FieldKind::Consent => Self::Consent { given: value == "yes" },
            FieldKind::Rating { lowest, highest } => Self::Rating {
                options: (1..=5)
                    .map(|n| n.to_string())
                    .map(|n| choice(&n, n.clone(), value == n))
                    .collect(),
                lowest: lowest.in_lang(t.tag()).to_owned(),
                highest: highest.in_lang(t.tag()).to_owned(),
            },
            FieldKind::Figure { unit } => Self::Figure {
                value: typed.part(name, "value").to_owned(),
                year: typed.part(name, "year").to_owned(),
                unit: unit.in_lang(t.tag()).to_owned(),
            },
            FieldKind::MonthDay => Self::MonthDay {
                day: typed.part(name, "day").to_owned(),
                month: typed.part(name, "month").to_owned(),
            },
            FieldKind::Counts { groups } => counts(groups, (typed, name), t),
        }
    }
}

fn counts(groups: &[(String, Text)], (typed, name): (&Typed, &str), t: Locale) -> Widget {
    let group = |(group, label): &(String, Text)| Group {
        name: group.clone(),
        label: label.in_lang(t.tag()).to_owned(),
        value: typed.part(name, group).to_owned(),
    };
    Widget::Counts {
        total: typed.part(name, TOTAL).to_owned(),
        groups: groups.iter().map(group).collect(),
    }
}

fn day(typed: &Typed, name: &str) -> Widget {
    let part = |part| typed.part(name, part).to_owned();
    Widget::Day {
        day: part("day"),
        month: part("month"),
        year: part("year"),
    }
}

fn choice(value: &str, label: String, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        label,
        chosen,
    }
}

fn choices(options: &[(String, Text)], typed: &[String], t: Locale) -> Vec<Choice> {
    let one = |(name, label): &(String, Text)| choice(name, label.in_lang(t.tag()).to_owned(), typed.contains(name));
    options.iter().map(one).collect()
}

fn yes_no(value: &str, t: Locale) -> Vec<Choice> {
    [("yes", "answer-yes"), ("no", "answer-no")]
        .map(|(v, id)| choice(v, t.text(id), value == v))
        .into()
}

/// An answer in words, as shown in a summary.
pub fn in_words(field: &Field, value: &Value, t: Locale) -> String {
    let label = |options: &[(String, Text)], name: &str| {
        let found = options.iter().find(|(option, _)| option == name);
        found.map_or(name, |(_, text)| text.in_lang(t.tag())).to_owned()
    };
    match (&field.kind, value) {
        (FieldKind::Choice { options }, Value::String(name)) => label(options, name),
        (FieldKind::Choices { options }, Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .map(|name| label(options, name))
            .collect::<Vec<_>>()
            .join(", "),
        (FieldKind::YesNo | FieldKind::Consent, Value::Bool(yes)) => {
            t.text(if *yes { "answer-yes" } else { "answer-no" })
        }
        (FieldKind::Date { .. }, Value::String(text)) => text
            .parse()
            .map_or_else(|_| text.clone(), |date: jiff::civil::Date| t.date(date)),
        (FieldKind::Figure { unit }, Value::Object(parts)) => figure(parts, unit.in_lang(t.tag()), t),
        (FieldKind::MonthDay, Value::String(text)) => every_year(text, t),
        (FieldKind::Counts { groups }, value) => counted(groups, value, t),
        (FieldKind::Rating { .. }, value) => t.text_with("answer-rating", &[("rating", &bare(value))]),
        (_, value) => bare(value),
    }
}

/// A day of every year: day and month, as figures.
fn every_year(text: &str, t: Locale) -> String {
    let Some((month, day)) = month_day(text) else {
        return text.to_owned();
    };
    let values = [("day", day.to_string()), ("month", month.to_string())];
    t.text_from("answer-month-day", values)
}

/// The total, and the groups in which anybody was counted.
fn counted(groups: &[(String, Text)], value: &Value, t: Locale) -> String {
    let Some((total, counts)) = read(value, groups) else {
        return bare(value);
    };
    let parts = groups.iter().zip(counts).filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts
        .map(|((_, label), count)| format!("{}: {count}", label.in_lang(t.tag())))
        .collect();
    let parts = if parts.is_empty() {
        "none".to_owned()
    } else {
        parts.join(", ")
    };
    let values = [("total", total.to_string()), ("groups", parts)];
    t.text_from("answer-counts", values)
}

fn figure(parts: &serde_json::Map<String, Value>, unit: &str, t: Locale) -> String {
    let part = |name| parts.get(name).map(bare).unwrap_or_default();
    let values: BTreeMap<&str, String> = [
        ("value", part("value")),
        ("unit", unit.to_owned()),
        ("year", part("year")),
    ]
    .into();
    t.text_from("answer-figure", &values)
}

fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
