//! What happens to an organisation, from its page: events of the programme, another name, several successors.

use uuid::Uuid;

use super::directory::{runs, show};
use crate::engine::parties::{Because, Heir, NewEvent};
use crate::http::address::Path;
use crate::http::error::Problem;
use crate::http::keeping::{Answer, see};
use crate::http::pages::directory::{HappenedRow, Recordable};
use crate::http::posted::Posted;
use crate::http::visit::Visit;
use crate::store::organisation_events::OrganisationEvent;
use crate::workflow::form::FieldError;

/// Who does it and why, as posted.
pub fn because(visit: &Visit, posted: &Posted) -> Result<Because, Problem> {
    Ok(Because {
        person: Some(visit.me()?.id),
        reason: Some(posted.typed.one("reason").to_owned()),
    })
}

/// The programme's events that could be recorded for an organisation.
pub fn recordable(visit: &Visit) -> Vec<Recordable> {
    let own = visit.own_workflow();
    let events = own.iter().flat_map(|own| &own.organisation_events);
    events
        .map(|event| Recordable {
            event: event.name.clone(),
            title: event.title.in_lang(visit.t.tag()).to_owned(),
        })
        .collect()
}

/// What happened to an organisation, latest first.
pub async fn happened(visit: &Visit, id: Uuid) -> Result<Vec<HappenedRow>, Problem> {
    let found = visit.app.engine.organisation_events(id).await?;
    Ok(found.iter().rev().map(|one| row(visit, one)).collect())
}

fn row(visit: &Visit, one: &OrganisationEvent) -> HappenedRow {
    let t = visit.t;
    let said = |part: &str| {
        let text = one.detail.get(part).and_then(serde_json::Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let (before, after) = (said("before"), said("after"));
    let text = match &one.workflow {
        Some(workflow) => {
            let in_force = visit.app.engine.workflows.in_force(workflow);
            let title = in_force.and_then(|(_, definition)| {
                let event = definition
                    .organisation_events
                    .iter()
                    .find(|event| event.name == one.event)?;
                Some(event.title.in_lang(t.tag()).to_owned())
            });
            title.unwrap_or_else(|| one.event.clone())
        }
        None => t.text_with(
            &format!("organisation-{}", one.event),
            &[("before", &before), ("after", &after)],
        ),
    };
    HappenedRow {
        at: one.at,
        text,
        reason: one.reason.clone(),
    }
}

/// `POST /directory/{id}/events/{event}`: something has happened to it.
pub async fn record(visit: Visit, Path((id, event)): Path<(Uuid, String)>, posted: Posted) -> Answer {
    runs(&visit)?;
    let own = visit.own_workflow().ok_or(Problem::Missing)?;
    let new = NewEvent {
        organisation: id,
        workflow: own.name.clone(),
        event,
        reason: because(&visit, &posted)?.reason,
    };
    visit.app.engine.record_event(visit.me()?.id, &new, None).await?;
    see(&format!("/directory/{id}?done=happened"))
}

/// `POST /directory/{id}/name`: another name.
pub async fn rename(visit: Visit, Path(id): Path<Uuid>, posted: Posted) -> Answer {
    runs(&visit)?;
    let because = because(&visit, &posted)?;
    let renamed = visit
        .app
        .engine
        .rename(id, posted.typed.one("new-name"), &because)
        .await;
    match renamed.map_err(Problem::from) {
        Ok(()) => see(&format!("/directory/{id}?done=renamed")),
        Err(Problem::Invalid(errors)) => show(&visit, id, (posted.typed, &errors)).await,
        Err(problem) => Err(problem),
    }
}

/// `POST /directory/{id}/split`: each running case goes to the organisation chosen for it.
pub async fn split(visit: Visit, Path(id): Path<Uuid>, posted: Posted) -> Answer {
    runs(&visit)?;
    let because = because(&visit, &posted)?;
    match visit
        .app
        .engine
        .split(id, &heirs(&posted)?, &because)
        .await
        .map_err(Problem::from)
    {
        Ok(()) => see(&format!("/directory/{id}?done=split")),
        Err(Problem::Invalid(errors)) => show(&visit, id, (posted.typed, &errors)).await,
        Err(problem) => Err(problem),
    }
}

/// Inputs `case.ID` whose values are organisations.
fn heirs(posted: &Posted) -> Result<Vec<Heir>, Problem> {
    let mut heirs: Vec<Heir> = Vec::new();
    for input in posted.typed.names() {
        let Some(case) = input.strip_prefix("case.") else {
            continue;
        };
        let wrong = || Problem::Invalid(vec![FieldError::of("successor", "option")]);
        let case: Uuid = case.parse().map_err(|_| wrong())?;
        let organisation: Uuid = posted.typed.one(input).parse().map_err(|_| wrong())?;
        match heirs.iter_mut().find(|heir| heir.organisation == organisation) {
            Some(heir) => heir.cases.push(case),
            None => heirs.push(Heir {
                organisation,
                cases: vec![case],
                kinds: Vec::new(),
            }),
        }
    }
    Ok(heirs)
}
