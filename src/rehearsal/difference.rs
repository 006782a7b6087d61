//! What differs between two rehearsals of the same stretch.

use std::collections::BTreeMap;

use serde::Serialize;

use super::transcript::{Line, What};
use crate::workflow::Definition;

/// Lines that only one of two rehearsals has.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// Letters that only the new version sends.
    pub letters_added: Vec<String>,
    /// Letters that only the old version sends.
    pub letters_removed: Vec<String>,
    /// Other lines only the new version has.
    pub events_added: Vec<String>,
    /// Other lines only the old version has.
    pub events_removed: Vec<String>,
}

/// Compares two transcripts line by line, each line with its local date.
pub fn difference(definition: &Definition, old: &[Line], new: &[Line]) -> Difference {
    let mut difference = Difference::default();
    for ((letter, text), surplus) in surpluses(definition, old, new) {
        let list = match (letter, surplus > 0) {
            (true, true) => &mut difference.letters_added,
            (true, false) => &mut difference.letters_removed,
            (false, true) => &mut difference.events_added,
            (false, false) => &mut difference.events_removed,
        };
        list.extend(std::iter::repeat_n(text, usize::try_from(surplus.abs()).unwrap_or(0)));
    }
    difference
}

type Surpluses = BTreeMap<(bool, String), i64>;

fn surpluses(definition: &Definition, old: &[Line], new: &[Line]) -> Surpluses {
    let mut counts = Surpluses::new();
    for (lines, weight) in [(old, -1), (new, 1)] {
        for line in lines {
            let letter = matches!(line.what, What::Letter { .. });
            let day = line.at.civil(&definition.zone).date();
            let text = format!("{day} {}: {}", line.organisation, line.what.sentence());
            *counts.entry((letter, text)).or_default() += weight;
        }
    }
    counts.retain(|_, surplus| *surplus != 0);
    counts
}
