//! Who holds which role, from a date to a date.
//!
//! Owns the table `seat`. Does not decide who may act or whom a letter reaches: that is [`crate::case::people`].

use uuid::Uuid;

use super::dialect::{execute, rows, statements};
use super::people::Person;
use super::sets::{among, set_of};
use super::{Outcome, StoreError, Tx};
use crate::case::Holder;
use crate::case::event::HeldSeat;
use crate::clock::Instant;

macro_rules! of_organisations {
    ($d:ident) => {
        concat!(
            "select s.id, s.person_id, s.role, s.seat, s.organisation_id, s.workflow, s.from_at, s.until_at,
                p.name, p.email, p.language, p.created_at
            from seat s join person p on p.id = s.person_id
            where s.organisation_id is null or s.organisation_id",
            among!($d),
            " order by s.id"
        )
    };
}

statements! {
    OF_ORGANISATIONS_SQLITE = of_organisations!(sqlite);
    OF_ORGANISATIONS_POSTGRES = of_organisations!(postgres);
    INSERT = "insert into seat (id, person_id, role, seat, organisation_id, workflow, from_at, until_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing";
    END = "update seat set until_at = $2 where id = $1 and (until_at is null or until_at > $2)";
    HOLDERS = "select id, person_id, role, seat, organisation_id, workflow, from_at, until_at from seat
        where (organisation_id = $1 or organisation_id is null) and (workflow = $2 or workflow is null) order by id";
    OF_PERSON = "select id, person_id, role, seat, organisation_id, workflow, from_at, until_at from seat
        where person_id = $1 order by id";
    OF_ORGANISATION = "select id, person_id, role, seat, organisation_id, workflow, from_at, until_at from seat
        where organisation_id = $1 order by id";
    OF_OTHERS = "select id, person_id, role, seat, organisation_id, workflow, from_at, until_at from seat
        where organisation_id is not null and organisation_id <> $1 and (workflow = $2 or workflow is null)
        order by id";
    OF_HOUSE = "select id, person_id, role, seat, organisation_id, workflow, from_at, until_at from seat
        where organisation_id is null order by id";
}

/// A person holding a role.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Seat {
    /// Its id.
    pub id: Uuid,
    /// Who.
    pub person_id: Uuid,
    /// The role.
    pub role: String,
    /// The seat, for roles of organisations.
    pub seat: Option<String>,
    /// For which organisation; `None` is for the house.
    pub organisation_id: Option<Uuid>,
    /// In which workflow; `None` is in all.
    pub workflow: Option<String>,
    /// Since when; `None` is always.
    pub from_at: Option<Instant>,
    /// Until when, exclusive; `None` is open.
    pub until_at: Option<Instant>,
}

impl Seat {
    /// The chair it is.
    pub fn held(&self) -> HeldSeat {
        HeldSeat {
            role: self.role.clone(),
            seat: self.seat.clone(),
            peer: None,
        }
    }

    /// What the pure core knows of it.
    pub fn holder(self) -> Holder {
        Holder {
            person: self.person_id,
            role: self.role,
            seat: self.seat,
            peer: None,
            from: self.from_at,
            until: self.until_at,
        }
    }
}

/// Gives a person a seat; lost when the id is taken.
pub async fn insert(tx: &mut Tx, new: &Seat) -> Result<Outcome, StoreError> {
    let affected = execute!(
        tx,
        INSERT,
        new.id,
        new.person_id,
        &new.role,
        &new.seat,
        new.organisation_id,
        &new.workflow,
        new.from_at,
        new.until_at
    )?;
    Ok(Outcome::of(affected))
}

/// Ends a seat at `until`; lost when it ends no later anyway.
pub async fn end(tx: &mut Tx, id: Uuid, until: Instant) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, END, id, until)?))
}

/// Gives everybody who ever held a role for an organisation's cases in a workflow, the house's own included.
pub async fn holders(tx: &mut Tx, organisation: Uuid, workflow: &str) -> Result<Vec<Holder>, StoreError> {
    let seats = rows!(tx, Seat, HOLDERS, organisation, workflow)?;
    Ok(seats.into_iter().map(Seat::holder).collect())
}

#[derive(sqlx::FromRow)]
struct SatRow {
    #[sqlx(flatten)]
    seat: Seat,
    name: String,
    email: String,
    language: String,
    created_at: Instant,
}

impl From<SatRow> for (Seat, Person) {
    fn from(row: SatRow) -> Self {
        let person = Person {
            id: row.seat.person_id,
            name: row.name,
            email: row.email,
            language: row.language,
            created_at: row.created_at,
        };
        (row.seat, person)
    }
}

/// Gives every seat for one of these organisations or of the house, in whatever workflow, and who has it.
pub async fn of_organisations(tx: &mut Tx, organisations: &[Uuid]) -> Result<Vec<(Seat, Person)>, StoreError> {
    let sql = tx.dialect(OF_ORGANISATIONS_SQLITE, OF_ORGANISATIONS_POSTGRES);
    let found = rows!(tx, SatRow, sql, set_of(organisations))?;
    Ok(found.into_iter().map(From::from).collect())
}

/// Gives every seat of other organisations that counts in a workflow.
pub async fn of_others(tx: &mut Tx, organisation: Uuid, workflow: &str) -> Result<Vec<Seat>, StoreError> {
    rows!(tx, Seat, OF_OTHERS, organisation, workflow)
}

/// Gives every seat of a person.
pub async fn of_person(tx: &mut Tx, person: Uuid) -> Result<Vec<Seat>, StoreError> {
    rows!(tx, Seat, OF_PERSON, person)
}

/// Gives every seat of an organisation.
pub async fn of_organisation(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Seat>, StoreError> {
    rows!(tx, Seat, OF_ORGANISATION, organisation)
}

/// Gives every seat of the house.
pub async fn of_house(tx: &mut Tx) -> Result<Vec<Seat>, StoreError> {
    rows!(tx, Seat, OF_HOUSE)
}
