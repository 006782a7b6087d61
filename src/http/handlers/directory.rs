//! The directory: organisations, who sits for them, who goes on in their place. Only those who run a programme see it.

use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::calls::lines;
use super::days::{begin, day};
use super::parties::because;
use super::words::{case_title, state_title};
use crate::clock::Instant;
use crate::engine::directory::NewSeat;
use crate::engine::queries::directory::{Directory, Listed, OrganisationSeen};
use crate::http::address::{Path, Query, encoded};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page_with, see};
use crate::http::pages::Link;
use crate::http::pages::directory::{DirectoryPage, OrganisationPage, OrganisationRow, SeatRow};
use crate::http::posted::Posted;
use crate::http::typed::Typed;
use crate::http::visit::Visit;
use crate::store::seats::Seat;
use crate::workflow::form::FieldError;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct Look {
    #[serde(default)]
    q: String,
    after: Option<Uuid>,
}

/// How many organisations a page shows.
const SHOWN: usize = 50;

pub fn runs(visit: &Visit) -> Result<(), Problem> {
    visit.me()?;
    if visit.runs_any() {
        Ok(())
    } else {
        Err(Problem::Missing)
    }
}

/// `GET /directory`.
pub async fn directory(visit: Visit, Query(look): Query<Look>) -> Answer {
    runs(&visit)?;
    list(&visit, (look.q.trim(), look.after), &[]).await
}

