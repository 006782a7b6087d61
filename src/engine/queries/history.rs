//! A case's history, letters and files, with the names they mention.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::case::Look;
use crate::case::blind;
use crate::case::facts::own_answers;
use crate::case::{Actor, Entry};
use crate::engine::{Engine, EngineError};
use crate::store::attachments::{self, StoredAttachment};
use crate::store::cases::{self, StoredCase};
use crate::store::notices::{self, StoredNotice};
use crate::store::people::Person;
use crate::store::{Tx, entries, messages, people};
use crate::workflow::form::Answers;

/// What happened to a case and what was and will be written about it.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// Entries, first to last; erased ones are left out.
    pub entries: Vec<Entry>,
    /// Letters the person may know of, by time.
    pub letters: Vec<LetterSeen>,
    /// Files, oldest first.
    pub files: Vec<StoredAttachment>,
    /// Everybody mentioned.
    pub people: BTreeMap<Uuid, Person>,
    /// The case that opened this one, and those this one has opened.
    pub relatives: Vec<StoredCase>,
}

/// A notice with what its letter is called.
#[derive(Clone, Debug)]
pub struct LetterSeen {
    /// The notice.
    pub notice: StoredNotice,
    /// Subject of the letter as it went, or as it would be written now.
    pub subject: String,
    /// The letter's text, likewise.
    pub text: String,
}

impl Past {
    /// A person's name; nothing if they are not known any more.
    pub fn name(&self, person: Uuid) -> Option<String> {
        self.people.get(&person).map(|person| person.name.clone())
    }
}

impl Engine {
    /// What happened to a case that a person looks at.
    pub async fn past(&self, look: &Look) -> Result<Past, EngineError> {
        let case = look.case();
        let mut tx = self.store.read().await?;
        let mut past = Past {
            entries: entries_seen(&mut tx, look).await?,
            files: attachments::of_case(&mut tx, case.id).await?,
            relatives: self.relatives(&mut tx, look).await?,
            ..Past::default()
        };
        let stored = notices::of_case(&mut tx, case.id).await?;
        let seen = stored
            .into_iter()
            .filter(|notice| look.sees_letters_to(&notice.address.role));
        for notice in seen {
            know(&mut tx, &mut past.people, notice.recipient_id).await?;
            let letter = self.letter_seen(&mut tx, look, notice, &past.people).await?;
            past.letters.push(letter);
        }
        let actors = past.entries.iter().filter_map(|entry| entry.actor);
        let signers = case.signatures.values().filter_map(|signature| signature.person);
        for person in actors.chain(signers).collect::<Vec<_>>() {
            know(&mut tx, &mut past.people, person).await?;
        }
        Ok(past)
    }

    /// A notice's letter: as it went if it was written, else as it would be now.
    pub(super) async fn letter_seen(
        &self,
        tx: &mut Tx,
        look: &Look,
        notice: StoredNotice,
        people: &BTreeMap<Uuid, Person>,
    ) -> Result<LetterSeen, EngineError> {
        let written = match notice.message_id {
            Some(id) => messages::find(tx, id).await?,
            None => None,
        };
        let (subject, text) = match (written, people.get(&notice.recipient_id)) {
            (Some(message), _) => (message.subject, message.text_body),
            (None, Some(person)) => self
                .preview(&look.loaded(), &notice, person, &look.organisation.name)
                .map_or_else(
                    || (notice.letter.clone(), String::new()),
                    |letter| (letter.subject, letter.text),
                ),
            (None, None) => (notice.letter.clone(), String::new()),
        };
        Ok(LetterSeen { notice, subject, text })
    }
}

/// A case's entries as a person may see them: ballots of others only once they may be known.
async fn entries_seen(tx: &mut Tx, look: &Look) -> Result<Vec<Entry>, EngineError> {
    let (definition, actor) = (&look.glance.definition, &look.glance.actor);
    let mut entries = entries_of(tx, look.case().id).await?;
    entries.retain(|entry| blind::shows(definition, look.case(), (actor, entry)));
    Ok(entries)
}

/// A case's entries, first to last; erased ones are left out.
pub(super) async fn entries_of(tx: &mut Tx, case: Uuid) -> Result<Vec<Entry>, EngineError> {
    let recorded = entries::of_case(tx, case).await?;
    Ok(recorded
        .into_iter()
        .filter_map(|recorded| Some(recorded.payload?.entry))
        .collect())
}

/// Adds a person to those known.
pub(super) async fn know(tx: &mut Tx, known: &mut BTreeMap<Uuid, Person>, person: Uuid) -> Result<(), EngineError> {
    if !known.contains_key(&person)
        && let Some(found) = people::find(tx, person).await?
    {
        known.insert(person, found);
    }
    Ok(())
}

impl Engine {
    /// The case that opened this one and those this one has opened, as far as the person may see them.
    async fn relatives(&self, tx: &mut Tx, look: &Look) -> Result<Vec<StoredCase>, EngineError> {
        let case = look.case();
        let mut found = Vec::new();
        if let Some(parent) = case.parent {
            found.extend(cases::find(tx, parent).await?);
        }
        found.extend(cases::children(tx, case.id).await?);
        match &look.glance.actor {
            Actor::Person { id, .. } => self.only_seen(tx, *id, found).await,
            _ => Ok(found),
        }
    }

    /// Those of some cases that a person may see.
    pub(super) async fn only_seen(
        &self,
        tx: &mut Tx,
        person: Uuid,
        mut found: Vec<StoredCase>,
    ) -> Result<Vec<StoredCase>, EngineError> {
        let reader = self.reader(tx, person).await?;
        found.retain(|stored| {
            let version = self.workflows.version(&stored.workflow, stored.version);
            version.is_some_and(|definition| reader.sees(&definition, stored))
        });
        Ok(found)
    }

    /// What the case before this one of the same cycle recorded: what a report may be compared with.
    pub async fn last_answers(&self, look: &Look) -> Result<Answers, EngineError> {
        let case = look.case();
        let (Some(parent), Some(due)) = (case.parent, &case.due) else {
            return Ok(Answers::new());
        };
        let mut tx = self.store.read().await?;
        let mut before: Vec<StoredCase> = cases::children(&mut tx, parent).await?;
        before.retain(|other| other.case.kind == case.kind && other.case.id != case.id);
        before.retain(|other| other.case.due.as_ref().is_some_and(|other| other.regular < due.regular));
        before.sort_by_key(|other| other.case.due.as_ref().map(|due| due.regular));
        let recorded = before
            .iter()
            .rev()
            .find_map(|other| own_answers(&look.glance.definition, &other.case));
        Ok(recorded.cloned().unwrap_or_default())
    }
}
