//! Who is asking: links that sign in, sessions, the cookies that carry them.
//!
//! Owns the secrets and the rules; the tables are `store`'s, which only ever sees digests. A link holds 32 random bytes,
//! works once, for ten minutes, in the browser that asked for it; opening it shows a button and only the button's POST
//! spends it, because mail scanners open links. Known and unknown addresses get the same answer.

use std::collections::HashMap;
use std::fmt;

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::headers::Reached;
use super::pages::sign_in::LinkFate;
use crate::clock::{Ids, Instant};

/// Minutes for which a link works.
pub const LINK_MINUTES: u32 = 10;
/// Seconds without use after which a session ends: a week, since forms are filled over days.
pub const SESSION_IDLE: i64 = 7 * 86_400;
/// Seconds after which a session ends in any case.
pub const SESSION_LONGEST: i64 = 30 * 86_400;
/// Links one address may ask for in [`ASKING_SECONDS`].
pub const LINKS_AT_ONCE: usize = 5;
/// Seconds over which links are counted.
pub const ASKING_SECONDS: i64 = 900;
/// Addresses remembered at once; beyond that those that asked long ago are forgotten and new ones wait.
const ADDRESSES: usize = 10_000;

/// 32 random bytes that prove something; shown to one browser or mailbox, stored only as a digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Draws a new one.
    pub fn draw(ids: &Ids) -> Self {
        Self(URL_SAFE_NO_PAD.encode(ids.bytes::<32>()))
    }

    /// Takes what a browser sent, if it has the form of a secret.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// The secret itself, for a cookie or a link; never for a log.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// SHA-256 in hexadecimal, which is what is stored.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Cookies of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// A signed-in browser.
    Session,
    /// A browser that asked for a link.
    Browser,
    /// The language chosen.
    Language,
}

impl Cookie {
    /// Its name: with `__Host-` where the service is reached securely, which browsers then hold to this host.
    pub fn name(self, reached: Reached) -> &'static str {
        match (self, reached) {
            (Self::Session, Reached::Securely) => "__Host-kalends-session",
            (Self::Session, Reached::Plainly) => "kalends-session",
            (Self::Browser, Reached::Securely) => "__Host-kalends-browser",
            (Self::Browser, Reached::Plainly) => "kalends-browser",
            (Self::Language, Reached::Securely) => "__Host-kalends-language",
            (Self::Language, Reached::Plainly) => "kalends-language",
        }
    }

    /// `Set-Cookie` with this value for so many seconds; 0 takes the cookie back.
    pub fn set(self, reached: Reached, value: &str, seconds: i64) -> HeaderValue {
        let secure = if reached == Reached::Securely { "; Secure" } else { "" };
        let name = self.name(reached);
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&text).expect("cookie values are secrets and language tags")
    }

    /// The value a browser sent.
    pub fn read(self, reached: Reached, headers: &HeaderMap) -> Option<&str> {
        let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = pairs
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        pairs
            .find(|(name, _)| *name == self.name(reached))
            .map(|(_, value)| value)
    }
}

/// What the store knows of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedLink {
    /// Digest of the asking browser's cookie.
    pub browser_hash: String,
    /// The instant after its last moment.
    pub expires_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
}

/// What can be said of a link to the browser that opens it.
pub fn fate(link: Option<&AskedLink>, browser: Option<&Secret>, now: Instant) -> LinkFate {
    let Some(link) = link.filter(|link| link.used_at.is_none() && now < link.expires_at) else {
        return LinkFate::Spent;
    };
    let digest = browser.map(Secret::digest).unwrap_or_default();
    let same: bool = digest.as_bytes().ct_eq(link.browser_hash.as_bytes()).into();
    if same { LinkFate::Ready } else { LinkFate::OtherBrowser }
}

/// Until when a link asked for now works.
pub fn link_end(now: Instant) -> Instant {
    now.plus_seconds(i64::from(LINK_MINUTES) * 60)
}

/// Until when a session begun at `created` and used at `now` lasts.
pub fn session_end(created: Instant, now: Instant) -> Instant {
    now.plus_seconds(SESSION_IDLE)
        .min(created.plus_seconds(SESSION_LONGEST))
}

/// An address as it is looked up: trimmed, in small letters; `None` if it has not the form of one.
pub fn address(typed: &str) -> Option<String> {
    let text = typed.trim().to_lowercase();
    let (local, domain) = text.rsplit_once('@')?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;:\"()[]\\@".contains(c);
    let good = !local.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
    (good && text.len() <= 254 && local.chars().chain(domain.chars()).all(plain)).then_some(text)
}

/// Where to go after signing in: a path of this service, never another's.
pub fn local_path(then: &str) -> &str {
    let outward = then.starts_with("//") || then.contains('\\') || then.chars().any(char::is_control);
    if then.starts_with('/') && !outward {
        then
    } else {
        "/desk"
    }
}

/// Counts what each address asks for, so that nobody's mailbox is flooded. One a node, in memory.
#[derive(Debug, Default)]
pub struct Asking(HashMap<String, Vec<Instant>>);

impl Asking {
    /// Notes that an address (known or not) asks for a link; `false` if it asks too often.
    pub fn allows(&mut self, address: &str, now: Instant) -> bool {
        let since = now.plus_seconds(-ASKING_SECONDS);
        if self.0.len() >= ADDRESSES {
            self.0.retain(|_, asked| asked.last().is_some_and(|last| *last > since));
        }
        if self.0.len() >= ADDRESSES && !self.0.contains_key(address) {
            return false;
        }
        let asked = self.0.entry(address.to_owned()).or_default();
        asked.retain(|at| *at > since);
        if asked.len() >= LINKS_AT_ONCE {
            return false;
        }
        asked.push(now);
        true
    }
}
