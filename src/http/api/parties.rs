//! What happens to organisations: events of a workflow, other names, several successors.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::{Answer, Page};
use super::ask::Caller;
use super::document::{KeyHeader, Problems, Refusals, Unchanged};
use super::failed::Failed;
use super::given::{Given, Id, Readable};
use super::once::Asked;
use super::organisations::{name, runs_any};
use crate::clock::Instant;
use crate::engine::parties::{Because, Heir, NewEvent};
use crate::http::app::App;
use crate::http::error::Problem;
use crate::store::organisation_events::OrganisationEvent;
use crate::store::organisations;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, record))
        .routes(routes!(rename))
        .routes(routes!(split))
}

/// Something that happened to an organisation.
#[derive(Serialize, ToSchema)]
struct HappenedBody {
    /// Its id.
    id: Uuid,
    /// The workflow whose event it is; the directory's own have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    workflow: Option<String>,
    /// A name of the workflow, or `merged`, `split`, `renamed`.
    event: String,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who recorded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Uuid>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What belongs to it: the name `before` and `after`, the `successors`.
    detail: Value,
}

impl From<OrganisationEvent> for HappenedBody {
    fn from(of: OrganisationEvent) -> Self {
        Self {
            id: of.id,
            workflow: of.workflow,
            event: of.event,
            at: written(of.at),
            person: of.person,
            reason: of.reason,
            detail: of.detail,
        }
    }
}

fn written(at: Instant) -> String {
    at.rfc3339(&jiff::tz::TimeZone::UTC)
}

/// Whether the caller may know of an organisation at all: the house does, and those who sit for it.
async fn known(app: &App, caller: &Caller, id: Uuid) -> Result<(), Failed> {
    let mut tx = app.engine.store.read().await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    let found = organisations::find(&mut tx, id).await?;
    if found.is_none() || !(reader.of_house() || reader.organisations().contains(&id)) {
        return Err(Problem::Missing.into());
    }
    Ok(())
}

/// Lists what happened to an organisation, first to last.
#[utoipa::path(get, path = "/organisations/{id}/events", tag = "organisations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Page<HappenedBody>), Unchanged, Problems))]
async fn list(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Answer, Failed> {
    known(&app, &caller, id).await?;
    let found = app.engine.organisation_events(id).await?;
    Ok(Answer::one(&Page {
        items: found.into_iter().map(HappenedBody::from).collect(),
        next: None,
    }))
}

/// Something that happened, as a workflow calls it.
#[derive(ToSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct NewHappenedBody {
    /// The workflow.
    workflow: String,
    /// One of its `[organisation.EVENT]`.
    event: String,
    /// Why.
    reason: Option<String>,
}

/// Records once what has happened to an organisation, and tells all its cases that wait for it.
#[utoipa::path(post, path = "/organisations/{id}/events", tag = "organisations",
    params(("id" = Uuid, Path), KeyHeader), request_body = NewHappenedBody,
    responses((status = 201, body = HappenedBody), Problems, Refusals))]
async fn record(
    State(app): State<App>,
    (caller, asked): (Caller, Asked),
    Id(id): Id,
    mut given: Given,
) -> Result<Answer, Failed> {
    let new = NewEvent {
        organisation: id,
        workflow: given.must("workflow"),
        event: given.must("event"),
        reason: given.maybe("reason"),
    };
    given.done()?;
    known(&app, &caller, id).await?;
    let made = match asked.made {
        Some(made) => made,
        None => app.engine.record_event(caller.id, &new, asked.once()).await?.id,
    };
    let found = app.engine.organisation_events(id).await?;
    let found = found.into_iter().find(|one| one.id == made).ok_or(Problem::Missing)?;
    Ok(Answer::one(&HappenedBody::from(found)).created(&format!("/organisations/{id}/events")))
}

/// Another name.
#[derive(ToSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct RenameBody {
    /// The name from now on.
    #[schema(pattern = r"\S")]
    name: String,
    /// Why.
    reason: Option<String>,
}

/// Gives an organisation another name; the one before stays in its history, with the date.
#[utoipa::path(patch, path = "/organisations/{id}", tag = "organisations", params(("id" = Uuid, Path)),
    request_body = RenameBody, responses((status = 200, body = Page<HappenedBody>), Problems, Refusals))]
async fn rename(State(app): State<App>, caller: Caller, Id(id): Id, mut given: Given) -> Result<Answer, Failed> {
    let name = name(&mut given);
    let because = because(&caller, &mut given);
    given.done()?;
    runs_any(&app, &caller).await?;
    app.engine.rename(id, &name, &because).await?;
    list(State(app), caller, Id(id)).await
}

fn because(caller: &Caller, given: &mut Given) -> Because {
    Because {
        person: Some(caller.id),
        reason: given.maybe("reason"),
    }
}

/// Who goes on, and with what.
#[derive(ToSchema, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeirBody {
    /// The organisation that goes on.
    organisation: Uuid,
    /// Cases it takes.
    #[serde(default)]
    cases: Vec<Uuid>,
    /// Kinds of case of which it takes all.
    #[serde(default)]
    kinds: Vec<String>,
}

#[derive(Default)]
struct Heirs(Vec<Heir>);

impl Readable for Heirs {
    const WANTED: &'static str = "a list of {organisation, cases, kinds}";

    fn read(value: &Value) -> Option<Self> {
        let heirs: Vec<HeirBody> = serde_json::from_value(value.clone()).ok()?;
        let heirs = heirs.into_iter().map(|heir| Heir {
            organisation: heir.organisation,
            cases: heir.cases,
            kinds: heir.kinds,
        });
        Some(Self(heirs.collect()))
    }
}

/// Those who go on.
#[derive(ToSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct SplitBody {
    /// At least one; the first takes what nobody else does.
    successors: Vec<HeirBody>,
    /// Why.
    reason: Option<String>,
}

/// Divides an organisation: its running cases pass to those that go on in its place.
#[utoipa::path(post, path = "/organisations/{id}/split", tag = "organisations",
    params(("id" = Uuid, Path), KeyHeader), request_body = SplitBody,
    responses((status = 200, body = Page<HappenedBody>), Problems, Refusals))]
async fn split(State(app): State<App>, caller: Caller, Id(id): Id, mut given: Given) -> Result<Answer, Failed> {
    let Heirs(heirs) = given.must("successors");
    let because = because(&caller, &mut given);
    given.done()?;
    runs_any(&app, &caller).await?;
    app.engine.split(id, &heirs, &because).await?;
    list(State(app), caller, Id(id)).await
}
