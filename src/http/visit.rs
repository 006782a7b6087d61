//! One request of a person: who asks, in which language, from which page; and the frame of the page they get.

use std::sync::{Arc, Mutex};

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::app::App;
use super::auth::{Cookie, Secret};
use super::error::Problem;
use super::pages::frame::{Frame, Link, NavLink};
use super::pages::practice::Practice;
use super::typed::Typed;
use crate::case::Actor;
use crate::clock::Instant;
use crate::engine::EngineError;
use crate::engine::import::Columns;
use crate::locale::Locale;
use crate::locale::choose::Wishes;
use crate::store::people::Person;
use crate::store::seats::Seat;
use crate::workflow::Definition;
use crate::workflow::definition::Sees;

/// Seconds after which a session's use is noted again.
const NOTED_AGAIN: i64 = 3_600;

/// A request of a person.
#[derive(Clone)]
pub struct Visit {
    /// The service.
    pub app: App,
    /// The language it is answered in.
    pub t: Locale,
    /// Who asks, if they are signed in.
    pub person: Option<Person>,
    /// The seats they hold now.
    pub seats: Vec<Seat>,
    /// Digest of their session.
    pub session: Option<String>,
    /// Path and query, without what only this answer needs.
    pub path: String,
    /// What has just been done.
    pub done: Option<String>,
    /// The language asked for in the address.
    pub asked_language: Option<Locale>,
    /// What was typed into the form that was posted, kept in case it cannot be taken.
    pub kept: Arc<Mutex<Option<Typed>>>,
    /// The practice house's bar.
    pub bar: Option<Practice>,
}

impl Visit {
    /// Reads off a request who asks for what.
    pub async fn of(app: &App, uri: &Uri, headers: &HeaderMap) -> Result<Self, EngineError> {
        let query = Typed::from_pairs(pairs(uri.query().unwrap_or_default()));
        let signed_in = match session_digest(app, headers) {
            Some(digest) => app.engine.session(&digest).await?,
            None => None,
        };
        if let Some(signed_in) = &signed_in {
            prolong(app, &signed_in.session).await?;
        }
        let person = signed_in.as_ref().map(|signed_in| signed_in.person.clone());
        let seats = match &person {
            Some(person) => app.engine.seats_now(person.id).await?,
            None => Vec::new(),
        };
        let asked_language = Locale::of(query.one("lang"));
        let t = language(app, headers, asked_language, person.as_ref());
        let mut visit = Self {
            app: app.clone(),
            t,
            person,
            seats,
            session: signed_in.map(|signed_in| signed_in.session.token_hash),
            path: path_of(uri),
            done: done(&query, t),
            asked_language,
            kept: Arc::default(),
            bar: None,
        };
        if app.practice.is_some() {
            let mut bar = super::practice::bar(&visit).await?;
            if query.one("moved").is_empty() {
                bar.happened.clear();
            }
            visit.bar = Some(bar);
        }
        Ok(visit)
    }

    /// Who asks.
    ///
    /// # Errors
    /// [`Problem::Unknown`] if nobody is signed in.
    pub fn me(&self) -> Result<&Person, Problem> {
        self.person.as_ref().ok_or(Problem::Unknown)
    }

    /// The present instant.
    pub fn now(&self) -> Instant {
        self.app.engine.now()
    }

