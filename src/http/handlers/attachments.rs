//! Files of a case: added, and read by those who may see it.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Response};
use uuid::Uuid;

use crate::case::event::builtin;
use crate::engine::{Asker, Command, Engine, EngineError};
use crate::http::address::{Path, encoded};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, see};
use crate::http::posted::Posted;
use crate::http::uploads::{Upload, content};
use crate::http::visit::Visit;
use crate::store::attachments::StoredAttachment;
use crate::workflow::form::Answers;

/// Purposes a person may give a file of their own accord.
const PURPOSES: [&str; 3] = ["signed-form", "endorsement", "other"];

/// `POST /cases/{id}/attachments`.
pub async fn add(visit: Visit, Path(id): Path<Uuid>, posted: Posted) -> Answer {
    let me = visit.me()?;
    visit.app.engine.look(id, me.id).await?;
    let file = posted.file.as_ref().ok_or(Problem::FileKind)?;
    let purpose = PURPOSES
        .iter()
        .find(|name| **name == posted.typed.one("purpose"))
        .unwrap_or(&"other");
    let mut command = Command {
        case: id,
        event: builtin::ATTACH.to_owned(),
        asker: Asker::Person(me.id),
        answers: Answers::new(),
        reason: None,
        attachments: Vec::new(),
        revision: None,
    };
    let row = row(&visit, &command, file, purpose)?;
    command.attachments = vec![row.id];
    kept(&visit, file, async |engine| {
        engine
            .handle_with_files(std::slice::from_ref(&row), &command)
            .await
            .map(drop)
    })
    .await?;
    see(&format!("/cases/{id}?done=file"))
}

/// The row of a file that comes with a command, if the file may be kept.
pub fn row(visit: &Visit, command: &Command, file: &Upload, purpose: &str) -> Result<StoredAttachment, Problem> {
    let now = visit.now();
    Ok(StoredAttachment {
        id: visit.app.engine.ids.next(now),
        case_id: command.case,
        purpose: purpose.to_owned(),
        name: file.name.clone(),
        media_type: file.media_type()?.to_owned(),
        size: i64::try_from(file.size).unwrap_or(i64::MAX),
        sha256: file.sha256.clone(),
        uploaded_by: visit.person.as_ref().map(|me| me.id),
        uploaded_at: now,
    })
}

/// Gives a file its place and does what needs it; if that fails, the file goes again.
pub async fn kept(
    visit: &Visit,
    file: &Upload,
    then: impl AsyncFnOnce(&Engine) -> Result<(), EngineError>,
) -> Result<(), Problem> {
    file.keep(&visit.app.attachments).await?;
    let done = then(&visit.app.engine).await;
    if done.is_err() && !visit.app.engine.content_in_use(&file.sha256).await? {
        let place = visit.app.attachments.join(&file.sha256);
        if let Err(error) = tokio::fs::remove_file(&place).await {
            tracing::warn!("a refused file could not be removed: {error}");
        }
    }
    Ok(done?)
}

/// `GET /cases/{id}/attachments/{file}`.
pub async fn read(visit: Visit, Path((id, file)): Path<(Uuid, Uuid)>) -> Answer {
    let me = visit.me()?;
    let look = visit.app.engine.look(id, me.id).await?;
    let known = look.files().iter().any(|known| known.id == file);
    let stored = visit
        .app
        .engine
        .file(file)
        .await?
        .filter(|stored| known && stored.case_id == id);
    let stored = stored.ok_or(Problem::Missing)?;
    let content = content(&visit.app.attachments, &stored).await?;
    let mut answer = Response::new(Body::from(content));
    let kind = HeaderValue::from_str(&stored.media_type).map_err(Problem::internal)?;
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    let name = encoded(&stored.name).replace('+', "%20");
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    let disposition = HeaderValue::from_str(&disposition).map_err(Problem::internal)?;
    answer.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    Ok(answer)
}
