//! Keys for programs that act in a person's name.

use uuid::Uuid;

use super::{Engine, EngineError};
use crate::store::people;
use crate::store::tokens::{self, Token};

impl Engine {
    /// Enters a key of which only the digest is known here.
    ///
    /// # Errors
    /// Not found when there is no such person.
    pub async fn add_token(&self, person: Uuid, label: &str, digest: &str) -> Result<Token, EngineError> {
        let token = Token {
            hash: digest.to_owned(),
            id: self.ids.next(self.now()),
            person_id: person,
            label: label.to_owned(),
            created_at: self.now(),
            revoked_at: None,
        };
        let mut tx = self.store.begin().await?;
        people::find(&mut tx, person)
            .await?
            .ok_or(EngineError::NotFound("person"))?;
        let _ = tokens::insert(&mut tx, &token).await?;
        tx.commit().await?;
        Ok(token)
    }
    /// Every key of a person, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens_of(&self, person: Uuid) -> Result<Vec<Token>, EngineError> {
        let mut tx = self.store.read().await?;
        Ok(tokens::of_person(&mut tx, person).await?)
    }

    /// Takes a key back.
    ///
    /// # Errors
    /// Not found when there is none with that id, or it was taken back before.
    pub async fn revoke_token(&self, id: Uuid) -> Result<(), EngineError> {
        let mut tx = self.store.begin().await?;
        if !tokens::revoke(&mut tx, id, self.now()).await?.is_done() {
            return Err(EngineError::NotFound("token"));
        }
        Ok(tx.commit().await?)
    }
}
