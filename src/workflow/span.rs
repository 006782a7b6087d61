//! Lengths of calendar time: `14 days`, `1 month`, `2 years`.

use std::fmt;

use jiff::civil;

use super::schedule::last_day;
use super::workdays::{Toward, Workdays};

/// A length of calendar time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many.
    pub count: i32,
    /// Of what.
    pub unit: Unit,
}

/// A unit of calendar time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months; a month end stays one.
    Months,
    /// Years.
    Years,
    /// Working days; the day counted from is not one of them.
    WorkingDays,
}

/// Why a length of time could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// It is not a number and a unit.
    #[error("`{0}` is not a length of time")]
    Shape(String),
    /// The number is zero or too large.
    #[error("`{0}` is not a length from 1 to 10000")]
    Count(String),
    /// The unit has no name like this.
    #[error("`{0}` is not a unit of time")]
    Unit(String),
}

impl Unit {
    const WORDS: [(Self, &'static str, &'static str); 6] = [
        (Self::Hours, "hour", "hours"),
        (Self::Days, "day", "days"),
        (Self::Weeks, "week", "weeks"),
        (Self::Months, "month", "months"),
        (Self::Years, "year", "years"),
        (Self::WorkingDays, "working day", "working days"),
    ];

    /// The plural word: `days`.
    pub fn as_str(self) -> &'static str {
        Self::WORDS[self as usize].2
    }
}

impl Span {
    /// What a text must look like, for hints.
    pub const SHAPE: &'static str =
        "write a number and a unit, such as `14 days`, `1 month`, `2 years`, `5 working days`";

    /// Reads `14 days`: a number from 1 to 10,000 and hours, days, weeks, months, years or working days.
    ///
    /// # Errors
    /// Says which part could not be read.
    pub fn parse(text: &str) -> Result<Self, SpanError> {
        let (number, word) = text
            .trim()
            .split_once(char::is_whitespace)
            .ok_or_else(|| SpanError::Shape(cut(text)))?;
        let count: i32 = number.parse().map_err(|_| SpanError::Shape(cut(text)))?;
        let word = word.trim();
        let unit = Unit::WORDS.iter().find(|(_, one, many)| word == *one || word == *many);
        let unit = unit.ok_or_else(|| SpanError::Unit(cut(word)))?.0;
        if (1..=10_000).contains(&count) {
            Ok(Self { count, unit })
        } else {
            Err(SpanError::Count(cut(text)))
        }
    }

    /// The civil time so much later; beyond the calendar's end it stays at the end.
    ///
    /// Working days are counted from the last day of what ends at this time.
    pub fn later(self, than: civil::DateTime, workdays: &Workdays) -> civil::DateTime {
        self.moved(than, Toward::Next, workdays)
    }

    /// The civil time so much earlier; before the calendar's beginning it stays at the beginning.
    pub fn earlier(self, than: civil::DateTime, workdays: &Workdays) -> civil::DateTime {
        self.moved(than, Toward::Previous, workdays)
    }

    /// The day so much later or earlier.
    pub fn day(self, from: civil::Date, toward: Toward, workdays: &Workdays) -> civil::Date {
        match self.unit {
            Unit::WorkingDays => workdays.away(from, self.count, toward),
            _ => self.moved(from.at(0, 0, 0, 0), toward, workdays).date(),
        }
    }

    fn moved(self, time: civil::DateTime, toward: Toward, workdays: &Workdays) -> civil::DateTime {
        match (self.unit, toward) {
            (Unit::WorkingDays, _) => {
                let last = last_day(time);
                let moved = workdays.away(last, self.count, toward);
                let between = last.until(moved).unwrap_or_default();
                time.saturating_add(between)
            }
            (_, Toward::Next) => time.saturating_add(self.calendar()),
            (_, Toward::Previous) => time.saturating_sub(self.calendar()),
        }
    }

    /// The fewest and the most days it can be.
    pub fn days(self) -> (i64, i64) {
        let count = i64::from(self.count);
        match self.unit {
            Unit::Hours => (count / 24, count / 24 + 1),
            Unit::Days => (count, count),
            Unit::Weeks => (count * 7, count * 7),
            Unit::Months => (count * 28, count * 31),
            Unit::Years => (count * 365, count * 366),
            Unit::WorkingDays => (count, count * 2 + 14),
        }
    }

    fn calendar(self) -> jiff::Span {
        let span = jiff::Span::new();
        match self.unit {
            Unit::Hours => span.hours(self.count),
            Unit::Days | Unit::WorkingDays => span.days(self.count),
            Unit::Weeks => span.weeks(self.count),
            Unit::Months => span.months(self.count),
            Unit::Years => span.years(self.count),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, one, many) = Unit::WORDS[self.unit as usize];
        write!(f, "{} {}", self.count, if self.count == 1 { one } else { many })
    }
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn reads_and_writes_back() {
        for text in [
            "14 days",
            "1 day",
            "1 month",
            "2 years",
            "3 weeks",
            "36 hours",
            "5 working days",
        ] {
            assert_eq!(Span::parse(text).expect("good").to_string(), text);
        }
        assert_eq!(Span::parse("1 days").expect("good").to_string(), "1 day");
    }

    #[test]
    fn refuses_what_is_not_a_length() {
        for text in [
            "",
            "days",
            "0 days",
            "-1 days",
            "10001 days",
            "14days",
            "2 fortnights",
            "99999999999 days",
        ] {
            assert!(Span::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn month_ends_stay_month_ends_and_do_not_drift() {
        let start = date(2027, 1, 31).at(0, 0, 0, 0);
        let ends: Vec<_> = (1..=4)
            .map(|count| {
                Span {
                    count,
                    unit: Unit::Months,
                }
                .later(start, &Workdays::default())
                .date()
            })
            .collect();
        assert_eq!(
            ends,
            [
                date(2027, 2, 28),
                date(2027, 3, 31),
                date(2027, 4, 30),
                date(2027, 5, 31)
            ]
        );
    }

    #[test]
    fn a_leap_day_and_two_years() {
        let leap = date(2028, 2, 29).at(0, 0, 0, 0);
        assert_eq!(
            Span::parse("2 years")
                .expect("good")
                .later(leap, &Workdays::default())
                .date(),
            date(2030, 2, 28)
        );
        assert_eq!(
            Span::parse("4 years")
                .expect("good")
                .later(leap, &Workdays::default())
                .date(),
            date(2032, 2, 29)
        );
        assert_eq!(
            Span::parse("1 month")
                .expect("good")
                .earlier(date(2028, 3, 31).at(0, 0, 0, 0), &Workdays::default())
                .date(),
            date(2028, 2, 29)
        );
    }
}
