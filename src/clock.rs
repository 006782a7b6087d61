//! Time and ids, always passed in, never taken from the air.
//!
//! Owns the instant every other module speaks of, the clocks that hand it out and the source of ids. The wall clock and
//! the operating system's randomness are reached here and nowhere else; `clippy.toml` bans them elsewhere by name.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An instant in whole microseconds since 1970-01-01 UTC.
///
/// PostgreSQL keeps microseconds and SQLite would keep nanoseconds; with whole microseconds both give back what they got.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(i64);

impl Instant {
    /// Makes an instant from microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The instant as a jiff timestamp; instants outside jiff's range (years -9999 to 9999) are clamped to it.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX })
    }

    /// The civil time a clock on the wall in `zone` shows.
    pub fn civil(self, zone: &TimeZone) -> civil::DateTime {
        zone.to_datetime(self.timestamp())
    }

    /// The instant at which a wall clock in `zone` shows `civil`: after a gap the later one, in a fold the first.
    pub fn from_civil(civil: civil::DateTime, zone: &TimeZone) -> Self {
        zone.to_ambiguous_timestamp(civil)
            .compatible()
            .map_or(Self(i64::MAX), Self::from)
    }

    /// The last day on which something that ends at this instant can still be done.
    ///
    /// A deadline is the instant after its last moment, so midnight of 1 May belongs to 30 April.
    pub fn last_day(self, zone: &TimeZone) -> civil::Date {
        Self(self.0 - 1).civil(zone).date()
    }

    /// The instant `seconds` later (earlier when negative).
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// RFC 3339 with the offset that holds in `zone` at this instant.
    pub fn rfc3339(self, zone: &TimeZone) -> String {
        let offset = zone.to_offset(self.timestamp());
        self.timestamp().display_with_offset(offset).to_string()
    }
}

impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl FromStr for Instant {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Timestamp>().map(Self::from)
    }
}

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.timestamp())
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// The wall clock of this machine.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    fn now(&self) -> Instant {
        Instant::from(Timestamp::now())
    }
}

/// A clock that stands still until it is moved, and never goes back.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Makes a clock that stands at `now`.
    pub fn at(now: Instant) -> Self {
        Self(AtomicI64::new(now.micros()))
    }

    /// Moves the clock forward to `to`; an earlier instant leaves it where it stands.
    pub fn advance(&self, to: Instant) {
        self.0.fetch_max(to.micros(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// A source of UUIDv7 ids and of secrets.
#[derive(Clone, Debug)]
pub struct Ids(Arc<Mutex<StdRng>>);

impl Ids {
    /// Draws from the operating system.
    #[expect(clippy::disallowed_methods, reason = "the one place that draws randomness")]
    pub fn from_system() -> Self {
        Self(Arc::new(Mutex::new(StdRng::from_rng(&mut rand::rng()))))
    }

    /// Draws the same ids for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// A new UUIDv7 whose time part is `now`.
    pub fn next(&self, now: Instant) -> Uuid {
        let millis = u64::try_from(now.micros() / 1_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid()
    }

    /// `N` random bytes, fit for secrets when drawn from the operating system.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .fill(&mut bytes);
        bytes
    }
}
