//! Lengths of time and conditions as phrases.

use super::terms::{compared, item, term};
use super::words::{kind as kind_name, mark, panel, signing_seat};
use super::{Phrase, Value, phrase};
use crate::workflow::definition::{Definition, Kind};
use crate::workflow::guard::{Guard, Outline, opposite};
use crate::workflow::span::Span;

pub fn span(span: Span) -> Value {
    Value::Phrase(phrase(
        &span.unit.as_str().replace(' ', "-"),
        vec![("count", Value::Number(span.count.into()))],
    ))
}

pub fn condition(of: (&Definition, &Kind), guard: &Guard) -> Value {
    Value::Phrase(outline(of, &guard.outline()))
}

fn outline(of: (&Definition, &Kind), part: &Outline) -> Phrase {
    match part {
        Outline::All(parts) => joined(of, "and", parts),
        Outline::Any(parts) => joined(of, "or", parts),
        Outline::Not(inner) => denied(of, inner),
        Outline::CallOpen => phrase("call-open", Vec::new()),
        Outline::Standing(standing) => self::standing("standing-is", standing),
        Outline::Compared(a, sign, b) => compared(of, a, sign, b),
        Outline::Within(one, list) => {
            let values = vec![("item", item(of, list, one)), ("list", term(of, list))];
            phrase("within", values)
        }
        Outline::Answered(asked) => phrase("answered", vec![("name", term(of, asked))]),
        Outline::Formula(text) => phrase("formula", vec![("formula", Value::Word(text.clone()))]),
        asked => match question(of, asked) {
            Some((id, name)) => phrase(&id, vec![("name", name)]),
            None => phrase("formula", Vec::new()),
        },
    }
}

/// The same, not so.
fn denied(of: (&Definition, &Kind), part: &Outline) -> Phrase {
    match part {
        Outline::CallOpen => phrase("call-not-open", Vec::new()),
        Outline::Standing(standing) => self::standing("standing-is-not", standing),
        Outline::Compared(a, sign, b) => compared(of, a, opposite(sign), b),
        other => match question(of, other) {
            Some((id, name)) => {
                let (family, rest) = id
                    .split_once("panel-")
                    .map_or(("", id.as_str()), |(_, rest)| ("panel-", rest));
                phrase(&format!("{family}not-{rest}"), vec![("name", name)])
            }
            None => phrase("not", vec![("part", Value::Phrase(outline(of, other)))]),
        },
    }
}

/// What is asked of one thing by its name.
fn question((definition, kind): (&Definition, &Kind), part: &Outline) -> Option<(String, Value)> {
    let (id, name) = match part {
        Outline::Marked(name) => ("marked", mark(definition, name)),
        Outline::Signed(seat) => ("signed", signing_seat(definition, kind, seat)),
        Outline::Attached(purpose) => ("attached", Value::Word(purpose.clone())),
        Outline::Owed(child) => ("owed", kind_name(definition, child)),
        Outline::Late(child) => ("late", kind_name(definition, child)),
        Outline::Panel(function, name) => return Some((format!("panel-{function}"), panel(kind, name))),
        _ => return None,
    };
    Some((id.to_owned(), name))
}

fn standing(id: &str, word: &str) -> Phrase {
    phrase(id, vec![("standing", standing_word(word))])
}

/// A standing's name.
pub fn standing_word(word: &str) -> Value {
    match crate::workflow::definition::Standing::parse(word) {
        Some(standing) => Value::Phrase(phrase(&format!("standing-{}", standing.as_str()), Vec::new())),
        None => Value::Phrase(phrase("standing-none", Vec::new())),
    }
}

/// Parts joined two by two, with brackets round a part that is joined another way.
fn joined(of: (&Definition, &Kind), id: &str, parts: &[Outline]) -> Phrase {
    let one = |part: &Outline| match part {
        Outline::All(inner) | Outline::Any(inner) if inner.len() > 1 => {
            phrase("bracketed", vec![("part", Value::Phrase(outline(of, part)))])
        }
        _ => outline(of, part),
    };
    let joined = parts
        .iter()
        .map(one)
        .reduce(|a, b| phrase(id, vec![("a", Value::Phrase(a)), ("b", Value::Phrase(b))]));
    joined.unwrap_or_else(|| phrase("formula", vec![("formula", Value::Word(String::new()))]))
}
