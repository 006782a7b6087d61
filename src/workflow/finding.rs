//! What the proof-reader found, where, and the way out.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// A place in a workflow's file, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Path inside the workflow's folder.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The workflow cannot be used.
    Error,
    /// It can be used, but it will surprise somebody.
    Warning,
}

/// One finding: a sentence that quotes the value found, its place, and a way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// How bad.
    pub level: Level,
    /// A stable kebab-case name for the rule that found it.
    pub rule: &'static str,
    /// Lower-case fragment with the value found in backquotes.
    pub message: String,
    /// The way out.
    pub hint: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        write!(f, "{}: {level}: {}\nhint: {}", self.place, self.message, self.hint)
    }
}