    /// The person's seats that count in a workflow.
    pub fn seats_in(&self, workflow: &str) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(move |seat| counts(seat, workflow))
    }

    /// The person as the pure core knows them, with the seats that count for the house.
    pub fn actor_in(&self, workflow: &str) -> Actor {
        let seats = self.seats_in(workflow);
        Actor::Person {
            id: self.person.as_ref().map_or(Uuid::nil(), |person| person.id),
            seats: seats.map(Seat::held).collect(),
        }
    }

    /// Whether the person runs a workflow.
    pub fn runs(&self, workflow: &str) -> bool {
        self.app.engine.runs(workflow, &self.seats)
    }

    /// Whether the person runs any workflow.
    pub fn runs_any(&self) -> bool {
        self.app.engine.workflows.names().iter().any(|name| self.runs(name))
    }

    /// The workflow the person has most to do with: one they hold a seat in, else the first there is.
    pub fn own_workflow(&self) -> Option<Arc<Definition>> {
        let workflows = &self.app.engine.workflows;
        let names = workflows.names();
        let knows = |name: &&String| {
            let definition = workflows.in_force(name).map(|(_, definition)| definition);
            let has = |seat: &Seat| definition.as_ref().is_some_and(|one| one.role(&seat.role).is_some());
            self.seats.iter().any(|seat| counts(seat, name) && has(seat))
        };
        let name = names.iter().find(knows).or(names.first())?;
        workflows.in_force(name).map(|(_, definition)| definition)
    }

    /// The workflow in force of that name.
    ///
    /// # Errors
    /// Missing if there is none.
    pub fn workflow(&self, name: &str) -> Result<Arc<Definition>, Problem> {
        let found = self.app.engine.workflows.in_force(name);
        found.map(|(_, definition)| definition).ok_or(Problem::Missing)
    }

    /// The frame of a page of a programme, or of the house.
    pub fn frame(&self, of: Option<&Definition>, title: &str) -> Frame {
        let own = self.own_workflow();
        let zone = of.or(own.as_deref()).map_or(TimeZone::UTC, |one| one.zone.clone());
        let mut frame = Frame::new(self.t, zone, self.now());
        if let Some(definition) = of {
            frame.brand = Link {
                href: format!("/w/{}", definition.name),
                label: definition.title.in_lang(self.t.tag()).to_owned(),
            };
        }
        frame.title = title.to_owned();
        frame.path.clone_from(&self.path);
        frame.person = self.person.as_ref().map(|person| person.name.clone());
        frame.nav = of.or(own.as_deref()).map(|one| self.nav(one)).unwrap_or_default();
        frame.done.clone_from(&self.done);
        frame.practice.clone_from(&self.bar);
        frame
    }

    /// Links to the places a person has in a programme.
    fn nav(&self, definition: &Definition) -> Vec<NavLink> {
        let Some(_) = self.person else { return Vec::new() };
        let base = format!("/w/{}", definition.name);
        let at = |id, place: &str| NavLink {
            href: format!("{base}/{place}"),
            id,
            count: 0,
        };
        let mut nav = vec![NavLink {
            href: "/desk".to_owned(),
            id: "nav-desk",
            count: 0,
        }];
        let runs = self.runs(&definition.name);
        match self.body_of(definition) {
            Some(Sees::All) => nav.push(at("nav-queue", "queue")),
            Some(Sees::Told) => nav.push(at("nav-inbox", "inbox")),
            None => {}
        }
        if runs {
            nav.extend([
                at("nav-calls", "calls"),
                at("nav-members", "members"),
                at("nav-notices", "notices"),
                at("nav-rounds", "rounds"),
            ]);
            if Columns::of(definition).is_some() {
                nav.push(at("nav-import", "import"));
            }
            nav.push(NavLink {
                href: "/directory".to_owned(),
                id: "nav-directory",
                count: 0,
            });
        }
        nav.push(NavLink {
            href: base,
            id: "nav-programme",
            count: 0,
        });
        nav
    }

    /// What the body of the house the person sits in sees; `None` for those who sit in none.
    pub fn body_of(&self, definition: &Definition) -> Option<Sees> {
        let of_house = |seat: &&Seat| seat.organisation_id.is_none() && counts(seat, &definition.name);
        let roles = self
            .seats
            .iter()
            .filter(of_house)
            .filter_map(|seat| definition.role(&seat.role));
        let mut seen: Vec<Sees> = roles.map(|role| role.sees).collect();
        seen.sort_by_key(|sees| *sees != Sees::All);
        seen.first().copied()
    }
}

fn counts(seat: &Seat, workflow: &str) -> bool {
    seat.workflow.as_deref().is_none_or(|of| of == workflow)
}

/// The pairs of a query or of a posted form.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn session_digest(app: &App, headers: &HeaderMap) -> Option<String> {
    let cookie = Cookie::Session.read(app.reached(), headers)?;
    Some(Secret::parse(cookie)?.digest())
}

async fn prolong(app: &App, session: &crate::store::sessions::Session) -> Result<(), EngineError> {
    let now = app.engine.now();
    if session.seen_at.plus_seconds(NOTED_AGAIN) > now {
        return Ok(());
    }
    let until = app.session_end(session.created_at, now);
    app.engine.prolong_session(&session.token_hash, until).await
}

/// What is chosen by hand comes first, then the person's own language; in the practice house, where one is many people,
/// the browser's.
fn language(app: &App, headers: &HeaderMap, asked: Option<Locale>, person: Option<&Person>) -> Locale {
    let chosen = Cookie::Language.read(app.reached(), headers);
    let own = person
        .filter(|_| app.practice.is_none())
        .map(|person| person.language.as_str());
    let wishes = Wishes {
        asked: asked.map(Locale::tag).or(chosen),
        person: own,
        cookie: None,
        accept: headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()),
    };
    wishes.choose()
}

/// Path and query of a page, for the language switch and for coming back: without language and without what was done.
fn path_of(uri: &Uri) -> String {
    let path = uri.path();
    let kept = pairs(uri.query().unwrap_or_default());
    let kept: Vec<_> = kept
        .iter()
        .filter(|(name, _)| !["lang", "done", "moved"].contains(&name.as_str()))
        .collect();
    if kept.is_empty() {
        return path.to_owned();
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish();
    format!("{path}?{query}")
}

fn done(query: &Typed, t: Locale) -> Option<String> {
    let id = format!("done-{}", query.one("done"));
    t.has(&id).then(|| t.text(&id))
}

impl FromRequestParts<App> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::internal("a page's route is not wrapped"))
    }
}
