//! A form to be filled: every kind of field as accessible HTML, with what was typed, what is wrong and what was last.

use askama::Template;
use askama::filters::HtmlSafe;

use super::frame::{ErrorLine, Frame, Link};
use super::widget::{Widget, in_words};
use crate::clock::Instant;
use crate::http::typed::{TOTAL, Typed};
use crate::locale::Locale;
use crate::workflow::form::{Answers, Carry, Field, FieldError, Form};

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
    /// What is to be known before going on: somebody has saved meanwhile.
    pub notes: Vec<ErrorLine>,
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

impl FormPage {
    /// The lines of the error summary: what concerns the whole, then each answer.
    pub fn problems(&self) -> Vec<ErrorLine> {
        let mut all = self.notes.clone();
        all.extend(self.form.errors());
        all
    }
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
        Self {
            title: form.title.in_lang(lang).to_owned(),
            sections: form.sections.iter().map(section).collect(),
        }
    }

    /// The lines of the error summary, in reading order.
    pub fn errors(&self) -> Vec<ErrorLine> {
        let fields = self.sections.iter().flat_map(|section| &section.fields);
        fields
            .filter_map(|field| {
                let text = format!("{}: {}", field.label, field.error.as_ref()?);
                Some(ErrorLine {
                    href: format!("#{}", field.first_input()),
                    text,
                })
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
            Widget::Day { .. } | Widget::MonthDay { .. } => format!("field-{}-day", self.name),
            Widget::Counts { .. } => format!("field-{}-{TOTAL}", self.name),
            Widget::Figure { .. } => format!("field-{}-value", self.name),
            Widget::One { .. } | Widget::Some { .. } | Widget::Rating { .. } => format!("field-{}-1", self.name),
            _ => format!("field-{}", self.name),
        }
    }

    /// Ids of what describes the input, for `aria-describedby`.
    pub fn described_by(&self) -> String {
        let parts = [
            ("hint", !self.hint.is_empty()),
            ("error", self.error.is_some()),
            ("last", self.last.is_some()),
        ];
        let ids = parts
            .iter()
            .filter(|(_, there)| *there)
            .map(|(part, _)| format!("field-{}-{part}", self.name));
        ids.collect::<Vec<_>>().join(" ")
    }

    /// Whether several inputs belong to it, so that it needs a legend rather than a label.
    pub fn is_group(&self) -> bool {
        !matches!(
            self.widget,
            Widget::Line { .. } | Widget::Prose { .. } | Widget::Number { .. }
        )
    }
}
