//! What many answers to one form say together.
//!
//! Owns the sums. Whose answers they are, and who may know, is not its business. A person counted in several groups is
//! counted once in the total: totals are added up, groups never make a total.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::counts::read;
use super::{Answers, Field, FieldKind, Form, is_blank};

/// What the answers to one field say together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FieldStatistics {
    /// The field's name.
    pub field: String,
    /// How many answered.
    pub answered: usize,
    /// Of numbers, or of totals of counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Numbers>,
    /// How often each option was chosen, in the order of the form; `yes` and `no` for questions of that kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Count>,
    /// Persons in each group, in the order of the form; one person may be in several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Count>,
}

/// What several numbers are together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Numbers {
    /// All added up.
    pub sum: f64,
    /// The mean.
    pub mean: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

/// How many there are of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Its name in the files.
    pub name: String,
    /// How many.
    pub count: i64,
}

impl Form {
    /// What these answers say together, field by field in reading order; an answer of another type is left out.
    pub fn statistics(&self, all: &[&Answers]) -> Vec<FieldStatistics> {
        self.fields().map(|field| one(field, all)).collect()
    }
}

fn one(field: &Field, all: &[&Answers]) -> FieldStatistics {
    let answers = all.iter().filter_map(|answers| answers.get(&field.name));
    let answers: Vec<&Value> = answers.filter(|value| !is_blank(value)).collect();
    let mut found = FieldStatistics {
        field: field.name.clone(),
        answered: answers.len(),
        ..FieldStatistics::default()
    };
    match &field.kind {
        FieldKind::Integer { .. } | FieldKind::Decimal { .. } | FieldKind::Rating { .. } => {
            found.numbers = numbers(answers.iter().filter_map(|value| value.as_f64()));
        }
        FieldKind::Figure { .. } => {
            found.numbers = numbers(answers.iter().filter_map(|value| value.get("value")?.as_f64()));
        }
        FieldKind::Choice { options } | FieldKind::Choices { options } => {
            let names: Vec<&str> = options.iter().map(|(name, _)| name.as_str()).collect();
            let chosen = answers.iter().flat_map(|value| match value {
                Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
                value => value.as_str().into_iter().collect::<Vec<_>>(),
            });
            found.choices = tally(&names, chosen);
        }
        FieldKind::YesNo | FieldKind::Consent => {
            let said = answers.iter().filter_map(|value| value.as_bool());
            found.choices = tally(&["yes", "no"], said.map(|yes| if yes { "yes" } else { "no" }));
        }
        FieldKind::Counts { groups } => {
            let counted: Vec<(i64, Vec<i64>)> = answers.iter().filter_map(|value| read(value, groups)).collect();
            #[expect(clippy::cast_precision_loss, reason = "persons counted are far below 2^52")]
            let totals = counted.iter().map(|(total, _)| *total as f64);
            found.numbers = numbers(totals);
            let of = |index: usize| counted.iter().map(|(_, groups)| groups[index]).sum();
            let names = groups.iter().enumerate();
            found.groups = names
                .map(|(index, (name, _))| Count {
                    name: name.clone(),
                    count: of(index),
                })
                .collect();
        }
        _ => {}
    }
    found
}

fn numbers(all: impl Iterator<Item = f64>) -> Option<Numbers> {
    let all: Vec<f64> = all.collect();
    let sum: f64 = all.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "nobody has so many answers")]
    let mean = sum / all.len() as f64;
    (!all.is_empty()).then(|| Numbers {
        sum,
        mean,
        min: all.iter().copied().fold(f64::INFINITY, f64::min),
        max: all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    })
}

fn tally<'a>(names: &[&str], chosen: impl Iterator<Item = &'a str>) -> Vec<Count> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for name in chosen {
        *counts.entry(name).or_default() += 1;
    }
    let count = |name: &&str| Count {
        name: (*name).to_owned(),
        count: counts.get(name).copied().unwrap_or(0),
    };
    names.iter().map(count).collect()
}
