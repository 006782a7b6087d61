//! The parts of a page's address: what is not one leads to our own page, not to the framework's words.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::app::App;
use super::error::Problem;

/// Parts of the path, such as a case's id; what cannot be one names nothing.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        found.map(|found| Self(found.0)).map_err(|_| Problem::Missing)
    }
}

/// What stands after the question mark.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let found = axum::extract::Query::<T>::from_request_parts(parts, app).await;
        found
            .map(|found| Self(found.0))
            .map_err(|error| Problem::Malformed(error.to_string()))
    }
}

/// A value as what stands after the question mark carries it.
pub fn encoded(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
}
