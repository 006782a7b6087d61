//! A scenario played on the real engine: how the practice house comes to look lived-in.
//!
//! Owns the way from a line of a scenario to what people would do: calls are opened, forms filled, the clock moved, all
//! through the engine's and the worker's public functions; and the order in which several of them happen in one house
//! ([`stories`]). Does not own the language ([`crate::rehearsal::scenario`]).

mod dates;
mod parties;
mod people;
mod steps;
pub mod stories;

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::engine::{Engine, EngineError};
use crate::rehearsal::scenario::Does;
use crate::store::StoreError;
use crate::worker::{Worker, WorkerError};
use crate::workflow::Definition;

/// Why a scenario cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// A line names something that is not there, or says something that is not understood.
    #[error("{0}")]
    Line(String),
    /// The engine did not do it.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The clock could not be moved.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether a line was something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Played {
    /// It was done.
    Done,
    /// It expects something; to look is for whoever asked.
    Expectation,
}

/// Plays scenarios in one house and remembers who is who.
pub struct Player {
    /// The engine.
    pub engine: Engine,
    /// Moves the clock.
    pub worker: Worker,
    /// The workflow.
    pub workflow: String,
    /// People by name.
    pub people: BTreeMap<String, Uuid>,
    /// Organisations by name.
    pub organisations: BTreeMap<String, Uuid>,
    definition: Arc<Definition>,
}

impl Player {
    /// A player in a house in which the workflow is in force.
    ///
    /// # Errors
    /// When it is not.
    pub fn new(engine: Engine, worker: Worker, workflow: &str) -> Result<Self, PlayError> {
        let (_, definition) = engine
            .workflows
            .in_force(workflow)
            .ok_or_else(|| PlayError::Line(format!("there is no workflow `{workflow}`")))?;
        Ok(Self {
            engine,
            worker,
            workflow: workflow.to_owned(),
            people: BTreeMap::new(),
            organisations: BTreeMap::new(),
            definition,
        })
    }

    /// Plays one line.
    ///
    /// # Errors
    /// When it cannot be done as it stands.
    pub async fn play(&mut self, does: &Does) -> Result<Played, PlayError> {
        match does {
            Does::Clock(text) => self.worker.advance(self.instant(text)?).await?,
            Does::House(sittings) => self.sit_down(None, sittings).await?,
            Does::Organisation(name, sittings) => self.organisation(name, sittings).await.map(drop)?,
            Does::Succeeds(old, new, sittings) => self.succeed(old, new, sittings).await?,
            Does::Splits(old, parts) => self.split(old, parts).await?,
            Does::Renamed(old, new) => self.rename(old, new).await?,
            Does::Call(name, parts) => self.call(name, parts).await?,
            Does::Extend(name, parts) => self.extend(name, parts).await?,
            Does::Round(name, parts) => self.round(name, parts).await?,
            Does::Open(name, kind, call) => self.open(name, kind, call.as_deref()).await?,
            Does::Import(name, kind, since) => self.import(name, kind, since).await?,
            Does::Fill(name, changes) => self.fill(name, changes).await?,
            Does::Act(act) => self.act(act).await?,
            Does::Refused(rule, act) => self.must_refuse(rule, act).await?,
            Does::Off(_) => return Err(PlayError::Line("a house that runs is not switched off".to_owned())),
            Does::State(..) | Does::Standing(..) | Does::Letter(_) | Does::NoLetter(_) => {
                return Ok(Played::Expectation);
            }
        }
        self.worker.drain().await?;
        Ok(Played::Done)
    }
}
