//! What is asked of a case, what is recorded, and what must follow.

use jiff::civil;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::around::Around;
use super::state::{Attachment, CallDates, CaughtUp, Child, Due, Round};
use super::version::NewVersion;
use crate::clock::Instant;
use crate::workflow::definition::{Address, Standing};
use crate::workflow::form::Answers;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name, as in the workflow or one of [`builtin`].
    pub name: String,
    /// Who asks.
    pub actor: Actor,
    /// The case's own answers as they stand (the saved draft with what came along).
    pub answers: Answers,
    /// Answers to the transition's own form.
    pub extra: Answers,
    /// A reason, if given.
    pub reason: Option<String>,
    /// Attachments that come with it.
    pub attachments: Vec<Attachment>,
    /// An id for what it may bring into being.
    pub fresh: Uuid,
    /// Places already taken in the case's call.
    pub places_taken: u32,
    /// What is true around the case at this moment.
    pub around: Around,
    /// What the engine says with it.
    pub news: News,
}

/// Names of events that every workflow has.
pub mod builtin {
    /// A case begins.
    pub const OPEN: &str = "open";
    /// A case that began before Kalends comes in.
    pub const IMPORT: &str = "import";
    /// A file is added.
    pub const ATTACH: &str = "attach";
    /// The dates of its call have moved.
    pub const CALL_MOVED: &str = "call.moved";
    /// A round sets other dates.
    pub const ROUND: &str = "round";
    /// The due date has moved.
    pub const DUE_MOVED: &str = "due.moved";
    /// A cycle opens a child: `cycle.<name>`.
    pub const CYCLE: &str = "cycle.";
    /// Reminders were late.
    pub const CATCH_UP: &str = "catch-up";
    /// The organisation was succeeded by another.
    pub const SUCCEED: &str = "succeed";
    /// The case moved to another version of its workflow.
    pub const VERSION: &str = "version";
    /// Somebody who runs the programme puts one duty of one case off.
    pub const EXTEND: &str = "extend";
    /// A duty was put off.
    pub const DUTY_MOVED: &str = "duty.moved";
    /// What happens to an organisation: `organisation.<name>`.
    pub const ORGANISATION: &str = "organisation.";
    /// The organisation goes on as another.
    pub const MERGED: &str = "organisation.merged";
    /// The organisation was divided among others.
    pub const SPLIT: &str = "organisation.split";
    /// The organisation has another name.
    pub const RENAMED: &str = "organisation.renamed";
}

/// What the engine says with an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum News {
    /// Nothing.
    #[default]
    None,
    /// The call's dates now.
    Call(CallDates),
    /// A round.
    Round(Round),
    /// A due date.
    Due(Due),
    /// What catching up decided.
    CaughtUp(Vec<CaughtUp>),
    /// A child has moved.
    Child {
        id: Uuid,
        state: String,
        closed: bool,
        owed_until: Option<Instant>,
    },
    /// The organisation that goes on with the case, and what its transitions wait for: merged or split.
    Organisation { id: Uuid, why: &'static str },
}

/// With what a case begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// Id of the case.
    pub id: Uuid,
    /// Kind of case.
    pub kind: String,
    /// Its owner.
    pub organisation: Uuid,
    /// The call, if the kind belongs to calls.
    pub call: Option<CallDates>,
    /// The case that opens it.
    pub parent: Option<Uuid>,
    /// When it is due, if a cycle opens it.
    pub due: Option<Due>,
    /// Rounds already set for the kinds of its children.
    #[serde(default)]
    pub rounds: Vec<Round>,
    /// Answers carried over, for its own form.
    #[serde(default)]
    pub answers: Answers,
    /// Whether its parent may open several like it: an event opens it and not a cycle.
    #[serde(default)]
    pub several: bool,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// A person in a seat.
    Person {
        /// The person.
        id: Uuid,
        /// Every role and seat held for this case at this moment.
        seats: Vec<HeldSeat>,
    },
    /// The engine itself: a timer, a call, a child.
    Engine,
}

