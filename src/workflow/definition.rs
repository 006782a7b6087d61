//! The checked form of a workflow's files: plain data, nothing computed.

mod call;
mod cycle;
mod kind;
mod role;
mod transition;

use std::collections::BTreeMap;

use jiff::civil;
use jiff::tz::TimeZone;

use super::dates::{Almanac, Calendar, Dates};
use super::finding::Place;
use super::form::Form;
use super::guard::Guard;
use super::letter::Letter;
use super::panel::{Panel, Share};
use super::span::Span;
pub use super::standing::Standing;
use super::text::{Lang, Text};
use super::timing::Timing;
use super::workdays::Workdays;

pub use call::{CallRule, Quota};
pub use cycle::{Anchor, Cycle, Every};
pub use kind::{DutyRule, Import, Kind, Offset, Reminder, State};
pub use role::{Address, OrganisationEvent, Role, Seat, Sees};
pub use transition::{Opens, QuotaUse, Reason, Transition, Trigger};

/// A programme: what its folder of files says.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The folder's name.
    pub name: String,
    /// SHA-256 over all files, in hexadecimal: the same files, the same digest.
    pub digest: String,
    /// The programme's name for people.
    pub title: Text,
    /// One paragraph for the public page.
    pub about: Text,
    /// Zone in which every date of the workflow is meant.
    pub zone: TimeZone,
    /// Local time at which reminders leave.
    pub hour: civil::Time,
    /// Languages every text must be written in; the first is the fallback for a recipient's own.
    pub languages: Vec<Lang>,
    /// What happens to reminders that fell due while the service was off.
    pub catch_up: CatchUp,
    /// Who may act.
    pub roles: Vec<Role>,
    /// Which days are working days.
    pub workdays: Workdays,
    /// Named lists of days.
    pub calendars: Vec<Calendar>,
    /// The default rule of a call, if the workflow has calls.
    pub call: Option<CallRule>,
    /// Kinds of case.
    pub kinds: Vec<Kind>,
    /// Marks of which more is said than their name.
    pub marks: Vec<MarkRule>,
    /// What can happen to an organisation, whatever cases it has.
    pub organisation_events: Vec<OrganisationEvent>,
    /// Forms by name.
    pub forms: BTreeMap<String, Form>,
    /// Letters by name.
    pub letters: BTreeMap<String, Letter>,
}

/// What to do with reminders that are late because the service was off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchUp {
    /// Send each, oldest first, one a day per duty and recipient.
    Now,
    /// Send only the latest step of each duty.
    Latest,
    /// Send none of them.
    Skip,
}

/// What is said of a mark: how people call it, and that it had another name in earlier versions.
#[derive(Clone, Debug)]
pub struct MarkRule {
    /// Name in the files.
    pub name: String,
    /// Name for people; empty where nobody has written one.
    pub title: Text,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

impl Definition {
    /// What rules for dates are read against.
    pub fn almanac(&self) -> Almanac<'_> {
        Almanac {
            workdays: &self.workdays,
            calendars: &self.calendars,
        }
    }

    /// The kind of that name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// The role of that name.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }

    /// The first of the workflow's languages that the person reads, else the workflow's first.
    pub fn language_for<'a>(&'a self, wanted: &str) -> &'a str {
        self.languages
            .iter()
            .find(|lang| *lang == wanted)
            .or(self.languages.first())
            .map_or("en", String::as_str)
    }
}
