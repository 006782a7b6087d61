//! What comes of a mail server that misbehaves.

use std::time::Duration;

use kalends::mail::{Outcome, Party, SmtpSettings, SmtpTransport, Transport};
use tokio::time::{Instant, timeout};

use super::{outgoing, transport};
use crate::support::sink::{Mode, Offer, Sink, WRONG_PASSWORD};

/// Long enough for loopback on a busy machine.
const CALM: u64 = 20_000;
/// Short enough to wait for.
const SHORT: u64 = 300;

async fn outcome(mode: Mode, millis: u64) -> (Outcome, Sink) {
    let sink = Sink::start(mode).await;
    let transport = transport(&sink.url(), millis);
    let message = outgoing(1);
    let sent = transport.send(&message);
    (
        timeout(Duration::from_secs(30), sent).await.expect("a bounded time"),
        sink,
    )
}

#[tokio::test]
async fn accepted_in_the_servers_words() {
    let (outcome, sink) = outcome(Mode::Ok, CALM).await;
    assert_eq!(outcome.to_string(), "accepted: 250 2.0.0 taken");
    let received = sink.wait_for(1).await;
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].message_id(), outgoing(1).message_id);
    assert_eq!(
        (received[0].from.as_str(), received[0].to.as_slice()),
        ("komisija@kalends.test", &["janis@pils.test".to_owned()][..])
    );
}

