//! The service as its pages and its API see it, and how it is served.
//!
//! Owns the state every handler shares and the whole router. Does not own the loops that do what has come due: a manual
//! clock is moved through [`Mover`], which the command that starts the service gives.

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use futures_util::future::BoxFuture;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::auth::{Asking, session_end};
use super::headers::{Reached, Requests, around};
use super::limits::LONGEST_REQUEST;
use super::pages::practice::Happened;
use super::{api, router};
use crate::clock::{Clock, Instant};
use crate::engine::{Engine, HouseClock};
use crate::workflow::Source;

/// Seconds for which a session lasts where the clock is moved by hand: a century.
const MOVED_BY_HAND: i64 = 100 * 366 * 86_400;

/// Why a clock could not be moved.
pub type MoveError = Box<dyn std::error::Error + Send + Sync>;

type Moving = dyn Fn(Instant) -> BoxFuture<'static, Result<(), MoveError>> + Send + Sync;

/// Moves a manual clock and returns when everything due by then has been done, each thing at its own instant.
#[derive(Clone, Default)]
pub struct Mover(Option<Arc<Moving>>);

impl Mover {
    /// A service whose clock nobody moves.
    pub fn none() -> Self {
        Self(None)
    }

    /// A mover that does it this way.
    pub fn new(how: impl Fn(Instant) -> BoxFuture<'static, Result<(), MoveError>> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(how)))
    }

    /// Whether the clock can be moved at all.
    pub fn moves(&self) -> bool {
        self.0.is_some()
    }

    /// Moves the clock to `to`; `None` if it cannot be moved.
    pub async fn advance(&self, to: Instant) -> Option<Result<(), MoveError>> {
        let how = self.0.as_ref()?;
        Some(how(to).await)
    }
}

type Feeling = dyn Fn() -> Option<String> + Send + Sync;

/// Tells whether the loops do what has come due.
#[derive(Clone, Default)]
pub struct Pulse(Option<Arc<Feeling>>);

impl Pulse {
    /// A pulse that is felt this way: what is wrong, if anything is.
    pub fn new(how: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(how)))
    }

    /// Why what is due is not done here; a service without loops of its own has none that could stop.
    pub fn trouble(&self) -> Option<String> {
        self.0.as_ref().and_then(|how| how())
    }
}

type Reading = dyn Fn(&str) -> Option<Source> + Send + Sync;

/// Reads the folder of a workflow as its files stand at this moment.
#[derive(Clone, Default)]
pub struct Folders(Option<Arc<Reading>>);

impl Folders {
    /// Folders that are read this way.
    pub fn new(how: impl Fn(&str) -> Option<Source> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(how)))
    }

    /// The files of a workflow; `None` if the house has no folder of that name.
    pub fn read(&self, workflow: &str) -> Option<Source> {
        self.0.as_ref().and_then(|how| how(workflow))
    }
}

/// The practice house: whom one can be, and what moving the clock has brought about.
#[derive(Debug, Default)]
pub struct PracticeHouse {
    /// People one can be, in the order of the bar, each with the workflow under which the bar shows them.
    pub people: Vec<(String, Uuid)>,
    /// What the last move of the clock brought about.
    pub happened: Mutex<Vec<Happened>>,
}

impl PracticeHouse {
    /// A practice house in which one can be these people.
    pub fn new(people: Vec<(String, Uuid)>) -> Self {
        Self {
            people,
            happened: Mutex::default(),
        }
    }
}

/// The service. Clones are the same service.
#[derive(Clone)]
pub struct App {
    /// The engine.
    pub engine: Engine,
    /// Moves a manual clock.
    pub mover: Mover,
    /// Whether the loops turn.
    pub pulse: Pulse,
    /// Reads workflow folders, so that what was changed in them can be seen and put in force.
    pub folders: Folders,
    /// Directory in which attachments lie under their digests.
    pub attachments: Arc<Path>,
    /// Set in the practice house only.
    pub practice: Option<Arc<PracticeHouse>>,
    /// Counts the links that are asked for.
    pub asking: Arc<Mutex<Asking>>,
}

impl App {
    /// A service over this engine that keeps attachments in this directory.
    pub fn new(engine: Engine, attachments: impl AsRef<Path>) -> Self {
        Self {
            engine,
            mover: Mover::none(),
            pulse: Pulse::default(),
            folders: Folders::default(),
            attachments: Arc::from(attachments.as_ref()),
            practice: None,
            asking: Arc::default(),
        }
    }

    /// The service with a clock that can be moved.
    #[must_use]
    pub fn with_mover(mut self, mover: Mover) -> Self {
        self.mover = mover;
        self
    }

    /// The service with loops whose pulse can be felt.
    #[must_use]
    pub fn with_pulse(mut self, pulse: Pulse) -> Self {
        self.pulse = pulse;
        self
    }

    /// The service with workflow folders that can be read.
    #[must_use]
    pub fn with_folders(mut self, folders: Folders) -> Self {
        self.folders = folders;
        self
    }

    /// The service as a practice house.
    #[must_use]
    pub fn with_practice(mut self, practice: PracticeHouse) -> Self {
        self.practice = Some(Arc::new(practice));
        self
    }

    /// How people reach it.
    pub fn reached(&self) -> Reached {
        Reached::of(&self.engine.house.base_url)
    }

    /// Until when a session begun at `created` and used at `now` lasts.
    ///
    /// Where the clock is moved by hand, a month may pass between two clicks: there a session ends by signing out, and in
    /// the browser when the cookie's own days are over.
    pub fn session_end(&self, created: Instant, now: Instant) -> Instant {
        if self.mover.moves() {
            now.plus_seconds(MOVED_BY_HAND)
        } else {
            session_end(created, now)
        }
    }

    fn requests(&self) -> Requests {
        let clock: Arc<dyn Clock> = match &self.engine.clock {
            HouseClock::System(clock) => clock.clone(),
            HouseClock::Manual(clock) => clock.clone(),
        };
        Requests {
            ids: self.engine.ids.clone(),
            clock,
            base_url: Arc::from(self.engine.house.base_url.as_str()),
            longest: LONGEST_REQUEST,
        }
    }
}

/// Everything the service answers: pages, and the API under `/api/v1`.
pub fn router(app: App) -> Router {
    let (reached, requests) = (app.reached(), app.requests());
    let routes = router::pages(&app).merge(api::router(&app)).with_state(app);
    around(routes, reached, requests)
}

/// Serves until `shutdown` is done and the requests under way are answered.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app))
        .with_graceful_shutdown(shutdown)
        .await
}
