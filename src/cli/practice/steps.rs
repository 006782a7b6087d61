//! What people do: calls and rounds, cases, forms, events.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::dates::{closed_range, open_range};
use super::{PlayError, Player};
use crate::case::event::builtin;
use crate::case::plan::duties;
use crate::case::put_off::DUTY;
use crate::case::state::Round;
use crate::clock::Instant;
use crate::engine::EngineError;
use crate::engine::answers::Save;
use crate::engine::calls::{CallChange, NewCall};
use crate::engine::handle::{Asker, Command};
use crate::engine::open::NewCase;
use crate::rehearsal::scenario::Act;
use crate::store::attachments::{self, StoredAttachment};
use crate::store::calls::{self, Call};
use crate::store::cases::{self, StoredCase};
use crate::workflow::definition::Address;
use crate::workflow::form::Answers;

type Parts<'a> = &'a [(String, String)];

fn part<'a>(parts: Parts<'a>, key: &str) -> Option<&'a str> {
    parts
        .iter()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value.as_str())
}

fn need<'a>(parts: Parts<'a>, key: &str) -> Result<&'a str, PlayError> {
    part(parts, key).ok_or_else(|| PlayError::Line(format!("`{key}` is missing")))
}

impl Player {
    pub(super) async fn call(&self, name: &str, parts: Parts<'_>) -> Result<(), PlayError> {
        let new = NewCall {
            workflow: self.workflow.clone(),
            name: name.to_owned(),
            opens_at: self.instant(need(parts, "opens")?)?,
            closes_at: self.deadline(need(parts, "closes")?)?,
            quota: self.quota(parts)?,
            dates: self.named_dates(parts)?,
        };
        self.engine.open_call(self.runner().await?, &new).await?;
        Ok(())
    }

    pub(super) async fn extend(&self, name: &str, parts: Parts<'_>) -> Result<(), PlayError> {
        let change = CallChange {
            opens_at: part(parts, "opens").map(|text| self.instant(text)).transpose()?,
            closes_at: part(parts, "closes").map(|text| self.deadline(text)).transpose()?,
            quota: self.quota(parts)?,
            dates: self.named_dates(parts)?,
        };
        let call = self.call_named(name).await?;
        self.engine.change_call(self.runner().await?, call.id, &change).await?;
        Ok(())
    }

    fn quota(&self, parts: Parts<'_>) -> Result<Option<u32>, PlayError> {
        let read = |text: &str| {
            text.parse()
                .map_err(|_| PlayError::Line(format!("`{text}` is not a number")))
        };
        part(parts, "quota").map(read).transpose()
    }

    fn named_dates(&self, parts: Parts<'_>) -> Result<BTreeMap<String, Instant>, PlayError> {
        let rule = self.definition.call.as_ref();
        let names = rule.into_iter().flat_map(|rule| &rule.dates).map(|(name, _)| name);
        names
            .filter_map(|name| Some((name, part(parts, name)?)))
            .map(|(name, text)| Ok((name.clone(), self.deadline(text)?)))
            .collect()
    }

    async fn call_named(&self, name: &str) -> Result<Call, PlayError> {
        let mut tx = self.engine.store.read().await?;
        let known = calls::of_workflow(&mut tx, &self.workflow).await?;
        let found = known.into_iter().find(|call| call.name == name);
        found.ok_or_else(|| PlayError::Line(format!("there is no call `{name}`")))
    }

    pub(super) async fn round(&self, name: &str, parts: Parts<'_>) -> Result<(), PlayError> {
        let round = Round {
            id: self.engine.ids.next(self.engine.now()),
            name: name.to_owned(),
            kind: need(parts, "of")?.to_owned(),
            opens_at: self.instant(need(parts, "opens")?)?,
            due_at: self.deadline(need(parts, "due")?)?,
            replaces: closed_range(need(parts, "replaces")?)?,
            cohort: part(parts, "admitted").map_or(Ok((None, None)), open_range)?,
            period: part(parts, "period").map(closed_range).transpose()?,
        };
        let runner = self.runner().await?;
        self.engine.set_round(runner, &self.workflow, &round).await?;
        Ok(())
    }

