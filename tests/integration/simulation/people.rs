//! What people and nodes do, each as one task, and what they are told.

use kalends::engine::answers::Save;
use kalends::engine::calls::CallChange;
use kalends::engine::directory::NewSeat;
use kalends::engine::once::Known;
use kalends::engine::open::NewCase;
use kalends::engine::{Command, Engine, EngineError, Once};
use kalends::store::seats::Seat;
use kalends::worker::{Found, Loop, Worker, WorkerError};
use kalends::workflow::Source;
use uuid::Uuid;

/// What is done.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Somebody asks an event of a case.
    Ask(Box<Command>, Option<Once>),
    /// Somebody opens a case.
    Open(Uuid, Box<NewCase>, Once),
    /// Somebody saves a draft.
    Save(Box<Save>),
    /// A seat goes to somebody else, or to nobody.
    HandOver(Vec<Seat>, Option<Box<NewSeat>>),
    /// The call closes at another time.
    MoveCall(Uuid, Uuid, Box<CallChange>),
    /// The programme is published anew, and running cases move to it or stay.
    Publish(Box<Source>, Moving),
    /// A loop of the node turns.
    Turn(Loop),
    /// The node gives up what it held when it died.
    Free,
}

/// What running cases do when a version is put in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    /// They move to it.
    Move,
    /// They stay.
    Stay,
}

impl Deed {
    /// Whether it may be asked again: it has a key.
    pub fn has_key(&self) -> bool {
        matches!(self, Self::Ask(_, Some(_)) | Self::Open(..))
    }
}

/// What somebody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is done; the case, and its revision then.
    Done(Uuid, u32),
    /// It was done before, under the same key.
    DoneBefore,
    /// It was not done, and the reason is final.
    Refused(String),
    /// The case was at another revision.
    Stale(u32),
    /// Nobody knows.
    Unsure(String),
    /// It went well and concerns no case.
    Well,
    /// A loop turned.
    Turned(Found),
}

/// Does it.
pub async fn done(engine: Engine, worker: Worker, deed: Deed) -> Told {
    match deed {
        Deed::Ask(command, once) => ask(&engine, &command, once.as_ref()).await,
        Deed::Open(person, new, once) => open(&engine, person, &new, &once).await,
        Deed::Save(save) => told(engine.save_answers(&save).await, |saved| {
            Told::Done(save.case, saved.draft.revision)
        }),
        Deed::HandOver(ends, begins) => hand_over(&engine, &ends, begins.as_deref()).await,
        Deed::MoveCall(person, call, change) => told(engine.change_call(person, call, &change).await, |_| Told::Well),
        Deed::Publish(source, Moving::Stay) => told(engine.publish(&source).await, |_| Told::Well),
        Deed::Publish(source, Moving::Move) => {
            told(engine.put_in_force(None, &source, &Default::default()).await, |_| {
                Told::Well
            })
        }
        Deed::Turn(what) => turned(worker.turn(what).await, Told::Turned),
        Deed::Free => turned(worker.free().await, |()| Told::Well),
    }
}

/// As the API does it: the key is looked up if there is one, the thing is done, the answer is written down.
async fn ask(engine: &Engine, command: &Command, once: Option<&Once>) -> Told {
    if let Some(once) = once
        && let Some(told) = known(engine, once).await
    {
        return told;
    }
    let done = engine.handle_once(command, once).await;
    if let (Ok(_), Some(once)) = (&done, once) {
        let _ = engine.remember(once, 200, "{}".to_owned()).await;
    }
    told(done, |stored| Told::Done(stored.case.id, stored.case.revision))
}

async fn open(engine: &Engine, person: Uuid, new: &NewCase, once: &Once) -> Told {
    if let Some(told) = known(engine, once).await {
        return told;
    }
    let done = engine.open_once(person, new, Some(once)).await;
    if done.is_ok() {
        let _ = engine.remember(once, 201, "{}".to_owned()).await;
    }
    told(done, |stored| Told::Done(stored.case.id, stored.case.revision))
}

async fn known(engine: &Engine, once: &Once) -> Option<Told> {
    match engine.known(once).await {
        Err(error) => Some(Told::Unsure(error.to_string())),
        Ok(Known::New) => None,
        Ok(Known::Other) => Some(Told::Refused("the key came with something else".to_owned())),
        Ok(Known::Done(_) | Known::Answered(..)) => Some(Told::DoneBefore),
    }
}

async fn hand_over(engine: &Engine, ends: &[Seat], begins: Option<&NewSeat>) -> Told {
    for seat in ends {
        if let Err(error) = engine.end_seat(seat, engine.now()).await {
            return told(Err(error), |()| Told::Well);
        }
    }
    match begins {
        Some(new) => told(engine.add_seat(new).await, |_| Told::Well),
        None => Told::Well,
    }
}

fn told<T>(answer: Result<T, EngineError>, well: impl FnOnce(T) -> Told) -> Told {
    match answer {
        Ok(done) => well(done),
        Err(EngineError::Refused(refusal)) => Told::Refused(refusal.rule.to_string()),
        Err(EngineError::Invalid(_)) => Told::Refused("invalid".to_owned()),
        Err(EngineError::NotFound(what)) => Told::Refused(format!("no {what}")),
        Err(EngineError::Stale { found }) => Told::Stale(found),
        Err(error) => Told::Unsure(format!("{error:?}")),
    }
}

fn turned<T>(answer: Result<T, WorkerError>, well: impl FnOnce(T) -> Told) -> Told {
    match answer {
        Ok(done) => well(done),
        Err(error) => Told::Unsure(format!("{error:?}")),
    }
}
