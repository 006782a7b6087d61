//! An event somebody may set off, as a button with what it asks for.

use askama::Template;
use askama::filters::HtmlSafe;

use super::form::SectionView;
use crate::locale::Locale;
use crate::workflow::definition::Reason;

/// An event as a form of its own.
#[derive(Template, Clone, Debug)]
#[template(path = "event.html")]
pub struct EventView {
    /// The person's language.
    pub t: Locale,
    /// Its name in the workflow.
    pub name: String,
    /// What people read on the button.
    pub title: String,
    /// Where it is posted.
    pub action: String,
    /// Revision of the case the person saw.
    pub revision: u32,
    /// How the button looks.
    pub weight: Weight,
    /// Whether a reason is asked.
    pub reason: Reason,
    /// The reason as it was typed before.
    pub typed_reason: String,
    /// What was wrong with it.
    pub wrong: Vec<String>,
    /// Words for the attachment that must come with it.
    pub attach: Option<String>,
    /// Questions that come with it.
    pub sections: Vec<SectionView>,
    /// Why it is refused now.
    pub refused: Option<String>,
    /// Whether the case's own form must be complete for it: then it stands below the summary of the answers.
    pub completes: bool,
}

impl HtmlSafe for EventView {}

/// How much an event's button asks for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The way forward.
    Forward,
    /// One of several ways.
    Plain,
    /// Ends something.
    Ending,
}

impl Weight {
    /// The class of its button.
    pub fn class(self) -> &'static str {
        match self {
            Self::Forward => "button",
            Self::Plain => "button button-plain",
            Self::Ending => "button button-ending",
        }
    }
}

impl EventView {
    /// Whether it asks for anything before it can be posted.
    pub fn asks(&self) -> bool {
        self.reason != Reason::None || self.attach.is_some() || !self.sections.is_empty()
    }

    /// Whether what it asks for is shown at once: it is the way forward, or something was wrong with it.
    pub fn is_open(&self) -> bool {
        let faulty = self
            .sections
            .iter()
            .flat_map(|section| &section.fields)
            .any(|field| field.error.is_some());
        self.weight == Weight::Forward || !self.wrong.is_empty() || faulty
    }

    /// Whether a reason is asked at all, and whether it must be given.
    pub fn asks_reason(&self) -> bool {
        self.reason != Reason::None
    }

    /// Whether a reason must be given.
    pub fn needs_reason(&self) -> bool {
        self.reason == Reason::Required
    }
}
