//! Doing what was asked once, however often it is asked: the key is remembered in the transaction that does it.
//!
//! Owns the two steps: [`Once::claim`] in the transaction of the effect, [`Engine::remember`] once the answer is known.
//! Does not write answers. Between the two steps the key stands with the id of what was made, so that a program that
//! asks again after a crash gets an answer about the thing that was made, and nothing is made twice.

use uuid::Uuid;

use super::handle::Stop;
use super::{Engine, EngineError};
use crate::store::idempotency::{self, Answered};
use crate::store::{StoreError, Tx};

/// Status of a key whose answer is not known yet.
const UNANSWERED: u32 = 0;

/// A key that somebody gave with what they ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Who asks.
    pub person: Uuid,
    /// The key.
    pub key: String,
    /// SHA-256 of what is asked, in hexadecimal.
    pub digest: String,
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing.
    New,
    /// It came with something else.
    Other,
    /// What was asked is done and concerns this thing; the answer was not written down.
    Done(Uuid),
    /// What was answered: status and body.
    Answered(u32, String),
}

impl Once {
    /// Remembers in the transaction that makes `made` that the key is used; lost if it is used already.
    pub(super) async fn claim(&self, tx: &mut Tx, engine: &Engine, made: Uuid) -> Result<(), Stop> {
        let answered = self.answered(engine, UNANSWERED, made.to_string());
        let outcome = idempotency::remember(tx, self.person, &self.key, &answered).await?;
        if outcome.is_done() {
            return Ok(());
        }
        Err(EngineError::Busy.into())
    }

    fn answered(&self, engine: &Engine, status: u32, body: String) -> Answered {
        Answered {
            digest: self.digest.clone(),
            status,
            body,
            created_at: engine.now(),
        }
    }
}

impl Engine {
    /// What is known of a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn known(&self, once: &Once) -> Result<Known, StoreError> {
        let mut tx = self.store.glance().await?;
        let Some(found) = idempotency::find(&mut tx, once.person, &once.key).await? else {
            return Ok(Known::New);
        };
        Ok(match Uuid::parse_str(&found.body) {
            _ if found.digest != once.digest => Known::Other,
            Ok(made) if found.status == UNANSWERED => Known::Done(made),
            _ => Known::Answered(found.status, found.body),
        })
    }

    /// Writes down what was answered; the first answer stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remember(&self, once: &Once, status: u32, body: String) -> Result<(), StoreError> {
        let answered = once.answered(self, status, body);
        let mut tx = self.store.begin().await?;
        if !idempotency::remember(&mut tx, once.person, &once.key, &answered)
            .await?
            .is_done()
        {
            let _ = idempotency::finish(&mut tx, once.person, &once.key, &answered).await?;
        }
        tx.commit().await
    }
}
