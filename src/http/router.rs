//! Which page answers which address.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use super::app::App;
use super::assets::asset;
use super::error::Problem;
use super::handlers::{
    attachments, case, desk, event, form, public, sign_in,
};
use super::keeping::keeping;
use super::posted::LONGEST_FORM;

/// Routes of the pages.
pub fn pages(app: &App) -> Router<App> {
    Router::new()
        .merge(open())
        .merge(cases())
        .fallback(async || Problem::Missing)
        .method_not_allowed_fallback(async || Problem::Method)
        .layer(from_fn_with_state(app.clone(), keeping))
        .route("/assets/{*path}", get(asset))
}

/// What anybody may read, and signing in.
fn open() -> Router<App> {
    Router::new()
        .route("/", get(public::home))
        .route("/w/{workflow}", get(public::programme))
        .route("/w/{workflow}/register", get(public::register))
        .route("/w/{workflow}/register.csv", get(public::register_csv))
        .route("/w/{workflow}/register.json", get(public::register_json))
        .route("/sign-in", get(sign_in::ask).post(sign_in::send))
        .route("/sign-in/link", get(sign_in::link).post(sign_in::spend))
        .route("/sign-out", post(sign_in::out))
}

/// A person's desk and cases. Forms that carry a file may be long: they are read to the end, then refused in words.
fn cases() -> Router<App> {
    Router::new()
        .route("/desk", get(desk::desk))
        .route("/w/{workflow}/cases", post(desk::begin))
        .route("/cases/{id}", get(case::case))
        .route("/cases/{id}/form", get(form::form).post(form::save))
        .route("/cases/{id}/check", get(form::check))
        .route("/cases/{id}/attachments", post(attachments::add))
        .route("/cases/{id}/attachments/{file}", get(attachments::read))
        .route("/cases/{id}/events/{event}", post(event::set_off))
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
}
