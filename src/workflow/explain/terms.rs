//! What a condition compares: answers, numbers of panels and children, places.

use super::words::{field, kind as kind_name, named, panel};
use super::{Phrase, Value, phrase};
use crate::workflow::definition::{Definition, Kind};
use crate::workflow::form::{Field, FieldKind};
use crate::workflow::guard::Term;

/// A comparison; an option of a list is said as people read it on the form.
pub fn compared(of: (&Definition, &Kind), a: &Term, sign: &str, b: &Term) -> Phrase {
    let side = |one: &Term, other: &Term| option(of, other, one).unwrap_or_else(|| term(of, one));
    let values = vec![
        ("a", side(a, b)),
        ("sign", Value::Word(sign.to_owned())),
        ("b", side(b, a)),
    ];
    phrase("compared", values)
}

/// One side of a comparison.
pub fn term(of: (&Definition, &Kind), term: &Term) -> Value {
    let (definition, kind) = of;
    let asked = |id: &str, name: &str| Value::Phrase(phrase(id, vec![("name", panel(kind, name))]));
    match term {
        Term::Panel(function, name) => match function.as_str() {
            "voted" => asked("panel-voted", name),
            "scored" => asked("panel-scored", name),
            "rank" => asked("panel-rank", name),
            _ => asked("panel-score-of", name),
        },
        Term::Places => Value::Phrase(phrase("panel-places", Vec::new())),
        Term::Number(number) => Value::Word(number.clone()),
        Term::Word(word) => quoted(Value::Word(word.clone())),
        Term::Flag(true) => Value::Phrase(phrase("term-yes", Vec::new())),
        Term::Flag(false) => Value::Phrase(phrase("term-no", Vec::new())),
        Term::Answer(form, name, part) => {
            let form = form.as_ref().or(kind.form.as_ref());
            let label = form.map_or_else(|| Value::Word(name.clone()), |form| field(definition, form, name));
            Value::Phrase(answer(asked_field(of, term), label, part))
        }
        Term::Children(child, state) => Value::Phrase(children(definition, child, state)),
        Term::Size(list) => Value::Phrase(phrase("term-size", vec![("of", self::term(of, list))])),
        Term::Joined(a, sign, b) => {
            let side = |one: &Term| match one {
                Term::Joined(_, inner, _) if binds(inner) <= binds(sign) => {
                    Value::Phrase(phrase("bracketed", vec![("part", self::term(of, one))]))
                }
                _ => self::term(of, one),
            };
            let first = match &**a {
                Term::Joined(_, inner, _) if binds(inner) >= binds(sign) => self::term(of, a),
                _ => side(a),
            };
            let sign = Value::Word((*sign).to_owned());
            Value::Phrase(phrase(
                "term-joined",
                vec![("a", first), ("sign", sign), ("b", side(b))],
            ))
        }
    }
}

/// How strongly a sign binds.
fn binds(sign: &str) -> u8 {
    u8::from(matches!(sign, "×" | "÷"))
}

fn quoted(name: Value) -> Value {
    Value::Phrase(phrase("term-word", vec![("name", name)]))
}

/// The field an answer is given to.
fn asked_field<'a>((definition, kind): (&'a Definition, &'a Kind), term: &Term) -> Option<&'a Field> {
    let Term::Answer(form, name, _) = term else { return None };
    let form = form.as_ref().or(kind.form.as_ref())?;
    definition.forms.get(form)?.field(name)
}

/// The answer to a question, or a part of it: the year of a figure, how many in a group.
fn answer(field: Option<&Field>, label: Value, part: &[String]) -> Phrase {
    let groups = match field.map(|field| &field.kind) {
        Some(FieldKind::Counts { groups }) => groups.as_slice(),
        _ => &[],
    };
    match part {
        [] => phrase("term-answer", vec![("name", label)]),
        [word] if word == "year" => phrase("term-year", vec![("name", label)]),
        [word] if word == "value" || word == "total" => phrase("term-answer", vec![("name", label)]),
        [.., word] => {
            let group = groups.iter().find(|(name, _)| name == word);
            let group = group.map_or_else(|| Value::Word(word.clone()), |(name, title)| named(title, name));
            phrase("term-part", vec![("name", label), ("part", group)])
        }
    }
}

/// The option that a word names among the answers it is compared with.
fn option(of: (&Definition, &Kind), asked: &Term, word: &Term) -> Option<Value> {
    let Term::Word(word) = word else { return None };
    let (FieldKind::Choice { options } | FieldKind::Choices { options }) = &asked_field(of, asked)?.kind else {
        return None;
    };
    let (name, title) = options.iter().find(|(name, _)| name == word)?;
    Some(quoted(named(title, name)))
}

/// The items a list has, as people read them.
pub fn item(of: (&Definition, &Kind), list: &Term, item: &Term) -> Value {
    option(of, list, item).unwrap_or_else(|| term(of, item))
}

fn children(definition: &Definition, child: &str, state: &str) -> Phrase {
    let found = definition.kind(child).and_then(|kind| kind.state(state));
    let state = found.map_or_else(
        || Value::Word(state.to_owned()),
        |found| named(&found.title, &found.name),
    );
    phrase(
        "term-children",
        vec![("kind", kind_name(definition, child)), ("state", state)],
    )
}
