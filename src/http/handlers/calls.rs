//! The secretary's calls: all of them, a new one, one with its extension.

use std::sync::Arc;

use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::call_dates::{self, as_typed, boxes, new_call, title};
use super::days::typed;
use super::versions::letters_sentence;
use super::words::{call_line, state_title};
use crate::case::call::by_rule;
use crate::case::impact::Line;
use crate::engine::calls::CallChange;
use crate::engine::queries::lists::{Cases, Wanted};
use crate::engine::queries::register::COUNTED;
use crate::http::address::{Path, Query};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page, page_with, see};
use crate::http::pages::call::{CallPage, CallRow, CallsPage, NewCallPage, Phase};
use crate::http::pages::{ErrorLine, Link};
use crate::http::posted::Posted;
use crate::http::typed::Typed;
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::store::calls::Call;
use crate::store::case_lists::{self, Order, Place};
use crate::workflow::Definition;
use crate::workflow::form::FieldError;

/// The workflow, if the person runs it; else there is no such page.
pub fn run_by(visit: &Visit, workflow: &str) -> Result<Arc<Definition>, Problem> {
    visit.me()?;
    let definition = visit.workflow(workflow)?;
    if visit.runs(workflow) {
        Ok(definition)
    } else {
        Err(Problem::Missing)
    }
}

/// The lines of an error summary over inputs that are named like their fields.
pub fn lines(errors: &[FieldError], t: Locale) -> Vec<ErrorLine> {
    let line = |error: &FieldError| {
        let label = format!("input-{}", error.field.replace('_', "-"));
        let label = match error.field.strip_prefix("date-") {
            _ if t.has(&label) => t.text(label),
            Some(date) => title(date, t),
            None => error.field.clone(),
        };
        ErrorLine {
            href: format!(
                "#{}",
                if error.rule == "date" {
                    format!("{}-day", error.field)
                } else {
                    error.field.clone()
                }
            ),
            text: format!("{label}: {}", t.field_error(error)),
        }
    };
    errors.iter().map(line).collect()
}

/// `GET /w/{workflow}/calls`.
pub async fn calls(visit: Visit, Path(workflow): Path<String>) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let mut rows = Vec::new();
    for call in visit
        .app
        .engine
        .calls_of(&workflow)
        .await?
        .iter()
        .filter(|call| call.round.is_none())
    {
        rows.push(row(&visit, call).await?);
    }
    page(&CallsPage {
        frame: visit.frame(Some(&definition), &visit.t.text("calls-title")),
        calls: rows,
        new: format!("/w/{workflow}/calls/new"),
        versions: Link {
            href: format!("/w/{workflow}/impact"),
            label: visit.t.text("impact-title"),
        },
    })
}

async fn row(visit: &Visit, call: &Call) -> Result<CallRow, Problem> {
    let now = visit.now();
    let mut tx = visit.app.engine.store.read().await?;
    Ok(CallRow {
        href: format!("/w/{}/calls/{}", call.workflow, call.id),
        line: call_line(call),
        phase: match now {
            now if now < call.opens_at => Phase::Coming,
            now if now < call.closes_at => Phase::Open,
            _ => Phase::Closed,
        },
        cases: case_lists::count_of_call(&mut tx, call.id, COUNTED).await?,
        taken: call.taken,
    })
}

/// `GET /w/{workflow}/calls/new`: with the dates of the programme's rule.
pub async fn new(visit: Visit, Path(workflow): Path<String>) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let mut pairs = Vec::new();
    if let Some((opens, closes)) = by_rule(&definition, visit.now()) {
        pairs.extend(typed("opens", opens.civil(&definition.zone).date()));
        pairs.extend(typed("closes", closes.last_day(&definition.zone)));
    }
    let quota = definition.call.as_ref().and_then(|rule| rule.number());
    pairs.extend(quota.map(|quota| ("quota".to_owned(), quota.to_string())));
    page(&new_page(&visit, &definition, Typed::from_pairs(pairs), &[]))
}

fn new_page(visit: &Visit, definition: &Definition, typed: Typed, errors: &[FieldError]) -> NewCallPage {
    let base = format!("/w/{}/calls", definition.name);
    NewCallPage {
        frame: visit.frame(Some(definition), &visit.t.text("call-new")),
        back: Link {
            href: base.clone(),
            label: visit.t.text("nav-calls"),
        },
        action: base,
        boxes: boxes(visit, definition),
        typed,
        errors: lines(errors, visit.t),
    }
}

/// `POST /w/{workflow}/calls`.
pub async fn make(visit: Visit, Path(workflow): Path<String>, posted: Posted) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let made = match new_call(&definition, &posted.typed) {
        Ok(new) => visit
            .app
            .engine
            .open_call(visit.me()?.id, &new)
            .await
            .map_err(Problem::from),
        Err(errors) => Err(Problem::Invalid(errors)),
    };
    match made {
        Ok(call) => see(&format!("/w/{workflow}/calls/{}?done=call", call.id)),
        Err(Problem::Invalid(errors)) => {
            let again = new_page(&visit, &definition, posted.typed, &errors);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(problem) => Err(problem),
    }
}

/// How many cases a call's page shows.
const SHOWN: usize = 50;

/// From where on cases are shown.
#[derive(Debug, Deserialize)]
pub struct From {
    after: Option<String>,
}

