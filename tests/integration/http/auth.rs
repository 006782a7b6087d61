//! Links, sessions and cookies.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use kalends::clock::{Ids, Instant};
use kalends::http::auth::{
    ASKING_SECONDS, AskedLink, Asking, Cookie, LINKS_AT_ONCE, SESSION_IDLE, SESSION_LONGEST, Secret, address, fate,
    link_end, local_path, session_end,
};
use kalends::http::headers::Reached;
use kalends::http::pages::sign_in::LinkFate;

fn now() -> Instant {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

#[test]
fn a_link_works_once_in_its_browser_until_its_last_moment() {
    let ids = Ids::seeded(1);
    let (mine, other) = (Secret::draw(&ids), Secret::draw(&ids));
    let link = AskedLink {
        browser_hash: mine.digest(),
        expires_at: link_end(now()),
        used_at: None,
    };
    let used = AskedLink {
        used_at: Some(now()),
        ..link.clone()
    };
    let last = now().plus_seconds(599);
    assert_eq!(fate(Some(&link), Some(&mine), last), LinkFate::Ready);
    assert_eq!(fate(Some(&link), Some(&mine), now().plus_seconds(600)), LinkFate::Spent);
    assert_eq!(fate(Some(&link), Some(&other), last), LinkFate::OtherBrowser);
    assert_eq!(fate(Some(&link), None, last), LinkFate::OtherBrowser);
    assert_eq!(fate(Some(&used), Some(&mine), last), LinkFate::Spent);
    assert_eq!(fate(None, Some(&mine), last), LinkFate::Spent);
}

#[test]
fn a_secret_is_256_bits_and_tells_nothing() {
    let secret = Secret::draw(&Ids::seeded(7));
    assert_eq!(secret.reveal().len(), 43);
    assert_eq!(Secret::parse(secret.reveal()).unwrap().digest(), secret.digest());
    assert!(!format!("{secret:?}").contains(secret.reveal()));
    assert!(!secret.digest().contains(secret.reveal()));
    ["", "short", "%%%", &"a".repeat(44)]
        .iter()
        .for_each(|text| assert!(Secret::parse(text).is_none(), "{text}"));
}

#[test]
fn cookies_are_bound_to_the_host_where_the_way_is_secure() {
    let set = Cookie::Session.set(Reached::Securely, "x", 60);
    assert_eq!(
        set,
        "__Host-kalends-session=x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
    );
    let set = Cookie::Session.set(Reached::Plainly, "x", 60);
    assert_eq!(set, "kalends-session=x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
    let mut headers = HeaderMap::new();
    headers.append(COOKIE, "a=1; kalends-session=abc".parse().unwrap());
    headers.append(COOKIE, "kalends-language=lv".parse().unwrap());
    assert_eq!(Cookie::Session.read(Reached::Plainly, &headers), Some("abc"));
    assert_eq!(Cookie::Language.read(Reached::Plainly, &headers), Some("lv"));
    assert_eq!(Cookie::Session.read(Reached::Securely, &headers), None);
}

#[test]
fn a_session_ends_after_idleness_and_in_any_case() {
    let late = now().plus_seconds(SESSION_LONGEST - 10);
    assert_eq!(session_end(now(), now()), now().plus_seconds(SESSION_IDLE));
    assert_eq!(session_end(now(), late), now().plus_seconds(SESSION_LONGEST));
}

#[test]
fn an_address_may_not_ask_without_end() {
    let mut asking = Asking::default();
    for n in 0..LINKS_AT_ONCE {
        assert!(asking.allows("a@example.org", now().plus_seconds(n as i64)));
    }
    assert!(!asking.allows("a@example.org", now().plus_seconds(10)));
    assert!(
        asking.allows("b@example.org", now().plus_seconds(10)),
        "others are not held up"
    );
    assert!(
        asking.allows("a@example.org", now().plus_seconds(ASKING_SECONDS)),
        "the first one is forgotten"
    );
    assert!(!asking.allows("a@example.org", now().plus_seconds(ASKING_SECONDS)));
}

#[test]
fn addresses_are_looked_up_in_one_spelling() {
    assert_eq!(address("  Ilze@Cesis.Example "), Some("ilze@cesis.example".to_owned()));
    assert_eq!(address("jānis@piemērs.lv"), Some("jānis@piemērs.lv".to_owned()));
    for bad in [
        "",
        "ilze",
        "@x.lv",
        "a@b",
        "a@.lv",
        "a@b.",
        "a b@c.lv",
        "a@b.lv\nBcc: x@y.lv",
        "<a@b.lv>",
    ] {
        assert_eq!(address(bad), None, "{bad}");
    }
}

#[test]
fn signing_in_never_leads_elsewhere() {
    assert_eq!(local_path("/cases/1?x=2"), "/cases/1?x=2");
    for outward in [
        "",
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nX: y",
    ] {
        assert_eq!(local_path(outward), "/desk", "{outward}");
    }
}
