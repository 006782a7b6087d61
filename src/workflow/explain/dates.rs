//! Rules for dates and points in time as phrases.

use jiff::civil;

use super::parts::span;
use super::words::{field, mark, named};
use super::{Phrase, Sentence, Value, cron, phrase, sentence};
use crate::workflow::adjust::{Adjust, Shift};
use crate::workflow::dates::{Calendar, Dates, Side, Source};
use crate::workflow::definition::Definition;
use crate::workflow::timing::{Among, Base, Next, Timing};
use crate::workflow::workdays::Toward;

/// A point in time.
pub fn timing(definition: &Definition, timing: &Timing) -> Value {
    let base = base(definition, &timing.base);
    Value::Phrase(adjusted(shifted(base, &timing.shifts), timing.adjust))
}

fn base(definition: &Definition, base: &Base) -> Phrase {
    match base {
        Base::Call(name) if name == "opens" => phrase("call-opening", Vec::new()),
        Base::Call(name) if name == "closes" => phrase("call-closing", Vec::new()),
        Base::Call(name) => phrase("call-other", vec![("name", Value::Word(name.clone()))]),
        Base::Entered => phrase("entered", Vec::new()),
        Base::Opened => phrase("opened", Vec::new()),
        Base::Due => phrase("due", Vec::new()),
        Base::Mark(mark) => mark_set(definition, mark),
        Base::Form(form, name) => field_date(definition, form, name),
        Base::Next(next) => self::next(definition, next),
    }
}

/// The setting of a mark.
pub fn mark_set(definition: &Definition, name: &str) -> Phrase {
    phrase("mark-set", vec![("mark", mark(definition, name))])
}

/// A date answered on a form.
pub fn field_date(definition: &Definition, form: &str, name: &str) -> Phrase {
    phrase("field-date", vec![("field", field(definition, form, name))])
}

fn next(definition: &Definition, next: &Next) -> Phrase {
    let after = ("base", timing(definition, &next.after));
    match &next.among {
        Among::Calendar(name) => phrase(
            "next-in-calendar",
            vec![("calendar", calendar(definition, name)), after],
        ),
        Among::Each(form, name) => phrase("next-own-day", vec![("field", field(definition, form, name)), after]),
    }
}

fn calendar(definition: &Definition, name: &str) -> Value {
    let found = definition.almanac().calendar(name);
    found.map_or_else(|| Value::Word(name.to_owned()), |found| named(&found.title, name))
}

fn shifted(base: Phrase, shifts: &[Shift]) -> Phrase {
    shifts.iter().fold(base, |base, shift| {
        let id = if shift.is_back() { "earlier" } else { "later" };
        phrase(id, vec![("base", Value::Phrase(base)), ("span", span(shift.span))])
    })
}

fn adjusted(base: Phrase, adjust: Adjust) -> Phrase {
    let mut found = base;
    if adjust.month_end {
        found = phrase("month-end", vec![("base", Value::Phrase(found))]);
    }
    if let Some(toward) = adjust.working {
        let id = match toward {
            Toward::Next => "or-next-working-day",
            Toward::Previous => "or-previous-working-day",
        };
        found = phrase(id, vec![("base", Value::Phrase(found))]);
    }
    if let Some(at) = adjust.at {
        let hour = Value::Word(at.strftime("%H:%M").to_string());
        found = phrase("at-hour", vec![("base", Value::Phrase(found)), ("hour", hour)]);
    }
    found
}

/// A rule's date in words, or the rule as written where it has none. `side` says which day an instant means.
pub fn date(definition: &Definition, dates: &Dates, side: Side) -> Value {
    let base = match &dates.source {
        Source::Cron(schedule) => cron::days(schedule, side).named(),
        Source::Days(days) => phrase("listed", vec![("days", list(days))]),
        Source::Calendar(name) => phrase("in-calendar", vec![("calendar", calendar(definition, name))]),
        Source::Each(form, name) => phrase("own-day", vec![("field", field(definition, form, name))]),
        Source::Anchor => phrase("that-day", Vec::new()),
    };
    Value::Phrase(adjusted(shifted(base, &dates.shifts), dates.adjust))
}

/// Most days that are told one by one.
const MOST_DAYS: usize = 8;

fn list<'a>(days: impl IntoIterator<Item = &'a civil::Date>) -> Value {
    let days: Vec<civil::Date> = days.into_iter().copied().collect();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if days.len() > MOST_DAYS => {
            let count = Value::Number(i64::try_from(days.len()).unwrap_or(i64::MAX));
            let values = vec![("count", count), ("first", full(*first)), ("last", full(*last))];
            Value::Phrase(phrase("days-listed", values))
        }
        _ => Value::List(days.into_iter().map(full).collect()),
    }
}

/// A day with its year.
fn full(day: civil::Date) -> Value {
    let month = phrase(&format!("month-{}", day.month()), Vec::new());
    let values = vec![
        ("day", Value::Word(day.day().to_string())),
        ("month", Value::Phrase(month)),
        ("year", Value::Word(day.year().to_string())),
    ];
    Value::Phrase(phrase("full-date", values))
}

/// Which days are working days, if the workflow says so, and every calendar.
pub fn calendars(definition: &Definition) -> Vec<Sentence> {
    let workdays = &definition.workdays;
    let mut found = Vec::new();
    if let Some(place) = &workdays.place {
        let mut clauses = Vec::new();
        if let Some(country) = workdays.country {
            let name = phrase(&format!("country-{}", country.as_str().to_lowercase()), Vec::new());
            clauses.push(phrase("public-holidays", vec![("country", Value::Phrase(name))]));
        }
        if !workdays.holidays.is_empty() {
            clauses.push(phrase("days-off", vec![("days", list(&workdays.holidays))]));
        }
        if !workdays.works.is_empty() {
            clauses.push(phrase("days-worked", vec![("days", list(&workdays.works))]));
        }
        found.push(sentence("workdays", vec![("more", Value::Clauses(clauses))], place));
    }
    found.extend(
        definition
            .calendars
            .iter()
            .map(|one| calendar_sentence(definition, one)),
    );
    found
}

fn calendar_sentence(definition: &Definition, calendar: &Calendar) -> Sentence {
    let days = match &calendar.days.source {
        Source::Days(days) if calendar.days.is_plain() => list(days),
        Source::Cron(schedule) if calendar.days.is_plain() => {
            Value::Phrase(cron::days(schedule, Side::Beginning).every())
        }
        _ => date(definition, &calendar.days, Side::Beginning),
    };
    let values = vec![("calendar", named(&calendar.title, &calendar.name)), ("days", days)];
    sentence("calendar", values, &calendar.place)
}
