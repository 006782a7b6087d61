//! How to reach the mail server: `smtp://user:password@host:port?tls=…`.
//!
//! Owns the reading of the address and its defaults. Opens no connection ([`super::smtp`] does).

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

/// When the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Never (`tls=off`): for a server on the same machine or behind a tunnel.
    Off,
    /// Where the server offers it (`tls=starttls`, the default without a password). Nobody is kept out by it and an
    /// attacker in the middle can strip the offer, so the certificate is not checked: better than clear text, no more.
    Offered,
    /// Always, by STARTTLS, and the certificate must be good (`tls=required`, the default with a password).
    Required,
    /// From the first byte (`smtps://`), and the certificate must be good.
    Implicit,
}

/// How long the server may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// From the first packet until the server is ready for a message: TCP, greeting, TLS, sign-in together.
    pub opening: Duration,
    /// For the answer to each command before the message.
    pub command: Duration,
    /// From the message's first byte to the answer to its last.
    pub message: Duration,
    /// How long a connection may lie idle and still be used for the next message.
    pub idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            opening: Duration::from_secs(30),
            command: Duration::from_secs(60),
            message: Duration::from_secs(180),
            idle: Duration::from_secs(30),
        }
    }
}

impl Patience {
    /// The longest one attempt can take, the second try on a fresh connection included.
    pub fn longest(&self) -> Duration {
        self.opening * 2 + self.command * 6 + self.message
    }
}

/// User and password for the mail server; the password is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    /// User.
    pub user: String,
    /// Password.
    pub password: String,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// How to reach the mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// When the connection is encrypted.
    pub tls: Tls,
    /// User and password, if the server wants them.
    pub sign_in: Option<SignIn>,
    /// A file with a further certificate to trust (PEM), for a house with an authority of its own.
    pub trust: Option<PathBuf>,
    /// How long the server may take.
    pub patience: Patience,
    /// How many connections may be open at once.
    pub connections: usize,
}

/// How many connections are opened at once unless said otherwise: what common mail servers allow one client.
const CONNECTIONS: usize = 16;

/// Why the address of the mail server cannot be used. Never contains the password.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It is no URL.
    #[error("the mail server's address is not a URL ({0}); write `smtp://host:port` or `smtps://user:password@host`")]
    Url(#[from] url::ParseError),
    /// Its scheme is unknown.
    #[error("`{0}://` is not a way to reach a mail server; use `smtp://` or `smtps://`")]
    Scheme(String),
    /// It names no host.
    #[error("the mail server's address names no host; write `smtp://host:port`")]
    Host,
    /// It goes on after the host.
    #[error("`{0}` after the mail server's host means nothing; leave it out")]
    Path(String),
    /// One half of user and password is missing.
    #[error("the mail server's address has a user or a password but not both; write `smtp://user:password@host`")]
    HalfSignIn,
    /// The user or the password is not text.
    #[error("the user or the password in the mail server's address is not UTF-8 once `%`-escapes are read")]
    Escape,
    /// An option is unknown.
    #[error("`{0}` is not an option of the mail server's address; there are `tls`, `ca` and `timeout`")]
    Option(String),
    /// An option's value is unknown.
    #[error("`{name}={value}` cannot be used; write {wanted}")]
    Value {
        /// The option.
        name: &'static str,
        /// The value found.
        value: String,
        /// What it may be.
        wanted: &'static str,
    },
    /// The file with the certificate cannot be read.
    #[error("the certificate `{path}` cannot be used: {why}")]
    Trust {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The host cannot be checked against a certificate.
    #[error("TLS cannot be set up for `{host}`: {why}")]
    Tls {
        /// The host.
        host: String,
        /// What is wrong.
        why: String,
    },
}

impl SmtpSettings {
    /// Reads `smtp://user:password@host:port?tls=off|starttls|required&ca=FILE&timeout=SECONDS&connections=N` or `smtps://…`.
    ///
    /// Ports default to 25, with a password 587, for `smtps` 465. `timeout` is for the opening and for each answer.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let url = Url::parse(text.trim())?;
        let sign_in = sign_in(&url)?;
        let (tls, port) = match (url.scheme(), &sign_in) {
            ("smtps", _) => (Tls::Implicit, 465),
            ("smtp", Some(_)) => (Tls::Required, 587),
            ("smtp", None) => (Tls::Offered, 25),
            (other, _) => return Err(SettingsError::Scheme(other.to_owned())),
        };
        if !matches!(url.path(), "" | "/") {
            return Err(SettingsError::Path(url.path().to_owned()));
        }
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or(SettingsError::Host)?;
        let mut settings = Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(port),
            tls,
            sign_in,
            trust: None,
            patience: Patience::default(),
            connections: CONNECTIONS,
        };
        for (name, value) in url.query_pairs() {
            settings.set(&name, &value)?;
        }
        Ok(settings)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), SettingsError> {
        match name {
            "tls" => self.tls = tls(value, self.tls)?,
            "ca" => self.trust = Some(PathBuf::from(value)),
            "timeout" => {
                let seconds = value.parse().ok().filter(|seconds| (1..=600).contains(seconds));
                let seconds = seconds.map(Duration::from_secs).ok_or_else(|| SettingsError::Value {
                    name: "timeout",
                    value: value.to_owned(),
                    wanted: "whole seconds from 1 to 600",
                })?;
                self.patience = Patience {
                    opening: seconds,
                    command: seconds,
                    message: seconds,
                    ..self.patience
                };
            }
            "connections" => {
                let count = value.parse().ok().filter(|count| (1..=100).contains(count));
                self.connections = count.ok_or_else(|| SettingsError::Value {
                    name: "connections",
                    value: value.to_owned(),
                    wanted: "a whole number from 1 to 100",
                })?;
            }
            other => return Err(SettingsError::Option(other.to_owned())),
        }
        Ok(())
    }
}

