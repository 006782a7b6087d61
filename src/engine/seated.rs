//! Who sits where, for one organisation's cases in a workflow: the one place that loads them.

use uuid::Uuid;

use super::{Engine, EngineError};
use crate::case::Holder;
use crate::case::renames::under_every_name;
use crate::store::{Tx, seats};
use crate::workflow::Definition;

impl Engine {
    /// Everybody who ever held a role for an organisation's cases in a workflow, the house's own included, under every
    /// name that any version of the workflow has for the chair.
    pub(super) async fn holders(
        &self,
        tx: &mut Tx,
        organisation: Uuid,
        workflow: &str,
    ) -> Result<Vec<Holder>, EngineError> {
        let people = seats::holders(tx, organisation, workflow).await?;
        let versions = self.workflows.versions(workflow);
        let versions: Vec<&Definition> = versions.iter().map(|(_, definition)| definition.as_ref()).collect();
        Ok(under_every_name(&versions, people))
    }
}
