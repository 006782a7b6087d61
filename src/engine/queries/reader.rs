//! A person with their seats, for looking at many cases, notices and messages in one go.

use uuid::Uuid;

use super::seen::cut;
use crate::case::Actor;
use crate::case::event::HeldSeat;
use crate::case::people::{may_know, may_run, may_see, seats_of};
use crate::case::renames::under_every_name;
use crate::clock::Instant;
use crate::engine::seated::PeerRole;
use crate::engine::{Engine, EngineError};
use crate::store::Tx;
use crate::store::cases::{Filter, StoredCase};
use crate::store::seats::{self, Seat};
use crate::workflow::Definition;
use crate::workflow::definition::Address;

/// A person with every seat they ever held, for looking at many cases.
#[derive(Clone, Debug)]
pub struct Reader {
    person: Uuid,
    seats: Vec<Seat>,
    peers: Vec<PeerRole>,
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
        let mut held: Vec<_> = self.seats.iter().filter(concerns).cloned().map(Seat::holder).collect();
        let peers = self.peers.iter().filter(|peer| peer.counts_for(organisation, workflow));
        held.extend(peers.map(|peer| peer.holder.clone()));
        seats_of(&held, self.person, self.now)
    }

    /// The person as who they are to a case.
    pub fn actor(&self, stored: &StoredCase) -> Actor {
        Actor::Person {
            id: self.person,
            seats: self.seats_for(stored.case.organisation, &stored.workflow),
        }
    }

    /// The person as who they are to the cases of organisations they do not sit in: with the seats of the house, and
    /// as a peer.
    pub fn actor_of_house(&self, workflow: &str) -> Actor {
        Actor::Person {
            id: self.person,
            seats: self.seats_for(Uuid::nil(), workflow),
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

    /// A filter cut to the organisations whose cases are all they can see, one for each; as it is where they see others.
    pub fn cut(&self, filter: &Filter) -> Vec<Filter> {
        let held: Vec<Seat> = self.held().cloned().collect();
        cut(filter, &held, &self.peers)
    }

    fn held(&self) -> impl Iterator<Item = &Seat> {
        self.seats
            .iter()
            .filter(|seat| (*seat).clone().holder().holds_at(self.now))
    }
}

impl Engine {
    /// The person with their seats.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reader(&self, tx: &mut Tx, person: Uuid) -> Result<Reader, EngineError> {
        let mut seats = seats::of_person(tx, person).await?;
        for seat in seats.clone() {
            seats.extend(self.other_names(&seat));
        }
        Ok(Reader {
            person,
            peers: self.peer_roles(tx, &seats).await?,
            seats,
            now: self.now(),
        })
    }

    /// A seat once more under every other name that versions of its workflow have for it.
    fn other_names(&self, seat: &Seat) -> Vec<Seat> {
        let of = |workflow: &String| seat.workflow.as_ref().is_none_or(|only| only == workflow);
        let holder = seat.clone().holder();
        let mut found = Vec::new();
        for workflow in self.workflows.names().into_iter().filter(of) {
            let versions = self.workflows.versions(&workflow);
            let versions: Vec<&Definition> = versions.iter().map(|(_, definition)| definition.as_ref()).collect();
            let others = under_every_name(&versions, vec![holder.clone()]).into_iter().skip(1);
            found.extend(others.map(|other| Seat {
                role: other.role,
                seat: other.seat,
                workflow: Some(workflow.clone()),
                ..seat.clone()
            }));
        }
        found
    }
}
