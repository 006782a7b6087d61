//! The public register: members and their standing, today or as it was at the end of a day. Asks for no token.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::response::IntoResponse;
use jiff::{ToSpan, civil};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::Answer;
use super::document::{Problems, Unchanged};
use super::failed::Failed;
use super::given::{Path, Query};
use super::workflows::in_force;
use crate::case::facts::own_answers;
use crate::clock::Instant;
use crate::engine::queries::register::Member;
use crate::http::app::App;
use crate::http::table;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

/// The register on a day.
#[derive(Serialize, ToSchema)]
struct RegisterBody {
    /// The workflow.
    workflow: String,
    /// The day at whose end it stood so.
    #[schema(format = Date)]
    on: String,
    /// Members by name.
    items: Vec<MemberBody>,
    /// Always `null`: a register is given whole.
    #[schema(required)]
    next: Option<String>,
}

/// A member, or one that was.
#[derive(Serialize, ToSchema)]
struct MemberBody {
    /// The organisation.
    organisation: Uuid,
    /// Its name.
    name: String,
    /// Its standing.
    #[schema(example = "good")]
    standing: String,
    /// The state of its membership.
    state: String,
    /// Since when it is a member.
    #[schema(required, format = Date)]
    since: Option<String>,
    /// When its open report is due, or the next one.
    #[schema(required, format = DateTime)]
    next_due: Option<String>,
    /// What it has made public of itself.
    about: BTreeMap<String, Value>,
}

impl MemberBody {
    fn of(member: &Member) -> Self {
        let (definition, case) = (&member.definition, &member.stored.case);
        let form = definition.kind(&case.kind).and_then(|kind| kind.form.as_ref());
        let form = form.and_then(|name| definition.forms.get(name));
        let public = form
            .into_iter()
            .flat_map(|form| form.fields())
            .filter(|field| field.public);
        let answers = own_answers(definition, case);
        let told = |name: &String| Some((name.clone(), answers?.get(name)?.clone()));
        Self {
            organisation: case.organisation,
            name: member.organisation.clone(),
            standing: member.standing.as_str().to_owned(),
            state: case.state.clone(),
            since: member.since.map(|day| day.to_string()),
            next_due: member.next_due.map(|at| at.rfc3339(&definition.zone)),
            about: public.filter_map(|field| told(&field.name)).collect(),
        }
    }
}

/// On which day.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query for the document; it is read field by field"
)]
struct DayQuery {
    /// A day; today if left out.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<String>,
}

/// Reads the register; `{w}.csv` gives it as a table, `{w}.json` as `{w}` does.
#[utoipa::path(get, path = "/register/{w}", tag = "register", params(("w" = String, Path), DayQuery), security(()),
    responses((status = 200, content((RegisterBody = "application/json"), (String = "text/csv"))), Unchanged, Problems))]
async fn read(
    State(app): State<App>,
    Path(w): Path<String>,
    Query(mut given): Query,
) -> Result<Response<Body>, Failed> {
    let (w, table) = match (w.strip_suffix(".csv"), w.strip_suffix(".json")) {
        (Some(name), _) => (name.to_owned(), true),
        (_, name) => (name.unwrap_or(&w).to_owned(), false),
    };
    let (_, definition) = in_force(&app, &w)?;
    let today = app.engine.now().civil(&definition.zone).date();
    let on: civil::Date = given.maybe("on").unwrap_or(today);
    given.done()?;
    let end = on.checked_add(1.day()).map_err(|_| super::cases::unknown("on"))?;
    let end = Instant::from_civil(end.to_datetime(civil::Time::midnight()), &definition.zone);
    let past = (on < today).then_some(end);
    let members = app.engine.register(&w, past).await?;
    let items: Vec<MemberBody> = members.iter().map(MemberBody::of).collect();
    if table {
        return csv_of(&w, &items);
    }
    let body = RegisterBody {
        workflow: w,
        on: on.to_string(),
        items,
        next: None,
    };
    Ok(Answer::one(&body).into_response())
}

fn csv_of(workflow: &str, items: &[MemberBody]) -> Result<Response<Body>, Failed> {
    let head = ["organisation", "name", "standing", "state", "since", "next_due"].map(str::to_owned);
    let cells = |item: &MemberBody| {
        vec![
            item.organisation.to_string(),
            item.name.clone(),
            item.standing.clone(),
            item.state.clone(),
            item.since.clone().unwrap_or_default(),
            item.next_due.clone().unwrap_or_default(),
        ]
    };
    let rows: Vec<Vec<String>> = std::iter::once(head.to_vec()).chain(items.iter().map(cells)).collect();
    Ok(table::csv(&format!("{workflow}-register"), &rows)?)
}
