//! The proof-reader. To be written.

use super::{Definition, Finding, Source, parse};

/// Reads and checks.
pub fn check(source: &Source) -> (Option<Definition>, Vec<Finding>) {
    match parse::parse(source) {
        Ok(definition) => (Some(definition), Vec::new()),
        Err(findings) => (None, findings),
    }
}
