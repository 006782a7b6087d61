//! Names of roles, states, marks, panels, letters and forms as values.

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

/// A mark by its title, if it has one.
pub fn mark(definition: &Definition, name: &str) -> Value {
    let found = definition.marks.iter().find(|mark| mark.name == name);
    found.map_or_else(|| Value::Word(name.to_owned()), |found| named(&found.title, name))
}

pub fn marks(definition: &Definition, names: &[String]) -> Value {
    Value::List(names.iter().map(|name| mark(definition, name)).collect())
}

pub fn panel(kind: &Kind, name: &str) -> Value {
    kind.panel(name)
        .map_or_else(|| Value::Word(name.to_owned()), |panel| named(&panel.title, name))
}

/// A seat that signs, or the role where it is one without seats; the owner's come first.
pub fn signing_seat(definition: &Definition, kind: &Kind, name: &str) -> Value {
    let owner = definition.role(&kind.owner).into_iter();
    let roles = owner.chain(&definition.roles);
    let seat = roles.flat_map(|role| &role.seats).find(|seat| seat.name == name);
    seat.map_or_else(|| role(definition, name), |seat| named(&seat.title, name))
}

/// A letter by its subject, with what is filled in left open.
pub fn letter(definition: &Definition, name: &str) -> Value {
    let Some(found) = definition.letters.get(name) else {
        return Value::Word(name.to_owned());
    };
    let subjects = found.versions.iter();
    let said = subjects.filter_map(|(lang, version)| Some((lang.clone(), open_subject(&version.subject)?)));
    named(&Text(said.collect()), name)
}

/// `Your report: …`; none where the subject is made by more than filling in.
fn open_subject(subject: &str) -> Option<String> {
    let mut rest = subject;
    let mut said = String::new();
    while let Some((before, after)) = rest.split_once("{{") {
        said.push_str(before);
        said.push('…');
        rest = after.split_once("}}")?.1;
    }
    said.push_str(rest);
    (!said.contains(['{', '}'])).then_some(said)
}
