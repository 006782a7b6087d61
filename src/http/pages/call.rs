//! The secretary's calls: the list, a new one, one call with its extension.

use askama::Template;

use super::frame::{ErrorLine, Frame, Link};
use super::programme::CallLine;
use super::up_to;
use crate::http::typed::Typed;

/// All calls of a programme.
#[derive(Template, Debug)]
#[template(path = "calls.html")]
pub struct CallsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Calls, latest first.
    pub calls: Vec<CallRow>,
    /// Where a new one is made.
    pub new: String,
    /// Where a changed programme is looked at and put in force.
    pub versions: Link,
}

/// A call in the list.
#[derive(Clone, Debug)]
pub struct CallRow {
    /// Its page.
    pub href: String,
    /// Its dates.
    pub line: CallLine,
    /// Before, in or after its window.
    pub phase: Phase,
    /// How many cases it has; so many or more from [`crate::engine::queries::register::COUNTED`] on.
    pub cases: u32,
    /// Places taken.
    pub taken: u32,
}

impl CallRow {
    /// How many cases it has, as it is shown.
    pub fn counted(&self) -> String {
        up_to(self.cases)
    }
}

/// Where the present stands against a call's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before its opening.
    Coming,
    /// Between opening and closing.
    Open,
    /// After its closing.
    Closed,
}

impl Phase {
    /// Message id and class of its tag.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Coming => ("call-coming", "tag tag-wait"),
            Self::Open => ("call-open", "tag tag-good"),
            Self::Closed => ("call-closed", "tag tag-over"),
        }
    }
}

/// The boxes of a named date.
#[derive(Clone, Debug)]
pub struct DateBox {
    /// The input's name without `.day|month|year`, such as `date-decided`.
    pub part: String,
    /// What the date is called.
    pub label: String,
}

/// The form of a new call. Inputs: `name`, `opens.day|month|year`, `closes.day|month|year`, `quota`, named dates.
#[derive(Template, Debug)]
#[template(path = "call_new.html")]
pub struct NewCallPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The list of calls.
    pub back: Link,
    /// Where it is posted.
    pub action: String,
    /// Named dates; one left empty follows the programme's rule.
    pub boxes: Vec<DateBox>,
    /// What was typed, or the default rule's dates.
    pub typed: Typed,
    /// What is wrong.
    pub errors: Vec<ErrorLine>,
}

/// One call, with the form that changes it. Inputs: as those of a new call, without its name.
#[derive(Template, Debug)]
#[template(path = "call.html")]
pub struct CallPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The list of calls.
    pub back: Link,
    /// The call.
    pub row: CallRow,
    /// Further dates: name in words, date in words.
    pub dates: Vec<(String, String)>,
    /// Its cases, as many as a page shows, the newest first.
    pub cases: Vec<Link>,
    /// Where the further ones are, if there are any.
    pub next: Option<String>,
    /// Where a change is posted.
    pub action: String,
    /// Named dates that can be changed.
    pub boxes: Vec<DateBox>,
    /// What was typed.
    pub typed: Typed,
    /// What the typed change would do, one sentence each.
    pub impact: Vec<String>,
    /// What is wrong.
    pub errors: Vec<ErrorLine>,
}
