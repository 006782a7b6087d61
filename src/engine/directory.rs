//! Organisations, people and seats: who may be reached, and what changes for running cases when that changes.

use uuid::Uuid;

use super::handle::Stop;
use super::once::Once;
use super::transact::transact;
use super::work::Work;
use super::{Engine, EngineError};
use crate::case::peers::are_reminded;
use crate::clock::Instant;
use crate::store::organisations::{self, Organisation};
use crate::store::people::{self, Person};
use crate::store::seats::{self, Seat};
use crate::store::{Tx, cases};
use crate::workflow::form::FieldError;

/// Longest name of a person or an organisation, in characters.
const LONGEST_NAME: usize = 200;

/// A seat to be taken.
#[derive(Clone, Debug)]
pub struct NewSeat {
    /// Who takes it.
    pub person: Uuid,
    /// The role.
    pub role: String,
    /// The seat, for roles of organisations.
    pub seat: Option<String>,
    /// For which organisation; `None` is for the house.
    pub organisation: Option<Uuid>,
    /// In which workflow; `None` is in all.
    pub workflow: Option<String>,
    /// From when; now if left out, and never from before now, since nothing is made up for.
    pub from: Option<Instant>,
    /// Until when.
    pub until: Option<Instant>,
}

impl Engine {
    /// Enters an organisation.
    ///
    /// # Errors
    /// Invalid without a name.
    pub async fn add_organisation(&self, name: &str, language: &str) -> Result<Organisation, EngineError> {
        self.add_organisation_once(name, language, None).await
    }

    /// Enters an organisation, and remembers the key under which it was asked in the same transaction.
    ///
    /// # Errors
    /// As [`Engine::add_organisation`]; busy when the key was used meanwhile.
    pub async fn add_organisation_once(
        &self,
        name: &str,
        language: &str,
        once: Option<&Once>,
    ) -> Result<Organisation, EngineError> {
        let name = one_line(name).ok_or_else(|| invalid("name", "required"))?;
        let now = self.now();
        let new = Organisation {
            id: self.ids.next(now),
            name,
            language: language.to_owned(),
            successor_id: None,
            created_at: now,
        };
        let mut tx = self.store.begin().await?;
        let _ = organisations::insert(&mut tx, &new).await?;
        if let Some(once) = once {
            once.claim(&mut tx, self, new.id).await.map_err(Stop::into_error)?;
        }
        tx.commit().await?;
        Ok(new)
    }

    /// Enters a person, or gives the one who has the address already.
    ///
    /// # Errors
    /// Invalid without a name or with an address no mail can be sent to.
    pub async fn add_person(&self, name: &str, email: &str, language: &str) -> Result<Person, EngineError> {
        let mut tx = self.store.begin().await?;
        let person = self.add_person_in(&mut tx, name, email, language).await?;
        tx.commit().await?;
        Ok(person)
    }

    pub(super) async fn add_person_in(
        &self,
        tx: &mut Tx,
        name: &str,
        email: &str,
        language: &str,
    ) -> Result<Person, EngineError> {
        let name = one_line(name).ok_or_else(|| invalid("name", "required"))?;
        let email = email.trim().to_lowercase();
        crate::mail::address::sendable(&email).map_err(|_| invalid("email", "email"))?;
        if let Some(known) = people::by_email(tx, &email).await? {
            return Ok(known);
        }
        let now = self.now();
        let person = Person {
            id: self.ids.next(now),
            name,
            email,
            language: language.to_owned(),
            created_at: now,
        };
        let _ = people::insert(tx, &person).await?;
        Ok(person)
    }

    /// Gives a person a seat; running cases are planned anew.
    ///
    /// # Errors
    /// Invalid when it ends before it begins.
    pub async fn add_seat(&self, new: &NewSeat) -> Result<Seat, EngineError> {
        transact!(self, work => self.add_seat_in(work, new))
    }

    /// What counts as now is said inside the transaction: one that had to wait would plan nothing for the time before it.
    async fn add_seat_in(&self, work: &mut Work, new: &NewSeat) -> Result<Seat, Stop> {
        let from = new.from.unwrap_or(self.now()).max(self.now());
        if new.until.is_some_and(|until| until <= from) {
            return Err(invalid("until", "order").into());
        }
        let seat = Seat {
            id: self.ids.next(self.now()),
            person_id: new.person,
            role: new.role.clone(),
            seat: new.seat.clone(),
            organisation_id: new.organisation,
            workflow: new.workflow.clone(),
            from_at: Some(from),
            until_at: new.until,
        };
        let _ = seats::insert(work.tx(), &seat).await?;
        self.people_changed(work, &seat).await?;
        Ok(seat)
    }

    /// Ends a seat; running cases are planned anew.
    ///
    /// # Errors
    /// Not found when there is no such seat.
    pub async fn end_seat(&self, seat: &Seat, until: Instant) -> Result<(), EngineError> {
        transact!(self, work => self.end_seat_in(work, seat, until))
    }

    async fn end_seat_in(&self, work: &mut Work, seat: &Seat, until: Instant) -> Result<(), Stop> {
        let _ = seats::end(work.tx(), seat.id, until.max(self.now())).await?;
        self.people_changed(work, seat).await
    }

    /// Plans the cases anew that a seat's holder is written to about.
    async fn people_changed(&self, work: &mut Work, seat: &Seat) -> Result<(), Stop> {
        let mut concerned: Vec<Uuid> = Vec::new();
        match seat.organisation_id {
            Some(organisation) => {
                let cases = cases::of_organisation(work.settled().await?, organisation).await?;
                concerned.extend(
                    cases
                        .iter()
                        .filter(|stored| !stored.closed)
                        .map(|stored| stored.case.id),
                );
            }
            None => {
                for name in self.workflows.names() {
                    if seat.workflow.as_ref().is_none_or(|of| *of == name) {
                        concerned.extend(cases::running(work.settled().await?, &name).await?);
                    }
                }
            }
        }
        for case in concerned {
            self.hold(work, [case]).await?;
            self.replan(work, case).await?;
        }
        let Some(organisation) = seat.organisation_id else {
            return Ok(());
        };
        for name in self.workflows.names() {
            let in_force = self.workflows.in_force(&name);
            let here = seat.workflow.as_ref().is_none_or(|of| *of == name);
            if here && in_force.is_some_and(|(_, definition)| are_reminded(&definition)) {
                self.replan_others(work, &name, organisation).await?;
            }
        }
        Ok(())
    }
}

fn invalid(field: &str, rule: &'static str) -> EngineError {
    EngineError::Invalid(vec![FieldError::of(field, rule)])
}

/// A name without control characters and space around it; `None` if nothing is left.
pub(super) fn one_line(text: &str) -> Option<String> {
    if text.chars().count() > LONGEST_NAME {
        return None;
    }
    let clean: String = text.chars().filter(|sign| !sign.is_control()).collect();
    Some(clean.trim().to_owned()).filter(|clean| !clean.is_empty())
}
