//! What another version of a workflow, or other dates of a call, would do to running cases.
//!
//! Loads the cases and prints nothing: the comparison is [`crate::case::impact`]'s.

use std::sync::Arc;

use uuid::Uuid;

use super::handle::Stop;
use super::save::Loaded;
use super::{Engine, EngineError};
use crate::case::crossing::{Crossing, Mover};
use crate::case::event::{News, builtin};
use crate::case::impact::{CaseImpact, Impact, Line, of_event, of_version, other_words};
use crate::case::needs::{Choices, Need};
use crate::case::renames::{Passage, under_every_name};
use crate::case::state::CallDates;
use crate::case::{Actor, Event};
use crate::store::{Tx, cases, organisations, workflows};
use crate::workflow::{Definition, Source, parse};

/// A version that is, or could be, put in force.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The number it has, or would get.
    pub number: u32,
    /// What it says.
    pub definition: Arc<Definition>,
    /// The number of the version in force; `None` if there is none yet.
    pub in_force: Option<u32>,
}

impl Proposal {
    /// Whether its files are those in force.
    pub fn is_in_force(&self) -> bool {
        self.in_force == Some(self.number)
    }
}

/// The versions between the one a case obeys and another one, both ends included.
pub(super) struct Way {
    numbers: (u32, u32),
    from: Arc<Definition>,
    between: Vec<Arc<Definition>>,
    to: Arc<Definition>,
}

impl Way {
    /// The passage along it, for a piece of work.
    pub fn with<T>(&self, work: impl FnOnce(&Passage<'_>, (u32, u32)) -> T) -> T {
        let between: Vec<&Definition> = self.between.iter().map(AsRef::as_ref).collect();
        work(&Passage::new(&self.from, &between, &self.to), self.numbers)
    }
}

impl Engine {
    /// A folder's files beside the version in force.
    ///
    /// # Errors
    /// Not found when the files cannot be read as a workflow: check them first.
    pub async fn proposal(&self, source: &Source) -> Result<Proposal, EngineError> {
        let mut tx = self.store.read().await?;
        self.proposal_in(&mut tx, source).await
    }

    pub(super) async fn proposal_in(&self, tx: &mut Tx, source: &Source) -> Result<Proposal, EngineError> {
        let definition = parse::parse(source).map_err(|_| EngineError::NotFound("readable workflow"))?;
        let latest = workflows::latest(tx, &source.name).await?;
        let in_force = latest.as_ref().map(|latest| latest.version);
        let number = match latest {
            Some(latest) if latest.digest == definition.digest => latest.version,
            Some(latest) => latest.version + 1,
            None => 1,
        };
        Ok(Proposal {
            number,
            in_force,
            definition: Arc::new(definition),
        })
    }

    /// What putting these files in force would do to every running case that obeys another version.
    ///
    /// # Errors
    /// Refused when a choice is none of those there are.
    pub async fn impact(&self, source: &Source, choices: &Choices) -> Result<(Proposal, Impact), EngineError> {
        let mut tx = self.store.read().await?;
        let proposal = self.proposal_in(&mut tx, source).await?;
        let mut lines = Vec::new();
        for id in cases::running(&mut tx, &source.name).await? {
            let loaded = self.load_to_read(&mut tx, id).await.map_err(Stop::into_error)?;
            if loaded.stored.version != proposal.number {
                lines.push(self.line(&mut tx, &loaded, (&proposal, choices)).await?);
            }
        }
        let mut impact = Impact::of(lines, choices, &proposal.definition);
        if let Some(in_force) = proposal.in_force {
            let before = self.version(&mut tx, &source.name, in_force).await?;
            impact.letters = other_words(&before, &proposal.definition);
        }
        Ok((proposal, impact))
    }

    /// What moving one case to the version in force would do to it; no line if it obeys that version, or is closed.
    ///
    /// # Errors
    /// Not found when there is no such case; refused when a choice is none of those there are.
    pub async fn impact_on_case(&self, case: Uuid, choices: &Choices) -> Result<(Proposal, Impact), EngineError> {
        let mut tx = self.store.read().await?;
        let loaded = self.load_to_read(&mut tx, case).await.map_err(Stop::into_error)?;
        let (number, definition) = self.in_force_in(&mut tx, &loaded.stored.workflow).await?;
        let proposal = Proposal {
            number,
            definition,
            in_force: Some(number),
        };
        let mut lines = Vec::new();
        if loaded.stored.version != number && !loaded.stored.closed {
            lines.push(self.line(&mut tx, &loaded, (&proposal, choices)).await?);
        }
        let impact = Impact::of(lines, choices, &proposal.definition);
        Ok((proposal, impact))
    }

