//! Mail addresses: what people type, and the form a mail server takes.
//!
//! Owns the cleaning of names and the checking of addresses before the mailer sees them. Does not own who is written to.

use std::fmt;

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

use crate::workflow::letter::escape::one_line;

/// The longest address a mail server must take, in bytes (RFC 5321, 4.5.3.1.3).
const LONGEST: usize = 254;

/// The longest display name that is sent, in characters; a longer one is cut.
const LONGEST_NAME: usize = 120;

/// A name and an address, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Display name; may be empty.
    pub name: String,
    /// Mail address.
    pub address: String,
}

/// Why an address cannot be written to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It has no local part or no domain.
    #[error("`{0}` is not a mail address: it needs the shape `name@domain`")]
    Shape(String),
    /// It contains white space or control characters.
    #[error("`{0}` is not a mail address: it contains a space or a control character")]
    Space(String),
    /// It is longer than any mail server must take.
    #[error("the mail address is `{0}` bytes long; at most 254 can be sent to")]
    Length(usize),
    /// The part before the `@` is not allowed.
    #[error("`{0}` is not a mail address: what stands before the `@` is not allowed there")]
    Local(String),
    /// The part after the `@` is no domain.
    #[error("`{0}` is not a mail address: what stands after the `@` is not a domain")]
    Domain(String),
}

impl Party {
    /// Makes a party from a name (may be empty) and an address.
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            address: address.into(),
        }
    }

    /// Reads `Name <address>` or a bare address.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let party = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => Self::new(name.trim().trim_matches('"'), address.trim()),
            None => Self::new("", text),
        };
        sendable(&party.address).map(|_| party)
    }

    /// The party as the mailer takes it: the name without control characters, the domain in ASCII.
    pub fn mailbox(&self) -> Result<Mailbox, AddressError> {
        let name: String = one_line(&self.name).chars().take(LONGEST_NAME).collect();
        let name = name.trim().to_owned();
        Ok(Mailbox::new(
            (!name.is_empty()).then_some(name),
            sendable(&self.address)?,
        ))
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => f.write_str(&self.address),
            name => write!(f, "{name} <{}>", self.address),
        }
    }
}

/// The address with its domain in ASCII (`piemērs.lv` becomes `xn--piemrs-s3a.lv`); the part before the `@` stays as typed.
///
/// A server must announce SMTPUTF8 to be given a local part with letters outside ASCII; that is found out when it is sent.
pub fn sendable(typed: &str) -> Result<lettre::Address, AddressError> {
    let shown = || one_line(typed).chars().take(80).collect::<String>();
    if typed.len() > LONGEST {
        return Err(AddressError::Length(typed.len()));
    }
    if typed.chars().any(|sign| sign.is_whitespace() || sign.is_control()) || one_line(typed) != typed {
        return Err(AddressError::Space(shown()));
    }
    let parts = typed
        .rsplit_once('@')
        .filter(|(local, domain)| !local.is_empty() && !domain.is_empty());
    let (local, domain) = parts.ok_or_else(|| AddressError::Shape(shown()))?;
    let domain = ascii_domain(domain).ok_or_else(|| AddressError::Domain(shown()))?;
    let address = lettre::Address::new(local, &domain);
    let address = address.map_err(|error| match error {
        lettre::address::AddressError::InvalidDomain => AddressError::Domain(shown()),
        _ => AddressError::Local(shown()),
    })?;
    let length = local.len() + 1 + domain.len();
    if length > LONGEST {
        return Err(AddressError::Length(length));
    }
    Ok(address)
}

/// A domain in ASCII letters; an address in brackets (`[192.0.2.1]`) stays what it is.
fn ascii_domain(domain: &str) -> Option<String> {
    if domain.starts_with('[') {
        return Some(domain.to_owned());
    }
    idna::domain_to_ascii(domain).ok().filter(|domain| !domain.is_empty())
}
