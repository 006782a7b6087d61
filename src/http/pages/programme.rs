//! A programme's public page and its register of members.

use askama::Template;
use jiff::civil;

use super::desk::Offer;
use super::frame::{Frame, Link};
use crate::clock::Instant;
use crate::workflow::definition::Standing;

/// A programme's public page.
#[derive(Template, Debug)]
#[template(path = "programme.html")]
pub struct ProgrammePage {
    /// What surrounds it.
    pub frame: Frame,
    /// Its name.
    pub title: String,
    /// What it is.
    pub about: String,
    /// Whether it has calls.
    pub has_calls: bool,
    /// What the visitor may begin now without a call.
    pub offers: Vec<Offer>,
    /// To those who are not signed in: kinds of case that can be begun without a call.
    pub begins: Vec<String>,
    /// Its open call.
    pub open: Option<CallLine>,
    /// The call that opens next.
    pub next: Option<CallLine>,
    /// Where one begins an application.
    pub apply: String,
    /// How it works, step by step.
    pub steps: Vec<Step>,
    /// Every rule, as sentences and pictures.
    pub rules: String,
    /// Its members, as many as a page of the register shows.
    pub members: Vec<MemberLine>,
    /// The whole register.
    pub register: String,
}

/// A call in one line.
#[derive(Clone, Debug)]
pub struct CallLine {
    /// Its name.
    pub name: String,
    /// When it opens.
    pub opens_at: Instant,
    /// The instant after its last moment.
    pub closes_at: Instant,
    /// How many places there are.
    pub quota: Option<u32>,
}

/// A step of how a programme works.
#[derive(Clone, Debug)]
pub struct Step {
    /// What happens.
    pub title: String,
    /// More about it.
    pub text: String,
}

/// A member in one line of the register.
#[derive(Clone, Debug)]
pub struct MemberLine {
    /// Its name.
    pub organisation: String,
    /// Since when.
    pub since: Option<civil::Date>,
    /// Its standing.
    pub standing: Standing,
    /// Public answers: question and answer.
    pub shown: Vec<(String, String)>,
}

/// The public register.
#[derive(Template, Debug)]
#[template(path = "register.html")]
pub struct RegisterPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The programme.
    pub programme: Link,
    /// The day for which it is shown.
    pub on: civil::Date,
    /// How many there are, if all of them are shown.
    pub count: Option<usize>,
    /// Members, as many as a page shows.
    pub members: Vec<MemberLine>,
    /// Where the further ones are, if there are any.
    pub next: Option<String>,
    /// The register as data.
    pub downloads: Vec<Link>,
}
