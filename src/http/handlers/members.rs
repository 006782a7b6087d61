//! The secretary's members, what each owes and who is late; and the rounds that give a cohort another date.

use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::calls::{lines, run_by};
use super::days::{begin, day, end, needed};
use super::versions::said;
use super::words::duty_title;
use crate::case::plan::plan;
use crate::case::state::Round;
use crate::clock::Instant;
use crate::engine::queries::register::{Member, Members, Part};
use crate::http::address::{Path, Query, encoded};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page, page_with, see};
use crate::http::pages::Link;
use crate::http::pages::member::{MemberRow, MembersPage, RoundRow, RoundsPage, StandingCount};
use crate::http::posted::Posted;
use crate::http::typed::Typed;
use crate::http::visit::Visit;
use crate::store::case_lists::ListedPlace;
use crate::store::cases::StoredCase;
use crate::workflow::Definition;
use crate::workflow::definition::Standing;
use crate::workflow::form::FieldError;

/// How many members a page shows.
const SHOWN: usize = 50;
/// In a register of up to so many members it is counted whose report a round has moved.
const LOOKED_AT: usize = 1_000;

/// Which members are shown.
#[derive(Debug, Deserialize)]
pub struct Only {
    standing: Option<String>,
    after: Option<String>,
}

/// `GET /w/{workflow}/members`.
pub async fn members(visit: Visit, Path(workflow): Path<String>, Query(only): Query<Only>) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let standing = only.standing.as_deref().and_then(Standing::parse);
    let part = Part {
        at: None,
        standing,
        after: only.after.as_deref().and_then(ListedPlace::parse),
        limit: SHOWN,
    };
    let engine = &visit.app.engine;
    let Members { rows: members, next } = engine.register(&workflow, &part).await?;
    let children = engine.running_children(&members).await?;
    let mut rows: Vec<MemberRow> = members.iter().map(|member| row(&visit, member, &children)).collect();
    rows.sort_by_key(|row| {
        (
            row.owes
                .as_ref()
                .map_or(Instant::from_micros(i64::MAX), |(_, due)| *due),
            row.next,
        )
    });
    let base = format!("/w/{workflow}/members");
    let of = |standing: Standing| format!("{base}?standing={}", standing.as_str());
    let counts = engine.count_standings(&workflow).await?.into_iter();
    let counts = counts.map(|(standing, count)| StandingCount {
        standing,
        count,
        href: of(standing),
    });
    let here = standing.map_or_else(|| format!("{base}?"), |standing| of(standing) + "&");
    page(&MembersPage {
        frame: visit.frame(Some(&definition), &visit.t.text("members-title")),
        members: rows,
        next: next.map(|place| format!("{here}after={}", encoded(&place.text()))),
        counts: counts.collect(),
        only: standing,
        all: Link {
            href: base.clone(),
            label: visit.t.text("filter-all"),
        },
    })
}

fn row(visit: &Visit, member: &Member, children: &[StoredCase]) -> MemberRow {
    MemberRow {
        href: format!("/cases/{}", member.stored.case.id),
        organisation: member.organisation.clone(),
        since: member.since,
        standing: member.standing,
        owes: owes(visit, member, children),
        next: member.next_due,
    }
}

/// What the member itself owes soonest, in its own case or in one that case has opened.
fn owes(visit: &Visit, member: &Member, children: &[StoredCase]) -> Option<(String, Instant)> {
    let own = Some(member.stored.case.id);
    let children = children.iter().filter(|stored| stored.case.parent == own);
    let definition = &member.definition;
    let mut owed: Vec<(String, Instant)> = Vec::new();
    for stored in children.chain([&member.stored]) {
        let owner = definition.kind(&stored.case.kind).map(|kind| kind.owner.clone());
        let duties = plan(definition, &stored.case, &[]).duties;
        let own = duties
            .iter()
            .filter(|duty| !duty.stopped && Some(&duty.of.role) == owner.as_ref());
        owed.extend(own.map(|duty| (duty_title(definition, &stored.case, &duty.name, visit.t), duty.due_at)));
    }
    owed.into_iter().min_by_key(|(_, due)| *due)
}

