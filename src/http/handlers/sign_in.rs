//! Signing in by a mailed link, and out.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;

use crate::engine::sign_in::{LinkLetter, NewSession};
use crate::http::address::Query;
use crate::http::auth::{
    ASKING_SECONDS, AskedLink, Cookie, LINK_MINUTES, LINKS_AT_ONCE, SESSION_LONGEST, Secret, address, fate, link_end,
    local_path,
};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page, page_with, see};
use crate::http::pages::sign_in::{LinkFate, LinkPage, LinkSentPage, SignInPage};
use crate::http::posted::Posted;
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::mail::letter::{Frame as MailFrame, Link as MailLink, dress};
use crate::mail::message::message_id;
use crate::store::people::Person;
use crate::store::sign_ins::SignIn;
use crate::workflow::letter::Filled;

/// What the sign-in page is asked with.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    then: String,
    #[serde(default)]
    token: String,
}

/// `GET /sign-in`.
pub async fn ask(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    if visit.person.is_some() {
        return see(local_path(&asked.then));
    }
    page(&sign_in_page(&visit, "", &asked.then, None))
}

fn sign_in_page(visit: &Visit, email: &str, then: &str, error: Option<&str>) -> SignInPage {
    SignInPage {
        frame: visit.frame(None, &visit.t.text("sign-in-title")),
        email: email.to_owned(),
        then: then.to_owned(),
        error: error.map(|id| visit.t.text(id)),
    }
}

/// `POST /sign-in`: the same answer whether or not the address is known.
pub async fn send(visit: Visit, headers: HeaderMap, posted: Posted) -> Answer {
    let (typed, then) = (posted.typed.one("email"), posted.typed.one("then"));
    let Some(email) = address(typed) else {
        let asked_again = sign_in_page(&visit, typed, then, Some("sign-in-bad-email"));
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &asked_again);
    };
    if !may_ask(&visit, &email) {
        let asked_again = sign_in_page(&visit, typed, then, Some("sign-in-too-often"));
        return page_with(StatusCode::TOO_MANY_REQUESTS, &asked_again);
    }
    let reached = visit.app.reached();
    let known = Cookie::Browser.read(reached, &headers).and_then(Secret::parse);
    let browser = known.unwrap_or_else(|| Secret::draw(&visit.app.engine.ids));
    if let Some(person) = visit.app.engine.person_by_email(&email).await? {
        send_link(&visit, &person, &browser, then).await?;
    }
    let mut answer = page(&LinkSentPage {
        frame: visit.frame(None, &visit.t.text("link-sent-title")),
        email: typed.to_owned(),
        minutes: LINK_MINUTES,
        mailbox: visit.app.practice.as_ref().map(|_| "/practice/mailbox".to_owned()),
    })?;
    let cookie = Cookie::Browser.set(reached, browser.reveal(), SESSION_LONGEST);
    answer.headers_mut().append(SET_COOKIE, cookie);
    Ok(answer)
}

fn may_ask(visit: &Visit, email: &str) -> bool {
    let mut asking = visit
        .app
        .asking
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    asking.allows(email, visit.now())
}

async fn send_link(visit: &Visit, person: &Person, browser: &Secret, then: &str) -> Result<(), Problem> {
    let (engine, now) = (&visit.app.engine, visit.now());
    let token = Secret::draw(&engine.ids);
    let link = SignIn {
        token_hash: token.digest(),
        browser_hash: browser.digest(),
        person_id: person.id,
        created_at: now,
        expires_at: link_end(now),
        used_at: None,
    };
    let letter = letter(visit, person, &token, then)?;
    let most = i64::try_from(LINKS_AT_ONCE).unwrap_or(i64::MAX);
    let since = now.plus_seconds(-ASKING_SECONDS);
    Ok(engine.send_link(person, &link, (since, most), letter).await?)
}

