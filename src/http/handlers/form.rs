//! A case's own form: filled over days, saved as it is typed, checked before it is submitted.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::case::signatures;
use super::event::views;
use super::words::{case_title, is_mine};
use crate::engine::answers::Save;
use crate::engine::queries::case::Look;
use crate::http::address::Path;
use crate::http::answers::{Decoded, decode};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page_with, see};
use crate::http::pages::check::{CheckPage, summary};
use crate::http::pages::form::{FormPage, FormView, Shown};
use crate::http::pages::{ErrorLine, Link};
use crate::http::posted::Posted;
use crate::http::typed::Typed;
use crate::http::visit::Visit;
use crate::workflow::form::{Answers, FieldError, FieldKind, Form, Stage};

/// `GET /cases/{id}/form`.
pub async fn form(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    let me = visit.me()?;
    let look = visit.app.engine.look(id, me.id).await?;
    if !look.glance.edits() {
        return see(&format!("/cases/{id}/check"));
    }
    let form = look.form().ok_or(Problem::Missing)?;
    let answers = look.answers();
    let typed = Typed::from_answers(form, &answers);
    let wrong = form.check(&answers, Stage::Draft);
    form_page(&visit, &look, (&typed, &wrong), StatusCode::OK).await
}

/// The form with what was typed and what is wrong.
async fn form_page(visit: &Visit, look: &Look, (typed, errors): (&Typed, &[FieldError]), status: StatusCode) -> Answer {
    let form = look.form().ok_or(Problem::Missing)?;
    let (t, case) = (visit.t, look.case());
    let answers = decode(form, typed).answers;
    let last = visit.app.engine.last_answers(look).await?;
    let shown = Shown {
        t,
        typed,
        errors,
        last: &last,
    };
    let view = FormView::of(form, shown, |field| form.asks(field, &answers));
    let notes = errors.iter().filter(|error| error.field.is_empty());
    let notes = notes.map(|error| ErrorLine {
        href: "#main".to_owned(),
        text: t.field_error(error),
    });
    let page = FormPage {
        frame: visit.frame(Some(&look.glance.definition), &view.title),
        case: Link {
            href: format!("/cases/{}", case.id),
            label: format!(
                "{} · {}",
                look.organisation.name,
                case_title(&look.glance.definition, case, t)
            ),
        },
        action: format!("/cases/{}/form", case.id),
        revision: look.draft.as_ref().map_or(0, |draft| draft.revision),
        notes: notes.collect(),
        form: view,
        due: due(look),
        saved_at: look.draft.as_ref().map(|draft| draft.saved_at),
        reason: case.reason.clone(),
    };
    page_with(status, &page)
}

/// When what the person owes here is due.
fn due(look: &Look) -> Option<crate::clock::Instant> {
    let duties = look.plan().duties;
    duties
        .into_iter()
        .find(|duty| is_mine(&look.glance, duty))
        .map(|duty| duty.due_at)
}

/// `POST /cases/{id}/form`: saves what was typed, finished or not.
pub async fn save(visit: Visit, Path(id): Path<Uuid>, headers: HeaderMap, posted: Posted) -> Answer {
    let by_itself = headers.contains_key("x-kalends-autosave");
    let saved = save_typed(&visit, id, &posted.typed).await;
    if by_itself {
        return tell_script(&visit, saved);
    }
    let decoded = match saved {
        Ok(saved) => saved,
        Err(Problem::Stale { .. }) => return stale(&visit, id, &posted.typed).await,
        Err(problem) => return Err(problem),
    };
    if !decoded.wrong.is_empty() {
        let look = visit.app.engine.look(id, visit.me()?.id).await?;
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return form_page(&visit, &look, (&posted.typed, &decoded.wrong), status).await;
    }
    match (posted.typed.one("then"), &decoded.arisen) {
        (_, Some(field)) => see(&format!("/cases/{id}/form?done=more#group-{field}")),
        ("check", None) => see(&format!("/cases/{id}/check")),
        _ => see(&format!("/cases/{id}/form?done=saved")),
    }
}

/// Saves every answer that can be read; what cannot is left as it was and reported.
async fn save_typed(visit: &Visit, id: Uuid, typed: &Typed) -> Result<SavedForm, Problem> {
    let me = visit.me()?;
    let look = visit.app.engine.look(id, me.id).await?;
    let form = look.form().ok_or(Problem::Missing)?;
    let found = look.draft.as_ref().map_or(0, |draft| draft.revision);
    let revision = typed.one("revision").parse().map_err(|_| Problem::Stale { found })?;
    let decoded = decode(form, typed);
    let unread = |name: &String| decoded.errors.iter().any(|error| error.field == *name);
    let mut answers = decoded.answers.clone();
    answers.retain(|name, _| !unread(name));
    for name in emptied(form, &look.answers(), typed, &decoded) {
        answers.insert(name, Value::Null);
    }
    let save = Save {
        case: id,
        person: me.id,
        answers,
        revision: Some(revision),
    };
    let saved = visit.app.engine.save_answers(&save).await?;
    Ok(SavedForm {
        revision: saved.draft.revision,
        arisen: arisen(form, &look.answers(), &saved.draft.answers),
        wrong: decoded.errors,
    })
}

