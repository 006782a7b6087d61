//! Dates, lengths of time and conditions as phrases.

use jiff::civil;

use super::panels::term;
use super::words::field;
use super::{Phrase, Value, phrase};
use crate::workflow::definition::Definition;
use crate::workflow::guard::{Guard, Outline};
use crate::workflow::schedule::{Schedule, last_day};
use crate::workflow::span::Span;
use crate::workflow::timing::{Base, Timing};

pub fn span(span: Span) -> Value {
    Value::Phrase(phrase(
        span.unit.as_str(),
        vec![("count", Value::Number(span.count.into()))],
    ))
}

pub fn timing(definition: &Definition, timing: &Timing) -> Value {
    let base = Value::Phrase(base(definition, &timing.base));
    match timing.shift {
        None => base,
        Some(shift) => {
            let id = if shift.back { "earlier" } else { "later" };
            Value::Phrase(phrase(id, vec![("base", base), ("span", span(shift.span))]))
        }
    }
}

fn base(definition: &Definition, base: &Base) -> Phrase {
    match base {
        Base::Call(name) if name == "opens" => phrase("call-opening", Vec::new()),
        Base::Call(name) if name == "closes" => phrase("call-closing", Vec::new()),
        Base::Call(name) => phrase("call-other", vec![("name", Value::Word(name.clone()))]),
        Base::Entered => phrase("entered", Vec::new()),
        Base::Opened => phrase("opened", Vec::new()),
        Base::Due => phrase("due", Vec::new()),
        Base::Mark(mark) => phrase("mark-set", vec![("mark", Value::Word(mark.clone()))]),
        Base::Form(form, name) => phrase("field-date", vec![("field", field(definition, form, name))]),
    }
}

/// A rule's date: a day of each year where it is one, else the rule as written. `through` takes the day it ends with.
pub fn date(schedule: &Schedule, through: Through) -> Value {
    match yearly(schedule, through) {
        Some(day) => {
            let month = phrase(&format!("month-{}", day.month()), Vec::new());
            let number = Value::Number(day.day().into());
            Value::Phrase(phrase("yearly", vec![("day", number), ("month", Value::Phrase(month))]))
        }
        None => Value::Phrase(phrase("cron", vec![("cron", Value::Word(schedule.cron.clone()))])),
    }
}

/// Which day a rule's instant means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Through {
    /// The day it begins.
    Beginning,
    /// The last day before it.
    End,
}

/// The one day of each year a rule means, if it is the same in leap years and others.
fn yearly(schedule: &Schedule, through: Through) -> Option<civil::Date> {
    let day_in = |year: i16| {
        let first = schedule.after(civil::Date::new(year, 1, 1).ok()?.at(0, 0, 0, 0))?;
        let second = schedule.after(first)?;
        let day = match through {
            Through::Beginning => first.date(),
            Through::End => last_day(first),
        };
        let again = second.date().year() == first.date().year() + 1;
        let same = (second.month(), second.day()) == (first.month(), first.day());
        (again && same).then_some(day)
    };
    let (leap, other) = (day_in(2028)?, day_in(2027)?);
    ((leap.month(), leap.day()) == (other.month(), other.day())).then_some(other)
}

pub fn condition(guard: &Guard) -> Value {
    Value::Phrase(outline(&guard.outline()))
}

fn outline(part: &Outline) -> Phrase {
    let word = |id: &str, word: &str| phrase(id, vec![("name", Value::Word(word.to_owned()))]);
    match part {
        Outline::All(parts) => joined("and", parts),
        Outline::Any(parts) => joined("or", parts),
        Outline::Not(inner) => match &**inner {
            Outline::Marked(mark) => word("not-marked", mark),
            Outline::Signed(seat) => word("not-signed", seat),
            Outline::Attached(purpose) => word("not-attached", purpose),
            Outline::Owed(kind) => word("not-owed", kind),
            Outline::Late(kind) => word("not-late", kind),
            Outline::CallOpen => phrase("call-not-open", Vec::new()),
            Outline::Panel(function, name) => word(&format!("panel-not-{function}"), name),
            Outline::Standing(standing) => self::standing("standing-is-not", standing),
            other => phrase("not", vec![("part", Value::Phrase(outline(other)))]),
        },
        Outline::Marked(mark) => word("marked", mark),
        Outline::Signed(seat) => word("signed", seat),
        Outline::Attached(purpose) => word("attached", purpose),
        Outline::Owed(kind) => word("owed", kind),
        Outline::Late(kind) => word("late", kind),
        Outline::CallOpen => phrase("call-open", Vec::new()),
        Outline::Standing(standing) => self::standing("standing-is", standing),
        Outline::Panel(function, name) => word(&format!("panel-{function}"), name),
        Outline::Compared(a, sign, b) => {
            let sign = Value::Word((*sign).to_owned());
            phrase("compared", vec![("a", term(a)), ("sign", sign), ("b", term(b))])
        }
        Outline::Other(text) => word("condition", text),
    }
}

fn standing(id: &str, word: &str) -> Phrase {
    phrase(id, vec![("standing", standing_word(word))])
}

/// A standing's name.
pub fn standing_word(word: &str) -> Value {
    match crate::workflow::definition::Standing::parse(word) {
        Some(standing) => Value::Phrase(phrase(&format!("standing-{}", standing.as_str()), Vec::new())),
        None => Value::Word(word.to_owned()),
    }
}

/// Parts joined two by two, with brackets round a part that is joined another way.
fn joined(id: &str, parts: &[Outline]) -> Phrase {
    let one = |part: &Outline| match part {
        Outline::All(_) | Outline::Any(_) => phrase("bracketed", vec![("part", Value::Phrase(outline(part)))]),
        _ => outline(part),
    };
    let joined = parts
        .iter()
        .map(one)
        .reduce(|a, b| phrase(id, vec![("a", Value::Phrase(a)), ("b", Value::Phrase(b))]));
    joined.unwrap_or_else(|| phrase("condition", vec![("name", Value::Word(String::new()))]))
}
