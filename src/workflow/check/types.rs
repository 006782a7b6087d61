//! Conditions compare what can be compared: each with the forms it speaks of.

use super::Proof;
use crate::workflow::definition::{Definition, Standing};
use crate::workflow::finding::Level;
use crate::workflow::form::{FIGURE_YEARS, Field, FieldKind, Form, MOST_COUNTED};
use crate::workflow::guard::Guard;
use crate::workflow::guard::limits::Limits;
use crate::workflow::guard::types::{Asked, Known, Type};

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

    fn limits(&self, asked: &Asked<'_>) -> Limits {
        match (self.field(asked), asked) {
            (_, Asked::Quota) => Limits::whole(0.0, f64::INFINITY),
            (Some(field), Asked::Answer { part, .. }) => limits(&field.kind, part),
            (None, _) => Limits::ANY,
        }
    }

    fn size(&self, asked: &Asked<'_>) -> Limits {
        let most = match self.field(asked).map(|field| &field.kind) {
            Some(FieldKind::Line { max_characters }) => f64::from(*max_characters),
            Some(FieldKind::Choices { options }) => options.iter().fold(0.0, |count, _| count + 1.0),
            _ => f64::INFINITY,
        };
        Limits::whole(0.0, most)
    }
}

impl Forms<'_> {
    /// The field that is asked for.
    fn field(&self, asked: &Asked<'_>) -> Option<&Field> {
        let Asked::Answer { form, field, .. } = asked else {
            return None;
        };
        let form = match form {
            Some(form) => self.definition.forms.get(*form),
            None => self.own,
        };
        form?.field(field)
    }
}

/// The limits of a field's number, or of a part of it.
#[expect(
    clippy::cast_precision_loss,
    reason = "what is not exact any more is not held to be known"
)]
fn limits(kind: &FieldKind, part: &[&str]) -> Limits {
    match (kind, part) {
        (FieldKind::Integer { min, max }, []) => Limits::whole(*min as f64, *max as f64),
        (FieldKind::Decimal { min, max }, []) => Limits::between(*min, *max),
        (FieldKind::Rating { .. }, []) => Limits::whole(1.0, 5.0),
        (FieldKind::Figure { .. }, ["year"]) => Limits::whole(*FIGURE_YEARS.start() as f64, *FIGURE_YEARS.end() as f64),
        (FieldKind::Counts { .. }, ["total"] | ["groups", _]) => Limits::whole(0.0, MOST_COUNTED as f64),
        _ => Limits::ANY,
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
    for clash in guard.clashes(forms).into_iter().chain(guard.verdicts(forms)) {
        let place = guard.spot(clash.character);
        match clash.level {
            Level::Error => proof.error(place, clash.rule, clash.message, clash.hint),
            Level::Warning => proof.warning(place, clash.rule, clash.message, clash.hint),
        }
    }
}
