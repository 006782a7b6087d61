//! Cases: opened, listed, read; their drafts saved; events asked of them.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::{Answer, Page, Wanted, cursor, if_match};
use super::ask::{Caller, Voice};
use super::case::{CaseBody, CaseLine};
use super::failed::Failed;
use super::given::{Given, Id, Query};
use super::once::Asked;
use crate::engine::answers::Save;
use crate::engine::open::NewCase;
use crate::engine::queries::seen::Glance;
use crate::engine::{Asker, Command};
use crate::http::app::App;
use crate::http::error::Problem;
use crate::store;
use crate::store::case_lists::Place;
use crate::store::cases::Filter;
use crate::workflow::definition::Standing;
use crate::workflow::form::{Answers, FieldError};

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(get))
        .routes(routes!(read_answers, save_answers))
        .routes(routes!(ask))
}

/// A case to be opened.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct NewCaseBody {
    /// The workflow.
    workflow: String,
    /// The kind of case.
    kind: String,
    /// The organisation that will own it.
    organisation: Uuid,
    /// The call; the one that is open if left out.
    call: Option<Uuid>,
    /// First answers to its form.
    answers: Option<Map<String, Value>>,
}

/// Opens a case for an organisation.
#[utoipa::path(post, path = "/cases", tag = "cases", request_body = NewCaseBody,
    params(super::document::KeyHeader),
    responses((status = 201, body = CaseBody), super::document::Problems, super::document::Refusals))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    asked: Asked,
    voice: Voice,
    mut given: Given,
) -> Result<Answer, Failed> {
    let new = NewCase {
        workflow: given.must("workflow"),
        kind: given.must("kind"),
        organisation: given.must("organisation"),
        call: given.maybe("call"),
        answers: answers(given.maybe("answers").unwrap_or_default()),
        since: None,
    };
    given.done()?;
    let made = match asked.made {
        Some(made) => made,
        None => open_new(&app, &caller, &new, &asked).await?,
    };
    let look = app.engine.look(made, caller.id).await?;
    let body = CaseBody::of(&look, &voice);
    Ok(body.answer().created(&format!("/cases/{made}")))
}

async fn open_new(app: &App, caller: &Caller, new: &NewCase, asked: &Asked) -> Result<Uuid, Failed> {
    let (_, definition) = app
        .engine
        .workflows
        .in_force(&new.workflow)
        .ok_or_else(|| unknown("workflow"))?;
    definition.kind(&new.kind).ok_or_else(|| unknown("kind"))?;
    let mut tx = app.engine.store.read().await?;
    let organisation = store::organisations::find(&mut tx, new.organisation).await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    if let Some(call) = new.call {
        let found = store::calls::find(&mut tx, call).await?;
        found
            .filter(|call| call.workflow == new.workflow && call.kind == new.kind)
            .ok_or_else(|| unknown("call"))?;
    }
    drop(tx);
    let theirs = reader.of_house() || reader.organisations().contains(&new.organisation);
    if organisation.is_none() || !theirs {
        return Err(unknown("organisation").into());
    }
    Ok(app.engine.open_once(caller.id, new, asked.once()).await?.case.id)
}

/// A field that names something there is not, or that the asker may not know of.
pub fn unknown(field: &str) -> Problem {
    Problem::Invalid(vec![FieldError::of(field, "unknown-thing")])
}

fn answers(given: Map<String, Value>) -> Answers {
    given.into_iter().collect()
}

/// What to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query for the document; it is read field by field"
)]
struct CaseQuery {
    /// Of this workflow.
    workflow: Option<String>,
    /// Of this kind.
    kind: Option<String>,
    /// In this state.
    state: Option<String>,
    /// Of this organisation.
    organisation: Option<Uuid>,
    /// Of this standing.
    #[param(inline)]
    standing: Option<StandingWord>,
    /// With something due before then.
    #[param(value_type = Option<String>, format = DateTime)]
    due_before: Option<String>,
    /// Where the page begins: `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many items, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A member's standing.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "describes the words for the document")]
enum StandingWord {
    Good,
    Due,
    Overdue,
    Suspended,
    Lapsed,
    Left,
}

/// Lists the cases the asker may see: oldest first, or by what is due first where `due_before` is asked of many
/// organisations.
#[utoipa::path(get, path = "/cases", tag = "cases", params(CaseQuery),
    responses((status = 200, body = Page<CaseLine>), super::document::Unchanged, super::document::Problems))]
async fn list(State(app): State<App>, caller: Caller, Query(mut given): Query) -> Result<Answer, Failed> {
    let filter = Filter {
        workflow: given.maybe("workflow"),
        kind: given.maybe("kind"),
        state: given.maybe("state"),
        organisation: given.maybe("organisation"),
        standing: given.word("standing", &Standing::ALL),
        due_before: given.maybe("due_before"),
    };
    let wanted = Wanted::read(&mut given);
    let after: Option<String> = wanted.place(&mut given);
    let place = after.as_deref().and_then(Place::parse);
    if after.is_some() && place.is_none() {
        given.complain("cursor", "cursor", &[]);
    }
    given.done()?;
    let mut tx = app.engine.store.read().await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    let part = (place, wanted.limit as usize);
    let found = app.engine.list_of_cases((&mut tx, &reader), &filter, part).await?;
    let line = |glance: &Glance| CaseLine::of(&glance.stored, &glance.definition);
    Ok(Answer::one(&Page {
        items: found.rows.iter().map(line).collect(),
        next: found.next.map(|last| cursor(&last.text())),
    }))
}

