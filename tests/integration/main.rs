//! One binary for all integration tests; its tree mirrors `src`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod case;
mod cli;
mod engine;
mod faults;
mod http;
mod locale;
mod mail;
mod rehearsal;
mod simulation;
mod store;
mod support;
mod tidy;
mod worker;
mod workflow;
