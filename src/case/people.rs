//! Who holds which seat, whom a letter to a role reaches, and who may see or edit a case.

use uuid::Uuid;

use super::event::{Actor, HeldSeat};
use super::facts::own_answers;
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::definition::{Address, Sees, Trigger};

/// A person holding a role (and seat) for a case's organisation or for the house, from a date to a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person: Uuid,
    /// The role.
    pub role: String,
    /// The seat, for roles of organisations.
    pub seat: Option<String>,
    /// The member for which somebody sits who is here as a peer; `None` for everybody else.
    pub peer: Option<Uuid>,
    /// Since when; `None` is always.
    pub from: Option<Instant>,
    /// Until when, exclusive; `None` is open.
    pub until: Option<Instant>,
}

impl Holder {
    /// Whether the seat is held at `at`.
    pub fn holds_at(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

/// The persons a letter to `address` reaches at `at`, each once, with the seat through which it reaches them.
///
/// A role reaches its first seat that anybody holds; a vacant seat falls back to the role, so that a letter to an empty
/// chair reaches the organisation all the same. Empty only if nobody holds the role at all.
pub fn recipients(definition: &Definition, people: &[Holder], address: &Address, at: Instant) -> Vec<(Uuid, Address)> {
    let seats = definition.role(&address.role).map_or(&[][..], |role| &role.seats);
    let wanted = address.seat.iter().chain(seats.iter().map(|seat| &seat.name));
    let mut chairs: Vec<Option<String>> = wanted.cloned().map(Some).collect();
    if seats.is_empty() {
        chairs.push(None);
    }
    let mut reached = chairs.into_iter().map(|seat| {
        holding(
            people,
            &Address {
                role: address.role.clone(),
                seat,
            },
            at,
        )
    });
    reached.find(|found| !found.is_empty()).unwrap_or_default()
}

fn holding(people: &[Holder], chair: &Address, at: Instant) -> Vec<(Uuid, Address)> {
    let sits = |holder: &&Holder| holder.role == chair.role && holder.seat == chair.seat && holder.holds_at(at);
    let mut found: Vec<Uuid> = people.iter().filter(sits).map(|holder| holder.person).collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|person| (person, chair.clone())).collect()
}

/// The seats `person` holds at `at`.
pub fn seats_of(people: &[Holder], person: Uuid, at: Instant) -> Vec<HeldSeat> {
    people
        .iter()
        .filter(|holder| holder.person == person && holder.holds_at(at))
        .map(|holder| HeldSeat {
            role: holder.role.clone(),
            seat: holder.seat.clone(),
            peer: holder.peer,
        })
        .collect()
}

/// The first of the actor's seats that `address` covers.
pub fn covering<'a>(actor: &'a Actor, address: &Address) -> Option<&'a HeldSeat> {
    match actor {
        Actor::Person { seats, .. } => seats
            .iter()
            .find(|held| address.covers(&held.role, held.seat.as_deref())),
        Actor::Engine => None,
    }
}

/// Whether the actor may edit the case's answers now.
pub fn may_edit(definition: &Definition, case: &Case, actor: &Actor) -> bool {
    let state = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state));
    state
        .and_then(|state| state.edits.as_ref())
        .is_some_and(|address| covering(actor, address).is_some())
}

/// Whether the actor may see the case at all. Drafts are another matter: they are shown to those who own the case.
pub fn may_see(definition: &Definition, case: &Case, actor: &Actor) -> bool {
    match actor {
        Actor::Engine => true,
        Actor::Person { seats, .. } => seats.iter().any(|held| role_sees(definition, case, &held.role)),
    }
}

/// Whether the actor belongs to the organisation that owns the case.
pub fn owns(definition: &Definition, case: &Case, actor: &Actor) -> bool {
    let owner = definition.kind(&case.kind).map(|kind| kind.owner.as_str());
    match actor {
        Actor::Engine => false,
        Actor::Person { seats, .. } => seats.iter().any(|held| Some(held.role.as_str()) == owner),
    }
}

/// Whether the actor may see the files of a case. A draft's files are shown to those who own the case, as the draft is:
/// others see them once answers of the case's own form are recorded, or where nobody is writing them.
pub fn may_see_files(definition: &Definition, case: &Case, actor: &Actor) -> bool {
    let state = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state));
    let written = state.is_some_and(|state| state.edits.is_some());
    let drafted = written && own_answers(definition, case).is_none();
    *actor == Actor::Engine || owns(definition, case, actor) || (may_see(definition, case, actor) && !drafted)
}

fn role_sees(definition: &Definition, case: &Case, name: &str) -> bool {
    let Some(role) = definition.role(name) else {
        return false;
    };
    let Some(kind) = definition.kind(&case.kind) else {
        return false;
    };
    let may_act = kind.state(&case.state).is_some_and(|state| {
        state.transitions.iter().any(
            |transition| matches!(&transition.trigger, Trigger::By(by) if by.iter().any(|address| address.role == name)),
        )
    });
    kind.owner == name || role.sees == Sees::All || case.told.contains(name) || may_act
}

/// The role of those who look after the house itself rather than one programme.
pub const OPERATOR: &str = "operator";

/// Whether somebody in these seats runs the programme: opens and moves calls, keeps the directory, imports members.
pub fn may_run(definition: &Definition, seats: &[HeldSeat]) -> bool {
    seats
        .iter()
        .any(|held| held.role == OPERATOR || definition.role(&held.role).is_some_and(|role| role.runs))
}

/// Whether somebody in these seats may know of a notice to `address`: their own role's, or any if they see every case.
pub fn may_know(definition: &Definition, seats: &[HeldSeat], address: &Address) -> bool {
    may_run(definition, seats)
        || seats.iter().any(|held| {
            held.role == address.role || definition.role(&held.role).is_some_and(|role| role.sees == Sees::All)
        })
}
