//! Rules for dates and points in time as phrases.

use jiff::civil;

use super::parts::span;
use super::words::{field, named};
use super::{Phrase, Sentence, Value, phrase, sentence};
use crate::workflow::adjust::{Adjust, Shift};
use crate::workflow::dates::{Calendar, Dates, Side, Source};
use crate::workflow::definition::Definition;
use crate::workflow::schedule::{Schedule, last_day};
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
        Base::Mark(mark) => mark_set(mark),
        Base::Form(form, name) => field_date(definition, form, name),
        Base::Next(next) => self::next(definition, next),
    }
}

/// The setting of a mark.
pub fn mark_set(mark: &str) -> Phrase {
    phrase("mark-set", vec![("mark", Value::Word(mark.to_owned()))])
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

/// A rule's date: a day of each year where it is one, else the rule as written. `side` says which day an instant means.
pub fn date(definition: &Definition, dates: &Dates, side: Side) -> Value {
    let base = match &dates.source {
        Source::Cron(schedule) => cron(schedule, side),
        Source::Days(days) => phrase("listed", vec![("days", list(days))]),
        Source::Calendar(name) => phrase("in-calendar", vec![("calendar", calendar(definition, name))]),
        Source::Each(form, name) => phrase("own-day", vec![("field", field(definition, form, name))]),
        Source::Anchor => phrase("that-day", Vec::new()),
    };
    Value::Phrase(adjusted(shifted(base, &dates.shifts), dates.adjust))
}

fn list<'a>(days: impl IntoIterator<Item = &'a civil::Date>) -> Value {
    Value::List(days.into_iter().map(|day| full(*day)).collect())
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

fn cron(schedule: &Schedule, side: Side) -> Phrase {
    match yearly(schedule, side) {
        Some(day) => {
            let month = phrase(&format!("month-{}", day.month()), Vec::new());
            let number = Value::Number(day.day().into());
            phrase("yearly", vec![("day", number), ("month", Value::Phrase(month))])
        }
        None => phrase("cron", vec![("cron", Value::Word(schedule.cron.clone()))]),
    }
}

/// The one day of each year a rule means, if it is the same in leap years and others.
fn yearly(schedule: &Schedule, side: Side) -> Option<civil::Date> {
    let day_in = |year: i16| {
        let first = schedule.after(civil::Date::new(year, 1, 1).ok()?.at(0, 0, 0, 0))?;
        let second = schedule.after(first)?;
        let day = match side {
            Side::Beginning => first.date(),
            Side::End => last_day(first),
        };
        let again = second.date().year() == first.date().year() + 1;
        let same = (second.month(), second.day()) == (first.month(), first.day());
        (again && same).then_some(day)
    };
    let (leap, other) = (day_in(2028)?, day_in(2027)?);
    ((leap.month(), leap.day()) == (other.month(), other.day())).then_some(other)
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
        _ => date(definition, &calendar.days, Side::Beginning),
    };
    let values = vec![("calendar", named(&calendar.title, &calendar.name)), ("days", days)];
    sentence("calendar", values, &calendar.place)
}
