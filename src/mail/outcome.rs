//! What became of one attempt.
//!
//! Owns the five things an attempt can end in. What follows from them (again later, never again, tell a person) is the
//! outbox's business; the pauses are in [`super::retry`].

use std::fmt;

/// What became of one attempt to hand a message over, with the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server has taken it: it is the server's now.
    Accepted {
        /// The server's answer.
        answer: String,
    },
    /// The server said "not now" (4xx) to this message: try again later.
    TransientRefusal {
        /// The server's answer.
        answer: String,
    },
    /// The server, or the form of the address, said "never" (5xx): stop and tell a person.
    PermanentRefusal {
        /// The server's answer, or what is wrong with the message.
        answer: String,
    },
    /// No message was handed over, for a reason that is not this message's: server away, sign-in refused, TLS failed.
    Unreachable {
        /// What happened.
        what: String,
    },
    /// The message was on its way when the talk ended: the server may or may not have it. Try again with the same id.
    Unknown {
        /// What happened.
        what: String,
    },
}

impl Outcome {
    /// The word for it: `accepted`, `transient-refusal`, `permanent-refusal`, `unreachable`, `unknown`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::TransientRefusal { .. } => "transient-refusal",
            Self::PermanentRefusal { .. } => "permanent-refusal",
            Self::Unreachable { .. } => "unreachable",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// The server's words, or what happened.
    pub fn words(&self) -> &str {
        match self {
            Self::Accepted { answer } | Self::TransientRefusal { answer } | Self::PermanentRefusal { answer } => answer,
            Self::Unreachable { what } | Self::Unknown { what } => what,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name(), self.words())
    }
}
