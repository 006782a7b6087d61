//! The directory as those who run a programme see it: organisations, who sits for them, who succeeded whom.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::history::know;
use crate::engine::{Engine, EngineError};
use crate::store::Tx;
use crate::store::cases::{self, StoredCase};
use crate::store::organisations::{self, Organisation};
use crate::store::people::Person;
use crate::store::seats::{self, Seat};

/// How many organisations are offered to choose from, and looked through for a person's name.
const MOST: u32 = 500;

/// An organisation with who sits for it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The organisation.
    pub organisation: Organisation,
    /// Every seat, held now, later or once.
    pub seats: Vec<Seat>,
    /// Their holders.
    pub people: BTreeMap<Uuid, Person>,
}

/// An organisation with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct OrganisationSeen {
    /// It and who sits for it.
    pub listed: Listed,
    /// Its cases.
    pub cases: Vec<StoredCase>,
    /// The organisation that goes on in its place.
    pub successor: Option<Organisation>,
}

/// A page of the directory.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// The organisations, by name.
    pub listed: Vec<Listed>,
    /// The organisation that came last, if there is a further page.
    pub next: Option<Uuid>,
}

impl Engine {
    /// A page of the organisations whose name contains `part`, by name. The first page also has those of the first
    /// [`MOST`] for which somebody called so sits.
    pub async fn directory(&self, part: &str, (after, limit): (Option<Uuid>, usize)) -> Result<Directory, EngineError> {
        let mut tx = self.store.read().await?;
        let last = match after {
            Some(after) => organisations::find(&mut tx, after).await?,
            None => None,
        };
        let enough = u32::try_from(limit + 1).unwrap_or(u32::MAX);
        let mut found = organisations::search(&mut tx, part, last.as_ref(), enough).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().map(|last| last.id).filter(|_| more);
        let mut listed = seated(&mut tx, found).await?;
        if after.is_none() && !part.is_empty() {
            let first = organisations::search(&mut tx, "", None, MOST).await?;
            let known: BTreeSet<Uuid> = listed.iter().map(|one| one.organisation.id).collect();
            let mut others = seated(&mut tx, first).await?;
            others.retain(|one| !known.contains(&one.organisation.id) && one.seats_somebody_called(part));
            listed.extend(others);
        }
        Ok(Directory { listed, next })
    }

    /// The first organisations by name.
    pub async fn first_organisations(&self) -> Result<Vec<Organisation>, EngineError> {
        let mut tx = self.store.read().await?;
        Ok(organisations::search(&mut tx, "", None, MOST).await?)
    }

    /// One organisation, with those of its cases that the person may see.
    ///
    /// # Errors
    /// Not found when there is none.
    pub async fn organisation_seen(&self, id: Uuid, person: Uuid) -> Result<OrganisationSeen, EngineError> {
        let mut tx = self.store.read().await?;
        let organisation = organisations::find(&mut tx, id).await?;
        let organisation = organisation.ok_or(EngineError::NotFound("organisation"))?;
        let seats = seats::of_organisation(&mut tx, id).await?;
        let mut people = BTreeMap::new();
        for seat in &seats {
            know(&mut tx, &mut people, seat.person_id).await?;
        }
        let successor = match organisation.successor_id {
            Some(successor) => organisations::find(&mut tx, successor).await?,
            None => None,
        };
        let cases = cases::of_organisation(&mut tx, id).await?;
        Ok(OrganisationSeen {
            cases: self.only_seen(&mut tx, person, cases).await?,
            listed: Listed {
                organisation,
                seats,
                people,
            },
            successor,
        })
    }
}

impl Listed {
    fn seats_somebody_called(&self, part: &str) -> bool {
        let part = part.to_lowercase();
        self.people
            .values()
            .any(|person| person.name.to_lowercase().contains(&part))
    }
}

/// Organisations with who sits for each.
async fn seated(tx: &mut Tx, found: Vec<Organisation>) -> Result<Vec<Listed>, EngineError> {
    let ids: Vec<Uuid> = found.iter().map(|organisation| organisation.id).collect();
    let mut by_organisation: BTreeMap<Uuid, Vec<(Seat, Person)>> = BTreeMap::new();
    for (seat, person) in seats::of_organisations(tx, &ids).await? {
        if let Some(organisation) = seat.organisation_id {
            by_organisation.entry(organisation).or_default().push((seat, person));
        }
    }
    let listed = found.into_iter().map(|organisation| {
        let sitting = by_organisation.remove(&organisation.id).unwrap_or_default();
        let people = sitting.iter().map(|(_, person)| (person.id, person.clone())).collect();
        Listed {
            organisation,
            seats: sitting.into_iter().map(|(seat, _)| seat).collect(),
            people,
        }
    });
    Ok(listed.collect())
}
