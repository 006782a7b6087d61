//! What leaves in which week.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;
use serde::Serialize;

use super::marks::{Mark, marks};
use super::persona::Rehearsal;
use super::transcript::What;
use crate::workflow::Definition;

/// One week of a rehearsal in which something leaves or is due.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Week {
    /// The week's year by ISO 8601, which may differ from its days' year.
    pub year: i16,
    /// Its number by ISO 8601.
    pub number: i8,
    /// Its first day.
    pub monday: civil::Date,
    /// Letters that leave.
    pub letters: usize,
    /// Which they are: letters by name.
    pub by_letter: BTreeMap<String, usize>,
    /// Last days that pass.
    pub due: usize,
    /// Days of the week on which something leaves or is due and which deserve a second look.
    pub marked: BTreeMap<civil::Date, Vec<Mark>>,
}

#[derive(Default)]
struct Day<'a> {
    letters: BTreeMap<&'a str, usize>,
    due: usize,
}

/// Every week in which a letter leaves or something is due, in order.
pub fn weeks(definition: &Definition, rehearsal: &Rehearsal) -> Vec<Week> {
    let mut days: BTreeMap<civil::Date, Day<'_>> = BTreeMap::new();
    for line in &rehearsal.transcript {
        if let What::Letter { letter, .. } = &line.what {
            let day = days.entry(line.at.civil(&definition.zone).date()).or_default();
            *day.letters.entry(letter).or_default() += 1;
        }
    }
    for due in rehearsal.dues.iter().filter(|due| due.due_at <= rehearsal.span.1) {
        days.entry(due.due_at.last_day(&definition.zone)).or_default().due += 1;
    }
    let mut found: BTreeMap<(i16, i8), Week> = BTreeMap::new();
    for (day, what) in days {
        let iso = day.iso_week_date();
        let back = jiff::Span::new().days(day.weekday().to_monday_zero_offset());
        let week = found.entry((iso.year(), iso.week())).or_insert_with(|| Week {
            year: iso.year(),
            number: iso.week(),
            monday: day.saturating_sub(back),
            letters: 0,
            by_letter: BTreeMap::new(),
            due: 0,
            marked: BTreeMap::new(),
        });
        for (letter, count) in what.letters {
            week.letters += count;
            *week.by_letter.entry(letter.to_owned()).or_default() += count;
        }
        week.due += what.due;
        let marks = marks(definition, day);
        if !marks.is_empty() {
            week.marked.insert(day, marks);
        }
    }
    found.into_values().collect()
}

impl Week {
    /// Why days of the week deserve a second look, each reason once.
    pub fn marks(&self) -> BTreeSet<Mark> {
        self.marked.values().flatten().copied().collect()
    }
}
