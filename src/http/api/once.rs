//! `Idempotency-Key`: the same key and body give the same answer and are done once; another body is refused.
//!
//! Owns what counts as the same request and what is written down of an answer. That the key is remembered together with
//! what was done is [`crate::engine::once`]'s.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Request};
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::ask::{Caller, Voice};
use super::failed::Failed;
use crate::engine::Once;
use crate::engine::once::Known;
use crate::http::app::App;
use crate::http::error::Problem;
use crate::http::headers::LARGEST_BODY;

/// The header that carries the key.
pub const KEY: &str = "idempotency-key";
/// Longest key.
const LONGEST: usize = 255;
/// Headers of an answer that are written down with it.
const KEPT: [HeaderName; 3] = [CONTENT_TYPE, ETAG, LOCATION];

/// The key a request was asked under, and what was made under it before.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    once: Option<Once>,
    /// What was made when the same was asked before and the answer was lost.
    pub made: Option<Uuid>,
}

impl Asked {
    /// The key, to be remembered with what is done.
    pub fn once(&self) -> Option<&Once> {
        self.once.as_ref()
    }
}

/// Runs a request under its key, if it is a POST that has one.
pub(super) async fn answer(
    app: &App,
    (voice, caller): (&Voice, Option<Caller>),
    request: Request,
    next: Next,
) -> Response<Body> {
    let key = request.headers().get(KEY).cloned();
    match (request.method(), caller, key) {
        (&Method::POST, Some(caller), Some(key)) => keyed(app, (voice, caller), (request, &key), next)
            .await
            .unwrap_or_else(|failed| voice.told(failed.into_response())),
        _ => voice.told(next.run(request).await),
    }
}

async fn keyed(
    app: &App,
    (voice, caller): (&Voice, Caller),
    (request, key): (Request, &HeaderValue),
    next: Next,
) -> Result<Response<Body>, Failed> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.map_err(|_| Problem::TooLarge)?;
    let once = Once {
        person: caller.id,
        key: readable(key)?,
        digest: digest(&parts, &body),
    };
    let answer = first_or_again(app, &once, (parts.clone(), body.clone()), (voice, next.clone())).await?;
    if answer.status() != StatusCode::SERVICE_UNAVAILABLE || app.engine.known(&once).await? == Known::New {
        return Ok(answer);
    }
    // The same was asked at the same moment and is done: its answer is this one's too.
    first_or_again(app, &once, (parts, body), (voice, next)).await
}

async fn first_or_again(
    app: &App,
    once: &Once,
    (mut parts, body): (Parts, Bytes),
    (voice, next): (&Voice, Next),
) -> Result<Response<Body>, Failed> {
    let made = match app.engine.known(once).await? {
        Known::Other => return Err(Problem::KeyReused.into()),
        Known::Answered(status, body) => return Ok(replayed(status, &body)),
        Known::Done(made) => Some(made),
        Known::New => None,
    };
    parts.extensions.insert(Asked {
        once: Some(once.clone()),
        made,
    });
    let answer = voice.told(next.run(Request::from_parts(parts, Body::from(body))).await);
    remembered(app, once, answer).await
}

fn readable(key: &HeaderValue) -> Result<String, Problem> {
    let text = key.to_str().ok().map(str::trim);
    let good = text.filter(|text| !text.is_empty() && text.len() <= LONGEST);
    good.map(str::to_owned)
        .ok_or_else(|| Problem::Malformed(format!("`Idempotency-Key` is 1 to {LONGEST} printable characters")))
}

/// SHA-256 over what is asked: method, address, kind of body and body; the boundary of a form's parts does not count.
fn digest(parts: &Parts, body: &Bytes) -> String {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default();
    let (kind, boundary) = kind.split_once("boundary=").unwrap_or((kind, ""));
    let boundary = boundary.trim_matches('"').as_bytes();
    let mut hash = Sha256::new();
    for part in [parts.method.as_str(), &parts.uri.to_string(), kind.trim()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut rest = body.as_ref();
    while let Some(at) = find(rest, boundary) {
        hash.update(&rest[..at]);
        rest = &rest[at + boundary.len()..];
    }
    hash.update(rest);
    hex::encode(hash.finalize())
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    text.windows(part.len()).position(|window| window == part)
}

/// Writes the answer down, unless asking again may have another one.
async fn remembered(app: &App, once: &Once, answer: Response<Body>) -> Result<Response<Body>, Failed> {
    let status = answer.status();
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return Ok(answer);
    }
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(Problem::internal)?;
    let text = String::from_utf8_lossy(&body);
    let written = json!({"headers": kept(&parts.headers), "body": text}).to_string();
    app.engine.remember(once, u32::from(status.as_u16()), written).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn kept(headers: &HeaderMap) -> Map<String, Value> {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    KEPT.iter()
        .filter_map(|name| Some((name.to_string(), json!(text(name)?))))
        .collect()
}

fn replayed(status: u32, written: &str) -> Response<Body> {
    let written: Value = serde_json::from_str(written).unwrap_or_default();
    let mut answer = Response::new(Body::from(written["body"].as_str().unwrap_or_default().to_owned()));
    let status = u16::try_from(status)
        .ok()
        .and_then(|code| StatusCode::from_u16(code).ok());
    *answer.status_mut() = status.unwrap_or(StatusCode::OK);
    for name in KEPT {
        let value = written["headers"][name.as_str()].as_str().map(HeaderValue::from_str);
        if let Some(Ok(value)) = value {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}
