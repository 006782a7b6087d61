//! A person's own desk, and the cases begun from it.

use std::collections::BTreeSet;

use serde::Deserialize;
use uuid::Uuid;

use super::offers::offered;
use super::words::{case_title, duty_title, event_title, is_mine, state_title, tone};
use crate::case::turns::may_owe;
use crate::clock::Instant;
use crate::engine::open::NewCase;
use crate::engine::queries::lists::{Cases, Wanted};
use crate::engine::queries::seen::Glance;
use crate::http::address::{Path, Query};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page, see};
use crate::http::pages::desk::{CaseCard, DeskDuty, DeskPage};
use crate::http::posted::Posted;
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::store::case_lists::{NEVER, Order, Place};
use crate::store::cases::Filter;
use crate::workflow::form::Answers;

/// How many duties a page shows at most.
const SHOWN: usize = 50;

/// From where on duties are shown.
#[derive(Debug, Deserialize)]
pub struct From {
    after: Option<String>,
}

/// `GET /desk`.
pub async fn desk(visit: Visit, Query(from): Query<From>) -> Answer {
    let me = visit.me()?;
    let engine = &visit.app.engine;
    let own = own_cases(&visit).await?;
    let mut tx = engine.store.read().await?;
    let reader = engine.reader(&mut tx, me.id).await?;
    let mut owing = BTreeSet::new();
    for workflow in engine.workflows.names() {
        let actor = reader.actor_of_house(&workflow);
        owing.extend(engine.states_where(&workflow, |_, _, state| may_owe(state, &actor)));
    }
    let wanted = Wanted {
        from: owing
            .into_iter()
            .map(|state| (state, Order::DueBefore(NEVER)))
            .collect(),
        after: from.after.as_deref().and_then(Place::parse),
        limit: SHOWN,
    };
    let is_own = |glance: &Glance| own.iter().any(|known| known.case().id == glance.case().id);
    let owes = |glance: &Glance| !is_own(glance) && glance.duties().iter().any(|duty| is_mine(glance, duty));
    let Cases { rows, next } = engine.page_of_cases((&mut tx, &reader), &wanted, owes).await?;
    drop(tx);
    let mut duties: Vec<DeskDuty> = rows.iter().flat_map(|glance| owed(glance, visit.t)).collect();
    if wanted.after.is_none() {
        let running = own.iter().filter(|glance| !glance.stored.closed);
        duties.extend(running.flat_map(|glance| owed(glance, visit.t)));
    }
    duties.sort_by_key(|duty: &DeskDuty| duty.due_at);
    let mut cases: Vec<&Glance> = own.iter().filter(|glance| glance.owns()).collect();
    cases.sort_by_key(|glance| (glance.stored.closed, std::cmp::Reverse(glance.case().entered_at)));
    let workflow = visit.own_workflow();
    let mut offers = Vec::new();
    for name in engine.workflows.names() {
        offers.extend(offered(&visit, visit.workflow(&name)?.as_ref(), &own).await?);
    }
    page(&DeskPage {
        frame: visit.frame(workflow.as_deref(), &visit.t.text("desk-title")),
        cases: cases.into_iter().map(|glance| card(glance, visit.t)).collect(),
        offers,
        duties,
        next: next.map(|place| format!("/desk?after={}", place.text())),
        feed: None,
    })
}

/// The cases of the organisations the person sits for, as far as they see them.
async fn own_cases(visit: &Visit) -> Result<Vec<Glance>, Problem> {
    let organisations: BTreeSet<Uuid> = visit.seats.iter().filter_map(|seat| seat.organisation_id).collect();
    let mut own = Vec::new();
    for organisation in organisations {
        let filter = Filter {
            organisation: Some(organisation),
            ..Filter::default()
        };
        own.extend(visit.app.engine.cases_seen(visit.me()?.id, &filter).await?);
    }
    Ok(own)
}

/// What the person owes in a case.
pub fn owed(glance: &Glance, t: Locale) -> Vec<DeskDuty> {
    let mine = glance.duties().iter().filter(|duty| is_mine(glance, duty));
    mine.map(|duty| DeskDuty {
        title: duty_title(&glance.definition, glance.case(), &duty.name, t),
        case: format!(
            "{} · {}",
            glance.organisation,
            case_title(&glance.definition, glance.case(), t)
        ),
        href: format!("/cases/{}", glance.case().id),
        due_at: duty.due_at,
    })
    .collect()
}

fn card(glance: &Glance, t: Locale) -> CaseCard {
    let duties = glance.duties();
    CaseCard {
        href: format!("/cases/{}", glance.case().id),
        organisation: glance.organisation.clone(),
        title: case_title(&glance.definition, glance.case(), t),
        state: state_title(&glance.definition, glance.case(), &glance.case().state, t),
        tone: tone(glance, duties),
        next: next(glance, t),
    }
}

/// The next thing that happens by itself.
fn next(glance: &Glance, t: Locale) -> Option<(Instant, String)> {
    let first = glance.timers().into_iter().min()?;
    let from = Some(glance.case().state.as_str());
    let title = event_title(&glance.definition, glance.case(), (&first.event, from), t);
    Some((first.due_at.plus_seconds(-1), title))
}

/// `POST /w/{workflow}/cases`: begins a case and goes to its form.
pub async fn begin(visit: Visit, Path(workflow): Path<String>, posted: Posted) -> Answer {
    let me = visit.me()?;
    let id = |name: &str| posted.typed.one(name).parse::<Uuid>().ok();
    let new = NewCase {
        workflow,
        kind: posted.typed.one("kind").to_owned(),
        organisation: id("organisation").ok_or(Problem::Missing)?,
        call: id("call"),
        answers: Answers::new(),
        since: None,
    };
    let case = visit.app.engine.open(me.id, &new).await?;
    see(&format!("/cases/{}/form", case.case.id))
}
