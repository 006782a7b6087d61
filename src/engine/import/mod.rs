//! Members from before Kalends, from a table: every line comes in, or none does and each bad line is named.
//!
//! Owns the meaning of the columns and the one transaction. Does not read files and knows no programme: the date's column is
//! the field the workflow imports by, and each seat of the organisation's role has a column for a name and one for an address.

mod table;

use uuid::Uuid;

use super::handle::Stop;
use super::open::NewCase;
use super::transact::transact;
use super::work::Work;
use super::{Engine, EngineError};
use crate::store::organisations::{self, Organisation};
use crate::store::seats::{self, Seat};
use crate::workflow::form::Answers;
use crate::workflow::{Definition, Kind};

use table::Line;
pub use table::{BadLine, Wrong};

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// So many members came in.
    Done(usize),
    /// Nothing did: these lines are not good.
    Nothing(Vec<BadLine>),
}

/// The columns of an import, and the kind of case its lines become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    kind: String,
    role: String,
    /// The column of the date, which is also the field it fills.
    since: String,
    seats: Vec<String>,
    languages: Vec<String>,
}

impl Columns {
    /// The columns for a workflow; `None` if nothing can be imported into it.
    pub fn of(definition: &Definition) -> Option<Self> {
        let imports = |kind: &Kind| {
            kind.import
                .as_ref()
                .map(|import| (kind.clone(), import.since.1.clone()))
        };
        let (kind, since) = definition.kinds.iter().find_map(imports)?;
        let seats = definition.role(&kind.owner).map_or(&[][..], |role| &role.seats);
        Some(Self {
            seats: seats.iter().map(|seat| seat.name.clone()).collect(),
            languages: definition.languages.clone(),
            kind: kind.name,
            role: kind.owner,
            since,
        })
    }

    /// Names of the columns, in the order in which an example has them.
    pub fn names(&self) -> Vec<String> {
        let of_seats = self
            .seats
            .iter()
            .flat_map(|seat| [format!("{seat}_name"), format!("{seat}_email")]);
        let first = ["organisation".to_owned(), self.since.clone()];
        first
            .into_iter()
            .chain(of_seats)
            .chain(["language".to_owned()])
            .collect()
    }
}

impl Engine {
    /// Imports the members in a table of comma- or semicolon-separated values in UTF-8, for a person who runs the programme
    /// or, without one, for whoever works at the command line.
    ///
    /// # Errors
    /// Refused to people who do not run the programme; not found when nothing can be imported into the workflow.
    pub async fn import(&self, person: Option<Uuid>, workflow: &str, table: &[u8]) -> Result<Imported, EngineError> {
        let definition = match person {
            Some(person) => self.running(person, workflow).await?,
            None => {
                self.workflows
                    .in_force(workflow)
                    .ok_or(EngineError::NotFound("workflow"))?
                    .1
            }
        };
        let columns = Columns::of(&definition).ok_or(EngineError::NotFound("kind that can be imported"))?;
        let today = self.now().civil(&definition.zone).date();
        let lines = match table::read(&columns, table, today) {
            Ok(lines) => lines,
            Err(bad) => return Ok(Imported::Nothing(bad)),
        };
        let import = Import {
            engine: self,
            columns: &columns,
            person,
            workflow,
        };
        match transact!(self, work => import.all(work, &lines)) {
            Ok(()) => Ok(Imported::Done(lines.len())),
            Err(EngineError::BadLines(bad)) => Ok(Imported::Nothing(bad)),
            Err(error) => Err(error),
        }
    }
}

struct Import<'a> {
    engine: &'a Engine,
    columns: &'a Columns,
    person: Option<Uuid>,
    workflow: &'a str,
}

impl Import<'_> {
    /// Enters every line, or none.
    async fn all(&self, work: &mut Work, lines: &[Line]) -> Result<(), Stop> {
        let bad = self.lines(work, lines).await?;
        if bad.is_empty() {
            Ok(())
        } else {
            Err(EngineError::BadLines(bad).into())
        }
    }

    /// Enters every line that can be; whatever is wrong with the others is given, and then nothing may be kept.
    async fn lines(&self, work: &mut Work, lines: &[Line]) -> Result<Vec<BadLine>, Stop> {
        let mut bad = Vec::new();
        for line in lines {
            match self.line(work, line).await {
                Err(Stop::Error(EngineError::Refused(refusal))) if refusal.rule == "already-member" => {
                    bad.push(line.wrong("organisation", Wrong::Member, &line.organisation));
                }
                Err(Stop::Error(EngineError::Invalid(errors))) => {
                    let column = |field: &str| if field == "email" { "email" } else { "line" };
                    bad.extend(
                        errors
                            .iter()
                            .map(|error| line.wrong(column(&error.field), Wrong::Value, error.rule)),
                    );
                }
                other => other?,
            }
        }
        Ok(bad)
    }

    async fn line(&self, work: &mut Work, line: &Line) -> Result<(), Stop> {
        let organisation = self.organisation(work, line).await?;
        for (seat, name, address) in &line.people {
            let person = self
                .engine
                .add_person_in(work.tx(), name, address, &line.language)
                .await?;
            self.sit(work, (organisation, person.id), seat).await?;
        }
        let new = NewCase {
            workflow: self.workflow.to_owned(),
            kind: self.columns.kind.clone(),
            organisation,
            call: None,
            answers: Answers::new(),
            since: Some(Answers::from([(
                self.columns.since.clone(),
                line.since.to_string().into(),
            )])),
        };
        self.engine.open_in(work, self.person, &new).await.map(drop)
    }

    /// The organisation of that name, entered if it is new.
    async fn organisation(&self, work: &mut Work, line: &Line) -> Result<Uuid, Stop> {
        if let Some(known) = organisations::named(work.tx(), &line.organisation)
            .await?
            .into_iter()
            .next()
        {
            return Ok(known.id);
        }
        let now = self.engine.now();
        let new = Organisation {
            id: self.engine.ids.next(now),
            name: line.organisation.clone(),
            language: line.language.clone(),
            successor_id: None,
            created_at: now,
        };
        let _ = organisations::insert(work.tx(), &new).await?;
        Ok(new.id)
    }

    /// Gives a person a seat they do not hold yet.
    async fn sit(&self, work: &mut Work, (organisation, person): (Uuid, Uuid), seat: &str) -> Result<(), Stop> {
        let now = self.engine.now();
        let held = seats::of_organisation(work.tx(), organisation).await?;
        let same = |held: &Seat| {
            held.person_id == person && held.role == self.columns.role && held.seat.as_deref() == Some(seat)
        };
        if held.iter().any(|held| same(held) && held.until_at.is_none()) {
            return Ok(());
        }
        let new = Seat {
            id: self.engine.ids.next(now),
            person_id: person,
            role: self.columns.role.clone(),
            seat: Some(seat.to_owned()),
            organisation_id: Some(organisation),
            workflow: None,
            from_at: Some(now),
            until_at: None,
        };
        let _ = seats::insert(work.tx(), &new).await?;
        Ok(())
    }
}
