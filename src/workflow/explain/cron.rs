//! A cron rule in words, as far as it has any: days of every year, of every month, of every week.
//!
//! The rule is read as the sets of numbers it is made of; what mixes them in another way is shown as it is written.

use cron::TimeUnitSpec;
use jiff::civil::{Time, Weekday};

use super::{Phrase, Value, phrase};
use crate::workflow::dates::Side;
use crate::workflow::schedule::Schedule;

/// The days a rule means.
pub enum Days {
    /// These days of every year.
    Yearly(Vec<Phrase>),
    /// Anything else, in words or as it is written.
    Other(Phrase),
}

impl Days {
    /// The days as they are named within a sentence.
    pub fn named(self) -> Phrase {
        match self {
            Self::Yearly(days) => match <[Phrase; 1]>::try_from(days) {
                Ok([day]) => day,
                Err(days) => phrase("days-of-year", vec![("days", listed(days))]),
            },
            Self::Other(phrase) => phrase,
        }
    }

    /// The days where it must be said that they come every year.
    pub fn every(self) -> Phrase {
        match self {
            Self::Yearly(days) => {
                let count = i64::try_from(days.len()).unwrap_or(i64::MAX);
                phrase(
                    "every-year",
                    vec![("count", Value::Number(count)), ("days", listed(days))],
                )
            }
            Self::Other(phrase) => phrase,
        }
    }
}

fn listed(phrases: Vec<Phrase>) -> Value {
    Value::List(phrases.into_iter().map(Value::Phrase).collect())
}

/// The rule in words; `side` says which day an instant at midnight means.
pub fn days(schedule: &Schedule, side: Side) -> Days {
    let found = said(schedule, side);
    found.unwrap_or_else(|| Days::Other(phrase("cron", vec![("cron", Value::Word(schedule.cron.clone()))])))
}

/// Numbers of one part of a rule; none where it is every one.
fn numbers(part: &impl TimeUnitSpec) -> Option<Vec<i8>> {
    let all: Option<Vec<i8>> = part.iter().map(|number| i8::try_from(number).ok()).collect();
    all.filter(|_| !part.is_all())
}

/// The one number a part of a rule stands for.
fn only(part: &impl TimeUnitSpec) -> Option<i8> {
    let number = part.iter().next().filter(|_| part.count() == 1)?;
    i8::try_from(number).ok()
}

fn said(schedule: &Schedule, side: Side) -> Option<Days> {
    let rule = &schedule.parsed;
    let (hour, minute, second) = (only(rule.hours())?, only(rule.minutes())?, only(rule.seconds())?);
    let time = Time::new(hour, minute, second, 0).ok()?;
    if !rule.years().is_all() {
        return None;
    }
    let before = time == Time::midnight() && matches!(side, Side::End);
    let (days, months) = (numbers(rule.days_of_month()), numbers(rule.months()));
    let found = match (numbers(rule.days_of_week()), months, days) {
        (None, None, None) => Days::Other(phrase("each-day", Vec::new())),
        (None, None, Some(days)) => monthly(&days, before)?,
        (None, Some(months), Some(days)) => yearly(&months, &days, before)?,
        (Some(weekdays), None, None) => weekly(&weekdays, before)?,
        _ => return None,
    };
    Some(match found {
        found if time == Time::midnight() => found,
        found => {
            let hour = Value::Word(time.strftime("%H:%M").to_string());
            Days::Other(phrase(
                "at-hour",
                vec![("base", Value::Phrase(found.named())), ("hour", hour)],
            ))
        }
    })
}

/// `day 25 of every month`; the day before the first is the last of the month.
/// Days that every month has.
fn monthly(days: &[i8], before: bool) -> Option<Days> {
    if days.iter().any(|day| *day > 28) {
        return None;
    }
    if before && days.contains(&1) {
        return (days.len() == 1).then(|| Days::Other(phrase("last-of-month", Vec::new())));
    }
    let shown = days.iter().map(|day| Value::Word((day - i8::from(before)).to_string()));
    let count = i64::try_from(days.len()).ok()?;
    let values = vec![("count", Value::Number(count)), ("days", Value::List(shown.collect()))];
    Some(Days::Other(phrase("monthly", values)))
}

/// Days that every year has: 29 February is none of them.
fn yearly(months: &[i8], days: &[i8], before: bool) -> Option<Days> {
    let dates = months
        .iter()
        .flat_map(|month| days.iter().map(move |day| (*month, *day)));
    let dates: Vec<(i8, i8)> = dates.collect();
    if dates.contains(&(2, 29)) {
        return None;
    }
    let found: Vec<Phrase> = dates
        .into_iter()
        .filter_map(|(month, day)| jiff::civil::Date::new(2028, month, day).ok())
        .filter_map(|date| if before { date.yesterday().ok() } else { Some(date) })
        .map(|date| day_of_year((date.month(), date.day()), before))
        .collect();
    (!found.is_empty() && found.len() <= MOST_DAYS).then_some(Days::Yearly(found))
}

/// Most days of a year that are told one by one.
const MOST_DAYS: usize = 12;

fn day_of_year((month, day): (i8, i8), before: bool) -> Phrase {
    let name = Value::Phrase(phrase(&format!("month-{month}"), Vec::new()));
    if before && (month, day) == (2, 29) {
        return phrase("last-of", vec![("month", name)]);
    }
    phrase("yearly", vec![("day", Value::Number(day.into())), ("month", name)])
}

/// `every Monday`; a rule counts from Sunday, which is 1.
fn weekly(weekdays: &[i8], before: bool) -> Option<Days> {
    let names: Option<Vec<Phrase>> = weekdays
        .iter()
        .map(|number| {
            let day = Weekday::from_sunday_one_offset(*number).ok()?;
            let day = if before { day.previous() } else { day };
            Some(phrase(&format!("weekday-{}", day.to_monday_one_offset()), Vec::new()))
        })
        .collect();
    Some(Days::Other(phrase("weekly", vec![("days", listed(names?))])))
}
