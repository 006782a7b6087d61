//! A case's history: what was accepted, chained by hash.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::Answer;
use super::ask::Caller;
use super::document::{Problems, Unchanged};
use super::failed::Failed;
use super::given::Id;
use crate::http::app::App;
use crate::store::entries::{self, Recorded};
use crate::workflow::Definition;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

/// One entry.
#[derive(Serialize, ToSchema)]
struct EntryBody {
    /// Its place, from 1.
    seq: u32,
    /// When it took effect.
    #[schema(format = DateTime)]
    at: String,
    /// The event.
    event: String,
    /// The person who acted; `null` for what happened by itself.
    #[schema(required)]
    actor: Option<Uuid>,
    /// The state before; `null` on the first entry.
    #[schema(required)]
    from: Option<String>,
    /// The state after.
    to: String,
    /// The reason given.
    #[schema(required)]
    reason: Option<String>,
    /// SHA-256 over this entry and the hash before it.
    hash: String,
    /// The hash of the entry before it.
    previous_hash: String,
}

impl EntryBody {
    fn of(recorded: Recorded, definition: &Definition) -> Self {
        let (link, payload) = (recorded.sealed.link, recorded.payload);
        Self {
            seq: link.seq,
            at: link.at.rfc3339(&definition.zone),
            event: link.event,
            actor: link.actor,
            from: link.from,
            to: link.to,
            reason: payload.and_then(|payload| payload.entry.reason),
            hash: recorded.sealed.hash,
            previous_hash: recorded.sealed.previous_hash,
        }
    }
}

/// Reads a case's history, first entry first.
#[utoipa::path(get, path = "/cases/{id}/history", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<EntryBody>), Unchanged, Problems))]
async fn read(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Answer, Failed> {
    let look = app.engine.look(id, caller.id).await?;
    let mut tx = app.engine.store.read().await?;
    let recorded = entries::of_case(&mut tx, id).await?.into_iter();
    let entries: Vec<EntryBody> = recorded
        .filter(|recorded| look.shows(recorded))
        .map(|entry| EntryBody::of(entry, &look.glance.definition))
        .collect();
    Ok(Answer::revised(&entries, look.case().revision))
}
