//! The cases somebody may see, each with as much as a list shows.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use uuid::Uuid;

use crate::case::blind;
use crate::case::event::HeldSeat;
use crate::case::people::{may_edit, may_run, may_see, owns};
use crate::case::plan::plan;
use crate::case::{Actor, Case, Duty, Plan, Timer};
use crate::clock::Instant;
use crate::engine::seated::PeerRole;
use crate::engine::{Engine, EngineError};
use crate::store::cases::{self, Filter, StoredCase};
use crate::store::seats::{self, Seat};
use crate::store::{Page, Tx, organisations};
use crate::workflow::definition::Address;
use crate::workflow::{Definition, Kind, State};

/// How many cases are read in one go.
const AT_ONCE: u32 = 500;

/// A case in short, as one person sees it.
#[derive(Clone, Debug)]
pub struct Glance {
    /// The definition it obeys.
    pub definition: Arc<Definition>,
    /// The case.
    pub stored: StoredCase,
    /// Name of the organisation that owns it.
    pub organisation: String,
    /// Who looks, with the seats held for this case.
    pub actor: Actor,
    /// Its plan, once somebody has asked for it: a list asks several times.
    plan: OnceLock<Plan>,
}

impl Glance {
    /// A case under the rules it obeys, for somebody who may see it.
    pub fn of(definition: Arc<Definition>, stored: StoredCase, (organisation, actor): (String, Actor)) -> Self {
        Self {
            definition,
            stored,
            organisation,
            actor,
            plan: OnceLock::new(),
        }
    }

    /// The case itself.
    pub fn case(&self) -> &Case {
        &self.stored.case
    }

    /// Its kind.
    pub fn kind(&self) -> Option<&Kind> {
        self.definition.kind(&self.case().kind)
    }

    /// Its state.
    pub fn state(&self) -> Option<&State> {
        self.kind()?.state(&self.case().state)
    }

    /// Whether the person belongs to the organisation that owns it.
    pub fn owns(&self) -> bool {
        owns(&self.definition, self.case(), &self.actor)
    }

    /// Whether the person may edit its answers now.
    pub fn edits(&self) -> bool {
        may_edit(&self.definition, self.case(), &self.actor)
    }

    /// Whether the person sits where a duty or a letter is addressed.
    pub fn is_for(&self, address: &Address) -> bool {
        crate::case::people::covering(&self.actor, address).is_some()
    }

    /// What roles owe now, by due date.
    pub fn duties(&self) -> &[Duty] {
        &self.plan().duties
    }

    /// When the engine will act by itself.
    pub fn timers(&self) -> Vec<Timer> {
        blind::seen(&self.definition, self.case(), (&self.actor, self.plan().clone())).timers
    }

    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| plan(&self.definition, self.case(), &[]))
    }
}

impl Engine {
    /// The seats a person holds now.
    pub async fn seats_now(&self, person: Uuid) -> Result<Vec<Seat>, EngineError> {
        let mut tx = self.store.read().await?;
        let now = self.now();
        let mut held = seats::of_person(&mut tx, person).await?;
        held.retain(|seat| seat.clone().holder().holds_at(now));
        Ok(held)
    }

    /// Whether somebody in these seats runs a workflow.
    pub fn runs(&self, workflow: &str, seats: &[Seat]) -> bool {
        let held = held_for(seats, None, workflow);
        self.workflows
            .in_force(workflow)
            .is_some_and(|(_, definition)| may_run(&definition, &held))
    }

    /// Every case of a workflow that a person may see, oldest first.
    pub async fn cases_seen(&self, person: Uuid, filter: &Filter) -> Result<Vec<Glance>, EngineError> {
        let held = self.seats_now(person).await?;
        let mut tx = self.store.read().await?;
        let peers = self.peer_roles(&mut tx, &held).await?;
        let mut names = BTreeMap::new();
        let mut seen = Vec::new();
        for filter in cut(filter, &held, &peers) {
            let mut page = Page::first(AT_ONCE);
            let mut is_last = false;
            while !is_last {
                let found = cases::list(&mut tx, &filter, page).await?;
                page.after = found.last().map(|stored| stored.case.id);
                is_last = found.len() < AT_ONCE as usize;
                for stored in found {
                    let who = (person, held.as_slice(), peers.as_slice());
                    seen.extend(self.glance(&mut tx, stored, who, &mut names).await?);
                }
            }
        }
        seen.sort_by_key(|glance| glance.stored.case.id);
        Ok(seen)
    }