/// `GET /w/{workflow}/rounds`.
pub async fn rounds(visit: Visit, Path(workflow): Path<String>) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    show(&visit, &definition, Vec::new(), (Typed::default(), &[])).await
}

async fn show(
    visit: &Visit,
    definition: &Definition,
    impact: Vec<String>,
    (typed, errors): (Typed, &[FieldError]),
) -> Answer {
    let calls = visit.app.engine.calls_of(&definition.name).await?;
    let set: Vec<Round> = calls.into_iter().filter_map(|call| call.round).collect();
    let part = Part {
        at: None,
        standing: None,
        after: None,
        limit: LOOKED_AT,
    };
    let found = visit.app.engine.register(&definition.name, &part).await?;
    let members = found.next.is_none().then_some(found.rows);
    let view = RoundsPage {
        frame: visit.frame(Some(definition), &visit.t.text("rounds-title")),
        rounds: set.iter().map(|round| round_row(round, members.as_deref())).collect(),
        action: format!("/w/{}/rounds", definition.name),
        typed,
        impact,
        errors: lines(errors, visit.t),
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(status, &view)
}

fn round_row(round: &Round, members: Option<&[Member]>) -> RoundRow {
    let moved = |member: &&Member| member.stored.case.rounds.iter().any(|known| known.id == round.id);
    RoundRow {
        name: round.name.clone(),
        opens_at: round.opens_at,
        due_at: round.due_at,
        replaces: round.replaces,
        reports: members.map(|members| members.iter().filter(moved).count()),
    }
}

/// `POST /w/{workflow}/rounds`: sets a round, or says first what it would do.
pub async fn set(visit: Visit, Path(workflow): Path<String>, posted: Posted) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let id = visit.app.engine.ids.next(visit.now());
    let set = match round(&definition, id, &posted.typed) {
        Ok(round) if posted.typed.one("then") == "preview" => {
            let impact = visit.app.engine.impact_of_round(&workflow, &round).await?;
            let said = said(&definition, &impact, visit.t);
            return show(&visit, &definition, said, (posted.typed, &[])).await;
        }
        Ok(round) => {
            let done = visit.app.engine.set_round(visit.me()?.id, &workflow, &round).await;
            done.map_err(Problem::from)
        }
        Err(errors) => Err(Problem::Invalid(errors)),
    };
    match set {
        Ok(_) => see(&format!("/w/{workflow}/rounds?done=round")),
        Err(Problem::Invalid(errors)) => show(&visit, &definition, Vec::new(), (posted.typed, &errors)).await,
        Err(problem) => Err(problem),
    }
}

fn round(definition: &Definition, id: Uuid, typed: &Typed) -> Result<Round, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut must = |name: &str| needed(typed, name).map_err(|error| errors.push(error)).ok();
    let (opens, due) = (must("opens"), must("due"));
    let (from, to) = (must("replaces_from"), must("replaces_to"));
    let mut may = |name: &str| day(typed, name).map_err(|error| errors.push(error)).ok().flatten();
    let cohort = (may("cohort_from"), may("cohort_to"));
    let period = (may("period_from"), may("period_to"));
    let kind = definition
        .kinds
        .iter()
        .flat_map(|kind| &kind.states)
        .flat_map(|state| &state.cycles)
        .next();
    let (Some(opens), Some(due), Some(from), Some(to), Some(cycle)) = (opens, due, from, to, kind) else {
        return Err(errors);
    };
    if to < from {
        errors.push(FieldError::of("replaces_to", "order"));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Round {
        id,
        name: typed.one("name").to_owned(),
        kind: cycle.opens.clone(),
        opens_at: begin(opens, definition),
        due_at: end(due, definition),
        replaces: (from, to),
        cohort,
        period: period.0.zip(period.1),
    })
}
