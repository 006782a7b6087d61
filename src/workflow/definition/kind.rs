//! Kinds of case, their states and what is owed in them.
//!
//! Owns the nouns alone; what can happen in a state is [`super::Transition`].

use super::call::Quota;
use super::cycle::Cycle;
use super::role::Address;
use super::transition::Transition;
use super::{CatchUp, Guard, Panel, Place, Span, Standing, Text, Timing};

/// A kind of case.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Name in the files.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Name for people.
    pub title: Text,
    /// The role whose organisation owns the case.
    pub owner: String,
    /// The form the owner fills.
    pub form: Option<String>,
    /// Whether a case belongs to a call, one for each organisation and call.
    pub in_call: bool,
    /// Who may open a case: the owner unless the file says otherwise; nobody for kinds that only a cycle opens.
    pub open_by: Vec<Address>,
    /// The state existing cases are imported into, and the form that says since when.
    pub import: Option<Import>,
    /// Panels: several persons who decide together.
    pub panels: Vec<Panel>,
    /// States; the first is the initial one.
    pub states: Vec<State>,
    /// Where it is written.
    pub place: Place,
}

impl Kind {
    /// The panel of that name.
    pub fn panel(&self, name: &str) -> Option<&Panel> {
        self.panels.iter().find(|panel| panel.name == name)
    }

    /// The panel that counts for a quota which is a part of the scored cases.
    pub fn quota_panel(&self, quota: &Quota) -> Option<&Panel> {
        match &quota.of {
            Some(name) => self.panel(name),
            None => self.panels.iter().find(|panel| !panel.votes()),
        }
    }

    /// The state of that name.
    pub fn state(&self, name: &str) -> Option<&State> {
        self.states.iter().find(|state| state.name == name)
    }

    /// The state a new case begins in.
    pub fn initial(&self) -> Option<&State> {
        self.states.first()
    }
}

/// How cases that began before Kalends come in.
#[derive(Clone, Debug)]
pub struct Import {
    /// State they stand in.
    pub state: String,
    /// Form and date field that the importer fills, such as `admission.admitted_on`.
    pub since: (String, String),
}

/// A state of a kind.
#[derive(Clone, Debug)]
pub struct State {
    /// Name in the files.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Name for people.
    pub title: Text,
    /// Nothing more is expected of anybody.
    pub is_final: bool,
    /// Role that may edit the answers here.
    pub edits: Option<Address>,
    /// Whether the case is listed in the public register while here.
    pub listed: bool,
    /// Whether the organisation may begin again in the same call once its case stands here.
    pub again: bool,
    /// Standing given on entering.
    pub standing: Option<Standing>,
    /// What roles owe here.
    pub duties: Vec<DutyRule>,
    /// What can happen here; several with one event are tried in order.
    pub transitions: Vec<Transition>,
    /// Child cases opened again and again while here.
    pub cycles: Vec<Cycle>,
    /// Where it is written.
    pub place: Place,
}

impl State {
    /// Whether ballots of the panel are cast here.
    pub fn casts(&self, panel: &str) -> bool {
        self.transitions.iter().any(|one| one.casts.as_deref() == Some(panel))
    }
}

/// What a role owes in a state.
#[derive(Clone, Debug)]
pub struct DutyRule {
    /// Name in the files, unique in the kind.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Name for people.
    pub title: Text,
    /// Who owes it.
    pub of: Address,
    /// When it is due: the instant after its last moment.
    pub due: Timing,
    /// The duty exists only while this holds.
    pub when: Option<Guard>,
    /// Reminders and escalations.
    pub reminders: Vec<Reminder>,
    /// Where it is written.
    pub place: Place,
}

/// A notice around a duty's due date.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// Name of the step, such as `before-14-days`.
    pub step: String,
    /// Distance from the due day.
    pub offset: Offset,
    /// The letter that goes.
    pub letter: String,
    /// Who gets it: the duty's role unless the file says otherwise.
    pub to: Vec<Address>,
    /// What happens if it is late; the workflow's rule unless the file says otherwise.
    pub catch_up: CatchUp,
    /// Where it is written.
    pub place: Place,
}

/// A distance from a due day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offset {
    /// So long before.
    Before(Span),
    /// On the day.
    On,
    /// So long after.
    After(Span),
}
