//! The summary before submission: every answer, who has signed, what is missing, the button.

use askama::Template;

use super::case::SignatureView;
use super::event::EventView;
use super::frame::{ErrorLine, Frame, Link};
use super::widget::in_words;
use crate::clock::Instant;
use crate::locale::Locale;
use crate::workflow::form::{Answers, Field, FieldError, Form};

/// The summary of a form.
#[derive(Template, Debug)]
#[template(path = "check.html")]
pub struct CheckPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The case it belongs to.
    pub case: Link,
    /// Where the answers are changed; `None` if they no longer can be.
    pub change: Option<String>,
    /// Answers by section.
    pub sections: Vec<SummarySection>,
    /// What is still wrong or missing.
    pub problems: Vec<ErrorLine>,
    /// Who has signed and who has to.
    pub signatures: Vec<SignatureView>,
    /// When it is due.
    pub due: Option<Instant>,
    /// Signing, submitting.
    pub events: Vec<EventView>,
}

/// The answers of a section.
#[derive(Clone, Debug)]
pub struct SummarySection {
    /// Name in the files.
    pub name: String,
    /// Heading.
    pub title: String,
    /// Its rows.
    pub rows: Vec<SummaryRow>,
}

/// An answer in words.
#[derive(Clone, Debug)]
pub struct SummaryRow {
    /// Name of the field.
    pub name: String,
    /// The question.
    pub label: String,
    /// The answer; `None` if there is none.
    pub value: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
}

/// The answers to a form in words; `asked` says whether a conditional question is asked.
pub fn summary(
    form: &Form,
    answers: &Answers,
    errors: &[FieldError],
    t: Locale,
    asked: impl Fn(&Field) -> bool,
) -> Vec<SummarySection> {
    let row = |field: &Field| SummaryRow {
        name: field.name.clone(),
        label: field.label.in_lang(t.tag()).to_owned(),
        value: answers.get(&field.name).map(|value| in_words(field, value, t)),
        error: errors
            .iter()
            .find(|error| error.field == field.name)
            .map(|error| t.field_error(error)),
    };
    let section = |section: &crate::workflow::form::Section| SummarySection {
        name: section.name.clone(),
        title: section.title.in_lang(t.tag()).to_owned(),
        rows: section.fields.iter().filter(|field| asked(field)).map(row).collect(),
    };
    form.sections.iter().map(section).collect()
}
