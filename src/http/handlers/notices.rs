//! The month of notices that went and will go, and why one of them goes.

use jiff::ToSpan;
use jiff::civil;
use serde::Deserialize;
use uuid::Uuid;

use super::calls::run_by;
use super::words::{case_title, duty_title, entry_title, letter_at, letter_reason, letter_state};
use crate::clock::Instant;
use crate::engine::letters::role_title;
use crate::engine::queries::notices::{Listed, Part};
use crate::engine::queries::sheet::Sheet;
use crate::http::address::{Path, Query, encoded};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page};
use crate::http::pages::Link;
use crate::http::pages::case::LetterState;
use crate::http::pages::notice::{NoticeDay, NoticeRow, NoticesPage, WhyPage};
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::store::notices::{Filter, Place};
use crate::workflow::Definition;
use crate::workflow::definition::{DutyRule, Offset, Reminder};

/// Which notices are shown.
#[derive(Debug, Deserialize)]
pub struct Which {
    month: Option<String>,
    state: Option<String>,
    q: Option<String>,
    after: Option<String>,
}

/// How many notices a page shows.
const SHOWN: usize = 50;

/// `GET /w/{workflow}/notices`.
pub async fn month(visit: Visit, Path(workflow): Path<String>, Query(which): Query<Which>) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let today = visit.now().civil(&definition.zone).date();
    let first = first_of(which.month.as_deref(), today);
    let following = first.checked_add(1.month()).unwrap_or(first);
    let filter = Filter {
        workflow: Some(workflow.clone()),
        from: Some(midnight(first, &definition)),
        to: Some(midnight(following, &definition)),
        ..Filter::default()
    };
    let only = which.state.as_deref().and_then(state_of);
    let query = which.q.unwrap_or_default().trim().to_owned();
    let part = Part {
        filter,
        after: which.after.as_deref().and_then(Place::parse),
        limit: SHOWN,
    };
    let wanted = |one: &Listed| {
        let row = row(one, visit.t);
        only.is_none_or(|only| only == row.state) && found(&row, &query)
    };
    let engine = &visit.app.engine;
    let Sheet { rows: listed, next } = engine.notices_seen(visit.me()?.id, &part, wanted).await?;
    let base = format!("/w/{workflow}/notices");
    let of = |month: civil::Date| format!("{base}?month={}", month.strftime("%Y-%m"));
    let further = |place: Place| {
        let state = which.state.as_deref().unwrap_or_default();
        let (state, query) = (encoded(state), encoded(&query));
        format!("{}&state={state}&q={query}&after={}", of(first), place.text())
    };
    page(&NoticesPage {
        frame: visit.frame(Some(&definition), &visit.t.text("notices-title")),
        before: of(first.checked_sub(1.month()).unwrap_or(first)),
        after: of(following),
        month: first,
        are_all: part.after.is_none() && next.is_none(),
        next: next.map(further),
        days: days(listed.iter().map(|one| row(one, visit.t)).collect(), &definition),
        action: base.clone(),
        only,
        query: query.clone(),
    })
}

fn first_of(asked: Option<&str>, today: civil::Date) -> civil::Date {
    let asked = asked.and_then(|month| format!("{month}-01").parse::<civil::Date>().ok());
    asked.unwrap_or(today).first_of_month()
}

fn midnight(day: civil::Date, definition: &Definition) -> Instant {
    Instant::from_civil(day.to_datetime(civil::Time::midnight()), &definition.zone)
}

fn state_of(word: &str) -> Option<LetterState> {
    LetterState::ALL
        .iter()
        .find(|(_, name)| *name == word)
        .map(|(state, _)| *state)
}

fn found(row: &NoticeRow, query: &str) -> bool {
    let query = query.to_lowercase();
    let texts = [&row.recipient, &row.case.label, &row.subject];
    texts.iter().any(|text| text.to_lowercase().contains(&query))
}

fn row(listed: &Listed, t: Locale) -> NoticeRow {
    let (glance, notice) = (&listed.look.glance, &listed.letter.notice);
    let who = listed
        .recipient
        .as_ref()
        .map(|person| person.name.as_str())
        .unwrap_or_default();
    let role = role_title(&glance.definition, &notice.address, t.tag());
    NoticeRow {
        at: letter_at(notice),
        subject: listed.letter.subject.clone(),
        recipient: format!("{who}, {role}"),
        case: Link {
            href: format!("/cases/{}", notice.case_id),
            label: format!(
                "{} · {}",
                glance.organisation,
                case_title(&glance.definition, glance.case(), t)
            ),
        },
        state: letter_state(notice),
        reason: letter_reason(notice, t),
        why: format!("/notices/{}/why", notice.id),
    }
}

