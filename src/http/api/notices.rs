//! What will happen to a case, and the notices of many: planned, sent, withdrawn, left out, failed.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::{Answer, Page, Wanted, cursor};
use super::ask::Caller;
use super::case::{DutyBody, duties};
use super::document::{Problems, Unchanged};
use super::failed::Failed;
use super::given::{Id, Query};
use crate::clock::Instant;
use crate::engine::queries::reader::Reader;
use crate::http::app::App;
use crate::store::Tx;
use crate::store::cases::{self, StoredCase};
use crate::store::notices::{self, Filter, NoticeState, Place, StoredNotice};
use crate::workflow::Definition;

/// How many are looked at for one page in one go.
const LOOKED_AT: u32 = 200;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(plan)).routes(routes!(list))
}

/// Everything that will happen if nobody does anything, and what has been told.
#[derive(Serialize, ToSchema)]
struct PlanBody {
    /// What is owed, by due date.
    duties: Vec<DutyBody>,
    /// Notices by time.
    notices: Vec<NoticeBody>,
    /// When an event happens by itself, by time.
    timers: Vec<TimerBody>,
}

/// One thing told, or to be told, to one person about one step of one duty.
#[derive(Serialize, ToSchema)]
struct NoticeBody {
    /// Its id.
    id: Uuid,
    /// The case it is about.
    case: Uuid,
    /// The letter.
    letter: String,
    /// The step.
    step: String,
    /// The duty; `null` when an event is told.
    #[schema(required)]
    duty: Option<String>,
    /// The person it goes to.
    recipient: Uuid,
    /// The role or seat through which it reaches them.
    role: String,
    /// When it leaves.
    #[schema(format = DateTime)]
    planned_at: String,
    /// Where it stands.
    #[schema(value_type = NoticeWord)]
    state: NoticeState,
    /// When the mail server took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    sent_at: Option<String>,
    /// Why it did not go.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Its message, once written.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Uuid>,
}

/// Where a notice stands.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "describes the words for the document")]
enum NoticeWord {
    Planned,
    Sent,
    Withdrawn,
    Suppressed,
    Failed,
}

/// When an event happens by itself.
#[derive(Serialize, ToSchema)]
struct TimerBody {
    /// The event.
    event: String,
    /// When.
    #[schema(format = DateTime)]
    due_at: String,
}

impl NoticeBody {
    fn of(notice: StoredNotice, definition: &Definition) -> Self {
        let zone = &definition.zone;
        Self {
            id: notice.id,
            case: notice.case_id,
            letter: notice.letter,
            step: notice.step,
            duty: Some(notice.duty).filter(|duty| !duty.is_empty()),
            recipient: notice.recipient_id,
            role: notice.address.to_string(),
            planned_at: notice.planned_at.rfc3339(zone),
            state: notice.state,
            sent_at: notice.sent_at.map(|at| at.rfc3339(zone)),
            reason: notice.reason,
            message: notice.message_id,
        }
    }
}

/// Reads what will happen to a case.
#[utoipa::path(get, path = "/cases/{id}/plan", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, body = PlanBody), Unchanged, Problems))]
async fn plan(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Answer, Failed> {
    let look = app.engine.look(id, caller.id).await?;
    let definition = &look.glance.definition;
    let mut tx = app.engine.store.read().await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    let stored = notices::of_case(&mut tx, id).await?.into_iter();
    let known = stored.filter(|one| reader.knows(definition, &look.glance.stored, (one.recipient_id, &one.address)));
    let timers = look.plan().timers.into_iter().map(|timer| TimerBody {
        due_at: timer.due_at.rfc3339(&definition.zone),
        event: timer.event,
    });
    Ok(Answer::one(&PlanBody {
        duties: duties(&look),
        notices: known.map(|notice| NoticeBody::of(notice, definition)).collect(),
        timers: timers.collect(),
    }))
}

/// What to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query for the document; it is read field by field"
)]
struct NoticeQuery {
    /// Of this workflow.
    workflow: Option<String>,
    /// About this case.
    case: Option<Uuid>,
    /// In this state.
    #[param(inline)]
    state: Option<NoticeWord>,
    /// Planned at or after.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<String>,
    /// Planned before.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<String>,
    /// Where the page begins: `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many items, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

const STATES: [(NoticeState, &str); 5] = [
    (NoticeState::Planned, "planned"),
    (NoticeState::Sent, "sent"),
    (NoticeState::Withdrawn, "withdrawn"),
    (NoticeState::Suppressed, "suppressed"),
    (NoticeState::Failed, "failed"),
];

/// Lists the notices the asker may know of, by time.
#[utoipa::path(get, path = "/notices", tag = "notices", params(NoticeQuery),
    responses((status = 200, body = Page<NoticeBody>), Unchanged, Problems))]
