//! One planned thing to tell one recipient about one step of one duty.

use uuid::Uuid;

use crate::clock::Instant;
use crate::workflow::definition::Address;

/// A planned notice. Duty, step, recipient and occurrence are its natural key within the case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// When it leaves.
    pub planned_at: Instant,
    /// The duty, or empty when an event itself is told.
    pub duty: String,
    /// Step: `before-14-days`, or the letter's name when an event is told.
    pub step: String,
    /// Which time: the duty's due instant, or the entry's number when an event is told.
    pub occurrence: String,
    /// The person it goes to.
    pub recipient: Uuid,
    /// The role and seat through which it reaches them.
    pub address: Address,
    /// The letter.
    pub letter: String,
}
