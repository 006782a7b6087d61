//! What a program sent, read field by field so that everything wrong with it is told at once.

use std::collections::BTreeMap;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use jiff::civil;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use url::form_urlencoded;
use uuid::Uuid;

use super::failed::Failed;
use crate::clock::Instant;
use crate::http::error::Problem;
use crate::workflow::form::FieldError;

/// Longest JSON body.
const LONGEST: usize = 1024 * 1024;

/// A value a program may send: what it is called in messages, and how it is read.
pub trait Readable: Sized + Default {
    /// What to send, in a word or two.
    const WANTED: &'static str;

    /// Reads it; `None` if it is something else.
    fn read(value: &Value) -> Option<Self>;
}

/// Fields a program sent, and what is wrong with them.
#[derive(Debug, Default)]
pub struct Given {
    fields: Map<String, Value>,
    asked: Vec<&'static str>,
    wrong: Vec<FieldError>,
}

impl Given {
    /// Takes these fields.
    pub fn of(fields: Map<String, Value>) -> Self {
        Self {
            fields,
            ..Self::default()
        }
    }

    /// The field, if it was sent; `null` is as if it was not.
    pub fn maybe<T: Readable>(&mut self, name: &'static str) -> Option<T> {
        self.asked.push(name);
        let value = self.fields.remove(name).filter(|value| !value.is_null())?;
        let read = T::read(&value);
        if read.is_none() {
            self.complain(name, "json", &[("wanted", T::WANTED)]);
        }
        read
    }

    /// The field, which must be sent; its default stands in until [`Given::done`] says so.
    pub fn must<T: Readable>(&mut self, name: &'static str) -> T {
        let sent = self.fields.get(name).is_some_and(|value| !value.is_null());
        if !sent {
            self.complain(name, "required", &[]);
        }
        self.maybe(name).unwrap_or_default()
    }

    /// The field as one of these words.
    pub fn word<T>(&mut self, name: &'static str, words: &[(T, &'static str)]) -> Option<T>
    where
        T: Copy,
    {
        let word: String = self.maybe(name)?;
        let found = words.iter().find(|(_, known)| *known == word).map(|(value, _)| *value);
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            self.complain(name, "json", &[("wanted", &all.join(" | "))]);
        }
        found
    }

    /// Notes that something is wrong with a field.
    pub fn complain(&mut self, name: &str, rule: &'static str, values: &[(&'static str, &str)]) {
        let mut error = FieldError::of(name, rule);
        error.values = values
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        self.wrong.push(error);
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Invalid with one entry a field: wrong ones, missing ones, and those nobody asked for.
    pub fn done(mut self) -> Result<(), Problem> {
        let known = self.asked.join(", ");
        let strange: Vec<String> = std::mem::take(&mut self.fields)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        for name in strange {
            self.complain(&name, "unknown-key", &[("known", &known)]);
        }
        if self.wrong.is_empty() {
            return Ok(());
        }
        Err(Problem::Invalid(self.wrong))
    }

    /// The whole body, for those that have no fixed fields.
    pub fn into_fields(self) -> Map<String, Value> {
        self.fields
    }
}

/// Reads a JSON object from a body.
impl<S: Sync> FromRequest<S> for Given {
    type Rejection = Failed;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failed> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind
            .and_then(|kind| kind.split(';').next())
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        if kind != "application/json" && !kind.ends_with("+json") {
            return Err(Problem::BodyKind("application/json").into());
        }
        let body = to_bytes(request.into_body(), LONGEST)
            .await
            .map_err(|_| Problem::TooLarge)?;
        let value: Value = serde_json::from_slice(&body).map_err(|error| Problem::Malformed(error.to_string()))?;
        match value {
            Value::Object(fields) => Ok(Self::of(fields)),
            _ => {
                let mut given = Self::default();
                given.complain("", "json", &[("wanted", "an object")]);
                Err(Problem::Invalid(given.wrong).into())
            }
        }
    }
}

/// What stands behind the `?` of an address.
#[derive(Debug)]
pub struct Query(pub Given);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes());
        let fields = pairs.map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())));
        Ok(Self(Given::of(fields.collect())))
    }
}

/// Parts of an address; what cannot be one names nothing.
#[derive(Clone, Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        Ok(Self(found.map_err(|_| Problem::Missing)?.0))
    }
}

/// The last part of an address, as an id.
#[derive(Clone, Copy, Debug)]
pub struct Id(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        let text = axum::extract::Path::<String>::from_request_parts(parts, state).await;
        let text = text.map_err(|_| Problem::Missing)?;
        Ok(Self(Uuid::parse_str(&text.0).map_err(|_| Problem::Missing)?))
    }
}

impl Readable for String {
    const WANTED: &'static str = "text";

    fn read(value: &Value) -> Option<Self> {
        value.as_str().filter(|text| !text.contains('\0')).map(str::to_owned)
    }
}

impl Readable for Uuid {
    const WANTED: &'static str = "an id (UUID)";

    fn read(value: &Value) -> Option<Self> {
        value.as_str().and_then(|text| Self::parse_str(text).ok())
    }
}

impl Readable for Instant {
    const WANTED: &'static str = "an instant with an offset (RFC 3339), like 2027-03-31T09:00:00+03:00";

    fn read(value: &Value) -> Option<Self> {
        value.as_str().and_then(|text| text.parse().ok())
    }
}

impl Readable for civil::Date {
    const WANTED: &'static str = "a day, like 2027-03-31";

    fn read(value: &Value) -> Option<Self> {
        value
            .as_str()
            .filter(|text| text.len() == 10)
            .and_then(|text| text.parse().ok())
    }
}

impl Readable for u32 {
    const WANTED: &'static str = "a whole number, 0 or more";

    fn read(value: &Value) -> Option<Self> {
        value.as_u64().and_then(|number| number.try_into().ok())
    }
}

impl Readable for Map<String, Value> {
    const WANTED: &'static str = "an object";

    fn read(value: &Value) -> Option<Self> {
        value.as_object().cloned()
    }
}

impl<T: Readable> Readable for Vec<T> {
    const WANTED: &'static str = "a list";

    fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::read).collect()
    }
}

impl<T: Readable> Readable for BTreeMap<String, T> {
    const WANTED: &'static str = "an object";

    fn read(value: &Value) -> Option<Self> {
        let fields = value.as_object()?.iter();
        fields
            .map(|(name, value)| Some((name.clone(), T::read(value)?)))
            .collect()
    }
}

impl Readable for Value {
    const WANTED: &'static str = "a value";

    fn read(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}
