//! The public register: members and their standing, today or as it was at the end of a day. Asks for no token.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response};
use axum::response::IntoResponse;
use jiff::{ToSpan, civil};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::answer::{Answer, Wanted, cursor};
use super::document::{Problems, Unchanged};
use super::failed::Failed;
use super::given::{Path, Query};
use super::workflows::in_force;
use crate::case::facts::own_answers;
use crate::clock::Instant;
use crate::engine::queries::register::{Member, Members, Part};
use crate::http::app::App;
use crate::http::table;
use crate::http::whole::{self, Form};
use crate::store::case_lists::ListedPlace;

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
    /// Where the next page begins; `null` on the last one.
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

/// On which day, and which page.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the query for the document; it is read field by field"
)]
struct RegisterQuery {
    /// A day; today if left out.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<String>,
    /// Where the page begins: `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many items, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Reads a page of the register; `{w}.csv` gives all of it as a table, `{w}.json` all of it as one page.
#[utoipa::path(get, path = "/register/{w}", tag = "register", params(("w" = String, Path), RegisterQuery), security(()),
    responses((status = 200, content((RegisterBody = "application/json"), (String = "text/csv"))), Unchanged, Problems))]
async fn read(
    State(app): State<App>,
    Path(w): Path<String>,
    Query(mut given): Query,
) -> Result<Response<Body>, Failed> {
    let (w, whole) = match (w.strip_suffix(".csv"), w.strip_suffix(".json")) {
        (Some(name), _) => (name.to_owned(), Some(Whole::Table)),
        (_, Some(name)) => (name.to_owned(), Some(Whole::Json)),
        _ => (w, None),
    };
    let (_, definition) = in_force(&app, &w)?;
    let today = app.engine.now().civil(&definition.zone).date();
    let on: civil::Date = given.maybe("on").unwrap_or(today);
    let wanted = Wanted::read(&mut given);
    let after: Option<Vec<String>> = wanted.place(&mut given);
    let place = after.as_deref().and_then(place);
    if after.is_some() && place.is_none() {
        given.complain("cursor", "cursor", &[]);
    }
    given.done()?;
    let end = on.checked_add(1.day()).map_err(|_| super::cases::unknown("on"))?;
    let end = Instant::from_civil(end.to_datetime(civil::Time::midnight()), &definition.zone);
    let past = (on < today).then_some(end);
    match whole {
        Some(Whole::Table) => return table_of(&app, w, past).await,
        Some(Whole::Json) => return json_of(&app, w, (on, past)).await,
        None => {}
    }
    let part = Part {
        at: past,
        standing: None,
        after: place,
        limit: wanted.limit as usize,
    };
    let Members { rows: members, next } = app.engine.register(&w, &part).await?;
    let body = RegisterBody {
        workflow: w,
        on: on.to_string(),
        items: members.iter().map(MemberBody::of).collect(),
        next: next.map(|last| cursor(&json!([last.name, last.id]))),
    };
    Ok(Answer::one(&body).into_response())
}

/// A register given whole.
enum Whole {
    Table,
    Json,
}

fn place(after: &[String]) -> Option<ListedPlace> {
    let [name, id] = after else { return None };
    Some(ListedPlace {
        name: name.clone(),
        id: id.parse().ok()?,
    })
}

async fn json_of(app: &App, w: String, (on, past): (civil::Date, Option<Instant>)) -> Result<Response<Body>, Failed> {
    let form = Form {
        head: format!("{{\"workflow\":{},\"on\":\"{on}\",\"items\":[", json!(w)),
        between: ",",
        tail: "],\"next\":null}",
        member: |member: &Member| json!(MemberBody::of(member)).to_string(),
    };
    let body = whole::register(&app.engine, (w, past), form).await?;
    let mut answer = Response::new(body);
    let json = HeaderValue::from_static("application/json");
    answer.headers_mut().insert(CONTENT_TYPE, json);
    Ok(answer)
}

async fn table_of(app: &App, w: String, past: Option<Instant>) -> Result<Response<Body>, Failed> {
    let name = format!("{w}-register.csv");
    let head = ["organisation", "name", "standing", "state", "since", "next_due"].map(str::to_owned);
    let form = Form {
        head: table::line(&head),
        between: "",
        tail: "",
        member: |member: &Member| {
            let item = MemberBody::of(member);
            table::line(&[
                item.organisation.to_string(),
                item.name,
                item.standing,
                item.state,
                item.since.unwrap_or_default(),
                item.next_due.unwrap_or_default(),
            ])
        },
    };
    let body = whole::register(&app.engine, (w, past), form).await?;
    Ok(table::download(body, "text/csv; charset=utf-8", &name)?)
}
