//! What waits for a body of the house: the commission's queue, the institute's inbox.

use std::cmp::Reverse;

use super::words::{call_line, case_title, is_mine, state_title, tone};
use crate::engine::queries::seen::{Glance, due_or_never};
use crate::http::address::Path;
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page};
use crate::http::pages::queue::{InboxPage, Places, QueuePage, QueueRow};
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::store::calls::Call;
use crate::store::cases::Filter;
use crate::workflow::definition::{Sees, Trigger};
use crate::workflow::form::FieldKind;

/// `GET /w/{workflow}/queue`.
pub async fn queue(visit: Visit, Path(workflow): Path<String>) -> Answer {
    let definition = visit.workflow(&workflow)?;
    let me = visit.me()?;
    if visit.body_of(&definition) != Some(Sees::All) {
        return Err(Problem::Missing);
    }
    let filter = Filter {
        workflow: Some(workflow.clone()),
        ..Filter::default()
    };
    let seen = visit.app.engine.cases_seen(me.id, &filter).await?;
    let call = latest_call(&visit, &workflow).await?;
    let of_call = |glance: &Glance| glance.case().call.as_ref().map(|of| of.id) == call.as_ref().map(|call| call.id);
    let t = visit.t;
    let (mut waiting, mut tasks, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for glance in &seen {
        let row = row(glance, t);
        if rank_field(glance).is_some() {
            waiting.push(row);
        } else if owes(glance) || (may_move(glance) && glance.case().standing.is_none()) {
            tasks.push(row);
        } else if of_call(glance) {
            others.push(row);
        }
    }
    waiting.sort_by_key(|row| (row.rank.parse().unwrap_or(u32::MAX), due_or_never(row.due_at)));
    tasks.sort_by_key(|row| due_or_never(row.due_at));
    others.sort_by_key(|row| Reverse(row.since));
    page(&QueuePage {
        frame: visit.frame(Some(&definition), &t.text("queue-title")),
        places: call.as_ref().and_then(places),
        call: call.as_ref().map(call_line),
        waiting,
        others,
        tasks,
        errors: Vec::new(),
    })
}

/// The call that opened last.
async fn latest_call(visit: &Visit, workflow: &str) -> Result<Option<Call>, Problem> {
    let calls = visit.app.engine.calls_of(workflow).await?;
    let now = visit.now();
    Ok(calls
        .into_iter()
        .find(|call| call.round.is_none() && call.opens_at <= now))
}

fn places(call: &Call) -> Option<Places> {
    Some(Places {
        taken: call.taken,
        all: call.quota?,
    })
}

/// Whether the person owes something in the case.
fn owes(glance: &Glance) -> bool {
    glance.duties().iter().any(|duty| is_mine(glance, duty))
}

/// Whether the person could move the case on from a state in which its owner can no longer write.
fn may_move(glance: &Glance) -> bool {
    let Some(state) = glance.state() else { return false };
    let moving = state
        .transitions
        .iter()
        .filter(|one| one.to.is_some() && state.edits.is_none());
    moving
        .filter_map(|one| by(&one.trigger))
        .any(|by| by.iter().any(|address| glance.is_for(address)))
}

fn by(trigger: &Trigger) -> Option<&[crate::workflow::definition::Address]> {
    match trigger {
        Trigger::By(by) => Some(by),
        _ => None,
    }
}

/// How a case is ranked.
struct Ranking {
    /// The event.
    event: String,
    /// The field of its form that holds the rank.
    field: String,
    /// Whether the reader may.
    may: bool,
}

/// How the case is ranked in its state: by an event that stays there and asks one number.
fn rank_field(glance: &Glance) -> Option<Ranking> {
    let transitions = &glance.state()?.transitions;
    transitions
        .iter()
        .filter(|one| one.to.is_none())
        .filter(|one| by(&one.trigger).is_some())
        .find_map(|one| {
            let form = glance.definition.forms.get(one.form.as_ref()?)?;
            let mut required = form.fields().filter(|field| field.required);
            let field = required
                .next()
                .filter(|field| matches!(field.kind, FieldKind::Integer { .. }))?;
            let may = by(&one.trigger)?.iter().any(|address| glance.is_for(address));
            required.next().is_none().then(|| Ranking {
                event: one.event.clone(),
                field: field.name.clone(),
                may,
            })
        })
}

fn row(glance: &Glance, t: Locale) -> QueueRow {
    let (case, definition) = (glance.case(), &glance.definition);
    let duties = glance.duties();
    let ranked = rank_field(glance);
    let rank = ranked.as_ref().and_then(|ranking| {
        let mut forms = case.answers.values();
        forms.find_map(|answers| answers.get(&ranking.field)?.as_i64())
    });
    let ranked = ranked.filter(|ranking| ranking.may);
    QueueRow {
        href: format!("/cases/{}", case.id),
        organisation: glance.organisation.clone(),
        title: case_title(definition, case, t),
        state: state_title(definition, case, &case.state, t),
        tone: tone(glance, &duties),
        since: case.entered_at,
        due_at: duties.iter().find(|duty| !duty.stopped).map(|duty| duty.due_at),
        rank_action: ranked
            .as_ref()
            .map(|ranking| format!("/cases/{}/events/{}?then=queue", case.id, ranking.event)),
        rank_input: ranked.map(|ranking| ranking.field).unwrap_or_default(),
        rank: rank.map(|rank| rank.to_string()).unwrap_or_default(),
        revision: case.revision,
    }
}

/// `GET /w/{workflow}/inbox`.
pub async fn inbox(visit: Visit, Path(workflow): Path<String>) -> Answer {
    let definition = visit.workflow(&workflow)?;
    let me = visit.me()?;
    if visit.body_of(&definition).is_none() {
        return Err(Problem::Missing);
    }
    let filter = Filter {
        workflow: Some(workflow),
        ..Filter::default()
    };
    let seen = visit.app.engine.cases_seen(me.id, &filter).await?;
    let t = visit.t;
    let (waiting, settled): (Vec<&Glance>, Vec<&Glance>) = seen.iter().partition(|glance| may_move(glance));
    let mut settled = settled;
    settled.sort_by_key(|glance| Reverse(glance.case().entered_at));
    page(&InboxPage {
        frame: visit.frame(Some(&definition), &t.text("inbox-title")),
        waiting: waiting.into_iter().map(|glance| row(glance, t)).collect(),
        settled: settled.into_iter().map(|glance| row(glance, t)).collect(),
    })
}

/// The person's own first page: their queue, their inbox, the members they look after, or their desk.
pub fn first_page(visit: &Visit) -> String {
    let Some(definition) = visit.own_workflow().filter(|_| visit.person.is_some()) else {
        return "/desk".to_owned();
    };
    let place = match visit.body_of(&definition) {
        _ if visit.runs(&definition.name) => "members",
        Some(Sees::All) => "queue",
        Some(Sees::Told) => "inbox",
        None => return "/desk".to_owned(),
    };
    format!("/w/{}/{place}", definition.name)
}
