//! The outbox: rendered mail.
//!
//! Owns the table `message`. What becomes of a try to deliver one is [`super::attempts`]'.

use uuid::Uuid;

use super::dialect::{execute, row, rows, statements};
use super::sets::{Hex, set};
use super::value::{Count, words};
use super::{Lease, Outcome, Page, StoreError, Tx};
use crate::clock::Instant;

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, header_id, case_id, recipient_id, to_name, to_address, language, subject, text_body, html_body,
            thread, state, attempts, next_attempt_at, last_answer, created_at, sent_at ",
            $after
        )
    };
}

macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "update message set leased_until = $2, leased_by = $3, attempts = attempts + 1
            where id in (select id from message
                where state = 'queued' and next_attempt_at <= $1 and (leased_until is null or leased_until <= $1)
                order by next_attempt_at, id limit $4",
            $lock,
            ")",
            columns!(" returning", "")
        )
    };
}

macro_rules! queue_all {
    ($d:ident, $set:literal) => {
        concat!(
            "insert into message (id, header_id, case_id, recipient_id, to_name, to_address, language, subject,
            text_body, html_body, thread, state, attempts, next_attempt_at, created_at) select ",
            id!($d, "id"),
            ", ",
            text!("header_id"),
            ", ",
            id!($d, "case_id"),
            ", ",
            id!($d, "recipient_id"),
            ", ",
            text!("to_name"),
            ", ",
            text!("to_address"),
            ", ",
            text!("language"),
            ", ",
            text!("subject"),
            ", ",
            text!("text_body"),
            ", ",
            text!("html_body"),
            ", ",
            text!("thread"),
            ", ",
            text!("state"),
            ", 0, ",
            number!("next_attempt_at"),
            ", ",
            number!("created_at"),
            each!($d, $set),
            "on conflict (header_id) do update set state = 'queued', next_attempt_at = excluded.next_attempt_at
            where message.state = 'withdrawn'
            returning header_id, id"
        )
    };
}

pub(super) use queue_all;

statements! {
    QUEUE = "insert into message (id, header_id, case_id, recipient_id, to_name, to_address, language, subject,
            text_body, html_body, thread, state, attempts, next_attempt_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14)
        on conflict (header_id) do nothing";
    FIND = columns!("select", "from message where id = $1");
    BY_HEADER = columns!("select", "from message where header_id = $1");
    LIST = columns!(
        "select",
        "from message where id > $1 and (case_id = $2 or $2 is null) and (state = $3 or $3 is null)
            order by id limit $4"
    );
    LIST_OF_CASE = columns!(
        "select",
        "from message where case_id = $2 and id > $1 and (state = $3 or $3 is null) order by id limit $4"
    );
    NEWEST = columns!("select", "from message where id < $1 order by id desc limit $2");
    RELEASE = "update message set state = 'queued', next_attempt_at = $2 where id = $1 and state = 'held'";
    GIVE_BACK = "update message set leased_until = null, leased_by = null, attempts = attempts - 1
        where id = $1 and leased_by = $2 and state = 'queued' and attempts > 0";
    WITHDRAW = "update message set state = 'withdrawn'
        where id = $1 and state = 'queued' and leased_until is null
            and attempts = (select count(*) from attempt where message_id = $1 and outcome = 'transient')";
    NOTICE_WITHDRAWN = "update notice set state = 'withdrawn', reason = $2, changed_at = $3, message_id = null
        where message_id = $1 and state = 'planned'";
    TALLY = "select state, count(*) from message group by state order by state";
    CLAIM_SQLITE = claim!("");
    CLAIM_POSTGRES = claim!(" for update skip locked");
}

words!(
    /// Where a message stands.
    MessageState {
        /// It waits to be sent.
        Queued = "queued",
        /// The mail server took it.
        Sent = "sent",
        /// The mail server refused it for good.
        Failed = "failed",
        /// It waits for somebody to release it.
        Held = "held",
        /// It was taken back before any mail server had it.
        Withdrawn = "withdrawn",
    }
);

/// A rendered mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// The Message-ID, the same on every attempt.
    pub header_id: String,
    /// What it is about.
    pub case_id: Option<Uuid>,
    /// Who gets it.
    pub recipient_id: Option<Uuid>,
    /// Name on the envelope.
    pub to_name: String,
    /// Address it goes to.
    pub to_address: String,
    /// Language it is written in.
    pub language: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text_body: String,
    /// HTML.
    pub html_body: String,
    /// Message-ID of the first message of its thread.
    pub thread: Option<String>,
    /// Where it stands.
    pub state: MessageState,
    /// How many times it was tried, the try under way included.
    pub attempts: u32,
    /// Not to be tried before.
    pub next_attempt_at: Instant,
    /// What the mail server said last.
    pub last_answer: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// When the mail server took it.
    pub sent_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    header_id: String,
    case_id: Option<Uuid>,
    recipient_id: Option<Uuid>,
    to_name: String,
    to_address: String,
    language: String,
    subject: String,
    text_body: String,
    html_body: String,
    thread: Option<String>,
    state: MessageState,
    attempts: Count,
    next_attempt_at: Instant,
    last_answer: Option<String>,
    created_at: Instant,
    sent_at: Option<Instant>,
}

