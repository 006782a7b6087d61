//! The directory as those who run a programme see it: organisations, who sits for them, who succeeded whom.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::history::know;
use crate::engine::{Engine, EngineError};
use crate::store::cases::{self, StoredCase};
use crate::store::organisations::{self, Organisation};
use crate::store::people::Person;
use crate::store::seats::{self, Seat};

/// How many organisations a list shows at most.
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

impl Engine {
    /// Organisations whose name contains `part`, by name.
    pub async fn directory(&self, part: &str) -> Result<Vec<Listed>, EngineError> {
        let mut tx = self.store.read().await?;
        let mut listed = Vec::new();
        for organisation in organisations::search(&mut tx, part, None, MOST).await? {
            let seats = seats::of_organisation(&mut tx, organisation.id).await?;
            let mut people = BTreeMap::new();
            for seat in &seats {
                know(&mut tx, &mut people, seat.person_id).await?;
            }
            listed.push(Listed {
                organisation,
                seats,
                people,
            });
        }
        Ok(listed)
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
