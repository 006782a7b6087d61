//! The practice house: moving the clock, being somebody else, the mailbox. Elsewhere none of this exists.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use serde::Deserialize;
use uuid::Uuid;

use super::queue::first_page;
use super::sign_in::{session_of, signed_in};
use super::words::{entry_title, state_title};
use crate::clock::Instant;
use crate::engine::queries::lately::{Lately, Sort};
use crate::http::address::{Path, Query, encoded};
use crate::http::app::PracticeHouse;
use crate::http::auth::{Secret, local_path};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page, see};
use crate::http::pages::Link;
use crate::http::pages::mailbox::{MailPage, MailRow, MailboxPage, paragraphs};
use crate::http::pages::practice::Happened;
use crate::http::posted::Posted;
use crate::http::visit::Visit;
use crate::store::due;
use crate::store::messages::{self, Message, MessageState};

/// How many letters the mailbox shows.
const LETTERS: u32 = 400;
/// How many things that happened are shown.
const SHOWN: usize = 40;

fn house(visit: &Visit) -> Result<Arc<PracticeHouse>, Problem> {
    visit.app.practice.clone().ok_or(Problem::Missing)
}

/// `POST /practice/clock`: to the next event, or a month on.
pub async fn clock(visit: Visit, posted: Posted) -> Answer {
    let house = house(&visit)?;
    let before = visit.now();
    let to = match posted.typed.one("to") {
        "next" => {
            let mut tx = visit.app.engine.store.read().await?;
            due::next(&mut tx).await?.earliest().unwrap_or(before)
        }
        _ => month_on(&visit, before),
    };
    if let Some(moved) = visit.app.mover.advance(to.max(before)).await {
        moved.map_err(Problem::Internal)?;
    }
    let lately = visit.app.engine.lately(before).await?;
    let mut seen: Vec<Happened> = lately.iter().map(|one| happened(&visit, one)).collect();
    seen.drain(..seen.len().saturating_sub(SHOWN));
    *house.happened.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = seen;
    let back = local_path(posted.typed.one("back"));
    let join = if back.contains('?') { '&' } else { '?' };
    let back = format!("{back}{join}moved=1");
    let Some(me) = &visit.person else { return see(&back) };
    // Months pass between two clicks here: whoever one is, one stays.
    let secret = Secret::draw(&visit.app.engine.ids);
    visit
        .app
        .engine
        .begin_session(me.id, &session_of(&visit, &secret))
        .await?;
    signed_in(&visit, &secret, &back)
}

fn month_on(visit: &Visit, now: Instant) -> Instant {
    let zone = visit.frame(None, "").zone;
    let civil = now.civil(&zone);
    Instant::from_civil(civil.checked_add(1.month()).unwrap_or(civil), &zone)
}

/// One thing that happened, in one sentence in the reader's language.
fn happened(visit: &Visit, lately: &Lately) -> Happened {
    let t = visit.t;
    let text = match &lately.sort {
        Sort::Entry(entry) => {
            let (definition, case) = (&lately.definition, &lately.case);
            let title = entry_title(definition, case, entry, t);
            match &entry.from {
                Some(from) if *from != entry.to => {
                    let to = state_title(definition, case, &entry.to, t);
                    format!("{}: {title} → {to}", lately.organisation)
                }
                _ => format!("{}: {title}", lately.organisation),
            }
        }
        Sort::Letter(message) => t.text_with(
            "happened-letter",
            &[("who", &message.to_name), ("subject", &message.subject)],
        ),
    };
    Happened {
        at: lately.at,
        text,
        href: Some(match &lately.sort {
            Sort::Entry(_) => format!("/cases/{}", lately.case.id),
            Sort::Letter(message) => format!("/practice/mailbox/{}", message.id),
        }),
    }
}

/// `POST /practice/be`: signs in as somebody else, and goes where they can go on.
pub async fn be(visit: Visit, posted: Posted) -> Answer {
    let house = house(&visit)?;
    if posted.typed.one("person").is_empty() {
        return see(local_path(posted.typed.one("back")));
    }
    let wanted = posted.typed.one("person").parse::<Uuid>().ok();
    let id = wanted
        .filter(|id| house.people.iter().any(|(_, known)| known == id))
        .ok_or(Problem::Missing)?;
    let engine = &visit.app.engine;
    let person = engine.person(id).await?.ok_or(Problem::Missing)?;
    let secret = Secret::draw(&engine.ids);
    engine.begin_session(id, &session_of(&visit, &secret)).await?;
    let other = Visit {
        seats: engine.seats_now(id).await?,
        person: Some(person),
        ..visit.clone()
    };
    let to = match case_of(posted.typed.one("back")) {
        Some(case) if engine.look(case, id).await.is_ok() => format!("/cases/{case}"),
        _ => first_page(&other),
    };
    signed_in(&visit, &secret, &to)
}

/// The case a page is about.
fn case_of(path: &str) -> Option<Uuid> {
    let rest = path.strip_prefix("/cases/")?;
    rest.get(..36)?.parse().ok()
}

/// Whose letters are shown.
#[derive(Debug, Deserialize)]
pub struct Of {
    to: Option<String>,
}

/// `GET /practice/mailbox`.
pub async fn mailbox(visit: Visit, Query(of): Query<Of>) -> Answer {
    house(&visit)?;
    let mut tx = visit.app.engine.store.read().await?;
    let mut sent = messages::newest(&mut tx, None, LETTERS).await?;
    drop(tx);
    sent.retain(|message| message.state == MessageState::Sent);
    sent.sort_by_key(|message| std::cmp::Reverse(message.sent_at));
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    for message in &sent {
        *counts
            .entry((message.to_name.clone(), message.to_address.clone()))
            .or_default() += 1;
    }
    let chosen = of
        .to
        .and_then(|to| counts.keys().find(|(_, address)| *address == to).cloned());
    let recipients = counts.iter().map(|((name, address), count)| {
        let query = encoded(address);
        let link = Link {
            href: format!("/practice/mailbox?to={query}"),
            label: name.clone(),
        };
        (link, *count)
    });
    let shown = sent
        .iter()
        .filter(|message| chosen.as_ref().is_none_or(|(_, to)| *to == message.to_address));
    page(&MailboxPage {
        frame: visit.frame(None, &visit.t.text("practice-mailbox")),
        mails: shown.map(row).collect(),
        recipients: recipients.collect(),
        of: chosen.map(|(name, _)| name),
    })
}

fn row(message: &Message) -> MailRow {
    MailRow {
        href: format!("/practice/mailbox/{}", message.id),
        at: message.sent_at.unwrap_or(message.created_at),
        to: format!("{} <{}>", message.to_name, message.to_address),
        subject: message.subject.clone(),
        lang: message.language.clone(),
    }
}

/// `GET /practice/mailbox/{id}`.
pub async fn mail(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    house(&visit)?;
    let mut tx = visit.app.engine.store.read().await?;
    let message = messages::find(&mut tx, id).await?.ok_or(Problem::Missing)?;
    page(&MailPage {
        frame: visit.frame(None, &message.subject),
        back: Link {
            href: "/practice/mailbox".to_owned(),
            label: visit.t.text("practice-mailbox"),
        },
        from: visit.app.engine.house.mail_from.clone(),
        paragraphs: paragraphs(&message.text_body),
        mail: row(&message),
        attachments: Vec::new(),
    })
}
