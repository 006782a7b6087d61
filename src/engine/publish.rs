//! Putting a version of a workflow in force: for new cases at once, and for running ones as was chosen.
//!
//! Owns the one transaction in which the version, every moved case and the record of who decided what are stored: either
//! all of it is there or nothing is. How a case moves is [`crate::case::crossing`]'s to say.

use uuid::Uuid;

use super::handle::{Step, Stop};
use super::impact::{Proposal, crossing};
use super::save::{Loaded, Save};
use super::transact::transact;
use super::work::Work;
use super::{Engine, EngineError};
use crate::case::Refusal;
use crate::case::crossing::{Crossed, Move, Unmoved};
use crate::case::needs::{Choices, Need};
use crate::case::people::{may_run, seats_of};
use crate::clock::Instant;
use crate::store::cases::{self, StoredCase};
use crate::store::drafts::{self, Draft};
use crate::store::publications::{self, Publication};
use crate::store::workflows::{self, Version};
use crate::store::{Tx, calls};
use crate::workflow::Source;

/// What came of putting a version in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The version in force.
    pub version: u32,
    /// How many cases moved to it.
    pub moved: u32,
    /// How many stayed on the version they obeyed.
    pub stayed: u32,
}

/// A version of a workflow with what came of it, for those who look at what has been in force.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Its number.
    pub version: u32,
    /// SHA-256 of its files, in hexadecimal.
    pub digest: String,
    /// When it was put in force.
    pub published_at: Instant,
    /// How many running cases obey it.
    pub running: u32,
    /// Who put it in force, what was chosen and what came of it; more than one where cases were moved to it later.
    pub publications: Vec<Publication>,
}

impl EngineError {
    /// Why a case was not moved, as a refusal.
    pub(super) fn unmoved(unmoved: Unmoved) -> Self {
        Self::Refused(match unmoved {
            Unmoved::Undecided(needs) => {
                let mut groups: Vec<String> = needs.iter().map(Need::group).collect();
                groups.dedup();
                Refusal::new("undecided").with("groups", &groups.join(", "))
            }
            Unmoved::NotOffered(group, choice) => Refusal::new("not-offered")
                .with("group", &group)
                .with("choice", &choice.to_string()),
        })
    }
}

impl Engine {
    /// Puts a workflow in force if it differs from the version that is; running cases keep theirs.
    ///
    /// Gives the version in force afterwards.
    ///
    /// # Errors
    /// Not found when the files cannot be read as a workflow: check them first.
    pub async fn publish(&self, source: &Source) -> Result<u32, EngineError> {
        let proposal = transact!(self, work => async {
            let proposal = self.proposal_in(work.tx(), source).await?;
            if !proposal.is_in_force() {
                self.enter(work.tx(), source, &proposal).await?;
                let published = Published { version: proposal.number, moved: 0, stayed: 0 };
                self.note(work.tx(), (None, &proposal), (&Choices::new(), &published)).await?;
            }
            Ok::<Proposal, Stop>(proposal)
        });
        self.workflows.end(&source.name);
        let proposal = proposal?;
        let version = proposal.number;
        self.workflows.put(source.name.clone(), version, proposal.definition);
        Ok(version)
    }

    /// Puts a workflow in force and moves every running case to it as chosen, all in one transaction.
    ///
    /// With the files of the version in force it moves those that stayed on an older one. `person` is `None` for whoever
    /// works at the command line.
    ///
    /// # Errors
    /// Refused to people who do not run the programme, and when something needs a decision that was not made.
    pub async fn put_in_force(
        &self,
        person: Option<Uuid>,
        source: &Source,
        choices: &Choices,
    ) -> Result<Published, EngineError> {
        let done = transact!(self, work => self.put_in_force_in(work, (person, source), choices));
        self.workflows.end(&source.name);
        let (proposal, published) = done?;
        self.workflows
            .put(source.name.clone(), proposal.number, proposal.definition);
        Ok(published)
    }

