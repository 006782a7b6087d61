//! Points in time said relative to something: `call.closes + 1 month`, `entered + 14 days`, `due`.

use super::span::Span;

/// A point in time relative to something the case knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// What it counts from.
    pub base: Base,
    /// How far from it; `None` is the base itself.
    pub shift: Option<Shift>,
}

/// A step away from a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// How far.
    pub span: Span,
    /// Before the base rather than after it.
    pub back: bool,
}

/// What a timing counts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A date of the case's call: `call.opens`, `call.closes`, or one of its own names.
    Call(String),
    /// When the case entered its state: `entered`.
    Entered,
    /// When the case was opened: `opened`.
    Opened,
    /// The due date the case was opened with (a report's): `due`.
    Due,
    /// When a mark was set: `mark.returned`.
    Mark(String),
    /// A date answered on a form: `admission.admitted_on`.
    Form(String, String),
}
