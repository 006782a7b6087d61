//! What things were called in the files of earlier versions.

use super::words::{field, form, mark, named};
use super::{Phrase, Sentence, Value, phrase, sentence};
use crate::workflow::definition::Definition;
use crate::workflow::finding::Place;

/// Names a thing had before, as a clause of its own sentence.
pub fn was(names: &[String]) -> Option<Phrase> {
    let was = ("was", Value::List(names.iter().cloned().map(Value::Word).collect()));
    (!names.is_empty()).then(|| phrase("was", vec![was]))
}

/// Sentences about roles, seats, forms, fields and marks, which have none of their own that could say it.
pub fn names(definition: &Definition) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut add = |what: &str, name: Value, names: &[String], place: &Place| {
        let values = was(names).map(|was| vec![("name", name), ("more", Value::Clauses(vec![was]))]);
        found.extend(values.map(|values| sentence(&format!("renamed-{what}"), values, place)));
    };
    for role in &definition.roles {
        add("role", named(&role.title, &role.name), &role.was, &role.place);
        for seat in &role.seats {
            add("seat", named(&seat.title, &seat.name), &seat.was, &role.place);
        }
    }
    for one in definition.forms.values() {
        add("form", form(definition, &one.name), &one.was, &one.place);
        for asked in one.fields() {
            let label = field(definition, &one.name, &asked.name);
            add("field", label, &asked.was, &asked.place);
        }
    }
    for one in &definition.marks {
        add("mark", mark(definition, &one.name), &one.was, &one.place);
    }
    found
}
