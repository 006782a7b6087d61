//! Who may act: roles, their seats and addresses, and what can happen to an organisation.
//!
//! Owns the nouns alone; who sits where is no part of a programme.

use super::{Place, Text};

/// A role: who may act.
#[derive(Clone, Debug)]
pub struct Role {
    /// Name in the files.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Name for people.
    pub title: Text,
    /// Seats an organisation fills for this role, the first being the one letters go to; empty for a body of the house.
    pub seats: Vec<Seat>,
    /// Which cases a body of the house sees.
    pub sees: Sees,
    /// Whether it runs the programme: opens and moves calls, keeps the directory, imports members.
    pub runs: bool,
    /// The role whose seats make its holders: everybody who sits in them for another organisation that is a member.
    pub peers_of: Option<String>,
    /// Where it is written.
    pub place: Place,
}

impl Role {
    /// Whether its holders are a body of the house, rather than people of organisations.
    pub fn of_house(&self) -> bool {
        self.seats.is_empty() && self.peers_of.is_none()
    }
}

/// Which cases a body of the house sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Every case (`sees = "all"`).
    All,
    /// Those it has been told about or may act on (`sees = "told"`, the default).
    Told,
}

/// A seat of a role in the organisation that owns a case.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Name in the files.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Name for people.
    pub title: Text,
}

/// A role, or one seat of it: `commission`, `applicant.mayor`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Address {
    /// The role's name.
    pub role: String,
    /// The seat's name, or any seat of the role.
    pub seat: Option<String>,
}

impl Address {
    /// Whether somebody who sits in `role` and `seat` is meant.
    pub fn covers(&self, role: &str, seat: Option<&str>) -> bool {
        self.role == role && (self.seat.is_none() || self.seat.as_deref() == seat)
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.seat {
            Some(seat) => write!(f, "{}.{seat}", self.role),
            None => f.write_str(&self.role),
        }
    }
}

/// Something that can happen to an organisation: `[organisation.licence-lost]`.
#[derive(Clone, Debug)]
pub struct OrganisationEvent {
    /// Name in the files; cases wait for it as `organisation.NAME`.
    pub name: String,
    /// Name for people.
    pub title: Text,
    /// Who may record it.
    pub by: Vec<Address>,
    /// Where it is written.
    pub place: Place,
}
