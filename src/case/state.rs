//! A case as its history has made it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::panels::Casts;
use crate::clock::Instant;
use crate::workflow::definition::Standing;
use crate::workflow::form::Answers;
use crate::workflow::panel::Tally;

/// One running instance of a kind: the fold of its history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: Uuid,
    /// Name of the kind.
    pub kind: String,
    /// Organisation that owns it.
    pub organisation: Uuid,
    /// Name of the state it stands in.
    pub state: String,
    /// Number of entries so far; also the optimistic revision.
    pub revision: u32,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it entered its state.
    pub entered_at: Instant,
    /// When its last entry took effect: a history never runs backwards.
    #[serde(default)]
    pub latest_at: Instant,
    /// When its owner last changed: reminders from before then are not made up for.
    pub dates_since: Instant,
    /// When each of its dates last moved, by the name timings give it (`call.closes`, `due`): the same, for that date.
    #[serde(default)]
    pub moved: BTreeMap<String, Instant>,
    /// The call it belongs to, with that call's dates.
    pub call: Option<CallDates>,
    /// The case that opened it.
    pub parent: Option<Uuid>,
    /// When it is due, if it was opened by a cycle.
    pub due: Option<Due>,
    /// Marks and when each was set.
    #[serde(default)]
    pub marks: BTreeMap<String, Instant>,
    /// Signatures by seat.
    #[serde(default)]
    pub signatures: BTreeMap<String, Signature>,
    /// Recorded answers by form.
    #[serde(default)]
    pub answers: BTreeMap<String, Answers>,
    /// Attachments in the order they came.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// The reason given last.
    pub reason: Option<String>,
    /// Standing, once it has one.
    pub standing: Option<Standing>,
    /// Roles that have been told something about it.
    #[serde(default)]
    pub told: BTreeSet<String>,
    /// Whether it holds a place under its call's quota.
    #[serde(default)]
    pub holds_place: bool,
    /// Stretches during which a duty's clock stood still; an open one has no end.
    #[serde(default)]
    pub stops: BTreeMap<String, Vec<(Instant, Option<Instant>)>>,
    /// Regular due days already opened, by cycle.
    #[serde(default)]
    pub cycles: BTreeMap<String, civil::Date>,
    /// Rounds that set other dates for this case's cycles.
    #[serde(default)]
    pub rounds: Vec<Round>,
    /// Child cases.
    #[serde(default)]
    pub children: Vec<Child>,
    /// What catching up decided about single notices.
    #[serde(default)]
    pub caught_up: Vec<CaughtUp>,
    /// Earlier names of duties, with what each is called now: notices keep the name under which they were sent.
    #[serde(default)]
    pub former_duties: BTreeMap<String, String>,
    /// Size of each panel's body when its ballot opened.
    #[serde(default)]
    pub panels: BTreeMap<String, u32>,
    /// Ballots by panel and by whose they are.
    #[serde(default)]
    pub ballots: BTreeMap<String, Casts>,
    /// Results that ended ballots keep though the rules have changed since, by panel.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub results: BTreeMap<String, Tally>,
    /// Earlier names of panels, with every panel each stood for, as that is called now: entries keep the name under which a
    /// ballot was given.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub former_panels: BTreeMap<String, BTreeSet<String>>,
    /// Due dates put off for this case alone, by the duty's name.
    #[serde(default)]
    pub put_off: BTreeMap<String, PutOff>,
}

/// A due date put off for one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PutOff {
    /// The instant after its last moment.
    pub due_at: Instant,
    /// When that was said.
    pub at: Instant,
    /// The date of the case itself that moved with it.
    #[serde(default)]
    pub date: Option<String>,
}

/// A call's dates as one case knows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallDates {
    /// The call.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// When it opens.
    pub opens_at: Instant,
    /// The instant after the last moment of submission.
    pub closes_at: Instant,
    /// How many cases may take a place.
    pub quota: Option<u32>,
    /// Further dates by name.
    #[serde(default)]
    pub dates: BTreeMap<String, Instant>,
}

/// When a case opened by a cycle is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// The cycle's regular due day that this case stands for; never changes.
    pub regular: civil::Date,
    /// The instant after its last moment.
    pub at: Instant,
    /// First and last day reported on, if a round named them.
    pub period: Option<(civil::Date, civil::Date)>,
}

/// A round: another date and period for the reports of a cohort.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// The round's id (it is stored as a call of the child's kind).
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Kind of the child.
    pub kind: String,
    /// When the child opens.
    pub opens_at: Instant,
    /// The instant after the last moment.
    pub due_at: Instant,
    /// First and last regular due day it stands in for, both included.
    pub replaces: (civil::Date, civil::Date),
    /// First and last day of the anchor (admission) of those it is for, both included; `None` is open.
    pub cohort: (Option<civil::Date>, Option<civil::Date>),
    /// First and last day reported on.
    pub period: Option<(civil::Date, civil::Date)>,
}

impl Round {
    /// Its name among the moved dates of a case.
    pub fn key(&self) -> String {
        format!("round.{}", self.id)
    }
}

/// A signature over certain answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// Who signed.
    pub person: Option<Uuid>,
    /// When.
    pub at: Instant,
    /// SHA-256 of the answers signed, in hexadecimal.
    pub digest: String,
}

/// A file belonging to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: Uuid,
    /// What it is for, such as `endorsement` or `signed-form`.
    pub purpose: String,
    /// File name as given.
    pub name: String,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
}

/// What a case knows of a child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Child {
    /// The child's id.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// The cycle that opened it; empty if a transition did.
    pub cycle: String,
    /// When it is due and what for; a child that a transition opens may have no due date.
    #[serde(default)]
    pub due: Option<Due>,
    /// Its state.
    pub state: String,
    /// Whether that state is final.
    pub closed: bool,
    /// Until when its owner owes something about it; `None` while it waits for somebody else.
    #[serde(default)]
    pub owed_until: Option<Instant>,
}

/// What catching up decided about one notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaughtUp {
    /// Duty, step and occurrence of the notice.
    pub duty: String,
    /// The step.
    pub step: String,
    /// The occurrence.
    pub occurrence: String,
    /// For whom; `None` is everybody it goes to.
    #[serde(default)]
    pub recipient: Option<Uuid>,
    /// When it leaves instead; `None` is never.
    pub moved_to: Option<Instant>,
}
