//! Rules that yield dates: cron on civil time, and what is built on it.
//!
//! Owns the one place where a rule's civil times become instants. The cron crate is never handed a zoned time: at a clock
//! change it goes back in time or drops what falls in the gap.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use jiff::ToSpan;
use jiff::civil;
use jiff::tz::TimeZone;

use super::dates::Side;
use crate::clock::Instant;

/// A rule that yields civil times.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The cron text as written: six fields, second first.
    pub cron: String,
    /// The parsed expression, run on civil time only.
    pub parsed: cron::Schedule,
}

const LONGEST: usize = 200;

impl Schedule {
    /// Reads a cron text: second, minute, hour, day of month, month, day of week, and optionally a year.
    ///
    /// # Errors
    /// Says what is wrong: five fields, a field that cannot be read, or a rule that never comes.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("longer than {LONGEST} characters"));
        }
        let fields = text.split_whitespace().count();
        if fields == 5 {
            return Err("it has five fields, and the first of six is the second".to_owned());
        }
        if !text.trim_start().starts_with('@') && !(6..=7).contains(&fields) {
            return Err(format!("it has {fields} fields, not six or seven"));
        }
        let parsed: cron::Schedule = text.parse().map_err(|error| plain(&error))?;
        let schedule = Self {
            cron: text.to_owned(),
            parsed,
        };
        match schedule.after(civil::date(1970, 1, 1).at(0, 0, 0, 0)) {
            Some(_) => Ok(schedule),
            None => Err("no such date ever comes".to_owned()),
        }
    }

    /// The next civil time strictly after the given one, if there is one by the year 2100.
    pub fn after(&self, time: civil::DateTime) -> Option<civil::DateTime> {
        let dressed = dress(time)?;
        self.parsed.after(&dressed).next().and_then(|next| undress(&next))
    }

    /// Every civil time strictly after the given one with its instant in a zone.
    pub fn firings<'a>(&'a self, after: civil::DateTime, zone: &'a TimeZone) -> Firings<'a> {
        Firings {
            schedule: self,
            zone,
            last: after,
            floor: None,
        }
    }

    /// The first civil time that belongs to this day or a later one: by its beginning, or by its last moment.
    pub fn from_day(&self, day: civil::Date, side: Side) -> Option<civil::DateTime> {
        let midnight = day.at(0, 0, 0, 0);
        match side {
            Side::Beginning => self.after(midnight.checked_sub(1.second()).ok()?),
            Side::End => self.after(midnight),
        }
    }
}

/// The last day on which something that ends at this civil time can still be done.
pub fn last_day(end: civil::DateTime) -> civil::Date {
    end.saturating_sub(1.microsecond()).date()
}

/// A rule's civil times and instants, one after the other, never going back.
#[derive(Clone, Debug)]
pub struct Firings<'a> {
    schedule: &'a Schedule,
    zone: &'a TimeZone,
    last: civil::DateTime,
    floor: Option<Instant>,
}

impl Iterator for Firings<'_> {
    type Item = (civil::DateTime, Instant);

    fn next(&mut self) -> Option<Self::Item> {
        let time = self.schedule.after(self.last)?;
        let instant = Instant::from_civil(time, self.zone);
        let instant = self.floor.map_or(instant, |floor| floor.max(instant));
        self.last = time;
        self.floor = Some(instant);
        Some((time, instant))
    }
}

fn plain(error: &cron::error::Error) -> String {
    let words = error.to_string();
    let first = words.lines().next().unwrap_or_default();
    first.trim().trim_end_matches('.').to_lowercase()
}

/// A civil time dressed as UTC, which has no gaps and no folds.
fn dress(time: civil::DateTime) -> Option<DateTime<Utc>> {
    let number = |part: i8| u32::try_from(part).ok();
    let date = NaiveDate::from_ymd_opt(time.year().into(), number(time.month())?, number(time.day())?)?;
    let clock = date.and_hms_opt(number(time.hour())?, number(time.minute())?, number(time.second())?)?;
    clock
        .checked_add_signed(TimeDelta::nanoseconds(time.subsec_nanosecond().into()))
        .map(|clock| clock.and_utc())
}

fn undress(time: &DateTime<Utc>) -> Option<civil::DateTime> {
    let number = |part: u32| i8::try_from(part).ok();
    let year = i16::try_from(time.year()).ok()?;
    let (hour, minute, second) = (number(time.hour())?, number(time.minute())?, number(time.second())?);
    civil::DateTime::new(
        year,
        number(time.month())?,
        number(time.day())?,
        hour,
        minute,
        second,
        0,
    )
    .ok()
}
