//! What is asked at the same time is done in one transaction, each with its own answer.
//!
//! Whoever asks puts it on the tray and waits for an answer or for a turn; who has the turn does what lies there, up to its
//! share of all that is not done: otherwise one turn would have everything and the next ones single events. So a transaction
//! is as small as the load allows: what is asked alone waits for nobody, and what arrives while others are being stored goes
//! together. Owns the order and the answers; what is done is [`super::handle`]'s and [`super::time`]'s.
//!
//! A refusal changes nothing and spares the others. When one fails after it has changed something, or a race is lost,
//! the whole transaction is undone and each is done alone, so that nobody answers for another. Where nobody knows whether
//! it was stored, nobody does it again: each is told so.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    held: Arc<Mutex<OnTray>>,
    turns: Arc<Semaphore>,
    /// How many turns there are at once.
    hands: usize,
}

#[derive(Default)]
struct OnTray {
    /// Nobody has taken it up.
    asked: Vec<Asked>,
    /// How much is in somebody's hands.
    taken: usize,
}

impl Tray {
    /// An empty tray for a database.
    pub fn new(store: &Store) -> Self {
        let hands = match std::thread::available_parallelism() {
            _ if store.has_one_writer() => 1,
            processors => processors
                .map_or(1, usize::from)
                .clamp(POSTGRES_TURNS.0, POSTGRES_TURNS.1),
        };
        Self::with_hands(hands)
    }

    fn with_hands(hands: usize) -> Self {
        Self {
            held: Arc::default(),
            turns: Arc::new(Semaphore::new(hands)),
            hands,
        }
    }

    fn held(&self) -> MutexGuard<'_, OnTray> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lay(&self, ask: Ask) -> oneshot::Receiver<Answer> {
        let (answer, answered) = oneshot::channel();
        self.held().asked.push(Asked { ask, answer });
        answered
    }

    /// Takes up a fair share of all that is not done, so that each turn has about as much to do as the others.
    fn take(&self) -> Vec<Asked> {
        let held = &mut *self.held();
        let share = (held.asked.len() + held.taken).div_ceil(self.hands);
        let taken: Vec<Asked> = held.asked.drain(..held.asked.len().min(share).min(MOST)).collect();
        held.taken += taken.len();
        taken
    }

    fn done(&self, count: usize) {
        self.held().taken -= count;
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
                    let asked = self.tray.take();
                    if asked.is_empty() {
                        drop(turn);
                        return answered.await.unwrap_or(Err(EngineError::Unsure));
                    }
                    let engine = self.clone();
                    tokio::spawn(async move {
                        let count = asked.len();
                        engine.do_all(asked).await;
                        engine.tray.done(count);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::timers::TimerState;

    fn lay(tray: &Tray, count: usize) {
        for _ in 0..count {
            let timer = StoredTimer {
                case_id: Uuid::nil(),
                event: "lapse".to_owned(),
                due_at: crate::clock::Instant::from_micros(0),
                state: TimerState::Waiting,
                done_at: None,
            };
            drop(tray.lay(Ask::Timer(Box::new(timer))));
        }
    }

    #[test]
    fn each_turn_takes_its_share_of_all_that_is_not_done() {
        let tray = Tray::with_hands(2);
        lay(&tray, 9);
        assert_eq!(tray.take().len(), 5);
        assert_eq!(tray.take().len(), 4);
        lay(&tray, 20);
        tray.done(5);
        assert_eq!(
            tray.take().len(),
            12,
            "of twenty that lie there and four in another's hands"
        );
        lay(&tray, 2);
        tray.done(4);
        assert_eq!(tray.take().len(), 10);
    }

    #[test]
    fn one_turn_takes_everything_and_no_more_than_goes_into_a_transaction() {
        let tray = Tray::with_hands(1);
        lay(&tray, MOST + 3);
        assert_eq!(tray.take().len(), MOST);
        assert_eq!(tray.take().len(), 3);
    }
}
