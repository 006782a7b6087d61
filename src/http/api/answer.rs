//! How the API answers: JSON, tags by which programs know what they have, pages of lists.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::given::{Given, Readable};
use crate::http::error::Problem;

/// How many items a page of a list has if nobody says.
const PAGE: u32 = 50;
/// How many it may have.
const LARGEST_PAGE: u32 = 200;

/// An answer in JSON.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    body: String,
    headers: Vec<(HeaderName, String)>,
}

impl Answer {
    /// Answers with this, such as a list.
    pub fn of(body: &impl Serialize) -> Self {
        Self {
            status: StatusCode::OK,
            body: serde_json::to_string(body).unwrap_or_default(),
            headers: Vec::new(),
        }
    }

    /// Answers with one thing and its tag.
    pub fn one(body: &impl Serialize) -> Self {
        let answer = Self::of(body);
        let tag = format!("W/\"{}\"", short_digest(&answer.body));
        answer
            .with(ETAG, tag)
            .with(CACHE_CONTROL, "private, no-cache".to_owned())
    }

    /// Answers with one thing that has a revision; its tag begins with it.
    pub fn revised(body: &impl Serialize, revision: u32) -> Self {
        let answer = Self::of(body);
        let tag = format!("W/\"{revision}-{}\"", short_digest(&answer.body));
        answer
            .with(ETAG, tag)
            .with(CACHE_CONTROL, "private, no-cache".to_owned())
    }

    /// The answer to something that was made and is found at this address under `/api/v1`.
    #[must_use]
    pub fn created(mut self, path: &str) -> Self {
        self.status = StatusCode::CREATED;
        self.with(LOCATION, format!("/api/v1{path}"))
    }

    fn with(mut self, name: HeaderName, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

fn short_digest(body: &str) -> String {
    hex::encode(&Sha256::digest(body.as_bytes())[..8])
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response<Body> {
        let mut answer = Response::new(Body::from(self.body));
        *answer.status_mut() = self.status;
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        answer
    }
}

/// The revision an `If-Match` asks for: the tag of a thing with a revision, or the revision itself.
///
/// # Errors
/// Malformed when it is neither.
pub fn if_match(headers: &HeaderMap) -> Result<Option<u32>, Problem> {
    let Some(header) = headers.get("if-match") else {
        return Ok(None);
    };
    let text = header.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let bare = text.trim_start_matches("W/").trim_matches('"');
    let revision = bare.split('-').next().and_then(|digits| digits.parse().ok());
    let wrong = || Problem::Malformed("`If-Match` takes the `ETag` of what was read".to_owned());
    revision.map(Some).ok_or_else(wrong)
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; `null` on the last one.
    #[schema(required)]
    pub next: Option<String>,
}

/// Which page a program asks for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// How many items.
    pub limit: u32,
    /// What came last on the page before.
    pub after: Option<String>,
}

impl Wanted {
    /// Reads `cursor` and `limit`.
    pub fn read(given: &mut Given) -> Self {
        let cursor: Option<String> = given.maybe("cursor");
        let after = cursor.as_deref().and_then(opened);
        if cursor.is_some() && after.is_none() {
            given.complain("cursor", "cursor", &[]);
        }
        let limit: Option<String> = given.maybe("limit");
        let number = limit.as_ref().map_or(Some(PAGE), |text| text.parse().ok());
        let good = number.filter(|number| (1..=LARGEST_PAGE).contains(number));
        if good.is_none() {
            given.complain("limit", "limit", &[("limit", &LARGEST_PAGE.to_string())]);
        }
        Self {
            limit: good.unwrap_or(PAGE),
            after,
        }
    }

    /// What came last, read as this.
    pub fn place<T: Readable>(&self, given: &mut Given) -> Option<T> {
        let text = self.after.as_ref()?;
        let read = serde_json::from_str(text).ok().and_then(|value| T::read(&value));
        if read.is_none() {
            given.complain("cursor", "cursor", &[]);
        }
        read
    }
}

/// A cursor that says what came last.
pub fn cursor(last: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_string(last).unwrap_or_default())
}

fn opened(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}
