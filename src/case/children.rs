//! Children that a transition opens.
//!
//! Owns what the parent records of such a child and how the child begins. Children that come again and again are those of
//! [`super::cycle`].

use uuid::Uuid;

use super::event::{Change, Effect, Entry, Opening};
use super::evolve::evolve;
use super::facts::resolve;
use super::scene::Scene;
use super::state::{Case, Child, Due};
use crate::workflow::Transition;
use crate::workflow::form::Answers;

/// Keeps the child of a transition apart from the child of the cycle that set the transition off.
const ANOTHER: u128 = 1 << 61;

impl Scene<'_> {
    /// The child a transition opens: what the parent records, and what follows. Its due date counts from the case as
    /// `changes` leave it; `taken` is an id given away already.
    pub(super) fn opened(
        &self,
        transition: &Transition,
        changes: &[Change],
        taken: Option<Uuid>,
    ) -> Option<(Change, Effect)> {
        let opens = transition.opens.as_ref()?;
        let state = self.definition.kind(&opens.kind)?.initial()?;
        let due_at = opens
            .due
            .as_ref()
            .and_then(|timing| resolve(self.definition, &self.after(changes), timing));
        let due = due_at.map(|at| Due {
            regular: at.last_day(&self.definition.zone),
            at,
            period: None,
        });
        let fresh = self.event.fresh;
        let id = match taken {
            Some(taken) if taken == fresh => Uuid::from_u128(fresh.as_u128() ^ ANOTHER),
            _ => fresh,
        };
        let child = Child {
            id,
            kind: opens.kind.clone(),
            cycle: String::new(),
            due: due.clone(),
            state: state.name.clone(),
            closed: false,
            owed_until: due_at,
        };
        let opening = Opening {
            id,
            kind: opens.kind.clone(),
            organisation: self.case.organisation,
            call: None,
            parent: Some(self.case.id),
            due,
            rounds: Vec::new(),
            answers: Answers::new(),
            several: true,
        };
        Some((Change::ChildOpened(child), Effect::Open(Box::new(opening))))
    }

    /// The case as these changes leave it.
    pub(super) fn after(&self, changes: &[Change]) -> Case {
        let entry = Entry {
            seq: self.case.revision,
            ..self.bare_entry(&self.event.name, changes.to_vec())
        };
        evolve(self.case.clone(), &entry)
    }
}
