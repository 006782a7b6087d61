//! Drafts: answers saved while they are being written, before anything is submitted.

use uuid::Uuid;

use super::handle::Stop;
use super::save::Loaded;
use super::{Engine, EngineError};
use crate::case::people::{may_edit, seats_of};
use crate::case::{Actor, Refusal};
use crate::store::drafts::{self, Draft};
use crate::workflow::form::{Answers, FieldError, Stage};

/// What a save did.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The draft as it is now.
    pub draft: Draft,
    /// What is wrong with answers given; these were kept, since a draft may be unfinished.
    pub wrong: Vec<FieldError>,
}

/// Answers to be saved.
#[derive(Clone, Debug)]
pub struct Save {
    /// The case.
    pub case: Uuid,
    /// Who saves.
    pub person: Uuid,
    /// Answers by field; fields that are not named stay as they are, `null` empties one.
    pub answers: Answers,
    /// The draft's revision the writer saw; another one is stale. `None` saves in any case.
    pub revision: Option<u32>,
}

impl Engine {
    /// Saves answers into a case's draft.
    ///
    /// # Errors
    /// Refused to those who may not edit now; invalid for fields the form does not have or answers of another type than
    /// the field's; stale when somebody has saved since.
    pub async fn save_answers(&self, save: &Save) -> Result<Saved, EngineError> {
        let mut work = self.work().await?;
        let loaded = self.load(&mut work, save.case).await.map_err(Stop::into_error)?;
        self.editable(&loaded, save.person)?;
        let mut answers = loaded.current_answers();
        answers.extend(save.answers.clone());
        answers.retain(|_, value| !value.is_null());
        let wrong = own_form_errors(&loaded, &answers);
        if wrong
            .iter()
            .any(|error| error.rule == "unknown" || error.rule == "type")
        {
            return Err(EngineError::Invalid(wrong));
        }
        let was = loaded.draft.as_ref().map_or(0, |draft| draft.revision);
        if save.revision.is_some_and(|seen| seen != was) {
            return Err(EngineError::Stale { found: was });
        }
        let draft = Draft {
            case_id: save.case,
            answers,
            revision: was,
            saved_at: self.now(),
            saved_by: Some(save.person),
        };
        if !drafts::save(work.tx(), &draft).await?.is_done() {
            return Err(EngineError::Stale { found: was + 1 });
        }
        work.commit(None).await.map_err(Stop::into_error)?;
        Ok(Saved {
            draft: Draft {
                revision: was + 1,
                ..draft
            },
            wrong,
        })
    }

    fn editable(&self, loaded: &Loaded, person: Uuid) -> Result<(), EngineError> {
        let seats = seats_of(&loaded.people, person, self.now());
        let (definition, case) = (&loaded.definition, &loaded.stored.case);
        let actor = Actor::Person { id: person, seats };
        if !crate::case::people::may_see(definition, case, &actor) {
            return Err(EngineError::NotFound("case"));
        }
        if may_edit(definition, case, &actor) {
            return Ok(());
        }
        Err(EngineError::Refused(Refusal::new("edit").with("state", &case.state)))
    }
}

impl Stop {
    /// The error for a caller that does not try again.
    pub(super) fn into_error(self) -> EngineError {
        match self {
            Self::Lost => EngineError::Busy,
            Self::Unsure => EngineError::Unsure,
            Self::Error(error) => error,
        }
    }
}

fn own_form_errors(loaded: &Loaded, answers: &Answers) -> Vec<FieldError> {
    let kind = loaded.definition.kind(&loaded.stored.case.kind);
    let form = kind
        .and_then(|kind| kind.form.as_ref())
        .and_then(|name| loaded.definition.forms.get(name));
    form.map(|form| form.check(answers, Stage::Draft)).unwrap_or_default()
}
