//! Several nodes on one database: listed, with clocks that agree, awake when another has work.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use kalends::engine::Engine;
use kalends::http::app::{App, Pulse, router};
use kalends::mail::transport::Memory;
use kalends::mail::{SmtpSettings, SmtpTransport, Transport};
use kalends::store::messages::{self, MessageState};
use kalends::store::nodes::{self, Node, NodeState};
use kalends::store::{Page, Store};
use kalends::worker::Worker;
use sqlx::postgres::PgListener;
use sqlx::{Connection, PgConnection};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::loops::{engine_on, staff, suspend};
use crate::support::database::{Database, each_database};
use crate::support::house::House;
use crate::support::shifted::{shift_database_clock, statement};
use crate::support::sink::{Mode, Sink};

/// Long enough for anything on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn transport(sink: &Sink) -> Transport {
    let url = format!("{}&timeout=1", sink.url());
    SmtpTransport::new(SmtpSettings::parse(&url).unwrap()).unwrap().into()
}

/// Looks again and again until something is so.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, waiting).await;
    assert!(waited.is_ok(), "not so: {what}");
}

fn run(worker: &Worker, stop: &CancellationToken) -> JoinHandle<()> {
    let (worker, stop) = (worker.clone(), stop.clone());
    tokio::spawn(async move { worker.run(stop).await })
}

async fn listed(store: &Store) -> Vec<Node> {
    let mut tx = store.read().await.unwrap();
    nodes::list(&mut tx).await.unwrap()
}

/// What `/readyz` answers.
async fn ready(engine: &Engine, worker: &Worker) -> (StatusCode, String) {
    answer(engine, worker, "/readyz").await
}