/// What a save did.
struct SavedForm {
    /// Revision of the draft.
    revision: u32,
    /// What could not be read, and so was not saved.
    wrong: Vec<FieldError>,
    /// A question that is asked only since this save, and has no answer.
    arisen: Option<String>,
}

fn arisen(form: &Form, before: &Answers, after: &Answers) -> Option<String> {
    let mut new = form
        .fields()
        .filter(|field| form.asks(field, after) && !form.asks(field, before));
    new.find(|field| !after.contains_key(&field.name))
        .map(|field| field.name.clone())
}

/// Fields that were asked and came back without an answer.
fn emptied(form: &Form, before: &Answers, typed: &Typed, decoded: &Decoded) -> Vec<String> {
    let boxes = |kind: &FieldKind| {
        matches!(
            kind,
            FieldKind::Consent
                | FieldKind::Choices { .. }
                | FieldKind::Choice { .. }
                | FieldKind::YesNo
                | FieldKind::Rating { .. }
        )
    };
    let asked = form.fields().filter(|field| form.asks(field, before));
    let came = |name: &str| typed.names().any(|input| input.split('.').next() == Some(name));
    asked
        .filter(|field| came(&field.name) || boxes(&field.kind))
        .filter(|field| !decoded.answers.contains_key(&field.name))
        .map(|field| field.name.clone())
        .collect()
}

fn tell_script(visit: &Visit, saved: Result<SavedForm, Problem>) -> Answer {
    let revision = match saved {
        Ok(saved) => saved.revision,
        Err(problem) => return Ok(problem.to_program(visit.t, &visit.app.engine.house.base_url, "autosave")),
    };
    let zone = visit.frame(None, "").zone;
    let body = json!({ "revision": revision, "saved_at": visit.t.time(visit.now(), &zone) });
    let mut answer = Response::new(Body::from(body.to_string()));
    let kind = HeaderValue::from_static("application/json");
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    Ok(answer)
}

/// Somebody has saved meanwhile: the form with what was typed here, to be saved over it or not.
async fn stale(visit: &Visit, id: Uuid, typed: &Typed) -> Answer {
    let look = visit.app.engine.look(id, visit.me()?.id).await?;
    let note = FieldError {
        field: String::new(),
        rule: "stale",
        values: BTreeMap::new(),
    };
    form_page(visit, &look, (typed, &[note]), StatusCode::CONFLICT).await
}

/// `GET /cases/{id}/check`.
pub async fn check(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    let me = visit.me()?;
    let look = visit.app.engine.look(id, me.id).await?;
    check_page(&visit, &look, &[]).await
}

/// The summary before submission; `refused` are faults the engine has just found.
pub async fn check_page(visit: &Visit, look: &Look, refused: &[FieldError]) -> Answer {
    let form = look.form().ok_or(Problem::Missing)?;
    let (t, case, answers) = (visit.t, look.case(), look.answers());
    let edits = look.glance.edits();
    let wrong = if edits { look.wrong(Stage::Complete) } else { Vec::new() };
    let past = visit.app.engine.past(look).await?;
    let problem = |error: &FieldError| {
        let label = form.field(&error.field).map(|field| field.label.in_lang(t.tag()));
        ErrorLine {
            href: format!("#group-{}", error.field),
            text: format!("{}: {}", label.unwrap_or(&error.field), t.field_error(error)),
        }
    };
    let href = format!("/cases/{}", case.id);
    let page = CheckPage {
        frame: visit.frame(Some(&look.glance.definition), &t.text("check-title")),
        change: edits.then(|| format!("{href}/form")),
        case: Link {
            href,
            label: format!(
                "{} · {}",
                look.organisation.name,
                case_title(&look.glance.definition, case, t)
            ),
        },
        sections: summary(form, &answers, &wrong, t, |field| form.asks(field, &answers)),
        problems: wrong.iter().map(problem).collect(),
        signatures: signatures(look, &past, t),
        due: due(look),
        events: views(visit, look, None)
            .into_iter()
            .filter(|event| event.completes)
            .collect(),
    };
    let status = if refused.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(status, &page)
}
