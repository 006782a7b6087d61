//! Versions of a workflow: what a changed folder would do, putting it in force, moving one case.

use std::collections::BTreeMap;

use axum::extract::State;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::Answer;
use super::ask::{Caller, Voice};
use super::case::CaseBody;
use super::document::{KeyHeader, Problems, Refusals};
use super::failed::Failed;
use super::given::{Given, Id, Path};
use super::workflows::in_force;
use crate::case::needs::{Choice, Choices};
use crate::engine::publish::InForce;
use crate::http::app::App;
use crate::http::error::Problem;
use crate::workflow::Source;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(impact))
        .routes(routes!(publish))
        .routes(routes!(move_case))
}

/// A version of a workflow.
#[derive(Serialize, ToSchema)]
pub struct VersionBody {
    /// Its number, from 1.
    version: u32,
    /// SHA-256 over its files.
    digest: String,
    /// When it was put in force.
    #[schema(format = DateTime)]
    published_at: String,
    /// How many running cases obey it.
    running: u32,
    /// Who put it in force, or moved cases to it later, and what came of it.
    publications: Vec<PublicationBody>,
}

/// Putting a version in force.
#[derive(Serialize, ToSchema)]
struct PublicationBody {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// By whom; `null` is the command line, or the first start.
    #[schema(required)]
    person: Option<Uuid>,
    /// What was chosen, by group.
    choices: BTreeMap<String, String>,
    /// How many cases moved.
    moved: u32,
    /// How many stayed on the version they obeyed.
    stayed: u32,
}

impl VersionBody {
    /// The version with its instants in this zone.
    pub fn of(version: &InForce, zone: &TimeZone) -> Self {
        let publication = |one: &crate::store::publications::Publication| PublicationBody {
            at: one.at.rfc3339(zone),
            person: one.person,
            choices: one
                .choices
                .iter()
                .map(|(group, choice)| (group.clone(), choice.to_string()))
                .collect(),
            moved: one.moved,
            stayed: one.stayed,
        };
        Self {
            version: version.version,
            digest: version.digest.clone(),
            published_at: version.published_at.rfc3339(zone),
            running: version.running,
            publications: version.publications.iter().map(publication).collect(),
        }
    }
}

/// What a change would do.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body for the document; the core writes it")]
pub struct ImpactBody {
    /// How many running cases it reaches, and how many of them fare how: `same`, `change`, `decide`, `stay`.
    cases: BTreeMap<String, u32>,
    /// How many letters would be `planned`, `withdrawn` and `moved`, and which have `other_words`.
    #[schema(value_type = Object)]
    letters: Value,
    /// Groups of cases that need a decision, with the choices there are.
    #[schema(value_type = Vec<Object>)]
    groups: Vec<Value>,
    /// One entry a case: its verdict, its state, and what becomes of its due dates, letters and events.
    #[schema(value_type = Vec<Object>)]
    changes: Vec<Value>,
}

/// Choices, and which files they were made about.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct PublishBody {
    /// What becomes of each group of cases: `stay`, `move`, `move-to:STATE`, `keep` or `drop`.
    choices: Option<BTreeMap<String, String>>,
    /// The digest of the files the impact was about; refused if the folder has changed since.
    digest: Option<String>,
}

/// What came of putting a version in force.
#[derive(Serialize, ToSchema)]
struct PublishedBody {
    /// The version in force.
    version: u32,
    /// How many cases moved to it.
    moved: u32,
    /// How many stayed on the version they obeyed.
    stayed: u32,
}

/// Which version a case is to obey.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct MoveBody {
    /// A version that has been published; the one in force if left out.
    version: Option<u32>,
    /// What becomes of what that version has no place for.
    choices: Option<BTreeMap<String, String>>,
}

/// Says what the workflow's folder, as its files stand now, would do to every running case.
#[utoipa::path(get, path = "/workflows/{w}/impact", tag = "workflows", params(("w" = String, Path)),
    responses((status = 200, body = ImpactBody), Problems, Refusals))]
async fn impact(State(app): State<App>, caller: Caller, Path(w): Path<String>) -> Result<Answer, Failed> {
    in_force(&app, &w)?;
    app.engine.running(caller.id, &w).await?;
    let source = folder(&app, &w)?;
    let (proposal, impact) = app.engine.impact(&source, &Choices::new()).await?;
    let mut body = impact.json(&proposal.definition.zone);
    body["in_force"] = json!(proposal.in_force);
    body["version"] = json!(proposal.number);
    body["digest"] = json!(proposal.definition.digest);
    Ok(Answer::of(&body))
}

/// Puts the workflow's folder in force: new cases begin with it, running ones move as chosen, all in one act.
#[utoipa::path(post, path = "/workflows/{w}/versions", tag = "workflows", params(("w" = String, Path), KeyHeader),
    request_body = PublishBody, responses((status = 200, body = PublishedBody), Problems, Refusals))]
async fn publish(
    State(app): State<App>,
    caller: Caller,
    Path(w): Path<String>,
    mut given: Given,
) -> Result<Answer, Failed> {
    in_force(&app, &w)?;
    let choices = choices(&mut given);
    let digest: Option<String> = given.maybe("digest");
    given.done()?;
    app.engine.running(caller.id, &w).await?;
    let source = folder(&app, &w)?;
    if digest.is_some_and(|digest| digest != crate::workflow::parse::digest(&source)) {
        let found = app.engine.proposal(&source).await?.number;
        return Err(Problem::Stale { found }.into());
    }
    let published = app.engine.put_in_force(Some(caller.id), &source, &choices).await?;
    Ok(Answer::of(&PublishedBody {
        version: published.version,
        moved: published.moved,
        stayed: published.stayed,
    }))
}

/// Moves one case to a version of its workflow, an older one too.
#[utoipa::path(post, path = "/cases/{id}/version", tag = "cases", params(("id" = Uuid, Path), KeyHeader),
    request_body = MoveBody, responses((status = 200, body = CaseBody), Problems, Refusals))]
async fn move_case(
    State(app): State<App>,
    caller: Caller,
    voice: Voice,
    Id(id): Id,
    mut given: Given,
) -> Result<Answer, Failed> {
    let version: Option<u32> = given.maybe("version");
    let choices = choices(&mut given);
    given.done()?;
    app.engine.look(id, caller.id).await?;
    app.engine.move_case(Some(caller.id), (id, version), &choices).await?;
    let look = app.engine.look(id, caller.id).await?;
    Ok(CaseBody::of(&look, &voice).answer())
}

fn choices(given: &mut Given) -> Choices {
    let typed: BTreeMap<String, String> = given.maybe("choices").unwrap_or_default();
    let mut choices = Choices::new();
    for (group, text) in typed {
        match text.parse::<Choice>() {
            Ok(choice) => drop(choices.insert(group, choice)),
            Err(_) => {
                let wanted = "stay | move | move-to:STATE | keep | drop";
                given.complain("choices", "json", &[("wanted", wanted)]);
            }
        }
    }
    choices
}

/// The workflow's files, if they can be read as a workflow.
fn folder(app: &App, workflow: &str) -> Result<Source, Problem> {
    let source = app.folders.read(workflow).ok_or(Problem::Missing)?;
    let (definition, _) = crate::workflow::check::check(&source);
    if definition.is_some() {
        return Ok(source);
    }
    let refusal = crate::case::Refusal::new("folder-has-errors").with("workflow", workflow);
    Err(Problem::Refused(refusal))
}
