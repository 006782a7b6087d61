//! What another version would do to running cases, with the choices to be made.

use askama::Template;

use super::frame::{ErrorLine, Frame, Link};

/// What a version would do, and the form that puts it in force.
#[derive(Template, Debug)]
#[template(path = "impact.html")]
pub struct ImpactPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Where the person came from.
    pub back: Link,
    /// Its heading.
    pub title: String,
    /// Which version is in force and which one this would be.
    pub lead: String,
    /// How many cases fare how: words and number.
    pub counts: Vec<(String, usize)>,
    /// Groups of cases with their choices.
    pub groups: Vec<GroupView>,
    /// What becomes of states and dates, a line each.
    pub dates: Vec<String>,
    /// How many letters are planned, withdrawn, moved.
    pub letters: String,
    /// What becomes of letters, a line each.
    pub letter_lines: Vec<String>,
    /// Every version so far.
    pub versions: Vec<String>,
    /// Where the form goes.
    pub action: String,
    /// What its button says; none if there is nothing to do.
    pub button: Option<String>,
    /// The digest of the files this is about.
    pub digest: String,
    /// What is wrong with what was chosen.
    pub errors: Vec<ErrorLine>,
}

/// A group of cases about which something is decided.
#[derive(Clone, Debug)]
pub struct GroupView {
    /// Its name, which is also the input's.
    pub name: String,
    /// What is to be decided.
    pub title: String,
    /// Whose cases they are.
    pub cases: String,
    /// Choices: value, words, whether it is chosen.
    pub choices: Vec<(String, String, bool)>,
}
