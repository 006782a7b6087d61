//! Every rule of a programme: a picture of each kind of case, and a sentence for each rule.

use askama::Template;

use super::frame::{Frame, Link};

/// Every rule of a programme.
#[derive(Template, Debug)]
#[template(path = "rules.html")]
pub struct RulesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The programme.
    pub programme: Link,
    /// Where the programme is played ahead, for those who run it.
    pub rehearsal: Option<Link>,
    /// What holds for every call.
    pub general: Vec<String>,
    /// Kinds of case.
    pub kinds: Vec<KindRules>,
}

/// The rules of a kind of case.
#[derive(Clone, Debug)]
pub struct KindRules {
    /// Its name in the files, which is its place on the page.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its picture: an SVG element.
    pub drawing: String,
    /// Its states with their sentences; those of every state first.
    pub states: Vec<StateRules>,
}

/// The rules of a state.
#[derive(Clone, Debug)]
pub struct StateRules {
    /// Its title.
    pub title: String,
    /// Its sentences.
    pub sentences: Vec<String>,
}
