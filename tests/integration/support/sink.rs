//! A real mail server on loopback that can misbehave.
//!
//! It keeps each message it has accepted, byte for byte, and lives in the test's process, so that a child process that is
//! killed cannot take the evidence with it. It never sleeps: a server that is silent waits until the client goes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};

mod talk;

/// Path of the certificate the sink shows when it encrypts; good for `localhost`.
pub const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/integration/mail/tls/localhost.pem");
const CERTIFICATE_PEM: &[u8] = include_bytes!("../mail/tls/localhost.pem");
const KEY_PEM: &[u8] = include_bytes!("../mail/tls/localhost.key");

/// The password the sink refuses.
pub const WRONG_PASSWORD: &str = "wrong";

/// How the server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Accepts everything.
    Ok,
    /// Takes the connection and says nothing.
    NeverGreet,
    /// Reads the message to its last dot and says nothing; keeps no message.
    NeverAnswer,
    /// Closes after the first line of the message.
    CloseMidData,
    /// Keeps the message, then closes without an answer.
    CloseAfterDot,
    /// Greets with this code and closes.
    Greet(u16),
    /// Answers MAIL with this code.
    Mail(u16),
    /// Answers RCPT with this code.
    Rcpt(u16),
    /// Answers the last dot with this code; keeps no message.
    Dot(u16),
    /// Takes the message to its last dot and answers it once the mode is another.
    Hold,
    /// Greets without end.
    Babble,
    /// Accepts one message on each connection and then closes it.
    OneEach,
    /// Closes instead of taking every seventh message; keeps no such message.
    NotTheSeventh,
}

/// What the server offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Clear text and 8BITMIME.
    Plain,
    /// Also SMTPUTF8.
    Utf8,
    /// Also STARTTLS; clear text is taken too.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// STARTTLS that breaks off when it is taken up.
    BrokenTls,
}

/// One message the server has accepted.
#[derive(Clone, Debug)]
pub struct Received {
    /// Sender of the envelope.
    pub from: String,
    /// Recipients of the envelope.
    pub to: Vec<String>,
    /// User, when the client signed in.
    pub user: Option<String>,
    /// Whether it came encrypted.
    pub encrypted: bool,
    /// The message as it came, dots still stuffed, without the last dot.
    pub wire: Vec<u8>,
}

impl Received {
    /// The message with its dots unstuffed.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.wire.len());
        for line in self.wire.split_inclusive(|&byte| byte == b'\n') {
            bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
        }
        bytes
    }

    /// Its `Message-ID` without angle brackets.
    pub fn message_id(&self) -> String {
        let bytes = self.bytes();
        let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
        message.message_id().expect("a Message-ID").to_owned()
    }
}

/// The server; it stops when dropped.
pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

struct Shared {
    mode: watch::Sender<Mode>,
    held: watch::Sender<usize>,
    offer: Offer,
    received: Mutex<Vec<Received>>,
    count: watch::Sender<usize>,
    connections: AtomicUsize,
    offered: AtomicUsize,
    tls: TlsAcceptor,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Sink {
    /// Starts a server in clear text.
    pub async fn start(mode: Mode) -> Self {
        Self::offering(Offer::Plain, mode).await
    }

    /// Starts a server that offers more.
    pub async fn offering(offer: Offer, mode: Mode) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let shared = Arc::new(Shared {
            mode: watch::Sender::new(mode),
            held: watch::Sender::new(0),
            offer,
            received: Mutex::default(),
            count: watch::Sender::new(0),
            connections: AtomicUsize::new(0),
            offered: AtomicUsize::new(0),
            tls: acceptor(),
        });
        let server = tokio::spawn(serve(listener, shared.clone()));
        Self {
            address,
            shared,
            server,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as a setting, in clear text.
    pub fn url(&self) -> String {
        format!("smtp://{}?tls=off", self.address)
    }

    /// Behaves otherwise from the next command on.
    pub fn set_mode(&self, mode: Mode) {
        self.shared.mode.send_replace(mode);
    }

    /// Returns as soon as so many messages wait for their answer; panics when that takes more than a minute.
    pub async fn wait_until_held(&self, count: usize) {
        let mut held = self.shared.held.subscribe();
        let enough = held.wait_for(|&so_far| so_far >= count);
        let waited = tokio::time::timeout(Duration::from_secs(60), enough).await.is_ok();
        assert!(waited, "{count} messages are not held");
    }

    /// All messages accepted so far.
    pub fn messages(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap().clone()
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many messages were accepted so far.
    pub fn count(&self) -> usize {
        *self.shared.count.borrow()
    }

    /// Waits until at least `count` messages have been accepted; panics when that takes more than a minute.
    pub async fn until(&self, count: usize) {
        let mut counted = self.shared.count.subscribe();
        let enough = counted.wait_for(|&so_far| so_far >= count);
        let waited = tokio::time::timeout(Duration::from_secs(60), enough).await.is_ok();
        assert!(waited, "only {} of {count} messages came", self.count());
    }

    /// All messages, as soon as at least `count` have been accepted; panics when that takes more than a minute.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        self.until(count).await;
        self.messages()
    }
}

fn acceptor() -> TlsAcceptor {
    let certificates = CertificateDer::pem_slice_iter(CERTIFICATE_PEM)
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_slice(KEY_PEM).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut talks = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        shared.connections.fetch_add(1, Ordering::SeqCst);
        let shared = shared.clone();
        talks.spawn(async move {
            // A client that goes away is no concern of the sink's.
            let _ = talk::talk(socket, shared).await;
        });
    }
}
