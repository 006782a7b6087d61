//! What watchers of the service ask: is it alive, is it ready, what does it count.
//!
//! Owns `/healthz`, `/readyz` and `/metrics`. Says nothing about anybody: only counts leave here.

use std::fmt::Write;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::app::App;
use crate::store::{StoreError, cases, messages, notices};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

async fn alive() -> &'static str {
    "alive\n"
}

/// Ready: the database can be reached, its migrations are in place, and the loops turn.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    let unready = |why| (StatusCode::SERVICE_UNAVAILABLE, why);
    match app.engine.store.pending().await {
        Err(_) => unready("the database cannot be reached\n"),
        Ok(pending) if pending > 0 => unready("migrations are missing\n"),
        Ok(_) if !app.pulse.beats() => unready("the loops have stopped\n"),
        Ok(_) => (StatusCode::OK, "ready\n"),
    }
}

async fn metrics(State(app): State<App>) -> Response {
    match counted(&app).await {
        Ok(text) => ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response(),
        Err(error) => {
            tracing::error!("nothing could be counted: {error}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The counts in Prometheus' text format.
async fn counted(app: &App) -> Result<String, StoreError> {
    let mut tx = app.engine.store.read().await?;
    let mut text = String::new();
    begin(&mut text, "kalends_info", "The program's version.");
    let _ = writeln!(text, "kalends_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"));
    begin(
        &mut text,
        "kalends_loops_turning",
        "Whether the loops have turned lately.",
    );
    let _ = writeln!(text, "kalends_loops_turning {}", u8::from(app.pulse.beats()));
    begin(&mut text, "kalends_cases", "Cases by workflow, kind and state.");
    for one in cases::tally(&mut tx).await? {
        let (workflow, kind, state) = (label(&one.workflow), label(&one.kind), label(&one.state));
        let _ = writeln!(
            text,
            "kalends_cases{{workflow=\"{workflow}\",kind=\"{kind}\",state=\"{state}\"}} {}",
            one.count
        );
    }
    begin(&mut text, "kalends_notices", "Notices by state.");
    for (state, count) in notices::tally(&mut tx).await? {
        let _ = writeln!(text, "kalends_notices{{state=\"{}\"}} {count}", state.as_str());
    }
    begin(&mut text, "kalends_messages", "Messages by state.");
    for (state, count) in messages::tally(&mut tx).await? {
        let _ = writeln!(text, "kalends_messages{{state=\"{}\"}} {count}", state.as_str());
    }
    Ok(text)
}

fn begin(text: &mut String, name: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
}

fn label(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
