//! Files that come with an event: their rows and the event in one transaction, so that a refusal leaves neither.
//!
//! Does not hold their content; that lies under its digest before the row is written.

use super::handle::Stop;
use super::once::Once;
use super::transact::transact;
use super::work::Work;
use super::{Command, Engine, EngineError};
use crate::store::Outcome;
use crate::store::attachments::{self, StoredAttachment};
use crate::store::cases::StoredCase;

impl Engine {
    /// Enters files and does what is asked of their case, or neither.
    ///
    /// # Errors
    /// As [`Engine::handle`].
    pub async fn handle_with_files(
        &self,
        files: &[StoredAttachment],
        command: &Command,
    ) -> Result<StoredCase, EngineError> {
        self.handle_with_files_once(files, command, None).await
    }

    /// Enters files and does what is asked of their case, or neither; the key names the last file.
    ///
    /// # Errors
    /// As [`Engine::handle`]; busy when the key was used meanwhile.
    pub async fn handle_with_files_once(
        &self,
        files: &[StoredAttachment],
        command: &Command,
        once: Option<&Once>,
    ) -> Result<StoredCase, EngineError> {
        transact!(self, work => self.enter_and_handle(work, (files, once), command))
    }

    async fn enter_and_handle(
        &self,
        work: &mut Work,
        (files, once): (&[StoredAttachment], Option<&Once>),
        command: &Command,
    ) -> Result<StoredCase, Stop> {
        if let (Some(once), Some(file)) = (once, files.last()) {
            once.claim(work.claiming(), self, file.id).await?;
        }
        for file in files {
            if attachments::insert(work.tx(), file).await? == Outcome::Lost {
                return Err(Stop::Lost);
            }
        }
        self.handle_in(work, command).await
    }

    /// One file, if it is known.
    pub async fn file(&self, id: uuid::Uuid) -> Result<Option<StoredAttachment>, EngineError> {
        let mut tx = self.store.read().await?;
        Ok(attachments::find(&mut tx, id).await?)
    }

    /// Whether any file has this content.
    pub async fn content_in_use(&self, sha256: &str) -> Result<bool, EngineError> {
        let mut tx = self.store.read().await?;
        Ok(attachments::in_use(&mut tx, sha256).await? > 0)
    }
}
