//! Puts a filled letter into its frame: subject, plain text and HTML for one recipient.
//!
//! Owns the frame and its foot. Does not own the words of the foot (the caller has them in the recipient's language), nor
//! the letter's own words and placeholders ([`crate::workflow::letter`]).

use askama::Template;
use serde::Serialize;

use super::html;
use crate::workflow::letter::{Filled, Letter, LetterError};

/// What stands round a letter, in the recipient's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Language tag, told to programs that read the mail aloud.
    pub lang: String,
    /// The programme's title, above the letter.
    pub programme: String,
    /// Why the recipient gets this, and whom to tell when it is wrong: a sentence.
    pub why: String,
    /// Where the foot leads: the case, the explanation of this notice.
    pub links: Vec<Link>,
}

/// A link in the foot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What to press, in the recipient's language.
    pub words: String,
    /// The address it leads to.
    pub url: String,
}

/// A letter as it will be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject: one line of plain words.
    pub subject: String,
    /// The body and foot as plain text.
    pub text: String,
    /// The body and foot as an HTML page.
    pub html: String,
}

/// Why a letter cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The letter has no text in any language.
    #[error("letter `{0}` has no text in any language")]
    Empty(String),
    /// The letter's placeholders cannot be filled.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// The frame cannot be written.
    #[error("the frame round the letter: {0}")]
    Frame(#[from] askama::Error),
}

/// Fills `letter` from `context` in the frame's language (else English, else any it has) and frames it.
pub fn render<C: Serialize>(letter: &Letter, context: &C, frame: &Frame) -> Result<Rendered, RenderError> {
    let version = letter.in_lang(&frame.lang);
    let version = version.ok_or_else(|| RenderError::Empty(letter.name.clone()))?;
    dress(&version.render(context)?, frame)
}

/// Frames a letter that has been filled.
pub fn dress(filled: &Filled, frame: &Frame) -> Result<Rendered, RenderError> {
    let page = Page {
        subject: &filled.subject,
        body: &html::body(&filled.body),
        frame,
    };
    Ok(Rendered {
        subject: filled.subject.clone(),
        text: text(filled, frame),
        html: page.render()?,
    })
}

/// The HTML page round a letter.
#[derive(Template)]
#[template(path = "frame.html")]
struct Page<'a> {
    subject: &'a str,
    body: &'a str,
    frame: &'a Frame,
}

/// The plain text with the same foot; the line of dashes and a space is where mail programs expect one.
fn text(filled: &Filled, frame: &Frame) -> String {
    let mut text = format!("{}\n-- \n{}\n{}\n", filled.text(), frame.programme, frame.why);
    for link in &frame.links {
        text.push_str(&format!("{}: {}\n", link.words, link.url));
    }
    text
}
