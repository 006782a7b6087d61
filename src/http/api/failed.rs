//! How a handler fails: with a problem, told in the asker's language on the way out.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use axum::response::IntoResponse;

use crate::engine::EngineError;
use crate::http::error::Problem;
use crate::store::StoreError;

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

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<EngineError> for Failed {
    fn from(error: EngineError) -> Self {
        Self(match error {
            EngineError::Refused(refusal) => Problem::Refused(refusal),
            EngineError::Invalid(errors) => Problem::Invalid(errors),
            EngineError::NotFound(_) => Problem::Missing,
            EngineError::Stale { found } => Problem::Stale(found),
            EngineError::Busy => Problem::Busy,
            EngineError::Store(error) => return error.into(),
            fault @ EngineError::Letter { .. } => Problem::internal(fault),
        })
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self(if error.is_transient() {
            Problem::Busy
        } else {
            Problem::internal(error)
        })
    }
}
