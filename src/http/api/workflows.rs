//! Workflows in force: what they are called, their kinds and states, their picture, their forms.

use axum::extract::State;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Answer, Page};
use super::ask::{Caller, Voice};
use super::document::{Problems, Unchanged};
use super::failed::Failed;
use super::given::Path;
use super::versions::VersionBody;
use crate::http::app::App;
use crate::http::error::Problem;
use crate::workflow::definition::Trigger;
use crate::workflow::{Definition, Kind, State as KindState, graph};

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(picture))
        .routes(routes!(form))
}

/// A workflow in force.
#[derive(Serialize, ToSchema)]
struct WorkflowBody {
    /// Its name.
    name: String,
    /// The version in force.
    version: u32,
    /// Its name for people.
    title: String,
    /// What it is about.
    about: String,
    /// The zone in which its dates are meant.
    zone: String,
    /// Languages its texts are written in.
    languages: Vec<String>,
    /// SHA-256 over its files.
    digest: String,
    /// Who may act.
    roles: Vec<RoleBody>,
    /// Kinds of case.
    kinds: Vec<KindBody>,
    /// Forms by name.
    forms: Vec<String>,
    /// Every version, first to last; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    versions: Option<Vec<VersionBody>>,
}

/// A role.
#[derive(Serialize, ToSchema)]
struct RoleBody {
    /// Its name.
    name: String,
    /// Its name for people.
    title: String,
    /// Seats an organisation fills for it; none for a body of the house.
    seats: Vec<String>,
}

/// A kind of case.
#[derive(Serialize, ToSchema)]
struct KindBody {
    /// Its name.
    name: String,
    /// Its name for people.
    title: String,
    /// The role whose organisation owns the case.
    owner: String,
    /// The form the owner fills.
    #[schema(required)]
    form: Option<String>,
    /// States; the first is the initial one.
    states: Vec<StateBody>,
}

/// A state.
#[derive(Serialize, ToSchema)]
struct StateBody {
    /// Its name.
    name: String,
    /// Its name for people.
    title: String,
    /// Whether nothing more is expected.
    r#final: bool,
    /// Whether its cases stand in the public register.
    listed: bool,
    /// Events of people, and of the engine by itself.
    transitions: Vec<TransitionBody>,
}

/// Something that can happen in a state.
#[derive(Serialize, ToSchema)]
struct TransitionBody {
    /// The event.
    event: String,
    /// What it is called for people.
    label: String,
    /// Roles or seats that may ask it; none for what happens by itself.
    by: Vec<String>,
    /// The state it leads to; `null` stays.
    #[schema(required)]
    to: Option<String>,
    /// The form it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<String>,
}

/// Lists the workflows in force.
#[utoipa::path(get, path = "/workflows", tag = "workflows",
    responses((status = 200, body = Page<WorkflowBody>), Unchanged, Problems))]
async fn list(State(app): State<App>, _: Caller, voice: Voice) -> Result<Answer, Failed> {
    let names = app.engine.workflows.names();
    let found = names.iter().filter_map(|name| app.engine.workflows.in_force(name));
    let items = found.map(|found| WorkflowBody::of(found, &voice)).collect();
    Ok(Answer::one(&Page { items, next: None }))
}

/// Reads a workflow.
#[utoipa::path(get, path = "/workflows/{w}", tag = "workflows", params(("w" = String, Path)),
    responses((status = 200, body = WorkflowBody), Unchanged, Problems))]
async fn get(State(app): State<App>, _: Caller, voice: Voice, Path(w): Path<String>) -> Result<Answer, Failed> {
    let found = in_force(&app, &w)?;
    let zone = found.1.zone.clone();
    let versions = app.engine.versions_of(&w).await?;
    let mut body = WorkflowBody::of(found, &voice);
    body.versions = Some(versions.iter().map(|one| VersionBody::of(one, &zone)).collect());
    Ok(Answer::one(&body))
}

/// A workflow's picture.
#[derive(Serialize, ToSchema)]
struct GraphBody {
    /// For Mermaid.
    mermaid: String,
    /// For Graphviz.
    dot: String,
}

