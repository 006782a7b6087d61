//! The public register: members, their standing and what each owes, on any day.

use std::sync::Arc;

use jiff::civil;
use uuid::Uuid;

use super::history::entries_of;
use super::sheet::{Filling, Sheet};
use crate::case::evolve::fold;
use crate::case::facts::form_date;
use crate::case::{Case, cycle};
use crate::clock::Instant;
use crate::engine::{Engine, EngineError};
use crate::store::Tx;
use crate::store::calls::{self, Call};
use crate::store::case_lists::{self, Listed, ListedPlace};
use crate::store::cases::StoredCase;
use crate::workflow::Definition;
use crate::workflow::definition::Standing;

/// So far is counted; a count that has come here stands for that many or more.
pub const COUNTED: u32 = 1_001;

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

/// Which part of a register to read.
#[derive(Clone, Debug)]
pub struct Part {
    /// As it stood at the end of this; `None` is now.
    pub at: Option<Instant>,
    /// Members of this standing only.
    pub standing: Option<Standing>,
    /// The place that came last on the page before.
    pub after: Option<ListedPlace>,
    /// How many members at most.
    pub limit: usize,
}

/// A page of a register.
pub type Members = Sheet<Member, ListedPlace>;

impl Engine {
    /// A page of the members of a workflow by name, as they stand now or stood at the end of `at`; full unless it is the
    /// last one.
    pub async fn register(&self, workflow: &str, part: &Part) -> Result<Members, EngineError> {
        let mut tx = self.store.read().await?;
        let mut page = Filling::after(part.after.clone(), part.limit);
        let enough = u32::try_from(part.limit + 1).unwrap_or(u32::MAX);
        loop {
            let wanted = (workflow, part.standing);
            let listed = case_lists::register(&mut tx, wanted, page.last(), enough).await?;
            let is_end = listed.len() <= part.limit;
            for Listed {
                stored,
                organisation,
                place,
            } in listed
            {
                let member = self.member(&mut tx, (stored, organisation), part.at).await?;
                if page.come_to(place, member).is_break() {
                    return Ok(page.goes_on());
                }
            }
            if is_end {
                return Ok(page.ends());
            }
        }
    }

    /// A listed case as a member; nothing if it was none at the end of `at`.
    async fn member(
        &self,
        tx: &mut Tx,
        (mut stored, organisation): (StoredCase, String),
        at: Option<Instant>,
    ) -> Result<Option<Member>, EngineError> {
        if let Some(at) = at {
            let entries = entries_of(tx, stored.case.id).await?;
            let Some(case) = fold(entries.iter().filter(|entry| entry.at < at)) else {
                return Ok(None);
            };
            stored.case = case;
        }
        let version = self.workflows.version(&stored.workflow, stored.version);
        let (Some(definition), Some(standing)) = (version, stored.case.standing) else {
            return Ok(None);
        };
        Ok(Some(Member {
            organisation,
            since: since(&definition, &stored.case),
            next_due: next_due(&definition, &stored.case),
            standing,
            definition,
            stored,
        }))
    }

    /// How many members a workflow has, up to [`COUNTED`].
    pub async fn count_members(&self, workflow: &str) -> Result<u32, EngineError> {
        let mut tx = self.store.read().await?;
        let mut counted = 0;
        for state in self.states_where(workflow, |_, _, state| state.listed && !state.is_final) {
            counted += case_lists::count_in_state(&mut tx, &state, COUNTED - counted).await?;
        }
        Ok(counted)
    }

    /// How many cases of each standing a register lists, each up to [`COUNTED`]; standings that nobody has are left out.
    pub async fn count_standings(&self, workflow: &str) -> Result<Vec<(Standing, u32)>, EngineError> {
        let mut tx = self.store.read().await?;
        let mut counted = Vec::new();
        for (standing, _) in Standing::ALL {
            let count = case_lists::count_of_standing(&mut tx, (workflow, standing), COUNTED).await?;
            counted.extend((count > 0).then_some((standing, count)));
        }
        Ok(counted)
    }

    /// The running cases that members' own cases have opened.
    pub async fn running_children(&self, members: &[Member]) -> Result<Vec<StoredCase>, EngineError> {
        let mut tx = self.store.read().await?;
        let ids: Vec<Uuid> = members.iter().map(|member| member.stored.case.id).collect();
        let mut children = case_lists::children_of(&mut tx, &ids).await?;
        children.retain(|stored| !stored.closed);
        Ok(children)
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
