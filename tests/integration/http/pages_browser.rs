//! A browser over the whole router: keeps cookies, posts forms, signs in by the letter it is sent.

use std::cell::RefCell;
use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, request::Builder};
use kalends::store::messages;

use super::api::house::{House, Reply};

/// A browser of one person.
pub struct Browser<'a> {
    house: &'a House,
    cookies: RefCell<BTreeMap<String, String>>,
    language: &'static str,
}

impl<'a> Browser<'a> {
    /// A browser that nobody has signed in with.
    pub fn new(house: &'a House) -> Self {
        Self {
            house,
            cookies: RefCell::default(),
            language: "en",
        }
    }

    /// A browser somebody has signed in with.
    pub async fn of(house: &'a House, who: &str) -> Self {
        let browser = Self::new(house);
        let token = browser.ask_link(who).await;
        let answer = browser.post("/sign-in/link", &[("token", &token)]).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        browser
    }

    /// The same browser, asking in Latvian.
    pub fn in_latvian(mut self) -> Self {
        self.language = "lv";
        self.cookies
            .borrow_mut()
            .insert("kalends-language".to_owned(), "lv".to_owned());
        self
    }

    /// Asks for a link and reads it in the letter.
    pub async fn ask_link(&self, who: &str) -> String {
        let answer = self.post("/sign-in", &[("email", &format!("{who}@example.org"))]).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let mut tx = self.house.engine.store.read().await.unwrap();
        let letters = messages::newest(&mut tx, None, 100).await.unwrap();
        let mut own = letters
            .iter()
            .filter(|letter| letter.to_address == format!("{who}@example.org"));
        let token = own.find_map(|letter| letter.text_body.split("token=").nth(1)).unwrap();
        token
            .split(|sign: char| !sign.is_alphanumeric() && !"-_".contains(sign))
            .next()
            .unwrap()
            .to_owned()
    }

    /// GETs a page.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, Body::from(form)).await
    }

    /// Posts a form with a file.
    pub async fn post_file(&self, path: &str, pairs: &[(&str, &str)], (name, content): (&str, &str)) -> Reply {
        let mut body = String::new();
        for (name, value) in pairs {
            body += &format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += &format!(
            "--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n--cut--\r\n"
        );
        let request = Request::post(path).header("content-type", "multipart/form-data; boundary=cut");
        self.send(request, Body::from(body)).await
    }

    async fn send(&self, request: Builder, body: Body) -> Reply {
        let cookies: Vec<String> = self
            .cookies
            .borrow()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header("accept-language", self.language)
            .header("cookie", cookies.join("; "));
        let answer = self.house.send(request.body(body).unwrap()).await;
        for set in answer.headers.get_all("set-cookie") {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap().to_owned();
            self.cookies.borrow_mut().insert(name.to_owned(), value);
        }
        answer
    }
}
