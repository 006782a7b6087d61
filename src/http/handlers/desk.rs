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
use crate::workflow::Definition;
use crate::workflow::form::Answers;

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

/// Open calls in which an organisation of the person's has no case yet.
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
            for organisation in applying(visit, &definition, call) {
                let theirs = seen.iter().filter(|glance| glance.case().organisation == organisation);
                if theirs.into_iter().all(|glance| !stands_in_the_way(glance, call)) {
                    offers.push(offer(visit, &definition, call, organisation).await?);
                }
            }
        }
    }
    Ok(offers)
}

/// The organisations for which the person may begin a case of the call's kind.
fn applying(visit: &Visit, definition: &Definition, call: &Call) -> Vec<Uuid> {
    let kind = definition.kind(&call.kind);
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

async fn offer(visit: &Visit, definition: &Definition, call: &Call, organisation: Uuid) -> Result<Offer, Problem> {
    let seen = visit.app.engine.organisation_seen(organisation, visit.me()?.id).await?;
    Ok(Offer {
        programme: definition.title.in_lang(visit.t.tag()).to_owned(),
        call: call_line(call),
        action: format!("/w/{}/cases", definition.name),
        values: vec![
            ("kind", call.kind.clone()),
            ("call", call.id.to_string()),
            ("organisation", organisation.to_string()),
        ],
        organisation: seen.listed.organisation.name,
    })
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
