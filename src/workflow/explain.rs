//! Every rule of a workflow as a sentence.
//!
//! Owns which sentences there are and the values in them. Does not own the words: they are messages of the interface,
//! `locales/<lang>/explain.ftl`, and names stand in them in the nominative, in quotation marks or after a colon.

mod dates;
mod events;
mod panels;
mod parts;
mod rules;
mod words;

use super::definition::Definition;
use super::finding::Place;
use super::text::Text;

/// One rule, to be said in some language.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// The message and its values.
    pub phrase: Phrase,
    /// Where the rule is written.
    pub place: Place,
}

/// A message of the interface with the values it mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The message's id: `explain-…`.
    pub id: String,
    /// Values by name.
    pub values: Vec<(&'static str, Value)>,
}

/// A value in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A name for people, in each language.
    Text(Text),
    /// A word of the files, as it is.
    Word(String),
    /// A number; it chooses the plural.
    Number(i64),
    /// Words of the interface.
    Phrase(Phrase),
    /// Several, with commas between them.
    List(Vec<Value>),
    /// Further clauses, each after a semicolon; none is nothing.
    Clauses(Vec<Phrase>),
}

/// Who knows the interface's messages: takes an id and values, gives the words.
pub type Messages<'a> = dyn Fn(&str, &[(&str, String)]) -> String + 'a;

/// Every rule of a workflow: its calls, then each kind of case state by state.
pub fn explain(definition: &Definition) -> Vec<Sentence> {
    let mut found = dates::calendars(definition);
    found.extend(rules::call(definition));
    for kind in &definition.kinds {
        found.push(rules::kind(definition, kind));
        found.extend(
            kind.import
                .as_ref()
                .map(|import| rules::import(definition, kind, import)),
        );
        found.extend(kind.panels.iter().map(|panel| panels::panel(definition, kind, panel)));
        for state in &kind.states {
            found.push(rules::state(definition, kind, state));
            for duty in &state.duties {
                found.push(rules::duty(definition, duty));
                found.extend(
                    duty.reminders
                        .iter()
                        .map(|reminder| rules::reminder(definition, duty, reminder)),
                );
            }
            found.extend(state.cycles.iter().map(|cycle| rules::cycle(definition, cycle)));
            found.extend(
                state
                    .transitions
                    .iter()
                    .map(|one| events::transition(definition, (kind, state), one)),
            );
        }
    }
    found
}

impl Sentence {
    /// The message's id.
    pub fn rule(&self) -> &str {
        &self.phrase.id
    }

    /// The sentence in one language, given who knows the interface's messages.
    pub fn say(&self, lang: &str, messages: &Messages<'_>) -> String {
        self.phrase.say(lang, messages)
    }
}

impl Phrase {
    /// The phrase in one language: names first, then the message with them.
    pub fn say(&self, lang: &str, messages: &Messages<'_>) -> String {
        let values: Vec<(&str, String)> = self
            .values
            .iter()
            .map(|(name, value)| (*name, value.say(lang, messages)))
            .collect();
        messages(&self.id, &values)
    }
}

impl Value {
    fn say(&self, lang: &str, messages: &Messages<'_>) -> String {
        match self {
            Self::Text(text) => text.in_lang(lang).to_owned(),
            Self::Word(word) => word.clone(),
            Self::Number(number) => number.to_string(),
            Self::Phrase(phrase) => phrase.say(lang, messages),
            Self::List(values) => values
                .iter()
                .map(|value| value.say(lang, messages))
                .collect::<Vec<_>>()
                .join(", "),
            Self::Clauses(clauses) => clauses
                .iter()
                .map(|clause| format!("; {}", clause.say(lang, messages)))
                .collect(),
        }
    }
}

fn phrase(id: &str, values: Vec<(&'static str, Value)>) -> Phrase {
    Phrase {
        id: format!("explain-{id}"),
        values,
    }
}

fn sentence(id: &str, values: Vec<(&'static str, Value)>, place: &Place) -> Sentence {
    Sentence {
        phrase: phrase(id, values),
        place: place.clone(),
    }
}
