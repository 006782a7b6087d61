//! One transaction: the cases it has in hand as they are by now, and what is to be written of them.
//!
//! Owns what is read for a decision and when what was decided reaches the database: set by set, once, before the commit
//! or before anything looks at the tables again. So a transaction of a hundred events takes about as many statements as
//! one. Does not decide anything.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::handle::Stop;
use super::held::{Held, as_read, changed};
use super::save::Loaded;
use super::{Engine, EngineError};
use crate::case::Entry;
use crate::clock::Instant;
use crate::store::cases::StoredCase;
use crate::store::drafts::Draft;
use crate::store::entries::{NewEntry, Written};
use crate::store::messages::Message;
use crate::store::notices::StoredNotice;
use crate::store::people::Person;
use crate::store::seats::Seat;
use crate::store::timers::StoredTimer;
use crate::store::{
    StoreError, Tx, calls, case_sets, drafts, entries, messages, notices, organisations, people, seats, timers,
};

/// One transaction and what it has in hand.
pub(super) struct Work {
    tx: Tx,
    held: BTreeMap<Uuid, Held>,
    people: BTreeMap<Uuid, Person>,
    organisations: BTreeMap<Uuid, String>,
    taken: BTreeMap<Uuid, u32>,
    entries: Vec<Written>,
    messages: Vec<Message>,
    /// How often anything was changed: what failed without a change leaves the rest as good as it was.
    pub changes: usize,
}

impl Work {
    /// Begins a transaction.
    pub fn new(tx: Tx) -> Self {
        Self {
            tx,
            held: BTreeMap::new(),
            people: BTreeMap::new(),
            organisations: BTreeMap::new(),
            taken: BTreeMap::new(),
            entries: Vec::new(),
            messages: Vec::new(),
            changes: 0,
        }
    }

    /// The transaction, for what is never kept in hand: calls, seats, people, versions.
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// The transaction, for a change of what is never kept in hand.
    pub fn claiming(&mut self) -> &mut Tx {
        self.changes += 1;
        &mut self.tx
    }

    /// The transaction with everything written that was in hand, for looking at the tables.
    pub async fn settled(&mut self) -> Result<&mut Tx, Stop> {
        self.write().await?;
        Ok(&mut self.tx)
    }

    /// Writes everything that is in hand and ends the transaction.
    pub async fn commit(mut self) -> Result<(), Stop> {
        self.write().await?;
        match self.tx.commit().await {
            Err(error) if error.is_unanswered() => Err(Stop::Unsure),
            Err(error) if !error.undid() => Err(Stop::Error(error.into())),
            ended => Ok(ended?),
        }
    }

    /// Undoes everything.
    pub async fn undo(self) {
        self.tx.rollback().await.unwrap_or(());
    }

    /// A case in hand.
    pub fn held(&self, case: Uuid) -> Option<&Held> {
        self.held.get(&case)
    }

    /// A case in hand, to be changed.
    pub fn held_mut(&mut self, case: Uuid) -> Option<&mut Held> {
        self.changes += 1;
        self.held.get_mut(&case)
    }

    /// Takes a case out of hand, to be put back.
    pub fn take(&mut self, case: Uuid) -> Option<Held> {
        self.changes += 1;
        self.held.remove(&case)
    }

    /// Puts a case into hand.
    pub fn put(&mut self, held: Held) {
        self.held.insert(held.loaded.stored.case.id, held);
    }

    /// Somebody who gets letters.
    pub async fn person(&mut self, id: Uuid) -> Result<Option<Person>, Stop> {
        if let Some(known) = self.people.get(&id) {
            return Ok(Some(known.clone()));
        }
        let found = people::find(&mut self.tx, id).await?;
        self.people.extend(found.clone().map(|person| (id, person)));
        Ok(found)
    }

