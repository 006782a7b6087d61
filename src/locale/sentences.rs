//! Sentences for what the core answers: refusals, field errors, standings.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use super::Locale;
use crate::workflow::definition::Standing;
use crate::workflow::explain::Sentence;
use crate::workflow::form::FieldError;
use crate::workflow::text::Text;

impl Locale {
    /// Why a rule said no and what to do; the workflow's own sentence (`said`) wins.
    pub fn refusal(self, rule: &str, values: &BTreeMap<String, String>, said: &Text) -> String {
        if !said.is_empty() {
            return said.in_lang(self.tag()).to_owned();
        }
        self.known("refusal", rule, values)
    }

    /// What is wrong with an answer and what to do.
    pub fn field_error(self, error: &FieldError) -> String {
        self.known("field", error.rule, &error.values)
    }

    /// A standing in one word.
    pub fn standing(self, standing: impl Borrow<Standing>) -> String {
        self.text(format!("standing-{}", standing.borrow().as_str()))
    }

    /// A rule of a workflow as a sentence.
    pub fn sentence(self, sentence: &Sentence) -> String {
        sentence.say(self.tag(), &self.messages())
    }

    /// What tells a sentence or a drawing the interface's words.
    pub fn messages(self) -> impl Fn(&str, &[(&str, String)]) -> String {
        move |id, values| self.text_from(id, values.iter().map(|(name, value)| (*name, value)))
    }

    fn known<'a, K: AsRef<str> + 'a>(
        self,
        family: &str,
        rule: &str,
        values: impl IntoIterator<Item = (&'a K, &'a String)>,
    ) -> String {
        let id = format!("{family}-{rule}");
        if !self.has(&id) {
            tracing::warn!(message.id = id, "a rule has no sentence");
            return self.text(format!("{family}-other"));
        }
        self.text_from(&id, values)
    }
}
