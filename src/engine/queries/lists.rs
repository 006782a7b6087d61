//! Long lists of cases, a page at a time.
//!
//! Each list names the states in which it finds its cases ([`crate::case::turns`] says which those are); the store reads
//! each off an index, and here they are merged. Whether a person sees a case is asked of the pure core, case by case, so
//! that a page costs what it shows and not what there is.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::reader::Reader;
use super::seen::Glance;
use super::sheet::{Filling, Sheet};
use crate::case::people::may_see;
use crate::case::turns::may_learn;
use crate::engine::{Engine, EngineError};
use crate::store::Page;
use crate::store::Tx;
use crate::store::case_lists::{self, InState, Order, Place};
use crate::store::cases::{self, Filter, StoredCase};
use crate::workflow::{Definition, Kind, State};

/// Which cases to read.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The states they stand in, and the order within each. All orders are by due date, or all by age.
    pub from: Vec<(InState, Order)>,
    /// The place that came last on the page before.
    pub after: Option<Place>,
    /// How many at most.
    pub limit: usize,
}

/// A page of a list of cases.
pub type Cases = Sheet<Glance, Place>;

impl Engine {
    /// A page of the cases that a reader may see and that `lets` lets through; full unless it is the last one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_of_cases(
        &self,
        (tx, reader): (&mut Tx, &Reader),
        wanted: &Wanted,
        lets: impl Fn(&Glance) -> bool,
    ) -> Result<Cases, EngineError> {
        let mut page = Filling::after(wanted.after, wanted.limit);
        loop {
            let (places, is_end) = merged(tx, wanted, page.last().copied()).await?;
            let mut found = found(tx, &places).await?;
            for place in places {
                let stored = found.remove(&place.id);
                let seen = stored.and_then(|(stored, organisation)| self.glance_of(reader, stored, organisation));
                if page.come_to(place, seen.filter(&lets)).is_break() {
                    return Ok(page.goes_on());
                }
            }
            if is_end {
                return Ok(page.ends());
            }
        }
    }

    /// A page of the cases a filter lets through: oldest first, or by due date if it asks for what is due.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_of_cases(
        &self,
        (tx, reader): (&mut Tx, &Reader),
        filter: &Filter,
        (after, limit): (Option<Place>, usize),
    ) -> Result<Cases, EngineError> {
        let cut = reader.cut(filter);
        let read = |one: &Filter| one.organisation.is_some() || one.standing.is_some() || one.is_empty();
        if cut.iter().all(read) {
            return self.filtered((tx, reader), &cut, (after, limit)).await;
        }
        let order = filter.due_before.map_or(Order::Oldest, Order::DueBefore);
        let is = |wanted: &Option<String>, name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
        let mut from = Vec::new();
        for workflow in self.workflows.names().iter().filter(|name| is(&filter.workflow, name)) {
            let seats = reader.seats_for(Uuid::nil(), workflow);
            let own = !reader.organisations().is_empty();
            let states = self.states_where(workflow, |definition, kind, state| {
                let asked = is(&filter.kind, &kind.name) && is(&filter.state, &state.name);
                asked && (own || may_learn(definition, kind, &seats))
            });
            from.extend(states.into_iter().map(|state| (state, order)));
        }
        let wanted = Wanted { from, after, limit };
        self.page_of_cases((tx, reader), &wanted, |_| true).await
    }

    /// The same of organisations, of a standing, or of all there is: what the store has a list of.
    async fn filtered(
        &self,
        (tx, reader): (&mut Tx, &Reader),
        filters: &[Filter],
        (after, limit): (Option<Place>, usize),
    ) -> Result<Cases, EngineError> {
        let mut page = Filling::after(after, limit);
        let enough = limit + 1;
        loop {
            let wanted = Page {
                after: page.last().map(|place| place.id),
                limit: u32::try_from(enough).unwrap_or(u32::MAX),
            };
            let mut found = Vec::new();
            for filter in filters {
                found.extend(cases::list(tx, filter, wanted).await?);
            }
            found.sort_by_key(|stored| stored.case.id);
            let is_end = found.len() < enough;
            found.truncate(enough);
            for stored in found {
                let place = Place::of(&stored);
                let seen = self.glance_of(reader, stored, String::new());
                if page.come_to(place, seen).is_break() {
                    return Ok(page.goes_on());
                }
            }
            if is_end {
                return Ok(page.ends());
            }
        }
    }

    /// A stored case as a reader sees it; nothing if they may not.
    fn glance_of(&self, reader: &Reader, stored: StoredCase, organisation: String) -> Option<Glance> {
        let definition = self.workflows.version(&stored.workflow, stored.version)?;
        let actor = reader.actor(&stored);
        may_see(&definition, &stored.case, &actor).then(|| Glance::of(definition, stored, (organisation, actor)))
    }

    /// The states of a workflow, in any of its versions, that somebody with these seats looks into.
    pub fn states_where(
        &self,
        workflow: &str,
        looks: impl Fn(&Definition, &Kind, &State) -> bool,
    ) -> BTreeSet<InState> {
        let mut found = BTreeSet::new();
        for (_, definition) in self.workflows.versions(workflow) {
            for kind in &definition.kinds {
                let here = kind.states.iter().filter(|state| looks(&definition, kind, state));
                found.extend(here.map(|state| InState {
                    workflow: workflow.to_owned(),
                    kind: kind.name.clone(),
                    state: state.name.clone(),
                }));
            }
        }
        found
    }
}

/// The next places of all states together, one more than a page needs, and whether there are no further ones.
async fn merged(tx: &mut Tx, wanted: &Wanted, after: Option<Place>) -> Result<(Vec<Place>, bool), EngineError> {
    let enough = wanted.limit + 1;
    let limit = u32::try_from(enough).unwrap_or(u32::MAX);
    let mut ranked = Vec::new();
    for (state, order) in &wanted.from {
        let places = case_lists::places(tx, state, (*order, after), limit).await?;
        ranked.extend(places.into_iter().map(|place| (place.rank(*order), place)));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    let is_last = ranked.len() < enough;
    ranked.truncate(enough);
    Ok((ranked.into_iter().map(|(_, place)| place).collect(), is_last))
}

/// The cases at these places, each with what its organisation is called.
async fn found(tx: &mut Tx, places: &[Place]) -> Result<BTreeMap<Uuid, (StoredCase, String)>, EngineError> {
    let ids: Vec<Uuid> = places.iter().map(|place| place.id).collect();
    let found = case_lists::find_all(tx, &ids).await?;
    Ok(found.into_iter().map(|found| (found.0.case.id, found)).collect())
}
