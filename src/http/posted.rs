//! A posted form: its texts, and the file that came with it.
//!
//! Texts are kept aside in the visit before anything else happens, so that whatever goes wrong, they can be given back.

use std::path::Path;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

use super::app::App;
use super::error::Problem;
use super::typed::Typed;
use super::uploads::{LARGEST_FILE, Receiving, Upload};
use super::visit::{Visit, pairs};

/// Longest request of a form with a file: it is read to its end, so that a browser hears why a file is refused.
pub const LONGEST_FORM: usize = 200 * 1024 * 1024;

/// Longest text of a form, all its fields together.
const LONGEST_TEXT: usize = 4 * 1024 * 1024;

/// A posted form.
#[derive(Debug, Default)]
pub struct Posted {
    /// Its texts.
    pub typed: Typed,
    /// The file, if one was chosen.
    pub file: Option<Upload>,
}

impl FromRequest<App> for Posted {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let visit = request.extensions().get::<Visit>().cloned();
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let (posted, file) = if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let known = visit.as_ref().is_some_and(|visit| visit.person.is_some());
            in_parts(request, app, known.then_some(&app.attachments)).await?
        } else {
            let body = to_bytes(request.into_body(), LONGEST_TEXT).await;
            let body = body.map_err(|_| Problem::TooLarge)?;
            (pairs(&String::from_utf8_lossy(&body)), None)
        };
        let typed = Typed::from_pairs(posted);
        if let Some(visit) = visit {
            let mut kept = visit.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *kept = Some(typed.clone());
        }
        Ok(Self { typed, file })
    }
}

/// Reads texts, and a file into `place`; without one, because nobody is signed in, files are not stored.
async fn in_parts(
    request: Request,
    app: &App,
    place: Option<&Arc<Path>>,
) -> Result<(Vec<(String, String)>, Option<Upload>), Problem> {
    let mut parts = Multipart::from_request(request, app)
        .await
        .map_err(|error| Problem::Malformed(error.to_string()))?;
    let (mut texts, mut file, mut room) = (Vec::new(), None, LONGEST_TEXT);
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(chosen) if chosen.is_empty() => {}
            Some(chosen) => match place {
                Some(place) => {
                    let id = app.engine.ids.next(app.engine.now());
                    file = Some(received(part, Receiving::begin(place, id, &chosen).await?).await?);
                }
                None => passed_over(part).await?,
            },
            None => {
                let text = text(part, room).await?;
                room -= text.len().min(room);
                texts.push((name, text));
            }
        }
    }
    Ok((texts, file))
}

async fn received(mut part: Field<'_>, mut receiving: Receiving) -> Result<Upload, Problem> {
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        receiving.take(&piece).await?;
    }
    receiving.end().await
}

/// Reads a file that nobody answers for: no further than a file may be long, and into nothing.
async fn passed_over(mut part: Field<'_>) -> Result<(), Problem> {
    let mut size = 0;
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        size += piece.len();
        if size > LARGEST_FILE {
            return Err(Problem::TooLarge);
        }
    }
    Ok(())
}

async fn text(mut part: Field<'_>, room: usize) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        if bytes.len() + piece.len() > room {
            return Err(Problem::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn broken(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::TooLarge
    } else {
        Problem::Malformed(error.to_string())
    }
}
