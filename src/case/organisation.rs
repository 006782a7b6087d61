//! What happens to an organisation rather than to one of its cases: a licence lost, another name.
//!
//! Owns who may record it and which cases wait for it. It is recorded once, by whoever keeps the directory; the cases that
//! wait follow their own transitions (`upon = "organisation.NAME"`).

use super::event::HeldSeat;
use super::people::OPERATOR;
use super::refusal::Refusal;
use super::state::Case;
use crate::workflow::Definition;
use crate::workflow::definition::{OrganisationEvent, Trigger};

/// The event of that name, if somebody in these seats may record it.
///
/// # Errors
/// Refused when the workflow does not know the event or none of the seats may record it.
pub fn may_record<'a>(
    definition: &'a Definition,
    name: &str,
    seats: &[HeldSeat],
) -> Result<&'a OrganisationEvent, Refusal> {
    let event = definition.organisation_events.iter().find(|event| event.name == name);
    let event = event.ok_or_else(|| Refusal::new("unknown-event").with("event", name))?;
    let covered = |held: &HeldSeat| {
        held.role == OPERATOR
            || event
                .by
                .iter()
                .any(|address| address.covers(&held.role, held.seat.as_deref()))
    };
    if seats.iter().any(covered) {
        return Ok(event);
    }
    let roles: Vec<String> = event.by.iter().map(ToString::to_string).collect();
    Err(Refusal::new("role")
        .with("event", name)
        .with("roles", &roles.join(", ")))
}

/// Whether a case waits, in its present state, for this news about its organisation.
pub fn waits(definition: &Definition, case: &Case, news: &str) -> bool {
    let state = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state));
    state.is_some_and(|state| {
        state
            .transitions
            .iter()
            .any(|one| matches!(&one.trigger, Trigger::Upon(event) if event == news))
    })
}