fn letter(visit: &Visit, person: &Person, token: &Secret, then: &str) -> Result<LinkLetter, Problem> {
    let t = Locale::of(&person.language).unwrap_or(visit.t);
    let house = &visit.app.engine.house;
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("token", token.reveal())
        .append_pair("then", local_path(then))
        .finish();
    let url = format!("{}/sign-in/link?{query}", house.base_url);
    let filled = Filled {
        subject: t.text("mail-sign-in-subject"),
        body: format!(
            "{}\n\n[{}]({url})\n\n{}\n",
            t.text("mail-sign-in-body"),
            t.text("mail-sign-in-link"),
            t.text("mail-sign-in-not-you")
        ),
    };
    let own = visit.own_workflow();
    let frame = MailFrame {
        lang: t.tag().to_owned(),
        programme: own.map_or_else(|| t.text("service-name"), |own| own.title.in_lang(t.tag()).to_owned()),
        why: t.text("mail-sign-in-why"),
        links: vec![MailLink {
            words: t.text("service-name"),
            url: house.base_url.clone(),
        }],
    };
    let rendered = dress(&filled, &frame).map_err(Problem::internal)?;
    Ok(LinkLetter {
        header_id: message_id(&["sign-in", &token.digest()], house.mail_domain()),
        language: t.tag().to_owned(),
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
    })
}

/// `GET /sign-in/link`: a button; nothing is spent.
pub async fn link(visit: Visit, headers: HeaderMap, Query(asked): Query<Asked>) -> Answer {
    let fate = match Secret::parse(&asked.token) {
        Some(token) => fate_of(&visit, &token, &headers).await?,
        None => LinkFate::Spent,
    };
    link_page(&visit, &asked.token, &asked.then, fate)
}

fn link_page(visit: &Visit, token: &str, then: &str, fate: LinkFate) -> Answer {
    let status = if fate.is_ready() {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    let (title, _) = fate.ids();
    let view = LinkPage {
        frame: visit.frame(None, &visit.t.text(title)),
        token: token.to_owned(),
        then: then.to_owned(),
        fate,
    };
    page_with(status, &view)
}

async fn fate_of(visit: &Visit, token: &Secret, headers: &HeaderMap) -> Result<LinkFate, Problem> {
    let known = visit.app.engine.link(&token.digest()).await?;
    let asked = known.map(|link| AskedLink {
        browser_hash: link.browser_hash,
        expires_at: link.expires_at,
        used_at: link.used_at,
    });
    let browser = Cookie::Browser
        .read(visit.app.reached(), headers)
        .and_then(Secret::parse);
    Ok(fate(asked.as_ref(), browser.as_ref(), visit.now()))
}

/// `POST /sign-in/link`: spends the link and begins a session.
pub async fn spend(visit: Visit, headers: HeaderMap, posted: Posted) -> Answer {
    let (typed, then) = (posted.typed.one("token"), posted.typed.one("then"));
    let Some(token) = Secret::parse(typed) else {
        return link_page(&visit, "", then, LinkFate::Spent);
    };
    let browser = Cookie::Browser
        .read(visit.app.reached(), &headers)
        .and_then(Secret::parse);
    let fate = fate_of(&visit, &token, &headers).await?;
    let (Some(browser), LinkFate::Ready) = (browser, fate) else {
        return link_page(&visit, typed, then, fate);
    };
    let secret = Secret::draw(&visit.app.engine.ids);
    let spent = visit
        .app
        .engine
        .spend_link((&token.digest(), &browser.digest()), &session_of(&visit, &secret))
        .await?;
    if spent.is_none() {
        return link_page(&visit, typed, then, LinkFate::Spent);
    }
    signed_in(&visit, &secret, local_path(then))
}

/// The session a secret begins now.
pub fn session_of(visit: &Visit, secret: &Secret) -> NewSession {
    NewSession {
        digest: secret.digest(),
        expires_at: visit.app.session_end(visit.now(), visit.now()),
    }
}

/// Sends a browser on with its session.
pub fn signed_in(visit: &Visit, secret: &Secret, to: &str) -> Answer {
    let mut answer = see(to)?;
    let cookie = Cookie::Session.set(visit.app.reached(), secret.reveal(), SESSION_LONGEST);
    answer.headers_mut().append(SET_COOKIE, cookie);
    Ok(answer)
}

/// `POST /sign-out`.
pub async fn out(visit: Visit) -> Answer {
    if let Some(digest) = &visit.session {
        visit.app.engine.end_session(digest).await?;
    }
    let mut answer = see("/")?;
    let cookie = Cookie::Session.set(visit.app.reached(), "", 0);
    answer.headers_mut().append(SET_COOKIE, cookie);
    Ok(answer)
}
