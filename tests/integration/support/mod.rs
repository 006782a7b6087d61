//! What several areas' tests stand on.

pub mod database;
pub mod sink;
