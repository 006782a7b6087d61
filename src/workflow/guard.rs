//! Conditions in CEL, capped so that no file can hang or crash the service.
//!
//! Owns what a condition may say: the variables `call.open`, `standing`, `answers.*` and `forms.*.*`, and the functions
//! `marked('x')`, `signed('x')`, `attached('x')`, `owed('kind')`, `late('kind')` and `children('kind', 'state')`; of panels
//! `quorate`, `carried`, `tied`, `voted`, `scored`, `score`, `passed` and `rank`, and `call.quota`. Does not own what is
//! true of a case: that comes as [`Facts`].

mod compare;
mod evaluate;
pub mod formula;
mod names;
mod outline;
mod scan;
pub mod types;

use std::fmt;
use std::sync::Arc;

use super::facts::Facts;
use super::finding::{Finding, Level, Place};

pub use names::{Names, OF_SCORES, OF_VOTES};
pub use outline::{Outline, Term};

/// A checked condition.
#[derive(Clone)]
pub struct Guard {
    /// As written.
    pub text: String,
    /// Where it is written.
    pub place: Place,
    program: Arc<cel::Program>,
    names: Arc<Names>,
}

/// Why a condition could not be worked out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// It compares or adds what cannot be compared or added.
    #[error("the condition `{text}` cannot be worked out: {reason}")]
    Evaluation {
        /// The condition.
        text: String,
        /// What the evaluator said.
        reason: String,
    },
    /// It yields something other than true or false.
    #[error("the condition `{0}` yields neither true nor false")]
    NotBoolean(String),
    /// A list of answers is too long to be looked through.
    #[error("a list of answers has more than {0} items")]
    TooLarge(usize),
}

impl Guard {
    /// Reads a condition whose opening quotation mark stands at `place`.
    ///
    /// # Errors
    /// One finding that says what is wrong with it: too long, too deep, not CEL, or an unknown name.
    pub fn parse(text: &str, place: Place) -> Result<Self, Finding> {
        scan::scan(text).map_err(|problem| problem.finding(text, &place))?;
        let program = match compile(text) {
            Some(Ok(program)) => program,
            Some(Err(errors)) => return Err(syntax(text, &place, &errors)),
            None => {
                return Err(finding(
                    &place,
                    "guard-syntax",
                    format!("`{text}` is not a condition"),
                    SHAPE,
                ));
            }
        };
        let names = Names::of(program.expression()).map_err(|problem| problem.finding(text, &place))?;
        Ok(Self {
            text: text.to_owned(),
            place,
            program: Arc::new(program),
            names: Arc::new(names),
        })
    }

    /// Whether the condition holds. One that speaks of something not answered yet does not.
    ///
    /// # Errors
    /// When it compares what cannot be compared, or does not yield true or false.
    pub fn holds(&self, facts: &Facts) -> Result<bool, GuardError> {
        evaluate::holds((&self.program, &self.names), &self.text, facts)
    }

    /// The condition taken apart, for saying it in words.
    pub fn outline(&self) -> Outline {
        outline::outline(&self.program.expression().expr, &self.text)
    }

    /// The names the condition speaks of.
    pub fn names(&self) -> &Names {
        &self.names
    }
}

const SHAPE: &str =
    "write a condition such as `call.open && signed('mayor')`, `!marked('returned')` or `answers.population > 10000`";

/// Stack for the CEL parser, which takes some 200 kB for each bracket when compiled without optimisation.
const PARSER_STACK: usize = 16 << 20;

/// Runs the CEL parser where it has room; `None` if it gave up altogether.
fn compile(text: &str) -> Option<Result<cel::Program, cel::ParseErrors>> {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(PARSER_STACK);
        let thread = builder.spawn_scoped(scope, || cel::Program::compile(text)).ok()?;
        thread.join().ok()
    })
}

fn finding(place: &Place, rule: &'static str, message: String, hint: &str) -> Finding {
    Finding {
        place: place.clone(),
        level: Level::Error,
        rule,
        message,
        hint: hint.to_owned(),
    }
}

fn syntax(text: &str, place: &Place, errors: &cel::ParseErrors) -> Finding {
    let first = errors.errors.first();
    let reason = reason(first.map_or("", |error| error.msg.as_str()));
    let mut found = finding(
        place,
        "guard-syntax",
        format!("`{text}` is not a condition: {reason}"),
        SHAPE,
    );
    if let Some(error) = first.filter(|error| error.pos.0 <= 1) {
        found.place.column += u32::try_from(error.pos.1).unwrap_or(0);
    }
    found
}

/// The parser's complaint without the list of all it would have liked.
fn reason(complaint: &str) -> String {
    let input = complaint
        .split_once("input '")
        .and_then(|(_, rest)| rest.split_once('\''));
    match input {
        Some(("<EOF>", _)) => "something is missing at the end".to_owned(),
        Some((word, _)) => format!("`{word}` does not belong here"),
        None => "it cannot be read".to_owned(),
    }
}

impl PartialEq for Guard {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.place == other.place
    }
}

impl Eq for Guard {}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("text", &self.text)
            .field("place", &self.place)
            .finish()
    }
}

#[cfg(test)]
mod tests;
