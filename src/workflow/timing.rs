//! Points in time said relative to something: `call.closes + 1 month`, `entered + 14 days`, `due`.

use jiff::civil::Time;
use jiff::tz::TimeZone;

use std::fmt;

use super::span::{Span, SpanError, Unit};

use crate::clock::Instant;

/// A point in time relative to something the case knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// What it counts from.
    pub base: Base,
    /// How far from it; `None` is the base itself.
    pub shift: Option<Shift>,
}

/// A step away from a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// How far.
    pub span: Span,
    /// Before the base rather than after it.
    pub back: bool,
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
}

impl Timing {
    /// The instant this timing means once its base is known.
    ///
    /// Counted in days or more from something that happened (`entered`, a mark, a day on a form), it is the end of the
    /// day: who is asked on 20 March within 14 days has the whole of 3 April. Counted from a deadline it is one too.
    pub fn shifted(&self, base: Instant, zone: &TimeZone) -> Instant {
        let Some(shift) = &self.shift else { return base };
        let happened = !matches!(self.base, Base::Call(_) | Base::Due) && shift.span.unit != Unit::Hours;
        let civil = if happened {
            base.civil(zone).date().to_datetime(Time::midnight())
        } else {
            base.civil(zone)
        };
        let moved = if shift.back {
            shift.span.sub(civil)
        } else {
            shift.span.add(civil)
        };
        let day_after = Span {
            count: 1,
            unit: Unit::Days,
        };
        Instant::from_civil(if happened { day_after.add(moved) } else { moved }, zone)
    }

    /// What a text must look like, for hints.
    pub const SHAPE: &'static str = "count from `call.closes`, `call.opens`, another date of the call, `entered`, `opened`, `due`, `mark.NAME` or `FORM.FIELD`, and add a length: `call.closes + 1 month`, `due - 14 days`";

    /// Reads `call.closes + 1 month`.
    ///
    /// # Errors
    /// Says which part could not be read.
    pub fn parse(text: &str) -> Result<Self, TimingError> {
        let text = text.trim();
        let cut = [" + ", " - "].iter().filter_map(|sign| text.find(sign)).min();
        let Some(at) = cut else {
            return Ok(Self {
                base: Base::parse(text)?,
                shift: None,
            });
        };
        let (base, rest) = text.split_at(at);
        let span = Span::parse(&rest[3..])?;
        let shift = Shift {
            span,
            back: rest.starts_with(" -"),
        };
        Ok(Self {
            base: Base::parse(base.trim())?,
            shift: Some(shift),
        })
    }
}

impl Base {
    fn parse(text: &str) -> Result<Self, TimingError> {
        let named =
            |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) && !name.is_empty();
        match text.split_once('.') {
            None if text == "entered" => Ok(Self::Entered),
            None if text == "opened" => Ok(Self::Opened),
            None if text == "due" => Ok(Self::Due),
            Some(("call", name)) if named(name) => Ok(Self::Call(name.to_owned())),
            Some(("mark", name)) if named(name) => Ok(Self::Mark(name.to_owned())),
            Some((form, field)) if named(form) && named(field) => Ok(Self::Form(form.to_owned(), field.to_owned())),
            _ => Err(TimingError::Base(text.chars().take(60).collect())),
        }
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
        }
    }
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.base.fmt(f)?;
        match self.shift {
            Some(Shift { span, back: true }) => write!(f, " - {span}"),
            Some(Shift { span, back: false }) => write!(f, " + {span}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_back() {
        for text in [
            "call.closes",
            "call.decided + 12 months",
            "entered + 14 days",
            "due",
            "due - 90 days",
            "opened",
            "mark.returned + 14 days",
            "admission.admitted_on",
        ] {
            assert_eq!(Timing::parse(text).expect("good").to_string(), text);
        }
    }

    #[test]
    fn refuses_what_counts_from_nothing() {
        for text in [
            "",
            "tomorrow",
            "call.",
            "call.closes +1 month",
            "call.closes + soon",
            ".x",
            "a.b.c",
            "entered + 1 month + 1 day",
        ] {
            assert!(Timing::parse(text).is_err(), "{text}");
        }
    }
}
