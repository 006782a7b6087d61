//! The language of workflow files: reading, proof-reading, dates and conditions.

pub mod files;
mod form;
mod schedule;
mod shipped;
