//! What happens to organisations: recorded once, told to the cases that wait for it.
//!
//! Owns the transactions of a workflow's own events, of another name, of one that goes on in another's place, and of
//! several that do. What a case makes of it is [`crate::case`]'s to say.

use serde_json::{Value, json};
use uuid::Uuid;

use super::directory::one_line;
use super::handle::{Feed, Step, Stop};
use super::once::Once;
use super::transact::transact;
use super::work::Work;
use super::{Engine, EngineError};
use crate::case::event::{Event, News, builtin};
use crate::case::organisation::{may_record, waits};
use crate::case::people::seats_of;
use crate::case::{Actor, Refusal};
use crate::store::organisation_events::{self, OrganisationEvent};
use crate::store::{cases, organisations};
use crate::workflow::form::FieldError;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 2_000;

/// Something that happened to an organisation, as a workflow calls it.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The organisation.
    pub organisation: Uuid,
    /// The workflow.
    pub workflow: String,
    /// The event.
    pub event: String,
    /// Why.
    pub reason: Option<String>,
}

/// Who does something in the directory, and why.
#[derive(Clone, Debug, Default)]
pub struct Because {
    /// Who; `None` is the command line.
    pub person: Option<Uuid>,
    /// Why.
    pub reason: Option<String>,
}

/// Who goes on with which of a divided organisation's cases; the first takes what nobody else does.
#[derive(Clone, Debug, Default)]
pub struct Heir {
    /// The organisation that goes on.
    pub organisation: Uuid,
    /// Cases it takes.
    pub cases: Vec<Uuid>,
    /// Kinds of which it takes all.
    pub kinds: Vec<String>,
}

impl Engine {
    /// Records what a workflow says can happen to an organisation, and tells its cases.
    ///
    /// # Errors
    /// Refused when the workflow knows no such event or the person may not record it.
    pub async fn record_event(
        &self,
        person: Uuid,
        new: &NewEvent,
        once: Option<&Once>,
    ) -> Result<OrganisationEvent, EngineError> {
        transact!(self, work => self.record_event_in(work, (person, new), once))
    }

    async fn record_event_in(
        &self,
        work: &mut Work,
        (person, new): (Uuid, &NewEvent),
        once: Option<&Once>,
    ) -> Result<OrganisationEvent, Stop> {
        let in_force = self.workflows.in_force(&new.workflow);
        let (_, definition) = in_force.ok_or(EngineError::NotFound("workflow"))?;
        let found = organisations::find(work.tx(), new.organisation).await?;
        found.ok_or(EngineError::NotFound("organisation"))?;
        let people = self.holders(work.tx(), new.organisation, &new.workflow).await?;
        let seats = seats_of(&people, person, self.now());
        may_record(&definition, &new.event, &seats).map_err(EngineError::Refused)?;
        let because = Because {
            person: Some(person),
            reason: new.reason.clone(),
        };
        let recorded = OrganisationEvent {
            workflow: Some(new.workflow.clone()),
            ..self.happened(new.organisation, (&new.event, json!({})), &because)?
        };
        let _ = organisation_events::insert(work.tx(), &recorded).await?;
        if let Some(once) = once {
            once.claim(work.claiming(), self, recorded.id).await?;
        }
        let news = format!("{}{}", builtin::ORGANISATION, new.event);
        self.tell_organisation(work, (new.organisation, Some(&new.workflow)), (&news, &because))
            .await?;
        Ok(recorded)
    }

