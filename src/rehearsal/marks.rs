//! Days that deserve a second look: a holiday, a weekend, 29 February, a day on which the clocks change.

use jiff::civil;
use serde::Serialize;

use crate::workflow::Definition;
use crate::workflow::marks::{DayMark, day_marks};

/// Why a day deserves a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// A public holiday, or a day off the workflow lists.
    Holiday,
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
            Self::Holiday => "holiday",
            Self::Weekend => "weekend",
            Self::LeapDay => "leap-day",
            Self::ClockChange => "clock-change",
        }
    }
}

/// What there is to say of a day in the workflow's zone.
pub fn marks(definition: &Definition, day: civil::Date) -> Vec<Mark> {
    let mut found: Vec<Mark> = day_marks(definition, day)
        .into_iter()
        .map(|mark| match mark {
            DayMark::Holiday(_) | DayMark::DayOff => Mark::Holiday,
            DayMark::Weekend => Mark::Weekend,
            DayMark::LeapDay => Mark::LeapDay,
            DayMark::ClockChange(_) => Mark::ClockChange,
        })
        .collect();
    found.sort();
    found
}

/// What there is to say of a day in the words of the files, a holiday with its name.
pub fn words(definition: &Definition, day: civil::Date, lang: &str) -> Vec<String> {
    let name = holiday(definition, day, lang);
    let word = |mark: &Mark| match (mark, &name) {
        (Mark::Holiday, Some(name)) => format!("holiday: {name}"),
        _ => mark.as_str().to_owned(),
    };
    marks(definition, day).iter().map(word).collect()
}

/// The name of the public holiday that falls on a day.
pub fn holiday(definition: &Definition, day: civil::Date, lang: &str) -> Option<String> {
    day_marks(definition, day).into_iter().find_map(|mark| match mark {
        DayMark::Holiday(holiday) => Some(holiday.name.in_lang(lang).to_owned()),
        _ => None,
    })
}
