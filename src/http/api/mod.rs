//! The API for programs: `/api/v1` and `/api/openapi.json`.
//!
//! Owns how what the engine knows is put into JSON, one file a noun, and the document that describes every call: a route
//! is registered by what it says of itself there, so the two cannot differ. Does not own any rule: what may be seen and
//! asked is the engine's, and what a person may not see looks like what is not there.

mod answer;
mod ask;
mod attachments;
mod calls;
mod case;
mod cases;
mod clock;
mod document;
mod failed;
mod given;
mod history;
mod messages;
mod notices;
mod once;
mod organisations;
mod panels;
mod parties;
mod register;
mod seats;
mod statistics;
mod versions;
mod workflows;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::app::App;
use super::health;

pub use statistics::rows as statistics_rows;

/// The API's routes; every answer of theirs is for a program.
pub fn router(app: &App) -> Router<App> {
    let (routes, document) = described();
    let document = document.to_json().expect("the document can be written as JSON");
    let routes = routes
        .fallback(ask::missing)
        .method_not_allowed_fallback(ask::no_method)
        .layer(from_fn_with_state(app.clone(), ask::ask));
    Router::new().merge(health::routes()).nest("/api/v1", routes).route(
        "/api/openapi.json",
        get(|| async { ([(CONTENT_TYPE, "application/json")], document) }),
    )
}

/// The document of the API, with the addresses programs use.
pub fn document() -> utoipa::openapi::OpenApi {
    described().1
}

fn described() -> (Router<App>, utoipa::openapi::OpenApi) {
    let nouns = [
        workflows::routes(),
        versions::routes(),
        calls::routes(),
        organisations::routes(),
        parties::routes(),
        statistics::routes(),
        seats::routes(),
        cases::routes(),
        history::routes(),
        notices::routes(),
        attachments::routes(),
        messages::routes(),
        register::routes(),
        clock::routes(),
    ];
    let all = nouns.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge);
    let (routes, described) = all.split_for_parts();
    (routes, document::Document::openapi().nest("/api/v1", described))
}
