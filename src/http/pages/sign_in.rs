//! Signing in: ask for a link, "look in your mail", the link's page with its button.

use askama::Template;

use super::frame::Frame;

/// Asks for an address.
#[derive(Template, Debug)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What was typed.
    pub email: String,
    /// Where to go afterwards.
    pub then: String,
    /// What is wrong with the address.
    pub error: Option<String>,
}

/// Says that a link was sent, whether or not the address is known.
#[derive(Template, Debug)]
#[template(path = "link_sent.html")]
pub struct LinkSentPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The address as typed.
    pub email: String,
    /// Minutes for which the link works.
    pub minutes: u32,
    /// The on-screen mailbox, in the practice house.
    pub mailbox: Option<String>,
}

/// The link's page: a button that signs in, so that a mail scanner cannot.
#[derive(Template, Debug)]
#[template(path = "link.html")]
pub struct LinkPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The link's secret, to be posted.
    pub token: String,
    /// Where to go afterwards.
    pub then: String,
    /// Whether the link can still be used from this browser.
    pub fate: LinkFate,
}

/// What can be said of a link before it is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFate {
    /// It was asked for in this browser.
    Ready,
    /// It was asked for elsewhere: it has to be opened there.
    OtherBrowser,
    /// It was used, is older than its minutes, or never was.
    Spent,
}

impl LinkFate {
    /// Whether the button is shown.
    pub fn is_ready(self) -> bool {
        self == Self::Ready
    }

    /// Message ids of heading and sentence.
    pub fn ids(self) -> (&'static str, &'static str) {
        match self {
            Self::Ready => ("link-ready-title", "link-ready"),
            Self::OtherBrowser => ("link-elsewhere-title", "link-elsewhere"),
            Self::Spent => ("link-spent-title", "link-spent"),
        }
    }
}
