//! The page that says what went wrong and what to do.

use askama::Template;

use super::frame::{ErrorLine, Frame, Link};

/// The page that says what went wrong.
#[derive(Template, Debug)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Heading.
    pub title: String,
    /// What happened, in one or two sentences.
    pub sentence: String,
    /// Single faults, one a line.
    pub faults: Vec<ErrorLine>,
    /// Where to go from here.
    pub ways: Vec<Link>,
    /// Reference to tell the operator, for faults of ours.
    pub reference: Option<String>,
}
