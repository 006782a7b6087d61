//! Rules for dates as files write them: a cron text, a list of days, a calendar, a member's own day of the year, and
//! what is added, taken away and adjusted.
//!
//! Owns which days such a rule gives and which instant ends (or begins) each. Does not own cron itself
//! ([`super::schedule`]) nor the anchors of members ([`super::recurrence`]).

use std::fmt;

use jiff::civil::{Date, DateTime, Time};

use super::adjust::{Adjust, Shift};
use super::finding::Place;
use super::schedule::{Schedule, last_day};
use super::text::Text;
use super::workdays::Workdays;

/// A rule for dates.
#[derive(Clone, Debug)]
pub struct Dates {
    /// Where its days come from.
    pub source: Source,
    /// What is added to each day and taken away.
    pub shifts: Vec<Shift>,
    /// What is done to it last.
    pub adjust: Adjust,
}

/// Where the days of a rule come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A cron text.
    Cron(Box<Schedule>),
    /// A list, in order.
    Days(Vec<Date>),
    /// A calendar of the workflow, by name.
    Calendar(String),
    /// A day and month answered on a form, every year.
    Each(String, String),
    /// The member's own anchor, in steps of the cycle.
    Anchor,
}

/// A named list of days: a board's meetings, the cut-offs of a session.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Name in the files.
    pub name: String,
    /// Name for people.
    pub title: Text,
    /// Its days: what they come from is a cron text or a list, and each is meant itself.
    pub days: Dates,
    /// Where it is written.
    pub place: Place,
}

/// What rules for dates are read against: which days are worked, and the workflow's calendars.
#[derive(Clone, Copy)]
pub struct Almanac<'a> {
    /// Working days.
    pub workdays: &'a Workdays,
    /// Calendars.
    pub calendars: &'a [Calendar],
}

/// A day of the year: `12-31`. 29 February is the 28th in other years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

/// Which side of a day a rule means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Its beginning: something opens.
    Beginning,
    /// Its end: something is due through this day.
    End,
}

/// One date of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The day before anything was done to it.
    pub raw: Date,
    /// The first or the last day, with everything done.
    pub day: Date,
    /// The civil time at which it begins, or the one after its last moment.
    pub time: DateTime,
}

const LAST_YEAR: i16 = 2100;

impl<'a> Almanac<'a> {
    /// The calendar of that name.
    pub fn calendar(&self, name: &str) -> Option<&'a Calendar> {
        self.calendars.iter().find(|calendar| calendar.name == name)
    }
}

impl Calendar {
    /// Its first day later than a day.
    pub fn next_after(&self, day: Date, workdays: &Workdays) -> Option<Date> {
        let calendars: &[Self] = &[];
        let almanac = Almanac { workdays, calendars };
        let days = self.days.each(self.days.early(day), Side::Beginning, (almanac, None));
        days.map(|found| found.day).find(|found| *found > day)
    }
}

impl MonthDay {
    /// Reads `12-31`.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !two(month) || !two(day) {
            return None;
        }
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        Date::new(2028, month, day).ok().map(|_| Self { month, day })
    }

    /// The day in a year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        let first = Date::new(year, self.month, 1).ok()?;
        Date::new(year, self.month, self.day.min(first.days_in_month())).ok()
    }

    /// The first such day later than a day.
    pub fn next_after(self, day: Date) -> Option<Date> {
        let this = self.in_year(day.year()).filter(|found| *found > day);
        this.or_else(|| self.in_year(day.year().checked_add(1)?))
    }
}

impl Dates {
    /// A cron rule as it stands.
    pub fn cron(schedule: Schedule) -> Self {
        Self::of(Source::Cron(Box::new(schedule)))
    }

    /// A source as it stands.
    pub fn of(source: Source) -> Self {
        let (shifts, adjust) = (Vec::new(), Adjust::default());
        Self { source, shifts, adjust }
    }

    /// Whether nothing is done to its days.
    pub fn is_plain(&self) -> bool {
        self.shifts.is_empty() && self.adjust.is_empty()
    }

    /// Its first time strictly later than a civil time, if there is one by the year 2100.
    pub fn after(&self, time: DateTime, side: Side, almanac: Almanac<'_>) -> Option<DateTime> {
        if let (Source::Cron(schedule), true) = (&self.source, self.is_plain()) {
            return schedule.after(time);
        }
        let mut found = self.each(self.early(time.date()), side, (almanac, None));
        found.find(|found| found.time > time).map(|found| found.time)
    }

    /// Its dates one after the other whose days, before anything is done to them, are later than `start`.
    pub fn each<'a>(
        &'a self,
        start: Date,
        side: Side,
        (almanac, own): (Almanac<'a>, Option<MonthDay>),
    ) -> impl Iterator<Item = Found> + 'a {
        let next = move |day: Date| self.raw_after(day, side, (almanac, own));
        let raw = std::iter::successors(next(start), move |(day, _)| next(*day));
        raw.take_while(|(day, _)| day.year() <= LAST_YEAR)
            .map(move |(day, time)| self.found(day, time, side, almanac.workdays))
    }

    /// A day as early as its source must be asked to find everything that ends after `day`.
    pub(super) fn early(&self, day: Date) -> Date {
        let most: i64 = self.shifts.iter().map(|shift| shift.span.days().1).sum();
        let most = i32::try_from(most).unwrap_or(i32::MAX).saturating_add(70);
        day.saturating_sub(jiff::Span::new().days(most.min(1_000_000)))
    }

    /// One date, with everything done to its day.
    pub(super) fn found(&self, raw: Date, own: Option<Time>, side: Side, workdays: &Workdays) -> Found {
        let day = self.shifts.iter().fold(raw, |day, shift| shift.day(day, workdays));
        let day = self.adjust.day(day, workdays);
        let at = self.adjust.at.or(own);
        let time = match side {
            Side::Beginning => day.to_datetime(at.unwrap_or_else(Time::midnight)),
            Side::End => Adjust { at, ..self.adjust }.end(day),
        };
        Found { raw, day, time }
    }

    /// The source's first day after a day, with its own hour if it has one.
    fn raw_after(
        &self,
        day: Date,
        side: Side,
        (almanac, own): (Almanac<'_>, Option<MonthDay>),
    ) -> Option<(Date, Option<Time>)> {
        match &self.source {
            Source::Cron(schedule) => {
                let next = schedule.from_day(day.tomorrow().ok()?, side)?;
                let hour = Some(next.time()).filter(|time| *time != Time::midnight());
                Some(match side {
                    Side::Beginning => (next.date(), hour),
                    Side::End => (last_day(next), hour),
                })
            }
            Source::Days(days) => days
                .iter()
                .copied()
                .filter(|found| *found > day)
                .min()
                .map(|day| (day, None)),
            Source::Calendar(name) => almanac
                .calendar(name)
                .and_then(|calendar| calendar.next_after(day, almanac.workdays))
                .map(|day| (day, None)),
            Source::Each(..) => own?.next_after(day).map(|day| (day, None)),
            Source::Anchor => None,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cron(schedule) => f.write_str(&schedule.cron),
            Self::Days(days) => match (days.first(), days.last()) {
                (Some(first), Some(last)) if first != last => write!(f, "{first} … {last}"),
                (first, _) => first.map_or(Ok(()), |day| day.fmt(f)),
            },
            Self::Calendar(name) => f.write_str(name),
            Self::Each(form, field) => write!(f, "{form}.{field}"),
            Self::Anchor => f.write_str("the anchor"),
        }
    }
}
