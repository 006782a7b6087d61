//! Forms: their own example passes, their conditions speak of their own fields, somebody fills them.

use super::Proof;
use crate::workflow::form::{Field, Form, Stage};

pub fn check(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    for form in definition.forms.values() {
        for field in form.fields() {
            condition(proof, form, field);
        }
        example(proof, form);
        let by_kind = definition.kinds.iter().any(|kind| {
            let imported = kind.import.as_ref().map(|import| &import.since.0);
            kind.form.as_ref() == Some(&form.name) || imported == Some(&form.name)
        });
        let by_event = proof
            .transitions()
            .any(|(_, _, one)| one.form.as_ref() == Some(&form.name));
        let by_panel = definition
            .kinds
            .iter()
            .flat_map(|kind| &kind.panels)
            .any(|panel| panel.form == form.name);
        if !by_kind && !by_event && !by_panel && proof.grammar_is_good {
            let message = format!("nobody fills the form `{}`", form.name);
            proof.warning(
                form.place.clone(),
                "unused-form",
                message,
                "name it in a kind or an event, or take the file out",
            );
        }
    }
}

fn condition(proof: &mut Proof<'_>, form: &Form, field: &Field) {
    let Some(guard) = &field.when else { return };
    let names = guard.names();
    for name in names.answers.iter().filter(|name| form.field(name).is_none()) {
        let known: Vec<&str> = form.fields().map(|field| field.name.as_str()).collect();
        proof.unknown(guard.place.clone(), ("unknown-field", "field"), name, &known);
    }
    if names.answers.contains(&field.name) {
        let message = format!("the field `{}` is asked only once it is answered", field.name);
        proof.error(
            guard.place.clone(),
            "asks-itself",
            message,
            "let the condition speak of another field",
        );
    }
    let compared = names.quota || !names.panels.is_empty() || !names.counted.is_empty();
    let foreign = names.call || compared || names.standing || !names.forms.is_empty();
    if foreign || !names.marks.is_empty() || !names.seats.is_empty() || !names.attachments.is_empty() {
        let message = format!("`{}` speaks of more than the form's own answers", guard.text);
        proof.error(
            guard.place.clone(),
            "foreign-condition",
            message,
            "a form's condition knows `answers.FIELD` only",
        );
    }
}

fn example(proof: &mut Proof<'_>, form: &Form) {
    for error in form.check(&form.example(), Stage::Complete) {
        let Some(field) = form.field(&error.field) else {
            continue;
        };
        let place = proof.spots.of(&field.place, "example");
        let values: Vec<String> = error
            .values
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        let message = format!(
            "the example of `{}` does not pass: `{}` {}",
            field.name,
            error.rule,
            values.join(", ")
        );
        proof.error(
            place,
            "bad-example",
            message.trim_end().to_owned(),
            "write an `example` that passes the field's own rules",
        );
    }
}
