//! What is done to a day last: to its month's end, to a working day, to an hour.
//!
//! Owns the three adjustments that rules for dates and points in time have in common, and how a day becomes a deadline.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};

use super::schedule::last_day;
use super::span::Span;
use super::workdays::{Toward, Workdays};

/// A step away from a day or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// How far.
    pub span: Span,
    /// Which way.
    pub toward: Toward,
}

/// What is done to a day last, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adjust {
    /// To the last day of its month.
    pub month_end: bool,
    /// To a working day, if it is none.
    pub working: Option<Toward>,
    /// To a time on that day.
    pub at: Option<Time>,
}

impl Shift {
    /// So much later.
    pub fn later(span: Span) -> Self {
        let toward = Toward::Next;
        Self { span, toward }
    }

    /// So much earlier.
    pub fn earlier(span: Span) -> Self {
        let toward = Toward::Previous;
        Self { span, toward }
    }

    /// Whether it goes back in time.
    pub fn is_back(self) -> bool {
        self.toward == Toward::Previous
    }

    /// The day this step away.
    pub fn day(self, from: Date, workdays: &Workdays) -> Date {
        self.span.day(from, self.toward, workdays)
    }

    /// The time this step away.
    pub fn time(self, from: DateTime, workdays: &Workdays) -> DateTime {
        match self.toward {
            Toward::Next => self.span.later(from, workdays),
            Toward::Previous => self.span.earlier(from, workdays),
        }
    }
}

impl Adjust {
    /// Whether it leaves every day as it is.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// The day it makes of a day.
    pub fn day(self, day: Date, workdays: &Workdays) -> Date {
        let day = if self.month_end { day.last_of_month() } else { day };
        self.working.map_or(day, |toward| workdays.nearest(day, toward))
    }

    /// The end of something whose last day this is: that day at the hour, or the midnight after it.
    pub fn end(self, day: Date) -> DateTime {
        match self.at {
            Some(time) => day.to_datetime(time),
            None => day.tomorrow().map_or(DateTime::MAX, |next| next.at(0, 0, 0, 0)),
        }
    }

    /// Moves a deadline: its last day is adjusted, and it keeps its hour unless there is another.
    pub fn deadline(self, end: DateTime, workdays: &Workdays) -> DateTime {
        if self.is_empty() {
            return end;
        }
        let kept = Some(end.time()).filter(|time| *time != Time::midnight());
        let day = self.day(last_day(end), workdays);
        Self {
            at: self.at.or(kept),
            ..self
        }
        .end(day)
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " {} {}", if self.is_back() { '-' } else { '+' }, self.span)
    }
}

impl fmt::Display for Adjust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.month_end {
            f.write_str(", month end")?;
        }
        if let Some(toward) = self.working {
            write!(f, ", {}", toward.as_str())?;
        }
        match self.at {
            Some(at) => write!(f, ", {}", at.strftime("%H:%M")),
            None => Ok(()),
        }
    }
}
