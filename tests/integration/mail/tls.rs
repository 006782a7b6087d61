//! TLS where it is offered, required or broken.

use std::net::SocketAddr;

use kalends::mail::{SmtpSettings, SmtpTransport, Transport};

use super::{outgoing, transport};
use crate::support::sink::{CERTIFICATE, Mode, Offer, Sink};

const CALM: u64 = 20_000;

/// The sink by the name its certificate is made out to.
fn url(scheme: &str, address: SocketAddr, options: &str) -> String {
    format!("{scheme}@localhost:{}?{options}", address.port()).replace("//@", "//")
}

#[tokio::test]
async fn encrypts_where_the_server_offers_it() {
    let sink = Sink::offering(Offer::StartTls, Mode::Ok).await;
    let outcome = transport(&url("smtp://", sink.address(), ""), CALM)
        .send(&outgoing(1))
        .await;
    assert_eq!(outcome.name(), "accepted", "{outcome}");
    assert!(sink.messages()[0].encrypted);
    let outcome = transport(&url("smtp://", sink.address(), "tls=off"), CALM)
        .send(&outgoing(2))
        .await;
    assert_eq!(outcome.name(), "accepted", "{outcome}");
    assert!(!sink.messages()[1].encrypted);
    let plain = Sink::start(Mode::Ok).await;
    let outcome = transport(&url("smtp://", plain.address(), ""), CALM)
        .send(&outgoing(3))
        .await;
    assert_eq!(outcome.name(), "accepted", "{outcome}");
}

#[tokio::test]
async fn a_password_goes_only_to_a_server_whose_certificate_is_good() {
    let sink = Sink::offering(Offer::StartTls, Mode::Ok).await;
    let unknown = url("smtp://janis:parole", sink.address(), "");
    let outcome = transport(&unknown, CALM).send(&outgoing(1)).await;
    assert_eq!(outcome.name(), "unreachable");
    assert!(outcome.words().contains("certificate"), "{outcome}");
    let trusted = url("smtp://janis:parole", sink.address(), &format!("ca={CERTIFICATE}"));
    let outcome = transport(&trusted, CALM).send(&outgoing(2)).await;
    assert_eq!(outcome.name(), "accepted", "{outcome}");
    let received = sink.messages();
    assert_eq!(
        (received.len(), received[0].user.as_deref(), received[0].encrypted),
        (1, Some("janis"), true)
    );
}

#[tokio::test]
async fn a_password_is_not_sent_in_clear_text_unasked() {
    let sink = Sink::start(Mode::Ok).await;
    let outcome = transport(&url("smtp://janis:parole", sink.address(), ""), CALM)
        .send(&outgoing(1))
        .await;
    assert_eq!(outcome.name(), "unreachable");
    assert!(outcome.words().contains("does not offer STARTTLS; hint:"), "{outcome}");
}

#[tokio::test]
async fn encrypts_from_the_first_byte() {
    let sink = Sink::offering(Offer::Tls, Mode::Ok).await;
    let transport = transport(&url("smtps://", sink.address(), &format!("ca={CERTIFICATE}")), CALM);
    for number in 0..50 {
        let outcome = transport.send(&outgoing(number)).await;
        assert_eq!(outcome.name(), "accepted", "{outcome}");
    }
    assert_eq!((sink.wait_for(50).await.len(), sink.connections()), (50, 1));
    assert!(sink.messages().iter().all(|received| received.encrypted));
}

#[tokio::test]
async fn an_unknown_certificate_is_refused() {
    let sink = Sink::offering(Offer::Tls, Mode::Ok).await;
    let outcome = transport(&url("smtps://", sink.address(), ""), CALM)
        .send(&outgoing(1))
        .await;
    assert_eq!(outcome.name(), "unreachable", "{outcome}");
    assert!(sink.messages().is_empty());
}

#[tokio::test]
async fn encryption_that_fails_ends_in_bounded_time() {
    let sink = Sink::offering(Offer::BrokenTls, Mode::Ok).await;
    let outcome = transport(&url("smtp://", sink.address(), ""), 2_000)
        .send(&outgoing(1))
        .await;
    assert_eq!(outcome.name(), "unreachable", "{outcome}");
    let plain = Sink::start(Mode::NeverGreet).await;
    let outcome = transport(&url("smtps://", plain.address(), ""), 300)
        .send(&outgoing(1))
        .await;
    assert_eq!(outcome.name(), "unreachable", "{outcome}");
}

#[tokio::test]
async fn a_server_can_be_tried_without_a_message() {
    let sink = Sink::start(Mode::Ok).await;
    let Transport::Smtp(smtp) = transport(&sink.url(), CALM) else {
        unreachable!()
    };
    assert!(smtp.probe().await.unwrap().contains("sink.test"));
    assert!(sink.messages().is_empty());
    let silent = Sink::start(Mode::NeverGreet).await;
    let Transport::Smtp(smtp) = transport(&silent.url(), 200) else {
        unreachable!()
    };
    assert!(smtp.probe().await.unwrap_err().contains("not ready"));
}

#[test]
fn a_certificate_that_cannot_be_read_is_named() {
    for (path, why) in [
        ("/nowhere/ca.pem", "No such file"),
        (concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"), "no certificate"),
    ] {
        let settings = SmtpSettings::parse(&format!("smtps://mail.lv?ca={path}")).unwrap();
        match SmtpTransport::new(settings) {
            Err(error) => assert!(
                error.to_string().contains(path) && error.to_string().contains(why),
                "{error}"
            ),
            Ok(_) => panic!("`{path}` is no certificate"),
        }
    }
}
