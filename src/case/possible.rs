//! What people could ask of a case as it stands.

use super::event::Event;
use super::people::may_see;
use super::refusal::Refusal;
use super::scene::Scene;
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::definition::{Address, Trigger};
use crate::workflow::{Definition, Transition};

/// One thing the actor could ask of the case now, and why not, if not.
#[derive(Clone, Debug)]
pub struct Possible<'a> {
    /// The transition.
    pub transition: &'a Transition,
    /// The role or seat the actor would use; where the actor may not, the first that may.
    pub role: Address,
    /// Why the event would be refused as things stand.
    pub refused_because: Option<Refusal>,
}

/// What people could ask of the case in its state, seen by this event's actor and with this event's answers.
pub fn possible<'a>(definition: &'a Definition, case: &'a Case, event: &'a Event, now: Instant) -> Vec<Possible<'a>> {
    let Ok(scene) = Scene::of(definition, case, event, now) else {
        return Vec::new();
    };
    if !may_see(definition, case, &event.actor) {
        return Vec::new();
    }
    scene
        .state
        .transitions
        .iter()
        .filter_map(|transition| {
            let Trigger::By(by) = &transition.trigger else {
                return None;
            };
            let role = scene.role(by).or_else(|| by.first().cloned())?;
            Some(Possible {
                transition,
                role,
                refused_because: scene.permitted(transition).err(),
            })
        })
        .collect()
}
