//! A rule said no. That is an answer, not an error.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::workflow::form::FieldError;
use crate::workflow::text::Text;

/// A rule that said no, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The rule's kebab-case name, also the id of its sentence in `locales`: `refusal-<rule>`.
    pub rule: String,
    /// Values its sentence mentions.
    pub values: BTreeMap<String, String>,
    /// The workflow's own sentence, which wins.
    pub said: Text,
}

/// Why an event was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// A rule said no.
    Refused(Refusal),
    /// Answers are not good yet.
    Invalid(Vec<FieldError>),
}

impl Refusal {
    /// A refusal by this rule.
    pub fn new(rule: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            values: BTreeMap::new(),
            said: Text::default(),
        }
    }

    /// The refusal with a value its sentence mentions.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.values.insert(name.to_owned(), value.to_owned());
        self
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
