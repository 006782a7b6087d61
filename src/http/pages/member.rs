//! The secretary's members and rounds: who owes what, who is late, which reports have another date.

use askama::Template;
use jiff::civil;

use super::frame::{ErrorLine, Frame, Link};
use super::up_to;
use crate::clock::Instant;
use crate::http::typed::Typed;
use crate::workflow::definition::Standing;

/// Members and what they owe.
#[derive(Template, Debug)]
#[template(path = "members.html")]
pub struct MembersPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Members, as many as a page shows, the latest in duty first.
    pub members: Vec<MemberRow>,
    /// Where the further ones are, if there are any.
    pub next: Option<String>,
    /// How many there are of each standing, with the address of the list of them.
    pub counts: Vec<StandingCount>,
    /// The standing shown; `None` is all.
    pub only: Option<Standing>,
    /// The list of all.
    pub all: Link,
}

impl MembersPage {
    /// Whether only members of this standing are shown.
    pub fn shows_only(&self, standing: &Standing) -> bool {
        self.only.as_ref() == Some(standing)
    }
}

/// How many members have a standing.
#[derive(Clone, Debug)]
pub struct StandingCount {
    /// The standing.
    pub standing: Standing,
    /// How many; so many or more from [`crate::engine::queries::register::COUNTED`] on.
    pub count: u32,
    /// The list of them.
    pub href: String,
}

impl StandingCount {
    /// The count as it is shown.
    pub fn shown(&self) -> String {
        up_to(self.count)
    }
}

/// A member.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Its case.
    pub href: String,
    /// Its name.
    pub organisation: String,
    /// Since when.
    pub since: Option<civil::Date>,
    /// Its standing.
    pub standing: Standing,
    /// What it owes, with the due instant.
    pub owes: Option<(String, Instant)>,
    /// When its next report is due.
    pub next: Option<Instant>,
}

/// Rounds: another date and period for the reports of a cohort.
///
/// Inputs of its form: `name`, `opens.*`, `due.*`, `replaces_from.*`, `replaces_to.*`, `cohort_from.*`, `cohort_to.*`,
/// `period_from.*`, `period_to.*` (each `.day|.month|.year`).
#[derive(Template, Debug)]
#[template(path = "rounds.html")]
pub struct RoundsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Rounds, latest first.
    pub rounds: Vec<RoundRow>,
    /// Where a new one is posted.
    pub action: String,
    /// What was typed.
    pub typed: Typed,
    /// What it would do, a line each.
    pub impact: Vec<String>,
    /// What is wrong.
    pub errors: Vec<ErrorLine>,
}

/// A round.
#[derive(Clone, Debug)]
pub struct RoundRow {
    /// Its name.
    pub name: String,
    /// When its reports open.
    pub opens_at: Instant,
    /// The instant after the last moment.
    pub due_at: Instant,
    /// First and last regular due day it stands in for.
    pub replaces: (civil::Date, civil::Date),
    /// How many reports it moves; not counted where there are too many members.
    pub reports: Option<usize>,
}
