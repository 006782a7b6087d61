//! What happened in a rehearsal, line by line.

use serde::Serialize;
use uuid::Uuid;

use crate::clock::Instant;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// When, in the workflow's zone with its offset.
    #[serde(skip)]
    pub at: Instant,
    /// The case it happened to.
    #[serde(skip)]
    pub case: Uuid,
    /// The organisation it happened to.
    pub organisation: String,
    /// The kind of case.
    pub kind: String,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// An event was accepted.
    Entry {
        /// The event.
        event: String,
        /// The state before.
        from: Option<String>,
        /// The state after.
        to: String,
        /// The standing after, if the case has one.
        standing: Option<&'static str>,
        /// The reason given.
        reason: Option<String>,
    },
    /// A letter left.
    Letter {
        /// The letter.
        letter: String,
        /// The duty it is about; empty when it tells of an event.
        duty: String,
        /// The step of the duty.
        step: String,
        /// Which time the duty is owed.
        #[serde(skip)]
        occurrence: String,
        /// To which role and seat.
        to: String,
        /// The person's name.
        recipient: String,
        /// The language it is written in.
        language: String,
    },
    /// A rule said no.
    Refused {
        /// The event asked.
        event: String,
        /// The rule.
        rule: String,
    },
    /// A reminder was left out by catching up.
    LeftOut {
        /// The duty.
        duty: String,
        /// The step.
        step: String,
    },
}

impl What {
    /// The line as people read it, without date and name.
    pub fn sentence(&self) -> String {
        match self {
            Self::Entry {
                event,
                from,
                to,
                standing,
                reason,
            } => {
                let states = match from {
                    Some(from) if from != to => format!("{from} → {to}"),
                    _ => to.clone(),
                };
                let standing = standing.map(|word| format!(", standing {word}")).unwrap_or_default();
                let reason = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                format!("{event}: {states}{standing}{reason}")
            }
            Self::Letter {
                letter,
                step,
                to,
                recipient,
                language,
                duty,
                ..
            } => {
                let about = if duty.is_empty() {
                    String::new()
                } else {
                    format!(" ({duty}, {step})")
                };
                format!("letter {letter} to {recipient}, {to}, in {language}{about}")
            }
            Self::Refused { event, rule } => format!("{event} refused: {rule}"),
            Self::LeftOut { duty, step } => format!("left out after the outage: {duty}, {step}"),
        }
    }
}
