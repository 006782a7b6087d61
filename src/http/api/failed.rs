//! How a handler fails: with a problem, told in the asker's language on the way out.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use axum::response::IntoResponse;

use crate::http::error::Problem;

/// A problem on its way out; [`super::ask`] writes it down in the asker's language.
#[derive(Debug)]
pub struct Failed(pub Problem);

/// What an answer carries until it is written down.
#[derive(Clone)]
pub(super) struct Failure(pub Arc<Problem>);

impl IntoResponse for Failed {
    fn into_response(self) -> Response<Body> {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = self.0.status();
        answer.extensions_mut().insert(Failure(Arc::new(self.0)));
        answer
    }
}

impl<P: Into<Problem>> From<P> for Failed {
    fn from(problem: P) -> Self {
        Self(problem.into())
    }
}
