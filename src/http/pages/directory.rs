//! The directory: organisations, their people and seats, who succeeded whom.

use askama::Template;
use jiff::civil;

use super::frame::{ErrorLine, Frame, Link};
use crate::clock::Instant;
use crate::http::typed::Typed;

/// Organisations.
#[derive(Template, Debug)]
#[template(path = "directory.html")]
pub struct DirectoryPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Text looked for.
    pub query: String,
    /// Organisations found, as many as a page shows.
    pub organisations: Vec<OrganisationRow>,
    /// Where the further ones are, if there are any.
    pub next: Option<String>,
    /// Where a new one is posted, as `name`.
    pub action: String,
    /// What is wrong.
    pub errors: Vec<ErrorLine>,
}

/// An organisation in the list.
#[derive(Clone, Debug)]
pub struct OrganisationRow {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// People who sit for it now.
    pub people: Vec<String>,
    /// Whether nobody can be reached.
    pub unreachable: bool,
}

/// One organisation. Seat inputs: `name`, `email`, `language`, `seat`, `from.*`; successor input: `successor`, `on.*`.
#[derive(Template, Debug)]
#[template(path = "organisation.html")]
pub struct OrganisationPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The directory.
    pub back: Link,
    /// Its address, without a trailing slash.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What happened to it, latest first.
    pub happened: Vec<HappenedRow>,
    /// What could be recorded.
    pub recordable: Vec<Recordable>,
    /// Its running cases: id and words.
    pub running: Vec<(String, String)>,
    /// Who sits in which seat.
    pub seats: Vec<SeatRow>,
    /// Seats that can be filled: posted value and words.
    pub fillable: Vec<(String, String)>,
    /// Its cases.
    pub cases: Vec<Link>,
    /// The organisation that goes on in its place.
    pub successor: Option<Link>,
    /// Organisations that could: id and name.
    pub candidates: Vec<(String, String)>,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong.
    pub errors: Vec<ErrorLine>,
}

/// Something that happened to an organisation.
#[derive(Clone, Debug)]
pub struct HappenedRow {
    /// When.
    pub at: Instant,
    /// What.
    pub text: String,
    /// Why.
    pub reason: Option<String>,
}

/// Something that could be recorded.
#[derive(Clone, Debug)]
pub struct Recordable {
    /// Its name in the files.
    pub event: String,
    /// What stands on the button.
    pub title: String,
}

/// A person in a seat.
#[derive(Clone, Debug)]
pub struct SeatRow {
    /// Title of the seat.
    pub seat: String,
    /// The person.
    pub person: String,
    /// Their address.
    pub email: String,
    /// Since when.
    pub from: Option<civil::Date>,
    /// Until when, if an end is set.
    pub until: Option<civil::Date>,
    /// Where the seat is ended, by POST.
    pub end: Option<String>,
}
