//! Mail: a letter becomes a message, and a message reaches a mail server.
//!
//! Owns the frame round a letter, the message's form on the wire, addresses, the ways a message can leave (SMTP, memory,
//! files) and what their answers mean, and the pauses between attempts. Does not own what is due or to whom (the plan says),
//! and keeps no rows: the outbox is the store's, its loop the worker's.

pub mod address;
pub mod html;
pub mod letter;
pub mod message;
pub mod outcome;
pub mod retry;
pub mod settings;
pub mod smtp;
pub mod transport;

pub use address::{AddressError, Party};
pub use letter::{Frame, Link, RenderError, Rendered};
pub use message::{Outgoing, message_id};
pub use outcome::Outcome;
pub use settings::{SettingsError, SmtpSettings};
pub use smtp::SmtpTransport;
pub use transport::{Memory, Transport};
