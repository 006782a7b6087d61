//! Conditions in CEL, capped so that no file can hang or crash the service.
//!
//! Owns what a condition may say: the variables `call.open`, `standing`, `answers.*` and `forms.*.*`, and the functions
//! `marked('x')`, `signed('x')`, `attached('x')`, `owed('kind')`, `late('kind')` and `children('kind', 'state')`; of panels
//! `quorate`, `carried`, `tied`, `voted`, `scored`, `score`, `passed` and `rank`, and `call.quota`. Does not own what is
//! true of a case: that comes as [`Facts`].

mod compare;
mod evaluate;
pub mod formula;
mod judge;
pub mod limits;
mod names;
mod outline;
mod print;
mod scan;
pub mod types;

use std::fmt;
use std::sync::Arc;

use super::facts::Facts;
use super::finding::{Finding, Level, Place};
use super::reader::Quoted;

pub use names::{Names, OF_SCORES, OF_VOTES};
pub use outline::{Outline, Term, opposite};

/// A checked condition.
#[derive(Clone)]
pub struct Guard {
    /// As written, on one line.
    pub text: String,
    /// Where it is written.
    pub place: Place,
    quoted: Quoted,
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
    /// Reads a condition, given where its characters or at least its opening quotation mark stand.
    ///
    /// # Errors
    /// One finding that says what is wrong with it: too long, too deep, not CEL, or an unknown name.
    pub fn parse(text: &str, place: impl Into<Quoted>) -> Result<Self, Finding> {
        let quoted = place.into();
        scan::scan(text).map_err(|problem| problem.finding(text, &quoted))?;
        let program = match compile(text) {
            Some(Ok(program)) => program,
            Some(Err(errors)) => return Err(syntax(text, &quoted, &errors)),
            None => {
                return Err(finding(
                    quoted.place(),
                    "guard-syntax",
                    format!("`{text}` is not a condition"),
                    SHAPE,
                ));
            }
        };
        let names = Names::of(program.expression()).map_err(|problem| problem.finding(text, &quoted))?;
        Ok(Self {
            text: one_line(text),
            place: quoted.place().clone(),
            quoted,
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
        outline::outline(self.program.expression(), &self.text)
    }

    /// Where a character of the condition stands, counted from 0.
    pub fn spot(&self, character: usize) -> Place {
        self.quoted.character(character)
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

fn syntax(text: &str, quoted: &Quoted, errors: &cel::ParseErrors) -> Finding {
    let first = errors.errors.first();
    let reason = reason(first.map_or("", |error| error.msg.as_str()));
    let place = first.and_then(|error| Some(quoted.character(character(text, error.pos)?)));
    let message = format!("`{}` is not a condition: {reason}", one_line(text));
    finding(place.as_ref().unwrap_or(quoted.place()), "guard-syntax", message, SHAPE)
}

/// Which character of the text the parser means by a line and a column, both from 1 and the column in bytes.
fn character(text: &str, (line, column): (isize, isize)) -> Option<usize> {
    let (line, column) = (usize::try_from(line).ok()?, usize::try_from(column).ok()?);
    let before: usize = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let end = (before + column.checked_sub(1)?).min(text.len());
    Some(text.get(..end)?.chars().count())
}

/// A condition that is written over several lines, for messages.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
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
