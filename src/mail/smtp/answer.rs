//! What a mail server's answer says about a message.
//!
//! Owns the reading of codes and words, and how far a message came. Sends nothing.

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

use crate::mail::outcome::Outcome;
use crate::workflow::letter::escape::one_line;

/// How far a message came that was not accepted.
pub(super) enum Failure {
    /// The server refused the message.
    Refused(Outcome),
    /// The talk ended before the message's first byte.
    Before(String),
    /// The talk ended after it.
    After(String),
}

/// The error as the server's refusal of this message; none when it is no answer to it.
///
/// 530, 534, 535 and 538 ask for another sign-in, which is not about the message either.
pub(super) fn refusal(error: &Error) -> Option<Failure> {
    let code = error.status()?.to_string();
    let answer = answered(error, &code);
    match code.as_str() {
        "530" | "534" | "535" | "538" => Some(Failure::Refused(Outcome::Unreachable { what: answer })),
        _ if error.is_permanent() => Some(Failure::Refused(Outcome::PermanentRefusal { answer })),
        _ => Some(Failure::Refused(Outcome::TransientRefusal { answer })),
    }
}

/// Whether the server says that it closes the connection (421): on one that was kept, because it has been idle too long.
pub(super) fn closes(error: &Error) -> bool {
    error.status().is_some_and(|code| code.to_string() == "421")
}

/// What the attempt ended in.
pub(super) fn outcome(result: Result<String, Failure>) -> Outcome {
    match result {
        Ok(answer) => Outcome::Accepted { answer },
        Err(Failure::Refused(outcome)) => outcome,
        Err(Failure::Before(what)) => Outcome::Unreachable { what },
        Err(Failure::After(what)) => Outcome::Unknown { what },
    }
}

/// A positive answer in one line: code and words.
pub(super) fn words(response: &Response) -> String {
    let text: Vec<&str> = response.message().collect();
    one_line(&format!("{} {}", response.code(), text.join(" ")))
}

/// A refusal in one line: code and words.
pub(super) fn answered(error: &Error, code: &str) -> String {
    let text = std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default();
    one_line(&format!("{code} {text}"))
}

/// An error in one line, in the server's words where it spoke.
pub(super) fn said(error: Error) -> String {
    match error.status() {
        Some(code) => answered(&error, &code.to_string()),
        None => one_line(&error.to_string()),
    }
}
