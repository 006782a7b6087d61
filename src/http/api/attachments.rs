//! Files of cases: sent in parts of a form, read as they were sent and never shown in place.

use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::Answer;
use super::ask::Caller;
use super::document::{KeyHeader, Problems, Refusals, Unchanged};
use super::failed::Failed;
use super::given::{Given, Id};
use super::once::Asked;
use crate::case::event::builtin;
use crate::engine::{Asker, Command};
use crate::http::app::App;
use crate::http::error::Problem;
use crate::http::uploads::{Receiving, Upload, content};
use crate::store::attachments::StoredAttachment;
use crate::workflow::form::Answers;

/// Longest name of a purpose.
const LONGEST_PURPOSE: usize = 100;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(add)).routes(routes!(read))
}

/// A file of a case.
#[derive(Serialize, ToSchema)]
struct AttachmentBody {
    /// Its id.
    id: Uuid,
    /// The case.
    case: Uuid,
    /// What it is for.
    #[schema(example = "endorsement")]
    purpose: String,
    /// Its name.
    name: String,
    /// What it was recognised as.
    media_type: String,
    /// Length in bytes.
    size: i64,
    /// SHA-256 of its content.
    sha256: String,
    /// When it was sent.
    #[schema(format = DateTime)]
    uploaded_at: String,
}

/// A file to be added.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body for the document; it is read part by part")]
struct NewAttachment {
    /// What it is for, such as `endorsement` or `signed-form`.
    purpose: String,
    /// The file: PDF, DOCX, ODT, a signed container, JPEG, PNG or plain text; 20 MB at most.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Adds a file to a case.
#[utoipa::path(post, path = "/cases/{id}/attachments", tag = "attachments", params(("id" = Uuid, Path), KeyHeader),
    request_body(content = NewAttachment, content_type = "multipart/form-data"),
    responses((status = 201, body = AttachmentBody), Problems, Refusals))]
async fn add(
    State(app): State<App>,
    (caller, asked): (Caller, Asked),
    Id(case): Id,
    request: Request,
) -> Result<Answer, Failed> {
    let look = app.engine.look(case, caller.id).await?;
    let (purpose, upload) = received(request, &app).await?;
    let made = match asked.made {
        Some(made) => made,
        None => kept(&app, (&caller, &asked), case, (purpose, upload)).await?,
    };
    let file = app.engine.file(made).await?.ok_or(Problem::Missing)?;
    let body = AttachmentBody {
        id: file.id,
        case: file.case_id,
        purpose: file.purpose,
        name: file.name,
        media_type: file.media_type,
        size: file.size,
        sha256: file.sha256,
        uploaded_at: file.uploaded_at.rfc3339(&look.glance.definition.zone),
    };
    Ok(Answer::of(&body).created(&format!("/attachments/{made}")))
}

async fn kept(
    app: &App,
    (caller, asked): (&Caller, &Asked),
    case: Uuid,
    (purpose, upload): (String, Upload),
) -> Result<Uuid, Failed> {
    let media_type = upload.media_type()?.to_owned();
    let file = StoredAttachment {
        id: app.engine.ids.next(app.engine.now()),
        case_id: case,
        purpose,
        media_type,
        name: upload.name.clone(),
        size: i64::try_from(upload.size).map_err(Problem::internal)?,
        sha256: upload.sha256.clone(),
        uploaded_by: Some(caller.id),
        uploaded_at: app.engine.now(),
    };
    let command = Command {
        case,
        event: builtin::ATTACH.to_owned(),
        asker: Asker::Person(caller.id),
        answers: Answers::new(),
        reason: None,
        attachments: vec![file.id],
        revision: None,
    };
    upload.keep(&app.attachments).await?;
    let id = file.id;
    app.engine
        .handle_with_files_once(&[file], &command, asked.once())
        .await?;
    Ok(id)
}

async fn received(request: Request, app: &App) -> Result<(String, Upload), Failed> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.to_lowercase().starts_with("multipart/form-data")) {
        return Err(Problem::BodyKind("multipart/form-data").into());
    }
    let parts = Multipart::from_request(request, app).await;
    let mut parts = parts.map_err(|error| Problem::Malformed(error.to_string()))?;
    let (mut texts, mut file) = (serde_json::Map::new(), None);
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match (
            part.name().unwrap_or_default().to_owned(),
            part.file_name().map(str::to_owned),
        ) {
            (name, Some(given)) if name == "file" => file = Some(streamed(part, app, &given).await?),
            (name, Some(_)) => {
                texts.insert(name, true.into());
            }
            (name, None) => {
                texts.insert(name, text(part).await?.into());
            }
        }
    }
    let mut given = Given::of(texts);
    let purpose: String = given.must("purpose");
    if !purpose.is_empty() && !is_purpose(&purpose) {
        given.complain("purpose", "json", &[("wanted", "a-name-with-hyphens")]);
    }
    if file.is_none() {
        given.complain("file", "required", &[]);
    }
    given.done()?;
    Ok((purpose, file.ok_or(Problem::Missing)?))
}

fn is_purpose(text: &str) -> bool {
    let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-' || sign == '_';
    text.len() <= LONGEST_PURPOSE && text.chars().all(plain)
}

async fn streamed(mut part: Field<'_>, app: &App, name: &str) -> Result<Upload, Problem> {
    let id = app.engine.ids.next(app.engine.now());
    let mut receiving = Receiving::begin(&app.attachments, id, name).await?;
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        receiving.take(&piece).await?;
    }
    receiving.end().await
}

async fn text(mut part: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        if bytes.len() + piece.len() > LONGEST_PURPOSE * 10 {
            return Err(Problem::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|error| Problem::Malformed(error.to_string()))
}

fn broken(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::TooLarge
    } else {
        Problem::Malformed(error.to_string())
    }
}

/// Reads a file.
#[utoipa::path(get, path = "/attachments/{id}", tag = "attachments", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), Unchanged, Problems))]
async fn read(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Response<Body>, Failed> {
    let file = app.engine.file(id).await?.ok_or(Problem::Missing)?;
    let look = app.engine.look(file.case_id, caller.id).await?;
    if !look.files().iter().any(|known| known.id == id) {
        return Err(Problem::Missing.into());
    }
    let mut answer = Response::new(Body::from(content(&app.attachments, &file).await?));
    let headers: [(HeaderName, String); 5] = [
        (CONTENT_TYPE, file.media_type.clone()),
        (CONTENT_LENGTH, file.size.to_string()),
        (CONTENT_DISPOSITION, disposition(&file.name)),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (ETAG, format!("\"{}\"", file.sha256)),
    ];
    for (name, value) in headers {
        let value = HeaderValue::from_str(&value).map_err(Problem::internal)?;
        answer.headers_mut().insert(name, value);
    }
    Ok(answer)
}

/// To be saved under its name: in plain letters for old programs, in full for others.
fn disposition(name: &str) -> String {
    let safe = |sign: char| sign.is_ascii_alphanumeric() || "._- ".contains(sign);
    let plain: String = name.chars().map(|sign| if safe(sign) { sign } else { '_' }).collect();
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let full: String = name.bytes().map(byte).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}
