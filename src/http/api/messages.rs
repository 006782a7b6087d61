//! Mail: what went, what waits, what is held. One's own, or everybody's for those who run the programme.

use axum::extract::State;
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::{Answer, Page, Wanted, cursor};
use super::ask::Caller;
use super::document::{KeyHeader, Problems, Refusals, Unchanged};
use super::failed::Failed;
use super::given::{Id, Query};
use super::once::Asked;
use crate::engine::queries::reader::Reader;
use crate::http::app::App;
use crate::http::error::Problem;
use crate::store::messages::{self, Message, MessageState};
use crate::store::{self, Tx, cases};

/// How many are looked at for one page in one go.
const LOOKED_AT: u32 = 200;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(release))
}

/// A rendered mail.
#[derive(Serialize, ToSchema)]
struct MessageBody {
    /// Its id.
    id: Uuid,
    /// Its `Message-ID`, the same on every attempt.
    message_id: String,
    /// The case it is about.
    #[schema(required)]
    case: Option<Uuid>,
    /// Who gets it.
    #[schema(required)]
    recipient: Option<Uuid>,
    /// The address it goes to.
    to: String,
    /// The language it is written in.
    language: String,
    /// Its subject.
    subject: String,
    /// Its plain text.
    text: String,
    /// Where it stands.
    #[schema(value_type = MessageWord)]
    state: MessageState,
    /// How often it was tried.
    attempts: u32,
    /// What the mail server said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_answer: Option<String>,
    /// When it was written.
    #[schema(format = DateTime)]
    created_at: String,
    /// When the mail server took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    sent_at: Option<String>,
}

/// Where a message stands.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "describes the words for the document")]
enum MessageWord {
    Queued,
    Sent,
    Failed,
    Held,
}

impl MessageBody {
    fn of(message: Message, zone: &TimeZone) -> Self {
        Self {
            id: message.id,
            message_id: message.header_id,
            case: message.case_id,
            recipient: message.recipient_id,
            to: message.to_address,
            language: message.language,
            subject: message.subject,
            text: message.text_body,
            state: message.state,
            attempts: message.attempts,
            last_answer: message.last_answer,
            created_at: message.created_at.rfc3339(zone),
            sent_at: message.sent_at.map(|at| at.rfc3339(zone)),
        }
    }
}

/// What to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query for the document; it is read field by field"
)]
struct MessageQuery {
    /// About this case.
    case: Option<Uuid>,
    /// In this state.
    #[param(inline)]
    state: Option<MessageWord>,
    /// Where the page begins: `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many items, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

const STATES: [(MessageState, &str); 4] = [
    (MessageState::Queued, "queued"),
    (MessageState::Sent, "sent"),
    (MessageState::Failed, "failed"),
    (MessageState::Held, "held"),
];

/// Lists messages, oldest first.
#[utoipa::path(get, path = "/messages", tag = "messages", params(MessageQuery),
    responses((status = 200, body = Page<MessageBody>), Unchanged, Problems))]
async fn list(State(app): State<App>, caller: Caller, Query(mut given): Query) -> Result<Answer, Failed> {
    let case: Option<Uuid> = given.maybe("case");
    let state = given.word("state", &STATES);
    let wanted = Wanted::read(&mut given);
    let mut after: Option<Uuid> = wanted.place(&mut given);
    given.done()?;
    let mut tx = app.engine.store.read().await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    let mut items = Vec::new();
    loop {
        let page = store::Page {
            after,
            limit: LOOKED_AT,
        };
        let found = messages::list(&mut tx, case, state, page).await?;
        let last = found.len() < LOOKED_AT as usize;
        for message in found {
            if items.len() == wanted.limit as usize {
                return Ok(Answer::one(&Page {
                    items,
                    next: after.map(|last| cursor(&last)),
                }));
            }
            after = Some(message.id);
            if let Some((zone, _)) = known(&app, &mut tx, (&reader, &message)).await? {
                items.push(MessageBody::of(message, &zone));
            }
        }
        if last {
            return Ok(Answer::one(&Page { items, next: None }));
        }
    }
}

/// Who reads a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sees {
    /// The one it goes to.
    Own,
    /// Somebody who runs its programme.
    Runs,
}

/// The zone of a message and as whom the reader sees it; `None` if they do not. A message about no case carries a
/// secret, such as a link to sign in, and is nobody's here.
async fn known(
    app: &App,
    tx: &mut Tx,
    (reader, message): (&Reader, &Message),
) -> Result<Option<(TimeZone, Sees)>, Failed> {
    let Some(case) = message.case_id else { return Ok(None) };
    let Some(stored) = cases::find(tx, case).await? else {
        return Ok(None);
    };
    let Some(definition) = app.engine.workflows.version(&stored.workflow, stored.version) else {
        return Ok(None);
    };
    let sees = match message.recipient_id {
        _ if reader.runs(&definition) => Some(Sees::Runs),
        Some(recipient) if recipient == reader.person() => Some(Sees::Own),
        _ => None,
    };
    Ok(sees.map(|sees| (definition.zone.clone(), sees)))
}

async fn find(app: &App, caller: &Caller, id: Uuid) -> Result<(MessageBody, Sees), Failed> {
    let mut tx = app.engine.store.read().await?;
    let reader = app.engine.reader(&mut tx, caller.id).await?;
    let message = messages::find(&mut tx, id).await?.ok_or(Problem::Missing)?;
    let (zone, sees) = known(app, &mut tx, (&reader, &message))
        .await?
        .ok_or(Problem::Missing)?;
    Ok((MessageBody::of(message, &zone), sees))
}

/// Reads a message.
#[utoipa::path(get, path = "/messages/{id}", tag = "messages", params(("id" = Uuid, Path)),
    responses((status = 200, body = MessageBody), Unchanged, Problems))]
async fn get(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Answer, Failed> {
    Ok(Answer::one(&find(&app, &caller, id).await?.0))
}

/// Lets a held message go.
#[utoipa::path(post, path = "/messages/{id}/release", tag = "messages", params(("id" = Uuid, Path), KeyHeader),
    responses((status = 200, body = MessageBody), Problems, Refusals))]
async fn release(State(app): State<App>, (caller, asked): (Caller, Asked), Id(id): Id) -> Result<Answer, Failed> {
    let (_, sees) = find(&app, &caller, id).await?;
    if sees != Sees::Runs {
        return Err(Problem::Refused(crate::case::Refusal::new("runs")).into());
    }
    if asked.made.is_none() {
        app.engine.release(id, asked.once()).await?;
    }
    Ok(Answer::one(&find(&app, &caller, id).await?.0))
}
