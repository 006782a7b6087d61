//! Asks the CEL evaluator, with a case's facts as its only world.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use cel::objects::Value as Cel;
use cel::{Context, ExecutionError, Program};
use serde_json::Value;

use super::GuardError;
use crate::workflow::facts::Facts;
use crate::workflow::form::Answers;

const LONGEST_LIST: usize = 1_000;
const DEEPEST_ANSWER: usize = 4;

/// Whether a program yields true for these facts.
pub fn holds(program: &Program, text: &str, facts: &Facts) -> Result<bool, GuardError> {
    let context = context(facts)?;
    match program.execute(&context) {
        Ok(Cel::Bool(value)) => Ok(value),
        Ok(_) => Err(GuardError::NotBoolean(text.to_owned())),
        Err(ExecutionError::NoSuchKey(_)) => Ok(false),
        Err(error) => {
            let reason = error.to_string().chars().take(200).collect();
            Err(GuardError::Evaluation {
                text: text.to_owned(),
                reason,
            })
        }
    }
}

fn context(facts: &Facts) -> Result<Context<'static, 'static>, GuardError> {
    let mut context = Context::default();
    let call = HashMap::from([("open".to_owned(), Cel::Bool(facts.call_open.unwrap_or(false)))]);
    context.add_variable_from_value("call", call);
    let standing = facts.standing.map_or("", |standing| standing.as_str());
    context.add_variable_from_value("standing", standing);
    context.add_variable_from_value("answers", answers(&facts.answers)?);
    let forms: Result<HashMap<_, _>, _> = facts
        .forms
        .iter()
        .map(|(name, form)| answers(form).map(|form| (name.clone(), form)))
        .collect();
    context.add_variable_from_value("forms", forms?);
    for (name, set) in [
        ("marked", &facts.marks),
        ("signed", &facts.signed),
        ("attached", &facts.attached),
    ] {
        ask(&mut context, name, set.clone());
    }
    Ok(context)
}

fn ask(context: &mut Context<'_, '_>, name: &str, set: BTreeSet<String>) {
    let added = context.add_function(name, move |word: Arc<String>| set.contains(word.as_str()));
    debug_assert!(added.is_ok(), "the standard library has no `{name}`");
}

fn answers(answers: &Answers) -> Result<Cel, GuardError> {
    let map: Result<BTreeMap<_, _>, _> = answers
        .iter()
        .map(|(name, value)| convert(value, 0).map(|value| (name.clone(), value)))
        .collect();
    Ok(Cel::from(map?.into_iter().collect::<HashMap<String, Cel>>()))
}

fn convert(value: &Value, depth: usize) -> Result<Cel, GuardError> {
    if depth > DEEPEST_ANSWER {
        return Ok(Cel::Null);
    }
    Ok(match value {
        Value::Null => Cel::Null,
        Value::Bool(value) => Cel::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Cel::Int(whole),
            None => Cel::Float(number.as_f64().unwrap_or(0.0)),
        },
        Value::String(text) => Cel::from(text.as_str()),
        Value::Array(items) if items.len() > LONGEST_LIST => return Err(GuardError::TooLarge(LONGEST_LIST)),
        Value::Array(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(|item| convert(item, depth + 1)).collect();
            Cel::List(Arc::new(items?))
        }
        Value::Object(fields) => {
            let fields: Result<HashMap<_, _>, _> = fields
                .iter()
                .map(|(name, value)| convert(value, depth + 1).map(|value| (name.clone(), value)))
                .collect();
            Cel::from(fields?)
        }
    })
}
