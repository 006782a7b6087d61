//! People and seats: entered, given, ended, passed on to a successor, by those who run a programme.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::{Answer, Page};
use super::ask::Caller;
use super::cases::unknown;
use super::document::{KeyHeader, Problems, Refusals, Unchanged};
use super::failed::Failed;
use super::given::{Given, Id};
use super::organisations::{language, name, runs_any};
use crate::clock::Instant;
use crate::engine::directory::NewSeat;
use crate::engine::parties::Because;
use crate::http::app::App;
use crate::http::error::Problem;
use crate::store::people::{self, Person};
use crate::store::seats::{self, Seat};
use crate::store::{Tx, organisations};

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add_person))
        .routes(routes!(list, give))
        .routes(routes!(succeed))
}

/// A person.
#[derive(Serialize, ToSchema)]
struct PersonBody {
    /// Their id.
    id: Uuid,
    /// Their name.
    name: String,
    /// Their address.
    email: String,
    /// Language they are written to in.
    language: String,
}

impl From<Person> for PersonBody {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            name: person.name,
            email: person.email,
            language: person.language,
        }
    }
}

/// A person to be entered.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct NewPersonBody {
    /// Their name.
    #[schema(pattern = r"\S")]
    name: String,
    /// Their address; whoever has it already is that person.
    #[schema(format = Email)]
    email: String,
    /// Language they are written to in; English if left out.
    language: Option<String>,
}

/// Enters a person, or gives the one who has the address already.
#[utoipa::path(post, path = "/people", tag = "organisations", params(KeyHeader), request_body = NewPersonBody,
    responses((status = 201, body = PersonBody), Problems, Refusals))]
async fn add_person(State(app): State<App>, caller: Caller, mut given: Given) -> Result<Answer, Failed> {
    let (name, email) = (name(&mut given), given.must::<String>("email"));
    let language = language(&mut given);
    given.done()?;
    runs_any(&app, &caller).await?;
    let person = app.engine.add_person(&name, &email, &language).await?;
    let path = format!("/people/{}", person.id);
    Ok(Answer::of(&PersonBody::from(person)).created(&path))
}

/// A person holding a role for an organisation.
#[derive(Serialize, ToSchema)]
struct SeatBody {
    /// Its id.
    id: Uuid,
    /// Who.
    person: PersonBody,
    /// The role.
    role: String,
    /// The seat.
    #[schema(required)]
    seat: Option<String>,
    /// The workflow; `null` is all.
    #[schema(required)]
    workflow: Option<String>,
    /// Since when.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    from: Option<Instant>,
    /// Until when.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    until: Option<Instant>,
}

async fn seat_body(tx: &mut Tx, seat: Seat) -> Result<SeatBody, Failed> {
    let person = people::find(tx, seat.person_id).await?.ok_or(Problem::Missing)?;
    Ok(SeatBody {
        id: seat.id,
        person: person.into(),
        role: seat.role,
        seat: seat.seat,
        workflow: seat.workflow,
        from: seat.from_at,
        until: seat.until_at,
    })
}

/// Lists the seats of an organisation, for those who run a programme.
#[utoipa::path(get, path = "/organisations/{id}/seats", tag = "organisations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Page<SeatBody>), Unchanged, Problems, Refusals))]
async fn list(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Answer, Failed> {
    runs_any(&app, &caller).await?;
    let mut tx = app.engine.store.read().await?;
    organisations::find(&mut tx, id).await?.ok_or(Problem::Missing)?;
    let mut items = Vec::new();
    for seat in seats::of_organisation(&mut tx, id).await? {
        items.push(seat_body(&mut tx, seat).await?);
    }
    Ok(Answer::one(&Page { items, next: None }))
}

/// A seat to be taken.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct NewSeatBody {
    /// Who takes it.
    person: Uuid,
    /// The role.
    role: String,
    /// The seat.
    seat: String,
    /// The workflow; all if left out.
    workflow: Option<String>,
    /// From when; now if left out.
    #[schema(value_type = Option<String>, format = DateTime)]
    from: Option<String>,
    /// Until when.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<String>,
}

