//! What went wrong, told to people as a page and to programs as RFC 9457 problem details.
//!
//! A refusal is an answer (409) and says the rule and the way out; invalid answers are 422 with one entry a field; our
//! own faults say nothing of their insides, only a reference that stands in the log.

use std::collections::BTreeMap;

use askama::Template;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::pages::error::ErrorPage;
use super::pages::{ErrorLine, Frame, Link};
use crate::case::{Refusal, Rejection};
use crate::engine::EngineError;
use crate::locale::Locale;
use crate::store::StoreError;
use crate::workflow::form::FieldError;
use crate::workflow::text::Text;

/// What went wrong with a request.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The request makes no sense.
    #[error("the request cannot be understood: {0}")]
    Malformed(String),
    /// Nobody is signed in, or the token is not known.
    #[error("nobody is signed in")]
    Unknown,
    /// Not theirs to see or to do.
    #[error("not allowed")]
    Forbidden,
    /// There is no such thing, or none they may know of.
    #[error("no such thing")]
    Missing,
    /// The address has no such method.
    #[error("no such method here")]
    Method,
    /// A rule said no.
    #[error("refused by rule `{}`", .0.rule)]
    Refused(Refusal),
    /// Answers are not good yet.
    #[error("{} answers are not good", .0.len())]
    Invalid(Vec<FieldError>),
    /// Somebody has changed it since the asker saw it.
    #[error("changed meanwhile: revision {found}")]
    Stale {
        /// The revision now.
        found: u32,
    },
    /// The body is of another kind than this one.
    #[error("the body is not `{0}`")]
    BodyKind(&'static str),
    /// The idempotency key came with another body before.
    #[error("the idempotency key was used with another body")]
    KeyReused,
    /// Too large a body or file.
    #[error("too large")]
    TooLarge,
    /// A file that is not what it claims, or of no use here.
    #[error("not a file that can be taken")]
    FileKind,
    /// Asked too often.
    #[error("too often")]
    TooOften,
    /// Busy, or taking too long.
    #[error("busy")]
    Busy,
    /// The database was lost before it said whether this is stored.
    #[error("done or not")]
    Unsure,
    /// A fault of ours.
    #[error("a fault of ours: {0}")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Refused(refusal) => Self::Refused(refusal),
            Rejection::Invalid(errors) => Self::Invalid(errors),
        }
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Refused(refusal) => Self::Refused(refusal),
            EngineError::Invalid(errors) => Self::Invalid(errors),
            EngineError::NotFound(_) => Self::Missing,
            EngineError::Stale { found } => Self::Stale { found },
            EngineError::Busy => Self::Busy,
            EngineError::Unsure => Self::Unsure,
            EngineError::Store(error) if error.is_transient() => Self::Busy,
            other => Self::internal(other),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::from(EngineError::from(error))
    }
}

impl Problem {
    /// Wraps a fault of ours.
    pub fn internal(fault: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(fault.into())
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Unknown => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            Self::Invalid(_) | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::BodyKind(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::FileKind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Unsure => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The last part of its type's address.
    fn kind(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::Unknown => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::Missing => "missing",
            Self::Method => "method",
            Self::Refused(_) => "refusal",
            Self::Stale { .. } => "stale",
            Self::Invalid(_) => "invalid",
            Self::KeyReused => "key-reused",
            Self::BodyKind(_) => "body-kind",
            Self::TooLarge => "too-large",
            Self::FileKind => "file-kind",
            Self::TooOften => "too-often",
            Self::Busy => "busy",
            Self::Unsure => "unsure",
            Self::Internal(_) => "internal",
        }
    }

    fn words(&self, t: Locale) -> (String, String) {
        let status = self.status().as_u16();
        let title = t.text(format!("error-{status}-title"));
        let sentence = match self {
            Self::Refused(refusal) => t.refusal(&refusal.rule, &refusal.values, &refusal.said),
            Self::Stale { .. } => t.refusal("stale", &BTreeMap::new(), &Text::default()),
            Self::KeyReused => t.text("error-key-reused"),
            Self::Unsure => t.text("error-unsure"),
            Self::BodyKind(wanted) => t.text_with("error-body-kind", &[("wanted", wanted)]),
            _ => t.text(format!("error-{status}")),
        };
        (title, sentence)
    }

    /// The problem as RFC 9457 details; `base_url` is the service's address, `reference` the request's id.
    pub fn details(&self, t: Locale, base_url: &str, reference: &str) -> Value {
        let (title, detail) = self.words(t);
        let mut body = json!({
            "type": format!("{}/problems/{}", base_url.trim_end_matches('/'), self.kind()),
            "title": title,
            "status": self.status().as_u16(),
            "detail": detail,
            "instance": format!("urn:kalends:request:{reference}"),
        });
        match self {
            Self::Malformed(why) => body["detail"] = json!(why),
            Self::Refused(refusal) => {
                body["rule"] = json!(refusal.rule);
                body["values"] = json!(refusal.values);
            }
            Self::Stale { found } => body["revision"] = json!(found),
            Self::Invalid(errors) => body["errors"] = errors.iter().map(|error| entry(error, t)).collect(),
            _ => {}
        }
        body
    }

    /// Answers a program.
    pub fn to_program(&self, t: Locale, base_url: &str, reference: &str) -> Response<Body> {
        self.log(reference);
        let body = self.details(t, base_url, reference).to_string();
        answer(self.status(), "application/problem+json", body)
    }

    /// Answers a person with a page.
    pub fn to_person(&self, frame: Frame, reference: &str) -> Response<Body> {
        self.log(reference);
        let html = self.page(frame, reference).render().unwrap_or_default();
        answer(self.status(), "text/html; charset=utf-8", html)
    }

    /// The page that says what went wrong.
    pub fn page(&self, mut frame: Frame, reference: &str) -> ErrorPage {
        let t = frame.t;
        let (title, sentence) = self.words(t);
        let faults = match self {
            Self::Invalid(errors) => errors.iter().map(|error| line(error, t)).collect(),
            _ => Vec::new(),
        };
        let way = match self {
            Self::Unknown => Link {
                href: "/sign-in".to_owned(),
                label: t.text("sign-in"),
            },
            _ => Link {
                href: frame.brand.href.clone(),
                label: t.text("error-home"),
            },
        };
        let ours = matches!(self, Self::Internal(_) | Self::Busy | Self::Unsure);
        frame.title.clone_from(&title);
        ErrorPage {
            frame,
            title,
            sentence,
            faults,
            ways: vec![way],
            kept: None,
            reference: ours.then(|| reference.to_owned()),
        }
    }

    /// Notes it in the log.
    pub fn log(&self, reference: &str) {
        match self {
            Self::Internal(fault) => {
                let error = &**fault as &(dyn std::error::Error + 'static);
                tracing::error!(request.id = reference, error, "a request failed");
            }
            Self::Unknown | Self::Forbidden | Self::TooOften => {
                tracing::info!(
                    request.id = reference,
                    problem = self.kind(),
                    "a request was turned away"
                );
            }
            _ => tracing::debug!(request.id = reference, problem = self.kind(), "a request was not met"),
        }
    }
}

fn entry(error: &FieldError, t: Locale) -> Value {
    json!({ "field": error.field, "rule": error.rule, "values": error.values, "detail": t.field_error(error) })
}

fn line(error: &FieldError, t: Locale) -> ErrorLine {
    let text = format!("{}: {}", error.field, t.field_error(error));
    ErrorLine {
        href: format!("#field-{}", error.field),
        text,
    }
}

fn answer(status: StatusCode, kind: &'static str, body: String) -> Response<Body> {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}
