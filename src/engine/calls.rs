//! Calls and rounds: opened by those who run the programme, moved for every case they concern.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::handle::{Feed, Step, Stop};
use super::once::Once;
use super::transact::transact;
use super::work::Work;
use super::{Engine, EngineError};
use crate::case::Actor;
use crate::case::call::fill_dates;
use crate::case::event::{News, builtin};
use crate::case::impact::Impact;
use crate::case::people::{may_run, seats_of};
use crate::case::state::Round;
use crate::clock::Instant;
use crate::store::calls::{self, Call};
use crate::store::{Tx, cases};
use crate::workflow::Definition;
use crate::workflow::form::FieldError;

/// Longest name of a call, in characters.
const LONGEST_NAME: usize = 200;

/// A call to be opened.
#[derive(Clone, Debug)]
pub struct NewCall {
    /// The workflow.
    pub workflow: String,
    /// Its name.
    pub name: String,
    /// When it opens.
    pub opens_at: Instant,
    /// The instant after the last moment of submission.
    pub closes_at: Instant,
    /// How many cases may take a place; the workflow's rule if left out.
    pub quota: Option<u32>,
    /// Named dates that do not follow the rule.
    pub dates: BTreeMap<String, Instant>,
}

/// What is to change about a call; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct CallChange {
    /// When it opens.
    pub opens_at: Option<Instant>,
    /// When it closes: later to extend, also after it has closed.
    pub closes_at: Option<Instant>,
    /// How many cases may take a place.
    pub quota: Option<u32>,
    /// Named dates.
    pub dates: BTreeMap<String, Instant>,
}

impl Engine {
    /// Opens a call.
    ///
    /// # Errors
    /// Refused to those who do not run the programme; invalid when it closes before it opens or its name is taken.
    pub async fn open_call(&self, person: Uuid, new: &NewCall) -> Result<Call, EngineError> {
        self.open_call_once(person, new, None).await
    }

    /// Opens a call, and remembers the key under which it was asked in the same transaction.
    ///
    /// # Errors
    /// As [`Engine::open_call`]; busy when the key was used meanwhile.
    pub async fn open_call_once(&self, person: Uuid, new: &NewCall, once: Option<&Once>) -> Result<Call, EngineError> {
        let definition = self.running(person, &new.workflow).await?;
        let kind = definition
            .kinds
            .iter()
            .find(|kind| kind.in_call)
            .ok_or(EngineError::NotFound("kind with calls"))?;
        let mut call = Call {
            id: self.ids.next(self.now()),
            workflow: new.workflow.clone(),
            kind: kind.name.clone(),
            name: new.name.trim().to_owned(),
            opens_at: new.opens_at,
            closes_at: new.closes_at,
            quota: new.quota.or(definition.call.as_ref().and_then(|rule| rule.number())),
            taken: 0,
            dates: BTreeMap::new(),
            round: None,
            created_at: self.now(),
        };
        set_dates(&definition, &mut call, &new.dates);
        checked(&call)?;
        let mut tx = self.store.begin().await?;
        if !calls::insert(&mut tx, &call).await?.is_done() {
            return Err(EngineError::Invalid(vec![FieldError::of("name", "taken")]));
        }
        if let Some(once) = once {
            once.claim(&mut tx, self, call.id).await.map_err(Stop::into_error)?;
        }
        tx.commit().await?;
        Ok(call)
    }

    /// Changes a call's dates or quota and tells every case in it; a call that has closed opens again for all.
    ///
    /// # Errors
    /// Refused to those who do not run the programme; invalid when it would close before it opens.
    pub async fn change_call(&self, person: Uuid, id: Uuid, change: &CallChange) -> Result<Call, EngineError> {
        transact!(self, work => self.change_call_in(work, (person, id), change))
    }

    /// What such a change would do to every case of the call: the same rules, stored by nobody.
    ///
    /// # Errors
    /// As [`Engine::change_call`].
    pub async fn impact_of_change(&self, person: Uuid, id: Uuid, change: &CallChange) -> Result<Impact, EngineError> {
        let mut tx = self.store.read().await?;
        let mut call = calls::find(&mut tx, id).await?.ok_or(EngineError::NotFound("call"))?;
        let definition = self.running_in(&mut tx, person, &call.workflow).await?;
        move_dates(&definition, &mut call, change);
        call.quota = change.quota.or(call.quota);
        checked(&call)?;
        drop(tx);
        self.impact_of_call(call.id, &call.call_dates()).await
    }

