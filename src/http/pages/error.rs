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
    /// What was typed and could not be taken.
    pub kept: Option<Kept>,
}

/// What was typed, to be read and to be sent again.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Where it is sent again.
    pub action: String,
    /// Texts to be read.
    pub texts: Vec<String>,
    /// Everything that is sent again.
    pub pairs: Vec<(String, String)>,
    /// Whether one has to sign in first, in another window.
    pub sign_in: bool,
}
