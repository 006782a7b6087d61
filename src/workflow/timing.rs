//! Points in time said relative to something: `call.closes + 1 month`, `entered + 14 days`, `due`.
//!
//! Owns what such a text means once the case has said what it knows. How the text is read is in `timing/read.rs`.

mod read;

use std::fmt;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::adjust::{Adjust, Shift};
use super::dates::{Almanac, MonthDay};
use super::span::{SpanError, Unit};
use super::workdays::Workdays;
use crate::clock::Instant;

pub use read::hour;

/// A point in time relative to something the case knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// What it counts from.
    pub base: Base,
    /// How far from it, one after the other; none is the base itself.
    pub shifts: Vec<Shift>,
    /// What is done to its last day in the end.
    pub adjust: Adjust,
}

/// What a timing counts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A date of the case's call: `call.opens`, `call.closes`, or one of its own names.
    Call(String),
    /// When the case entered its state: `entered`.
    Entered,
    /// When the case was opened: `opened`.
    Opened,
    /// The due date the case was opened with (a report's): `due`.
    Due,
    /// When a mark was set: `mark.returned`.
    Mark(String),
    /// A date answered on a form: `admission.admitted_on`.
    Form(String, String),
    /// The first of some days later than something else: `next board after mark.submitted`.
    Next(Box<Next>),
}

/// The first of some days after a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Which days.
    pub among: Among,
    /// Later than the last day of this.
    pub after: Timing,
}

/// Days among which the next one is sought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Among {
    /// Those of a calendar of the workflow.
    Calendar(String),
    /// A day and month answered on a form, in any year.
    Each(String, String),
}

/// Why a point in time could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimingError {
    /// It counts from nothing a case knows.
    #[error("`{0}` is not something a date can be counted from")]
    Base(String),
    /// The distance is not a length of time.
    #[error(transparent)]
    Span(#[from] SpanError),
    /// What follows the length is no adjustment.
    #[error("`{0}` is not something that is done to a date")]
    Adjust(String),
    /// It is longer, or deeper in brackets, than anybody can read.
    #[error("it is too long to be read")]
    TooLong,
}

/// What a case, or a call, knows that points in time count from.
pub struct Known<'a> {
    /// The instant of a base.
    pub base: &'a dyn Fn(&Base) -> Option<Instant>,
    /// A day and month answered on a form.
    pub month_day: &'a dyn Fn(&str, &str) -> Option<MonthDay>,
}

impl Timing {
    /// What a text must look like, for hints.
    pub const SHAPE: &'static str = "count from `call.closes`, `call.opens`, another date of the call, `entered`, `opened`, `due`, `mark.NAME`, `FORM.FIELD` or `next CALENDAR after …`, and add lengths and what is done last: `call.closes + 1 month`, `mark.awarded + 2 years - 6 months, month end`, `due - 14 days, previous working day, 18:00`";

    /// A base as it stands.
    pub fn of(base: Base) -> Self {
        let (shifts, adjust) = (Vec::new(), Adjust::default());
        Self { base, shifts, adjust }
    }

    /// What it counts from in the end, within all brackets.
    pub fn root(&self) -> &Base {
        match &self.base {
            Base::Next(next) => next.after.root(),
            base => base,
        }
    }

    /// Whether a length is counted from the base, so that the date lies some way off it.
    pub fn counts(&self) -> bool {
        !self.shifts.is_empty() || matches!(self.base, Base::Next(_))
    }

    /// The instant it means, given what is known; `None` while something is not, or when the days have run out.
    pub fn resolve(&self, zone: &TimeZone, almanac: &Almanac<'_>, known: &Known<'_>) -> Option<Instant> {
        let base = match &self.base {
            Base::Next(next) => {
                let day = next.day(zone, almanac, known)?;
                Instant::from_civil(day.to_datetime(Time::midnight()), zone)
            }
            base => (known.base)(base)?,
        };
        Some(self.shifted(base, zone, almanac.workdays))
    }

    /// The instant this timing means once its base is known.
    ///
    /// Counted in days or more from something that happened (`entered`, a mark, a day on a form), it is the end of the
    /// day: who is asked on 20 March within 14 days has the whole of 3 April. Counted from a deadline it is one too.
    pub fn shifted(&self, base: Instant, zone: &TimeZone, workdays: &Workdays) -> Instant {
        let listed = matches!(self.base, Base::Next(_));
        if self.shifts.is_empty() && self.adjust.is_empty() && !listed {
            return base;
        }
        let deadline = matches!(self.base, Base::Call(_) | Base::Due);
        let exact = self.shifts.iter().any(|shift| shift.span.unit == Unit::Hours);
        let civil = base.civil(zone);
        let end = if deadline || exact {
            let moved = self.shifts.iter().fold(civil, |time, shift| shift.time(time, workdays));
            self.adjust.deadline(moved, workdays)
        } else {
            let day = self
                .shifts
                .iter()
                .fold(civil.date(), |day, shift| shift.day(day, workdays));
            self.adjust.end(self.adjust.day(day, workdays))
        };
        Instant::from_civil(end, zone)
    }

    /// A deadline by this timing that was moved afterwards, brought to a working day or month end again.
    pub fn adjusted(&self, end: Instant, zone: &TimeZone, workdays: &Workdays) -> Instant {
        if self.adjust.is_empty() {
            return end;
        }
        Instant::from_civil(self.adjust.deadline(end.civil(zone), workdays), zone)
    }

    /// Whether it asks which days are working days.
    pub fn asks_working_days(&self) -> bool {
        let counted = self.shifts.iter().any(|shift| shift.span.unit == Unit::WorkingDays);
        let inner = matches!(&self.base, Base::Next(next) if next.after.asks_working_days());
        counted || inner || self.adjust.working.is_some()
    }
}

impl Next {
    fn day(&self, zone: &TimeZone, almanac: &Almanac<'_>, known: &Known<'_>) -> Option<Date> {
        let after = self.after.resolve(zone, almanac, known)?;
        let last = if self.after.ends_a_day() {
            after.last_day(zone)
        } else {
            after.civil(zone).date()
        };
        match &self.among {
            Among::Calendar(name) => almanac.calendar(name)?.next_after(last, almanac.workdays),
            Among::Each(form, field) => (known.month_day)(form, field)?.next_after(last),
        }
    }
}

impl Timing {
    /// Whether its instant is the end of something, so that the day before a midnight is meant.
    fn ends_a_day(&self) -> bool {
        self.counts() || !self.adjust.is_empty() || matches!(self.base, Base::Call(_) | Base::Due)
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(name) => write!(f, "call.{name}"),
            Self::Entered => f.write_str("entered"),
            Self::Opened => f.write_str("opened"),
            Self::Due => f.write_str("due"),
            Self::Mark(name) => write!(f, "mark.{name}"),
            Self::Form(form, field) => write!(f, "{form}.{field}"),
            Self::Next(next) => next.fmt(f),
        }
    }
}

impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.among {
            Among::Calendar(name) => write!(f, "next {name} after ")?,
            Among::Each(form, field) => write!(f, "next {form}.{field} after ")?,
        }
        let bare = self.after.shifts.is_empty() && self.after.adjust.is_empty();
        if bare {
            write!(f, "{}", self.after)
        } else {
            write!(f, "({})", self.after)
        }
    }
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.base.fmt(f)?;
        for shift in &self.shifts {
            shift.fmt(f)?;
        }
        self.adjust.fmt(f)
    }
}
