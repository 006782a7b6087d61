//! In which states it can be somebody's turn: where they owe something, may move a case on, or learn of one at all.
//!
//! Owns what is true of a whole state, whichever case stands in it, so that lists look only where something can be found.
//! What is true of one case is said by [`super::plan`] and [`super::people`].

use super::event::{Actor, HeldSeat};
use super::people::covering;
use crate::workflow::definition::{Address, Sees, Trigger};
use crate::workflow::{Definition, Kind, State, Transition};

/// Whether the actor may owe something in the state.
pub fn may_owe(state: &State, actor: &Actor) -> bool {
    state.duties.iter().any(|rule| covering(actor, &rule.of).is_some())
}

/// Whether the actor may move cases on from the state, in which their owner can no longer write.
pub fn may_move(state: &State, actor: &Actor) -> bool {
    let moving = |one: &&Transition| one.to.is_some() && state.edits.is_none();
    state
        .transitions
        .iter()
        .filter(moving)
        .flat_map(asked_by)
        .any(|address| covering(actor, address).is_some())
}

/// Who may ask for a transition; nobody for those that happen by themselves.
pub fn asked_by(transition: &Transition) -> &[Address] {
    match &transition.trigger {
        Trigger::By(by) => by,
        _ => &[],
    }
}

/// Whether anybody in these seats can ever know of a case of this kind.
pub fn may_learn(definition: &Definition, kind: &Kind, seats: &[HeldSeat]) -> bool {
    let names = |role: &str, address: &Address| address.role == role;
    let transitions = || kind.states.iter().flat_map(|state| &state.transitions);
    seats.iter().any(|held| {
        let role = held.role.as_str();
        let sees_all = definition.role(role).is_some_and(|role| role.sees == Sees::All);
        let told = || {
            transitions()
                .flat_map(|one| &one.tell)
                .any(|(address, _)| names(role, address))
        };
        let acts = || transitions().flat_map(asked_by).any(|address| names(role, address));
        sees_all || kind.owner == role || told() || acts()
    })
}