async fn answer(engine: &Engine, worker: &Worker, path: &str) -> (StatusCode, String) {
    let loops = worker.clone();
    let app = App::new(engine.clone(), "nowhere").with_pulse(Pulse::new(move || loops.trouble()));
    let asked = router(app).oneshot(Request::get(path).body(Body::empty()).unwrap());
    let answer = asked.await.unwrap();
    let status = answer.status();
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

each_database! {
    async fn a_node_is_listed_from_its_start_to_its_end(database: &Database) {
        let engine = engine_on(&database.store).await;
        let worker = Worker::new(engine.clone(), None, "a");
        assert_eq!(ready(&engine, &worker).await.0, 503);
        let stop = CancellationToken::new();
        let loops = run(&worker, &stop);
        until("it is listed", async || !listed(&database.store).await.is_empty()).await;
        assert_eq!(ready(&engine, &worker).await, (StatusCode::OK, "ready\n".to_owned()));
        let found = listed(&database.store).await;
        assert_eq!((found[0].id.as_str(), found[0].state), ("a", NodeState::Working));
        assert_eq!(found[0].ahead.is_some(), !database.store.has_one_writer());
        let (_, counts) = answer(&engine, &worker, "/metrics").await;
        assert!(counts.contains("kalends_node_silent_seconds{node=\"a\",program=\""), "{counts}");
        assert!(counts.contains("state=\"working\"} 0\n"), "{counts}");
        stop.cancel();
        loops.await.unwrap();
        assert_eq!(listed(&database.store).await[0].state, NodeState::Stopping);
        worker.leave().await;
        assert_eq!(listed(&database.store).await, []);
    }

    async fn a_loop_that_has_died_makes_the_node_unready(database: &Database) {
        let engine = engine_on(&database.store).await;
        let worker = Worker::new(engine.clone(), None, "a");
        let loops = run(&worker, &CancellationToken::new());
        until("it is ready", async || ready(&engine, &worker).await.0 == 200).await;
        loops.abort();
        assert!(loops.await.unwrap_err().is_cancelled());
        let (status, why) = ready(&engine, &worker).await;
        assert_eq!((status.as_u16(), why.as_str()), (503, "the loop for timers and reminders has stopped\n"));
    }
}

/// The other loops turn, and that does not hide it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loop_that_hangs_makes_the_node_unready() {
    let database = Database::postgres().await;
    let engine = engine_on(&database.store).await;
    let mailbox = Memory::default();
    let (transport, patience) = (Transport::Memory(mailbox.clone()), Duration::from_secs(1));
    let worker = Worker::with_patience(patience, engine.clone(), Some(transport), "a");
    let stop = CancellationToken::new();
    let loops = run(&worker, &stop);
    until("it is ready", async || worker.trouble().is_none()).await;
    let mut blocker = PgConnection::connect(&database.url).await.unwrap();
    let hang = sqlx::raw_sql("begin; lock table attempt in access exclusive mode");
    hang.execute(&mut blocker).await.unwrap();
    suspend(&engine, staff(&engine).await, "Ogre").await;
    until("letters are sent", async || mailbox.messages().len() == 2).await;
    let hung = "the loop for the outbox has stopped";
    until(hung, async || worker.trouble().as_deref() == Some(hung)).await;
    assert_eq!(
        ready(&engine, &worker).await,
        (StatusCode::SERVICE_UNAVAILABLE, format!("{hung}\n"))
    );
    blocker.close().await.unwrap();
    until("it is ready again", async || worker.trouble().is_none()).await;
    stop.cancel();
    loops.await.unwrap();
    assert_eq!(engine.verify().await.unwrap().differences, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_whose_clock_is_ahead_takes_up_nothing_until_it_is_right() {
    let database = Database::postgres().await;
    shift_database_clock(&database.url, -60).await;
    let store = Store::open(&database.url).await.unwrap();
    let sink = Sink::start(Mode::Ok).await;
    let engine = engine_on(&store).await;
    let worker = Worker::new(engine.clone(), Some(transport(&sink)), "a");
    let stop = CancellationToken::new();
    let loops = run(&worker, &stop);
    suspend(&engine, staff(&engine).await, "Ogre").await;
    for _ in 0..3 {
        worker.appear().await.unwrap();
        let (status, why) = ready(&engine, &worker).await;
        assert_eq!(status, 503);
        assert!(
            why.starts_with("the clock is ") && why.ends_with(" s ahead of the database's\n"),
            "{why}"
        );
        engine.bell.ring();
    }
    worker.appear().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let waiting = messages::list(&mut tx, None, None, Page::first(10)).await.unwrap();
    drop(tx);
    assert_eq!((waiting.len(), sink.messages().len()), (2, 0));
    assert!(waiting.iter().all(|message| message.attempts == 0), "{waiting:?}");
    let row = listed(&store).await.remove(0);
    assert_eq!(row.state, NodeState::Waiting);
    assert!(
        row.ahead
            .is_some_and(|ahead| (50_000_000..=60_000_000).contains(&ahead)),
        "{row:?}"
    );

    shift_database_clock(&database.url, 0).await;
    worker.appear().await.unwrap();
    sink.wait_for(2).await;
    assert_eq!(worker.trouble(), None);
    assert_eq!(listed(&store).await[0].state, NodeState::Working);
    stop.cancel();
    loops.await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_clock_moved_by_hand_is_compared_with_nothing() {
    let database = Database::postgres().await;
    let house = House::open(&database).await;
    house.worker.appear().await.unwrap();
    let row = listed(&database.store).await.remove(0);
    assert_eq!((row.state, row.ahead), (NodeState::Working, None));
}

/// How many words were said on the channel until now.
async fn said(listener: &mut PgListener, url: &str) -> usize {
    statement(url, "select pg_notify('kalends', 'until here')".to_owned()).await;
    let mut count = 0;
    while listener.recv().await.unwrap().payload() != "until here" {
        count += 1;
    }
    count
}

#[tokio::test]
async fn others_are_told_of_what_is_due_soon_and_of_nothing_else() {
    let database = Database::postgres().await;
    let engine = engine_on(&database.store).await;
    let mut listener = PgListener::connect(&database.url).await.unwrap();
    listener.listen("kalends").await.unwrap();
    let staff = staff(&engine).await;
    assert_eq!(
        said(&mut listener, &database.url).await,
        0,
        "people come and nothing is due"
    );
    suspend(&engine, staff, "Ogre").await;
    let told = said(&mut listener, &database.url).await;
    assert!(
        (1..=2).contains(&told),
        "an opening and an event with two letters: {told}"
    );
    engine.bell.note_others(0);
    suspend(&engine, staff, "Madona").await;
    assert_eq!(said(&mut listener, &database.url).await, 0, "there is nobody to tell");
}

#[tokio::test]
async fn a_node_knows_whether_it_is_alone() {
    let database = Database::postgres().await;
    let (one, other) = (engine_on(&database.store).await, engine_on(&database.store).await);
    let (a, b) = (
        Worker::new(one.clone(), None, "a"),
        Worker::new(other.clone(), None, "b"),
    );
    let tells = |engine: &Engine| engine.bell.told_before(engine.now()).is_some();
    assert!(tells(&one), "whoever has not looked tells");
    a.appear().await.unwrap();
    assert!(!tells(&one));
    b.appear().await.unwrap();
    a.appear().await.unwrap();
    assert!(tells(&one) && tells(&other));
    b.leave().await;
    a.appear().await.unwrap();
    assert!(!tells(&one));
}

async fn listening(url: &str) -> Option<i32> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let found = sqlx::query_scalar(
        "select pid from pg_stat_activity where datname = current_database() and query like 'LISTEN%'",
    );
    let found = found.fetch_optional(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    found
}

/// What one node puts there rings the other's bell; cut off, it finds the work by looking, and listens again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_hears_the_other_and_goes_on_when_it_cannot() {
    let database = Database::postgres().await;
    let sink = Sink::start(Mode::Ok).await;
    let here = engine_on(&database.store).await;
    let staff = staff(&here).await;
    let elsewhere = Store::open(&database.url).await.unwrap();
    let there = engine_on(&elsewhere).await;
    let worker = Worker::new(there.clone(), Some(transport(&sink)), "there");
    let stop = CancellationToken::new();
    let loops = run(&worker, &stop);
    until("it listens", async || listening(&database.url).await.is_some()).await;
    suspend(&here, staff, "Ogre").await;
    sink.wait_for(2).await;
    let rung = there.bell.heard();
    suspend(&here, staff, "Sigulda").await;
    tokio::time::timeout(PATIENCE, rung).await.expect("the bell rings");
    sink.wait_for(4).await;

    let before = listening(&database.url).await;
    let cut = before.map_or(String::new(), |pid| format!("select pg_terminate_backend({pid})"));
    statement(&database.url, cut).await;
    suspend(&here, staff, "Talsi").await;
    sink.wait_for(6).await;
    until("it listens again", async || {
        let now = listening(&database.url).await;
        now.is_some() && now != before
    })
    .await;
    stop.cancel();
    loops.await.unwrap();
    let mut tx = elsewhere.read().await.unwrap();
    let sent = messages::list(&mut tx, None, Some(MessageState::Sent), Page::first(10))
        .await
        .unwrap();
    assert_eq!((sent.len(), sink.messages().len()), (6, 6));
    drop(tx);
    elsewhere.close().await;
}
