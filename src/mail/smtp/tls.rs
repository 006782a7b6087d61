//! TLS: whom to trust, and a stream that is encrypted before the first SMTP byte.
//!
//! Owns the reading of the certificate to trust, and the adapter that lets lettre talk SMTP over a TLS stream it has made
//! itself over a socket of ours: its own `smtps` connections cannot be given a socket, and so would run without TCP_NODELAY.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_io::{AsyncRead as _, AsyncWrite as _};
#[expect(deprecated, reason = "the only way to lettre's TLS over a socket of ours")]
use lettre::transport::smtp::client::AsyncNetworkStream;
use lettre::transport::smtp::client::{AsyncTokioStream, Certificate, TlsParameters};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::mail::settings::{SettingsError, SmtpSettings, Tls};

/// How a certificate in PEM form begins.
const CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// What to ask of the server's certificate; none when nothing is ever encrypted.
pub(super) fn parameters(settings: &SmtpSettings) -> Result<Option<TlsParameters>, SettingsError> {
    if settings.tls == Tls::Off {
        return Ok(None);
    }
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.trust {
        let refused = |why: String| SettingsError::Trust {
            path: path.clone(),
            why,
        };
        let pem = std::fs::read(path).map_err(|error| refused(error.to_string()))?;
        if !pem.windows(CERTIFICATE.len()).any(|part| part == CERTIFICATE) {
            return Err(refused("it holds no certificate in PEM form".to_owned()));
        }
        let certificate = Certificate::from_pem(&pem).map_err(|error| refused(error.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    if settings.tls == Tls::Offered && settings.sign_in.is_none() {
        builder = builder
            .dangerous_accept_invalid_certs(true)
            .dangerous_accept_invalid_hostnames(true);
    }
    let built = builder.build().map_err(|error| SettingsError::Tls {
        host: settings.host.clone(),
        why: error.to_string(),
    })?;
    Ok(Some(built))
}

/// An encrypted stream.
#[derive(Debug)]
#[expect(deprecated, reason = "the only way to lettre's TLS over a socket of ours")]
pub(super) struct Encrypted(AsyncNetworkStream);

impl Encrypted {
    /// Encrypts `socket` and checks the server's certificate as `parameters` say.
    #[expect(deprecated, reason = "the only way to lettre's TLS over a socket of ours")]
    pub(super) async fn over(
        socket: TcpStream,
        parameters: TlsParameters,
    ) -> Result<Self, lettre::transport::smtp::Error> {
        let mut stream = AsyncNetworkStream::use_existing_tokio1(Box::new(socket));
        stream.upgrade_tls(parameters).await?;
        Ok(Self(stream))
    }
}

impl AsyncTokioStream for Encrypted {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.peer_addr()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.0).poll_read(cx, into.initialize_unfilled());
        read.map_ok(|count| into.advance(count))
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_close(cx)
    }
}
