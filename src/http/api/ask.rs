//! What every request to the API goes through: who asks, in which language, under which key, and how problems are told.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, ETAG, IF_NONE_MATCH, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::failed::{Failed, Failure};
use super::once;
use crate::http::app::App;
use crate::http::error::Problem;
use crate::locale::Locale;
use crate::locale::choose::Wishes;
use crate::store::people::Person;
use crate::store::{people, tokens};

/// In whose name a program asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub id: Uuid,
}

/// How answers to a request are worded.
#[derive(Clone, Debug)]
pub struct Voice {
    /// The language: asked for by `Accept-Language`, else the person's.
    pub t: Locale,
    base_url: String,
    reference: String,
}

/// Wraps the API's routes.
pub async fn ask(State(app): State<App>, mut request: Request, next: Next) -> Response<Body> {
    let person = identify(&app, request.headers()).await;
    let known = person.as_ref().ok().and_then(Option::as_ref);
    let voice = Voice::of(request.headers(), known, &app.engine.house.base_url);
    let wanted = (request.method() == Method::GET)
        .then(|| request.headers().get(IF_NONE_MATCH).cloned())
        .flatten();
    let answer = match person {
        Err(failed) => voice.told(failed.into_response()),
        Ok(person) => {
            let caller = person.map(|person| Caller { id: person.id });
            request.extensions_mut().insert(voice.clone());
            caller.iter().for_each(|caller| {
                request.extensions_mut().insert(caller.clone());
            });
            once::answer(&app, (&voice, caller), request, next).await
        }
    };
    unless_known(answer, wanted.as_ref())
}

/// Whose token it is; `None` without one.
async fn identify(app: &App, headers: &HeaderMap) -> Result<Option<Person>, Failed> {
    let Some(header) = headers.get(AUTHORIZATION) else {
        return Ok(None);
    };
    let token = header.to_str().ok().and_then(bearer).ok_or(Problem::Unknown)?;
    let mut tx = app.engine.store.read().await?;
    let found = tokens::find(&mut tx, &hex::encode(Sha256::digest(token.as_bytes())))
        .await?
        .ok_or(Problem::Unknown)?;
    let person = people::find(&mut tx, found.person_id).await?;
    person.map(Some).ok_or(Failed(Problem::Unknown))
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl Voice {
    fn of(headers: &HeaderMap, person: Option<&Person>, base_url: &str) -> Self {
        let sent = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let accept = sent(ACCEPT_LANGUAGE.as_str()).filter(|wish| wish.trim() != "*" && !wish.trim().is_empty());
        let person = person.map(|person| person.language.as_str());
        let wishes = Wishes {
            person: person.filter(|_| accept.is_none()),
            accept,
            ..Wishes::default()
        };
        Self {
            t: wishes.choose(),
            base_url: base_url.to_owned(),
            reference: sent("x-request-id").unwrap_or("unknown").to_owned(),
        }
    }

    /// The answer with its problem, if it has one, written down.
    pub(super) fn told(&self, mut answer: Response<Body>) -> Response<Body> {
        let Some(Failure(problem)) = answer.extensions_mut().remove::<Failure>() else {
            return answer;
        };
        let mut told = problem.to_program(self.t, &self.base_url, &self.reference);
        let kept = answer
            .headers()
            .iter()
            .filter(|(name, _)| *name == axum::http::header::ALLOW);
        told.headers_mut()
            .extend(kept.map(|(name, value)| (name.clone(), value.clone())));
        if told.status() == StatusCode::UNAUTHORIZED {
            told.headers_mut()
                .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        told
    }
}

/// The answer, or 304 if the asker has it already.
fn unless_known(answer: Response<Body>, wanted: Option<&HeaderValue>) -> Response<Body> {
    let (Some(wanted), Some(tag)) = (wanted, answer.headers().get(ETAG)) else {
        return answer;
    };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let (wanted, tag) = (wanted.to_str().unwrap_or_default(), tag.to_str().unwrap_or_default());
    if answer.status() != StatusCode::OK || !wanted.split(',').any(|one| one.trim() == "*" || bare(one) == bare(tag)) {
        return answer;
    }
    let (mut parts, _) = answer.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(axum::http::header::CONTENT_TYPE);
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}

/// Answers an address the API does not have.
pub async fn missing() -> Failed {
    Failed(Problem::Missing)
}

/// Answers a method an address does not have.
pub async fn no_method() -> Failed {
    Failed(Problem::Method)
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        parts.extensions.get().cloned().ok_or(Failed(Problem::Unknown))
    }
}

impl<S: Sync> FromRequestParts<S> for Voice {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        let spoken = parts.extensions.get().cloned();
        Ok(spoken.unwrap_or_else(|| Voice::of(&parts.headers, None, "")))
    }
}
