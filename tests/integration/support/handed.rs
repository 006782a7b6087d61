//! What the outbox says has been sent against what the mail server holds.

use std::collections::BTreeMap;

use kalends::store::messages::{self, MessageState};
use kalends::store::{Page, Store};

use super::sink::Sink;

/// What was handed over.
#[derive(Clone, Copy, Debug)]
pub struct Handed {
    /// Letters in the outbox.
    pub letters: usize,
    /// How many times one was handed over again.
    pub again: usize,
}

/// Compares the outbox of a house with its mail server.
///
/// Panics unless every letter was sent and has reached the server, nothing else has, and what went again is the same to
/// the byte and was tried as often.
pub async fn handed(database: &str, sink: &Sink) -> Handed {
    let mut delivered: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for one in sink.messages() {
        delivered.entry(one.message_id()).or_default().push(one.wire);
    }
    let store = Store::open(database).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let outbox = messages::list(&mut tx, None, None, Page::first(100_000)).await.unwrap();
    drop(tx);
    store.close().await;
    let mut again = 0;
    for message in &outbox {
        let wires = delivered.remove(&message.header_id).unwrap_or_default();
        assert_eq!(message.state, MessageState::Sent, "{}", message.header_id);
        assert!(!wires.is_empty(), "{} was lost", message.header_id);
        assert!(
            wires.iter().all(|wire| *wire == wires[0]),
            "{} was changed",
            message.header_id
        );
        let cause = wires.len() == 1 || message.attempts as usize >= wires.len();
        assert!(cause, "{} went again without cause", message.header_id);
        again += wires.len() - 1;
    }
    assert!(delivered.is_empty(), "letters nobody wrote: {:?}", delivered.keys());
    let letters = outbox.len();
    Handed { letters, again }
}
