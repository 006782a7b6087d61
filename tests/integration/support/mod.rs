//! What several areas' tests stand on.

pub mod database;
pub mod expect;
pub mod house;
pub mod pooler;
pub mod samples;
pub mod sink;
