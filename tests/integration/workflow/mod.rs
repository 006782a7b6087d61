//! The language of workflow files: reading, proof-reading, dates and conditions.

mod files;
mod form;
mod schedule;
mod shipped;
