//! Names of roles, states, letters and forms as values.

use super::{Value, phrase};
use crate::workflow::definition::{Address, Definition, Kind};
use crate::workflow::text::Text;

/// A text, or the word of the files when nobody has written one.
pub fn named(text: &Text, word: &str) -> Value {
    if text.is_empty() {
        Value::Word(word.to_owned())
    } else {
        Value::Text(text.clone())
    }
}

pub fn role(definition: &Definition, name: &str) -> Value {
    definition
        .role(name)
        .map_or_else(|| Value::Word(name.to_owned()), |role| named(&role.title, name))
}

pub fn address(definition: &Definition, address: &Address) -> Value {
    let Some(seat) = &address.seat else {
        return role(definition, &address.role);
    };
    let found = definition
        .role(&address.role)
        .and_then(|role| role.seats.iter().find(|known| known.name == *seat));
    let seat = found.map_or_else(|| Value::Word(seat.clone()), |found| named(&found.title, seat));
    Value::Phrase(phrase(
        "seat",
        vec![("role", role(definition, &address.role)), ("seat", seat)],
    ))
}

pub fn addresses(definition: &Definition, list: &[Address]) -> Value {
    Value::List(list.iter().map(|one| address(definition, one)).collect())
}

pub fn state(kind: &Kind, name: &str) -> Value {
    kind.state(name)
        .map_or_else(|| Value::Word(name.to_owned()), |state| named(&state.title, name))
}

pub fn kind(definition: &Definition, name: &str) -> Value {
    definition
        .kind(name)
        .map_or_else(|| Value::Word(name.to_owned()), |kind| named(&kind.title, name))
}

pub fn form(definition: &Definition, name: &str) -> Value {
    definition
        .forms
        .get(name)
        .map_or_else(|| Value::Word(name.to_owned()), |form| named(&form.title, name))
}

/// A field of a form by its label.
pub fn field(definition: &Definition, form: &str, field: &str) -> Value {
    let found = definition.forms.get(form).and_then(|form| form.field(field));
    found.map_or_else(|| Value::Word(field.to_owned()), |found| named(&found.label, field))
}

pub fn words(list: &[String]) -> Value {
    Value::List(list.iter().cloned().map(Value::Word).collect())
}