/// `GET /w/{workflow}/calls/{id}`.
pub async fn call(visit: Visit, Path((workflow, id)): Path<(String, Uuid)>, Query(from): Query<From>) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let call = find(&visit, &workflow, id).await?;
    let view = Shown {
        typed: as_typed(&definition, &call),
        after: from.after.as_deref().and_then(Place::parse),
        ..Shown::default()
    };
    show(&visit, &definition, &call, view).await
}

async fn find(visit: &Visit, workflow: &str, id: Uuid) -> Result<Call, Problem> {
    let calls = visit.app.engine.calls_of(workflow).await?;
    calls.into_iter().find(|call| call.id == id).ok_or(Problem::Missing)
}

/// With what a call's page is shown.
#[derive(Default)]
struct Shown {
    after: Option<Place>,
    typed: Typed,
    impact: Vec<String>,
    errors: Vec<FieldError>,
}

async fn show(visit: &Visit, definition: &Definition, call: &Call, shown: Shown) -> Answer {
    let t = visit.t;
    let Cases { rows, next } = cases(visit, call, shown.after).await?;
    let links = rows.iter().map(|glance| {
        let (name, case) = (&glance.organisation, glance.case());
        let state = state_title(&glance.definition, case, &case.state, t);
        Link {
            href: format!("/cases/{}", case.id),
            label: format!("{name}: {state}"),
        }
    });
    let named = |(name, at): (&String, &crate::clock::Instant)| (title(name, t), t.deadline(*at, &definition.zone));
    let status = if shown.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let view = CallPage {
        frame: visit.frame(Some(definition), &call.name),
        back: Link {
            href: format!("/w/{}/calls", definition.name),
            label: t.text("nav-calls"),
        },
        row: row(visit, call).await?,
        dates: call.dates.iter().map(named).collect(),
        boxes: boxes(visit, definition),
        cases: links.collect(),
        next: next.map(|place| format!("/w/{}/calls/{}?after={}", definition.name, call.id, place.text())),
        action: format!("/w/{}/calls/{}", definition.name, call.id),
        typed: shown.typed,
        impact: shown.impact,
        errors: lines(&shown.errors, t),
    };
    page_with(status, &view)
}

/// A page of a call's cases, the newest first.
async fn cases(visit: &Visit, call: &Call, after: Option<Place>) -> Result<Cases, Problem> {
    let engine = &visit.app.engine;
    let mut tx = engine.store.read().await?;
    let reader = engine.reader(&mut tx, visit.me()?.id).await?;
    let states = engine.states_where(&call.workflow, |_, kind, _| kind.in_call);
    let order = Order::NewestOfCall(call.id);
    let wanted = Wanted {
        from: states.into_iter().map(|state| (state, order)).collect(),
        after,
        limit: SHOWN,
    };
    Ok(engine.page_of_cases((&mut tx, &reader), &wanted, |_| true).await?)
}

/// `POST /w/{workflow}/calls/{id}`: changes its dates and places, or says first what that would do.
pub async fn change(visit: Visit, Path((workflow, id)): Path<(String, Uuid)>, posted: Posted) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let call = find(&visit, &workflow, id).await?;
    let wanted = match call_dates::change(&definition, &call, &posted.typed) {
        Ok(wanted) => wanted,
        Err(errors) => return again(&visit, &definition, &call, (posted.typed, errors)).await,
    };
    if posted.typed.one("then") == "preview" {
        let shown = Shown {
            impact: impact(&visit, &definition, &call, &wanted).await?,
            typed: posted.typed,
            ..Shown::default()
        };
        return show(&visit, &definition, &call, shown).await;
    }
    match visit
        .app
        .engine
        .change_call(visit.me()?.id, id, &wanted)
        .await
        .map_err(Problem::from)
    {
        Ok(_) => see(&format!("/w/{workflow}/calls/{id}?done=call-moved")),
        Err(Problem::Invalid(errors)) => again(&visit, &definition, &call, (posted.typed, errors)).await,
        Err(problem) => Err(problem),
    }
}

async fn again(
    visit: &Visit,
    definition: &Definition,
    call: &Call,
    (typed, errors): (Typed, Vec<FieldError>),
) -> Answer {
    let shown = Shown {
        typed,
        errors,
        ..Shown::default()
    };
    show(visit, definition, call, shown).await
}

/// What the change would do, one sentence a case: decided by the core, stored by nobody.
async fn impact(
    visit: &Visit,
    definition: &Definition,
    call: &Call,
    wanted: &CallChange,
) -> Result<Vec<String>, Problem> {
    let t = visit.t;
    let impact = visit
        .app
        .engine
        .impact_of_change(visit.me()?.id, call.id, wanted)
        .await?;
    let mut sentences: Vec<String> = impact.lines.iter().map(|line| sentence(definition, line, t)).collect();
    if sentences.is_empty() {
        sentences.push(t.text("call-no-cases"));
    } else {
        sentences.push(letters_sentence(&impact, t));
    }
    Ok(sentences)
}

fn sentence(definition: &Definition, line: &Line, t: Locale) -> String {
    let (one, name) = (&line.impact, &line.organisation);
    let state = |name: &str| state_title(definition, &one.case, name, t);
    let (from, to) = (state(&one.case.state), state(&one.after.state));
    match one.next_due {
        _ if from != to => t.text_with("impact-moves", &[("who", name), ("from", &from), ("to", &to)]),
        Some(due) => {
            let due = t.deadline(due, &definition.zone);
            t.text_with("impact-due", &[("who", name), ("due", &due)])
        }
        None => t.text_with("impact-none", &[("who", name)]),
    }
}
