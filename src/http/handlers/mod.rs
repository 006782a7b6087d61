//! What each address does: reads the request, asks the engine, fills the page's view.
//!
//! Decides nothing: who may see or do what is the engine's answer, every date is the plan's.

pub mod attachments;
pub mod call_dates;
pub mod calls;
pub mod case;
mod days;
pub mod desk;
pub mod directory;
pub mod event;
pub mod form;
pub mod import;
pub mod members;
pub mod notices;
mod offers;
mod panels;
pub mod parties;
pub mod practice;
pub mod public;
pub mod put_off;
pub mod queue;
pub mod rules;
pub mod sign_in;
pub mod statistics;
pub mod versions;
mod words;
