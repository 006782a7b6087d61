//! The API for programs: `/api/v1` and `/api/openapi.json`.

use axum::Router;

use super::app::App;

/// The API's routes; every answer of theirs is for a program.
pub fn router(_app: &App) -> Router<App> {
    Router::new()
}
