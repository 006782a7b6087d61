//! Messages that wait to be sent: held, handed over outside any transaction, settled.

use std::time::Duration;

use futures_util::future::join_all;

use super::{Found, SENDERS, Worker, WorkerError};
use crate::mail::retry::next_attempt;
use crate::mail::{Outcome, Outgoing, Party, Transport};
use crate::store::messages::{self, Attempt, Ending, Message};
use crate::store::{StoreError, Tx, due};

/// For how many seconds a message is held beyond the longest time the mail server may take.
const MARGIN_SECONDS: i64 = 60;

/// How often what became of a message is noted again when the database is away.
const TRIES: u32 = 20;

impl Worker {
    /// Sends one message that is due.
    pub(super) async fn outbox_turn(&self) -> Result<Found, WorkerError> {
        let Some(transport) = &self.0.transport else {
            return Ok(Found::Nothing);
        };
        let Some(message) = self.claim_message(transport).await? else {
            return Ok(Found::Nothing);
        };
        let outcome = transport.send(&self.outgoing(&message)).await;
        tracing::info!(message.id = %message.id, message.attempt = message.attempts, outcome = outcome.name(), "a message was tried");
        self.settle(&message, &outcome).await?;
        Ok(Found::Work)
    }

    /// Sends everything that is due, several messages at once over SMTP.
    pub(super) async fn send_all(&self) -> Result<Found, WorkerError> {
        let side_by_side = match self.0.transport {
            None => return Ok(Found::Nothing),
            Some(Transport::Smtp(_)) => SENDERS,
            Some(_) => 1,
        };
        let sent = join_all((0..side_by_side).map(|_| self.send_until_none())).await;
        sent.into_iter()
            .try_fold(Found::Nothing, |found, sent| Ok(found.or(sent?)))
    }

    async fn send_until_none(&self) -> Result<Found, WorkerError> {
        let mut found = Found::Nothing;
        while self.outbox_turn().await? == Found::Work {
            found = Found::Work;
        }
        Ok(found)
    }

    async fn claim_message(&self, transport: &Transport) -> Result<Option<Message>, WorkerError> {
        let mut tx = self.0.engine.store.read().await?;
        let next = due::next(&mut tx).await?;
        drop(tx);
        if next.message.is_none_or(|at| at > self.0.engine.now()) {
            return Ok(None);
        }
        let mut tx = self.0.engine.store.begin().await?;
        let lease = self.lease(longest_seconds(transport) + MARGIN_SECONDS, 1);
        let claimed = messages::claim(&mut tx, lease).await?;
        tx.commit().await?;
        Ok(claimed.into_iter().next())
    }

    fn outgoing(&self, message: &Message) -> Outgoing {
        Outgoing {
            message_id: message.header_id.clone(),
            thread: message.thread.clone(),
            from: self.0.from.clone(),
            to: Party::new(&message.to_name, &message.to_address),
            subject: message.subject.clone(),
            text: message.text_body.clone(),
            html: message.html_body.clone(),
            date: message.created_at,
        }
    }

    /// Notes what became of a message. If that cannot be noted the message would be sent again: so not at the first failure.
    async fn settle(&self, message: &Message, outcome: &Outcome) -> Result<(), WorkerError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.note(message, outcome).await {
                Err(error) if error.is_transient() && tries < TRIES => {
                    tokio::time::sleep(Duration::from_millis(100) * tries).await;
                }
                noted => return Ok(noted?),
            }
        }
    }

    async fn note(&self, message: &Message, outcome: &Outcome) -> Result<(), StoreError> {
        let mut tx = self.0.engine.store.begin().await?;
        let attempt = Attempt {
            message: message.id,
            number: message.attempts,
            at: self.0.engine.now(),
            answer: outcome.words(),
        };
        noted(&mut tx, attempt, outcome).await?;
        tx.commit().await
    }
}

/// Notes one try; a message refused "for now" for days is given up.
async fn noted(tx: &mut Tx, attempt: Attempt<'_>, outcome: &Outcome) -> Result<(), StoreError> {
    let ending = match outcome {
        Outcome::Accepted { .. } => return messages::accepted(tx, attempt).await.map(drop),
        Outcome::PermanentRefusal { .. } => return messages::rejected(tx, attempt).await.map(drop),
        Outcome::Unknown { .. } => Ending::Unknown,
        Outcome::TransientRefusal { .. } | Outcome::Unreachable { .. } => Ending::Transient,
    };
    match next_attempt(attempt.number, attempt.at) {
        Some(next) => messages::put_off(tx, attempt, ending, next).await.map(drop),
        None => messages::rejected(tx, attempt).await.map(drop),
    }
}

fn longest_seconds(transport: &Transport) -> i64 {
    match transport {
        Transport::Smtp(smtp) => i64::try_from(smtp.settings().patience.longest().as_secs()).unwrap_or(i64::MAX / 2),
        Transport::Memory(_) | Transport::File(_) => 0,
    }
}
