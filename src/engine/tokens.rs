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
}
