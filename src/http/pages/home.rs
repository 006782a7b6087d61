//! The first page: every programme of this house.

use askama::Template;
use jiff::tz::TimeZone;

use super::frame::Frame;
use super::programme::CallLine;

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
    /// How many members it has.
    pub members: u32,
}
