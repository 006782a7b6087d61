//! What watchers of the service ask: is it alive, is it ready, what does it count.
//!
//! Owns `/healthz`, `/readyz` and `/metrics`. Says nothing about anybody: only counts leave here, and the names of nodes.

use std::fmt::Write;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::app::App;
use crate::clock::Instant;
use crate::store::nodes::Node;
use crate::store::{StoreError, cases, messages, nodes, notices};

/// How long the database may take to say how it is; whoever asks does not wait much longer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

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

/// Ready: the database can be reached, its migrations are in place, each loop turns, and the clock is right.
async fn ready(State(app): State<App>) -> (StatusCode, String) {
    match trouble(&app).await {
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
        None => (StatusCode::OK, "ready\n".to_owned()),
    }
}

async fn trouble(app: &App) -> Option<String> {
    match tokio::time::timeout(ANSWERS_WITHIN, app.engine.store.pending()).await {
        Err(_) => Some("the database does not answer".to_owned()),
        Ok(Err(error @ (StoreError::Newer { .. } | StoreError::Changed { .. }))) => Some(error.to_string()),
        Ok(Err(_)) => Some("the database cannot be reached".to_owned()),
        Ok(Ok(pending)) if pending > 0 => Some("migrations are missing".to_owned()),
        Ok(Ok(_)) => app.pulse.trouble(),
    }
}

async fn metrics(State(app): State<App>) -> Response {
    match counted(&app).await {
        Ok(text) => ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "nothing could be counted");
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
        "Whether the loops do what is due: each turns, and the clock is right.",
    );
    let _ = writeln!(
        text,
        "kalends_loops_turning {}",
        u8::from(app.pulse.trouble().is_none())
    );
    list(&mut text, &nodes::list(&mut tx).await?, app.engine.now());
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

/// The nodes that serve from this database.
fn list(text: &mut String, nodes: &[Node], now: Instant) {
    begin(
        text,
        "kalends_node_silent_seconds",
        "For how long a node has said nothing; each says something every ten seconds.",
    );
    for node in nodes {
        let (id, program, state) = (label(&node.id), label(&node.program), node.state.as_str());
        let (knows, silent) = (node.knows, node.silent_seconds(now));
        let _ = writeln!(
            text,
            "kalends_node_silent_seconds{{node=\"{id}\",program=\"{program}\",migration=\"{knows}\",state=\"{state}\"}} {silent}"
        );
    }
    begin(
        text,
        "kalends_node_clock_ahead_seconds",
        "By how much a node's clock is ahead of the database's.",
    );
    for (id, ahead) in nodes.iter().filter_map(|node| Some((label(&node.id), node.ahead?))) {
        let seconds = jiff::SignedDuration::from_micros(ahead).as_secs_f64();
        let _ = writeln!(text, "kalends_node_clock_ahead_seconds{{node=\"{id}\"}} {seconds:.6}");
    }
}

fn begin(text: &mut String, name: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
}

fn label(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
