//! What happens to organisations while a scenario is played on the real engine.


use super::{PlayError, Player};
use crate::rehearsal::scenario::Act;

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
}
