//! The checked form of a workflow's files: plain data, nothing computed.

mod cycle;

use std::collections::BTreeMap;

use jiff::civil;
use jiff::tz::TimeZone;

use super::dates::{Almanac, Calendar, Dates};
use super::finding::Place;
use super::form::Form;
use super::guard::Guard;
use super::letter::Letter;
use super::panel::{Panel, Share};
use super::span::Span;
pub use super::standing::Standing;
use super::text::{Lang, Text};
use super::timing::Timing;
use super::workdays::Workdays;

pub use cycle::{Anchor, Cycle, Every};

/// A programme: what its folder of files says.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The folder's name.
    pub name: String,
    /// SHA-256 over all files, in hexadecimal: the same files, the same digest.
    pub digest: String,
    /// The programme's name for people.
    pub title: Text,
    /// One paragraph for the public page.
    pub about: Text,
    /// Zone in which every date of the workflow is meant.
    pub zone: TimeZone,
    /// Local time at which reminders leave.
    pub hour: civil::Time,
    /// Languages every text must be written in; the first is the fallback for a recipient's own.
    pub languages: Vec<Lang>,
    /// What happens to reminders that fell due while the service was off.
    pub catch_up: CatchUp,
    /// Who may act.
    pub roles: Vec<Role>,
    /// Which days are working days.
    pub workdays: Workdays,
    /// Named lists of days.
    pub calendars: Vec<Calendar>,
    /// The default rule of a call, if the workflow has calls.
    pub call: Option<CallRule>,
    /// Kinds of case.
    pub kinds: Vec<Kind>,
    /// Marks that had other names in earlier versions.
    pub renamed_marks: Vec<RenamedMark>,
    /// What can happen to an organisation, whatever cases it has.
    pub organisation_events: Vec<OrganisationEvent>,
    /// Forms by name.
    pub forms: BTreeMap<String, Form>,
    /// Letters by name.
    pub letters: BTreeMap<String, Letter>,
}

/// What to do with reminders that are late because the service was off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchUp {
    /// Send each, oldest first, one a day per duty and recipient.
    Now,
    /// Send only the latest step of each duty.
    Latest,
    /// Send none of them.
    Skip,
}

/// A role: who may act.
#[derive(Clone, Debug)]
pub struct Role {
    /// Name in the files.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Name for people.
    pub title: Text,
    /// Seats an organisation fills for this role, the first being the one letters go to; empty for a body of the house.
    pub seats: Vec<Seat>,
    /// Which cases a body of the house sees.
    pub sees: Sees,
    /// Whether it runs the programme: opens and moves calls, keeps the directory, imports members.
    pub runs: bool,
    /// The role whose seats make its holders: everybody who sits in them for another organisation that is a member.
    pub peers_of: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// Something that can happen to an organisation: `[organisation.licence-lost]`.
#[derive(Clone, Debug)]
pub struct OrganisationEvent {
    /// Name in the files; cases wait for it as `organisation.NAME`.
    pub name: String,
    /// Name for people.
    pub title: Text,
    /// Who may record it.
    pub by: Vec<Address>,
    /// Where it is written.
    pub place: Place,
}

/// Which cases a body of the house sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Every case (`sees = "all"`).
    All,
    /// Those it has been told about or may act on (`sees = "told"`, the default).
    Told,
}

/// A seat of a role in the organisation that owns a case.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Name in the files.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Name for people.
    pub title: Text,
}

/// A role, or one seat of it: `commission`, `applicant.mayor`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Address {
    /// The role's name.
    pub role: String,
    /// The seat's name, or any seat of the role.
    pub seat: Option<String>,
}

/// The default rule of a call; each call's own dates win.
#[derive(Clone, Debug)]
pub struct CallRule {
    /// When it opens.
    pub opens: Dates,
    /// The instant after the last moment of submission.
    pub closes: Dates,
    /// How many cases may take a place.
    pub quota: Option<Quota>,
    /// Further dates by name, each from `closes` or `opens` unless the call says otherwise.
    pub dates: Vec<(String, Timing)>,
    /// Where it is written.
    pub place: Place,
}

/// How many cases of a call may take a place: a number, or a part of those that have a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The number or the part.
    pub share: Share,
    /// The panel whose scores are counted; the kind's only one if left out.
    pub of: Option<String>,
}

