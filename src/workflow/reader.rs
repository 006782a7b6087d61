//! A cursor over one TOML file that knows where everything stands.
//!
//! Owns places, wrong types and unknown keys: whatever is read here is either what the grammar expects or a finding, and
//! reading goes on. Does not own what the keys mean (that is [`super::parse`]).

mod file;
mod item;
mod quoted;
mod table;

pub use file::{File, Ledger, Spots, nearest, told};
pub use item::Item;
pub use quoted::Quoted;
pub use table::Table;
