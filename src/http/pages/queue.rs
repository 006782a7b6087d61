//! What waits for a body: the commission's queue and the institute's inbox.

use askama::Template;

use super::case::Tone;
use super::frame::{ErrorLine, Frame};
use super::programme::CallLine;
use crate::clock::Instant;

/// The commission's queue.
#[derive(Template, Debug)]
#[template(path = "queue.html")]
pub struct QueuePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The call they belong to.
    pub call: Option<CallLine>,
    /// Places taken, out of how many.
    pub places: Option<Places>,
    /// Files that wait for a decision, best rank first.
    pub waiting: Option<QueueList>,
    /// Files that were decided or wait for somebody else.
    pub others: Option<QueueList>,
    /// Reports and other duties that wait.
    pub tasks: Option<QueueList>,
    /// What is wrong with posted ranks.
    pub errors: Vec<ErrorLine>,
}

/// Places under a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// Taken.
    pub taken: u32,
    /// All.
    pub all: u32,
}

impl Places {
    /// Free places.
    pub fn left(self) -> u32 {
        self.all.saturating_sub(self.taken)
    }

    /// One entry a place: whether it is taken.
    pub fn seats(self) -> Vec<bool> {
        (0..self.all).map(|n| n < self.taken).collect()
    }
}

/// Files of one sort, as many as a page shows.
#[derive(Clone, Debug, Default)]
pub struct QueueList {
    /// The files.
    pub rows: Vec<QueueRow>,
    /// Where the further ones are, if there are any.
    pub next: Option<String>,
}

/// A file in a queue.
#[derive(Clone, Debug)]
pub struct QueueRow {
    /// Its page.
    pub href: String,
    /// The organisation.
    pub organisation: String,
    /// What it is: kind and call.
    pub title: String,
    /// Title of its state.
    pub state: String,
    /// Colour word of its state.
    pub tone: Tone,
    /// Since when it is there.
    pub since: Instant,
    /// When the duty is due.
    pub due_at: Option<Instant>,
    /// Where a rank is posted; `None` if it is not ranked.
    pub rank_action: Option<String>,
    /// Name of the rank's input.
    pub rank_input: String,
    /// Its rank as typed or recorded.
    pub rank: String,
    /// Revision of the case.
    pub revision: u32,
}

/// The institute's inbox.
#[derive(Template, Debug)]
#[template(path = "inbox.html")]
pub struct InboxPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Files that wait for an outcome.
    pub waiting: Option<QueueList>,
    /// Files with an outcome.
    pub settled: Option<QueueList>,
}
