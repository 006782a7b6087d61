//! Asks the CEL evaluator, with a case's facts as its only world.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use cel::objects::Value as Cel;
use cel::{Context, Env, ExecutionError, Program};
use serde_json::Value;

use super::{GuardError, Names};
use crate::workflow::facts::Facts;
use crate::workflow::form::Answers;
use crate::workflow::panel::Tally;

const LONGEST_LIST: usize = 1_000;
const DEEPEST_ANSWER: usize = 4;

/// The standard library, built once.
static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// Whether a program yields true for these facts; only the answers it names are looked at.
pub fn holds((program, names): (&Program, &Names), text: &str, facts: &Facts) -> Result<bool, GuardError> {
    let context = context(names, facts)?;
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

fn context(names: &Names, facts: &Facts) -> Result<Context<'static, 'static>, GuardError> {
    let mut context = Context::with_env(ENVIRONMENT.clone());
    let call = HashMap::from([
        ("open".to_owned(), Cel::Bool(facts.call_open.unwrap_or(false))),
        (
            "quota".to_owned(),
            Cel::Int(facts.call_quota.map_or(i64::MAX, i64::from)),
        ),
    ]);
    context.add_variable_from_value("call", call);
    let standing = facts.standing.map_or("", |standing| standing.as_str());
    context.add_variable_from_value("standing", standing);
    context.add_variable_from_value("answers", named(&facts.answers, names.answers.iter())?);
    let mut forms: HashMap<String, Cel> = HashMap::new();
    for (form, answers) in &facts.forms {
        let fields = names
            .forms
            .iter()
            .filter(|(name, _)| name == form)
            .map(|(_, field)| field);
        forms.insert(form.clone(), named(answers, fields)?);
    }
    context.add_variable_from_value("forms", forms);
    for (name, set) in [
        ("marked", &facts.marks),
        ("signed", &facts.signed),
        ("attached", &facts.attached),
        ("owed", &facts.owed),
        ("late", &facts.late),
    ] {
        ask(&mut context, name, set.clone());
    }
    if !names.panels.is_empty() {
        ask_panels(&mut context, facts);
    }
    count_children(&mut context, facts);
    Ok(context)
}

fn ask(context: &mut Context<'_, '_>, name: &str, set: BTreeSet<String>) {
    let added = context.add_function(name, move |word: Arc<String>| set.contains(word.as_str()));
    debug_assert!(added.is_ok(), "the standard library has no `{name}`");
}

/// `carried('board')` and its sisters. A panel without a place has one behind all others.
fn ask_panels(context: &mut Context<'_, '_>, facts: &Facts) {
    let of = |facts: &Facts, value: fn(&Tally) -> Cel| -> HashMap<String, Cel> {
        facts
            .panels
            .iter()
            .map(|(name, tally)| (name.clone(), value(tally)))
            .collect()
    };
    let ranks = facts.panels.keys().map(|name| {
        let place = facts.ranks.get(name).map_or(i64::MAX, |place| i64::from(*place));
        (name.clone(), Cel::Int(place))
    });
    let tables: [(&str, HashMap<String, Cel>); 8] = [
        ("quorate", of(facts, |tally| Cel::Bool(tally.quorate))),
        ("carried", of(facts, |tally| Cel::Bool(tally.carried))),
        ("tied", of(facts, |tally| Cel::Bool(tally.tied))),
        ("voted", of(facts, |tally| Cel::Int(tally.cast.into()))),
        ("scored", of(facts, |tally| Cel::Int(tally.reviews.into()))),
        ("score", of(facts, |tally| Cel::Float(tally.score.unwrap_or(0.0)))),
        ("passed", of(facts, |tally| Cel::Bool(tally.passed))),
        ("rank", ranks.collect()),
    ];
    for (name, table) in tables {
        let added = context.add_function(name, move |word: Arc<String>| {
            let found = table.get(word.as_str()).cloned();
            found.ok_or(ExecutionError::NoSuchKey(word))
        });
        debug_assert!(added.is_ok(), "the standard library has no `{name}`");
    }
}

/// `children('kind', 'state')`: how many.
fn count_children(context: &mut Context<'_, '_>, facts: &Facts) {
    let children = facts.children.clone();
    let count = move |kind: Arc<String>, state: Arc<String>| -> i64 {
        let key = (kind.to_string(), state.to_string());
        children.get(&key).copied().unwrap_or(0)
    };
    let added = context.add_function("children", count);
    debug_assert!(added.is_ok(), "the standard library has no `children`");
}

/// The answers to these fields, of those that are answered.
fn named<'a>(answers: &Answers, fields: impl Iterator<Item = &'a String>) -> Result<Cel, GuardError> {
    let mut found: HashMap<String, Cel> = HashMap::new();
    for (field, value) in fields.filter_map(|field| answers.get_key_value(field)) {
        found.insert(field.clone(), convert(value, 0)?);
    }
    Ok(Cel::from(found))
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
