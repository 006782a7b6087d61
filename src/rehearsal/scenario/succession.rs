//! Lines about who goes on in whose place: successors, divisions and other names.
//!
//! Reads lines alone; what comes of them is played by [`crate::rehearsal::parties`].

use super::{Does, head, sittings, split_outside_quotes, unquoted};

pub(super) fn succession(line: &str) -> Option<Does> {
    let (old, rest) = line.split_once(" continues as ")?;
    let (new, rest) = head(rest)?;
    Some(Does::Succeeds(unquoted(old), new, sittings(rest)?))
}

/// `Cēsis splits: "Cēsis East" takes membership progress-report, "Cēsis West" takes`.
pub(super) fn division(line: &str) -> Option<Does> {
    let (old, rest) = line.split_once(" splits: ")?;
    let parts = split_outside_quotes(rest, ',').map(|part| {
        let (new, kinds) = match part.split_once(" takes ") {
            Some((new, kinds)) => (new, kinds),
            None => (part, ""),
        };
        (unquoted(new), kinds.split_whitespace().map(str::to_owned).collect())
    });
    Some(Does::Splits(unquoted(old), parts.collect()))
}

/// `Cēsis is renamed "Cēsis novads"`.
pub(super) fn renaming(line: &str) -> Option<Does> {
    let (old, new) = line.split_once(" is renamed ")?;
    Some(Does::Renamed(unquoted(old), unquoted(new)))
}