    pub(super) async fn open(&self, name: &str, kind: &str, call: Option<&str>) -> Result<(), PlayError> {
        let organisation = self.organisation_named(name)?;
        let person = self.opener(organisation, kind).await?;
        let call = match call {
            Some(call) => Some(self.call_named(call).await?.id),
            None => None,
        };
        let new = self.new_case(kind, organisation);
        self.engine.open(person, &NewCase { call, ..new }).await?;
        Ok(())
    }

    /// Somebody of the organisation if they may open the kind, else the first who may.
    async fn opener(&self, organisation: Uuid, kind: &str) -> Result<Uuid, PlayError> {
        let kind = self.definition.kind(kind);
        let kind = kind.ok_or_else(|| PlayError::Line("there is no such kind of case".to_owned()))?;
        let own = kind.open_by.iter().find(|address| address.role == kind.owner);
        match own.or(kind.open_by.first()) {
            Some(address) => self.addressed(organisation, address).await,
            None => self.holder(Some(organisation), (&kind.owner, None)).await,
        }
    }

    pub(super) async fn import(&self, name: &str, kind: &str, since: &str) -> Result<(), PlayError> {
        let rule = self.definition.kind(kind).and_then(|kind| kind.import.clone());
        let (_, field) = rule
            .ok_or_else(|| PlayError::Line(format!("cases of kind `{kind}` cannot be imported")))?
            .since;
        let new = self.new_case(kind, self.organisation_named(name)?);
        let since = Some(Answers::from([(field, Value::from(since))]));
        let runner = self.runner().await?;
        self.engine.open(runner, &NewCase { since, ..new }).await?;
        Ok(())
    }

    fn new_case(&self, kind: &str, organisation: Uuid) -> NewCase {
        NewCase {
            workflow: self.workflow.clone(),
            kind: kind.to_owned(),
            organisation,
            call: None,
            answers: Answers::new(),
            since: None,
        }
    }

    /// Saves the form's example with these changes as the draft of the organisation's newest case that is edited; `null` leaves one out.
    pub(super) async fn fill(&self, name: &str, changes: Parts<'_>) -> Result<(), PlayError> {
        let stored = match self.newest(name, |stored| self.is_edited(stored)).await {
            Ok(stored) => stored,
            Err(_) => self.newest(name, |_| true).await?,
        };
        let kind = self.definition.kind(&stored.case.kind);
        let form = kind
            .and_then(|kind| kind.form.as_ref())
            .and_then(|form| self.definition.forms.get(form))
            .ok_or_else(|| PlayError::Line("the kind has no form".to_owned()))?;
        let mut answers = form.example();
        answers.extend(assigned(changes));
        let state = kind.and_then(|kind| kind.state(&stored.case.state));
        let owner = kind.map(|kind| kind.owner.clone()).unwrap_or_default();
        let editor = state.and_then(|state| state.edits.clone());
        let editor = editor.unwrap_or(Address {
            role: owner,
            seat: None,
        });
        let save = Save {
            case: stored.case.id,
            person: self.addressed(stored.case.organisation, &editor).await?,
            answers,
            revision: None,
        };
        self.engine.save_answers(&save).await?;
        Ok(())
    }

    pub(super) async fn act(&self, act: &Act) -> Result<(), PlayError> {
        if act.event.starts_with(builtin::ORGANISATION) {
            return self.happens(act).await;
        }
        let waiting = self.newest(&act.organisation, |stored| self.is_for(stored, act)).await;
        let stored = match waiting {
            Ok(stored) => stored,
            Err(_) => self.newest(&act.organisation, |_| true).await?,
        };
        let person = self.actor(act, stored.case.organisation).await?;
        let attachments = match &act.attaching {
            Some(purpose) => vec![self.attach(stored.case.id, purpose, person).await?],
            None => Vec::new(),
        };
        let command = Command {
            case: stored.case.id,
            event: act.event.clone(),
            asker: Asker::Person(person),
            answers: assigned(&act.with),
            reason: act.reason.clone(),
            attachments,
            revision: None,
        };
        self.engine.handle(&command).await?;
        Ok(())
    }

