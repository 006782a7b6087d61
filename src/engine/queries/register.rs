//! The public register: members, their standing and what each owes, on any day.

use std::sync::Arc;

use jiff::civil;

use super::history::entries_of;
use crate::case::evolve::fold;
use crate::case::facts::form_date;
use crate::case::{Case, cycle};
use crate::clock::Instant;
use crate::engine::{Engine, EngineError};
use crate::store::calls::{self, Call};
use crate::store::cases::{self, StoredCase};
use crate::store::organisations;
use crate::workflow::Definition;
use crate::workflow::definition::Standing;

/// A member as the register shows it.
#[derive(Clone, Debug)]
pub struct Member {
    /// The definition it obeys.
    pub definition: Arc<Definition>,
    /// Its case; on a past day as it stood then.
    pub stored: StoredCase,
    /// Its name.
    pub organisation: String,
    /// Since when it is a member.
    pub since: Option<civil::Date>,
    /// Its standing.
    pub standing: Standing,
    /// When its open report is due, or the one that opens next.
    pub next_due: Option<Instant>,
}

impl Engine {
    /// Members of a workflow by name, as they stand now or stood at the end of `at`.
    pub async fn register(&self, workflow: &str, at: Option<Instant>) -> Result<Vec<Member>, EngineError> {
        let mut tx = self.store.read().await?;
        let mut members = Vec::new();
        for mut stored in cases::register(&mut tx, workflow).await? {
            if let Some(at) = at {
                let entries = entries_of(&mut tx, stored.case.id).await?;
                let Some(case) = fold(entries.iter().filter(|entry| entry.at < at)) else {
                    continue;
                };
                stored.case = case;
            }
            let version = self.workflows.version(&stored.workflow, stored.version);
            let (Some(definition), Some(standing)) = (version, stored.case.standing) else {
                continue;
            };
            let organisation = organisations::find(&mut tx, stored.case.organisation).await?;
            members.push(Member {
                organisation: organisation.map(|found| found.name).unwrap_or_default(),
                since: since(&definition, &stored.case),
                next_due: next_due(&definition, &stored.case),
                standing,
                definition,
                stored,
            });
        }
        members.sort_by_key(|member| member.organisation.to_lowercase());
        Ok(members)
    }

    /// Every call of a workflow and every round, latest opening first.
    pub async fn calls_of(&self, workflow: &str) -> Result<Vec<Call>, EngineError> {
        let mut tx = self.store.read().await?;
        let mut found = calls::of_workflow(&mut tx, workflow).await?;
        found.reverse();
        Ok(found)
    }
}

/// Since when a case's organisation is a member.
pub fn since(definition: &Definition, case: &Case) -> Option<civil::Date> {
    let import = definition.kind(&case.kind)?.import.as_ref()?;
    form_date(case, &import.since.0, &import.since.1)
}

/// When the child that is still being written is due, or the one that opens next.
pub fn next_due(definition: &Definition, case: &Case) -> Option<Instant> {
    let is_owed = |kind: &str, state: &str| {
        let state = definition.kind(kind).and_then(|kind| kind.state(state));
        state.is_some_and(|state| state.edits.is_some())
    };
    let open = case.children.iter().filter(|child| is_owed(&child.kind, &child.state));
    let open = open.filter_map(|child| child.due.as_ref()).map(|due| due.at).min();
    let state = definition.kind(&case.kind)?.state(&case.state)?;
    let coming = state
        .cycles
        .iter()
        .filter_map(|rule| cycle::next(definition, case, rule));
    open.or(coming.map(|next| next.due.at).min())
}
