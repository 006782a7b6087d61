//! Messages that wait to be sent: held, handed over outside any transaction, settled.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::presence::APART_SECONDS;
use super::{Found, Loop, Worker, WorkerError};
use crate::clock::Instant;
use crate::engine::HouseClock;
use crate::mail::retry::next_attempt;
use crate::mail::{Outcome, Outgoing, Party, Transport};
use crate::store::attempts::{self, Attempt, Ending};
use crate::store::messages::{self, Message};
use crate::store::{StoreError, Tx, due};

/// For how many seconds a message is held beyond the longest time the mail server may take.
const MARGIN_SECONDS: i64 = 60;

/// How many messages are held for each that can be on its way at once.
const EACH: u32 = 8;

/// Most messages of which is noted at once what became of them.
const NOTED_AT_ONCE: usize = 256;

/// How often what became of a message is noted again when the database is away.
const TRIES: u32 = 20;

impl Worker {
    /// Sends messages that are due, as many at once as the transport takes.
    ///
    /// What became of them is noted while others are on their way: each time for all that have come back by then.
    pub(super) async fn send_due(&self) -> Result<Found, WorkerError> {
        let Some(transport) = &self.0.transport else {
            return Ok(Found::Nothing);
        };
        if !self.any_message_due().await? {
            return Ok(Found::Nothing);
        }
        let (sent, came_back) = mpsc::unbounded_channel();
        let (found, noted) = tokio::join!(self.sending(transport, sent), self.note_all(came_back));
        noted?;
        found
    }

    /// Claims once and sends that; nothing more leaves when what became of it cannot be noted any more, or when this node
    /// is to stop: what has not left then is given back, untried, for another node to take at once.
    async fn sending(&self, transport: &Transport, sent: mpsc::UnboundedSender<Tried>) -> Result<Found, WorkerError> {
        let (mut found, mut on_their_way) = (Found::Nothing, JoinSet::new());
        let mut waiting = VecDeque::from(self.claim_messages(transport).await?);
        loop {
            while !sent.is_closed()
                && !self.gives_back()
                && on_their_way.len() < transport.side_by_side()
                && let Some((message, held_until)) = waiting.pop_front()
            {
                on_their_way.spawn(self.clone().send(message, held_until));
            }
            let Some(tried) = on_their_way.join_next().await else {
                break;
            };
            found = Found::Work;
            self.beat_outbox();
            if let Ok(Some(tried)) = tried {
                let _ = sent.send(tried);
            }
        }
        if self.gives_back() {
            self.give_back(waiting).await?;
        }
        Ok(found)
    }

    /// Whether what has not left is given back. A manual clock that is on its way finishes instead: there is no other node,
    /// and what is due at an instant is done at that instant.
    fn gives_back(&self) -> bool {
        self.is_stopping() && matches!(self.0.engine.clock, HouseClock::System(_))
    }

    async fn give_back(&self, waiting: VecDeque<(Message, Instant)>) -> Result<(), WorkerError> {
        let mut tx = self.0.engine.store.begin().await?;
        for (message, _) in &waiting {
            let _ = messages::give_back(&mut tx, message.id, &self.0.node).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A letter that left or came back shows that the outbox turns, on whichever loop.
    fn beat_outbox(&self) {
        self.0.pulses.beat(Loop::Outbox);
        self.0.pulses.beat(Loop::All);
    }

    /// Tries one message; not at all when it has waited for its turn so long that another node might take it meanwhile.
    async fn send(self, message: Message, held_until: Instant) -> Option<Tried> {
        let transport = self.0.transport.as_ref()?;
        let sure = longest_seconds(transport) + APART_SECONDS;
        if self.0.engine.now().plus_seconds(sure) > held_until {
            return None;
        }
        let outcome = transport.send(&self.outgoing(&message)).await;
        tracing::info!(message.id = %message.id, message.attempt = message.attempts, outcome = outcome.name(), "a message was tried");
        let at = self.0.engine.now();
        Some(Tried { message, outcome, at })
    }

    async fn any_message_due(&self) -> Result<bool, WorkerError> {
        let mut tx = self.0.engine.store.read().await?;
        let next = due::next(&mut tx).await?;
        Ok(next.message.is_some_and(|at| at <= self.0.engine.now()))
    }

    /// Messages that are due, each with the instant until which it is held.
    async fn claim_messages(&self, transport: &Transport) -> Result<Vec<(Message, Instant)>, WorkerError> {
        self.beat_outbox();
        let side_by_side = u32::try_from(transport.side_by_side()).unwrap_or(u32::MAX);
        let limit = side_by_side.saturating_mul(EACH);
        let lease = self.lease(longest_seconds(transport) * 2 + MARGIN_SECONDS, limit);
        let mut tx = self.0.engine.store.begin().await?;
        let claimed = messages::claim(&mut tx, lease).await?;
        tx.commit().await?;
        Ok(claimed.into_iter().map(|message| (message, lease.until)).collect())
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

    /// Notes what became of messages as they come back. If that cannot be noted they would be sent again: so not at the
    /// first failure.
    async fn note_all(&self, mut came_back: mpsc::UnboundedReceiver<Tried>) -> Result<(), WorkerError> {
        let mut tried = Vec::new();
        while came_back.recv_many(&mut tried, NOTED_AT_ONCE).await > 0 {
            let mut tries = 0;
            loop {
                tries += 1;
                match self.note(&tried).await {
                    Err(error) if error.is_transient() && tries < TRIES => {
                        tokio::time::sleep(Duration::from_millis(100) * tries).await;
                    }
                    noted => break noted?,
                }
            }
            tried.clear();
        }
        Ok(())
    }

    async fn note(&self, tried: &[Tried]) -> Result<(), StoreError> {
        let mut tx = self.0.engine.store.begin().await?;
        let taken = |tried: &&Tried| matches!(tried.outcome, Outcome::Accepted { .. });
        let (accepted, others): (Vec<&Tried>, Vec<&Tried>) = tried.iter().partition(taken);
        if !accepted.is_empty() {
            let tries: Vec<Attempt<'_>> = accepted.iter().map(|tried| tried.attempt()).collect();
            attempts::accepted_all(&mut tx, &tries).await?;
        }
        for tried in others {
            noted(&mut tx, tried.attempt(), &tried.outcome).await?;
        }
        tx.commit().await
    }
}

/// A message that was tried, and what became of it.
struct Tried {
    message: Message,
    outcome: Outcome,
    at: Instant,
}

impl Tried {
    fn attempt(&self) -> Attempt<'_> {
        Attempt {
            message: self.message.id,
            number: self.message.attempts,
            at: self.at,
            answer: self.outcome.words(),
        }
    }
}

/// Notes one try; a message refused "for now" for days is given up.
async fn noted(tx: &mut Tx, attempt: Attempt<'_>, outcome: &Outcome) -> Result<(), StoreError> {
    let ending = match outcome {
        Outcome::Accepted { .. } => return attempts::accepted_all(tx, &[attempt]).await,
        Outcome::PermanentRefusal { .. } => return attempts::rejected(tx, attempt).await.map(drop),
        Outcome::Unknown { .. } => Ending::Unknown,
        Outcome::TransientRefusal { .. } | Outcome::Unreachable { .. } => Ending::Transient,
    };
    match next_attempt(attempt.number, attempt.at) {
        Some(next) => attempts::put_off(tx, attempt, ending, next).await.map(drop),
        None => attempts::rejected(tx, attempt).await.map(drop),
    }
}

fn longest_seconds(transport: &Transport) -> i64 {
    i64::try_from(transport.longest().as_secs()).unwrap_or(i64::MAX / 2)
}
