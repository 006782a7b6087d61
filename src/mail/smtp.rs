//! Hands messages to a mail server by SMTP.
//!
//! Owns connections: opening them with TCP_NODELAY (without it every message waits 40 ms for an acknowledgement), TLS,
//! sign-in, keeping them for the next message, and a time limit round every step, since lettre's own covers connecting only.
//! Does not own retrying: an [`Outcome`] says how far the message came, and the outbox decides.

use std::fmt;
use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use self::answer::{Failure, closes, outcome, refusal, said, words};
use self::tls::Encrypted;
use super::outcome::Outcome;
use super::settings::{SettingsError, SmtpSettings, Tls};

mod answer;
mod tls;

/// A way to a mail server, with the connections that are open to it.
pub struct SmtpTransport {
    settings: SmtpSettings,
    hello: ClientId,
    tls: Option<TlsParameters>,
    idle: Mutex<Vec<Idle>>,
}

/// A connection waiting for the next message.
struct Idle {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl fmt::Debug for SmtpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpTransport")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl SmtpTransport {
    /// Makes a way to the server; connects only when there is something to send. Reads the certificate to trust, if any.
    pub fn new(settings: SmtpSettings) -> Result<Self, SettingsError> {
        Ok(Self {
            tls: tls::parameters(&settings)?,
            settings,
            hello: ClientId::default(),
            idle: Mutex::default(),
        })
    }

    /// The settings it was made with.
    pub fn settings(&self) -> &SmtpSettings {
        &self.settings
    }

    /// Opens a connection, signs in and closes it again: what the server says, or why it cannot be reached.
    pub async fn probe(&self) -> Result<String, String> {
        let mut connection = self.open().await?;
        let said = connection.server_info().to_string();
        let _ = timeout(self.settings.patience.command, connection.quit()).await;
        Ok(said)
    }

    /// Hands over one message.
    ///
    /// A connection that was kept may have been closed by the server meanwhile; if the talk ends on it before the message's
    /// first byte, a fresh one is tried at once.
    pub async fn send(&self, envelope: &Envelope, bytes: &[u8]) -> Outcome {
        if let Some(connection) = self.kept() {
            match self.hand_over(connection, envelope, bytes).await {
                Err(Failure::Before(_)) => {}
                other => return outcome(other),
            }
        }
        match self.open().await {
            Ok(connection) => outcome(self.hand_over(connection, envelope, bytes).await),
            Err(what) => Outcome::Unreachable { what },
        }
    }

    /// The connection used last, unless it has lain idle too long.
    fn kept(&self) -> Option<AsyncSmtpConnection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|one| one.since.elapsed() < self.settings.patience.idle);
        idle.pop().map(|one| one.connection)
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.settings.connections {
            idle.push(Idle {
                connection,
                since: Instant::now(),
            });
        }
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, String> {
        let server = format!("{}:{}", self.settings.host, self.settings.port);
        match timeout(self.settings.patience.opening, self.connect()).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(why)) => Err(format!("{server}: {why}")),
            Err(_) => Err(format!(
                "{server}: not ready after {:?}",
                self.settings.patience.opening
            )),
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, String> {
        let (host, port) = (self.settings.host.as_str(), self.settings.port);
        let socket = TcpStream::connect((host, port))
            .await
            .map_err(|error| error.to_string())?;
        socket.set_nodelay(true).map_err(|error| error.to_string())?;
        let mut connection = match (self.settings.tls, &self.tls) {
            (Tls::Implicit, Some(tls)) => {
                let stream = Encrypted::over(socket, tls.clone()).await.map_err(said)?;
                AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello).await
            }
            _ => AsyncSmtpConnection::connect_with_transport(Box::new(socket), &self.hello).await,
        }
        .map_err(said)?;
        self.encrypt(&mut connection).await?;
        self.sign_in(&mut connection).await?;
        Ok(connection)
    }

    async fn encrypt(&self, connection: &mut AsyncSmtpConnection) -> Result<(), String> {
        let offered = connection.server_info().supports_feature(Extension::StartTls);
        match (self.settings.tls, &self.tls) {
            (Tls::Required, _) if !offered => Err(
                "the server does not offer STARTTLS; hint: `?tls=off` sends in clear text, password included".into(),
            ),
            (Tls::Required | Tls::Offered, Some(tls)) if offered => {
                connection.starttls(tls.clone(), &self.hello).await.map_err(said)
            }
            _ => Ok(()),
        }
    }

    async fn sign_in(&self, connection: &mut AsyncSmtpConnection) -> Result<(), String> {
        let Some(sign_in) = &self.settings.sign_in else {
            return Ok(());
        };
        let credentials = Credentials::new(sign_in.user.clone(), sign_in.password.clone());
        let answer = connection.auth(DEFAULT_MECHANISMS, &credentials).await;
        answer
            .map(|_| ())
            .map_err(|error| format!("sign-in as `{}`: {}", sign_in.user, said(error)))
    }

    /// Takes one message through MAIL, RCPT, DATA and its last dot; keeps the connection if all went well.
    async fn hand_over(
        &self,
        mut connection: AsyncSmtpConnection,
        envelope: &Envelope,
        bytes: &[u8],
    ) -> Result<String, Failure> {
        let limit = self.settings.patience.command;
        let options = options(&connection, envelope, bytes)?;
        let sender = connection.command(Mail::new(envelope.from().cloned(), options));
        command("MAIL", limit, sender).await?;
        for recipient in envelope.to() {
            command("RCPT", limit, connection.command(Rcpt::new(recipient.clone(), vec![]))).await?;
        }
        command("DATA", limit, connection.command(Data)).await?;
        let limit = self.settings.patience.message;
        let answer = match timeout(limit, connection.message(bytes)).await {
            Ok(Ok(answer)) => words(&answer),
            Ok(Err(error)) => return Err(refusal(&error).unwrap_or_else(|| Failure::After(said(error)))),
            Err(_) => return Err(Failure::After(format!("no answer to the message after {limit:?}"))),
        };
        self.keep(connection);
        Ok(answer)
    }
}

/// Sends one command before the message, within `limit`.
async fn command(
    name: &str,
    limit: Duration,
    answer: impl Future<Output = Result<Response, lettre::transport::smtp::Error>>,
) -> Result<(), Failure> {
    match timeout(limit, answer).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(match refusal(&error) {
            Some(refusal) if !closes(&error) => refusal,
            _ => Failure::Before(format!("{name}: {}", said(error))),
        }),
        Err(_) => Err(Failure::Before(format!("{name}: no answer after {limit:?}"))),
    }
}

/// What must be said beside the sender's address; a server that cannot take the message as it is refuses it for good.
fn options(connection: &AsyncSmtpConnection, envelope: &Envelope, bytes: &[u8]) -> Result<Vec<MailParameter>, Failure> {
    let server = connection.server_info();
    let plain = envelope
        .to()
        .iter()
        .chain(envelope.from())
        .all(|address| address.user().is_ascii());
    let mut options = vec![];
    if !plain {
        if !server.supports_feature(Extension::SmtpUtfEight) {
            let answer = "the mail server takes no letters outside ASCII before the `@` of an address (SMTPUTF8); \
                          ask the person for another address";
            return Err(Failure::Refused(Outcome::PermanentRefusal { answer: answer.into() }));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() && server.supports_feature(Extension::EightBitMime) {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}
