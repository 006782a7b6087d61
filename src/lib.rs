//! Kalends: applications and the reports that follow them, as state machines that keep every deadline and write every
//! reminder. `ARCHITECTURE.md` is the map; each module says what it owns and what it does not.

pub mod case;
pub mod cli;
pub mod clock;
pub mod config;
pub mod engine;
pub mod http;
pub mod locale;
pub mod mail;
pub mod rehearsal;
pub mod store;
pub mod worker;
pub mod workflow;