async fn list(State(app): State<App>, caller: Caller, Query(mut given): Query) -> Result<Answer, Failed> {
    let filter = Filter {
        workflow: given.maybe("workflow"),
        case: given.maybe("case"),
        state: given.word("state", &STATES),
        from: given.maybe("from"),
        to: given.maybe("to"),
    };
    let wanted = Wanted::read(&mut given);
    let after: Option<Vec<String>> = wanted.place(&mut given);
    let place = after.as_deref().and_then(place);
    if after.is_some() && place.is_none() {
        given.complain("cursor", "cursor", &[]);
    }
    given.done()?;
    let mut tx = app.engine.store.read().await?;
    let sieve = Sieve {
        reader: app.engine.reader(&mut tx, caller.id).await?,
        app: &app,
        cases: BTreeMap::new(),
    };
    let (items, next) = sieve.page(&mut tx, (&filter, place), wanted.limit as usize).await?;
    Ok(Answer::one(&Page { items, next }))
}

fn place(after: &[String]) -> Option<Place> {
    let [at, id] = after else { return None };
    Some(Place {
        planned_at: Instant::from_micros(at.parse().ok()?),
        id: id.parse().ok()?,
    })
}

type Known = Option<(Arc<Definition>, StoredCase)>;

/// Lets through what a reader may know of.
struct Sieve<'a> {
    reader: Reader,
    app: &'a App,
    cases: BTreeMap<Uuid, Known>,
}

impl Sieve<'_> {
    async fn page(
        mut self,
        tx: &mut Tx,
        (filter, mut after): (&Filter, Option<Place>),
        limit: usize,
    ) -> Result<(Vec<NoticeBody>, Option<String>), Failed> {
        let mut items = Vec::new();
        loop {
            let found = notices::list(tx, filter, after, LOOKED_AT).await?;
            let last = found.len() < LOOKED_AT as usize;
            for notice in found {
                if items.len() == limit {
                    let next = after.map(|last| cursor(&json!([last.planned_at.micros().to_string(), last.id])));
                    return Ok((items, next));
                }
                let place = Place {
                    planned_at: notice.planned_at,
                    id: notice.id,
                };
                if let Some(known) = self.known(tx, notice).await? {
                    items.push(known);
                }
                after = Some(place);
            }
            if last {
                return Ok((items, None));
            }
        }
    }

    async fn known(&mut self, tx: &mut Tx, notice: StoredNotice) -> Result<Option<NoticeBody>, Failed> {
        if !self.cases.contains_key(&notice.case_id) {
            let known = self.case(tx, notice.case_id).await?;
            self.cases.insert(notice.case_id, known);
        }
        let Some(Some((definition, stored))) = self.cases.get(&notice.case_id) else {
            return Ok(None);
        };
        let told = self
            .reader
            .knows(definition, stored, (notice.recipient_id, &notice.address));
        Ok(told.then(|| NoticeBody::of(notice, definition)))
    }

    /// A case with its definition, if the reader sees it.
    async fn case(&self, tx: &mut Tx, id: Uuid) -> Result<Known, Failed> {
        let Some(stored) = cases::find(tx, id).await? else {
            return Ok(None);
        };
        let definition = self.app.engine.workflows.version(&stored.workflow, stored.version);
        let seen = definition.filter(|definition| self.reader.sees(definition, &stored));
        Ok(seen.map(|definition| (definition, stored)))
    }
}
