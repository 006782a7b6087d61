//! A small house with its whole API: one programme, two organisations, somebody in every seat, a clock moved by hand.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use kalends::clock::{Ids, Instant};
use kalends::engine::directory::NewSeat;
use kalends::engine::set_clock::{WantedClock, open_clock};
use kalends::engine::{Engine, House as Called, Tray, Workflows};
use kalends::http::app::{App, Folders, Mover, router};
use kalends::http::auth::Secret;
use kalends::mail::Transport;
use kalends::mail::transport::Memory;
use kalends::store::tokens::{self, Token};
use kalends::worker::Worker;
use kalends::workflow::Source;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

use crate::support::database::Database;
use crate::workflow::files::shipped;

/// The programme.
pub const W: &str = "learning-cities";

/// When the house opens: in the morning of 5 March 2027 in Riga.
pub const OPENS: &str = "2027-03-05T09:00:00+02:00";

/// A house with its API.
pub struct House {
    router: Router,
    /// The engine behind it.
    pub engine: Engine,
    tokens: BTreeMap<&'static str, String>,
    /// People by what they are called here.
    pub people: BTreeMap<&'static str, Uuid>,
    /// The applicant's organisation.
    pub city: Uuid,
    /// Another organisation.
    pub town: Uuid,
    /// The open call.
    pub call: Uuid,
    files: TempDir,
    /// The programme's folder, as the service reads it.
    pub folder: Arc<Mutex<Source>>,
}

/// What was answered.
#[derive(Debug)]
pub struct Reply {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as text.
    pub text: String,
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body, once the status is this one.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// The problem's body, once the status is this one.
    #[track_caller]
    pub fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let body = self.json();
        assert_eq!(body["status"], status);
        for member in ["type", "title", "detail", "instance"] {
            assert!(
                body[member]
                    .as_str()
                    .is_some_and(|text| !text.is_empty() && !text.starts_with('[')),
                "{member}: {body}"
            );
        }
        body
    }

    /// A header; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

const CAST: [(&str, &str, Option<&str>, &str); 9] = [
    ("applicant", "applicant", Some("contact"), "en"),
    ("mayor", "applicant", Some("mayor"), "lv"),
    ("neighbour", "applicant", Some("contact"), "lv"),
    ("neighbour-mayor", "applicant", Some("mayor"), "lv"),
    ("commission", "commission", None, "lv"),
    ("institute", "institute", None, "en"),
    ("secretary", "secretary", None, "lv"),
    ("operator", "operator", None, "en"),
    ("stranger", "", None, "en"),
];

impl House {
    /// A house on this database with an open call.
    pub async fn on(database: &Database) -> Self {
        let mut house = Self::of(database, &shipped(W)).await;
        let call = json!({
            "name": "2027",
            "opens_at": "2027-03-01T00:00:00+02:00",
            "closes_at": "2027-05-01T00:00:00+03:00",
        });
        let made = house
            .post("secretary", &format!("/workflows/{W}/calls"), call)
            .await
            .expect(201);
        house.call = id(&made);
        house
    }

    /// A house on this database with another programme, and no call.
    pub async fn of(database: &Database, source: &Source) -> Self {
        let now: Instant = OPENS.parse().unwrap();
        let engine = Engine {
            store: database.store.clone(),
            clock: open_clock(&database.store, WantedClock::Manual(now)).await.unwrap(),
            ids: Ids::seeded(7),
            workflows: Workflows::default(),
            house: Arc::new(Called {
                base_url: "http://kalends.example".to_owned(),
                mail_from: "Kalends <kalends@kalends.example>".to_owned(),
            }),
            tray: Tray::new(&database.store),
            bell: Arc::default(),
        };
        engine.publish(source).await.unwrap();
        let files = tempfile::tempdir().unwrap();
        let worker = Worker::new(engine.clone(), Some(Transport::Memory(Memory::default())), "test");
        let mover = Mover::new(move |to| {
            let worker = worker.clone();
            Box::pin(async move { Ok(worker.advance(to).await?) })
        });
        let folder = Arc::new(Mutex::new(shipped(W)));
        let read = folder.clone();
        let folders = Folders::new(move |name| (name == W).then(|| read.lock().unwrap().clone()));
        let app = App::new(engine.clone(), files.path())
            .with_mover(mover)
            .with_folders(folders);
        let city = engine.add_organisation("Cēsis", "lv").await.unwrap().id;
        let town = engine.add_organisation("Kuldīga", "lv").await.unwrap().id;
        let mut house = Self {
            router: router(app),
            engine,
            tokens: BTreeMap::new(),
            people: BTreeMap::new(),
            city,
            town,
            call: Uuid::nil(),
            files,
            folder,
        };
        house.seat_everybody().await;
        house
    }

    async fn seat_everybody(&mut self) {
        for (name, role, seat, language) in CAST {
            let email = format!("{name}@example.org");
            let person = self.engine.add_person(name, &email, language).await.unwrap();
            self.people.insert(name, person.id);
            if !role.is_empty() {
                let organisation = match name {
                    "neighbour" | "neighbour-mayor" => Some(self.town),
                    _ => seat.map(|_| self.city),
                };
                let seat = NewSeat {
                    person: person.id,
                    role: role.to_owned(),
                    seat: seat.map(str::to_owned),
                    organisation,
                    workflow: None,
                    from: None,
                    until: None,
                };
                self.engine.add_seat(&seat).await.unwrap();
            }
            self.give_token(name, person.id).await;
        }
    }

