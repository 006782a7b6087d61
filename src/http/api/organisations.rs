//! The directory: whole for the house, one's own for everybody else.

use axum::extract::State;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::{Answer, Page, Wanted, cursor};
use super::ask::Caller;
use super::document::{KeyHeader, Problems, Refusals, Unchanged};
use super::failed::Failed;
use super::given::{Given, Id, Query};
use super::once::Asked;
use crate::case::Refusal;
use crate::engine::queries::reader::Reader;
use crate::http::app::App;
use crate::http::error::Problem;
use crate::locale::Locale;
use crate::store::Tx;
use crate::store::organisations::{self, Organisation};

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(get))
}

/// An organisation.
#[derive(Serialize, ToSchema)]
struct OrganisationBody {
    /// Its id.
    id: Uuid,
    /// Its name.
    name: String,
    /// Language it is written to in.
    language: String,
    /// The organisation that goes on in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<Uuid>,
}

impl From<Organisation> for OrganisationBody {
    fn from(of: Organisation) -> Self {
        Self {
            id: of.id,
            name: of.name,
            language: of.language,
            successor: of.successor_id,
        }
    }
}

/// What to look for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query for the document; it is read field by field"
)]
struct OrganisationQuery {
    /// A part of the name.
    q: Option<String>,
    /// Where the page begins: `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many items, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Lists organisations by name.
#[utoipa::path(get, path = "/organisations", tag = "organisations", params(OrganisationQuery),
    responses((status = 200, body = Page<OrganisationBody>), Unchanged, Problems))]
async fn list(State(app): State<App>, caller: Caller, Query(mut given): Query) -> Result<Answer, Failed> {
    let part: String = given.maybe("q").unwrap_or_default();
    let wanted = Wanted::read(&mut given);
    let after: Option<Uuid> = wanted.place(&mut given);
    given.done()?;
    let mut tx = app.engine.store.read().await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    let after = match after {
        Some(after) => Some(
            organisations::find(&mut tx, after)
                .await?
                .ok_or_else(|| super::cases::unknown("cursor"))?,
        ),
        None => None,
    };
    let limit = wanted.limit as usize;
    let mut found = known(&mut tx, &reader, (&part, after), limit + 1).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| cursor(&last.id));
    let items = found.into_iter().map(OrganisationBody::from).collect();
    Ok(Answer::one(&Page { items, next }))
}

/// At most `limit` of those the reader may know of.
async fn known(
    tx: &mut Tx,
    reader: &Reader,
    (part, after): (&str, Option<Organisation>),
    limit: usize,
) -> Result<Vec<Organisation>, Failed> {
    if reader.of_house() {
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        return Ok(organisations::search(tx, part, after.as_ref(), limit).await?);
    }
    let place = |one: &Organisation| (one.name.to_lowercase(), one.id);
    let mut known = Vec::new();
    for own in reader.organisations() {
        known.extend(organisations::find(tx, own).await?);
    }
    known.retain(|one| one.name.to_lowercase().contains(&part.to_lowercase()));
    known.retain(|one| after.as_ref().is_none_or(|after| place(after) < place(one)));
    known.sort_by_key(place);
    known.truncate(limit);
    Ok(known)
}

/// Reads an organisation.
#[utoipa::path(get, path = "/organisations/{id}", tag = "organisations", params(("id" = Uuid, Path)),
    responses((status = 200, body = OrganisationBody), Unchanged, Problems))]
async fn get(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Answer, Failed> {
    let mut tx = app.engine.store.read().await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    if !reader.of_house() && !reader.organisations().contains(&id) {
        return Err(Problem::Missing.into());
    }
    let found = organisations::find(&mut tx, id).await?.ok_or(Problem::Missing)?;
    Ok(Answer::one(&OrganisationBody::from(found)))
}

/// An organisation to be entered.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct NewOrganisationBody {
    /// Its name.
    #[schema(pattern = r"\S")]
    name: String,
    /// Language it is written to in, such as `lv`; English if left out.
    language: Option<String>,
}

/// Enters an organisation.
#[utoipa::path(post, path = "/organisations", tag = "organisations", params(KeyHeader),
    request_body = NewOrganisationBody, responses((status = 201, body = OrganisationBody), Problems, Refusals))]
async fn add(State(app): State<App>, (caller, asked): (Caller, Asked), mut given: Given) -> Result<Answer, Failed> {
    let name = name(&mut given);
    let language = language(&mut given);
    given.done()?;
    runs_any(&app, &caller).await?;
    let made = match asked.made {
        Some(made) => made,
        None => {
            app.engine
                .add_organisation_once(&name, &language, asked.once())
                .await?
                .id
        }
    };
    let mut tx = app.engine.store.read().await?;
    let found = organisations::find(&mut tx, made).await?.ok_or(Problem::Missing)?;
    Ok(Answer::one(&OrganisationBody::from(found)).created(&format!("/organisations/{made}")))
}

/// The field `name`, on one line: whoever sends control characters is told, not corrected.
pub fn name(given: &mut Given) -> String {
    let name: String = given.must("name");
    if name.chars().any(char::is_control) {
        given.complain("name", "control", &[]);
    }
    name
}

/// The field `language`: one the house speaks; English if it was not sent.
pub fn language(given: &mut Given) -> String {
    let Some(wanted) = given.maybe::<String>("language") else {
        return Locale::english().tag().to_owned();
    };
    if Locale::of(&wanted).is_none() {
        let known: Vec<&str> = Locale::all().map(Locale::tag).collect();
        given.complain("language", "json", &[("wanted", &known.join(" | "))]);
    }
    wanted
}

/// Refuses those who run no programme.
pub async fn runs_any(app: &App, caller: &Caller) -> Result<(), Failed> {
    let mut tx = app.engine.store.read().await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    let names = app.engine.workflows.names();
    let mut in_force = names.iter().filter_map(|name| app.engine.workflows.in_force(name));
    if in_force.any(|(_, definition)| reader.runs(&definition)) {
        return Ok(());
    }
    Err(Problem::Refused(Refusal::new("runs")).into())
}
