//! A person's own desk, and the cases begun from it.

use uuid::Uuid;

use super::words::{call_line, case_title, duty_title, event_title, is_mine, state_title, tone};
use crate::clock::Instant;
use crate::engine::open::NewCase;
use crate::engine::queries::seen::Glance;
use crate::http::address::Path;
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page, see};
use crate::http::pages::desk::{CaseCard, DeskDuty, DeskPage, Offer};
use crate::http::posted::Posted;
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::store::calls::Call;
use crate::store::cases::Filter;
use crate::workflow::form::Answers;
use crate::workflow::{Definition, Kind};

/// `GET /desk`.
pub async fn desk(visit: Visit) -> Answer {
    let me = visit.me()?;
    let seen = visit.app.engine.cases_seen(me.id, &Filter::default()).await?;
    let mut duties = Vec::new();
    for glance in seen.iter().filter(|glance| !glance.stored.closed) {
        duties.extend(owed(glance, visit.t));
    }
    duties.sort_by_key(|duty: &DeskDuty| duty.due_at);
    let mut cases: Vec<&Glance> = seen.iter().filter(|glance| glance.owns()).collect();
    cases.sort_by_key(|glance| (glance.stored.closed, std::cmp::Reverse(glance.case().entered_at)));
    let own = visit.own_workflow();
    page(&DeskPage {
        frame: visit.frame(own.as_deref(), &visit.t.text("desk-title")),
        cases: cases.into_iter().map(|glance| card(glance, visit.t)).collect(),
        offers: offers(&visit, &seen).await?,
        duties,
        feed: None,
    })
}

/// What the person owes in a case.
pub fn owed(glance: &Glance, t: Locale) -> Vec<DeskDuty> {
    let mine = glance.duties().into_iter().filter(|duty| is_mine(glance, duty));
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
        tone: tone(glance, &duties),
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

/// What an organisation of the person's may begin: in an open call, or at any time, where it has no such case yet.
async fn offers(visit: &Visit, seen: &[Glance]) -> Result<Vec<Offer>, Problem> {
    let now = visit.now();
    let mut offers = Vec::new();
    for name in visit.app.engine.workflows.names() {
        let definition = visit.workflow(&name)?;
        let calls = visit.app.engine.calls_of(&name).await?;
        let open = calls
            .iter()
            .filter(|call| call.round.is_none() && call.opens_at <= now && now < call.closes_at);
        for call in open {
            for organisation in applying(visit, definition.kind(&call.kind)) {
                let theirs = seen.iter().filter(|glance| glance.case().organisation == organisation);
                if theirs.into_iter().all(|glance| !stands_in_the_way(glance, call)) {
                    let kind = definition.kind(&call.kind);
                    offers.extend(offer(visit, (&definition, kind, Some(call)), organisation).await?);
                }
            }
        }
        for kind in definition.kinds.iter().filter(|kind| !kind.in_call) {
            for organisation in applying(visit, Some(kind)) {
                let theirs = seen.iter().filter(|glance| glance.case().organisation == organisation);
                if theirs
                    .into_iter()
                    .all(|glance| glance.stored.closed || !is_of(glance, &name, kind))
                {
                    offers.extend(offer(visit, (&definition, Some(kind), None), organisation).await?);
                }
            }
        }
    }
    Ok(offers)
}

fn is_of(glance: &Glance, workflow: &str, kind: &Kind) -> bool {
    glance.stored.workflow == workflow && glance.case().kind == kind.name
}

/// The organisations for which the person may begin a case of a kind.
fn applying(visit: &Visit, kind: Option<&Kind>) -> Vec<Uuid> {
    let by = kind.map_or(&[][..], |kind| &kind.open_by);
    let may = |seat: &&crate::store::seats::Seat| {
        by.iter()
            .any(|address| address.covers(&seat.role, seat.seat.as_deref()))
    };
    let mut found: Vec<Uuid> = visit
        .seats
        .iter()
        .filter(may)
        .filter_map(|seat| seat.organisation_id)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a case leaves no room for another in the call: it is one of it, or its organisation is a member already.
fn stands_in_the_way(glance: &Glance, call: &Call) -> bool {
    let Some(state) = glance.state() else { return false };
    let same_call = glance.case().call.as_ref().is_some_and(|of| of.id == call.id);
    let listed = state.listed && !state.is_final && glance.case().kind == call.kind;
    glance.stored.workflow == call.workflow && ((same_call && !state.again) || listed)
}

async fn offer(
    visit: &Visit,
    (definition, kind, call): (&Definition, Option<&Kind>, Option<&Call>),
    organisation: Uuid,
) -> Result<Option<Offer>, Problem> {
    let Some(kind) = kind else { return Ok(None) };
    let seen = visit.app.engine.organisation_seen(organisation, visit.me()?.id).await?;
    let line = call.map(call_line);
    let mut values = vec![("kind", kind.name.clone()), ("organisation", organisation.to_string())];
    values.extend(call.map(|call| ("call", call.id.to_string())));
    let title = || kind.title.in_lang(visit.t.tag()).to_owned();
    Ok(Some(Offer {
        programme: definition.title.in_lang(visit.t.tag()).to_owned(),
        title: line.as_ref().map_or_else(title, |line| line.name.clone()),
        call: line,
        action: format!("/w/{}/cases", definition.name),
        values,
        organisation: seen.listed.organisation.name,
    }))
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
