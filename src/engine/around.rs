//! What is true around a case at the moment a decision about it is made: who sits, and the other cases of its call.

use super::handle::Stop;
use super::save::Loaded;
use super::work::Work;
use super::{Engine, EngineError};
use crate::case::around::{Around, Rival, compares};
use crate::clock::Instant;
use crate::store::cases::{self, StoredCase};
use crate::store::{Tx, calls};

impl Engine {
    /// Who sits now, and how the other cases of the call stand if this one is compared with them.
    pub(super) async fn around(&self, tx: &mut Tx, loaded: &Loaded, at: Instant) -> Result<Around, Stop> {
        let case = &loaded.stored.case;
        let mut around = Around {
            sitting: Around::sitting(&loaded.people, at),
            rivals: Vec::new(),
        };
        let Some(call) = case.call.as_ref().filter(|_| compares(&loaded.definition, &case.kind)) else {
            return Ok(around);
        };
        let others = cases::of_call(tx, call.id).await?;
        for other in others {
            if other.case.id == case.id || other.case.kind != case.kind {
                continue;
            }
            let definition = self.version(tx, &other.workflow, other.version).await?;
            around.rivals.push(Rival::of(&definition, &other.case));
        }
        Ok(around)
    }

    /// The same for a decision that will be stored: a comparison sees what was decided before in the same transaction.
    pub(super) async fn around_now(&self, work: &mut Work, loaded: &Loaded, at: Instant) -> Result<Around, Stop> {
        let case = &loaded.stored.case;
        let compared = case.call.is_some() && compares(&loaded.definition, &case.kind);
        let tx = if compared { work.settled().await? } else { work.tx() };
        self.around(tx, loaded, at).await
    }

    /// Keeps the other cases of a call as they are while a decision compares this one with them.
    pub(super) async fn hold_call(&self, tx: &mut Tx, stored: &StoredCase) -> Result<(), Stop> {
        let Some(call) = &stored.case.call else { return Ok(()) };
        let definition = self.version(tx, &stored.workflow, stored.version).await?;
        if compares(&definition, &stored.case.kind) {
            calls::hold(tx, call.id).await.map_err(EngineError::from)?;
        }
        Ok(())
    }
}
