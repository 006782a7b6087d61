//! What is asked at the same time is done in one transaction, each with its own answer.
//!
//! Whoever asks puts it on the tray and waits for an answer or for a turn; who has the turn does everything that lies
//! there. So a transaction is as small as the load allows: what is asked alone waits for nobody, and what arrives while
//! others are being stored goes together. Owns the order and the answers; what is done is [`super::handle`]'s and
//! [`super::time`]'s.
//!
//! A refusal changes nothing and spares the others. When one fails after it has changed something, or a race is lost,
//! the whole transaction is undone and each is done alone, so that nobody answers for another. Where nobody knows whether
//! it was stored, nobody does it again: each is told so.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, oneshot};
use uuid::Uuid;

use super::handle::{Command, Stop};
use super::once::Once;
use super::transact::transact;
use super::work::Work;
use super::{Engine, EngineError};
use crate::store::Store;
use crate::store::cases::StoredCase;
use crate::store::notices::StoredNotice;
use crate::store::timers::StoredTimer;

/// Most that is done in one transaction.
const MOST: usize = 128;

/// Turns at once on PostgreSQL, at least and at most: while one waits for the disk another decides. SQLite has one writer.
const POSTGRES_TURNS: (usize, usize) = (2, 8);

/// What is asked of the engine.
pub(super) enum Ask {
    /// An event of a person, or news.
    Command(Box<(Command, Option<Once>)>),
    /// A timer that is due.
    Timer(Box<StoredTimer>),
    /// A reminder that is due.
    Reminder(Box<StoredNotice>),
}

/// The case after a command; nothing for what the engine asks itself.
type Answer = Result<Option<StoredCase>, EngineError>;

struct Asked {
    ask: Ask,
    answer: oneshot::Sender<Answer>,
}

/// What has been asked and is not done yet. Clones are the same tray.
#[derive(Clone)]
pub struct Tray {
    asked: Arc<Mutex<Vec<Asked>>>,
    turns: Arc<Semaphore>,
}

impl Tray {
    /// An empty tray for a database.
    pub fn new(store: &Store) -> Self {
        let turns = match std::thread::available_parallelism() {
            _ if store.has_one_writer() => 1,
            processors => processors
                .map_or(1, usize::from)
                .clamp(POSTGRES_TURNS.0, POSTGRES_TURNS.1),
        };
        Self {
            asked: Arc::default(),
            turns: Arc::new(Semaphore::new(turns)),
        }
    }

    fn lay(&self, ask: Ask) -> oneshot::Receiver<Answer> {
        let (answer, answered) = oneshot::channel();
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(Asked { ask, answer });
        answered
    }

    fn clear(&self) -> Vec<Asked> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let most = asked.len().min(MOST);
        asked.drain(..most).collect()
    }
}

impl Ask {
    fn case(&self) -> Uuid {
        match self {
            Self::Command(command) => command.0.case,
            Self::Timer(timer) => timer.case_id,
            Self::Reminder(notice) => notice.case_id,
        }
    }
}

impl Engine {
    /// Asks, and gives the answer once what was done is stored.
    pub(super) async fn ask(&self, ask: Ask) -> Answer {
        let mut answered = self.tray.lay(ask);
        loop {
            tokio::select! {
                biased;
                answer = &mut answered => return answer.unwrap_or(Err(EngineError::Unsure)),
                turn = self.tray.turns.clone().acquire_owned() => {
                    let asked = self.tray.clear();
                    if asked.is_empty() {
                        drop(turn);
                        return answered.await.unwrap_or(Err(EngineError::Unsure));
                    }
                    let engine = self.clone();
                    tokio::spawn(async move {
                        engine.do_all(asked).await;
                        drop(turn);
                    });
                }
            }
        }
    }

    async fn do_all(&self, asked: Vec<Asked>) {
        let (asks, answers): (Vec<Ask>, Vec<_>) = asked.into_iter().map(|asked| (asked.ask, asked.answer)).unzip();
        let together = match asks.len() {
            1 => None,
            _ => match self.together(&asks).await {
                Ok(done) => Some(done),
                Err(Stop::Unsure) => Some(asks.iter().map(|_| Err(EngineError::Unsure)).collect()),
                Err(_) => None,
            },
        };
        let mut together = together.map(Vec::into_iter);
        for (ask, answer) in asks.iter().zip(answers) {
            let done = match together.as_mut().and_then(Iterator::next) {
                Some(done) => done,
                None => self.alone(ask).await,
            };
            let _ = answer.send(done);
        }
    }

    async fn alone(&self, ask: &Ask) -> Answer {
        transact!(self, work => self.answer(work, ask))
    }

    async fn together(&self, asks: &[Ask]) -> Result<Vec<Answer>, Stop> {
        let mut work = self.work().await?;
        let done = self.answer_all(&mut work, asks).await;
        self.end(work, done).await
    }

    async fn answer_all(&self, work: &mut Work, asks: &[Ask]) -> Result<Vec<Answer>, Stop> {
        self.hold(work, asks.iter().map(Ask::case)).await?;
        let mut answers = Vec::with_capacity(asks.len());
        for ask in asks {
            let before = work.changes;
            answers.push(match self.answer(work, ask).await {
                Ok(done) => Ok(done),
                Err(Stop::Error(error)) if work.changes == before => Err(error),
                Err(stop) => return Err(stop),
            });
        }
        Ok(answers)
    }

    async fn answer(&self, work: &mut Work, ask: &Ask) -> Result<Option<StoredCase>, Stop> {
        match ask {
            Ask::Command(command) => self.handle_keyed(work, &command.0, command.1.as_ref()).await.map(Some),
            Ask::Timer(timer) => self.fire_in(work, timer).await.map(|()| None),
            Ask::Reminder(notice) => self.remind_in(work, notice).await.map(|()| None),
        }
    }
}
