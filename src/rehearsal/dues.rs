//! The due dates a rehearsal came upon, each as it stood last.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::world::World;
use crate::case::Duty;
use crate::clock::Instant;

/// A date by which somebody owed something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Due {
    /// The instant after its last moment.
    #[serde(skip)]
    pub due_at: Instant,
    /// The case.
    #[serde(skip)]
    pub case: Uuid,
    /// The organisation whose case it is.
    pub organisation: String,
    /// The kind of case.
    pub kind: String,
    /// The duty.
    pub duty: String,
    /// Role that owes it.
    pub of: String,
}

/// Whose due dates are remembered: the case, its organisation's name and its kind.
pub(super) type Whose<'a> = (Uuid, &'a str, &'a str);

/// Remembers the due dates of a new plan: one that moves before it has come takes the place of the old one.
pub(super) fn remember(
    dues: &mut BTreeMap<(Uuid, String), Vec<Due>>,
    (case, organisation, kind): Whose<'_>,
    (old, new): (&[Duty], &[Duty]),
    now: Instant,
) {
    for duty in new.iter().filter(|duty| !duty.stopped) {
        let known = dues.entry((case, duty.name.clone())).or_default();
        if known.last().is_some_and(|last| last.due_at == duty.due_at) {
            continue;
        }
        let goes_on = old.iter().any(|before| before.name == duty.name);
        if goes_on && known.last().is_some_and(|last| last.due_at > now) {
            known.pop();
        }
        known.push(Due {
            due_at: duty.due_at,
            case,
            organisation: organisation.to_owned(),
            kind: kind.to_owned(),
            duty: duty.name.clone(),
            of: duty.of.to_string(),
        });
    }
}

impl World<'_> {
    /// Every due date that came up, by time.
    pub fn dues(&self) -> Vec<Due> {
        let mut found: Vec<Due> = self.dues.values().flatten().cloned().collect();
        found.sort_by(|a, b| (a.due_at, &a.organisation, &a.duty).cmp(&(b.due_at, &b.organisation, &b.duty)));
        found
    }
}
