//! A rehearsal as an iCalendar file: due dates as whole days, letters at their minute.

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::civil;

use super::dues::Due;
use super::marks::words;
use super::persona::Rehearsal;
use super::transcript::{Line, What};
use crate::clock::Instant;
use crate::workflow::Definition;

/// The due dates and letters of a rehearsal for a calendar program; the same rehearsal, the same bytes.
pub fn calendar(definition: &Definition, rehearsal: &Rehearsal, lang: &str) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Kalends//rehearsal//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.name(definition.title.in_lang(lang));
    let stamp = utc(rehearsal.span.0);
    for (number, due) in rehearsal.dues.iter().enumerate() {
        calendar.extend(due_event(definition, due, (number, lang, stamp)));
    }
    let letters = rehearsal
        .transcript
        .iter()
        .filter(|line| matches!(line.what, What::Letter { .. }));
    for (number, line) in letters.enumerate() {
        calendar.extend(letter_event(definition, line, (number, lang, stamp)));
    }
    calendar.done().to_string()
}

type Frame<'a> = (usize, &'a str, Option<DateTime<Utc>>);

fn due_event(definition: &Definition, due: &Due, (number, lang, stamp): Frame<'_>) -> Option<Event> {
    let kind = definition.kind(&due.kind);
    let rules = kind.into_iter().flat_map(|kind| &kind.states);
    let mut rules = rules.flat_map(|state| &state.duties);
    let rule = rules.find(|rule| rule.name == due.duty);
    let title = rule.map_or(due.duty.as_str(), |rule| rule.title.in_lang(lang));
    let day = due.due_at.last_day(&definition.zone);
    let words = words(definition, day, lang);
    let mut event = Event::with_uid(&format!("due-{number}-{}@rehearsal.kalends", due.case));
    event
        .summary(&format!("{}: {title}", due.organisation))
        .description(&[&[due.kind.clone(), due.of.clone()][..], &words].concat().join(", "))
        .starts(naive(day)?)
        .add_property("CATEGORIES", "due")
        .timestamp(stamp?);
    Some(event.done())
}

fn letter_event(definition: &Definition, line: &Line, (number, lang, stamp): Frame<'_>) -> Option<Event> {
    let at = utc(line.at)?;
    let day = line.at.civil(&definition.zone).date();
    let words = words(definition, day, lang);
    let mut event = Event::with_uid(&format!("letter-{number}-{}@rehearsal.kalends", line.case));
    event
        .summary(&format!("{}: {}", line.organisation, line.what.sentence()))
        .description(&[&[line.kind.clone()][..], &words].concat().join(", "))
        .starts(at)
        .ends(at)
        .add_property("CATEGORIES", "letter")
        .add_property("TRANSP", "TRANSPARENT")
        .timestamp(stamp?);
    Some(event.done())
}

fn utc(at: Instant) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(at.micros())
}

fn naive(day: civil::Date) -> Option<NaiveDate> {
    let number = |part: i8| u32::try_from(part).ok();
    NaiveDate::from_ymd_opt(day.year().into(), number(day.month())?, number(day.day())?)
}
