//! Conditions compare what can be compared: each with the forms it speaks of.

use super::Proof;
use crate::workflow::definition::{Definition, Standing};
use crate::workflow::finding::Place;
use crate::workflow::form::{FieldKind, Form};
use crate::workflow::guard::Guard;
use crate::workflow::guard::types::{Known, Type};

/// The forms a condition speaks of.
struct Forms<'a> {
    definition: &'a Definition,
    own: Option<&'a Form>,
}

impl Known for Forms<'_> {
    fn answer(&self, field: &str) -> Type {
        of(self.own, field)
    }

    fn recorded(&self, form: &str, field: &str) -> Type {
        of(self.definition.forms.get(form), field)
    }

    fn standings(&self) -> Vec<String> {
        let words = Standing::ALL.iter().map(|(_, word)| (*word).to_owned());
        words.chain([String::new()]).collect()
    }
}

fn of(form: Option<&Form>, field: &str) -> Type {
    let field = form.and_then(|form| form.field(field));
    field.map_or(Type::Any, |field| kind(&field.kind))
}

fn kind(kind: &FieldKind) -> Type {
    let options = |options: &[(String, crate::workflow::Text)]| {
        Type::Word(
            "one of the options",
            options.iter().map(|(name, _)| name.clone()).collect(),
        )
    };
    match kind {
        FieldKind::Line { .. } | FieldKind::Prose { .. } | FieldKind::Email | FieldKind::Link | FieldKind::Phone => {
            Type::Text
        }
        FieldKind::Integer { .. } | FieldKind::Decimal { .. } | FieldKind::Rating { .. } => Type::Number,
        FieldKind::Date { .. } => Type::Day,
        FieldKind::Choice { options: all } => options(all),
        FieldKind::Choices { options: all } => Type::List(Box::new(options(all))),
        FieldKind::YesNo | FieldKind::Consent => Type::Flag,
        FieldKind::MonthDay => Type::MonthDay,
        FieldKind::Counts { groups } => {
            let groups = groups.iter().map(|(name, _)| (name.clone(), Type::Number)).collect();
            let parts = [("total", Type::Number), ("groups", Type::Parts(groups))];
            Type::Parts(parts.map(|(name, part)| (name.to_owned(), part)).into())
        }
        FieldKind::Figure { .. } => {
            let part = |name: &str| (name.to_owned(), Type::Number);
            Type::Parts(vec![part("value"), part("year")])
        }
    }
}

pub fn check(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    for kind in &definition.kinds {
        let own = kind.form.as_ref().and_then(|form| definition.forms.get(form));
        let transitions = kind.states.iter().flat_map(|state| &state.transitions);
        let duties = kind.states.iter().flat_map(|state| &state.duties);
        let guards = transitions.filter_map(|one| one.when.as_ref());
        let cycles = kind.states.iter().flat_map(|state| &state.cycles);
        let guards = guards.chain(cycles.filter_map(|cycle| cycle.when.as_ref()));
        for guard in guards.chain(duties.filter_map(|duty| duty.when.as_ref())) {
            one(proof, guard, &Forms { definition, own });
        }
    }
    for form in definition.forms.values() {
        for guard in form.fields().filter_map(|field| field.when.as_ref()) {
            let own = Some(form);
            one(proof, guard, &Forms { definition, own });
        }
    }
}

fn one(proof: &mut Proof<'_>, guard: &Guard, forms: &Forms<'_>) {
    for clash in guard.clashes(forms) {
        let place = Place {
            column: guard.place.column.saturating_add(clash.column + 1),
            ..guard.place.clone()
        };
        proof.error(place, clash.rule, clash.message, clash.hint);
    }
}
