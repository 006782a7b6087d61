//! Which page answers which address.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use super::app::App;
use super::assets::asset;
use super::error::Problem;
use super::handlers::{
    attachments, calls, case, desk, directory, event, form, import, members, notices, parties, practice, public,
    put_off, queue, rules, sign_in, statistics, versions,
};
use super::keeping::keeping;
use super::posted::LONGEST_FORM;

/// Routes of the pages.
pub fn pages(app: &App) -> Router<App> {
    Router::new()
        .merge(open())
        .merge(cases())
        .merge(bodies())
        .merge(running())
        .merge(practising())
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
        .route("/w/{workflow}/rules", get(rules::rules))
        .route("/workflows/{workflow}", get(rules::elsewhere))
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
        .route("/cases/{id}/put-off", post(put_off::put_off))
        .route("/w/{workflow}/forms/{form}/statistics", get(statistics::statistics))
        .route("/w/{workflow}/forms/{form}/statistics.csv", get(statistics::as_table))
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
}

/// What waits for a body of the house, and why somebody was written to.
fn bodies() -> Router<App> {
    Router::new()
        .route("/w/{workflow}/queue", get(queue::queue))
        .route("/w/{workflow}/inbox", get(queue::inbox))
        .route("/notices/{id}/why", get(notices::why))
        .route("/why/{id}", get(notices::why))
}

/// Pages of those who run a programme.
fn running() -> Router<App> {
    Router::new()
        .route("/w/{workflow}/calls", get(calls::calls).post(calls::make))
        .route("/w/{workflow}/calls/new", get(calls::new))
        .route("/w/{workflow}/calls/{id}", get(calls::call).post(calls::change))
        .route("/w/{workflow}/members", get(members::members))
        .route("/w/{workflow}/rounds", get(members::rounds).post(members::set))
        .route("/w/{workflow}/import", get(import::import).post(import::bring))
        .route("/w/{workflow}/impact", get(versions::impact).post(versions::publish))
        .route("/cases/{id}/version", get(versions::case).post(versions::move_case))
        .route("/w/{workflow}/notices", get(notices::month))
        .route("/w/{workflow}/rehearsal", get(rules::rehearsal))
        .route("/workflows/{workflow}/rehearsal", get(rules::rehearsal_elsewhere))
        .route("/directory", get(directory::directory).post(directory::add))
        .route("/directory/{id}", get(directory::organisation))
        .route("/directory/{id}/seats", post(directory::seat))
        .route("/directory/{id}/seats/{seat}/end", post(directory::end_seat))
        .route("/directory/{id}/successor", post(directory::succeed))
        .route("/directory/{id}/split", post(parties::split))
        .route("/directory/{id}/name", post(parties::rename))
        .route("/directory/{id}/events/{event}", post(parties::record))
}

/// The practice house; elsewhere these answer that there is nothing.
fn practising() -> Router<App> {
    Router::new()
        .route("/practice/clock", post(practice::clock))
        .route("/practice/be", post(practice::be))
        .route("/practice/mailbox", get(practice::mailbox))
        .route("/practice/mailbox/{id}", get(practice::mail))
}
