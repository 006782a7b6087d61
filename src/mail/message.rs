//! A message: what is said to whom, and its form on the wire.
//!
//! Owns headers, MIME and the `Message-ID`. The same [`Outgoing`] always gives the same bytes, so that a second attempt is
//! the same message. Does not own the words in it, nor how it travels.

use std::time::{Duration, SystemTime};

use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{MultiPart, SinglePart};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::address::{AddressError, Party};
use crate::clock::Instant;
use crate::workflow::letter::escape::one_line;

/// The last second a mail's date can name (year 9999).
const LAST_SECOND: u64 = 253_402_300_799;

/// A message that is ready to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Its `Message-ID` without angle brackets, from [`message_id`].
    pub message_id: String,
    /// The id under which mail programs gather a case's messages: [`message_id`] of the case; none for a lone message.
    pub thread: Option<String>,
    /// Who sends.
    pub from: Party,
    /// Who receives.
    pub to: Party,
    /// Subject line.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as an HTML page.
    pub html: String,
    /// When it was written: the date it bears on every attempt.
    pub date: Instant,
}

/// Why a message cannot be put into its form.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// The sender cannot be written.
    #[error("the sender: {0}")]
    From(#[source] AddressError),
    /// The recipient cannot be written to.
    #[error("the recipient: {0}")]
    To(#[source] AddressError),
    /// The mailer refuses the whole.
    #[error("the message: {0}")]
    Whole(#[from] lettre::error::Error),
}

/// The `Message-ID` for a natural key: the same parts give the same id, and no other parts do.
pub fn message_id(parts: &[&str], domain: &str) -> String {
    let digest = digest(parts);
    format!(
        "{digest}@{}",
        idna::domain_to_ascii(domain).unwrap_or_else(|_| "localhost".to_owned())
    )
}

/// Forty hexadecimal digits for the parts; each part's length goes in, so that moving a letter between two parts shows.
fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut digest = hex::encode(hash.finalize());
    digest.truncate(40);
    digest
}

impl Outgoing {
    /// The message as the mailer sends it: multipart/alternative, UTF-8, marked as written by a machine (RFC 3834).
    pub fn message(&self) -> Result<Message, MessageError> {
        let mut message = Message::builder()
            .date(date(self.date))
            .from(self.from.mailbox().map_err(MessageError::From)?)
            .to(self.to.mailbox().map_err(MessageError::To)?)
            .subject(one_line(&self.subject))
            .message_id(Some(bracketed(&self.message_id)))
            .header(AutoSubmitted);
        if let Some(thread) = &self.thread {
            message = message.in_reply_to(bracketed(thread)).references(bracketed(thread));
        }
        let boundary = format!("kalends-{}", digest(&[&self.message_id]));
        let parts = MultiPart::alternative()
            .boundary(boundary)
            .singlepart(SinglePart::plain(readable(&self.text)))
            .singlepart(SinglePart::html(readable(&self.html)));
        Ok(message.multipart(parts)?)
    }
}

/// An id between angle brackets, with nothing in it that could end the header.
fn bracketed(id: &str) -> String {
    let id: String = id
        .chars()
        .filter(|sign| sign.is_ascii_graphic() && !matches!(sign, '<' | '>'))
        .collect();
    format!("<{id}>")
}

/// The text without control characters other than line ends and tabs.
fn readable(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t'))
        .collect()
}

/// The instant in whole seconds, held inside the years a mail's date can name.
fn date(instant: Instant) -> SystemTime {
    let seconds = u64::try_from(instant.micros() / 1_000_000).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.min(LAST_SECOND))
}

/// The header that asks other machines not to answer.
#[derive(Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
