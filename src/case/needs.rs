//! What another version leaves no place for in a case, and the choices there are about it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::plan::duties;
use super::recount::Recount;
use super::renames::Passage;
use super::state::Case;
use crate::workflow::form::{Answers, Stage, is_blank};

/// The group of cases about which nothing needs a decision.
pub const OTHERS: &str = "others";

/// One thing of a case that another version has no place for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Need {
    /// Its kind of case is gone.
    Kind {
        /// The kind.
        kind: String,
    },
    /// The state it stands in is gone.
    State {
        /// The kind.
        kind: String,
        /// The state.
        state: String,
    },
    /// What somebody owes now is gone.
    Duty {
        /// The kind.
        kind: String,
        /// The duty.
        duty: String,
    },
    /// Nothing speaks any more of a mark it has.
    Mark {
        /// The kind.
        kind: String,
        /// The mark.
        mark: String,
    },
    /// A seat that has signed it is gone.
    Seat {
        /// The role.
        role: String,
        /// The seat.
        seat: String,
    },
    /// A form it has answers to is gone.
    Form {
        /// The form.
        form: String,
    },
    /// A field it has an answer to is gone.
    FieldGone {
        /// The form.
        form: String,
        /// The field.
        field: String,
    },
    /// An answer of its does not pass any more.
    FieldRetyped {
        /// The form.
        form: String,
        /// The field.
        field: String,
    },
    /// A panel in which ballots were given is gone, or has another form.
    PanelGone {
        /// The kind.
        kind: String,
        /// The panel.
        panel: String,
    },
    /// A ballot that has ended would begin anew where the case stands.
    PanelReopened {
        /// The kind.
        kind: String,
        /// The panel.
        panel: String,
    },
    /// An open ballot would be counted by other rules, or is another body's.
    PanelRuled {
        /// The kind.
        kind: String,
        /// The panel.
        panel: String,
    },
}

/// What becomes of the cases of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Choice {
    /// They stay on the version they obey.
    Stay,
    /// They move.
    Move,
    /// They move into this state.
    MoveTo(String),
    /// They move, and what was recorded stays as it is.
    Keep,
    /// They move, and what was recorded is given up; the history keeps it.
    Drop,
}

/// Choices by group.
pub type Choices = BTreeMap<String, Choice>;

impl Need {
    /// The name of the group of cases that need this decision.
    pub fn group(&self) -> String {
        match self {
            Self::Kind { kind } => format!("kind:{kind}"),
            Self::State { kind, state } => format!("state:{kind}.{state}"),
            Self::Duty { kind, duty } => format!("duty:{kind}.{duty}"),
            Self::Mark { kind, mark } => format!("mark:{kind}.{mark}"),
            Self::Seat { role, seat } => format!("seat:{role}.{seat}"),
            Self::Form { form } => format!("form:{form}"),
            Self::FieldGone { form, field } | Self::FieldRetyped { form, field } => format!("field:{form}.{field}"),
            Self::PanelGone { kind, panel }
            | Self::PanelReopened { kind, panel }
            | Self::PanelRuled { kind, panel } => format!("panel:{kind}.{panel}"),
        }
    }

    /// The choices there are, in words one can type.
    pub fn offered(&self) -> &'static [&'static str] {
        match self {
            Self::Kind { .. } => &["stay"],
            Self::State { .. } => &["stay", "move-to:STATE"],
            Self::Duty { .. } => &["stay", "move"],
            Self::FieldGone { .. } | Self::PanelGone { .. } | Self::PanelReopened { .. } => &["stay", "drop"],
            Self::Mark { .. }
            | Self::Seat { .. }
            | Self::Form { .. }
            | Self::FieldRetyped { .. }
            | Self::PanelRuled { .. } => &["stay", "keep", "drop"],
        }
    }

    /// Whether a choice is one of those there are.
    pub fn takes(&self, choice: &Choice) -> bool {
        let word = match choice {
            Choice::MoveTo(_) => "move-to:STATE".to_owned(),
            other => other.to_string(),
        };
        self.offered().contains(&word.as_str())
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stay => f.write_str("stay"),
            Self::Move => f.write_str("move"),
            Self::MoveTo(state) => write!(f, "move-to:{state}"),
            Self::Keep => f.write_str("keep"),
            Self::Drop => f.write_str("drop"),
        }
    }
}

/// A text that is no choice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a choice")]
pub struct NoChoice(String);

impl FromStr for Choice {
    type Err = NoChoice;

    fn from_str(text: &str) -> Result<Self, NoChoice> {
        match text {
            "stay" => Ok(Self::Stay),
            "move" => Ok(Self::Move),
            "keep" => Ok(Self::Keep),
            "drop" => Ok(Self::Drop),
            other => match other.strip_prefix("move-to:").filter(|state| !state.is_empty()) {
                Some(state) => Ok(Self::MoveTo(state.to_owned())),
                None => Err(NoChoice(other.chars().take(60).collect())),
            },
        }
    }
}

