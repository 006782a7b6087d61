//! The practice house's mailbox: letters as they would have been read, nothing left the house.

use askama::Template;

use super::frame::{Frame, Link};
use crate::clock::Instant;

/// The mailbox.
#[derive(Template, Debug)]
#[template(path = "mailbox.html")]
pub struct MailboxPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Recipients with the address of their letters and how many there are.
    pub recipients: Vec<(Link, u32)>,
    /// The recipient shown; `None` is everybody.
    pub of: Option<String>,
    /// Letters, newest first.
    pub mails: Vec<MailRow>,
}

/// A letter in the list.
#[derive(Clone, Debug)]
pub struct MailRow {
    /// Its page.
    pub href: String,
    /// When it went.
    pub at: Instant,
    /// Who got it.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Tag of its language, for screen readers.
    pub lang: String,
}

/// One letter.
#[derive(Template, Debug)]
#[template(path = "mail.html")]
pub struct MailPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The mailbox.
    pub back: Link,
    /// The letter.
    pub mail: MailRow,
    /// Sender as written.
    pub from: String,
    /// Its text part, in paragraphs of pieces.
    pub paragraphs: Vec<Vec<Piece>>,
    /// Names of its attachments.
    pub attachments: Vec<String>,
}

/// A stretch of a letter's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// An `http` or `https` address; only one of this house may be followed.
    Address(String),
    /// The end of a line.
    Break,
}

/// Cuts a text part into paragraphs, and each into words, addresses and line ends.
pub fn paragraphs(text: &str) -> Vec<Vec<Piece>> {
    let text = text.replace("\r\n", "\n");
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    blocks.map(pieces).collect()
}

fn pieces(block: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (n, line) in block.lines().enumerate() {
        if n > 0 {
            pieces.push(Piece::Break);
        }
        line_pieces(line, &mut pieces);
    }
    pieces
}

fn line_pieces(line: &str, pieces: &mut Vec<Piece>) {
    let mut rest = line;
    while let Some(start) = rest.find("http://").into_iter().chain(rest.find("https://")).min() {
        let (words, after) = rest.split_at(start);
        let end = after
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
            .unwrap_or(after.len());
        let address = after[..end].trim_end_matches(['.', ',', ')', ';']);
        push_words(words, pieces);
        pieces.push(Piece::Address(address.to_owned()));
        rest = &after[address.len()..];
    }
    push_words(rest, pieces);
}

fn push_words(words: &str, pieces: &mut Vec<Piece>) {
    if !words.is_empty() {
        pieces.push(Piece::Words(words.to_owned()));
    }
}