fn days(mut rows: Vec<NoticeRow>, definition: &Definition) -> Vec<NoticeDay> {
    rows.sort_by_key(|row| row.at);
    let mut days: Vec<NoticeDay> = Vec::new();
    for row in rows {
        let date = row.at.civil(&definition.zone).date();
        match days.last_mut().filter(|day| day.date == date) {
            Some(day) => day.notices.push(row),
            None => days.push(NoticeDay {
                date,
                notices: vec![row],
            }),
        }
    }
    days
}

/// `GET /notices/{id}/why` and `GET /why/{id}`.
pub async fn why(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    let me = visit.me()?;
    let listed = visit.app.engine.notice_seen(me.id, id).await?;
    let (glance, notice, t) = (&listed.look.glance, &listed.letter.notice, visit.t);
    let duty = listed
        .look
        .plan()
        .duties
        .into_iter()
        .find(|duty| duty.name == notice.duty);
    let occurrence = notice.occurrence.parse::<Instant>().ok();
    let due = duty.map(|duty| duty.due_at).or(occurrence);
    let because = because(&visit, &listed).await?;
    page(&WhyPage {
        frame: visit.frame(Some(&glance.definition), &t.text("why-title")),
        duty: due
            .filter(|_| !notice.duty.is_empty())
            .map(|due| (duty_title(&glance.definition, glance.case(), &notice.duty, t), due)),
        text: listed.letter.text.clone(),
        notice: row(&listed, t),
        because,
    })
}

/// What led to a notice: the rule, the duty or the event, and the seat through which it reaches its reader.
async fn because(visit: &Visit, listed: &Listed) -> Result<Vec<String>, Problem> {
    let (glance, notice, t) = (&listed.look.glance, &listed.letter.notice, visit.t);
    let definition = &glance.definition;
    let mut lines = Vec::new();
    if notice.duty.is_empty() {
        let past = visit.app.engine.past(&listed.look).await?;
        let seq = notice.occurrence.parse::<u32>().ok();
        if let Some(entry) = past.entries.iter().find(|entry| Some(entry.seq) == seq) {
            let event = entry_title(definition, glance.case(), entry, t);
            let at = t.moment(entry.at, &definition.zone);
            lines.push(t.text_with(
                "why-event",
                &[("event", &event), ("at", &at), ("who", &glance.organisation)],
            ));
        }
    } else if let Some((rule, step)) = rule(listed) {
        let duty = rule.title.in_lang(t.tag());
        let who = role_title(definition, &rule.of, t.tag());
        lines.push(t.text_with("why-owes", &[("who", &who), ("duty", &duty)]));
        lines.push(when(step, t));
    }
    let role = role_title(definition, &notice.address, t.tag());
    let name = listed
        .recipient
        .as_ref()
        .map(|person| person.name.as_str())
        .unwrap_or_default();
    lines.push(t.text_with("why-seat", &[("who", &name), ("role", &role)]));
    Ok(lines)
}

fn rule(listed: &Listed) -> Option<(&DutyRule, &Reminder)> {
    let notice = &listed.letter.notice;
    let states = &listed.look.glance.kind()?.states;
    let mut rules = states.iter().flat_map(|state| &state.duties);
    let rule = rules.find(|rule| rule.name == notice.duty)?;
    let step = rule.reminders.iter().find(|reminder| reminder.step == notice.step)?;
    Some((rule, step))
}

/// The distance from the due day, in words.
fn when(step: &Reminder, t: Locale) -> String {
    match &step.offset {
        Offset::Before(span) => t.text_with("why-before", &[("span", &in_words(&span.to_string(), t))]),
        Offset::On => t.text("why-on"),
        Offset::After(span) => t.text_with("why-after", &[("span", &in_words(&span.to_string(), t))]),
    }
}

/// A span such as `14 days`, counted in the person's language.
fn in_words(span: &str, t: Locale) -> String {
    let Some((count, unit)) = span.split_once(' ') else {
        return span.to_owned();
    };
    let id = format!("span-{}", unit.trim_end_matches('s'));
    if t.has(&id) {
        t.text_with(&id, &[("count", &count)])
    } else {
        span.to_owned()
    }
}