    fn happened(
        &self,
        organisation: Uuid,
        (event, detail): (&str, Value),
        because: &Because,
    ) -> Result<OrganisationEvent, EngineError> {
        let reason = because
            .reason
            .as_deref()
            .map(str::trim)
            .filter(|reason| !reason.is_empty());
        if reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
            return Err(EngineError::Invalid(vec![FieldError::of("reason", "too-long")]));
        }
        Ok(OrganisationEvent {
            id: self.ids.next(self.now()),
            organisation,
            workflow: None,
            event: event.to_owned(),
            at: self.now(),
            person: because.person,
            reason: reason.map(str::to_owned),
            detail,
        })
    }

    /// Tells the cases of an organisation that wait for news about it.
    async fn tell_organisation(
        &self,
        work: &mut Work,
        (organisation, workflow): (Uuid, Option<&str>),
        (news, because): (&str, &Because),
    ) -> Result<(), Stop> {
        for stored in cases::of_organisation(work.settled().await?, organisation).await? {
            if workflow.is_some_and(|workflow| stored.workflow != workflow) {
                continue;
            }
            let definition = self.version(work.tx(), &stored.workflow, stored.version).await?;
            if waits(&definition, &stored.case, news) {
                self.feed_news(work, stored.case.id, (news, News::None), because)
                    .await?;
            }
        }
        Ok(())
    }

    async fn feed_news(
        &self,
        work: &mut Work,
        case: Uuid,
        (name, news): (&str, News),
        because: &Because,
    ) -> Result<(), Stop> {
        let event = Event {
            reason: because.reason.clone(),
            ..self.bare_event(name, Actor::Engine, news)
        };
        let feed = Feed {
            case,
            event,
            at: self.now(),
            first: false,
        };
        self.run(work, vec![Step::Feed(Box::new(feed))]).await
    }

    /// Gives an organisation another name; what was written under the old one keeps its date.
    ///
    /// # Errors
    /// Invalid without a name; not found when there is no such organisation.
    pub async fn rename(&self, organisation: Uuid, name: &str, because: &Because) -> Result<(), EngineError> {
        transact!(self, work => self.rename_in(work, (organisation, name), because))
    }

    async fn rename_in(&self, work: &mut Work, (id, name): (Uuid, &str), because: &Because) -> Result<(), Stop> {
        let name = one_line(name).ok_or_else(|| EngineError::Invalid(vec![FieldError::of("name", "required")]))?;
        let known = organisations::find(work.tx(), id).await?;
        let known = known.ok_or(EngineError::NotFound("organisation"))?;
        if known.name == name {
            return Ok(());
        }
        let detail = json!({ "before": known.name, "after": name });
        let recorded = self.happened(id, ("renamed", detail), because)?;
        let _ = organisation_events::insert(work.tx(), &recorded).await?;
        Result::from(organisations::rename(work.tx(), id, &name, &known.language).await?)?;
        self.tell_organisation(work, (id, None), (builtin::RENAMED, because))
            .await
    }

    /// Another organisation goes on in place of this one: its running cases and members pass to it.
    ///
    /// # Errors
    /// Not found when either is missing; invalid when an organisation would succeed itself or was succeeded already.
    pub async fn succeed(&self, old: Uuid, new: Uuid, because: &Because) -> Result<(), EngineError> {
        let heirs = [Heir {
            organisation: new,
            ..Heir::default()
        }];
        transact!(self, work => self.pass_on(work, (old, &heirs), because))
    }

    /// Several organisations go on in place of this one, each with some of its cases.
    ///
    /// # Errors
    /// As [`Engine::succeed`]; invalid without successors, or when a case is not one of its own.
    pub async fn split(&self, old: Uuid, heirs: &[Heir], because: &Because) -> Result<(), EngineError> {
        transact!(self, work => self.pass_on(work, (old, heirs), because))
    }

    async fn pass_on(&self, work: &mut Work, (old, heirs): (Uuid, &[Heir]), because: &Because) -> Result<(), Stop> {
        let missing = || EngineError::NotFound("organisation");
        let known = organisations::find(work.tx(), old).await?.ok_or_else(missing)?;
        let first = heirs.first().ok_or_else(|| invalid("successors", "required"))?;
        for heir in heirs {
            organisations::find(work.tx(), heir.organisation)
                .await?
                .ok_or_else(missing)?;
        }
        let itself = heirs.iter().any(|heir| heir.organisation == old);
        if itself {
            return Err(invalid("successor", "order").into());
        }
        if known.successor_id.is_some() {
            return Err(EngineError::Refused(Refusal::new("successor")).into());
        }
        let cases = cases::of_organisation(work.settled().await?, old).await?;
        let own = |id: &Uuid| cases.iter().any(|stored| stored.case.id == *id);
        if !heirs.iter().flat_map(|heir| &heir.cases).all(own) {
            return Err(invalid("cases", "unknown-thing").into());
        }
        let split = heirs.len() > 1;
        let (event, why) = if split {
            ("split", builtin::SPLIT)
        } else {
            ("merged", builtin::MERGED)
        };
        let ids: Vec<Uuid> = heirs.iter().map(|heir| heir.organisation).collect();
        let recorded = self.happened(old, (event, json!({ "successors": ids })), because)?;
        let _ = organisation_events::insert(work.tx(), &recorded).await?;
        Result::from(organisations::succeed(work.tx(), old, first.organisation).await?)?;
        for stored in cases.iter().filter(|stored| !stored.closed) {
            let id = heir_of(heirs, stored.case.id, &stored.case.kind).unwrap_or(first.organisation);
            let news = News::Organisation { id, why };
            self.feed_news(work, stored.case.id, (builtin::SUCCEED, news), because)
                .await?;
        }
        Ok(())
    }

    /// What happened to an organisation, first to last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation_events(&self, organisation: Uuid) -> Result<Vec<OrganisationEvent>, EngineError> {
        let mut tx = self.store.read().await?;
        Ok(organisation_events::of_organisation(&mut tx, organisation).await?)
    }
}

/// Who goes on with a case: whoever it was given to, else whoever takes its kind.
fn heir_of(heirs: &[Heir], case: Uuid, kind: &str) -> Option<Uuid> {
    let given = heirs.iter().find(|heir| heir.cases.contains(&case));
    let by_kind = || heirs.iter().find(|heir| heir.kinds.iter().any(|of| of == kind));
    given.or_else(by_kind).map(|heir| heir.organisation)
}

fn invalid(field: &str, rule: &'static str) -> EngineError {
    EngineError::Invalid(vec![FieldError::of(field, rule)])
}
