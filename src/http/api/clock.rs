//! The manual clock: where it stands, and moving it forward. A house on the wall clock has no such address.

use axum::extract::State;
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Answer;
use super::ask::Caller;
use super::document::{KeyHeader, Problems};
use super::failed::Failed;
use super::given::Given;
use crate::clock::Instant;
use crate::engine::HouseClock;
use crate::http::app::App;
use crate::http::error::Problem;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, advance))
}

/// Where the clock stands.
#[derive(Serialize, ToSchema)]
struct ClockBody {
    /// The present instant.
    #[schema(format = DateTime)]
    now: String,
}

/// Where the clock is to stand.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body for the document; it is read field by field")]
struct ClockRequest {
    /// An instant that is not before the present one.
    #[schema(format = DateTime)]
    now: String,
}

/// Reads the manual clock.
#[utoipa::path(get, path = "/clock", tag = "clock",
    responses((status = 200, body = ClockBody), Problems))]
async fn read(State(app): State<App>, _: Caller) -> Result<Answer, Failed> {
    manual(&app)?;
    Ok(answer(&app))
}

/// Moves the manual clock forward; answers when everything due by then has been done, each thing at its own instant.
#[utoipa::path(post, path = "/clock", tag = "clock", params(KeyHeader), request_body = ClockRequest,
    responses((status = 200, body = ClockBody), Problems, super::document::Refusals))]
async fn advance(State(app): State<App>, _: Caller, mut given: Given) -> Result<Answer, Failed> {
    manual(&app)?;
    let to: Instant = given.must("now");
    let sent = to != Instant::default();
    if sent && to < app.engine.now() {
        given.complain("now", "past", &[("now", &app.engine.now().rfc3339(&zone(&app)))]);
    }
    given.done()?;
    match app.mover.advance(to).await {
        Some(Ok(())) => Ok(answer(&app)),
        Some(Err(fault)) => Err(Problem::Internal(fault).into()),
        None => Err(Problem::Missing.into()),
    }
}

fn manual(app: &App) -> Result<(), Problem> {
    let by_hand = matches!(app.engine.clock, HouseClock::Manual(_)) && app.mover.moves();
    by_hand.then_some(()).ok_or(Problem::Missing)
}

fn answer(app: &App) -> Answer {
    Answer::of(&ClockBody {
        now: app.engine.now().rfc3339(&zone(app)),
    })
}

/// The zone of the programmes if they have one in common; a house with several says UTC.
fn zone(app: &App) -> TimeZone {
    let names = app.engine.workflows.names();
    let published = names.iter().filter_map(|name| app.engine.workflows.in_force(name));
    let mut zones: Vec<TimeZone> = published.map(|(_, definition)| definition.zone.clone()).collect();
    zones.dedup();
    match zones.as_slice() {
        [only] => only.clone(),
        _ => TimeZone::UTC,
    }
}
