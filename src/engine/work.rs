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
use crate::store::case_sets::Moved;
use crate::store::decided::{self, Decided, Queued};
use crate::store::entries::{NewEntry, Written};
use crate::store::messages::Message;
use crate::store::notices::StoredNotice;
use crate::store::people::Person;
use crate::store::seats::Seat;
use crate::store::timers::StoredTimer;
use crate::store::{StoreError, Tx, calls, case_sets, notices, organisations, people, seats, timers, wake};

/// One transaction and what it has in hand.
pub(super) struct Work {
    tx: Tx,
    held: BTreeMap<Uuid, Held>,
    people: BTreeMap<Uuid, Person>,
    organisations: BTreeMap<Uuid, String>,
    taken: BTreeMap<Uuid, u32>,
    entries: Vec<Written>,
    messages: Vec<Message>,
    /// When the first of what was written is due.
    due: Option<Instant>,
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
            due: None,
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

    /// Writes everything that is in hand and ends the transaction; other nodes are told of what is due before an instant.
    pub async fn commit(mut self, told_before: Option<Instant>) -> Result<(), Stop> {
        self.write().await?;
        if self
            .due
            .is_some_and(|due| told_before.is_some_and(|before| due < before))
        {
            wake::others(&mut self.tx).await?;
        }
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
        let (entries, messages) = (std::mem::take(&mut self.entries), std::mem::take(&mut self.messages));
        let cases: Vec<Moved> = self.held.values().filter_map(Held::moved).collect();
        let notices: Vec<&StoredNotice> = self.held.values().flat_map(|held| changed(&held.notices)).collect();
        let timers: Vec<&StoredTimer> = self.held.values().flat_map(|held| changed(&held.timers)).collect();
        let decided = Decided {
            entries: &entries,
            cases: &cases,
            messages: &messages,
            notices: &notices,
            timers: &timers,
        };
        if decided.is_empty() {
            return Ok(());
        }
        let (outcome, queued) = decided::write(&mut self.tx, &decided).await?;
        Result::from(outcome)?;
        self.due = decided.due().into_iter().chain(self.due).min();
        self.held.values_mut().for_each(Held::written);
        self.note_queued(&messages, &queued)
    }

    /// A message that had been taken back has kept its id, and its notice learns of that.
    fn note_queued(&mut self, new: &[Message], queued: &Queued) -> Result<(), Stop> {
        for message in new {
            let id = *queued.get(&message.header_id).ok_or(Stop::Lost)?;
            if id == message.id {
                continue;
            }
            let rows = self.held.values_mut().flat_map(|held| &mut held.notices);
            for row in rows.filter(|row| row.now.message_id == Some(message.id)) {
                row.now.message_id = Some(id);
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
        let found = case_sets::take(&mut work.tx, &wanted).await?;
        let owners: BTreeSet<Uuid> = found.iter().map(|taken| taken.stored.case.organisation).collect();
        let owners: Vec<Uuid> = owners.into_iter().collect();
        let (seats, people): (Vec<Seat>, Vec<Person>) = seats::of_organisations(&mut work.tx, &owners)
            .await?
            .into_iter()
            .unzip();
        work.people.extend(people.into_iter().map(|person| (person.id, person)));
        let mut timers = by_case(timers::of_cases(&mut work.tx, &wanted).await?, |timer| timer.case_id);
        let mut notices = by_case(notices::of_cases(&mut work.tx, &wanted).await?, |notice| notice.case_id);
        for taken in found {
            let stored = taken.stored;
            let (id, owner) = (stored.case.id, stored.case.organisation);
            work.organisations.insert(owner, taken.organisation);
            let definition = self.version(&mut work.tx, &stored.workflow, stored.version).await?;
            let near = seats.iter().filter(|seat| {
                seat.organisation_id.is_none_or(|of| of == owner)
                    && seat.workflow.as_ref().is_none_or(|of| *of == stored.workflow)
            });
            let near = near.cloned().map(Seat::holder).collect();
            let people = self.holding(&mut work.tx, near, (owner, &stored.workflow)).await?;
            let loaded = Loaded {
                definition,
                people,
                places_taken: 0,
                draft: taken.draft,
                stored,
            };
            let held = Held {
                head: taken.head,
                was: loaded.stored.case.revision,
                timers: as_read(timers.remove(&id)),
                notices: as_read(notices.remove(&id)),
                moved: false,
                refiled: false,
                loaded,
            };
            work.held.insert(id, held);
        }
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
