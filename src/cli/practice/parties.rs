//! What happens to organisations while a scenario is played on the real engine.

use super::{PlayError, Player};
use crate::case::event::builtin;
use crate::engine::parties::{Because, Heir, NewEvent};
use crate::rehearsal::scenario::Act;

impl Player {
    /// Somebody records what has happened to an organisation.
    pub(super) async fn happens(&self, act: &Act) -> Result<(), PlayError> {
        let organisation = self.organisation_named(&act.organisation)?;
        let person = self.actor(act, organisation).await?;
        let event = act.event.strip_prefix(builtin::ORGANISATION).unwrap_or_default();
        let new = NewEvent {
            organisation,
            workflow: self.workflow.clone(),
            event: event.to_owned(),
            reason: act.reason.clone(),
        };
        self.engine.record_event(person, &new, None).await?;
        Ok(())
    }

    /// Divides an organisation: each running case goes to the successor that takes its kind, else to the first.
    pub(super) async fn split(&mut self, old: &str, parts: &[(String, Vec<String>)]) -> Result<(), PlayError> {
        let old = self.organisation_named(old)?;
        let mut heirs = Vec::new();
        for (name, kinds) in parts {
            heirs.push(Heir {
                organisation: self.organisation_named(name)?,
                kinds: kinds.clone(),
                cases: Vec::new(),
            });
        }
        Ok(self.engine.split(old, &heirs, &self.because().await?).await?)
    }

    /// Gives an organisation another name.
    pub(super) async fn rename(&mut self, old: &str, new: &str) -> Result<(), PlayError> {
        let id = self.organisation_named(old)?;
        self.engine.rename(id, new, &self.because().await?).await?;
        self.organisations.remove(old);
        self.organisations.insert(new.to_owned(), id);
        Ok(())
    }

    pub(super) async fn because(&self) -> Result<Because, PlayError> {
        Ok(Because {
            person: Some(self.runner().await?),
            reason: None,
        })
    }
}