/// Draws a workflow's state machines, as text for Mermaid and for Graphviz.
#[utoipa::path(get, path = "/workflows/{w}/graph", tag = "workflows", params(("w" = String, Path)),
    responses((status = 200, body = GraphBody), Unchanged, Problems))]
async fn picture(State(app): State<App>, _: Caller, voice: Voice, Path(w): Path<String>) -> Result<Answer, Failed> {
    let (_, definition) = in_force(&app, &w)?;
    let messages = voice.t.messages();
    let view = graph::View {
        lang: voice.t.tag(),
        messages: &messages,
    };
    Ok(Answer::one(&GraphBody {
        mermaid: graph::mermaid(&definition, &view),
        dot: graph::dot(&definition, &view),
    }))
}

/// A form for programs.
#[derive(Serialize, ToSchema)]
struct FormBody {
    /// JSON Schema 2020-12 of complete answers.
    #[schema(value_type = Object)]
    schema: Value,
    /// Answers that pass it.
    example: BTreeMap<String, Value>,
}

/// Reads a form as JSON Schema, with answers that pass it.
#[utoipa::path(get, path = "/workflows/{w}/forms/{f}", tag = "workflows",
    params(("w" = String, Path), ("f" = String, Path)),
    responses((status = 200, body = FormBody), Unchanged, Problems))]
async fn form(
    State(app): State<App>,
    _: Caller,
    voice: Voice,
    Path((w, f)): Path<(String, String)>,
) -> Result<Answer, Failed> {
    let (_, definition) = in_force(&app, &w)?;
    let form = definition.forms.get(&f).ok_or(Problem::Missing)?;
    Ok(Answer::one(&json!({
        "schema": form.json_schema(voice.t.tag()),
        "example": form.example(),
    })))
}

/// The workflow in force of that name.
pub fn in_force(app: &App, name: &str) -> Result<(u32, Arc<Definition>), Problem> {
    app.engine.workflows.in_force(name).ok_or(Problem::Missing)
}

impl WorkflowBody {
    fn of((version, definition): (u32, Arc<Definition>), voice: &Voice) -> Self {
        let lang = voice.t.tag();
        let zone = definition.zone.iana_name().unwrap_or("UTC").to_owned();
        Self {
            version,
            zone,
            name: definition.name.clone(),
            title: definition.title.in_lang(lang).to_owned(),
            about: definition.about.in_lang(lang).to_owned(),
            languages: definition.languages.clone(),
            digest: definition.digest.clone(),
            roles: roles(&definition, lang),
            kinds: definition.kinds.iter().map(|kind| KindBody::of(kind, lang)).collect(),
            forms: definition.forms.keys().cloned().collect(),
            versions: None,
        }
    }
}

fn roles(definition: &Definition, lang: &str) -> Vec<RoleBody> {
    let role = definition.roles.iter().map(|role| RoleBody {
        name: role.name.clone(),
        title: role.title.in_lang(lang).to_owned(),
        seats: role.seats.iter().map(|seat| seat.name.clone()).collect(),
    });
    role.collect()
}

impl KindBody {
    fn of(kind: &Kind, lang: &str) -> Self {
        Self {
            name: kind.name.clone(),
            title: kind.title.in_lang(lang).to_owned(),
            owner: kind.owner.clone(),
            form: kind.form.clone(),
            states: kind.states.iter().map(|state| StateBody::of(state, lang)).collect(),
        }
    }
}

impl StateBody {
    fn of(state: &KindState, lang: &str) -> Self {
        let transitions = state.transitions.iter().map(|transition| TransitionBody {
            event: transition.event.clone(),
            label: transition.title.in_lang(lang).to_owned(),
            by: match &transition.trigger {
                Trigger::By(by) => by.iter().map(ToString::to_string).collect(),
                Trigger::At(_) | Trigger::Upon(_) => Vec::new(),
            },
            to: transition.to.clone(),
            form: transition.form.clone(),
        });
        Self {
            name: state.name.clone(),
            title: state.title.in_lang(lang).to_owned(),
            r#final: state.is_final,
            listed: state.listed,
            transitions: transitions.collect(),
        }
    }
}
