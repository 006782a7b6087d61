//! Dates that come again and again for one member, always counted from its own anchor.
//!
//! Owns which date of a cycle comes next. Does not know the member: its anchor and its own day of the year are given.

use jiff::civil::Date;

use super::dates::{Almanac, Dates, Found, MonthDay, Side, Source};
use super::definition::{Cycle, Every};
use super::span::Span;

const LAST_YEAR: i16 = 2100;

/// What a cycle is counted from, and how far it has come.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The day it is counted from.
    pub anchor: Date,
    /// Its own day of the year, if the cycle follows one.
    pub own: Option<MonthDay>,
    /// The last day already dealt with.
    pub dealt_with: Option<Date>,
}

/// A rule for dates that come again and again: that of a cycle.
#[derive(Clone, Copy, Debug)]
pub struct Recurrence<'a> {
    /// Candidates for a date.
    pub due: &'a Dates,
    /// Which of them.
    pub every: Every,
    /// How many at most, counted from the anchor.
    pub times: Option<u32>,
}

impl Cycle {
    /// The rule of its dates.
    pub fn recurrence(&self) -> Recurrence<'_> {
        Recurrence {
            due: &self.due,
            every: self.every,
            times: self.times,
        }
    }
}

impl Recurrence<'_> {
    /// The next date later than the anchor and than what was dealt with, if one is left.
    pub fn next(&self, member: &Member, almanac: Almanac<'_>) -> Option<Found> {
        let floor = member.dealt_with.map_or(member.anchor, |day| day.max(member.anchor));
        let most = self.times.map_or(usize::MAX, |times| times as usize);
        let mut candidates = self.candidates(member, floor, almanac).take(most);
        candidates.find(|found| found.day > floor)
    }

    /// Its dates from the anchor on, in order; those long before `floor` are left out where nobody counts them.
    fn candidates<'a>(
        &'a self,
        member: &'a Member,
        floor: Date,
        almanac: Almanac<'a>,
    ) -> Box<dyn Iterator<Item = Found> + 'a> {
        let (due, anchor, own) = (self.due, member.anchor, member.own);
        let counted = self.times.is_some();
        let start = if counted { anchor } else { anchor.max(due.early(floor)) };
        match (self.every, &due.source) {
            (Every::Span(span), _) => Box::new(steps(due, span, anchor, almanac)),
            (Every::Years(years), Source::Each(..)) => {
                let all = due.each(anchor, Side::End, (almanac, own));
                Box::new(
                    all.skip(years.saturating_sub(1) as usize)
                        .step_by(years.max(1) as usize),
                )
            }
            (Every::Years(years), _) => {
                let all = years_from(anchor, years).filter(move |year| start.year() <= *year);
                Box::new(all.flat_map(move |year| in_year(due, year, start, almanac)))
            }
            (Every::Date, _) => Box::new(due.each(start, Side::End, (almanac, own))),
        }
    }
}

/// The anchor and so many spans, each counted from the anchor itself.
fn steps<'a>(due: &'a Dates, span: Span, anchor: Date, almanac: Almanac<'a>) -> impl Iterator<Item = Found> + 'a {
    let days = (1..).map_while(move |step| {
        let count = span.count.checked_mul(step)?;
        let span = Span { count, ..span };
        let day = span.later(anchor.at(0, 0, 0, 0), almanac.workdays).date();
        (day.year() <= LAST_YEAR).then_some(day)
    });
    days.map(move |day| due.found(day, None, Side::End, almanac.workdays))
}

/// The anchor's year and a multiple of `every`.
fn years_from(anchor: Date, every: u32) -> impl Iterator<Item = i16> {
    let every = i16::try_from(every.max(1)).unwrap_or(i16::MAX);
    std::iter::successors(anchor.year().checked_add(every), move |year| year.checked_add(every))
        .take_while(|year| *year <= LAST_YEAR)
}

/// The dates of a rule in one year, later than `start`.
fn in_year<'a>(due: &'a Dates, year: i16, start: Date, almanac: Almanac<'a>) -> impl Iterator<Item = Found> + 'a {
    let before = Date::new(year - 1, 12, 31).unwrap_or(Date::MIN).max(start);
    due.each(before, Side::End, (almanac, None))
        .take_while(move |found| found.raw.year() == year)
}