    async fn put_in_force_in(
        &self,
        work: &mut Work,
        (person, source): (Option<Uuid>, &Source),
        choices: &Choices,
    ) -> Result<(Proposal, Published), Stop> {
        if let Some(person) = person {
            self.running_in(work.tx(), person, &source.name).await?;
        }
        let proposal = self.proposal_in(work.tx(), source).await?;
        if !proposal.is_in_force() {
            self.enter(work.tx(), source, &proposal).await?;
        }
        self.rename_calls(work.tx(), &proposal).await?;
        let mut all = Moving::default();
        for id in cases::running(work.settled().await?, &source.name).await? {
            let loaded = self.load(work, id).await?;
            if loaded.stored.version != proposal.number {
                self.move_one(work, loaded, (&proposal, choices, person), &mut all)
                    .await?;
            }
        }
        if !all.undecided.is_empty() {
            return Err(EngineError::unmoved(Unmoved::Undecided(all.undecided)).into());
        }
        self.run(work, all.steps).await?;
        let published = Published {
            version: proposal.number,
            moved: all.moved,
            stayed: all.stayed,
        };
        self.note(work.tx(), (person, &proposal), (choices, &published)).await?;
        Ok((proposal, published))
    }

    /// Moves one case to a version of its workflow, an older one too.
    ///
    /// # Errors
    /// Refused to people who do not run the programme, for a case that is closed or obeys that version already, and when
    /// something needs a decision that was not made.
    pub async fn move_case(
        &self,
        person: Option<Uuid>,
        (case, version): (Uuid, Option<u32>),
        choices: &Choices,
    ) -> Result<StoredCase, EngineError> {
        transact!(self, work => self.move_case_in(work, person, (case, version, choices)))
    }

    async fn move_case_in(
        &self,
        work: &mut Work,
        person: Option<Uuid>,
        (case, version, choices): (Uuid, Option<u32>, &Choices),
    ) -> Result<StoredCase, Stop> {
        let loaded = self.load(work, case).await?;
        let workflow = loaded.stored.workflow.clone();
        if let Some(person) = person {
            self.may_move(&loaded, person)?;
        }
        let (latest, _) = self.in_force_in(work.tx(), &workflow).await?;
        let number = version.unwrap_or(latest);
        let definition = self.version(work.tx(), &workflow, number).await?;
        if loaded.stored.closed || loaded.stored.version == number {
            let rule = if loaded.stored.closed { "closed" } else { "same-version" };
            return Err(EngineError::from_refusal(rule, "version").into());
        }
        let proposal = Proposal {
            number,
            definition,
            in_force: Some(latest),
        };
        let mut all = Moving::default();
        self.move_one(work, loaded, (&proposal, choices, person), &mut all)
            .await?;
        if !all.undecided.is_empty() {
            return Err(EngineError::unmoved(Unmoved::Undecided(all.undecided)).into());
        }
        self.run(work, all.steps).await?;
        let moved = cases::find(work.settled().await?, case).await?;
        moved.ok_or_else(|| EngineError::NotFound("case").into())
    }

    fn may_move(&self, loaded: &Loaded, person: Uuid) -> Result<(), EngineError> {
        let seats = seats_of(&loaded.people, person, self.now());
        if may_run(&loaded.definition, &seats) {
            Ok(())
        } else if crate::case::people::may_see(
            &loaded.definition,
            &loaded.stored.case,
            &crate::case::Actor::Person { id: person, seats },
        ) {
            Err(EngineError::from_refusal("runs", "version"))
        } else {
            Err(EngineError::NotFound("case"))
        }
    }

    async fn move_one(
        &self,
        work: &mut Work,
        loaded: Loaded,
        (proposal, choices, person): (&Proposal, &Choices, Option<Uuid>),
        all: &mut Moving,
    ) -> Result<(), Stop> {
        let way = self
            .way(work.tx(), &loaded, (proposal.number, &proposal.definition))
            .await?;
        let mover = self.mover(person);
        let crossed = way.with(|passage, numbers| crossing(passage, numbers, &loaded).cross(choices, &mover));
        match crossed {
            Ok(Crossed::Stays) => all.stayed += 1,
            Ok(Crossed::Moves(moved)) => {
                all.moved += 1;
                self.save_moved(work, loaded, (proposal, *moved), &mut all.steps)
                    .await?;
            }
            Err(Unmoved::Undecided(needs)) => all.undecided.extend(needs),
            Err(unmoved) => return Err(EngineError::unmoved(unmoved).into()),
        }
        Ok(())
    }

