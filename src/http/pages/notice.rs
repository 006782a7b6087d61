//! Notices: a month of those that went and will go, and why one of them goes.

use askama::Template;
use jiff::civil;

use super::case::LetterState;
use super::frame::{Frame, Link};
use crate::clock::Instant;

/// A month of notices.
#[derive(Template, Debug)]
#[template(path = "notices.html")]
pub struct NoticesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Any day of the month shown.
    pub month: civil::Date,
    /// Address of the month before.
    pub before: String,
    /// Address of the month after.
    pub after: String,
    /// Where the filter is asked.
    pub action: String,
    /// The state shown; `None` is all.
    pub only: Option<LetterState>,
    /// Text looked for.
    pub query: String,
    /// Days with notices, in order, as many as a page shows.
    pub days: Vec<NoticeDay>,
    /// Whether these are all of the month.
    pub are_all: bool,
    /// Where the further ones are, if there are any.
    pub next: Option<String>,
}

/// A day of notices.
#[derive(Clone, Debug)]
pub struct NoticeDay {
    /// The day.
    pub date: civil::Date,
    /// Its notices, by time.
    pub notices: Vec<NoticeRow>,
}

/// A notice.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// When it left or will leave.
    pub at: Instant,
    /// Subject of its letter.
    pub subject: String,
    /// Who gets it.
    pub recipient: String,
    /// The case: organisation and kind.
    pub case: Link,
    /// What became of it.
    pub state: LetterState,
    /// Why it was withdrawn, kept back or failed.
    pub reason: Option<String>,
    /// The page that says why it goes.
    pub why: String,
}

impl NoticesPage {
    /// How many notices are shown.
    pub fn count(&self) -> usize {
        self.days.iter().map(|day| day.notices.len()).sum()
    }

    /// Whether a day lies before today.
    pub fn is_past(&self, date: &civil::Date) -> bool {
        *date < self.frame.now.civil(&self.frame.zone).date()
    }

    /// Every state of a letter, for the filter.
    pub fn states(&self) -> Vec<LetterState> {
        LetterState::ALL.iter().map(|(state, _)| *state).collect()
    }
}

/// "Why did I get this?"
#[derive(Template, Debug)]
#[template(path = "why.html")]
pub struct WhyPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The notice.
    pub notice: NoticeRow,
    /// What led to it, one sentence each, from the rule to the person.
    pub because: Vec<String>,
    /// The duty and its due instant.
    pub duty: Option<(String, Instant)>,
    /// The letter as it went, in pieces; empty if it has not been written yet.
    pub text: String,
}
