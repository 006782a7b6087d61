//! A form to be filled: every kind of field as accessible HTML, with what was typed, what is wrong and what was last.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;
use serde_json::Value;

use super::frame::{ErrorLine, Frame, Link};
use crate::clock::Instant;
use crate::http::typed::Typed;
use crate::locale::Locale;
use crate::workflow::form::{Answers, Carry, Field, FieldError, FieldKind, Form};
use crate::workflow::text::Text;

/// The page on which a case's own form is filled.
#[derive(Template, Debug)]
#[template(path = "form.html")]
pub struct FormPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The case it belongs to.
    pub case: Link,
    /// Where it is posted and autosaved.
    pub action: String,
    /// Revision of the case the person saw.
    pub revision: u32,
    /// The form.
    pub form: FormView,
    /// When it is due.
    pub due: Option<Instant>,
    /// When the draft was saved last.
    pub saved_at: Option<Instant>,
    /// Why it came back, if it was returned.
    pub reason: Option<String>,
}

/// A form with what has been typed into it.
#[derive(Clone, Debug)]
pub struct FormView {
    /// Its name for people.
    pub title: String,
    /// Its parts.
    pub sections: Vec<SectionView>,
}

/// A part of a form.
#[derive(Clone, Debug)]
pub struct SectionView {
    /// Name in the files, used as an anchor.
    pub name: String,
    /// Heading.
    pub title: String,
    /// What to know before filling it.
    pub hint: String,
    /// Its questions.
    pub fields: Vec<FieldView>,
}

/// A question with what has been typed.
#[derive(Template, Clone, Debug)]
#[template(path = "field.html")]
pub struct FieldView {
    /// The person's language.
    pub t: Locale,
    /// Name of its input.
    pub name: String,
    /// The question.
    pub label: String,
    /// Help under the question.
    pub hint: String,
    /// Whether it must be answered before the form is complete.
    pub required: bool,
    /// How it is asked.
    pub widget: Widget,
    /// What is wrong and what to do.
    pub error: Option<String>,
    /// The last report's answer in words, shown beside.
    pub last: Option<String>,
    /// Whether the person is asked if the carried answer still holds.
    pub ask: bool,
}

impl HtmlSafe for FieldView {}

/// How a question is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Widget {
    /// One line. `kind` is the HTML input type.
    Line { kind: &'static str, value: String, max: u32, complete: &'static str },
    /// Several lines of at most so many words.
    Prose { value: String, max_words: u32, words: usize },
    /// A number.
    Number { value: String, whole: bool, unit: String },
    /// A day in three boxes.
    Day { day: String, month: String, year: String },
    /// One of these, as radio buttons.
    One { options: Vec<Choice> },
    /// Some of these, as checkboxes.
    Some { options: Vec<Choice> },
    /// 1 to 5 in a row, with words for both ends.
    Rating { options: Vec<Choice>, lowest: String, highest: String },
    /// One checkbox.
    Consent { given: bool },
    /// A number with the year it is from.
    Figure { value: String, year: String, unit: String },
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

/// What a form is shown with.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The person's language.
    pub t: Locale,
    /// What has been typed.
    pub typed: &'a Typed,
    /// What is wrong.
    pub errors: &'a [FieldError],
    /// The last report's answers.
    pub last: &'a Answers,
}

impl FormView {
    /// The form as it is to be shown; `asked` says whether a conditional question is asked now.
    pub fn of(form: &Form, shown: Shown<'_>, asked: impl Fn(&Field) -> bool) -> Self {
        let lang = shown.t.tag();
        let section = |section: &crate::workflow::form::Section| SectionView {
            name: section.name.clone(),
            title: section.title.in_lang(lang).to_owned(),
            hint: section.hint.in_lang(lang).to_owned(),
            fields: section
                .fields
                .iter()
                .filter(|field| asked(field))
                .map(|field| FieldView::of(field, shown))
                .collect(),
        };
        Self { title: form.title.in_lang(lang).to_owned(), sections: form.sections.iter().map(section).collect() }
    }

    /// The lines of the error summary, in reading order.
    pub fn errors(&self) -> Vec<ErrorLine> {
        let fields = self.sections.iter().flat_map(|section| &section.fields);
        fields
            .filter_map(|field| {
                let text = format!("{}: {}", field.label, field.error.as_ref()?);
                Some(ErrorLine { href: format!("#{}", field.first_input()), text })
            })
            .collect()
    }
}

impl FieldView {
    /// The question as it is to be shown.
    pub fn of(field: &Field, shown: Shown<'_>) -> Self {
        let (t, lang) = (shown.t, shown.t.tag());
        let error = shown.errors.iter().find(|error| error.field == field.name);
        let beside = matches!(field.carry, Carry::Beside | Carry::Ask);
        let last = shown.last.get(&field.name).filter(|_| beside);
        Self {
            t,
            name: field.name.clone(),
            label: field.label.in_lang(lang).to_owned(),
            hint: field.hint.in_lang(lang).to_owned(),
            required: field.required,
            widget: Widget::of(field, shown.typed, t),
            error: error.map(|error| t.field_error(error)),
            last: last.map(|value| in_words(field, value, t)),
            ask: field.carry == Carry::Ask && last.is_some(),
        }
    }

