//! Who holds which seat, and whom a letter to a role reaches.

use uuid::Uuid;

use crate::clock::Instant;

/// A person holding a role (and seat) for a case's organisation or for the house, from a date to a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person: Uuid,
    /// The role.
    pub role: String,
    /// The seat, for roles of organisations.
    pub seat: Option<String>,
    /// Since when; `None` is always.
    pub from: Option<Instant>,
    /// Until when, exclusive; `None` is open.
    pub until: Option<Instant>,
}