async fn list(visit: &Visit, (query, after): (&str, Option<Uuid>), errors: &[FieldError]) -> Answer {
    let now = visit.now();
    let Directory { listed, next } = visit.app.engine.directory(query, (after, SHOWN)).await?;
    let rows = listed.iter().map(|listed| row(listed, now));
    let own = visit.own_workflow();
    let view = DirectoryPage {
        frame: visit.frame(own.as_deref(), &visit.t.text("directory-title")),
        query: query.to_owned(),
        organisations: rows.collect(),
        next: next.map(|last| format!("/directory?q={}&after={last}", encoded(query))),
        action: "/directory".to_owned(),
        errors: lines(errors, visit.t),
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(status, &view)
}

fn sits(seat: &Seat, now: Instant) -> bool {
    seat.clone().holder().holds_at(now)
}

fn row(listed: &Listed, now: Instant) -> OrganisationRow {
    let seated = listed.seats.iter().filter(|seat| sits(seat, now));
    let mut people: Vec<String> = seated
        .filter_map(|seat| listed.people.get(&seat.person_id))
        .map(|person| person.name.clone())
        .collect();
    people.dedup();
    OrganisationRow {
        href: format!("/directory/{}", listed.organisation.id),
        name: listed.organisation.name.clone(),
        unreachable: people.is_empty() && listed.organisation.successor_id.is_none(),
        people,
    }
}

/// `POST /directory`: a new organisation.
pub async fn add(visit: Visit, posted: Posted) -> Answer {
    runs(&visit)?;
    let own = visit.own_workflow();
    let language = own.and_then(|own| own.languages.first().cloned());
    let language = language.unwrap_or_else(|| visit.t.tag().to_owned());
    match visit
        .app
        .engine
        .add_organisation(posted.typed.one("name"), &language)
        .await
        .map_err(Problem::from)
    {
        Ok(new) => see(&format!("/directory/{}?done=organisation", new.id)),
        Err(Problem::Invalid(errors)) => list(&visit, ("", None), &errors).await,
        Err(problem) => Err(problem),
    }
}

/// `GET /directory/{id}`.
pub async fn organisation(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    runs(&visit)?;
    show(&visit, id, (Typed::default(), &[])).await
}

pub async fn show(visit: &Visit, id: Uuid, (typed, errors): (Typed, &[FieldError])) -> Answer {
    let seen = visit.app.engine.organisation_seen(id, visit.me()?.id).await?;
    let own = visit.own_workflow();
    let candidates = visit.app.engine.first_organisations().await?;
    let view = OrganisationPage {
        frame: visit.frame(own.as_deref(), &seen.listed.organisation.name),
        back: Link {
            href: "/directory".to_owned(),
            label: visit.t.text("nav-directory"),
        },
        href: format!("/directory/{id}"),
        name: seen.listed.organisation.name.clone(),
        happened: super::parties::happened(visit, id).await?,
        recordable: super::parties::recordable(visit),
        running: running(visit, &seen),
        seats: seats(visit, &seen),
        fillable: fillable(visit),
        cases: cases(visit, &seen),
        successor: seen.successor.as_ref().map(|successor| Link {
            href: format!("/directory/{}", successor.id),
            label: successor.name.clone(),
        }),
        candidates: candidates
            .iter()
            .filter(|other| other.id != id && other.successor_id.is_none())
            .map(|other| (other.id.to_string(), other.name.clone()))
            .collect(),
        typed,
        errors: lines(errors, visit.t),
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(status, &view)
}

/// Seats an organisation can fill: `role.seat` and its title.
fn fillable(visit: &Visit) -> Vec<(String, String)> {
    let Some(own) = visit.own_workflow() else {
        return Vec::new();
    };
    let roles = own.roles.iter().filter(|role| !role.seats.is_empty());
    roles
        .flat_map(|role| role.seats.iter().map(move |seat| (role, seat)))
        .map(|(role, seat)| {
            let title = seat.title.in_lang(visit.t.tag()).to_owned();
            (format!("{}.{}", role.name, seat.name), title)
        })
        .collect()
}

fn seats(visit: &Visit, seen: &OrganisationSeen) -> Vec<SeatRow> {
    let own = visit.own_workflow();
    let zone = visit.frame(own.as_deref(), "").zone;
    let (now, id) = (visit.now(), seen.listed.organisation.id);
    let titles = fillable(visit);
    let rows = seen
        .listed
        .seats
        .iter()
        .filter(|seat| seat.until_at.is_none_or(|until| until > now));
    rows.map(|seat| {
        let value = format!("{}.{}", seat.role, seat.seat.as_deref().unwrap_or_default());
        let title = titles.iter().find(|(known, _)| *known == value);
        let person = seen.listed.people.get(&seat.person_id);
        SeatRow {
            seat: title.map_or_else(|| seat.role.clone(), |(_, title)| title.clone()),
            person: person.map(|person| person.name.clone()).unwrap_or_default(),
            email: person.map(|person| person.email.clone()).unwrap_or_default(),
            from: seat.from_at.map(|from| from.civil(&zone).date()),
            until: seat.until_at.map(|until| until.last_day(&zone)),
            end: seat
                .until_at
                .is_none()
                .then(|| format!("/directory/{id}/seats/{}/end", seat.id)),
        }
    })
    .collect()
}

/// Running cases that would pass on: id and words.
fn running(visit: &Visit, seen: &OrganisationSeen) -> Vec<(String, String)> {
    let cases = seen.cases.iter().filter(|stored| !stored.closed);
    cases
        .filter_map(|stored| {
            let definition = visit.app.engine.workflows.version(&stored.workflow, stored.version)?;
            let title = case_title(&definition, &stored.case, visit.t);
            Some((stored.case.id.to_string(), title))
        })
        .collect()
}

fn cases(visit: &Visit, seen: &OrganisationSeen) -> Vec<Link> {
    let link = |stored: &crate::store::cases::StoredCase| {
        let definition = visit.app.engine.workflows.version(&stored.workflow, stored.version)?;
        let title = case_title(&definition, &stored.case, visit.t);
        let state = state_title(&definition, &stored.case, &stored.case.state, visit.t);
        Some(Link {
            href: format!("/cases/{}", stored.case.id),
            label: format!("{title}: {state}"),
        })
    };
    seen.cases.iter().filter_map(link).collect()
}

/// `POST /directory/{id}/seats`: a person takes a seat.
pub async fn seat(visit: Visit, Path(id): Path<Uuid>, posted: Posted) -> Answer {
    runs(&visit)?;
    visit.app.engine.organisation_seen(id, visit.me()?.id).await?;
    match take_seat(&visit, id, &posted.typed).await {
        Ok(()) => see(&format!("/directory/{id}?done=seat")),
        Err(Problem::Invalid(errors)) => show(&visit, id, (posted.typed, &errors)).await,
        Err(problem) => Err(problem),
    }
}

async fn take_seat(visit: &Visit, organisation: Uuid, typed: &Typed) -> Result<(), Problem> {
    let value = typed.one("seat");
    let known = fillable(visit).into_iter().any(|(known, _)| known == value);
    let (role, seat) = value
        .split_once('.')
        .filter(|_| known)
        .ok_or_else(|| Problem::Invalid(vec![FieldError::of("seat", "option")]))?;
    let from = day(typed, "from").map_err(|error| Problem::Invalid(vec![error]))?;
    let own = visit.own_workflow().ok_or(Problem::Missing)?;
    let language = own.language_for(typed.one("language")).to_owned();
    let engine = &visit.app.engine;
    let person = engine
        .add_person(typed.one("name"), typed.one("email"), &language)
        .await?;
    let new = NewSeat {
        person: person.id,
        role: role.to_owned(),
        seat: Some(seat.to_owned()),
        organisation: Some(organisation),
        workflow: None,
        from: from.map(|day| begin(day, &own)),
        until: None,
    };
    engine.add_seat(&new).await?;
    Ok(())
}

/// `POST /directory/{id}/seats/{seat}/end`: somebody leaves a seat, now.
pub async fn end_seat(visit: Visit, Path((id, seat)): Path<(Uuid, Uuid)>) -> Answer {
    runs(&visit)?;
    let seen = visit.app.engine.organisation_seen(id, visit.me()?.id).await?;
    let seat = seen
        .listed
        .seats
        .iter()
        .find(|known| known.id == seat)
        .ok_or(Problem::Missing)?;
    visit.app.engine.end_seat(seat, visit.now()).await?;
    see(&format!("/directory/{id}?done=seat-ended"))
}

/// `POST /directory/{id}/successor`: another organisation goes on.
pub async fn succeed(visit: Visit, Path(id): Path<Uuid>, posted: Posted) -> Answer {
    runs(&visit)?;
    let successor = posted.typed.one("successor").parse().map_err(|_| Problem::Missing)?;
    let because = because(&visit, &posted)?;
    visit.app.engine.succeed(id, successor, &because).await?;
    see(&format!("/directory/{id}?done=succeeded"))
}