    /// Id of the input that an error summary leads to.
    pub fn first_input(&self) -> String {
        match self.widget {
            Widget::Day { .. } => format!("field-{}-day", self.name),
            Widget::Figure { .. } => format!("field-{}-value", self.name),
            Widget::One { .. } | Widget::Some { .. } | Widget::Rating { .. } => format!("field-{}-1", self.name),
            _ => format!("field-{}", self.name),
        }
    }

    /// Ids of what describes the input, for `aria-describedby`.
    pub fn described_by(&self) -> String {
        let parts = [("hint", !self.hint.is_empty()), ("error", self.error.is_some()), ("last", self.last.is_some())];
        let ids = parts.iter().filter(|(_, there)| *there).map(|(part, _)| format!("field-{}-{part}", self.name));
        ids.collect::<Vec<_>>().join(" ")
    }

    /// Whether several inputs belong to it, so that it needs a legend rather than a label.
    pub fn is_group(&self) -> bool {
        !matches!(self.widget, Widget::Line { .. } | Widget::Prose { .. } | Widget::Number { .. })
    }
}

impl Widget {
    fn of(field: &Field, typed: &Typed, t: Locale) -> Self {
        let name = field.name.as_str();
        let value = typed.one(name).to_owned();
        let line = |kind, max, complete| Self::Line { kind, value: value.clone(), max, complete };
        let chosen = |options: &[(String, Text)]| choices(options, typed.all(name), t);
        match &field.kind {
            FieldKind::Line { max_characters } => line("text", *max_characters, "on"),
            FieldKind::Email => line("email", 254, "email"),
            FieldKind::Link => line("url", 2_000, "url"),
            FieldKind::Phone => line("tel", 40, "tel"),
            FieldKind::Prose { max_words } => {
                let words = value.split_whitespace().count();
                Self::Prose { value, max_words: *max_words, words }
            }
            FieldKind::Integer { .. } => Self::Number { value, whole: true, unit: String::new() },
            FieldKind::Decimal { .. } => Self::Number { value, whole: false, unit: String::new() },
            FieldKind::Date { .. } => day(typed, name),
            FieldKind::Choice { options } => Self::One { options: chosen(options) },
            FieldKind::Choices { options } => Self::Some { options: chosen(options) },
            FieldKind::YesNo => Self::One { options: yes_no(&value, t) },
            FieldKind::Consent => Self::Consent { given: value == "yes" },
            FieldKind::Rating { lowest, highest } => Self::Rating {
                options: (1..=5).map(|n| n.to_string()).map(|n| choice(&n, n.clone(), value == n)).collect(),
                lowest: lowest.in_lang(t.tag()).to_owned(),
                highest: highest.in_lang(t.tag()).to_owned(),
            },
            FieldKind::Figure { unit } => Self::Figure {
                value: typed.part(name, "value").to_owned(),
                year: typed.part(name, "year").to_owned(),
                unit: unit.in_lang(t.tag()).to_owned(),
            },
        }
    }
}

fn day(typed: &Typed, name: &str) -> Widget {
    let part = |part| typed.part(name, part).to_owned();
    Widget::Day { day: part("day"), month: part("month"), year: part("year") }
}

fn choice(value: &str, label: String, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), label, chosen }
}

fn choices(options: &[(String, Text)], typed: &[String], t: Locale) -> Vec<Choice> {
    let one = |(name, label): &(String, Text)| choice(name, label.in_lang(t.tag()).to_owned(), typed.contains(name));
    options.iter().map(one).collect()
}

fn yes_no(value: &str, t: Locale) -> Vec<Choice> {
    [("yes", "answer-yes"), ("no", "answer-no")].map(|(v, id)| choice(v, t.text(id), value == v)).into()
}

/// An answer in words, as shown in a summary.
pub fn in_words(field: &Field, value: &Value, t: Locale) -> String {
    let label = |options: &[(String, Text)], name: &str| {
        let found = options.iter().find(|(option, _)| option == name);
        found.map_or(name, |(_, text)| text.in_lang(t.tag())).to_owned()
    };
    match (&field.kind, value) {
        (FieldKind::Choice { options }, Value::String(name)) => label(options, name),
        (FieldKind::Choices { options }, Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).map(|name| label(options, name)).collect::<Vec<_>>().join(", ")
        }
        (FieldKind::YesNo | FieldKind::Consent, Value::Bool(yes)) => t.text(if *yes { "answer-yes" } else { "answer-no" }),
        (FieldKind::Date { .. }, Value::String(text)) => text.parse().map_or_else(|_| text.clone(), |date: jiff::civil::Date| t.date(date)),
        (FieldKind::Figure { unit }, Value::Object(parts)) => figure(parts, unit.in_lang(t.tag()), t),
        (FieldKind::Rating { .. }, value) => t.text_with("answer-rating", &[("rating", &bare(value))]),
        (_, value) => bare(value),
    }
}

fn figure(parts: &serde_json::Map<String, Value>, unit: &str, t: Locale) -> String {
    let part = |name| parts.get(name).map(bare).unwrap_or_default();
    let values: BTreeMap<&str, String> =
        [("value", part("value")), ("unit", unit.to_owned()), ("year", part("year"))].into();
    t.text_from("answer-figure", &values)
}

fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
