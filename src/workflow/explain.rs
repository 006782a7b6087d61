//! Every rule of a workflow as a sentence.
//!
//! Owns which sentences there are and the values in them. Does not own the words: they are messages of the interface,
//! `locales/<lang>/explain.ftl`, and names stand in them in the nominative, in quotation marks or after a colon.

mod cron;
mod dates;
mod events;
mod panels;
mod parties;
mod parts;
mod renamed;
mod rules;
mod terms;
mod words;

use super::definition::{Definition, Kind, State};
use super::finding::Place;
use super::text::Text;
use super::timing::Timing;

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

/// Sentences that belong together: those of the workflow, of a kind of case, or of one of its states.
#[derive(Clone, Debug)]
pub struct Chapter<'a> {
    /// The kind of case they are about, if they are about one.
    pub kind: Option<&'a Kind>,
    /// The state they are about, if they are about one.
    pub state: Option<&'a State>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
}

/// Every rule of a workflow: its calls, then each kind of case state by state.
pub fn explain(definition: &Definition) -> Vec<Sentence> {
    chapters(definition)
        .into_iter()
        .flat_map(|chapter| chapter.sentences)
        .collect()
}

/// The same, in chapters.
pub fn chapters(definition: &Definition) -> Vec<Chapter<'_>> {
    let mut found = vec![Chapter {
        kind: None,
        state: None,
        sentences: [
            dates::calendars(definition),
            parties::parties(definition),
            rules::call(definition),
            renamed::names(definition),
        ]
        .concat(),
    }];
    for kind in &definition.kinds {
        found.push(Chapter {
            kind: Some(kind),
            state: None,
            sentences: of_kind(definition, kind),
        });
        found.extend(kind.states.iter().map(|state| Chapter {
            kind: Some(kind),
            state: Some(state),
            sentences: of_state(definition, kind, state),
        }));
    }
    found
}

/// What holds for a kind of case in whatever state.
fn of_kind(definition: &Definition, kind: &Kind) -> Vec<Sentence> {
    let mut found = vec![rules::kind(definition, kind)];
    let import = kind.import.as_ref();
    found.extend(import.map(|import| rules::import(definition, kind, import)));
    let all = kind.panels.iter();
    found.extend(all.map(|panel| panels::panel(definition, kind, panel)));
    found
}

/// What holds for a case in one state: what is owed, what comes again and again, what can happen.
pub fn of_state(definition: &Definition, kind: &Kind, state: &State) -> Vec<Sentence> {
    let mut found = vec![rules::state(definition, kind, state)];
    for duty in &state.duties {
        found.push(rules::duty((definition, kind), duty));
        let reminders = duty.reminders.iter();
        found.extend(reminders.map(|reminder| rules::reminder(definition, duty, reminder)));
    }
    found.extend(state.cycles.iter().map(|cycle| rules::cycle((definition, kind), cycle)));
    let transitions = state.transitions.iter();
    found.extend(transitions.map(|one| events::transition(definition, (kind, state), one)));
    found
}

/// When something happens, in words.
pub fn when(definition: &Definition, timing: &Timing) -> Value {
    dates::timing(definition, timing)
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
    /// The value in one language.
    pub fn say(&self, lang: &str, messages: &Messages<'_>) -> String {
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

/// What something follows from, in words: an event of a call, of another case or of an organisation.
pub fn cause(definition: &Definition, event: &str) -> Value {
    events::cause(definition, event)
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