    pub(super) async fn must_refuse(&self, rule: &str, act: &Act) -> Result<(), PlayError> {
        match self.act(act).await {
            Err(PlayError::Engine(EngineError::Refused(refusal))) if refusal.rule == rule => Ok(()),
            Err(PlayError::Engine(EngineError::Invalid(errors))) if errors.iter().any(|error| error.rule == rule) => {
                Ok(())
            }
            Ok(()) => Err(PlayError::Line(format!("`{}` was accepted", act.event))),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn actor(&self, act: &Act, organisation: Uuid) -> Result<Uuid, PlayError> {
        let roles = &self.definition.roles;
        let of_house = |name: &str| roles.iter().any(|role| role.name == name && role.of_house());
        if let Some((role, name)) = act.person.as_ref().filter(|(role, _)| of_house(role)) {
            return self.one_of(role, name).await;
        }
        let seat = act.seat.as_str();
        if of_house(seat) {
            return self.holder(None, (seat, None)).await;
        }
        let of = act.from.as_ref();
        let organisation = of.map_or(Ok(organisation), |name| self.organisation_named(name))?;
        let seated = roles
            .iter()
            .find(|role| role.seats.iter().any(|known| known.name == seat));
        match seated {
            Some(role) => self.holder(Some(organisation), (&role.name, Some(seat))).await,
            None => self.holder(Some(organisation), (seat, None)).await,
        }
    }

    async fn attach(&self, case: Uuid, purpose: &str, person: Uuid) -> Result<Uuid, PlayError> {
        let now = self.engine.now();
        let new = StoredAttachment {
            id: self.engine.ids.next(now),
            case_id: case,
            purpose: purpose.to_owned(),
            name: format!("{purpose}.pdf"),
            media_type: "application/pdf".to_owned(),
            size: 0,
            sha256: hex::encode(Sha256::digest([])),
            uploaded_by: Some(person),
            uploaded_at: now,
        };
        let mut tx = self.engine.store.begin().await?;
        let _ = attachments::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    fn is_edited(&self, stored: &StoredCase) -> bool {
        let kind = self.definition.kind(&stored.case.kind);
        let state = kind.and_then(|kind| kind.state(&stored.case.state));
        state.is_some_and(|state| state.edits.is_some())
    }

    /// The newest of an organisation's cases that is wanted.
    pub async fn newest(&self, name: &str, wanted: impl Fn(&StoredCase) -> bool) -> Result<StoredCase, PlayError> {
        let organisation = self.organisation_named(name)?;
        let mut tx = self.engine.store.read().await?;
        let known = cases::of_organisation(&mut tx, organisation).await?;
        let newest = known
            .into_iter()
            .filter(|stored| stored.workflow == self.workflow && wanted(stored))
            .max_by_key(|stored| (stored.case.opened_at, stored.case.id));
        newest.ok_or_else(|| PlayError::Line(format!("`{name}` has no such case")))
    }

    /// Whether the act can be meant for the case: its state knows the event, or owes the duty that is put off.
    fn is_for(&self, stored: &StoredCase, act: &Act) -> bool {
        let duty = act.with.iter().find(|(field, _)| field == DUTY);
        match duty.filter(|_| act.event == builtin::EXTEND) {
            Some((_, duty)) => duties(&self.definition, &stored.case)
                .iter()
                .any(|owed| owed.name == *duty),
            None => self.waits_for(stored, &act.event),
        }
    }

    fn waits_for(&self, stored: &StoredCase, event: &str) -> bool {
        let kind = self.definition.kind(&stored.case.kind);
        let state = kind.and_then(|kind| kind.state(&stored.case.state));
        state.is_some_and(|state| state.transitions.iter().any(|transition| transition.event == event))
    }
}

fn assigned(parts: Parts<'_>) -> Answers {
    let value = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.trim_matches('"')));
    parts.iter().map(|(field, text)| (field.clone(), value(text))).collect()
}
