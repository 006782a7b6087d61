//! Calls: opened, moved, closed by those who run the programme; read by everybody with a token.

use axum::extract::State;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::{Answer, Page};
use super::ask::Caller;
use super::document::{KeyHeader, Moment, Problems, Refusals, Unchanged};
use super::failed::Failed;
use super::given::{Given, Id, Path};
use super::once::Asked;
use super::versions::ImpactBody;
use super::workflows::in_force;
use crate::engine::calls::{CallChange, NewCall};
use crate::http::app::App;
use crate::http::error::Problem;
use crate::store;
use crate::store::calls::Call;
use crate::workflow::Definition;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(get, change))
        .routes(routes!(impact))
}

/// A call, or a round: another date and period for the reports of a cohort.
#[derive(Debug, Serialize, ToSchema)]
struct CallBody {
    /// Its id.
    id: Uuid,
    /// The workflow.
    workflow: String,
    /// Kind of its cases.
    kind: String,
    /// Its name.
    name: String,
    /// When it opens.
    #[schema(format = DateTime)]
    opens_at: String,
    /// The instant after the last moment of submission.
    #[schema(format = DateTime)]
    closes_at: String,
    /// How many cases may take a place.
    #[schema(required)]
    quota: Option<u32>,
    /// How many places are taken.
    taken: u32,
    /// Further dates by name.
    #[schema(value_type = BTreeMap<String, Moment>)]
    dates: BTreeMap<String, String>,
    /// Whether it stands for a round of reports.
    round: bool,
}

impl CallBody {
    fn of(call: &Call, definition: &Definition) -> Self {
        let zone = &definition.zone;
        Self {
            id: call.id,
            workflow: call.workflow.clone(),
            kind: call.kind.clone(),
            name: call.name.clone(),
            opens_at: call.opens_at.rfc3339(zone),
            closes_at: call.closes_at.rfc3339(zone),
            quota: call.quota,
            taken: call.taken,
            dates: call
                .dates
                .iter()
                .map(|(name, at)| (name.clone(), at.rfc3339(zone)))
                .collect(),
            round: call.round.is_some(),
        }
    }
}

/// A call to be opened.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct NewCallBody {
    /// Its name, once only in the workflow.
    #[schema(pattern = r"\S")]
    name: String,
    /// When it opens.
    #[schema(format = DateTime)]
    opens_at: String,
    /// The instant after the last moment of submission.
    #[schema(format = DateTime)]
    closes_at: String,
    /// How many cases may take a place; the workflow's rule if left out.
    quota: Option<u32>,
    /// Further dates that do not follow the workflow's rule.
    #[schema(value_type = Option<BTreeMap<String, Moment>>)]
    dates: Option<BTreeMap<String, String>>,
}

/// Lists a workflow's calls, latest opening first.
#[utoipa::path(get, path = "/workflows/{w}/calls", tag = "calls", params(("w" = String, Path)),
    responses((status = 200, body = Page<CallBody>), Unchanged, Problems))]
async fn list(State(app): State<App>, _: Caller, Path(w): Path<String>) -> Result<Answer, Failed> {
    let (_, definition) = in_force(&app, &w)?;
    let calls = app.engine.calls_of(&w).await?;
    let items = calls.iter().map(|call| CallBody::of(call, &definition)).collect();
    Ok(Answer::one(&Page { items, next: None }))
}

/// Opens a call.
#[utoipa::path(post, path = "/workflows/{w}/calls", tag = "calls", params(("w" = String, Path), KeyHeader),
    request_body = NewCallBody, responses((status = 201, body = CallBody), Problems, Refusals))]
async fn open(
    State(app): State<App>,
    (caller, asked): (Caller, Asked),
    Path(w): Path<String>,
    mut given: Given,
) -> Result<Answer, Failed> {
    in_force(&app, &w)?;
    let new = NewCall {
        workflow: w,
        name: given.must("name"),
        opens_at: given.must("opens_at"),
        closes_at: given.must("closes_at"),
        quota: given.maybe("quota"),
        dates: given.maybe("dates").unwrap_or_default(),
    };
    given.done()?;
    let made = match asked.made {
        Some(made) => made,
        None => app.engine.open_call_once(caller.id, &new, asked.once()).await?.id,
    };
    Ok(Answer::one(&read(&app, made).await?).created(&format!("/calls/{made}")))
}

/// Reads a call.
#[utoipa::path(get, path = "/calls/{id}", tag = "calls", params(("id" = Uuid, Path)),
    responses((status = 200, body = CallBody), Unchanged, Problems))]
async fn get(State(app): State<App>, _: Caller, Id(id): Id) -> Result<Answer, Failed> {
    Ok(Answer::one(&read(&app, id).await?))
}

async fn read(app: &App, id: Uuid) -> Result<CallBody, Failed> {
    let mut tx = app.engine.store.read().await?;
    let call = store::calls::find(&mut tx, id).await?.ok_or(Problem::Missing)?;
    let (_, definition) = in_force(app, &call.workflow)?;
    Ok(CallBody::of(&call, &definition))
}

/// What is to change about a call; what is left out stays.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct CallChangeBody {
    /// When it opens.
    #[schema(format = DateTime)]
    opens_at: Option<String>,
    /// When it closes: later to extend, also after it has closed; now to close it.
    #[schema(format = DateTime)]
    closes_at: Option<String>,
    /// How many cases may take a place.
    quota: Option<u32>,
    /// Further dates by name.
    #[schema(value_type = Option<BTreeMap<String, Moment>>)]
    dates: Option<BTreeMap<String, String>>,
}

/// Extends or closes a call for every case in it; one that has closed opens again for all.
#[utoipa::path(patch, path = "/calls/{id}", tag = "calls", params(("id" = Uuid, Path)), request_body = CallChangeBody,
    responses((status = 200, body = CallBody), Problems, Refusals))]
async fn change(State(app): State<App>, caller: Caller, Id(id): Id, given: Given) -> Result<Answer, Failed> {
    let change = change_of(given)?;
    app.engine.change_call(caller.id, id, &change).await?;
    Ok(Answer::one(&read(&app, id).await?))
}

/// Says what such a change would do to every case of the call, and changes nothing.
#[utoipa::path(post, path = "/calls/{id}/impact", tag = "calls", params(("id" = Uuid, Path), KeyHeader),
    request_body = CallChangeBody, responses((status = 200, body = ImpactBody), Problems, Refusals))]
async fn impact(State(app): State<App>, caller: Caller, Id(id): Id, given: Given) -> Result<Answer, Failed> {
    let change = change_of(given)?;
    let impact = app.engine.impact_of_change(caller.id, id, &change).await?;
    let mut tx = app.engine.store.read().await?;
    let call = store::calls::find(&mut tx, id).await?.ok_or(Problem::Missing)?;
    let (_, definition) = in_force(&app, &call.workflow)?;
    Ok(Answer::of(&impact.json(&definition.zone)))
}

fn change_of(mut given: Given) -> Result<CallChange, Problem> {
    let change = CallChange {
        opens_at: given.maybe("opens_at"),
        closes_at: given.maybe("closes_at"),
        quota: given.maybe("quota"),
        dates: given.maybe("dates").unwrap_or_default(),
    };
    given.done()?;
    Ok(change)
}
