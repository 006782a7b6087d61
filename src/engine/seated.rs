//! Who sits where, for one organisation's cases in a workflow: the one place that loads them.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::handle::Stop;
use super::save::Loaded;
use super::work::Work;
use super::{Engine, EngineError};
use crate::case::peers::{are_reminded, as_peer, changes_members, has_peers, is_member};
use crate::case::renames::under_every_name;
use crate::case::{Entry, Holder};
use crate::clock::Instant;
use crate::store::cases::Place;
use crate::store::seats::Seat;
use crate::store::{Tx, cases, seats, workflows};
use crate::workflow::Definition;

/// What a person is in the cases of others through a seat for an organisation.
#[derive(Clone, Debug)]
pub struct PeerRole {
    /// In which workflow.
    pub workflow: String,
    /// The organisation for which the person sits; not in its own cases.
    pub organisation: Uuid,
    /// The role, and from when to when.
    pub holder: Holder,
}

impl PeerRole {
    /// Whether it counts in the cases of this organisation.
    pub fn counts_for(&self, organisation: Uuid, workflow: &str) -> bool {
        self.workflow == workflow && self.organisation != organisation
    }
}

impl Engine {
    /// Everybody who ever held a role for an organisation's cases in a workflow, the house's own included, under every
    /// name that any version of the workflow has for the chair.
    pub(super) async fn holders(
        &self,
        tx: &mut Tx,
        organisation: Uuid,
        workflow: &str,
    ) -> Result<Vec<Holder>, EngineError> {
        let people = seats::holders(tx, organisation, workflow).await?;
        self.holding(tx, people, (organisation, workflow)).await
    }

    /// The same, of seats that were read already.
    pub(super) async fn holding(
        &self,
        tx: &mut Tx,
        people: Vec<Holder>,
        (organisation, workflow): (Uuid, &str),
    ) -> Result<Vec<Holder>, EngineError> {
        let versions = self.workflows.naming(workflow);
        let versions: Vec<&Definition> = versions.iter().map(AsRef::as_ref).collect();
        let mut people = under_every_name(&versions, people);
        people.extend(self.peers(tx, organisation, workflow).await?);
        Ok(people)
    }

    /// Those who sit in the seats of other members, in the roles that gives them in this organisation's cases.
    async fn peers(&self, tx: &mut Tx, organisation: Uuid, workflow: &str) -> Result<Vec<Holder>, EngineError> {
        let in_force = self.workflows.in_force(workflow);
        let Some((_, definition)) = in_force.filter(|(_, definition)| has_peers(definition)) else {
            return Ok(Vec::new());
        };
        let members = self.members(tx, workflow).await?;
        let seats = seats::of_others(tx, organisation, workflow).await?;
        let peers = seats.into_iter().filter_map(|seat| {
            let member = seat.organisation_id?;
            let since = members.get(&member)?;
            let holder = seat.holder();
            Some(as_peer(&definition, &holder, (member, *since)).collect::<Vec<_>>())
        });
        Ok(peers.flatten().collect())
    }

    /// The organisations that are members, and since when. Looks into the states that make members, in any version of the
    /// workflow, also one that another node has just put in force.
    async fn members(&self, tx: &mut Tx, workflow: &str) -> Result<BTreeMap<Uuid, Instant>, EngineError> {
        for (name, version) in workflows::numbers(tx).await? {
            if name == workflow {
                self.version(tx, workflow, version).await?;
            }
        }
        let mut states = BTreeSet::new();
        for definition in self.workflows.naming(workflow) {
            for kind in &definition.kinds {
                let listed = kind
                    .states
                    .iter()
                    .filter(|state| is_member(&definition, &kind.name, &state.name));
                states.extend(listed.map(|state| (kind.name.clone(), state.name.clone())));
            }
        }
        let mut places = Vec::new();
        for (kind, state) in &states {
            places.extend(cases::places_in(tx, (workflow, kind, state)).await?);
        }
        self.members_at(tx, workflow, places).await
    }

    /// Which of the organisations whose cases stand at these places are members, and since when.
    async fn members_at(
        &self,
        tx: &mut Tx,
        workflow: &str,
        places: Vec<Place>,
    ) -> Result<BTreeMap<Uuid, Instant>, EngineError> {
        let mut members: BTreeMap<Uuid, Instant> = BTreeMap::new();
        for place in places {
            let definition = self.version(tx, workflow, place.version).await?;
            if is_member(&definition, &place.kind, &place.state) {
                let since = members.entry(place.organisation).or_insert(place.entered_at);
                *since = (*since).min(place.entered_at);
            }
        }
        Ok(members)
    }

    /// The roles that seats for an organisation give in the cases of others, by workflow.
    pub(super) async fn peer_roles(&self, tx: &mut Tx, seats: &[Seat]) -> Result<Vec<PeerRole>, EngineError> {
        let mut found = Vec::new();
        for name in self.workflows.names() {
            let in_force = self.workflows.in_force(&name);
            let Some((_, definition)) = in_force.filter(|(_, definition)| has_peers(definition)) else {
                continue;
            };
            let here = |seat: &&Seat| seat.workflow.as_ref().is_none_or(|of| *of == name);
            let own: Vec<(Uuid, &Seat)> = seats
                .iter()
                .filter(here)
                .filter_map(|seat| Some((seat.organisation_id?, seat)))
                .collect();
            if own.is_empty() {
                continue;
            }
            let mut places = Vec::new();
            for organisation in own
                .iter()
                .map(|(organisation, _)| *organisation)
                .collect::<BTreeSet<_>>()
            {
                places.extend(cases::places_of(tx, &name, organisation).await?);
            }
            let members = self.members_at(tx, &name, places).await?;
            for (organisation, seat) in own {
                let Some(since) = members.get(&organisation) else {
                    continue;
                };
                found.extend(
                    as_peer(&definition, &seat.clone().holder(), (organisation, *since)).map(|holder| PeerRole {
                        workflow: name.clone(),
                        organisation,
                        holder,
                    }),
                );
            }
        }
        Ok(found)
    }

    /// Plans the running cases of all but one organisation anew.
    pub(super) async fn replan_others(&self, work: &mut Work, workflow: &str, but: Uuid) -> Result<(), Stop> {
        let running = cases::running(work.settled().await?, workflow).await?;
        for id in running {
            if self.load(work, id).await?.stored.case.organisation != but {
                self.replan(work, id).await?;
            }
        }
        Ok(())
    }
}

/// The workflow, and the organisation whose becoming a member, or ending that, others are written to differently for.
pub(super) fn peers_change(of: &Loaded, entry: &Entry) -> Option<(String, Uuid)> {
    let case = &of.stored.case;
    let changes = are_reminded(&of.definition) && changes_members(&of.definition, &case.kind, entry);
    changes.then(|| (of.stored.workflow.clone(), case.organisation))
}
