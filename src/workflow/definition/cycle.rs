//! Cycles: child cases opened again and again.
//!
//! Owns the nouns alone; which date comes next is [`crate::workflow::recurrence`].

use super::{Dates, Guard, Place, Span, Timing};

/// Child cases opened again and again, anchored per member.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// Name in the files.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Kind of the child.
    pub opens: String,
    /// Dates that are candidates for a due date.
    pub due: Dates,
    /// Which of them.
    pub every: Every,
    /// What anchors it.
    pub after: Anchor,
    /// How long before its due day the child opens.
    pub open_before: Span,
    /// How many times at most, counted from the anchor.
    pub times: Option<u32>,
    /// Nothing is due later than this.
    pub until: Option<Timing>,
    /// It opens only while this holds.
    pub when: Option<Guard>,
    /// Where it is written.
    pub place: Place,
}

/// Which dates of a cycle's rule count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Each of them.
    Date,
    /// Those of every so many years, counted from the anchor's year.
    Years(u32),
    /// No dates of a rule: the anchor and so long again and again.
    Span(Span),
}

/// What anchors a cycle of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A date answered on a form, such as `admission.admitted_on`.
    Form(String, String),
    /// The day a mark was set, such as `mark.awarded`.
    Mark(String),
}
