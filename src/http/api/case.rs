//! A case in JSON: what it is, what could be asked of it, what is owed.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::Answer;
use super::ask::Voice;
use super::panels::{PanelBody, panels};
use crate::case::Duty;
use crate::case::event::builtin;
use crate::case::put_off::may_extend;
use crate::clock::Instant;
use crate::engine::queries::case::Look;
use crate::engine::queries::choices::Choice;
use crate::store::cases::StoredCase;
use crate::workflow::Definition;

/// A case as the asker may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseBody {
    /// Its id.
    pub id: Uuid,
    /// The workflow.
    pub workflow: String,
    /// The version of the workflow it obeys.
    pub version: u32,
    /// The kind of case.
    pub kind: String,
    /// The state it stands in.
    pub state: String,
    /// Number of entries in its history.
    pub revision: u32,
    /// The organisation that owns it.
    pub organisation: Uuid,
    /// The call it belongs to.
    #[schema(required)]
    pub call: Option<Uuid>,
    /// Answers to its form: as they are being written for the owner, as recorded for others.
    pub answers: BTreeMap<String, Value>,
    /// What people could ask of it in its state.
    pub events: Vec<EventBody>,
    /// What is owed.
    pub duties: Vec<DutyBody>,
    /// Votes and points, once they have begun; as much of them as the asker may know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub panels: Vec<PanelBody>,
    /// The case that opened it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Uuid>,
}

/// One thing people could ask of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventBody {
    /// The event.
    pub event: String,
    /// The role, or the role's seat, that asks it.
    #[schema(example = "applicant.mayor")]
    pub role: String,
    /// What it is called for people.
    pub label: String,
    /// Why it would be refused as things stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_because: Option<String>,
}

/// What a role owes by a date.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyBody {
    /// Its id; a moved date makes another one.
    pub id: Uuid,
    /// Its name in the workflow.
    pub name: String,
    /// Who owes it.
    pub role: String,
    /// The instant after its last moment.
    #[schema(format = DateTime)]
    pub due_at: String,
    /// Where it stands.
    pub state: DutyState,
}

/// Where a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DutyState {
    /// It can still be done in time.
    Open,
    /// Its date has passed.
    Overdue,
    /// Its clock stands still.
    Stopped,
}

/// A case in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLine {
    /// Its id.
    pub id: Uuid,
    /// The workflow.
    pub workflow: String,
    /// The version of the workflow it obeys.
    pub version: u32,
    /// The kind of case.
    pub kind: String,
    /// The state it stands in.
    pub state: String,
    /// A member's standing.
    #[schema(required, example = "good")]
    pub standing: Option<String>,
    /// Number of entries in its history.
    pub revision: u32,
    /// The organisation that owns it.
    pub organisation: Uuid,
    /// The call it belongs to.
    #[schema(required)]
    pub call: Option<Uuid>,
    /// The nearest date by which something is due.
    #[schema(required, format = DateTime)]
    pub due_at: Option<String>,
    /// The case that opened it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Uuid>,
}

impl CaseBody {
    /// The case as it is seen, in the words of `voice`.
    pub fn of(look: &Look, voice: &Voice) -> Self {
        let stored = &look.glance.stored;
        let case = &stored.case;
        Self {
            id: case.id,
            workflow: stored.workflow.clone(),
            version: stored.version,
            kind: case.kind.clone(),
            state: case.state.clone(),
            revision: case.revision,
            organisation: case.organisation,
            call: case.call.as_ref().map(|call| call.id),
            answers: look.answers(),
            events: events(look, voice),
            duties: duties(look),
            panels: panels(look, voice),
            parent: case.parent,
        }
    }

    /// Answers with it; its tag begins with its revision.
    pub fn answer(&self) -> Answer {
        Answer::revised(self, self.revision)
    }
}

/// What people could ask of a case; that a duty is put off only where the asker may.
fn events(look: &Look, voice: &Voice) -> Vec<EventBody> {
    let choices = look.choices();
    let own = choices.iter().map(|event| EventBody::of(event, voice));
    let extend = may_extend(&look.glance.definition, look.case(), &look.glance.actor);
    let extend = extend.map(|role| EventBody {
        event: builtin::EXTEND.to_owned(),
        role: role.to_string(),
        label: voice.t.text("put-off-open"),
        refused_because: None,
    });
    own.chain(extend).collect()
}

/// What is owed in a case, by due date.
pub fn duties(look: &Look) -> Vec<DutyBody> {
    let planned = look.plan().duties;
    let known = (look.glance.definition.as_ref(), look.now);
    planned
        .iter()
        .map(|duty| DutyBody::of(look.case().id, duty, known))
        .collect()
}

impl EventBody {
    fn of(choice: &Choice, voice: &Voice) -> Self {
        Self {
            event: choice.event.clone(),
            role: choice.role.to_string(),
            label: choice.label.in_lang(voice.t.tag()).to_owned(),
            refused_because: choice
                .refused_because
                .as_ref()
                .map(|refusal| voice.t.refusal(&refusal.rule, &refusal.values, &refusal.said)),
        }
    }
}

impl DutyBody {
    fn of(case: Uuid, duty: &Duty, (definition, now): (&Definition, Instant)) -> Self {
        let state = match duty {
            duty if duty.stopped => DutyState::Stopped,
            duty if duty.due_at <= now => DutyState::Overdue,
            _ => DutyState::Open,
        };
        Self {
            id: duty_id(case, duty),
            name: duty.name.clone(),
            role: duty.of.to_string(),
            due_at: duty.due_at.rfc3339(&definition.zone),
            state,
        }
    }
}

/// A duty is planned, not stored: its id is made of what names it, so that it is the same each time it is read.
fn duty_id(case: Uuid, duty: &Duty) -> Uuid {
    let named = format!("{case}/{}/{}", duty.name, duty.occurrence());
    let digest = Sha256::digest(named.as_bytes());
    let mut tail = [0; 10];
    tail.copy_from_slice(&digest[..10]);
    let millis = u64::try_from(duty.began_at.micros() / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

impl CaseLine {
    /// The case in short.
    pub fn of(stored: &StoredCase, definition: &Definition) -> Self {
        let case = &stored.case;
        Self {
            id: case.id,
            workflow: stored.workflow.clone(),
            version: stored.version,
            kind: case.kind.clone(),
            state: case.state.clone(),
            standing: case.standing.map(|standing| standing.as_str().to_owned()),
            revision: case.revision,
            organisation: case.organisation,
            call: case.call.as_ref().map(|call| call.id),
            due_at: stored.next_due_at.map(|at| at.rfc3339(&definition.zone)),
            parent: case.parent,
        }
    }
}