impl From<Choice> for String {
    fn from(choice: Choice) -> Self {
        choice.to_string()
    }
}

impl TryFrom<String> for Choice {
    type Error = NoChoice;

    fn try_from(text: String) -> Result<Self, NoChoice> {
        text.parse()
    }
}

/// Everything about a case, and the answers being written for it, that the version at the end has no place for; also in
/// the state it is put into, if one was chosen where its own is gone.
pub fn needs(passage: &Passage<'_>, case: &Case, draft: Option<&Answers>, choices: &Choices) -> Vec<Need> {
    let Some(kind) = passage.kind(&case.kind) else {
        return vec![Need::Kind {
            kind: case.kind.clone(),
        }];
    };
    let mut found = Vec::new();
    match passage.state(&case.kind, &case.state) {
        None => found.push(Need::State {
            kind: case.kind.clone(),
            state: case.state.clone(),
        }),
        Some(_) => found.extend(gone_duties(passage, case)),
    }
    let marks = case
        .marks
        .keys()
        .filter(|mark| passage.mark(&case.kind, mark).is_none());
    found.extend(marks.map(|mark| Need::Mark {
        kind: case.kind.clone(),
        mark: mark.clone(),
    }));
    found.extend(gone_seats(passage, case));
    for (form, answers) in &case.answers {
        found.extend(about_answers(passage, form, answers));
    }
    let recount = Recount {
        passage,
        case,
        target: None,
    };
    found.extend(recount.needs());
    let target = found.iter().find_map(|need| match choices.get(&need.group()) {
        Some(Choice::MoveTo(state)) => Some(state.as_str()),
        _ => None,
    });
    found.extend(Recount { target, ..recount }.needs());
    for (form, answers) in recount.answers() {
        found.extend(about_answers(passage, form, answers));
    }
    let own = passage.from().kind(&case.kind).and_then(|kind| kind.form.as_ref());
    let own_now = passage.to().kind(&kind).and_then(|kind| kind.form.as_ref());
    if let (Some(form), Some(answers)) = (own, draft) {
        found.extend(about_answers(passage, form, answers));
        let follows = passage.form(form);
        if follows.is_some() && follows.as_ref() != own_now {
            found.push(Need::Form { form: form.clone() });
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What is owed in the state now and is not there any more.
fn gone_duties(passage: &Passage<'_>, case: &Case) -> Vec<Need> {
    let owed = duties(passage.from(), case).into_iter();
    let gone = owed.filter(|duty| passage.duty(&case.kind, &duty.name).is_none());
    gone.map(|duty| Need::Duty {
        kind: case.kind.clone(),
        duty: duty.name,
    })
    .collect()
}

fn gone_seats(passage: &Passage<'_>, case: &Case) -> Vec<Need> {
    let Some(owner) = passage.from().kind(&case.kind).map(|kind| kind.owner.clone()) else {
        return Vec::new();
    };
    let gone = case
        .signatures
        .keys()
        .filter(|seat| passage.seat(&owner, seat).is_none());
    gone.map(|seat| Need::Seat {
        role: owner.clone(),
        seat: seat.clone(),
    })
    .collect()
}

/// What of the answers to a form has no place, or is not good any more though it was.
fn about_answers(passage: &Passage<'_>, name: &str, answers: &Answers) -> Vec<Need> {
    let given = answers.iter().filter(|(_, value)| !is_blank(value));
    let Some(form) = passage.form(name).and_then(|name| passage.to().forms.get(&name)) else {
        let any = given.count() > 0 && passage.from().forms.contains_key(name);
        return any.then(|| Need::Form { form: name.to_owned() }).into_iter().collect();
    };
    let before = passage.from().forms.get(name);
    let known = |field: &str| before.is_none_or(|before| before.field(field).is_some());
    let mut found = Vec::new();
    for (field, value) in given.filter(|(field, _)| known(field)) {
        let (form_name, field_name) = (name.to_owned(), field.clone());
        let Some(now) = passage.field(name, field) else {
            found.push(Need::FieldGone {
                form: form_name,
                field: field_name,
            });
            continue;
        };
        let passes = |form: &crate::workflow::form::Form, field: &str| {
            let alone = Answers::from([(field.to_owned(), value.clone())]);
            form.check(&alone, Stage::Draft).is_empty()
        };
        if !passes(form, &now) && before.is_none_or(|before| passes(before, field)) {
            found.push(Need::FieldRetyped {
                form: form_name,
                field: field_name,
            });
        }
    }
    found
}
