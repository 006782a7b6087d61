//! The ways a message can leave: to a mail server, into memory, into files, by somebody else.
//!
//! Owns the choice between them. The practice house and the tests use memory, a rehearsal on a server's disk uses files, a
//! simulation brings a carrier of its own.

use std::fmt::Debug;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::message::Outgoing;
use super::outcome::Outcome;
use super::smtp::SmtpTransport;

/// A way a message can leave.
#[derive(Debug)]
pub enum Transport {
    /// To a mail server.
    Smtp(Box<SmtpTransport>),
    /// Into memory, where the on-screen mailbox finds it.
    Memory(Memory),
    /// Into a folder, one `.eml` file a message, named after its id.
    File(PathBuf),
    /// By a carrier from outside this program.
    Carrier(Arc<dyn Carrier>),
}

/// What became of a message, when it is known.
pub type Carried<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// Takes messages in the place of a mail server.
pub trait Carrier: Debug + Send + Sync {
    /// Takes one message, or says why not; see [`Transport::send`].
    fn carry<'a>(&'a self, outgoing: &'a Outgoing) -> Carried<'a>;

    /// How many it takes at once.
    fn side_by_side(&self) -> usize;

    /// The longest it may take over one.
    fn longest(&self) -> Duration;
}

impl From<SmtpTransport> for Transport {
    fn from(smtp: SmtpTransport) -> Self {
        Self::Smtp(Box::new(smtp))
    }
}

impl Transport {
    /// How many messages may be on their way at once: one where the order in which they come is looked at.
    pub fn side_by_side(&self) -> usize {
        match self {
            Self::Smtp(smtp) => smtp.settings().connections,
            Self::Memory(_) | Self::File(_) => 1,
            Self::Carrier(carrier) => carrier.side_by_side(),
        }
    }

    /// The longest one message can take.
    pub fn longest(&self) -> Duration {
        match self {
            Self::Smtp(smtp) => smtp.settings().patience.longest(),
            Self::Memory(_) | Self::File(_) => Duration::ZERO,
            Self::Carrier(carrier) => carrier.longest(),
        }
    }

    /// Hands over one message. Never fails: the outcome says how far it came. Takes no longer than [`Transport::longest`].
    pub async fn send(&self, outgoing: &Outgoing) -> Outcome {
        let message = match outgoing.message() {
            Ok(message) => message,
            Err(error) => {
                return Outcome::PermanentRefusal {
                    answer: error.to_string(),
                };
            }
        };
        match self {
            Self::Smtp(smtp) => smtp.send(message.envelope(), &message.formatted()).await,
            Self::Memory(memory) => memory.take(outgoing),
            Self::File(folder) => write(folder, &outgoing.message_id, &message.formatted()).await,
            Self::Carrier(carrier) => carrier.carry(outgoing).await,
        }
    }
}

/// Messages kept in memory; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Vec<Outgoing>>>);

impl Memory {
    /// All messages, in the order in which they came.
    pub fn messages(&self) -> Vec<Outgoing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets all messages.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn take(&self, outgoing: &Outgoing) -> Outcome {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(outgoing.clone());
        Outcome::Accepted {
            answer: "kept in memory".to_owned(),
        }
    }
}

/// Writes a message beside its place and then moves it there, so that no half of one is ever read.
async fn write(folder: &Path, message_id: &str, bytes: &[u8]) -> Outcome {
    let safe = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '@' | '-' | '_');
    let name: String = message_id
        .chars()
        .map(|sign| if safe(sign) { sign } else { '.' })
        .collect();
    let place = folder.join(format!("{name}.eml"));
    match written(folder, &place, bytes).await {
        Ok(()) => Outcome::Accepted {
            answer: format!("written to {}", place.display()),
        },
        Err(error) => Outcome::Unreachable {
            what: format!("{}: {error}", place.display()),
        },
    }
}

async fn written(folder: &Path, place: &Path, bytes: &[u8]) -> io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let beside = place.with_extension("part");
    tokio::fs::write(&beside, bytes).await?;
    tokio::fs::rename(&beside, place).await
}
