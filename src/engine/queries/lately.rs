//! What has happened lately in the whole house: for the practice house, where it is small.

use std::sync::Arc;

use super::history::entries_of;
use crate::case::{Case, Entry};
use crate::clock::Instant;
use crate::engine::{Engine, EngineError};
use crate::store::cases::{self, Filter};
use crate::store::messages::{self, Message};
use crate::store::{Page, organisations};
use crate::workflow::Definition;

/// How many cases and letters are looked through at most.
const MOST: u32 = 1_000;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Lately {
    /// When.
    pub at: Instant,
    /// To which case.
    pub case: Case,
    /// The definition it obeys.
    pub definition: Arc<Definition>,
    /// The organisation that owns it.
    pub organisation: String,
    /// What.
    pub sort: Sort,
}

/// What sort of thing it was.
#[derive(Clone, Debug)]
pub enum Sort {
    /// Something entered a history.
    Entry(Box<Entry>),
    /// A letter left.
    Letter(Box<Message>),
}

impl Engine {
    /// What happened after `since`, oldest first: entries by the engine itself, and letters about cases.
    pub async fn lately(&self, since: Instant) -> Result<Vec<Lately>, EngineError> {
        let mut tx = self.store.read().await?;
        let letters = messages::newest(&mut tx, None, MOST).await?;
        let letters: Vec<Message> = letters
            .into_iter()
            .filter(|message| message.sent_at.is_some_and(|at| at > since))
            .collect();
        let mut found = Vec::new();
        for stored in cases::list(&mut tx, &Filter::default(), Page::first(MOST)).await? {
            let Some(definition) = self.workflows.version(&stored.workflow, stored.version) else {
                continue;
            };
            let organisation = organisations::find(&mut tx, stored.case.organisation).await?;
            let organisation = organisation.map(|found| found.name).unwrap_or_default();
            let lately = |at: Instant, sort: Sort| Lately {
                at,
                case: stored.case.clone(),
                definition: definition.clone(),
                organisation: organisation.clone(),
                sort,
            };
            let entries = entries_of(&mut tx, stored.case.id).await?;
            let entries = entries
                .into_iter()
                .filter(|entry| entry.at > since && entry.actor.is_none());
            found.extend(entries.map(|entry| lately(entry.at, Sort::Entry(Box::new(entry)))));
            let own = letters.iter().filter(|message| message.case_id == Some(stored.case.id));
            found.extend(own.map(|message| {
                lately(
                    message.sent_at.unwrap_or(since),
                    Sort::Letter(Box::new(message.clone())),
                )
            }));
        }
        found.sort_by_key(|one| one.at);
        Ok(found)
    }
}
