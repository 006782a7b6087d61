//! The document of the API: what every call shares in it, and the whole of it as `/api/openapi.json`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, ObjectBuilder, Ref, RefOr, Required, Response, ResponseBuilder, Type};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi, ToSchema};

use crate::locale::Locale;
use crate::workflow::form::FieldError;

/// What the document says before any call is known.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kalends",
        description = "Applications and the reports that follow them. Times are RFC 3339 with an offset, ids UUIDv7, \
            errors RFC 9457. A POST may carry an `Idempotency-Key`."
    ),
    components(schemas(ProblemBody, FieldProblem)),
    security(("bearer" = [])),
    modifiers(&Bearer)
)]
pub struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", scheme);
    }
}

/// What went wrong, as RFC 9457 has it.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// What sort of problem it is; a refusal's ends in `/refusal`.
    r#type: String,
    /// The same in a few words.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What it is about, in a sentence.
    detail: Option<String>,
    /// The request.
    instance: String,
    /// The rule that said no.
    rule: Option<String>,
    /// Values the sentence mentions.
    values: Option<BTreeMap<String, String>>,
    /// What is wrong with what was sent, one entry a field.
    errors: Option<Vec<FieldProblem>>,
    /// The revision now, if another one was asked of.
    revision: Option<u32>,
}

/// One thing wrong with a field.
#[derive(Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field.
    field: String,
    /// The rule it breaks.
    rule: String,
    /// Values the sentence mentions.
    values: BTreeMap<String, String>,
    /// What is wrong and what to do, in a sentence.
    detail: String,
}

/// One thing wrong with a field, as it stands in problems.
pub fn field_problem(error: &FieldError, t: Locale) -> Value {
    json!({ "field": error.field, "rule": error.rule, "values": error.values, "detail": t.field_error(error) })
}

/// An instant with an offset.
#[derive(ToSchema)]
#[schema(value_type = String, format = DateTime)]
#[expect(dead_code, reason = "describes the text for the document")]
pub struct Moment(String);

type Responses = BTreeMap<String, RefOr<Response>>;

fn problems(of: &[(u16, &str)]) -> Responses {
    let told = |text: &str| {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        ResponseBuilder::new()
            .description(text)
            .content("application/problem+json", content)
            .build()
    };
    of.iter()
        .map(|(status, text)| (status.to_string(), told(text).into()))
        .collect()
}

/// Problems of every call.
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> Responses {
        problems(&[
            (400, "The request cannot be understood"),
            (401, "No token, or none that is known"),
            (404, "There is no such thing, or none the asker may know of"),
            (422, "Something sent is not good; one entry a field"),
            (503, "Busy; ask again"),
        ])
    }
}

/// Problems of calls that change something.
pub struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> Responses {
        problems(&[
            (409, "A rule said no"),
            (412, "Changed since it was read"),
            (413, "Too large"),
            (415, "Not the kind of body this takes"),
        ])
    }
}

/// The answer to somebody who has it already.
pub struct Unchanged;

impl IntoResponses for Unchanged {
    fn responses() -> Responses {
        let same = ResponseBuilder::new()
            .description("What the asker has, by `If-None-Match`")
            .build();
        Responses::from([("304".to_owned(), same.into())])
    }
}

/// The header `Idempotency-Key`.
pub struct KeyHeader;

impl IntoParams for KeyHeader {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let about = "The same key and body give the same answer and are done once";
        vec![header("Idempotency-Key", about, "^[ -~]{0,127}[!-~][ -~]{0,127}$")]
    }
}

/// The header `If-Match`.
pub struct MatchHeader;

impl IntoParams for MatchHeader {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let about = "The tag of what was read; refused if it has changed since";
        vec![header("If-Match", about, r#"^(\*|(W/)?"?[0-9]{1,9}(-[0-9a-f]+)?"?)$"#)]
    }
}

fn header(name: &str, about: &str, form: &str) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(form));
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(text))
        .build()
}
