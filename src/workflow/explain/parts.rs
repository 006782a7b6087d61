//! Lengths of time and conditions as phrases.

use super::terms::term;
use super::{Phrase, Value, phrase};
use crate::workflow::definition::{Definition, Kind};
use crate::workflow::guard::{Guard, Outline};
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
    let word = |id: &str, word: &str| phrase(id, vec![("name", Value::Word(word.to_owned()))]);
    match part {
        Outline::All(parts) => joined(of, "and", parts),
        Outline::Any(parts) => joined(of, "or", parts),
        Outline::Not(inner) => match &**inner {
            Outline::Marked(mark) => word("not-marked", mark),
            Outline::Signed(seat) => word("not-signed", seat),
            Outline::Attached(purpose) => word("not-attached", purpose),
            Outline::Owed(kind) => word("not-owed", kind),
            Outline::Late(kind) => word("not-late", kind),
            Outline::CallOpen => phrase("call-not-open", Vec::new()),
            Outline::Panel(function, name) => word(&format!("panel-not-{function}"), name),
            Outline::Standing(standing) => self::standing("standing-is-not", standing),
            other => phrase("not", vec![("part", Value::Phrase(outline(of, other)))]),
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
            phrase("compared", vec![("a", term(of, a)), ("sign", sign), ("b", term(of, b))])
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
fn joined(of: (&Definition, &Kind), id: &str, parts: &[Outline]) -> Phrase {
    let one = |part: &Outline| match part {
        Outline::All(_) | Outline::Any(_) => phrase("bracketed", vec![("part", Value::Phrase(outline(of, part)))]),
        _ => outline(of, part),
    };
    let joined = parts
        .iter()
        .map(one)
        .reduce(|a, b| phrase(id, vec![("a", Value::Phrase(a)), ("b", Value::Phrase(b))]));
    joined.unwrap_or_else(|| phrase("condition", vec![("name", Value::Word(String::new()))]))
}
