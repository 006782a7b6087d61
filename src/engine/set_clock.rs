//! The clock a database lives by: the wall clock or one moved by hand, marked once and kept for ever.

use std::sync::Arc;

use super::{Engine, EngineError, HouseClock};
use crate::clock::{Clock, Instant, ManualClock, SystemClock};
use crate::store::{Store, StoreError, meta};

const SYSTEM: &str = "system";
const MANUAL: &str = "manual";

/// Which clock a program asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedClock {
    /// The wall clock.
    System,
    /// A manual clock that stands at this instant, or where it stood last if that is later.
    Manual(Instant),
    /// Whichever the database lives by; the wall clock if it is new.
    AsMarked,
    /// Whichever the database lives by; if it is new, the wall clock for ever.
    AsMarkedOrSystem,
}

/// Why a database was not opened with a clock.
#[derive(Debug, thiserror::Error)]
pub enum ClockError {
    /// It lives by the wall clock.
    #[error("this database lives by the wall clock and is never opened with a manual one")]
    IsSystem,
    /// It lives by a manual clock.
    #[error("this database lives by a manual clock, which stands at {now}, and is never opened with the wall clock")]
    IsManual {
        /// Where the clock stands.
        now: Instant,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the clock of a migrated database, and marks the database if it is new.
///
/// # Errors
/// When the database lives by the other clock.
pub async fn open_clock(store: &Store, wanted: WantedClock) -> Result<HouseClock, ClockError> {
    let mut tx = store.begin().await?;
    let new = match wanted {
        WantedClock::System | WantedClock::AsMarkedOrSystem => Some(SYSTEM),
        WantedClock::Manual(_) => Some(MANUAL),
        WantedClock::AsMarked => None,
    };
    if let Some(new) = new {
        let _ = meta::put_new(&mut tx, meta::CLOCK, new).await?;
    }
    let mode = meta::get(&mut tx, meta::CLOCK).await?;
    let stood = meta::get(&mut tx, meta::CLOCK_NOW).await?;
    let stood = stood
        .and_then(|text| text.parse().ok())
        .map(Instant::from_micros)
        .unwrap_or_default();
    let clock = match (mode.as_deref(), wanted) {
        (Some(MANUAL), WantedClock::System) => return Err(ClockError::IsManual { now: stood }),
        (Some(MANUAL), WantedClock::Manual(at)) => manual(stood.max(at)),
        (Some(MANUAL), WantedClock::AsMarked | WantedClock::AsMarkedOrSystem) => manual(stood),
        (_, WantedClock::Manual(_)) => return Err(ClockError::IsSystem),
        _ => HouseClock::System(Arc::new(SystemClock)),
    };
    if let HouseClock::Manual(clock) = &clock {
        meta::put(&mut tx, meta::CLOCK_NOW, &clock.now().micros().to_string()).await?;
    }
    tx.commit().await?;
    Ok(clock)
}

fn manual(now: Instant) -> HouseClock {
    HouseClock::Manual(Arc::new(ManualClock::at(now)))
}

impl Engine {
    /// Moves a manual clock forward, noted in the database first, so that a restart never goes back.
    ///
    /// # Errors
    /// When the database fails. The wall clock stays as it is.
    pub async fn stand_at(&self, at: Instant) -> Result<(), EngineError> {
        let HouseClock::Manual(clock) = &self.clock else {
            return Ok(());
        };
        if at > clock.now() {
            let mut tx = self.store.begin().await?;
            meta::put(&mut tx, meta::CLOCK_NOW, &at.micros().to_string()).await?;
            tx.commit().await?;
            clock.advance(at);
        }
        Ok(())
    }

    /// Gives a notice up that cannot be written, and says why.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fail_notice(&self, id: uuid::Uuid, why: &str) -> Result<(), EngineError> {
        use crate::store::notices::{self, Stop};
        let mut tx = self.store.begin().await?;
        let _ = notices::stop(&mut tx, id, Stop::Failed, why, self.now()).await?;
        Ok(tx.commit().await?)
    }
}
