//! Peers: those who sit in another member's seats.
//!
//! Owns which cases make an organisation a member and which roles that gives its people in the cases of others. Does not
//! know where seats are kept: whoever loads people asks here, so that there is one rule.

use uuid::Uuid;

use super::event::{Change, Entry};
use super::people::Holder;
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::definition::{Address, Trigger};

/// Whether a case in this state makes its organisation a member: it is listed, and not over.
pub fn is_member(definition: &Definition, kind: &str, state: &str) -> bool {
    let state = definition.kind(kind).and_then(|kind| kind.state(state));
    state.is_some_and(|state| state.listed && !state.is_final)
}

/// Whether a case makes its organisation a member.
pub fn makes_member(definition: &Definition, case: &Case) -> bool {
    is_member(definition, &case.kind, &case.state)
}

/// Whether an entry makes an organisation a member or ends that.
pub fn changes_members(definition: &Definition, kind: &str, entry: &Entry) -> bool {
    let before = entry
        .from
        .as_ref()
        .is_some_and(|state| is_member(definition, kind, state));
    let passed_on = entry.changes.iter().any(|change| matches!(change, Change::Owner(_)));
    before != is_member(definition, kind, &entry.to) || (before && passed_on)
}

/// Whether the workflow has roles that peers hold.
pub fn has_peers(definition: &Definition) -> bool {
    definition.roles.iter().any(|role| role.peers_of.is_some())
}

/// Whether a plan can tell peers anything: then it depends on who is a member and who sits there.
pub fn are_reminded(definition: &Definition) -> bool {
    let peers = |address: &Address| {
        definition
            .role(&address.role)
            .is_some_and(|role| role.peers_of.is_some())
    };
    let states = definition.kinds.iter().flat_map(|kind| &kind.states);
    let duties = states.flat_map(|state| &state.duties);
    duties
        .flat_map(|duty| &duty.reminders)
        .flat_map(|reminder| &reminder.to)
        .any(peers)
}

/// What a holder of a seat in another member is in a case of this workflow, while that other is a member: since when.
pub fn as_peer<'a>(
    definition: &'a Definition,
    holder: &'a Holder,
    (member, since): (Uuid, Instant),
) -> impl Iterator<Item = Holder> + use<'a> {
    let roles = definition.roles.iter();
    roles
        .filter(|role| role.peers_of.as_deref() == Some(holder.role.as_str()))
        .map(move |role| Holder {
            role: role.name.clone(),
            seat: None,
            peer: Some(member),
            from: holder.from.max(Some(since)),
            ..holder.clone()
        })
}

/// Whether somebody in this role may do something in some state of the workflow.
pub fn may_act(definition: &Definition, role: &str) -> bool {
    let states = definition.kinds.iter().flat_map(|kind| &kind.states);
    states
        .flat_map(|state| &state.transitions)
        .any(|one| matches!(&one.trigger, Trigger::By(by) if by.iter().any(|address| address.role == role)))
}