    /// Stores a moved case under its new version.
    async fn save_moved(
        &self,
        work: &mut Work,
        mut loaded: Loaded,
        (proposal, moved): (&Proposal, Move),
        steps: &mut Vec<Step>,
    ) -> Result<(), Stop> {
        if let (Some(draft), Some(answers)) = (&loaded.draft, moved.draft)
            && draft.answers != answers
        {
            let renamed = Draft {
                answers,
                saved_at: self.now(),
                ..draft.clone()
            };
            Result::from(drafts::save(work.tx(), &renamed).await?)?;
        }
        let (old, at) = (loaded.stored.case.kind.clone(), moved.decision.entry.at);
        loaded.definition = proposal.definition.clone();
        loaded.stored.version = proposal.number;
        let mut save = Save::after(loaded, moved.decision.entry);
        save.rename_key(&old);
        self.save(work, save).await?;
        for effect in moved.decision.effects {
            steps.extend(self.follow(work, effect, at).await?);
        }
        Ok(())
    }

    /// Stores the files of a version; lost when somebody else has just put another one in force.
    async fn enter(&self, tx: &mut Tx, source: &Source, proposal: &Proposal) -> Result<(), Stop> {
        let new = Version {
            name: source.name.clone(),
            version: proposal.number,
            digest: proposal.definition.digest.clone(),
            files: source.files.clone(),
            published_at: self.now(),
        };
        self.workflows
            .begin(&source.name, proposal.number, proposal.definition.clone());
        workflows::publish(tx, &new).await?.into()
    }

    /// Records who put what in force.
    async fn note(
        &self,
        tx: &mut Tx,
        (person, proposal): (Option<Uuid>, &Proposal),
        (choices, published): (&Choices, &Published),
    ) -> Result<(), Stop> {
        let record = Publication {
            id: self.ids.next(self.now()),
            workflow: proposal.definition.name.clone(),
            version: proposal.number,
            digest: proposal.definition.digest.clone(),
            at: self.now(),
            person,
            choices: choices.clone(),
            moved: published.moved,
            stayed: published.stayed,
        };
        Ok(publications::record(tx, &record).await?)
    }

    /// Calls and rounds name the kind of their cases as the version in force does.
    async fn rename_calls(&self, tx: &mut Tx, proposal: &Proposal) -> Result<(), Stop> {
        for kind in &proposal.definition.kinds {
            for was in &kind.was {
                calls::rename_kind(tx, &proposal.definition.name, (was, &kind.name)).await?;
            }
        }
        Ok(())
    }

    /// Every version of a workflow, first to last, with what came of it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn versions_of(&self, workflow: &str) -> Result<Vec<InForce>, EngineError> {
        let mut tx = self.store.read().await?;
        let running = workflows::running(&mut tx, workflow).await?;
        let publications = publications::of_workflow(&mut tx, workflow).await?;
        let versions = workflows::all(&mut tx).await?.into_iter();
        let of_workflow = versions.filter(|version| version.name == workflow);
        let found = of_workflow.map(|version| {
            let count = running.iter().find(|(number, _)| *number == version.version);
            let about = |one: &&Publication| one.version == version.version;
            InForce {
                running: count.map_or(0, |(_, count)| u32::try_from(*count).unwrap_or(u32::MAX)),
                publications: publications.iter().filter(about).cloned().collect(),
                version: version.version,
                digest: version.digest,
                published_at: version.published_at,
            }
        });
        Ok(found.collect())
    }
}

/// What has come of moving cases so far.
#[derive(Default)]
struct Moving {
    moved: u32,
    stayed: u32,
    undecided: Vec<Need>,
    steps: Vec<Step>,
}
