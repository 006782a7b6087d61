//! The proof that nothing was lost, doubled or rewritten: everything stored is computed anew and compared.
//!
//! Owns the comparison and the words for what differs. Changes nothing, and needs neither the loops nor a mail server.

mod history;
mod notices;
mod replay;

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::handle::Stop;
use super::save::Loaded;
use super::{Engine, EngineError};
use crate::case::version::entered;
use crate::clock::Instant;
use crate::store::entries::Recorded;
use crate::store::notices::StoredNotice;
use crate::store::timers::StoredTimer;
use crate::store::{Page, Tx, calls, cases, entries, timers};
use crate::workflow::Definition;

/// How many cases are looked up at once.
const PAGE: u32 = 200;

/// What is not as it was computed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// The case.
    pub case: Uuid,
    /// The notice, if it is about one.
    pub notice: Option<Uuid>,
    /// What differs: a short name that stays.
    pub rule: &'static str,
    /// What was found, in a sentence.
    pub message: String,
}

impl Difference {
    /// The way out.
    pub fn hint(&self) -> &'static str {
        match self.rule {
            "chain" | "payload" | "entry" => {
                "the history was changed outside kalends: compare with the last backup before anything else"
            }
            "fold" | "standing-rows" | "places" => {
                "the table was changed outside kalends: restore a backup, or report it with this output"
            }
            "version" => "publish the missing version of the workflow, or restore a backup that has it",

            _ => "keep the database as it is and report this output",
        }
    }
}

/// What a proof found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// How many cases were computed anew.
    pub cases: usize,
    /// How many notices there are or ought to be.
    pub notices: usize,
    /// How many of them are accounted for.
    pub accounted: usize,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// Everything stored about one case.
struct Evidence {
    loaded: Loaded,
    /// Every version the case has obeyed.
    versions: BTreeMap<u32, Arc<Definition>>,
    history: Vec<Recorded>,
    rows: Vec<StoredNotice>,
    timers: Vec<StoredTimer>,
    now: Instant,
}

/// What is found about one case.
#[derive(Default)]
struct Findings {
    differences: Vec<Difference>,
    /// Notices that ought to be stored and are not.
    missing: usize,
}

impl Evidence {
    fn case(&self) -> Uuid {
        self.loaded.stored.case.id
    }

    fn difference(&self, rule: &'static str, message: String) -> Difference {
        Difference {
            case: self.case(),
            notice: None,
            rule,
            message,
        }
    }

    /// The columns the case must be found by.
    fn columns(&self) -> cases::Columns {
        let case = &self.loaded.stored.case;
        let state = self
            .loaded
            .definition
            .kind(&case.kind)
            .and_then(|kind| kind.state(&case.state));
        cases::Columns::of(case, state.is_some_and(|state| state.is_final))
    }

    fn about(&self, row: &StoredNotice, rule: &'static str, message: &str) -> Difference {
        let name = if row.duty.is_empty() { "told" } else { &row.duty };
        Difference {
            notice: Some(row.id),
            ..self.difference(
                rule,
                format!("notice `{name}/{}` of {}: {message}", row.step, row.planned_at),
            )
        }
    }
}

impl Engine {
    /// Computes every case, history, plan and notice anew and compares them with what is stored.
    ///
    /// # Errors
    /// When the database cannot be read; differences are no error.
    pub async fn verify(&self) -> Result<Report, EngineError> {
        let mut report = Report::default();
        let mut page = Page::first(PAGE);
        loop {
            let mut tx = self.store.read().await?;
            let found = cases::list(&mut tx, &cases::Filter::default(), page).await?;
            drop(tx);
            let Some(last) = found.last() else { break };
            page.after = Some(last.case.id);
            for stored in &found {
                self.verify_case(stored.case.id, &mut report).await?;
            }
        }
        self.verify_places(&mut report).await?;
        Ok(report)
    }

    async fn verify_case(&self, case: Uuid, report: &mut Report) -> Result<(), EngineError> {
        let mut tx = self.store.read().await?;
        report.cases += 1;
        let evidence = match self.evidence(&mut tx, case).await {
            Ok(evidence) => evidence,
            Err(EngineError::NotFound(what)) => {
                report.differences.push(Difference {
                    case,
                    notice: None,
                    rule: "version",
                    message: format!("there is no such {what}"),
                });
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let mut findings = Findings::default();
        if cases::columns(&mut tx, case).await? != Some(evidence.columns()) {
            let message = "the columns lists look by are not those of the case".to_owned();
            findings.differences.push(evidence.difference("columns", message));
        }
        history::compare(&evidence, &mut findings);
        notices::compare_plan(&evidence, &mut findings);
        self.compare_messages(&mut tx, &evidence, &mut findings).await?;
        replay::compare(&evidence, &mut findings);
        report.take(&evidence, findings);
        Ok(())
    }

    async fn evidence(&self, tx: &mut Tx, case: Uuid) -> Result<Evidence, EngineError> {
        let loaded = self.load_to_read(tx, case).await.map_err(Stop::into_error)?;
        let history = entries::of_case(tx, case).await?;
        let mut versions = BTreeMap::from([(loaded.stored.version, loaded.definition.clone())]);
        let moves = history
            .iter()
            .filter_map(|recorded| entered(&recorded.payload.as_ref()?.entry));
        for number in moves.flat_map(|new| [new.from, new.to]) {
            let definition = self.version(tx, &loaded.stored.workflow, number).await?;
            versions.insert(number, definition);
        }
        Ok(Evidence {
            loaded,
            versions,
            history,
            rows: crate::store::notices::of_case(tx, case).await?,
            timers: timers::of_case(tx, case).await?,
            now: self.now(),
        })
    }

    /// The places taken in each call are those its cases hold.
    async fn verify_places(&self, report: &mut Report) -> Result<(), EngineError> {
        for workflow in self.workflows.names() {
            let mut tx = self.store.read().await?;
            for call in calls::of_workflow(&mut tx, &workflow).await? {
                let in_call = cases::of_call(&mut tx, call.id).await?;
                let held = in_call.iter().filter(|stored| stored.case.holds_place).count();
                if held != call.taken as usize {
                    report.differences.push(Difference {
                        case: call.id,
                        notice: None,
                        rule: "places",
                        message: format!(
                            "call `{}`: {} places are taken and {held} are held",
                            call.name, call.taken
                        ),
                    });
                }
            }
        }
        Ok(())
    }
}

impl Report {
    fn take(&mut self, evidence: &Evidence, findings: Findings) {
        let mut wrong: Vec<Uuid> = findings.differences.iter().filter_map(|one| one.notice).collect();
        wrong.sort_unstable();
        wrong.dedup();
        self.notices += evidence.rows.len() + findings.missing;
        self.accounted += evidence.rows.len() - wrong.len();
        self.differences.extend(findings.differences);
    }
}