    /// The name of an organisation; empty when there is none.
    pub async fn organisation(&mut self, id: Uuid) -> Result<String, Stop> {
        if let Some(known) = self.organisations.get(&id) {
            return Ok(known.clone());
        }
        let found = organisations::find(&mut self.tx, id).await?;
        let name = found.map(|found| found.name).unwrap_or_default();
        self.organisations.insert(id, name.clone());
        Ok(name)
    }

    /// How many places of a call are taken.
    pub async fn places_taken(&mut self, call: Option<Uuid>) -> Result<u32, Stop> {
        let Some(call) = call else { return Ok(0) };
        if let Some(known) = self.taken.get(&call) {
            return Ok(*known);
        }
        let found = calls::taken(&mut self.tx, &[call]).await?;
        self.taken.extend(found);
        Ok(self.taken.get(&call).copied().unwrap_or(0))
    }

    /// Forgets how many places are taken: somebody has just taken one, or given one back.
    pub fn places_changed(&mut self, call: Uuid) {
        self.changes += 1;
        self.taken.remove(&call);
    }

    /// Puts a message into the outbox.
    pub fn queue(&mut self, message: Message) {
        self.messages.push(message);
    }

    /// Takes a message back that was not written yet; whether it was one.
    pub fn unqueue(&mut self, message: Uuid) -> bool {
        let before = self.messages.len();
        self.messages.retain(|queued| queued.id != message);
        self.messages.len() < before
    }

    /// Seals an entry onto the history of a case.
    pub fn append(
        &mut self,
        held: &mut Held,
        (entry, recorded_at, salt): (&Entry, Instant, [u8; 16]),
    ) -> Result<(), Stop> {
        let new = NewEntry {
            case_id: held.loaded.stored.case.id,
            entry,
            recorded_at,
            salt,
        };
        let written = Written::seal(&new, &held.head)?;
        written.hash().clone_into(&mut held.head);
        self.entries.push(written);
        Ok(())
    }

    async fn write(&mut self) -> Result<(), Stop> {
        let entries = std::mem::take(&mut self.entries);
        if !entries.is_empty() {
            Result::from(entries::append_all(&mut self.tx, &entries).await?)?;
        }
        let moved: Vec<(&StoredCase, u32)> = self.held.values().filter_map(Held::moved).collect();
        if !moved.is_empty() {
            Result::from(case_sets::update_all(&mut self.tx, &moved).await?)?;
        }
        self.write_messages().await?;
        let rows: Vec<&StoredNotice> = self.held.values().flat_map(|held| changed(&held.notices)).collect();
        if !rows.is_empty() {
            Result::from(notices::put(&mut self.tx, &rows).await?)?;
        }
        let rows: Vec<&StoredTimer> = self.held.values().flat_map(|held| changed(&held.timers)).collect();
        if !rows.is_empty() {
            Result::from(timers::put(&mut self.tx, &rows).await?)?;
        }
        self.held.values_mut().for_each(Held::written);
        Ok(())
    }

    /// Writes the messages in hand; one that had been taken back keeps its id, and its notice learns of that.
    async fn write_messages(&mut self) -> Result<(), Stop> {
        let new = std::mem::take(&mut self.messages);
        if new.is_empty() {
            return Ok(());
        }
        let written = messages::queue_all(&mut self.tx, &new).await?;
        let ids: BTreeMap<&str, Uuid> = written.iter().map(|(id, header)| (header.as_str(), *id)).collect();
        for message in &new {
            let id = *ids.get(message.header_id.as_str()).ok_or(Stop::Lost)?;
            if id == message.id {
                continue;
            }
            let rows = self.held.values_mut().flat_map(|held| &mut held.notices);
            for row in rows.filter(|row| row.now.message_id == Some(message.id)) {
                row.change().message_id = Some(id);
            }
        }
        Ok(())
    }
}

impl Engine {
    /// Begins a transaction.
    pub(super) async fn work(&self) -> Result<Work, StoreError> {
        Ok(Work::new(self.store.begin().await?))
    }

