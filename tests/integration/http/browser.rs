//! A browser for tests: cookies, forms and files over the real router, engine and database.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use kalends::http::app::{App, router};
use kalends::store::messages;
use tower::ServiceExt;
use uuid::Uuid;

use crate::support::database::Database;
use crate::support::house::House;

/// A house with its pages.
pub struct Pages {
    /// The house.
    pub house: House,
    /// Where files lie.
    pub attachments: tempfile::TempDir,
    router: Router,
    _database: Option<Database>,
}

/// One browser.
#[derive(Default)]
pub struct Browser {
    cookies: BTreeMap<String, String>,
}

/// What came back.
pub struct Seen {
    /// The status.
    pub status: StatusCode,
    /// Where it sends the browser.
    pub to: String,
    /// The page.
    pub html: String,
}

/// A file in a form: name and content.
pub type File<'a> = (&'a str, &'a [u8]);

impl Pages {
    /// Opens a house in which these lines have been played.
    pub async fn after(database: &Database, lines: &str) -> Self {
        let mut house = House::open(database).await;
        house.play(lines).await;
        let attachments = tempfile::tempdir().unwrap();
        let app = App::new(house.engine.clone(), attachments.path());
        Self {
            house,
            attachments,
            router: router(app),
            _database: None,
        }
    }

    /// Opens such a house on a SQLite database of its own.
    pub async fn alone(lines: &str) -> Self {
        let database = Database::sqlite().await;
        let pages = Self::after(&database, lines).await;
        Self {
            _database: Some(database),
            ..pages
        }
    }

    /// Somebody's id.
    pub fn person(&self, name: &str) -> Uuid {
        self.house.player.people[name]
    }

    /// The newest letter to an address.
    pub async fn letter(&self, address: &str) -> Option<String> {
        let mut tx = self.house.engine.store.read().await.unwrap();
        let newest = messages::newest(&mut tx, None, 100).await.unwrap();
        newest
            .into_iter()
            .find(|letter| letter.to_address == address)
            .map(|letter| letter.text_body)
    }

    /// How many files are kept.
    pub fn files(&self) -> usize {
        let entries = std::fs::read_dir(self.attachments.path()).unwrap();
        entries.filter(|entry| entry.as_ref().unwrap().path().is_file()).count()
    }

    /// How many files are half received.
    pub fn half_files(&self) -> usize {
        std::fs::read_dir(self.attachments.path().join("incoming")).map_or(0, Iterator::count)
    }
}

impl Browser {
    /// Opens a page.
    pub async fn get(&mut self, pages: &Pages, path: &str) -> Seen {
        self.send(pages, (Method::GET, path), (None, Vec::new())).await
    }

    /// Posts a form.
    pub async fn post(&mut self, pages: &Pages, path: &str, pairs: &[(&str, &str)]) -> Seen {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        let kind = Some("application/x-www-form-urlencoded".to_owned());
        self.send(pages, (Method::POST, path), (kind, body.into_bytes())).await
    }

    /// Posts a form with a file.
    pub async fn post_file(&mut self, pages: &Pages, path: &str, pairs: &[(&str, &str)], file: File<'_>) -> Seen {
        let mut body = Vec::new();
        for (name, value) in pairs {
            body.extend(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head = "--edge\r\nContent-Disposition: form-data; name=\"attachment\"; filename=";
        body.extend(format!("{head}\"{}\"\r\n\r\n", file.0).bytes());
        body.extend(file.1);
        body.extend(b"\r\n--edge--\r\n");
        let kind = Some("multipart/form-data; boundary=edge".to_owned());
        self.send(pages, (Method::POST, path), (kind, body)).await
    }

    async fn send(
        &mut self,
        pages: &Pages,
        (method, path): (Method, &str),
        (kind, body): (Option<String>, Vec<u8>),
    ) -> Seen {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(COOKIE, cookies.join("; "));
        if let Some(kind) = kind {
            request = request.header(CONTENT_TYPE, kind);
        }
        let answer = pages
            .router
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let to = answer.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 10_000_000).await.unwrap();
        Seen {
            status,
            to: to.unwrap_or_default(),
            html: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Asks for a link and gives its path.
    pub async fn ask_link(&mut self, pages: &Pages, address: &str) -> String {
        let asked = self
            .post(pages, "/sign-in", &[("email", address), ("then", "/desk")])
            .await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.html);
        let letter = pages.letter(address).await.unwrap();
        let start = letter.find("/sign-in/link").unwrap();
        let end = letter[start..].find(|c: char| c.is_whitespace() || c == ')').unwrap();
        letter[start..start + end].to_owned()
    }

    /// Presses the button of a link's page.
    pub async fn spend(&mut self, pages: &Pages, link: &str) -> Seen {
        let query = link.split_once('?').unwrap().1;
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.post(pages, "/sign-in/link", &pairs).await
    }

    /// Signs somebody in.
    pub async fn signed_in(pages: &Pages, name: &str) -> Self {
        let mut browser = Self::default();
        let person = pages.house.engine.person(pages.person(name)).await.unwrap().unwrap();
        let link = browser.ask_link(pages, &person.email).await;
        let answer = browser.spend(pages, &link).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/desk"));
        browser
    }
}
