//! The language of workflow files: reading, proof-reading, dates and conditions.

mod broken;
mod explain;
pub mod files;
mod form;
mod hostile;
mod schedule;
mod schema;
mod shipped;