/// Reads a case.
#[utoipa::path(get, path = "/cases/{id}", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, body = CaseBody), super::document::Unchanged, super::document::Problems))]
async fn get(State(app): State<App>, caller: Caller, voice: Voice, Id(id): Id) -> Result<Answer, Failed> {
    let look = app.engine.look(id, caller.id).await?;
    Ok(CaseBody::of(&look, &voice).answer())
}

/// Answers as they are being written.
#[derive(Debug, Serialize, ToSchema)]
struct DraftBody {
    /// Answers by field.
    answers: BTreeMap<String, Value>,
    /// How often they were saved.
    revision: u32,
    /// What is not good yet; it was kept all the same.
    #[schema(value_type = Vec<super::document::FieldProblem>)]
    wrong: Vec<Value>,
}

/// Reads the answers being written.
#[utoipa::path(get, path = "/cases/{id}/answers", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, body = DraftBody), super::document::Unchanged, super::document::Problems))]
async fn read_answers(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Answer, Failed> {
    let look = app.engine.look(id, caller.id).await?;
    // How often a draft was saved tells of its owner's work: others see the recorded answers only.
    let draft = look.draft.as_ref().filter(|_| look.glance.owns());
    let body = DraftBody {
        answers: look.answers(),
        revision: draft.map_or(0, |draft| draft.revision),
        wrong: Vec::new(),
    };
    Ok(Answer::revised(&body, body.revision))
}

/// Saves answers into the draft: fields that are not named stay, `null` empties one.
///
/// The body is the answers by field, or `{"answers": …}`. `If-Match` takes the tag of the draft that was read.
#[utoipa::path(put, path = "/cases/{id}/answers", tag = "cases",
    params(("id" = Uuid, Path), super::document::MatchHeader), request_body = Map<String, Value>,
    responses((status = 200, body = DraftBody), super::document::Problems, super::document::Refusals))]
async fn save_answers(
    State(app): State<App>,
    (caller, voice): (Caller, Voice),
    Id(id): Id,
    headers: HeaderMap,
    given: Given,
) -> Result<Answer, Failed> {
    let save = Save {
        case: id,
        person: caller.id,
        answers: answers(unwrapped(given.into_fields())?),
        revision: if_match(&headers)?,
    };
    let saved = app.engine.save_answers(&save).await?;
    let body = DraftBody {
        wrong: saved
            .wrong
            .iter()
            .map(|error| super::document::field_problem(error, voice.t))
            .collect(),
        answers: saved.draft.answers,
        revision: saved.draft.revision,
    };
    Ok(Answer::revised(&body, body.revision))
}

/// The answers themselves, also when they came as `{"answers": …}`.
fn unwrapped(mut fields: Map<String, Value>) -> Result<Map<String, Value>, Problem> {
    match fields.get("answers") {
        Some(Value::Object(_)) if fields.len() == 1 => {
            let mut given = Given::of(std::mem::take(&mut fields));
            let inner = given.maybe("answers").unwrap_or_default();
            given.done()?;
            Ok(inner)
        }
        _ => Ok(fields),
    }
}

/// An event asked of a case.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct EventRequest {
    /// The event.
    event: String,
    /// Answers to the event's own form if it has one, else changes to the case's draft.
    answers: Option<Map<String, Value>>,
    /// Why.
    reason: Option<String>,
    /// Ids of files, already added to the case, that come with it.
    attachments: Option<Vec<Uuid>>,
}

/// Asks an event of a case and gives the case as it is then.
#[utoipa::path(post, path = "/cases/{id}/events", tag = "cases",
    params(("id" = Uuid, Path), super::document::KeyHeader, super::document::MatchHeader), request_body = EventRequest,
    responses((status = 200, body = CaseBody), super::document::Problems, super::document::Refusals))]
async fn ask(
    State(app): State<App>,
    (caller, voice, asked): (Caller, Voice, Asked),
    Id(id): Id,
    headers: HeaderMap,
    mut given: Given,
) -> Result<Answer, Failed> {
    let command = Command {
        case: id,
        event: given.must("event"),
        asker: Asker::Person(caller.id),
        answers: answers(given.maybe("answers").unwrap_or_default()),
        reason: given.maybe("reason"),
        attachments: given.maybe("attachments").unwrap_or_default(),
        revision: if_match(&headers)?,
    };
    given.done()?;
    if asked.made.is_none() {
        app.engine.look(id, caller.id).await?;
        app.engine.handle_once(&command, asked.once()).await?;
    }
    answer_of(&app, &caller, &voice, id).await
}

/// The case after an event; who may not see it any more gets what is left to say.
async fn answer_of(app: &App, caller: &Caller, voice: &Voice, id: Uuid) -> Result<Answer, Failed> {
    match app.engine.look(id, caller.id).await {
        Ok(look) => Ok(CaseBody::of(&look, voice).answer()),
        Err(crate::engine::EngineError::NotFound(_)) => Ok(Answer::of(&json!({"id": id}))),
        Err(error) => Err(error.into()),
    }
}
