//! How many faults are made, from which seed, and the row that each test reports.
//!
//! `KALENDS_TEST_FAULTS` is how often a fault is made where a thousand is the long form; the suite makes ten.
//! `KALENDS_TEST_SEED` draws other moments. A row goes to the file that `KALENDS_TEST_TABLE` names, as a line of JSON.

use std::io::Write;

use serde_json::json;

use crate::support::database::Database;

/// How often a fault is made in the suite.
const SHORT: usize = 10;

/// From so many on it is the long form, in which a test may also wait for what takes minutes.
const LONG: usize = 100;

/// How often a fault is made.
pub fn faults() -> usize {
    given("KALENDS_TEST_FAULTS").unwrap_or(SHORT)
}

/// Whether this is the long form.
pub fn is_long() -> bool {
    faults() >= LONG
}

/// What the moments are drawn from.
pub fn seed() -> u64 {
    given("KALENDS_TEST_SEED").unwrap_or(20_270_308)
}

fn given<T: std::str::FromStr>(variable: &str) -> Option<T> {
    let text = std::env::var(variable).ok()?;
    let number = text.parse().ok();
    Some(number.unwrap_or_else(|| panic!("`{variable}` is a number, not `{text}`")))
}

/// What a test found.
pub struct Row {
    fault: String,
    database: &'static str,
    made: usize,
    found: Vec<(String, usize)>,
}

impl Row {
    /// A row about a fault made so often.
    pub fn new(fault: &str, database: &Database, made: usize) -> Self {
        Self {
            fault: fault.to_owned(),
            database: database.store.make(),
            made,
            found: Vec::new(),
        }
    }

    /// With a number that was counted.
    pub fn with(mut self, what: &str, count: usize) -> Self {
        self.found.push((what.to_owned(), count));
        self
    }

    /// Writes it down.
    pub fn report(self) {
        let line = json!({
            "fault": self.fault,
            "database": self.database,
            "made": self.made,
            "seed": seed(),
            "found": self.found,
        });
        let Ok(path) = std::env::var("KALENDS_TEST_TABLE") else {
            return;
        };
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        writeln!(file.unwrap(), "{line}").unwrap();
    }
}
