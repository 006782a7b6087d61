//! A case begins: in a call by the organisation, or imported from before Kalends.

use uuid::Uuid;

use super::handle::{Step, Stop};
use super::once::Once;
use super::save::Loaded;
use super::transact::transact;
use super::work::Work;
use super::{Engine, EngineError};
use crate::case::around::Around;
use crate::case::event::{News, Opening, builtin};
use crate::case::opening::{self, Existing};
use crate::case::people::{may_run, seats_of};
use crate::case::{Actor, Decision, Refusal};
use crate::store::calls::Call;
use crate::store::cases::{self, StoredCase};
use crate::store::{Tx, calls};
use crate::workflow::form::Answers;

/// What is to begin.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// The workflow.
    pub workflow: String,
    /// The kind of case.
    pub kind: String,
    /// The organisation that will own it.
    pub organisation: Uuid,
    /// The call; the one that is open if left out.
    pub call: Option<Uuid>,
    /// First answers to its form.
    pub answers: Answers,
    /// Answers that say since when, for a case from before Kalends.
    pub since: Option<Answers>,
}

impl Engine {
    /// Opens a case for a person, or imports one for a person who runs the programme.
    ///
    /// # Errors
    /// Refused as [`opening::open`] says.
    pub async fn open(&self, person: Uuid, new: &NewCase) -> Result<StoredCase, EngineError> {
        self.open_once(person, new, None).await
    }

    /// Opens a case, and remembers the key under which it was asked in the same transaction.
    ///
    /// # Errors
    /// As [`Engine::open`]; busy when the key was used meanwhile.
    pub async fn open_once(&self, person: Uuid, new: &NewCase, once: Option<&Once>) -> Result<StoredCase, EngineError> {
        transact!(self, work => self.open_keyed(work, (person, new), once))
    }

    async fn open_keyed(
        &self,
        work: &mut Work,
        (person, new): (Uuid, &NewCase),
        once: Option<&Once>,
    ) -> Result<StoredCase, Stop> {
        let case = self.open_in(work, Some(person), new).await?;
        if let Some(once) = once {
            once.claim(work.claiming(), self, case.case.id).await?;
        }
        Ok(case)
    }

    /// Opens or imports a case in a transaction; `None` is whoever works at the command line and may import anything.
    pub(super) async fn open_in(
        &self,
        work: &mut Work,
        person: Option<Uuid>,
        new: &NewCase,
    ) -> Result<StoredCase, Stop> {
        let (version, definition) = self.in_force_in(work.tx(), &new.workflow).await?;
        let people = self.holders(work.tx(), new.organisation, &new.workflow).await?;
        let call = self.call_for(work.tx(), new).await?;
        let opening = Opening {
            id: self.ids.next(self.now()),
            kind: new.kind.clone(),
            organisation: new.organisation,
            call: call.map(|call| call.call_dates()),
            parent: None,
            due: None,
            rounds: self.rounds(work.tx(), &new.workflow).await?,
            answers: new.answers.clone(),
            several: false,
        };
        let actor = person.map_or(Actor::Engine, |id| Actor::Person {
            id,
            seats: seats_of(&people, id, self.now()),
        });
        let runs = match &actor {
            Actor::Person { seats, .. } => may_run(&definition, seats),
            Actor::Engine => true,
        };
        let mut event = self.bare_event(builtin::OPEN, actor, News::None);
        event.around.sitting = Around::sitting(&people, self.now());
        let decision = match &new.since {
            Some(_) if !runs => return Err(EngineError::from_refusal("role", builtin::IMPORT).into()),
            Some(since) => {
                let existing = self.existing(work, (&new.workflow, &opening)).await?;
                opening::import(&definition, &opening, (since, &existing), (&event, self.now()))?
            }
            None => {
                let existing = self.existing(work, (&new.workflow, &opening)).await?;
                opening::open(&definition, &opening, &existing, (&event, self.now()))?
            }
        };
        let blank = crate::case::evolve::unopened(&opening, self.now());
        let stored = StoredCase {
            workflow: new.workflow.clone(),
            version,
            closed: false,
            next_due_at: None,
            single_key: None,
            case: blank,
        };
        let loaded = Loaded {
            definition,
            stored,
            people,
            places_taken: 0,
            draft: None,
        };
        let Decision { entry, effects, .. } = decision;
        self.begin(work, loaded, &opening, entry).await?;
        let mut steps: Vec<Step> = Vec::new();
        for effect in effects {
            steps.extend(self.follow(work, effect, self.now()).await?);
        }
        self.run(work, steps).await?;
        cases::find(work.settled().await?, opening.id)
            .await?
            .ok_or_else(|| EngineError::NotFound("case").into())
    }

    /// The call named, or the one that is open now; none for kinds without calls.
    async fn call_for(&self, tx: &mut Tx, new: &NewCase) -> Result<Option<Call>, Stop> {
        if new.since.is_some() {
            return Ok(None);
        }
        if let Some(id) = new.call {
            let call = calls::find(tx, id)
                .await?
                .filter(|call| call.workflow == new.workflow && call.kind == new.kind && call.round.is_none());
            return call.map(Some).ok_or_else(|| EngineError::NotFound("call").into());
        }
        let open = calls::open(tx, &new.workflow, self.now()).await?;
        Ok(open
            .into_iter()
            .find(|call| call.kind == new.kind && call.round.is_none()))
    }

    async fn rounds(&self, tx: &mut Tx, workflow: &str) -> Result<Vec<crate::case::state::Round>, Stop> {
        let calls = calls::of_workflow(tx, workflow).await?;
        Ok(calls.into_iter().filter_map(|call| call.round).collect())
    }

    async fn existing(&self, work: &mut Work, (workflow, opening): (&str, &Opening)) -> Result<Vec<Existing>, Stop> {
        let cases = cases::of_organisation(work.settled().await?, opening.organisation).await?;
        let same_kind = cases
            .into_iter()
            .filter(|stored| stored.workflow == workflow && stored.case.kind == opening.kind);
        let existing = same_kind.map(|stored| Existing {
            id: stored.case.id,
            call: stored.case.call.as_ref().map(|call| call.id),
            state: stored.case.state,
        });
        Ok(existing.collect())
    }
}

impl EngineError {
    /// A refusal of an event by a rule that mentions no roles.
    pub(super) fn from_refusal(rule: &str, event: &str) -> Self {
        Self::Refused(Refusal::new(rule).with("event", event).with("roles", ""))
    }
}
