//! What is remarkable about a day: a holiday, a weekend, a leap day, a change of the clocks.
//!
//! Owns the answer for rehearsals and forecasts, which mark the dates people would look at twice. Moves no date itself.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::definition::Definition;
use super::holidays::Holiday;
use super::workdays::DayOff;
use crate::clock::Instant;

/// Something remarkable about a day.
#[derive(Clone, Copy, Debug)]
pub enum DayMark {
    /// A public holiday of the workflow's country.
    Holiday(&'static Holiday),
    /// A day off that the workflow itself lists.
    DayOff,
    /// A Saturday or a Sunday nobody works on.
    Weekend,
    /// 29 February.
    LeapDay,
    /// The clocks are changed on this day.
    ClockChange(ClockChange),
}

/// One change of the clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockChange {
    /// What a clock on the wall shows when it is changed.
    pub at: DateTime,
    /// What it shows afterwards.
    pub to: DateTime,
}

impl DayMark {
    /// The word for it in data: `holiday`, `day-off`, `weekend`, `leap-day`, `clock-change`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Holiday(_) => "holiday",
            Self::DayOff => "day-off",
            Self::Weekend => "weekend",
            Self::LeapDay => "leap-day",
            Self::ClockChange(_) => "clock-change",
        }
    }
}

impl ClockChange {
    /// Whether a civil time never comes on this day, or comes twice.
    pub fn affects(self, time: DateTime) -> bool {
        let (first, last) = if self.at < self.to {
            (self.at, self.to)
        } else {
            (self.to, self.at)
        };
        first <= time && time < last
    }
}

/// Everything remarkable about a day in a workflow; empty for most days.
pub fn day_marks(definition: &Definition, day: Date) -> Vec<DayMark> {
    let off = definition.workdays.off(day).map(|off| match off {
        DayOff::Public(holiday) => DayMark::Holiday(holiday),
        DayOff::Listed => DayMark::DayOff,
        DayOff::Weekend => DayMark::Weekend,
    });
    let leap = (day.month() == 2 && day.day() == 29).then_some(DayMark::LeapDay);
    let change = clock_change(day, &definition.zone).map(DayMark::ClockChange);
    off.into_iter().chain(leap).chain(change).collect()
}

/// The change of the clocks on a day, if there is one; one at midnight belongs to the day it ends.
pub fn clock_change(day: Date, zone: &TimeZone) -> Option<ClockChange> {
    let end = Instant::from_civil(day.tomorrow().ok()?.at(0, 0, 0, 0), zone);
    let change = zone
        .preceding(end.timestamp().checked_add(1.microsecond()).ok()?)
        .next()?;
    let after = change.timestamp();
    let before = zone.to_offset(after.checked_sub(1.microsecond()).ok()?);
    let (at, to) = (before.to_datetime(after), change.offset().to_datetime(after));
    let last = at.checked_sub(1.microsecond()).ok()?.date();
    (at != to && (last == day)).then_some(ClockChange { at, to })
}
