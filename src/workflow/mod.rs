//! What a workflow says. Pure: text goes in, a checked [`Definition`] or findings come out.
//!
//! Owns the language of workflow files, its proof-reading, its guards and dates, and its sentences. Does not own what
//! happens to a case (that is [`crate::case`]), reads no files, and knows no database, clock or mail.

pub mod adjust;
pub mod check;
pub mod dates;
pub mod definition;
pub mod explain;
pub mod facts;
pub mod finding;
pub mod form;
pub mod graph;
pub mod guard;
pub mod holidays;
pub mod letter;
pub mod marks;
pub mod panel;
pub mod parse;
pub mod reader;
pub mod recurrence;
pub mod report;
pub mod schedule;
pub mod schema;
pub mod span;
pub mod standing;
pub mod text;
pub mod timing;
pub mod workdays;

pub use definition::{Definition, Kind, State, Transition};
pub use finding::{Finding, Level, Place};
pub use text::{Lang, Text};

/// The files of one workflow folder: path relative to the folder, and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The folder's name, which is the workflow's name.
    pub name: String,
    /// Path inside the folder (`workflow.toml`, `forms/report.toml`, …) to its text.
    pub files: std::collections::BTreeMap<String, String>,
}
