//! What a person may set off in a case: the buttons, and what pressing them does.

use serde::Deserialize;
use uuid::Uuid;

use super::attachments::{kept, row};
use super::case::{purpose, show};
use super::form::check_page;
use crate::clock::Instant;
use crate::engine::queries::case::{Ask, Look};
use crate::engine::{Asker, Command, EngineError};
use crate::http::address::{Path, Query};
use crate::http::answers::decode;
use crate::http::error::Problem;
use crate::http::keeping::{Answer, see};
use crate::http::pages::event::{EventView, Weight};
use crate::http::pages::form::{FormView, SectionView, Shown};
use crate::http::posted::Posted;
use crate::http::typed::Typed;
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::workflow::Transition;
use crate::workflow::definition::Reason;
use crate::workflow::form::{Answers, FieldError, FieldKind, Form};

/// What was tried and could not be done.
pub struct Tried<'a> {
    /// The event.
    pub event: &'a str,
    /// What was typed.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
}

/// The events a person may set off, the way forward first.
pub fn views(visit: &Visit, look: &Look, tried: Option<&Tried<'_>>) -> Vec<EventView> {
    let asks = look.possible();
    let forward = asks.iter().position(|ask| leads_on(look, ask));
    let mut views: Vec<EventView> = asks
        .iter()
        .enumerate()
        .map(|(index, ask)| {
            let weight = if Some(index) == forward {
                Weight::Forward
            } else {
                weight(look, ask.transition)
            };
            let tried = tried.filter(|tried| tried.event == ask.transition.event);
            view(visit, look, ask, (weight, tried))
        })
        .collect();
    views.sort_by_key(|view| match (view.refused.is_some(), view.weight) {
        (false, Weight::Forward) => 0,
        (false, Weight::Plain) => 1,
        (true, _) => 2,
        (false, Weight::Ending) => 3,
    });
    views
}

/// Whether an event is the way forward: it leads on, needs no excuse and is not refused.
fn leads_on(look: &Look, ask: &Ask<'_>) -> bool {
    let weight = weight(look, ask.transition);
    ask.refused.is_none()
        && weight == Weight::Plain
        && ask.transition.reason != Reason::Required
        && ask.transition.attach.is_none()
        && (ask.transition.to.is_some() || ask.transition.signs)
}

fn weight(look: &Look, transition: &Transition) -> Weight {
    let kind = look.glance.kind();
    let target = transition.to.as_ref().and_then(|name| kind?.state(name));
    let accepted = look.case().parent.is_some() && transition.reason != Reason::Required;
    match target {
        Some(state) if state.is_final && !accepted => Weight::Ending,
        _ => Weight::Plain,
    }
}

fn view(visit: &Visit, look: &Look, ask: &Ask<'_>, (weight, tried): (Weight, Option<&Tried<'_>>)) -> EventView {
    let (t, transition) = (visit.t, ask.transition);
    let empty = Typed::default();
    EventView {
        t,
        name: transition.event.clone(),
        title: title(transition, t),
        action: format!("/cases/{}/events/{}", look.case().id, transition.event),
        revision: look.case().revision,
        weight,
        reason: transition.reason,
        typed_reason: tried.map_or(&empty, |tried| tried.typed).one("reason").to_owned(),
        wrong: tried.map(|tried| wrong(tried, t)).unwrap_or_default(),
        attach: transition.attach.as_ref().map(|name| purpose(name, t)),
        sections: sections(look, transition, tried, t),
        refused: ask.refused.as_ref().and_then(|refusal| {
            // What is asked for with the event itself is no obstacle yet.
            let asked_here = refusal.rule == "attachment" && transition.attach.is_some();
            (!asked_here).then(|| t.refusal(&refusal.rule, &refusal.values, &refusal.said))
        }),
        completes: transition.complete,
    }
}

fn title(transition: &Transition, t: Locale) -> String {
    let title = transition.title.in_lang(t.tag());
    if title.is_empty() {
        transition.event.clone()
    } else {
        title.to_owned()
    }
}

/// Faults that belong to no field of the event's form.
fn wrong(tried: &Tried<'_>, t: Locale) -> Vec<String> {
    let of_reason = tried.errors.iter().filter(|error| error.field == "reason");
    of_reason.map(|error| t.field_error(error)).collect()
}

fn event_form<'a>(look: &'a Look, transition: &Transition) -> Option<&'a Form> {
    look.glance.definition.forms.get(transition.form.as_ref()?)
}

