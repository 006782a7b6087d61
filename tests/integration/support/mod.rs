//! What several areas' tests stand on.

pub mod cluster;
pub mod database;
pub mod expect;
pub mod handed;
pub mod house;
pub mod line;
pub mod pooler;
pub mod samples;
pub mod serving;
pub mod shifted;
pub mod sink;
