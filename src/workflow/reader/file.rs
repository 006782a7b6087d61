//! One file's text, its places, and the ledger all findings of a folder go to.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::workflow::finding::{Finding, Level, Place};

/// Places of values by the place of the table they stand in and their key, such as `to` or `tell[1]`.
#[derive(Clone, Debug, Default)]
pub struct Spots(BTreeMap<(Place, String), Place>);

impl Spots {
    /// The place of a table's value, or the table's own.
    pub fn of(&self, owner: &Place, key: &str) -> Place {
        let found = self.0.get(&(owner.clone(), key.to_owned()));
        found.unwrap_or(owner).clone()
    }
}

/// Where findings and places are gathered while a folder is read.
#[derive(Debug, Default)]
pub struct Ledger {
    findings: RefCell<Vec<Finding>>,
    spots: RefCell<Spots>,
    /// Languages every text must be written in.
    pub languages: RefCell<Vec<String>>,
}

impl Ledger {
    /// Records an error.
    pub fn error(&self, place: Place, rule: &'static str, message: String, hint: impl Into<String>) {
        self.push(Finding {
            place,
            level: Level::Error,
            rule,
            message: told(message),
            hint: told(hint.into()),
        });
    }

    /// Records a warning.
    pub fn warning(&self, place: Place, rule: &'static str, message: String, hint: impl Into<String>) {
        self.push(Finding {
            place,
            level: Level::Warning,
            rule,
            message: told(message),
            hint: told(hint.into()),
        });
    }

    /// Records a finding.
    pub fn push(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// Remembers where a table's value stands.
    pub fn spot(&self, owner: &Place, key: String, place: Place) {
        self.spots.borrow_mut().0.insert((owner.clone(), key), place);
    }

    /// Everything gathered.
    pub fn close(self) -> (Vec<Finding>, Spots) {
        (self.findings.into_inner(), self.spots.into_inner())
    }
}

/// A file's name and text, with its line starts.
#[derive(Debug)]
pub struct File<'a> {
    name: Arc<str>,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> File<'a> {
    /// Indexes a file's lines.
    pub fn new(name: &str, text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self {
            name: Arc::from(name),
            text,
            starts,
        }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Line and column, in characters, of a byte offset.
    pub fn place(&self, offset: usize) -> Place {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let column = self.text[self.starts[line - 1]..offset].chars().count() + 1;
        Place {
            file: self.name.clone(),
            line: count(line),
            column: count(column),
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Longest message, in characters: names in a broken file can be as long as the file.
const LONGEST: usize = 2_000;

/// A message that is not longer than anybody reads.
pub fn told(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(LONGEST) {
        message.truncate(end);
        message.push('…');
    }
    message
}

/// Most candidates that are compared: among more, one is near by chance.
const MOST_CANDIDATES: usize = 300;

/// The candidate nearest to `word`, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: String = word.chars().take(80).collect();
    let length = word.chars().count();
    candidates
        .into_iter()
        .map(|name| (name, name.chars().take(120).count()))
        .filter(|(_, long)| long.abs_diff(length) <= (length.max(*long) / 3).max(1))
        .take(MOST_CANDIDATES)
        .map(|(name, long)| (strsim::osa_distance(&word, name), name, long))
        .filter(|(distance, _, long)| *distance <= (length.max(*long) / 3).max(1))
        .min_by_key(|(distance, ..)| *distance)
        .map(|(_, name, _)| name)
}