fn sections(look: &Look, transition: &Transition, tried: Option<&Tried<'_>>, t: Locale) -> Vec<SectionView> {
    let Some(form) = event_form(look, transition) else {
        return Vec::new();
    };
    let recorded = look.case().answers.get(&form.name).cloned().unwrap_or_default();
    let start = Typed::from_answers(form, &with_today(look, form, recorded));
    let typed = tried.map_or(&start, |tried| tried.typed);
    let shown = Shown {
        t,
        typed,
        errors: tried.map_or(&[], |tried| tried.errors),
        last: &Answers::new(),
    };
    FormView::of(form, shown, |_| true).sections
}

/// The answers with today's date where the form says so.
fn with_today(look: &Look, form: &Form, mut answers: Answers) -> Answers {
    let today = today(look.now, look);
    for field in form.fields() {
        if matches!(field.kind, FieldKind::Date { default_today: true }) {
            answers
                .entry(field.name.clone())
                .or_insert_with(|| today.clone().into());
        }
    }
    answers
}

fn today(now: Instant, look: &Look) -> String {
    now.civil(&look.glance.definition.zone).date().to_string()
}

/// Where to go after an event.
#[derive(Debug, Default, Deserialize)]
pub struct Then {
    #[serde(default)]
    then: String,
}

/// `POST /cases/{id}/events/{event}`.
pub async fn set_off(
    visit: Visit,
    Path((id, event)): Path<(Uuid, String)>,
    Query(then): Query<Then>,
    posted: Posted,
) -> Answer {
    let me = visit.me()?;
    let look = visit.app.engine.look(id, me.id).await?;
    let transition = look.transition(&event);
    let form = transition.and_then(|transition| event_form(&look, transition));
    let decoded = form.map(|form| decode(form, &posted.typed)).unwrap_or_default();
    if !decoded.errors.is_empty() {
        return again(&visit, &look, (&event, &posted.typed, &decoded.errors)).await;
    }
    let command = Command {
        case: id,
        event: event.clone(),
        asker: Asker::Person(me.id),
        answers: decoded.answers,
        reason: Some(posted.typed.one("reason").to_owned()),
        attachments: Vec::new(),
        revision: posted.typed.one("revision").parse().ok(),
    };
    let purpose = transition.and_then(|transition| transition.attach.clone());
    let done = ask(&visit, command, &posted, purpose.as_deref()).await;
    let to = if then.then == "queue" {
        format!("/w/{}/queue?done=event", look.glance.definition.name)
    } else {
        format!("/cases/{id}?done=event")
    };
    match done {
        Ok(()) => see(&to),
        Err(Problem::Stale { .. }) if done_already(&visit, &look, &event, &posted.typed).await? => see(&to),
        Err(Problem::Invalid(errors)) if transition.is_some_and(|one| one.complete) => {
            check_page(&visit, &look, &errors).await
        }
        Err(Problem::Invalid(errors)) => again(&visit, &look, (&event, &posted.typed, &errors)).await,
        Err(problem) => Err(problem),
    }
}

async fn again(visit: &Visit, look: &Look, (event, typed, errors): (&str, &Typed, &[FieldError])) -> Answer {
    let tried = Tried { event, typed, errors };
    show(visit, look, Some(&tried)).await
}

/// Asks the engine, with the file if one came along; a refusal leaves no trace of it.
async fn ask(visit: &Visit, mut command: Command, posted: &Posted, purpose: Option<&str>) -> Result<(), Problem> {
    let Some(file) = &posted.file else {
        visit.app.engine.handle(&command).await?;
        return Ok(());
    };
    let row = row(visit, &command, file, purpose.unwrap_or("other"))?;
    command.attachments = vec![row.id];
    kept(visit, file, async |engine| {
        engine
            .handle_with_files(std::slice::from_ref(&row), &command)
            .await
            .map(drop)
    })
    .await
}

/// Whether the very same was done by the same person from the revision they saw: a button pressed twice.
async fn done_already(visit: &Visit, look: &Look, event: &str, typed: &Typed) -> Result<bool, EngineError> {
    let seen: Option<u32> = typed.one("revision").parse().ok();
    let past = visit.app.engine.past(look).await?;
    let next = past
        .entries
        .iter()
        .find(|entry| Some(entry.seq) == seen.map(|seen| seen + 1));
    let me = visit.person.as_ref().map(|me| me.id);
    Ok(next.is_some_and(|entry| entry.event == event && entry.actor == me))
}
