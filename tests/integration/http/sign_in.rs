//! Signing in over the pages: a link works once, in the browser that asked, for ten minutes, and only when pressed.

use axum::http::StatusCode;

use super::browser::{Browser, Pages};
use crate::support::database::each_database;

const LINES: &str = "
2027-03-08 09:00
house: commission \"Ilze\" (lv), secretary \"Andris\" (en)
organisation Talsi: contact \"Kristīne\" (lv), mayor \"Raimonds\" (en)
";

async fn address(pages: &Pages, name: &str) -> String {
    let person = pages.house.engine.person(pages.person(name)).await.unwrap();
    person.unwrap().email
}

each_database! {
    /// Opening a link, as mail scanners do, spends nothing; the button does, once.
    async fn a_link_is_spent_by_its_button_and_once(database: &Database) {
        let pages = Pages::after(database, LINES).await;
        let address = address(&pages, "Kristīne").await;
        let mut browser = Browser::default();
        let link = browser.ask_link(&pages, &address).await;
        for _ in 0..3 {
            let seen = browser.get(&pages, &link).await;
            assert_eq!(seen.status, StatusCode::OK);
            assert!(seen.html.contains("<form method=\"post\" action=\"/sign-in/link\">"));
        }
        assert_eq!(browser.spend(&pages, &link).await.to, "/desk");
        assert_eq!(browser.get(&pages, "/desk").await.status, StatusCode::OK);
        let mut again = Browser::default();
        assert_eq!(again.spend(&pages, &link).await.status, StatusCode::GONE);
        assert_eq!(browser.spend(&pages, &link).await.status, StatusCode::GONE);
    }
}

#[tokio::test]
async fn a_link_works_in_no_other_browser() {
    let pages = Pages::alone(LINES).await;
    let address = address(&pages, "Kristīne").await;
    let mut browser = Browser::default();
    let link = browser.ask_link(&pages, &address).await;
    let mut other = Browser::default();
    let seen = other.get(&pages, &link).await;
    assert_eq!(seen.status, StatusCode::GONE);
    assert!(seen.html.contains("another browser"));
    assert_eq!(other.spend(&pages, &link).await.status, StatusCode::GONE);
    assert_eq!(other.get(&pages, "/desk").await.to, "/sign-in?then=%2Fdesk");
    assert_eq!(
        browser.spend(&pages, &link).await.to,
        "/desk",
        "it is not used up by the other one"
    );
}

#[tokio::test]
async fn a_link_expires() {
    let mut pages = Pages::alone(LINES).await;
    let address = address(&pages, "Kristīne").await;
    let mut browser = Browser::default();
    let link = browser.ask_link(&pages, &address).await;
    pages.house.play("2027-03-08 09:10").await;
    assert_eq!(browser.get(&pages, &link).await.status, StatusCode::GONE);
    assert_eq!(browser.spend(&pages, &link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_answer() {
    let pages = Pages::alone(LINES).await;
    let known = address(&pages, "Kristīne").await;
    let mut answers = Vec::new();
    for address in [known.as_str(), "nobody@nowhere.example"] {
        let seen = Browser::default().post(&pages, "/sign-in", &[("email", address)]).await;
        answers.push((seen.status, seen.html.replace(address, "…")));
    }
    assert_eq!(answers[0], answers[1]);
    assert!(pages.letter("nobody@nowhere.example").await.is_none());
}

#[tokio::test]
async fn nobody_is_flooded() {
    let pages = Pages::alone(LINES).await;
    let address = address(&pages, "Kristīne").await;
    for count in 0..7 {
        let seen = Browser::default()
            .post(&pages, "/sign-in", &[("email", &address)])
            .await;
        let wanted = if count < 5 {
            StatusCode::OK
        } else {
            StatusCode::TOO_MANY_REQUESTS
        };
        assert_eq!(seen.status, wanted);
    }
}

#[tokio::test]
async fn the_letter_is_in_its_readers_language() {
    let pages = Pages::alone(LINES).await;
    for (name, word) in [("Kristīne", "pieslēgties"), ("Raimonds", "sign in")] {
        let address = address(&pages, name).await;
        Browser::default().ask_link(&pages, &address).await;
        let letter = pages.letter(&address).await.unwrap().to_lowercase();
        assert!(letter.contains(word), "{letter}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let pages = Pages::alone(LINES).await;
    let mut browser = Browser::signed_in(&pages, "Kristīne").await;
    browser.post(&pages, "/sign-out", &[]).await;
    assert_eq!(browser.get(&pages, "/desk").await.to, "/sign-in?then=%2Fdesk");
}

#[tokio::test]
async fn one_is_sent_to_no_other_service() {
    let pages = Pages::alone(LINES).await;
    let address = address(&pages, "Kristīne").await;
    let mut browser = Browser::default();
    let mut link = browser.ask_link(&pages, &address).await;
    link = link.replace("then=%2Fdesk", "then=%2F%2Fevil.example%2F");
    assert_eq!(browser.spend(&pages, &link).await.to, "/desk");
}
