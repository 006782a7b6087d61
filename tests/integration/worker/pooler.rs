//! Behind a pooler that gives a connection to each transaction: everything but the waking works.

use kalends::mail::{SmtpSettings, SmtpTransport, Transport};
use kalends::store::Store;
use kalends::worker::Worker;
use tokio_util::sync::CancellationToken;

use super::loops::{engine_on, staff, suspend};
use crate::support::database::{Database, MADE_AT};
use crate::support::house::{House, Opening};
use crate::support::pooler::Pooler;
use crate::support::sink::{Mode, Sink};

fn transport(sink: &Sink) -> Transport {
    SmtpTransport::new(SmtpSettings::parse(&sink.url()).unwrap())
        .unwrap()
        .into()
}

/// Nobody listens behind it: what was said would reach whoever has the connection then, and be taken for an answer.
#[tokio::test]
async fn it_is_recognised_and_not_listened_through() {
    let database = Database::postgres().await;
    let pooler = Pooler::start(&database.url);
    let behind = Store::open(&pooler.through(&database.url)).await.unwrap();
    for _ in 0..10 {
        assert!(behind.shares_connections().await.unwrap());
        assert!(!database.store.shares_connections().await.unwrap());
    }
    assert!(behind.listen().await.unwrap().is_none());
    assert!(database.store.listen().await.unwrap().is_some());
    behind.close().await;
}

/// Events, timers and the outbox, in a house whose year is played through.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_lives_behind_it() {
    let database = Database::bare_postgres().await;
    let pooler = Pooler::start(&database.url);
    let url = pooler.through(&database.url);
    let store = Store::open(&url).await.unwrap();
    assert!(store.migrate(MADE_AT).await.unwrap() > 0);
    let sink = Sink::start(Mode::Ok).await;
    let opening = Opening {
        transport: Some(transport(&sink)),
        ..Opening::default()
    };
    let mut house = House::opening(&url, opening).await;
    house
        .play(
            r#"
2027-03-02 10:00
house: commission "Komisija" (lv), institute "Institute" (en), secretary "Sekretāre" (lv)
organisation Cēsis: contact "Žanete" (lv), mayor "Juris" (lv)
organisation Ogre: contact "Anna" (lv), mayor "Jānis" (lv)
call "2027": opens 2027-03-01, closes 2027-04-30
open Cēsis: membership in "2027"
open Ogre: membership in "2027"
fill Cēsis
Cēsis mayor: sign
Cēsis contact: submit
2027-05-02
expect Ogre: membership not-submitted
"#,
        )
        .await;
    house.verify().await;
    assert!(
        sink.messages().len() > 4,
        "reminders went too: {}",
        sink.messages().len()
    );
    assert!(
        pooler
            .through("postgres://a@b/c")
            .ends_with("/c?statement-cache-capacity=0")
    );
    house.engine.store.close().await;
    store.close().await;
}

/// Two nodes, whose clocks are compared and whose words nobody hears.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_share_the_work_behind_it() {
    let database = Database::postgres().await;
    let pooler = Pooler::start(&database.url);
    let sink = Sink::start(Mode::Ok).await;
    let stop = CancellationToken::new();
    let mut nodes = Vec::new();
    for name in ["a", "b"] {
        let store = Store::open(&pooler.through(&database.url)).await.unwrap();
        let engine = engine_on(&store).await;
        let worker = Worker::new(engine.clone(), Some(transport(&sink)), name);
        worker.appear().await.unwrap();
        let (running, stop) = (worker.clone(), stop.clone());
        nodes.push((engine, worker, tokio::spawn(async move { running.run(stop).await })));
    }
    let staff = staff(&nodes[0].0).await;
    for (number, name) in ["Ogre", "Talsi", "Madona", "Sigulda"].into_iter().enumerate() {
        suspend(&nodes[number % 2].0, staff, name).await;
    }
    sink.wait_for(8).await;
    for (_, worker, _) in &nodes {
        assert_eq!(worker.trouble(), None);
    }
    stop.cancel();
    for (_, _, loops) in &mut nodes {
        loops.await.unwrap();
    }
    let mut ids: Vec<_> = sink.messages().iter().map(|one| one.message_id()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), sink.messages().len()), (8, 8));
    assert_eq!(nodes[0].0.verify().await.unwrap().differences, []);
    for (engine, _, _) in nodes {
        engine.store.close().await;
    }
}
