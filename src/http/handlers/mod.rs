//! What each address does: reads the request, asks the engine, fills the page's view.
//!
//! Decides nothing: who may see or do what is the engine's answer, every date is the plan's.

pub mod attachments;
pub mod case;
pub mod desk;
pub mod event;
pub mod form;
pub mod public;
pub mod sign_in;
mod words;
