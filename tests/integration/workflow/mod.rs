//! The language of workflow files: reading, proof-reading, dates and conditions.

mod broken;
mod compare;
mod explain;
pub mod files;
mod form;
mod hostile;
mod parties;
mod results;
mod schedule;
mod schema;
mod shipped;
mod time;
