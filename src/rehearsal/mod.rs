//! A workflow played ahead in a small world in memory. Pure: a virtual clock, invented people, no database, no mail.
//!
//! Owns the [`World`], the scenario language that tests a workflow without any Rust, and the personas of a rehearsal. It
//! decides nothing itself: every state, date and recipient comes from [`crate::case`].

mod asking;
pub mod chart;
pub mod coverage;
pub mod difference;
mod dues;
pub mod expect;
pub mod forecast;
pub mod ical;
pub mod marks;
mod parties;
pub mod persona;
pub mod scenario;
pub mod script;
mod seating;
mod setting;
mod time;
pub mod transcript;
pub mod weeks;
pub mod world;

pub use dues::Due;
pub use persona::Rehearsal;
pub use transcript::{Line, What};
pub use world::World;
