//! The first page: every programme of this house.

use askama::Template;
use jiff::tz::TimeZone;

use super::frame::Frame;
use super::programme::CallLine;
use crate::engine::queries::register::COUNTED;

/// The first page.
#[derive(Template, Debug)]
#[template(path = "home.html")]
pub struct HomePage {
    /// What surrounds it.
    pub frame: Frame,
    /// Programmes.
    pub programmes: Vec<ProgrammeCard>,
}

/// A programme in short.
#[derive(Clone, Debug)]
pub struct ProgrammeCard {
    /// Its public page.
    pub href: String,
    /// Its name.
    pub title: String,
    /// What it is.
    pub about: String,
    /// Its open call.
    pub call: Option<CallLine>,
    /// Where its dates are meant.
    pub zone: TimeZone,
    /// How many members it has; so many or more from [`COUNTED`] on.
    pub members: u32,
}

impl ProgrammeCard {
    /// Whether there are more members than were counted.
    pub fn has_many(&self) -> bool {
        self.members >= COUNTED
    }
}