/// A role and seat somebody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldSeat {
    /// The role.
    pub role: String,
    /// The seat, for roles of organisations.
    pub seat: Option<String>,
    /// The member for which a peer sits; `None` for everybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<Uuid>,
}

/// What was accepted and recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Place in the history, from 1.
    pub seq: u32,
    /// When it took effect: for a timer the instant it was due.
    pub at: Instant,
    /// The event's name.
    pub event: String,
    /// Who acted, and in which role.
    pub actor: Option<Uuid>,
    /// The role and seat the actor used; `None` for the engine.
    pub role: Option<Address>,
    /// State before; `None` for the first entry.
    pub from: Option<String>,
    /// State after.
    pub to: String,
    /// The reason given.
    pub reason: Option<String>,
    /// What it changed, in order.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Letters it sends at once.
    #[serde(default)]
    pub tell: Vec<(Address, String)>,
}

impl Entry {
    /// The panel in which the entry is somebody's ballot.
    pub fn ballot(&self) -> Option<&str> {
        self.changes.iter().find_map(|change| match change {
            Change::Cast { panel, .. } => Some(panel.as_str()),
            _ => None,
        })
    }
}

/// One thing an entry changed. Folding these is all that [`evolve`](super::evolve::evolve) does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The case began.
    Opened(Box<Opening>),
    /// The state was entered (again, if it is the same).
    Entered(String),
    /// A mark was set.
    Marked(String),
    /// A mark was cleared.
    Cleared(String),
    /// A standing was given.
    Standing(Standing),
    /// A duty's clock stopped.
    Stopped(String),
    /// A duty's clock goes on.
    Resumed(String),
    /// Answers to a form were recorded.
    Answered { form: String, answers: Answers },
    /// A seat signed answers with this digest.
    Signed { seat: String, digest: String },
    /// The ballot of a panel opened, for a body of this size; what was cast before does not count any more.
    Panel { panel: String, members: u32 },
    /// The actor's ballot, in place of an earlier one.
    Cast {
        panel: String,
        answers: Answers,
        #[serde(default)]
        chair: bool,
        /// The members whose vote it is, where members vote and not persons.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        voices: Vec<Uuid>,
    },
    /// A file was added.
    Attached(Attachment),
    /// A place under the quota was taken (true) or given back.
    Place(bool),
    /// The call's dates are these.
    Call(CallDates),
    /// The due date is this.
    Due(Due),
    /// A round sets other dates.
    Round(Round),
    /// A child was opened, for a regular due day of a cycle or by a transition.
    ChildOpened(Child),
    /// A child moved.
    ChildMoved {
        id: Uuid,
        state: String,
        closed: bool,
        #[serde(default)]
        owed_until: Option<Instant>,
    },
    /// A child's due date moved.
    ChildDue { id: Uuid, due: Due },
    /// Regular due days of a cycle up to this one are dealt with.
    CycleDone { cycle: String, through: civil::Date },
    /// Late reminders were left out or moved.
    CaughtUp(Vec<CaughtUp>),
    /// Another organisation owns the case.
    Owner(Uuid),
    /// The case obeys another version of its workflow.
    Version(Box<NewVersion>),
    /// A due date is put off for this case: of a duty, or a date of its own that others count from.
    DutyMoved {
        duty: String,
        due_at: Instant,
        /// The date of the case itself that moves with it.
        #[serde(default)]
        date: Option<String>,
    },
}

/// What `decide` answers when it does not refuse.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What to record.
    pub entry: Entry,
    /// What must follow in the same transaction.
    pub effects: Vec<Effect>,
    /// Which of the state's transitions was followed, counted from 0; `None` for an event every workflow has.
    pub followed: Option<usize>,
}

/// What must follow, in the domain's words.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Take a place in this call, of so many where the workflow's rule says how many; if none is left the whole event is
    /// refused.
    TakePlace { call: Uuid, places: Option<u32> },
    /// Give a place in this call back.
    FreePlace(Uuid),
    /// Open a case with this.
    Open(Box<Opening>),
    /// Feed an event to another case.
    Feed { case: Uuid, event: String, news: News },
}
