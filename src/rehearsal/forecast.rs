//! One running case played ahead: what happens next and when, if nobody does anything.

use super::transcript::Line;
use super::world::World;
use crate::case::{Case, Holder};
use crate::clock::Instant;
use crate::workflow::Definition;

/// Most lines of a forecast, letters among them: far more than one case brings in years.
const MOST_LINES: usize = 50_000;

/// Everything that would happen to the case between `now` and `until` if nobody did anything.
///
/// Letters name their recipient by role and seat; names of people are the caller's to add.
pub fn forecast(
    definition: &Definition,
    case: &Case,
    people: &[Holder],
    (now, until): (Instant, Instant),
) -> Vec<Line> {
    let mut world = World::new(definition, now);
    world.most_lines = MOST_LINES;
    for holder in people {
        world.people.insert(holder.person, (String::new(), String::new()));
        world.holders.push((None, holder.clone()));
    }
    world.resume(case.clone());
    world.advance(until);
    world.transcript
}
