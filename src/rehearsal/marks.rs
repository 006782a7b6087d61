//! Days that deserve a second look: a weekend, 29 February, a day on which the clocks change.

use jiff::civil;
use serde::Serialize;

use crate::clock::Instant;
use crate::workflow::Definition;

/// Why a day deserves a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// A Saturday or a Sunday.
    Weekend,
    /// 29 February.
    LeapDay,
    /// The clocks are put forward or back.
    ClockChange,
}

impl Mark {
    /// The word for it, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Weekend => "weekend",
            Self::LeapDay => "leap-day",
            Self::ClockChange => "clock-change",
        }
    }
}

/// What there is to say of a day in the workflow's zone.
pub fn marks(definition: &Definition, day: civil::Date) -> Vec<Mark> {
    let mut found = Vec::new();
    if matches!(day.weekday(), civil::Weekday::Saturday | civil::Weekday::Sunday) {
        found.push(Mark::Weekend);
    }
    if (day.month(), day.day()) == (2, 29) {
        found.push(Mark::LeapDay);
    }
    if clocks_change(definition, day) {
        found.push(Mark::ClockChange);
    }
    found
}

/// Whether the day is not 24 hours long.
fn clocks_change(definition: &Definition, day: civil::Date) -> bool {
    let midnight = |day: civil::Date| Instant::from_civil(day.at(0, 0, 0, 0), &definition.zone).micros();
    let Ok(next) = day.tomorrow() else { return false };
    midnight(next) - midnight(day) != 24 * 3_600 * 1_000_000
}