    async fn give_token(&mut self, name: &'static str, person: Uuid) {
        let secret = Secret::draw(&self.engine.ids);
        let token = Token {
            hash: secret.digest(),
            id: self.engine.ids.next(self.engine.now()),
            person_id: person,
            label: "test".to_owned(),
            created_at: self.engine.now(),
            revoked_at: None,
        };
        let mut tx = self.engine.store.begin().await.unwrap();
        assert!(tokens::insert(&mut tx, &token).await.unwrap().is_done());
        tx.commit().await.unwrap();
        self.tokens.insert(name, secret.reveal().to_owned());
    }

    /// Where its files lie.
    pub fn files(&self) -> &std::path::Path {
        self.files.path()
    }

    /// The same house with a clock that nobody moves.
    pub fn unmoved(&self) -> Unmoved<'_> {
        Unmoved {
            house: self,
            router: router(App::new(self.engine.clone(), self.files.path())),
        }
    }

    /// GETs an address outside the API, in nobody's name.
    pub async fn bare(&self, path: &str) -> Reply {
        self.bare_of(self.router.clone(), path).await
    }

    /// GETs an address of another service over the same engine.
    pub async fn bare_of(&self, router: Router, path: &str) -> Reply {
        reply(router, Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// A request in somebody's name (nobody's if empty) with headers.
    pub fn request(
        &self,
        who: &str,
        (method, path): (Method, &str),
        headers: &[(&str, &str)],
    ) -> axum::http::request::Builder {
        let path = if path.starts_with("/api") {
            path.to_owned()
        } else {
            format!("/api/v1{path}")
        };
        let mut request = Request::builder().method(method).uri(path);
        if !who.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.tokens[who]));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        reply(self.router.clone(), request).await
    }

    /// GETs.
    pub async fn get(&self, who: &str, path: &str) -> Reply {
        self.get_with(who, path, &[]).await
    }

    /// GETs with headers.
    pub async fn get_with(&self, who: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
        let request = self.request(who, (Method::GET, path), headers);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// POSTs JSON.
    pub async fn post(&self, who: &str, path: &str, body: Value) -> Reply {
        self.post_with(who, path, &[], body).await
    }

    /// POSTs JSON with headers.
    pub async fn post_with(&self, who: &str, path: &str, headers: &[(&str, &str)], body: Value) -> Reply {
        self.json(who, (Method::POST, path), headers, body).await
    }

    /// Sends JSON by any method.
    pub async fn json(&self, who: &str, call: (Method, &str), headers: &[(&str, &str)], body: Value) -> Reply {
        let request = self
            .request(who, call, headers)
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Adds a file to a case.
    pub async fn attach(&self, who: &str, case: Uuid) -> Reply {
        let request = self.request(who, (Method::POST, &format!("/cases/{case}/attachments")), &[]);
        let request = request.header("content-type", "multipart/form-data; boundary=cut");
        let body = "--cut\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\nother\r\n--cut\r\n\
            content-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n--cut--\r\n";
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Moves the clock.
    pub async fn advance(&self, to: &str) {
        self.post("operator", "/clock", json!({ "now": to })).await.expect(200);
    }

    /// Opens a case of the applicant's city with good answers, as JSON.
    pub async fn open(&self, who: &str, organisation: Uuid) -> Value {
        let body = json!({
            "workflow": W, "kind": "membership", "organisation": organisation, "answers": self.example("application"),
        });
        self.post(who, "/cases", body).await.expect(201)
    }

    /// Asks an event.
    pub async fn ask(&self, who: &str, case: Uuid, event: &str) -> Reply {
        self.post(who, &format!("/cases/{case}/events"), json!({ "event": event }))
            .await
    }

    /// Answers that pass a form.
    pub fn example(&self, form: &str) -> Value {
        let (_, definition) = self.engine.workflows.in_force(W).unwrap();
        json!(definition.forms[form].example())
    }
}

/// The id of a thing.
#[track_caller]
pub fn id(of: &Value) -> Uuid {
    of["id"]
        .as_str()
        .unwrap_or_else(|| panic!("no id: {of}"))
        .parse()
        .unwrap()
}

async fn reply(router: Router, request: Request<Body>) -> Reply {
    let answer = router.oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Reply {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&body).into_owned(),
    }
}

/// A house whose clock nobody moves.
pub struct Unmoved<'a> {
    house: &'a House,
    router: Router,
}

impl Unmoved<'_> {
    /// GETs.
    pub async fn get(&self, who: &str, path: &str) -> Reply {
        let request = self.house.request(who, (Method::GET, path), &[]);
        reply(self.router.clone(), request.body(Body::empty()).unwrap()).await
    }

    /// POSTs JSON.
    pub async fn post(&self, who: &str, path: &str, body: Value) -> Reply {
        let request = self.house.request(who, (Method::POST, path), &[]);
        let request = request.header("content-type", "application/json");
        reply(self.router.clone(), request.body(Body::from(body.to_string())).unwrap()).await
    }
}

/// Runs a statement of a test's own.
pub async fn run(database: &Database, statement: String) {
    let mut tx = database.store.begin().await.unwrap();
    let statement = sqlx::AssertSqlSafe(statement);
    match &mut tx {
        kalends::store::Tx::Sqlite(tx) => drop(sqlx::raw_sql(statement).execute(&mut **tx).await.unwrap()),
        kalends::store::Tx::Postgres(tx) => drop(sqlx::raw_sql(statement).execute(&mut **tx).await.unwrap()),
    }
    tx.commit().await.unwrap();
}
