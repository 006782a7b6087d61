//! A person's own desk, and the cases begun from it.

use uuid::Uuid;

use super::offers::offered;
use super::words::{case_title, duty_title, event_title, is_mine, state_title, tone};
use crate::clock::Instant;
use crate::engine::open::NewCase;
use crate::engine::queries::seen::Glance;
use crate::http::address::Path;
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page, see};
use crate::http::pages::desk::{CaseCard, DeskDuty, DeskPage};
use crate::http::posted::Posted;
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::store::cases::Filter;
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
    let mut offers = Vec::new();
    for name in visit.app.engine.workflows.names() {
        offers.extend(offered(&visit, visit.workflow(&name)?.as_ref(), &seen).await?);
    }
    page(&DeskPage {
        frame: visit.frame(own.as_deref(), &visit.t.text("desk-title")),
        cases: cases.into_iter().map(|glance| card(glance, visit.t)).collect(),
        offers,
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
