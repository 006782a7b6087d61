//! Which page answers which address.

use axum::Router;
use axum::routing::get;

use super::app::App;
use super::assets::asset;

/// Routes of the pages.
pub fn pages(_app: &App) -> Router<App> {
    Router::new().route("/assets/{*path}", get(asset))
}
