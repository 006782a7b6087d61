//! What the recorded answers to one form say together, as far as a person may see them.

use std::sync::Arc;

use uuid::Uuid;

use super::seen::Glance;
use crate::case::panels::answers_cast;
use crate::engine::{Engine, EngineError};
use crate::store::cases::Filter;
use crate::workflow::Definition;
use crate::workflow::form::statistics::FieldStatistics;
use crate::workflow::form::{Answers, FieldKind};

/// What the answers to one form say together.
#[derive(Clone, Debug)]
pub struct FormStatistics {
    /// The workflow in force.
    pub definition: Arc<Definition>,
    /// The form's name.
    pub form: String,
    /// How many cases have recorded answers to it, or ballots of it that have ended.
    pub cases: usize,
    /// Field by field.
    pub fields: Vec<FieldStatistics>,
}

impl Engine {
    /// Counts the recorded answers to a form over the cases a person may see, and the ballots of those that person may
    /// see; drafts and open ballots do not count.
    ///
    /// # Errors
    /// Not found when there is no such workflow or form.
    pub async fn form_statistics(
        &self,
        person: Uuid,
        (workflow, form): (&str, &str),
    ) -> Result<FormStatistics, EngineError> {
        let in_force = self.workflows.in_force(workflow);
        let (_, definition) = in_force.ok_or(EngineError::NotFound("workflow"))?;
        let asked = definition.forms.get(form).ok_or(EngineError::NotFound("form"))?;
        let filter = Filter {
            workflow: Some(workflow.to_owned()),
            ..Filter::default()
        };
        let seen = self.cases_seen(person, &filter).await?;
        let recorded: Vec<Vec<&Answers>> = seen
            .iter()
            .map(|glance| recorded(glance, form))
            .filter(|answers| !answers.is_empty())
            .collect();
        Ok(FormStatistics {
            cases: recorded.len(),
            fields: asked.statistics(&recorded.concat()),
            form: form.to_owned(),
            definition: definition.clone(),
        })
    }
}

/// Everything recorded for a form in one case that its reader may know.
fn recorded<'a>(glance: &'a Glance, form: &'a str) -> Vec<&'a Answers> {
    let given = glance.case().answers.get(form);
    let cast = answers_cast(&glance.definition, glance.case(), (&glance.actor, form));
    given.into_iter().chain(cast).collect()
}

impl FormStatistics {
    /// The question of a field, in one language.
    pub fn label(&self, field: &str, lang: &str) -> String {
        let form = self.definition.forms.get(&self.form);
        let field = form.and_then(|form| form.field(field));
        field
            .map(|field| field.label.in_lang(lang).to_owned())
            .unwrap_or_default()
    }

    /// What an option or a group of a field is called, in one language; its name if it is not there any more.
    pub fn option<'a>(&'a self, field: &str, name: &'a str, lang: &'a str) -> Option<&'a str> {
        let field = self.definition.forms.get(&self.form)?.field(field)?;
        let options = match &field.kind {
            FieldKind::Choice { options } | FieldKind::Choices { options } | FieldKind::Counts { groups: options } => {
                options
            }
            _ => return None,
        };
        let found = options.iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text.in_lang(lang))
    }
}
