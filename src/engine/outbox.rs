//! Held mail let go by those who run its programme.

use uuid::Uuid;

use super::handle::Stop;
use super::once::Once;
use super::{Engine, EngineError};
use crate::case::Refusal;
use crate::store::messages;

impl Engine {
    /// Lets a held message go, and remembers the key under which it was asked in the same transaction.
    ///
    /// # Errors
    /// Refused when it is not held; busy when the key was used meanwhile.
    pub async fn release(&self, message: Uuid, once: Option<&Once>) -> Result<(), EngineError> {
        let mut tx = self.store.begin().await?;
        if let Some(once) = once {
            once.claim(&mut tx, self, message).await.map_err(Stop::into_error)?;
        }
        if !messages::release(&mut tx, message, self.now()).await?.is_done() {
            return Err(EngineError::Refused(Refusal::new("released")));
        }
        Ok(self.commit_and_ring(tx).await?)
    }
}
