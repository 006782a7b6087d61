//! What moving a call would do to its cases: decided by the core on what is stored, and thrown away.

use uuid::Uuid;

use crate::case::Case;
use crate::case::decide::decide;
use crate::case::event::{Actor, News, builtin};
use crate::case::evolve::evolve;
use crate::case::plan::plan;
use crate::case::state::CallDates;
use crate::clock::Instant;
use crate::engine::{Engine, EngineError};
use crate::store::cases;

/// What would become of a case.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The case as it stands.
    pub before: Case,
    /// The case as it would stand.
    pub after: Case,
    /// When the first thing would be due in it.
    pub next_due: Option<Instant>,
}

impl Engine {
    /// What these dates would do to each case of a call.
    pub async fn effect_of_call(&self, call: Uuid, dates: &CallDates) -> Result<Vec<Effect>, EngineError> {
        let mut tx = self.store.read().await?;
        let mut effects = Vec::new();
        for stored in cases::of_call(&mut tx, call).await? {
            let version = self.workflows.version(&stored.workflow, stored.version);
            let definition = version.ok_or(EngineError::NotFound("version of the workflow"))?;
            let event = self.bare_event(builtin::CALL_MOVED, Actor::Engine, News::Call(dates.clone()));
            let after = match decide(&definition, &stored.case, &event, self.now()) {
                Ok(decision) => evolve(stored.case.clone(), &decision.entry),
                Err(_) => stored.case.clone(),
            };
            let duties = plan(&definition, &after, &[]).duties;
            effects.push(Effect {
                next_due: duties.iter().filter(|duty| !duty.stopped).map(|duty| duty.due_at).min(),
                before: stored.case,
                after,
            });
        }
        Ok(effects)
    }
}