/// Gives a person a seat of an organisation.
#[utoipa::path(post, path = "/organisations/{id}/seats", tag = "organisations", params(("id" = Uuid, Path), KeyHeader),
    request_body = NewSeatBody, responses((status = 201, body = SeatBody), Problems, Refusals))]
async fn give(State(app): State<App>, caller: Caller, Id(id): Id, mut given: Given) -> Result<Answer, Failed> {
    let new = NewSeat {
        person: given.must("person"),
        role: given.must("role"),
        seat: Some(given.must("seat")),
        organisation: Some(id),
        workflow: given.maybe("workflow"),
        from: given.maybe("from"),
        until: given.maybe("until"),
    };
    given.done()?;
    runs_any(&app, &caller).await?;
    there_is(&app, &new).await?;
    let seat = app.engine.add_seat(&new).await?;
    let mut tx = app.engine.store.read().await?;
    let body = seat_body(&mut tx, seat).await?;
    Ok(Answer::of(&body).created(&format!("/organisations/{id}/seats")))
}

/// Refuses a seat no workflow knows, a person or an organisation there is not.
async fn there_is(app: &App, new: &NewSeat) -> Result<(), Failed> {
    let mut tx = app.engine.store.read().await?;
    let organisation = new.organisation.unwrap_or_default();
    organisations::find(&mut tx, organisation)
        .await?
        .ok_or(Problem::Missing)?;
    people::find(&mut tx, new.person)
        .await?
        .ok_or_else(|| unknown("person"))?;
    let names = new
        .workflow
        .clone()
        .map_or_else(|| app.engine.workflows.names(), |name| vec![name]);
    let found: Vec<_> = names
        .iter()
        .filter_map(|name| app.engine.workflows.in_force(name))
        .collect();
    if found.is_empty() {
        return Err(unknown("workflow").into());
    }
    let roles: Vec<_> = found
        .iter()
        .filter_map(|(_, definition)| definition.role(&new.role))
        .collect();
    if roles.is_empty() {
        return Err(unknown("role").into());
    }
    let known =
        |role: &&crate::workflow::definition::Role| role.seats.iter().any(|seat| Some(&seat.name) == new.seat.as_ref());
    if !roles.iter().any(known) {
        return Err(unknown("seat").into());
    }
    Ok(())
}

/// The organisation that goes on.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct SuccessorBody {
    /// Its id.
    successor: Uuid,
}

/// Passes an organisation's running cases on to the one that goes on in its place.
#[utoipa::path(post, path = "/organisations/{id}/successor", tag = "organisations",
    params(("id" = Uuid, Path), KeyHeader), request_body = SuccessorBody,
    responses((status = 200, body = Page<super::case::CaseLine>), Problems, Refusals))]
async fn succeed(State(app): State<App>, caller: Caller, Id(id): Id, mut given: Given) -> Result<Answer, Failed> {
    let successor: Uuid = given.must("successor");
    given.done()?;
    runs_any(&app, &caller).await?;
    let mut tx = app.engine.store.read().await?;
    organisations::find(&mut tx, id).await?.ok_or(Problem::Missing)?;
    organisations::find(&mut tx, successor)
        .await?
        .ok_or_else(|| unknown("successor"))?;
    drop(tx);
    let because = Because {
        person: Some(caller.id),
        reason: None,
    };
    app.engine.succeed(id, successor, &because).await?;
    let mut tx = app.engine.store.read().await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    let cases = crate::store::cases::of_organisation(&mut tx, successor).await?;
    let seen = cases.iter().filter_map(|stored| {
        let definition = app.engine.workflows.version(&stored.workflow, stored.version)?;
        reader
            .sees(&definition, stored)
            .then(|| super::case::CaseLine::of(stored, &definition))
    });
    Ok(Answer::of(&Page {
        items: seen.collect(),
        next: None,
    }))
}
