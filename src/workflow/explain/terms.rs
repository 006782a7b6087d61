//! What a condition compares: answers, numbers of panels and children, places.

use super::words::{field, kind as kind_name, named};
use super::{Phrase, Value, phrase};
use crate::workflow::definition::{Definition, Kind};
use crate::workflow::guard::Term;

/// One side of a comparison.
pub fn term(of: (&Definition, &Kind), term: &Term) -> Value {
    let (definition, kind) = of;
    let panel = |id: &str, name: &str| Value::Phrase(phrase(id, vec![("name", Value::Word(name.to_owned()))]));
    match term {
        Term::Panel(function, name) => match function.as_str() {
            "voted" => panel("panel-voted", name),
            "scored" => panel("panel-scored", name),
            "rank" => panel("panel-rank", name),
            _ => panel("panel-score-of", name),
        },
        Term::Places => Value::Phrase(phrase("panel-places", Vec::new())),
        Term::Number(number) => Value::Word(number.clone()),
        Term::Word(word) => Value::Phrase(phrase("term-word", vec![("name", Value::Word(word.clone()))])),
        Term::Flag(true) => Value::Phrase(phrase("term-yes", Vec::new())),
        Term::Flag(false) => Value::Phrase(phrase("term-no", Vec::new())),
        Term::Answer(form, name) => {
            let form = form.as_ref().or(kind.form.as_ref());
            let label = form.map_or_else(|| Value::Word(name.clone()), |form| field(definition, form, name));
            Value::Phrase(phrase("term-answer", vec![("name", label)]))
        }
        Term::Children(child, state) => Value::Phrase(children(definition, child, state)),
        Term::Sum(parts) => {
            let parts = parts.iter().map(|part| self::term(of, part));
            let sum = parts.reduce(|a, b| Value::Phrase(phrase("term-sum", vec![("a", a), ("b", b)])));
            sum.unwrap_or_else(|| Value::Word(String::new()))
        }
    }
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
