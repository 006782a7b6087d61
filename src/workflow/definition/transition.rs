//! What can happen in a state: what sets it off, what it asks and what it does.
//!
//! Owns the nouns alone; whether it may happen now is decided in [`crate::case`].

use super::role::Address;
use super::{Guard, Place, Standing, Text, Timing};

/// Something that can happen in a state.
#[derive(Clone, Debug)]
pub struct Transition {
    /// The event's name.
    pub event: String,
    /// What people read on the button.
    pub title: Text,
    /// What sets it off.
    pub trigger: Trigger,
    /// Not before then.
    pub from: Option<Timing>,
    /// Not from then on.
    pub until: Option<Timing>,
    /// A child it opens.
    pub opens: Option<Opens>,
    /// The state it leads to; `None` stays.
    pub to: Option<String>,
    /// Must hold.
    pub when: Option<Guard>,
    /// What a person reads when the guard refuses.
    pub refusal: Text,
    /// Whether the actor gives a reason.
    pub reason: Reason,
    /// Purpose of an attachment that must be there.
    pub attach: Option<String>,
    /// Form the actor fills with the event.
    pub form: Option<String>,
    /// Panel in which the form is the actor's ballot.
    pub casts: Option<String>,
    /// The case's own form must be complete and is frozen by this event.
    pub complete: bool,
    /// This is the signature of the seat that acts.
    pub signs: bool,
    /// Marks it sets.
    pub marks: Vec<String>,
    /// Marks it clears.
    pub clears: Vec<String>,
    /// Duties whose clock it stops until their state is entered again.
    pub stops: Vec<String>,
    /// Whether it takes or frees a place under the call's quota.
    pub place_in_quota: QuotaUse,
    /// Standing it gives.
    pub standing: Option<Standing>,
    /// Letters it sends: to whom, which.
    pub tell: Vec<(Address, String)>,
    /// Where it is written.
    pub place: Place,
}

/// A child case that a transition opens.
#[derive(Clone, Debug)]
pub struct Opens {
    /// Kind of the child.
    pub kind: String,
    /// When the child is due, if it is; counted as the case stands when the event happens.
    pub due: Option<Timing>,
    /// Where it is written.
    pub place: Place,
}

/// What sets a transition off.
#[derive(Clone, Debug)]
pub enum Trigger {
    /// Somebody in one of these roles or seats.
    By(Vec<Address>),
    /// The engine, at this time.
    At(Timing),
    /// Another event: of the call (`call.moved`), of a child (`progress-report.accept`) or of the organisation
    /// (`organisation.licence-lost`).
    Upon(String),
}

/// Whether a reason is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not asked.
    None,
    /// May be given.
    Optional,
    /// Must be given.
    Required,
}

/// What a transition does to the places under a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaUse {
    /// Nothing.
    Untouched,
    /// Takes one; refused when none is left.
    Takes,
    /// Gives one back.
    Frees,
}