    async fn change_call_in(
        &self,
        work: &mut Work,
        (person, id): (Uuid, Uuid),
        change: &CallChange,
    ) -> Result<Call, Stop> {
        let mut call = calls::find(work.tx(), id).await?.ok_or(EngineError::NotFound("call"))?;
        let definition = self.running_in(work.tx(), person, &call.workflow).await?;
        move_dates(&definition, &mut call, change);
        call.quota = change.quota.or(call.quota);
        checked(&call)?;
        let _ = calls::change(work.tx(), &call).await?;
        for stored in cases::of_call(work.settled().await?, call.id).await? {
            self.tell_in(
                work,
                stored.case.id,
                (builtin::CALL_MOVED, News::Call(call.call_dates())),
            )
            .await?;
        }
        Ok(call)
    }

    /// Sets a round: another date and period for the reports of a cohort.
    ///
    /// # Errors
    /// Refused to those who do not run the programme; invalid when its dates contradict each other.
    pub async fn set_round(&self, person: Uuid, workflow: &str, round: &Round) -> Result<Call, EngineError> {
        self.running(person, workflow).await?;
        let call = Call {
            id: round.id,
            workflow: workflow.to_owned(),
            kind: round.kind.clone(),
            name: round.name.clone(),
            opens_at: round.opens_at,
            closes_at: round.due_at,
            quota: None,
            taken: 0,
            dates: BTreeMap::new(),
            round: Some(round.clone()),
            created_at: self.now(),
        };
        checked(&call)?;
        transact!(self, work => self.set_round_in(work, &call, round))
    }

    async fn set_round_in(&self, work: &mut Work, call: &Call, round: &Round) -> Result<Call, Stop> {
        if !calls::insert(work.tx(), call).await?.is_done() {
            return Err(EngineError::Invalid(vec![FieldError::of("name", "taken")]).into());
        }
        for case in cases::running(work.settled().await?, &call.workflow).await? {
            self.tell_in(work, case, (builtin::ROUND, News::Round(round.clone())))
                .await?;
        }
        Ok(call.clone())
    }

    /// Feeds news of the engine to a case in a transaction of its own cause; a rule that says no is no harm.
    pub(super) async fn tell_in(&self, work: &mut Work, case: Uuid, (name, news): (&str, News)) -> Result<(), Stop> {
        let event = self.bare_event(name, Actor::Engine, news);
        let feed = Feed {
            case,
            event,
            at: self.now(),
            first: false,
        };
        self.run(work, vec![Step::Feed(Box::new(feed))]).await
    }

    /// The workflow in force, if the person runs it.
    pub async fn running(&self, person: Uuid, workflow: &str) -> Result<std::sync::Arc<Definition>, EngineError> {
        let mut tx = self.store.read().await?;
        self.running_in(&mut tx, person, workflow).await
    }

    pub(super) async fn running_in(
        &self,
        tx: &mut Tx,
        person: Uuid,
        workflow: &str,
    ) -> Result<std::sync::Arc<Definition>, EngineError> {
        let (_, definition) = self
            .workflows
            .in_force(workflow)
            .ok_or(EngineError::NotFound("workflow"))?;
        let people = self.holders(tx, Uuid::nil(), workflow).await?;
        if may_run(&definition, &seats_of(&people, person, self.now())) {
            return Ok(definition);
        }
        Err(EngineError::from_refusal("runs", "call"))
    }
}

/// Sets what was said; a named date that followed the rule goes on following it, one set by hand stays.
fn move_dates(definition: &Definition, call: &mut Call, change: &CallChange) {
    let mut by_rule = call.call_dates();
    fill_dates(definition, &mut by_rule);
    let by_hand: BTreeMap<String, Instant> = call
        .dates
        .iter()
        .filter(|(name, at)| by_rule.dates.get(*name) != Some(at))
        .map(|(n, at)| (n.clone(), *at))
        .collect();
    call.opens_at = change.opens_at.unwrap_or(call.opens_at);
    call.closes_at = change.closes_at.unwrap_or(call.closes_at);
    set_dates(definition, call, &by_hand);
    call.dates
        .extend(change.dates.iter().map(|(name, at)| (name.clone(), *at)));
}

fn set_dates(definition: &Definition, call: &mut Call, said: &BTreeMap<String, Instant>) {
    let mut dates = call.call_dates();
    fill_dates(definition, &mut dates);
    dates.dates.extend(said.iter().map(|(name, at)| (name.clone(), *at)));
    call.dates = dates.dates;
}

fn checked(call: &Call) -> Result<(), EngineError> {
    let mut wrong = Vec::new();
    if call.name.is_empty() {
        wrong.push(FieldError::of("name", "required"));
    }
    if call.quota.is_some_and(|quota| quota < call.taken) {
        wrong.push(FieldError::of("quota", "taken-places"));
    }
    if call.name.chars().count() > LONGEST_NAME {
        wrong.push(FieldError::of("name", "too-long"));
    }
    if call.closes_at <= call.opens_at {
        wrong.push(FieldError::of("closes_at", "order"));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(EngineError::Invalid(wrong))
    }
}
