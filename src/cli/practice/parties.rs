//! What happens to organisations while a scenario is played on the real engine.

use uuid::Uuid;

use super::{PlayError, Player};
use crate::rehearsal::scenario::Act;
use crate::store::seats;

impl Player {
    /// Somebody records what has happened to an organisation.
    pub(super) async fn happens(&self, act: &Act) -> Result<(), PlayError> {
        Err(PlayError::Line(format!("`{}` cannot be recorded yet", act.event)))
    }

    /// Divides an organisation: each running case goes to the successor that takes its kind, else to the first.
    pub(super) async fn split(&mut self, old: &str, _parts: &[(String, Vec<String>)]) -> Result<(), PlayError> {
        Err(PlayError::Line(format!("`{old}` cannot be divided yet")))
    }

    /// Gives an organisation another name.
    pub(super) async fn rename(&mut self, old: &str, _new: &str) -> Result<(), PlayError> {
        Err(PlayError::Line(format!("`{old}` cannot be renamed yet")))
    }

    /// The person of that name, or whose name begins so, in a role of the house.
    pub(super) async fn one_of(&self, role: &str, name: &str) -> Result<Uuid, PlayError> {
        let mut tx = self.engine.store.read().await?;
        let now = self.engine.now();
        let held = seats::of_house(&mut tx).await?;
        let mut sits = held
            .into_iter()
            .filter(|held| held.role == role && held.clone().holder().holds_at(now));
        let called = |person: Uuid| {
            let names = self.people.iter().filter(|(_, id)| **id == person);
            names.into_iter().any(|(known, _)| {
                known
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            })
        };
        let found = sits.find(|held| called(held.person_id)).map(|held| held.person_id);
        found.ok_or_else(|| PlayError::Line(format!("no `{name}` sits as `{role}`")))
    }
}