impl From<Row> for Message {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            header_id: row.header_id,
            case_id: row.case_id,
            recipient_id: row.recipient_id,
            to_name: row.to_name,
            to_address: row.to_address,
            language: row.language,
            subject: row.subject,
            text_body: row.text_body,
            html_body: row.html_body,
            thread: row.thread,
            state: row.state,
            attempts: row.attempts.0,
            next_attempt_at: row.next_attempt_at,
            last_answer: row.last_answer,
            created_at: row.created_at,
            sent_at: row.sent_at,
        }
    }
}

/// Puts a new message into the outbox, queued or held as its state says; lost when its Message-ID is there already.
pub async fn queue(tx: &mut Tx, new: &Message) -> Result<Outcome, StoreError> {
    let affected = execute!(
        tx,
        QUEUE,
        new.id,
        &new.header_id,
        new.case_id,
        new.recipient_id,
        &new.to_name,
        &new.to_address,
        &new.language,
        &new.subject,
        &new.text_body,
        &new.html_body,
        &new.thread,
        new.state,
        new.next_attempt_at,
        new.created_at
    )?;
    Ok(Outcome::of(affected))
}

#[derive(serde::Serialize)]
struct QueuedRow<'a> {
    id: Hex,
    header_id: &'a str,
    case_id: Option<Hex>,
    recipient_id: Option<Hex>,
    to_name: &'a str,
    to_address: &'a str,
    language: &'a str,
    subject: &'a str,
    text_body: &'a str,
    html_body: &'a str,
    thread: Option<&'a str>,
    state: &'static str,
    next_attempt_at: i64,
    created_at: i64,
}

/// Messages for the outbox as a set. One that was taken back is queued again as it is; those that are there already, and
/// not taken back, are left out.
pub(super) fn set_of_new(new: &[Message]) -> String {
    set(new.iter().map(|message| QueuedRow {
        id: Hex(message.id),
        header_id: &message.header_id,
        case_id: message.case_id.map(Hex),
        recipient_id: message.recipient_id.map(Hex),
        to_name: &message.to_name,
        to_address: &message.to_address,
        language: &message.language,
        subject: &message.subject,
        text_body: &message.text_body,
        html_body: &message.html_body,
        thread: message.thread.as_deref(),
        state: message.state.as_str(),
        next_attempt_at: message.next_attempt_at.micros(),
        created_at: message.created_at.micros(),
    }))
}

/// Gives one message.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Message>, StoreError> {
    Ok(row!(tx, Row, FIND, id)?.map(Message::from))
}

/// Gives the message with this Message-ID.
pub async fn by_header(tx: &mut Tx, header_id: &str) -> Result<Option<Message>, StoreError> {
    Ok(row!(tx, Row, BY_HEADER, header_id)?.map(Message::from))
}

/// Gives a page of the messages about a case and in a state, oldest first; `None` is any.
pub async fn list(
    tx: &mut Tx,
    case: Option<Uuid>,
    state: Option<MessageState>,
    page: Page,
) -> Result<Vec<Message>, StoreError> {
    let sql = if case.is_some() { LIST_OF_CASE } else { LIST };
    let found = rows!(tx, Row, sql, page.start(), case, state, i64::from(page.limit))?;
    Ok(found.into_iter().map(Message::from).collect())
}

/// Gives at most `limit` messages, newest first, before the one with the id `before`.
pub async fn newest(tx: &mut Tx, before: Option<Uuid>, limit: u32) -> Result<Vec<Message>, StoreError> {
    let found = rows!(tx, Row, NEWEST, before.unwrap_or(Uuid::max()), i64::from(limit))?;
    Ok(found.into_iter().map(Message::from).collect())
}

/// Lets a held message go; lost when it is not held.
pub async fn release(tx: &mut Tx, id: Uuid, now: Instant) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, RELEASE, id, now)?))
}

/// How many messages stand where; states without any are left out.
pub async fn tally(tx: &mut Tx) -> Result<Vec<(MessageState, i64)>, StoreError> {
    rows!(tx, (MessageState, i64), TALLY)
}

/// Holds messages that are due and not held, the earliest first, and counts the try that follows.
pub async fn claim(tx: &mut Tx, lease: Lease<'_>) -> Result<Vec<Message>, StoreError> {
    let sql = tx.dialect(CLAIM_SQLITE, CLAIM_POSTGRES);
    let limit = i64::from(lease.limit);
    let claimed = rows!(tx, Row, sql, lease.now, lease.until, lease.node, limit)?;
    let mut claimed: Vec<Message> = claimed.into_iter().map(Message::from).collect();
    claimed.sort_by_key(|message| (message.next_attempt_at, message.id));
    Ok(claimed)
}

/// Gives a message back that a node holds and has not tried; lost when it does not hold it any more.
pub async fn give_back(tx: &mut Tx, id: Uuid, node: &str) -> Result<Outcome, StoreError> {
    Ok(Outcome::of(execute!(tx, GIVE_BACK, id, node)?))
}

/// Takes a message back, and its notice with it, since what it says is over; lost when a mail server may have it.
pub async fn withdraw(tx: &mut Tx, id: Uuid, reason: &str, now: Instant) -> Result<Outcome, StoreError> {
    let withdrawn = Outcome::of(execute!(tx, WITHDRAW, id)?);
    if withdrawn.is_done() {
        execute!(tx, NOTICE_WITHDRAWN, id, reason, now)?;
    }
    Ok(withdrawn)
}
