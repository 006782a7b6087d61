//! The limits round every request, and how whoever runs into one is told: programs by a problem, people by a page.
//!
//! Owns the longest time, posts from other sites and panics. Does not own what a handler answers; that is told where the
//! handler's own frame is known.

use std::any::Any;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, Response, Uri};
use axum::middleware::Next;
use jiff::tz::TimeZone;
use tower_http::csrf::ProtectionError;

use super::auth::Cookie;
use super::error::Problem;
use super::headers::{Reached, Requests};
use super::pages::Frame;
use crate::locale::Locale;
use crate::locale::choose::Wishes;

/// Longest time a request may take.
pub const LONGEST_REQUEST: Duration = Duration::from_secs(60);

/// Moving a manual clock by years does the work of years, and is let finish.
const MAY_BE_LONG: [&str; 2] = ["/api/v1/clock", "/practice/clock"];

/// What an answer carries whose handler panicked.
#[derive(Clone)]
struct Panicked;

/// Whom to tell, and how.
struct Listener {
    requests: Requests,
    reached: Reached,
    uri: Uri,
    headers: HeaderMap,
}

/// Answers in time, or says that it could not.
pub async fn limited(
    State((requests, reached)): State<(Requests, Reached)>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let listener = Listener {
        requests,
        reached,
        uri: request.uri().clone(),
        headers: request.headers().clone(),
    };
    let answer = if MAY_BE_LONG.contains(&request.uri().path()) {
        Ok(next.run(request).await)
    } else {
        tokio::time::timeout(listener.requests.longest, next.run(request)).await
    };
    match answer {
        Ok(answer) if answer.extensions().get::<ProtectionError>().is_some() => listener.tell(&Problem::Forbidden),
        Ok(answer) if answer.extensions().get::<Panicked>().is_some() => {
            listener.tell(&Problem::internal("a handler panicked"))
        }
        Ok(answer) => answer,
        Err(_) => listener.tell(&Problem::Busy),
    }
}

impl Listener {
    fn tell(self, problem: &Problem) -> Response<Body> {
        let sent = |name| self.headers.get(name).and_then(|value| value.to_str().ok());
        let wishes = Wishes {
            asked: Cookie::Language.read(self.reached, &self.headers),
            accept: sent(ACCEPT_LANGUAGE.as_str()),
            ..Wishes::default()
        };
        let (t, reference): (Locale, _) = (wishes.choose(), sent("x-request-id").unwrap_or("unknown"));
        if self.uri.path().starts_with("/api/") {
            problem.to_program(t, &self.requests.base_url, reference)
        } else {
            let frame = Frame::new(t, TimeZone::UTC, self.requests.clock.now());
            problem.to_person(frame, reference)
        }
    }
}

/// Marks the answer of a handler that panicked; what it said goes to the log only.
pub fn panicked(why: Box<dyn Any + Send>) -> Response<Body> {
    let why = why
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(why.downcast_ref::<&str>().copied());
    tracing::error!("a handler panicked: {}", why.unwrap_or("no message"));
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = Problem::internal("a handler panicked").status();
    answer.extensions_mut().insert(Panicked);
    answer
}
