//! What happens to one case: what is refused, what is planned, what is left out, and what always holds.

mod bodies;
mod catching_up;
mod counting;
mod decisions;
mod electorate;
mod openings;
mod panel_names;
mod panel_versions;
mod panels;
mod plans;
mod properties;
pub mod random;
mod samples;
mod stored;
mod versions;
mod zones;
