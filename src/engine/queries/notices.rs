//! Months of notices, and one notice with what led to it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use uuid::Uuid;

use super::case::Look;
use super::history::{LetterSeen, know};
use crate::engine::{Engine, EngineError};
use crate::store::notices::{self, Filter};
use crate::store::people::Person;

/// How many notices a list shows at most.
const MOST: u32 = 2_000;

/// A notice of a list: the letter, its recipient and its case.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The letter.
    pub letter: LetterSeen,
    /// Who gets it.
    pub recipient: Option<Person>,
    /// The case it is about.
    pub look: Look,
}

impl Engine {
    /// The notices the filter lets through that a person may know of, by time.
    pub async fn notices_seen(&self, person: Uuid, filter: &Filter) -> Result<Vec<Listed>, EngineError> {
        let mut tx = self.store.read().await?;
        let stored = notices::list(&mut tx, filter, None, MOST).await?;
        drop(tx);
        let mut looks: BTreeMap<Uuid, Option<Look>> = BTreeMap::new();
        let mut people = BTreeMap::new();
        let mut listed = Vec::new();
        for notice in stored {
            let look = match looks.entry(notice.case_id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.look_if_seen(notice.case_id, person).await?),
            };
            let Some(look) = look else { continue };
            if !look.sees_letters_to(&notice.address.role) {
                continue;
            }
            let mut tx = self.store.read().await?;
            know(&mut tx, &mut people, notice.recipient_id).await?;
            let recipient = people.get(&notice.recipient_id).cloned();
            let letter = self.letter_seen(&mut tx, look, notice, &people).await?;
            listed.push(Listed {
                letter,
                recipient,
                look: look.clone(),
            });
        }
        Ok(listed)
    }

    /// One notice, if the person may know of it.
    ///
    /// # Errors
    /// Not found when there is none, or none they may know of.
    pub async fn notice_seen(&self, person: Uuid, id: Uuid) -> Result<Listed, EngineError> {
        let mut tx = self.store.read().await?;
        let notice = notices::find(&mut tx, id)
            .await?
            .ok_or(EngineError::NotFound("notice"))?;
        // `look` reads in a transaction of its own: two at a time would let readers wait for each other.
        drop(tx);
        let look = self.look(notice.case_id, person).await?;
        if notice.recipient_id != person && !look.sees_letters_to(&notice.address.role) {
            return Err(EngineError::NotFound("notice"));
        }
        let mut tx = self.store.read().await?;
        let mut people = BTreeMap::new();
        know(&mut tx, &mut people, notice.recipient_id).await?;
        let recipient = people.get(&notice.recipient_id).cloned();
        let letter = self.letter_seen(&mut tx, &look, notice, &people).await?;
        Ok(Listed {
            letter,
            recipient,
            look,
        })
    }

    async fn look_if_seen(&self, case: Uuid, person: Uuid) -> Result<Option<Look>, EngineError> {
        match self.look(case, person).await {
            Ok(look) => Ok(Some(look)),
            Err(EngineError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
