//! What happens to one case. Pure: no database, no clock, no mail.
//!
//! Owns the three functions everything hangs on, [`decide`](decide::decide), [`evolve`](evolve::evolve) and
//! [`plan`](plan::plan). Does not own the language of workflows (that is [`crate::workflow`]) nor storing anything.

pub mod around;
pub mod blind;
mod builtin_events;
pub mod call;
pub mod catch_up;
mod children;
pub mod crossing;
pub mod cycle;
pub mod decide;
pub mod event;
pub mod evolve;
pub mod facts;
pub mod impact;
pub mod needs;
pub mod notice;
pub mod opening;
pub mod organisation;
pub mod panels;
pub mod peers;
pub mod people;
pub mod plan;
pub mod possible;
pub mod put_off;
mod recount;
pub mod refusal;
pub mod renames;
mod scene;
pub mod state;
pub mod timers;
pub mod turns;
pub mod version;

pub use event::{Actor, Change, Decision, Effect, Entry, Event};
pub use notice::Notice;
pub use people::Holder;
pub use plan::{Duty, Plan, Timer};
pub use refusal::{Refusal, Rejection};
pub use state::Case;