#[tokio::test]
async fn a_server_that_refuses_is_quoted() {
    for (mode, expected) in [
        (Mode::Mail(451), "transient-refusal: 451 no, not this one"),
        (Mode::Mail(550), "permanent-refusal: 550 no, not this one"),
        (Mode::Rcpt(450), "transient-refusal: 450 no, not this one"),
        (Mode::Rcpt(550), "permanent-refusal: 550 no, not this one"),
        (Mode::Dot(421), "transient-refusal: 421 no, not this one"),
        (Mode::Dot(451), "transient-refusal: 451 no, not this one"),
        (Mode::Dot(550), "permanent-refusal: 550 no, not this one"),
        (Mode::Mail(530), "unreachable: 530 no, not this one"),
        (Mode::Rcpt(421), "unreachable: RCPT: 421 no, not this one"),
    ] {
        let (outcome, sink) = outcome(mode, CALM).await;
        assert_eq!(outcome.to_string(), expected, "{mode:?}");
        assert!(sink.messages().is_empty(), "{mode:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_has_not_refused_the_message() {
    for code in [421, 450, 554] {
        let (outcome, sink) = outcome(Mode::Greet(code), CALM).await;
        assert_eq!(outcome.name(), "unreachable", "{outcome}");
        let expected = format!("{}: {code} not now", sink.address());
        assert_eq!(outcome.words(), expected);
    }
    let closed = Sink::start(Mode::Ok).await.address();
    let outcome = transport(&format!("smtp://{closed}"), CALM).send(&outgoing(1)).await;
    assert_eq!(outcome.name(), "unreachable", "{outcome}");
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    let started = Instant::now();
    let (greeting, _) = outcome(Mode::NeverGreet, SHORT).await;
    assert_eq!(greeting.name(), "unreachable", "{greeting}");
    assert!(greeting.words().contains("not ready after 300ms"), "{greeting}");
    let (answer, _) = outcome(Mode::NeverAnswer, SHORT).await;
    assert_eq!(answer.to_string(), "unknown: no answer to the message after 300ms");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_talk_that_ends_after_the_first_byte_is_unknown() {
    let (outcome, sink) = outcome(Mode::CloseMidData, CALM).await;
    assert_eq!(outcome.name(), "unknown", "{outcome}");
    assert!(sink.messages().is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_the_second_attempt_is_the_same_message() {
    let sink = Sink::start(Mode::CloseAfterDot).await;
    let transport = transport(&sink.url(), CALM);
    assert_eq!(transport.send(&outgoing(1)).await.name(), "unknown");
    sink.set_mode(Mode::Ok);
    assert_eq!(transport.send(&outgoing(1)).await.name(), "accepted");
    let received = sink.wait_for(2).await;
    assert_eq!(received[0].message_id(), received[1].message_id());
    assert_eq!(received[0].wire, received[1].wire);
}

#[tokio::test]
async fn two_hundred_messages_share_one_connection() {
    let sink = Sink::start(Mode::Ok).await;
    let transport = transport(&sink.url(), CALM);
    let started = Instant::now();
    for number in 0..200 {
        let outcome = transport.send(&outgoing(number)).await;
        assert_eq!(outcome.name(), "accepted", "{outcome}");
    }
    // Without TCP_NODELAY each waits 40 ms for an acknowledgement: 8 s.
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
    assert_eq!((sink.wait_for(200).await.len(), sink.connections()), (200, 1));
}

#[tokio::test]
async fn a_connection_the_server_has_closed_is_replaced_at_once() {
    let sink = Sink::start(Mode::OneEach).await;
    let transport = transport(&sink.url(), CALM);
    for number in 0..10 {
        let outcome = transport.send(&outgoing(number)).await;
        assert_eq!(outcome.name(), "accepted", "{outcome}");
    }
    assert_eq!((sink.wait_for(10).await.len(), sink.connections()), (10, 10));
}

#[tokio::test]
async fn a_connection_that_lay_idle_too_long_is_not_used_again() {
    let sink = Sink::start(Mode::Ok).await;
    let mut settings = SmtpSettings::parse(&sink.url()).unwrap();
    settings.patience.idle = Duration::ZERO;
    let transport = Transport::from(SmtpTransport::new(settings).unwrap());
    for number in 0..3 {
        assert_eq!(transport.send(&outgoing(number)).await.name(), "accepted");
    }
    assert_eq!((sink.messages().len(), sink.connections()), (3, 3));
}

#[tokio::test]
async fn a_server_that_talks_without_end_is_cut_off() {
    let (outcome, _) = outcome(Mode::Babble, CALM).await;
    assert_eq!(outcome.name(), "unreachable", "{outcome}");
    assert!(outcome.words().len() < 400, "{outcome}");
}

#[tokio::test]
async fn a_connection_is_dropped_after_a_refusal() {
    let sink = Sink::start(Mode::Rcpt(550)).await;
    let transport = transport(&sink.url(), CALM);
    assert_eq!(transport.send(&outgoing(1)).await.name(), "permanent-refusal");
    sink.set_mode(Mode::Ok);
    assert_eq!(transport.send(&outgoing(2)).await.name(), "accepted");
    assert_eq!((sink.messages().len(), sink.connections()), (1, 2));
}

#[tokio::test]
async fn many_at_once_arrive_once_each() {
    let sink = Sink::start(Mode::Ok).await;
    let transport = transport(&sink.url(), CALM);
    let messages: Vec<_> = (0..40).map(outgoing).collect();
    let sent = messages.iter().map(|message| transport.send(message));
    for outcome in futures_util::future::join_all(sent).await {
        assert_eq!(outcome.name(), "accepted", "{outcome}");
    }
    let mut ids: Vec<_> = sink
        .wait_for(40)
        .await
        .iter()
        .map(|received| received.message_id())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 40);
}

#[tokio::test]
async fn signs_in_and_says_so_when_it_cannot() {
    let sink = Sink::start(Mode::Ok).await;
    let good = format!("smtp://janis%40pils:p%C4%81role@{}?tls=off", sink.address());
    assert_eq!(transport(&good, CALM).send(&outgoing(1)).await.name(), "accepted");
    assert_eq!(sink.messages()[0].user.as_deref(), Some("janis@pils"));
    let bad = format!("smtp://janis:{WRONG_PASSWORD}@{}?tls=off", sink.address());
    let outcome = transport(&bad, CALM).send(&outgoing(2)).await;
    let expected = format!(
        "unreachable: {}: sign-in as `janis`: 535 5.7.8 wrong user or password",
        sink.address()
    );
    assert_eq!(outcome.to_string(), expected);
    assert!(!outcome.to_string().contains(&format!(":{WRONG_PASSWORD}@")));
}

#[tokio::test]
async fn a_domain_outside_ascii_needs_nothing_from_the_server() {
    let sink = Sink::start(Mode::Ok).await;
    let mut message = outgoing(1);
    message.to = Party::new("Jānis", "janis@piemērs.lv");
    assert_eq!(transport(&sink.url(), CALM).send(&message).await.name(), "accepted");
    assert_eq!(sink.messages()[0].to, ["janis@xn--piemrs-s3a.lv"]);
}

#[tokio::test]
async fn a_local_part_outside_ascii_needs_a_server_that_takes_it() {
    let mut message = outgoing(1);
    message.to = Party::new("Jānis", "jānis@piemērs.lv");
    let plain = Sink::start(Mode::Ok).await;
    let outcome = transport(&plain.url(), CALM).send(&message).await;
    assert_eq!(outcome.name(), "permanent-refusal");
    assert!(outcome.words().contains("SMTPUTF8"), "{outcome}");
    let able = Sink::offering(Offer::Utf8, Mode::Ok).await;
    assert_eq!(transport(&able.url(), CALM).send(&message).await.name(), "accepted");
    assert_eq!(able.messages()[0].to, ["jānis@xn--piemrs-s3a.lv"]);
}