    async fn line(
        &self,
        tx: &mut Tx,
        loaded: &Loaded,
        (proposal, choices): (&Proposal, &Choices),
    ) -> Result<(Line, Vec<Need>), EngineError> {
        let way = self.way(tx, loaded, (proposal.number, &proposal.definition)).await?;
        let mover = self.mover(None);
        let versions = self.workflows.naming(&loaded.stored.workflow);
        let versions: Vec<&Definition> = versions
            .iter()
            .chain([&proposal.definition])
            .map(AsRef::as_ref)
            .collect();
        let people = under_every_name(&versions, loaded.people.clone());
        let (impact, needs) = way.with(|passage, numbers| {
            let crossing = crossing(passage, numbers, loaded);
            let people = (&*people, &*people);
            let impact = of_version(&crossing, people, choices, &mover);
            (impact, crossing.needs(choices))
        });
        let impact = impact.map_err(EngineError::unmoved)?;
        Ok((self.about(tx, loaded, impact).await?, needs))
    }

    async fn about(&self, tx: &mut Tx, loaded: &Loaded, impact: CaseImpact) -> Result<Line, EngineError> {
        let organisation = organisations::find(tx, loaded.stored.case.organisation).await?;
        Ok(Line {
            organisation: organisation.map(|found| found.name).unwrap_or_default(),
            version: loaded.stored.version,
            impact,
        })
    }

    /// The way from the version a case obeys to another one.
    pub(super) async fn way(
        &self,
        tx: &mut Tx,
        loaded: &Loaded,
        (number, to): (u32, &Arc<Definition>),
    ) -> Result<Way, EngineError> {
        let (workflow, from) = (&loaded.stored.workflow, loaded.stored.version);
        let mut numbers: Vec<u32> = (from.min(number) + 1..from.max(number)).collect();
        if number < from {
            numbers.reverse();
        }
        let mut between = Vec::new();
        for version in numbers {
            between.push(self.version(tx, workflow, version).await?);
        }
        Ok(Way {
            numbers: (from, number),
            from: loaded.definition.clone(),
            between,
            to: to.clone(),
        })
    }

    pub(super) fn mover(&self, person: Option<Uuid>) -> Mover {
        Mover {
            person,
            role: None,
            at: self.now(),
        }
    }

    /// What these dates would do to each case of a call.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn impact_of_call(&self, call: Uuid, dates: &CallDates) -> Result<Impact, EngineError> {
        let mut tx = self.store.read().await?;
        let reached: Vec<Uuid> = cases::of_call(&mut tx, call)
            .await?
            .iter()
            .map(|stored| stored.case.id)
            .collect();
        let event = self.bare_event(builtin::CALL_MOVED, Actor::Engine, News::Call(dates.clone()));
        self.impact_of(&mut tx, &reached, &event).await
    }

    /// What a round would do to each running case of a workflow.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn impact_of_round(
        &self,
        workflow: &str,
        round: &crate::case::state::Round,
    ) -> Result<Impact, EngineError> {
        let mut tx = self.store.read().await?;
        let reached = cases::running(&mut tx, workflow).await?;
        let event = self.bare_event(builtin::ROUND, Actor::Engine, News::Round(round.clone()));
        self.impact_of(&mut tx, &reached, &event).await
    }

    async fn impact_of(&self, tx: &mut Tx, reached: &[Uuid], event: &Event) -> Result<Impact, EngineError> {
        let mut impact = Impact::default();
        for id in reached {
            let loaded = self.load_to_read(tx, *id).await.map_err(Stop::into_error)?;
            let one = of_event(
                &loaded.definition,
                &loaded.stored.case,
                &loaded.people,
                (event, self.now()),
            );
            impact.lines.push(self.about(tx, &loaded, one).await?);
        }
        Ok(impact)
    }
}

/// A loaded case before a passage.
pub(super) fn crossing<'a>(passage: &'a Passage<'a>, numbers: (u32, u32), loaded: &'a Loaded) -> Crossing<'a> {
    Crossing {
        passage,
        numbers,
        case: &loaded.stored.case,
        draft: loaded.draft.as_ref().map(|draft| &draft.answers),
        people: &loaded.people,
    }
}
