//! What pages and programs ask: a case, what somebody may see, months of notices, the register, the directory.
//!
//! Owns only reading: nothing here writes, and every answer is plain data or what the pure core says of it. Whether
//! somebody may see a case is asked of [`crate::case::people`], here, so that no caller can forget to.

pub mod case;
pub mod choices;
pub mod directory;
pub mod history;
pub mod lately;
pub mod lists;
pub mod notices;
pub mod panels;
pub mod reader;
pub mod register;
pub mod seen;
pub mod sheet;
pub mod statistics;
