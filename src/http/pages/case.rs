//! The page of one case: where it stands, whose turn it is, what happens next and when, what happened.

use askama::Template;

use super::event::EventView;
use super::frame::{Frame, Link};
use super::panel::PanelView;
use crate::clock::Instant;
use crate::http::typed::Typed;
use crate::workflow::definition::Standing;

/// The page of one case.
#[derive(Template, Debug)]
#[template(path = "case.html")]
pub struct CasePage {
    /// What surrounds it.
    pub frame: Frame,
    /// Where the person came from: their desk, their queue.
    pub back: Link,
    /// Address of the case, without a trailing slash.
    pub href: String,
    /// Name of the organisation that owns it.
    pub organisation: String,
    /// Title of its kind.
    pub kind: String,
    /// Name of its call or round.
    pub call: Option<String>,
    /// Title of its state.
    pub state: String,
    /// Colour word of its state.
    pub tone: Tone,
    /// Standing, for members.
    pub standing: Option<Standing>,
    /// Whose turn it is.
    pub turn: Turn,
    /// The reason given last, with who gave it.
    pub reason: Option<Said>,
    /// What is owed now.
    pub duties: Vec<DutyView>,
    /// What happens by itself, by time.
    pub next: Vec<NextView>,
    /// The rules of the state it stands in, as sentences.
    pub rules: Vec<String>,
    /// The page with every rule of the programme.
    pub all_rules: String,
    /// What the person may set off, and what is refused to them now.
    pub events: Vec<EventView>,
    /// The form that puts one of its duties off, for those who run the programme.
    pub put_off: Option<PutOffView>,
    /// The case's own form, if the person may read it.
    pub form: Option<FormState>,
    /// Files.
    pub attachments: Vec<FileView>,
    /// Whether the person may add a file.
    pub may_attach: bool,
    /// Letters sent and planned.
    pub letters: Vec<LetterView>,
    /// Votes and points that have begun.
    pub panels: Vec<PanelView>,
    /// What happened, newest first.
    pub history: Vec<PastView>,
    /// Where it can be moved to the version in force, if it obeys an older one and the person runs the programme.
    pub version: Option<Link>,
    /// The case this one belongs to, and those that belong to it.
    pub related: Vec<Link>,
}

/// Colour word of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The person has to act.
    Act,
    /// Somebody else has to.
    Wait,
    /// It went well.
    Good,
    /// It is over, without success.
    Over,
}

impl Tone {
    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Act => "tag tag-act",
            Self::Wait => "tag tag-wait",
            Self::Good => "tag tag-good",
            Self::Over => "tag tag-over",
        }
    }
}

/// Whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The reader's.
    Yours,
    /// That of a role, by its title.
    Theirs(String),
    /// Nobody's: nothing more is expected.
    Nobody,
}

/// What somebody said.
#[derive(Clone, Debug)]
pub struct Said {
    /// Who.
    pub who: String,
    /// When.
    pub at: Instant,
    /// What.
    pub text: String,
}

/// A duty.
#[derive(Clone, Debug)]
pub struct DutyView {
    /// What is owed.
    pub title: String,
    /// Title of the role that owes it.
    pub who: String,
    /// The instant after its last moment.
    pub due_at: Instant,
    /// Whether its clock stands still.
    pub stopped: bool,
}

/// Something that will happen if nobody does anything.
#[derive(Clone, Debug)]
pub struct NextView {
    /// When: a moment, or the instant after a last moment.
    pub at: Instant,
    /// What, in one sentence.
    pub text: String,
    /// What sort of thing it is.
    pub sort: NextSort,
}

/// What sort of thing will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextSort {
    /// A due date passes.
    Deadline,
    /// A letter leaves.
    Letter,
    /// The engine acts by itself.
    Timer,
}

impl NextSort {
    /// The class of its mark on the line of time.
    pub fn class(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Letter => "letter",
            Self::Timer => "timer",
        }
    }

    /// Whether its instant is the one after a last moment.
    pub fn is_deadline(self) -> bool {
        matches!(self, Self::Deadline | Self::Timer)
    }
}

/// How far a case's form is.
#[derive(Clone, Debug)]
pub struct FormState {
    /// Its name for people.
    pub title: String,
    /// Whether the person may edit it now.
    pub editable: bool,
    /// Whether the person may sign or submit it, below the summary.
    pub submits: bool,
    /// Required questions answered.
    pub answered: u32,
    /// Required questions.
    pub required: u32,
    /// Who has signed and who has to.
    pub signatures: Vec<SignatureView>,
}

/// A signature that is there or awaited.
#[derive(Clone, Debug)]
pub struct SignatureView {
    /// Title of the seat.
    pub seat: String,
    /// Who signed and when; `None` is awaited.
    pub signed: Option<(String, Instant)>,
    /// Whether the answers changed after it.
    pub stale: bool,
}

/// A file.
#[derive(Clone, Debug)]
pub struct FileView {
    /// Where it is read.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it is for, in words.
    pub purpose: String,
}

/// A letter, sent or planned.
#[derive(Clone, Debug)]
pub struct LetterView {
    /// When it left or will leave.
    pub at: Instant,
    /// Its subject.
    pub subject: String,
    /// Who gets it.
    pub recipient: String,
    /// What became of it.
    pub state: LetterState,
    /// The page that says why it goes.
    pub why: String,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// It will go.
    Planned,
    /// It went.
    Sent,
    /// It is no longer needed.
    Withdrawn,
    /// A rule kept it back.
    Suppressed,
    /// It could not be delivered.
    Failed,
}

impl LetterState {
    /// Every state with its word.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Planned, "planned"),
        (Self::Sent, "sent"),
        (Self::Withdrawn, "withdrawn"),
        (Self::Suppressed, "suppressed"),
        (Self::Failed, "failed"),
    ];

    /// The word in addresses and classes.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Message id of its word for people.
    pub fn id(self) -> String {
        format!("letter-{}", self.as_str())
    }
}

/// An entry of the history.
#[derive(Clone, Debug)]
pub struct PastView {
    /// When.
    pub at: Instant,
    /// What happened, in words.
    pub event: String,
    /// Who did it; `None` is Kalends itself.
    pub actor: Option<String>,
    /// Title of the state it led to, if it changed.
    pub to: Option<String>,
    /// The reason given.
    pub reason: Option<String>,
}

/// A duty to be put off. Inputs: `duty`, `until.*`, `reason`.
#[derive(Clone, Debug)]
pub struct PutOffView {
    /// Where it is posted.
    pub action: String,
    /// The revision the person sees.
    pub revision: u32,
    /// What is owed: name and words.
    pub duties: Vec<(String, String)>,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub wrong: Vec<String>,
}
