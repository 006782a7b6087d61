//! What the answers to a form say together, in JSON and as a table.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Answer;
use super::ask::{Caller, Voice};
use super::document::{Problems, Unchanged};
use super::failed::Failed;
use crate::engine::queries::statistics::FormStatistics;
use crate::http::app::App;
use crate::http::table;
use crate::workflow::form::statistics::{Count, FieldStatistics};

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(statistics))
        .routes(routes!(as_table))
}

/// What the answers to a form say together.
#[derive(Serialize, ToSchema)]
struct StatisticsBody {
    /// The workflow.
    workflow: String,
    /// The form.
    form: String,
    /// How many cases have recorded answers to it, of those the asker may see.
    cases: usize,
    /// Field by field, in reading order.
    fields: Vec<FieldBody>,
}

/// What the answers to one field say together.
#[derive(Serialize, ToSchema)]
struct FieldBody {
    /// The field.
    field: String,
    /// The question.
    label: String,
    /// How many answered.
    answered: usize,
    /// All added up; of totals where persons are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    sum: Option<f64>,
    /// The mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<f64>,
    /// The smallest.
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    /// The largest.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    /// How often each option was chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<CountBody>,
    /// Persons in each group; one may be in several, and the total counts each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<CountBody>,
}

/// How many there are of something.
#[derive(Serialize, ToSchema)]
struct CountBody {
    /// Its name.
    name: String,
    /// How many.
    count: i64,
}

impl From<&Count> for CountBody {
    fn from(of: &Count) -> Self {
        Self {
            name: of.name.clone(),
            count: of.count,
        }
    }
}

fn field(of: &FieldStatistics, label: String) -> FieldBody {
    FieldBody {
        field: of.field.clone(),
        label,
        answered: of.answered,
        sum: of.numbers.map(|numbers| numbers.sum),
        mean: of.numbers.map(|numbers| numbers.mean),
        min: of.numbers.map(|numbers| numbers.min),
        max: of.numbers.map(|numbers| numbers.max),
        choices: of.choices.iter().map(CountBody::from).collect(),
        groups: of.groups.iter().map(CountBody::from).collect(),
    }
}

/// Counts the recorded answers to a form over the cases the asker may see; drafts do not count.
#[utoipa::path(get, path = "/workflows/{w}/forms/{f}/statistics", tag = "workflows",
    params(("w" = String, Path), ("f" = String, Path)),
    responses((status = 200, body = StatisticsBody), Unchanged, Problems))]
async fn statistics(
    State(app): State<App>,
    (caller, voice): (Caller, Voice),
    Path((w, f)): Path<(String, String)>,
) -> Result<Answer, Failed> {
    let found = app.engine.form_statistics(caller.id, (&w, &f)).await?;
    let lang = voice.t.tag();
    let fields = found.fields.iter().map(|one| field(one, found.label(&one.field, lang)));
    Ok(Answer::one(&StatisticsBody {
        workflow: w,
        form: f,
        cases: found.cases,
        fields: fields.collect(),
    }))
}

/// The same as a table: field, question, measure, name, value.
#[utoipa::path(get, path = "/workflows/{w}/forms/{f}/statistics.csv", tag = "workflows",
    params(("w" = String, Path), ("f" = String, Path)),
    responses((status = 200, content_type = "text/csv", body = String), Problems))]
async fn as_table(
    State(app): State<App>,
    (caller, voice): (Caller, Voice),
    Path((w, f)): Path<(String, String)>,
) -> Result<Response<Body>, Failed> {
    let found = app.engine.form_statistics(caller.id, (&w, &f)).await?;
    Ok(table::csv(&format!("{w}-{f}-statistics"), &rows(&found, voice.t.tag()))?.into_response())
}

/// The table's rows, the heading first.
pub fn rows(found: &FormStatistics, lang: &str) -> Vec<Vec<String>> {
    let mut rows = vec![
        ["field", "question", "measure", "name", "value"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for one in &found.fields {
        let label = found.label(&one.field, lang);
        let mut add = |measure: &str, name: &str, value: String| {
            rows.push(vec![
                one.field.clone(),
                label.clone(),
                measure.to_owned(),
                name.to_owned(),
                value,
            ]);
        };
        add("answered", "", one.answered.to_string());
        if let Some(numbers) = one.numbers {
            let measures = [
                ("sum", numbers.sum),
                ("mean", numbers.mean),
                ("min", numbers.min),
                ("max", numbers.max),
            ];
            measures
                .into_iter()
                .for_each(|(measure, value)| add(measure, "", value.to_string()));
        }
        one.choices
            .iter()
            .for_each(|count| add("chosen", &count.name, count.count.to_string()));
        one.groups
            .iter()
            .for_each(|count| add("group", &count.name, count.count.to_string()));
    }
    rows
}
