//! The proof that a copy of the database says the same as its source.
//!
//! Owns the comparison: every table counted on both sides, the head of every history as the source has it against the one
//! computed anew in the copy, and every plan of the copy recomputed by [`super::verify`]. Reads both databases afresh, so
//! that what was written to the source while it was copied shows. Changes nothing, and does not know how a copy is made.

use uuid::Uuid;

use super::verify::Report;
use super::{Engine, EngineError};
use crate::store::chain::BEGINNING;
use crate::store::copy::{self, CopyError, Counted};
use crate::store::entries::{self, Recorded};
use crate::store::tables::TABLES;
use crate::store::{Page, Store, Tx, cases};

/// How many cases are looked up at once.
const PAGE: u32 = 200;

/// Why a copy could not be compared to the end.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// A table could not be counted.
    #[error(transparent)]
    Table(#[from] CopyError),
    /// A history or a plan could not be computed anew.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A table on both sides.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TableProof {
    /// Its name.
    pub table: &'static str,
    /// In the source.
    pub source: Counted,
    /// In the copy.
    pub copy: Counted,
}

/// The history of a case on both sides.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Head {
    /// The case.
    pub case: Uuid,
    /// How many entries its history has in the source.
    pub entries: usize,
    /// Hash of its last entry, as the source has stored it.
    pub source: String,
    /// The same computed from every entry of the copy.
    pub copy: String,
}

/// What was compared.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Proof {
    /// Every table.
    pub tables: Vec<TableProof>,
    /// Every case of the source.
    pub cases: Vec<Head>,
    /// The copy, recomputed.
    pub verified: Report,
}

impl TableProof {
    /// Whether both sides are the same.
    pub fn is_same(&self) -> bool {
        self.source == self.copy
    }
}

impl Head {
    /// Whether both sides are the same.
    pub fn is_same(&self) -> bool {
        self.source == self.copy
    }
}

impl Proof {
    /// Whether the copy says what the source says, be it good or not.
    pub fn is_same(&self) -> bool {
        self.tables.iter().all(TableProof::is_same) && self.cases.iter().all(Head::is_same)
    }

    /// Whether the copy says what the source says and all of it follows from the histories.
    pub fn holds(&self) -> bool {
        self.is_same() && self.verified.differences.is_empty()
    }
}

/// Compares a source with its copy, over which the engine stands.
///
/// # Errors
/// When either cannot be read to its end; differences are no error.
pub async fn prove(source: &Store, copy: &Engine) -> Result<Proof, ProofError> {
    let mut ours = source.read().await.map_err(EngineError::from)?;
    let mut theirs = copy.store.read().await.map_err(EngineError::from)?;
    let mut tables = Vec::new();
    for table in TABLES {
        tables.push(TableProof {
            table: table.name,
            source: copy::count(&mut ours, table).await?,
            copy: copy::count(&mut theirs, table).await?,
        });
    }
    let cases = heads(&mut ours, &mut theirs).await?;
    drop((ours, theirs));
    let verified = copy.verify().await?;
    Ok(Proof {
        tables,
        cases,
        verified,
    })
}

async fn heads(source: &mut Tx, copy: &mut Tx) -> Result<Vec<Head>, EngineError> {
    let mut heads = Vec::new();
    let mut page = Page::first(PAGE);
    loop {
        let found = cases::list(source, &cases::Filter::default(), page).await?;
        let Some(last) = found.last() else { return Ok(heads) };
        page.after = Some(last.case.id);
        for stored in &found {
            let case = stored.case.id;
            let ours = entries::of_case(source, case).await?;
            let theirs = entries::of_case(copy, case).await?;
            heads.push(Head {
                case,
                entries: ours.len(),
                source: ours
                    .last()
                    .map_or_else(|| BEGINNING.to_owned(), |last| last.sealed.hash.clone()),
                copy: computed(&theirs),
            });
        }
    }
}

/// The hash of the last entry, from the first entry on.
fn computed(history: &[Recorded]) -> String {
    let links = history.iter().map(|recorded| &recorded.sealed.link);
    links.fold(BEGINNING.to_owned(), |previous, link| link.hash(&previous))
}
