//! A case as one person may see it: what they read, what they could ask, what will happen.
//!
//! Owns the reading side of permissions: whoever may not see a case is told that there is none. Decides nothing itself:
//! who sees what is [`crate::case::people`]'s, what could be asked [`crate::case::decide`]'s.

use std::sync::Arc;

use uuid::Uuid;

use super::handle::Stop;
use super::save::Loaded;
use super::{Engine, EngineError};
use crate::case::decide::{Possible, possible};
use crate::case::event::{HeldSeat, News};
use crate::case::facts::own_answers;
use crate::case::people::{may_know, may_run, may_see, owns, seats_of};
use crate::case::plan::plan;
use crate::case::{Actor, Plan, Refusal};
use crate::clock::Instant;
use crate::store::Tx;
use crate::store::cases::StoredCase;
use crate::store::seats::{self, Seat};
use crate::workflow::definition::Address;
use crate::workflow::form::Answers;
use crate::workflow::{Definition, Text};

/// A person with every seat they ever held, for looking at many cases.
#[derive(Clone, Debug)]
pub struct Reader {
    person: Uuid,
    seats: Vec<Seat>,
    now: Instant,
}

impl Reader {
    /// The person.
    pub fn person(&self) -> Uuid {
        self.person
    }

    /// The seats held now for an organisation's cases in a workflow, the house's own included.
    pub fn seats_for(&self, organisation: Uuid, workflow: &str) -> Vec<HeldSeat> {
        let concerns = |seat: &&Seat| {
            seat.organisation_id.is_none_or(|of| of == organisation)
                && seat.workflow.as_deref().is_none_or(|of| of == workflow)
        };
        let held: Vec<_> = self.seats.iter().filter(concerns).cloned().map(Seat::holder).collect();
        seats_of(&held, self.person, self.now)
    }

    /// The person as who they are to a case.
    pub fn actor(&self, stored: &StoredCase) -> Actor {
        Actor::Person {
            id: self.person,
            seats: self.seats_for(stored.case.organisation, &stored.workflow),
        }
    }

    /// Whether they may see a case.
    pub fn sees(&self, definition: &Definition, stored: &StoredCase) -> bool {
        may_see(definition, &stored.case, &self.actor(stored))
    }

    /// Whether they may know of a notice to this person in this seat about a case they may see.
    pub fn knows(&self, definition: &Definition, stored: &StoredCase, (person, address): (Uuid, &Address)) -> bool {
        person == self.person
            || may_know(
                definition,
                &self.seats_for(stored.case.organisation, &stored.workflow),
                address,
            )
    }

    /// Whether they run a programme.
    pub fn runs(&self, definition: &Definition) -> bool {
        may_run(definition, &self.seats_for(Uuid::nil(), &definition.name))
    }

    /// Whether they hold a seat of the house now, and so see the whole directory.
    pub fn of_house(&self) -> bool {
        self.held().any(|seat| seat.organisation_id.is_none())
    }

    /// The organisations they hold a seat in now.
    pub fn organisations(&self) -> Vec<Uuid> {
        let mut found: Vec<Uuid> = self.held().filter_map(|seat| seat.organisation_id).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn held(&self) -> impl Iterator<Item = &Seat> {
        self.seats
            .iter()
            .filter(|seat| (*seat).clone().holder().holds_at(self.now))
    }
}

/// A case as one person may see it.
pub struct Sight {
    loaded: Loaded,
    actor: Actor,
    now: Instant,
    fresh: Uuid,
}

/// One thing people could ask of the case.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The event.
    pub event: String,
    /// The role or seat that asks.
    pub role: Address,
    /// What stands on the button.
    pub label: Text,
    /// Why it would be refused as things stand.
    pub refused_because: Option<Refusal>,
}

impl Engine {
    /// The person with their seats.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reader(&self, tx: &mut Tx, person: Uuid) -> Result<Reader, EngineError> {
        Ok(Reader {
            person,
            seats: seats::of_person(tx, person).await?,
            now: self.now(),
        })
    }

    /// A case as a person may see it.
    ///
    /// # Errors
    /// Not found when there is none or they may not see it: the two look alike.
    pub async fn sight(&self, person: Uuid, case: Uuid) -> Result<Sight, EngineError> {
        let mut tx = self.store.read().await?;
        let loaded = self.load(&mut tx, case).await.map_err(Stop::into_error)?;
        let seats = seats_of(&loaded.people, person, self.now());
        let actor = Actor::Person { id: person, seats };
        if !may_see(&loaded.definition, &loaded.stored.case, &actor) {
            return Err(EngineError::NotFound("case"));
        }
        Ok(Sight {
            loaded,
            actor,
            now: self.now(),
            fresh: self.ids.next(self.now()),
        })
    }
}

impl Sight {
    /// The case.
    pub fn stored(&self) -> &StoredCase {
        &self.loaded.stored
    }

    /// The workflow's version it obeys.
    pub fn definition(&self) -> &Arc<Definition> {
        &self.loaded.definition
    }

    /// How often its draft was saved.
    pub fn draft_revision(&self) -> u32 {
        self.loaded.draft.as_ref().map_or(0, |draft| draft.revision)
    }

    /// The answers: those being written for the owner, recorded ones for the house.
    pub fn answers(&self) -> Answers {
        let (definition, case) = (&self.loaded.definition, &self.loaded.stored.case);
        if owns(definition, case, &self.actor) {
            return self.loaded.current_answers();
        }
        own_answers(definition, case).cloned().unwrap_or_default()
    }

    /// What people could ask of the case in its state, one for each event, and what would refuse it.
    pub fn events(&self) -> Vec<Choice> {
        let event = crate::case::Event {
            name: String::new(),
            actor: self.actor.clone(),
            answers: self.loaded.current_answers(),
            extra: Answers::new(),
            reason: None,
            attachments: Vec::new(),
            fresh: self.fresh,
            places_taken: self.loaded.places_taken,
            news: News::None,
        };
        let mut found: Vec<Choice> = Vec::new();
        for one in possible(&self.loaded.definition, &self.loaded.stored.case, &event, self.now) {
            let one = Choice::of(one);
            match found.iter_mut().find(|known| known.event == one.event) {
                Some(known) if known.refused_because.is_some() && one.refused_because.is_none() => *known = one,
                Some(_) => {}
                None => found.push(one),
            }
        }
        found
    }

    /// Everything that will happen if nobody does anything.
    pub fn plan(&self) -> Plan {
        plan(&self.loaded.definition, &self.loaded.stored.case, &self.loaded.people)
    }

    /// Whether they may know of a notice to this person in this seat.
    pub fn knows(&self, person: Uuid, address: &Address) -> bool {
        match &self.actor {
            Actor::Engine => true,
            Actor::Person { id, seats } => *id == person || may_know(&self.loaded.definition, seats, address),
        }
    }
}

impl Choice {
    fn of(possible: Possible<'_>) -> Self {
        Self {
            event: possible.transition.event.clone(),
            role: possible.role,
            label: possible.transition.title.clone(),
            refused_because: possible.refused_because,
        }
    }
}