/// A mark that had another name in earlier versions.
#[derive(Clone, Debug)]
pub struct RenamedMark {
    /// Name in the files.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

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

/// Something that can happen in a state.
#[derive(Clone, Debug)]
pub struct Transition {
    /// The event's name.
    pub event: String,
    /// What people read on the button.
    pub title: Text,
    /// What sets it off.
    pub trigger: Trigger,
    /// Not before then.
    pub from: Option<Timing>,
    /// Not from then on.
    pub until: Option<Timing>,
    /// A child it opens.
    pub opens: Option<Opens>,
    /// The state it leads to; `None` stays.
    pub to: Option<String>,
    /// Must hold.
    pub when: Option<Guard>,
    /// What a person reads when the guard refuses.
    pub refusal: Text,
    /// Whether the actor gives a reason.
    pub reason: Reason,
    /// Purpose of an attachment that must be there.
    pub attach: Option<String>,
    /// Form the actor fills with the event.
    pub form: Option<String>,
    /// Panel in which the form is the actor's ballot.
    pub casts: Option<String>,
    /// The case's own form must be complete and is frozen by this event.
    pub complete: bool,
    /// This is the signature of the seat that acts.
    pub signs: bool,
    /// Marks it sets.
    pub marks: Vec<String>,
    /// Marks it clears.
    pub clears: Vec<String>,
    /// Duties whose clock it stops until their state is entered again.
    pub stops: Vec<String>,
    /// Whether it takes or frees a place under the call's quota.
    pub place_in_quota: QuotaUse,
    /// Standing it gives.
    pub standing: Option<Standing>,
    /// Letters it sends: to whom, which.
    pub tell: Vec<(Address, String)>,
    /// Where it is written.
    pub place: Place,
}

/// A child case that a transition opens.
#[derive(Clone, Debug)]
pub struct Opens {
    /// Kind of the child.
    pub kind: String,
    /// When the child is due, if it is; counted as the case stands when the event happens.
    pub due: Option<Timing>,
    /// Where it is written.
    pub place: Place,
}

/// What sets a transition off.
#[derive(Clone, Debug)]
pub enum Trigger {
    /// Somebody in one of these roles or seats.
    By(Vec<Address>),
    /// The engine, at this time.
    At(Timing),
    /// Another event: of the call (`call.moved`), of a child (`progress-report.accept`) or of the organisation
    /// (`organisation.licence-lost`).
    Upon(String),
}

/// Whether a reason is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not asked.
    None,
    /// May be given.
    Optional,
    /// Must be given.
    Required,
}

/// What a transition does to the places under a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaUse {
    /// Nothing.
    Untouched,
    /// Takes one; refused when none is left.
    Takes,
    /// Gives one back.
    Frees,
}

impl Definition {
    /// What rules for dates are read against.
    pub fn almanac(&self) -> Almanac<'_> {
        Almanac {
            workdays: &self.workdays,
            calendars: &self.calendars,
        }
    }

    /// The kind of that name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// The role of that name.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }

    /// The first of the workflow's languages that the person reads, else the workflow's first.
    pub fn language_for<'a>(&'a self, wanted: &str) -> &'a str {
        self.languages
            .iter()
            .find(|lang| *lang == wanted)
            .or(self.languages.first())
            .map_or("en", String::as_str)
    }
}

impl CallRule {
    /// The number of places, if the rule names one.
    pub fn number(&self) -> Option<u32> {
        match self.quota.as_ref()?.share {
            Share::Number(number) => Some(number),
            _ => None,
        }
    }
}

impl State {
    /// Whether ballots of the panel are cast here.
    pub fn casts(&self, panel: &str) -> bool {
        self.transitions.iter().any(|one| one.casts.as_deref() == Some(panel))
    }
}

impl Role {
    /// Whether its holders are a body of the house, rather than people of organisations.
    pub fn of_house(&self) -> bool {
        self.seats.is_empty() && self.peers_of.is_none()
    }
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

impl Address {
    /// Whether somebody who sits in `role` and `seat` is meant.
    pub fn covers(&self, role: &str, seat: Option<&str>) -> bool {
        self.role == role && (self.seat.is_none() || self.seat.as_deref() == seat)
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.seat {
            Some(seat) => write!(f, "{}.{seat}", self.role),
            None => f.write_str(&self.role),
        }
    }
}