    /// A stored case as a person sees it; `None` if they may not.
    pub(super) async fn glance(
        &self,
        tx: &mut Tx,
        stored: StoredCase,
        (person, held, peers): (Uuid, &[Seat], &[PeerRole]),
        names: &mut BTreeMap<Uuid, String>,
    ) -> Result<Option<Glance>, EngineError> {
        let version = self.workflows.version(&stored.workflow, stored.version);
        let definition = version.ok_or(EngineError::NotFound("version of the workflow"))?;
        let organisation = stored.case.organisation;
        let mut seats = held_for(held, Some(organisation), &stored.workflow);
        let counts = |peer: &&PeerRole| peer.counts_for(organisation, &stored.workflow);
        seats.extend(peers.iter().filter(counts).map(|peer| HeldSeat {
            role: peer.holder.role.clone(),
            seat: None,
            peer: Some(peer.organisation),
        }));
        let actor = Actor::Person { id: person, seats };
        if !may_see(&definition, &stored.case, &actor) {
            return Ok(None);
        }
        let name = match names.entry(organisation) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let found = organisations::find(tx, organisation).await?;
                new.insert(found.map(|found| found.name).unwrap_or_default())
            }
        };
        Ok(Some(Glance::of(definition, stored, (name.clone(), actor))))
    }
}

/// A filter cut to what these seats can see at all, so that an applicant's pages do not look at everybody's cases: where
/// no seat is the house's and none counts among other members, one filter for each organisation they are held in.
pub(super) fn cut(filter: &Filter, held: &[Seat], peers: &[PeerRole]) -> Vec<Filter> {
    let organisations: Option<BTreeSet<Uuid>> = held.iter().map(|seat| seat.organisation_id).collect();
    match organisations.filter(|_| peers.is_empty() && filter.organisation.is_none()) {
        None => vec![filter.clone()],
        Some(organisations) => {
            let of = |organisation: Uuid| Filter {
                organisation: Some(organisation),
                ..filter.clone()
            };
            organisations.into_iter().map(of).collect()
        }
    }
}

/// The seats that count for an organisation's cases in a workflow, the house's own included.
pub(super) fn held_for(seats: &[Seat], organisation: Option<Uuid>, workflow: &str) -> Vec<HeldSeat> {
    seats
        .iter()
        .filter(|seat| seat.organisation_id.is_none() || seat.organisation_id == organisation)
        .filter(|seat| seat.workflow.as_deref().is_none_or(|of| of == workflow))
        .map(Seat::held)
        .collect()
}

/// The instant the latest of several things is due, for sorting: what has no date comes last.
pub fn due_or_never(due: Option<Instant>) -> Instant {
    due.unwrap_or(Instant::from_micros(i64::MAX))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::cut;
    use crate::store::cases::Filter;
    use crate::store::seats::Seat;

    fn seat(organisation: Option<u128>) -> Seat {
        Seat {
            id: Uuid::nil(),
            person_id: Uuid::nil(),
            role: "applicant".to_owned(),
            seat: None,
            organisation_id: organisation.map(Uuid::from_u128),
            workflow: None,
            from_at: None,
            until_at: None,
        }
    }

    #[test]
    fn an_applicant_looks_at_the_cases_of_their_organisations_only() {
        for (held, organisations) in [
            (vec![Some(2), Some(1), Some(2)], vec![Some(1), Some(2)]),
            (vec![Some(1), None], vec![None]),
            (vec![], vec![]),
        ] {
            let held: Vec<Seat> = held.into_iter().map(seat).collect();
            let looked_at: Vec<_> = cut(&Filter::default(), &held, &[])
                .iter()
                .map(|one| one.organisation)
                .collect();
            let wanted: Vec<_> = organisations.into_iter().map(|one| one.map(Uuid::from_u128)).collect();
            assert_eq!(looked_at, wanted);
        }
    }
}
