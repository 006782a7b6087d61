//! A person's own desk: what is due, what is next, the cases they belong to.

use askama::Template;

use super::case::Tone;
use super::frame::Frame;
use super::programme::CallLine;
use crate::clock::Instant;

/// A person's own desk.
#[derive(Template, Debug)]
#[template(path = "desk.html")]
pub struct DeskPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What the person owes, as much as a page shows, soonest first.
    pub duties: Vec<DeskDuty>,
    /// Where the further duties are, if there are any.
    pub next: Option<String>,
    /// Cases they belong to.
    pub cases: Vec<CaseCard>,
    /// Open calls in which their organisation has no case yet.
    pub offers: Vec<Offer>,
    /// Their duties as a calendar feed.
    pub feed: Option<String>,
}

/// Something owed.
#[derive(Clone, Debug)]
pub struct DeskDuty {
    /// What.
    pub title: String,
    /// For which organisation and case.
    pub case: String,
    /// Where it is done.
    pub href: String,
    /// The instant after its last moment.
    pub due_at: Instant,
}

/// A case in short.
#[derive(Clone, Debug)]
pub struct CaseCard {
    /// Its page.
    pub href: String,
    /// The organisation.
    pub organisation: String,
    /// Kind and call, in words.
    pub title: String,
    /// Title of its state.
    pub state: String,
    /// Colour word of its state.
    pub tone: Tone,
    /// The next thing that happens, in one sentence.
    pub next: Option<(Instant, String)>,
}

/// A call in which a case can be begun.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The programme.
    pub programme: String,
    /// The call, or the kind of case where it needs none.
    pub title: String,
    /// The call, if it belongs to one.
    pub call: Option<CallLine>,
    /// Where it is begun, by POST.
    pub action: String,
    /// Values posted: name, value.
    pub values: Vec<(&'static str, String)>,
    /// For which organisation.
    pub organisation: String,
}