fn tls(value: &str, from_scheme: Tls) -> Result<Tls, SettingsError> {
    match (value, from_scheme) {
        ("required", Tls::Implicit) => Ok(Tls::Implicit),
        ("off", Tls::Off | Tls::Offered | Tls::Required) => Ok(Tls::Off),
        ("starttls", Tls::Off | Tls::Offered | Tls::Required) => Ok(Tls::Offered),
        ("required", _) => Ok(Tls::Required),
        (other, Tls::Implicit) => Err(SettingsError::Value {
            name: "tls",
            value: other.to_owned(),
            wanted: "`smtp://` instead of `smtps://`, which is always encrypted",
        }),
        (other, _) => Err(SettingsError::Value {
            name: "tls",
            value: other.to_owned(),
            wanted: "`off`, `starttls` or `required`",
        }),
    }
}

fn sign_in(url: &Url) -> Result<Option<SignIn>, SettingsError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(SettingsError::HalfSignIn),
        (user, Some(password)) => Ok(Some(SignIn {
            user: unescaped(user).ok_or(SettingsError::Escape)?,
            password: unescaped(password).ok_or(SettingsError::Escape)?,
        })),
    }
}

/// The text with its `%`-escapes read; none when the result is not UTF-8.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escape = tail
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|digits| hex::decode(digits).ok());
        match escape {
            Some(byte) => {
                bytes.extend(byte);
                rest = tail.get(2..).unwrap_or(&[]);
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> SmtpSettings {
        SmtpSettings::parse(text).unwrap()
    }

    #[test]
    fn ports_and_encryption_have_defaults() {
        let of = |text| {
            let settings = parse(text);
            (settings.host, settings.port, settings.tls)
        };
        assert_eq!(of("smtp://mail.lv"), ("mail.lv".to_owned(), 25, Tls::Offered));
        assert_eq!(of("smtp://u:p@mail.lv/"), ("mail.lv".to_owned(), 587, Tls::Required));
        assert_eq!(of("smtps://mail.lv"), ("mail.lv".to_owned(), 465, Tls::Implicit));
        assert_eq!(
            of("smtps://mail.lv?tls=required"),
            ("mail.lv".to_owned(), 465, Tls::Implicit)
        );
        assert_eq!(of("smtp://[::1]:2525?tls=off"), ("::1".to_owned(), 2525, Tls::Off));
        assert_eq!(of("smtp://u:p@mail.lv?tls=starttls").2, Tls::Offered);
    }

    #[test]
    fn user_and_password_are_unescaped_and_the_password_never_shown() {
        let settings = parse("smtp://janis%40pils.lv:p%C4%81r%3A+%2F%25@mail.lv?ca=/etc/ca.pem&timeout=7");
        let sign_in = settings.sign_in.as_ref().unwrap();
        assert_eq!(
            (sign_in.user.as_str(), sign_in.password.as_str()),
            ("janis@pils.lv", "pār:+/%")
        );
        assert_eq!(settings.trust.as_deref(), Some(std::path::Path::new("/etc/ca.pem")));
        assert_eq!(settings.patience.command, Duration::from_secs(7));
        assert!(!format!("{settings:?}").contains("pār"));
    }

    #[test]
    fn every_fault_says_what_to_write() {
        let said = |text| SmtpSettings::parse(text).unwrap_err().to_string();
        assert!(said("mail.lv:25").contains("use `smtp://`"), "{}", said("mail.lv:25"));
        assert!(said("mail server").contains("is not a URL"));
        assert!(said("http://mail.lv").contains("`http://` is not a way"));
        assert!(said("smtp://").contains("names no host"));
        assert!(said("smtp://u@mail.lv").contains("not both"));
        assert!(said("smtp://mail.lv/inbox").contains("`/inbox`"));
        assert!(said("smtp://mail.lv?tls=yes").contains("`off`, `starttls` or `required`"));
        assert!(said("smtps://mail.lv?tls=off").contains("always encrypted"));
        assert!(said("smtp://mail.lv?timeout=0").contains("1 to 600"));
        assert!(said("smtp://mail.lv?retries=3").contains("`retries` is not an option"));
        assert!(!said("smtp://u:geheim@mail.lv?tls=yes").contains("geheim"));
    }
}
