//! Months of notices, and one notice with what led to it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use uuid::Uuid;

use super::case::Look;
use super::history::{LetterSeen, know};
use super::sheet::{Filling, Sheet};
use crate::engine::{Engine, EngineError};
use crate::store::notices::{self, Filter, Place, StoredNotice};
use crate::store::people::Person;

/// How many notices are read at once.
const AT_ONCE: u32 = 100;
/// How often for one page.
const LOOKS: u32 = 10;

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

/// Which part of a list to read.
#[derive(Clone, Debug)]
pub struct Part {
    /// What is listed at all.
    pub filter: Filter,
    /// The place that came last on the page before.
    pub after: Option<Place>,
    /// How many notices at most.
    pub limit: usize,
}

/// What was read already while a page is put together.
#[derive(Default)]
struct Known {
    looks: BTreeMap<Uuid, Option<Look>>,
    people: BTreeMap<Uuid, Person>,
}

impl Engine {
    /// A page of the notices that a person may know of and that `lets` lets through, by time. Where few of many are let
    /// through, it ends after a thousand were looked at, full or not.
    pub async fn notices_seen(
        &self,
        person: Uuid,
        part: &Part,
        lets: impl Fn(&Listed) -> bool,
    ) -> Result<Sheet<Listed, Place>, EngineError> {
        let (mut page, mut known) = (Filling::after(part.after, part.limit), Known::default());
        for _ in 0..LOOKS {
            let mut tx = self.store.read().await?;
            let found = notices::list(&mut tx, &part.filter, page.last().copied(), AT_ONCE).await?;
            drop(tx);
            let is_end = found.len() < AT_ONCE as usize;
            for notice in found {
                let place = Place {
                    planned_at: notice.planned_at,
                    id: notice.id,
                };
                let listed = self.listed(person, notice, &mut known).await?;
                if page.come_to(place, listed.filter(&lets)).is_break() {
                    return Ok(page.goes_on());
                }
            }
            if is_end {
                return Ok(page.ends());
            }
        }
        Ok(page.goes_on())
    }

    /// A notice as a list shows it; nothing if the person may not know of it.
    async fn listed(
        &self,
        person: Uuid,
        notice: StoredNotice,
        known: &mut Known,
    ) -> Result<Option<Listed>, EngineError> {
        let look = match known.looks.entry(notice.case_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.look_if_seen(notice.case_id, person).await?),
        };
        let Some(look) = look.as_ref().filter(|look| look.sees_letters_to(&notice.address.role)) else {
            return Ok(None);
        };
        let mut tx = self.store.read().await?;
        know(&mut tx, &mut known.people, notice.recipient_id).await?;
        let recipient = known.people.get(&notice.recipient_id).cloned();
        let letter = self.letter_seen(&mut tx, look, notice, &known.people).await?;
        Ok(Some(Listed {
            letter,
            recipient,
            look: look.clone(),
        }))
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