    /// Takes cases into hand, with everything a decision about them needs, and keeps others from changing them meanwhile.
    pub(super) async fn hold(&self, work: &mut Work, wanted: impl IntoIterator<Item = Uuid>) -> Result<(), Stop> {
        let wanted: BTreeSet<Uuid> = wanted.into_iter().filter(|id| !work.held.contains_key(id)).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let wanted: Vec<Uuid> = wanted.into_iter().collect();
        let found = case_sets::load(&mut work.tx, &wanted).await?;
        let owners: BTreeSet<Uuid> = found.iter().map(|(stored, _)| stored.case.organisation).collect();
        let owners: Vec<Uuid> = owners.into_iter().collect();
        let seats = seats::of_organisations(&mut work.tx, &owners).await?;
        self.know_around(work, (&owners, &seats)).await?;
        let mut drafts = by_case(drafts::of_cases(&mut work.tx, &wanted).await?, |draft: &Draft| {
            draft.case_id
        });
        let mut timers = by_case(timers::of_cases(&mut work.tx, &wanted).await?, |timer| timer.case_id);
        let mut notices = by_case(notices::of_cases(&mut work.tx, &wanted).await?, |notice| notice.case_id);
        for (stored, head) in found {
            let id = stored.case.id;
            let definition = self.version(&mut work.tx, &stored.workflow, stored.version).await?;
            let near = seats.iter().filter(|seat| {
                seat.organisation_id.is_none_or(|of| of == stored.case.organisation)
                    && seat.workflow.as_ref().is_none_or(|of| *of == stored.workflow)
            });
            let near = near.cloned().map(Seat::holder).collect();
            let whose = (stored.case.organisation, stored.workflow.as_str());
            let people = self.holding(&mut work.tx, near, whose).await?;
            let loaded = Loaded {
                definition,
                people,
                places_taken: 0,
                draft: drafts.remove(&id).and_then(|mut found| found.pop()),
                stored,
            };
            let held = Held {
                head,
                was: loaded.stored.case.revision,
                timers: as_read(timers.remove(&id)),
                notices: as_read(notices.remove(&id)),
                moved: false,
                loaded,
            };
            work.held.insert(id, held);
        }
        Ok(())
    }

    /// Reads who sits there, and what the organisations are called.
    async fn know_around(&self, work: &mut Work, (owners, seats): (&[Uuid], &[Seat])) -> Result<(), Stop> {
        let persons: BTreeSet<Uuid> = seats.iter().map(|seat| seat.person_id).collect();
        let persons: Vec<Uuid> = persons.into_iter().filter(|id| !work.people.contains_key(id)).collect();
        if !persons.is_empty() {
            let found = people::among(&mut work.tx, &persons).await?;
            work.people.extend(found.into_iter().map(|person| (person.id, person)));
        }
        let found = organisations::among(&mut work.tx, owners).await?;
        work.organisations
            .extend(found.into_iter().map(|found| (found.id, found.name)));
        Ok(())
    }

    /// A case with everything a decision about it needs; others are kept from changing it, and what it is compared with.
    pub(super) async fn load(&self, work: &mut Work, case: Uuid) -> Result<Loaded, Stop> {
        self.hold(work, [case]).await?;
        let held = work.held.get(&case).ok_or(EngineError::NotFound("case"))?;
        let mut loaded = held.loaded.clone();
        self.hold_call(&mut work.tx, &loaded.stored).await?;
        let call = loaded.stored.case.call.as_ref().map(|call| call.id);
        loaded.places_taken = work.places_taken(call).await?;
        Ok(loaded)
    }
}

fn by_case<T>(rows: Vec<T>, case: impl Fn(&T) -> Uuid) -> BTreeMap<Uuid, Vec<T>> {
    let mut found: BTreeMap<Uuid, Vec<T>> = BTreeMap::new();
    for row in rows {
        found.entry(case(&row)).or_default().push(row);
    }
    found
}
