//! Nodes as processes: one stops and another takes the rest, an older program meets a newer database.

use std::io::{Read, Write};
use std::net::TcpStream;

use kalends::http::auth::Secret;
use kalends::store::messages::{self, MessageState};
use kalends::store::{Page, Store, nodes};

use super::program::{Place, Running, Voice};
use crate::store::migrations::{ADDED, TAKEN, along_all};
use crate::support::database::{Database, MADE_AT};
use crate::support::sink::{Mode, Sink};
use crate::worker::loops::{engine_on, staff, suspend};

const LISTENING: &str = "listening on http://";

/// A node, and the host and port it listens on.
fn node(database: &str, name: &str, sink: Option<&Sink>) -> (Running, String) {
    let place = Place::make();
    let mut command = place.command(&["serve"]);
    command.env("KALENDS_DATABASE_URL", database).env("KALENDS_NODE", name);
    if let Some(sink) = sink {
        command
            .env("KALENDS_SMTP_URL", format!("{}&connections=1", sink.url()))
            .env("KALENDS_MAIL_FROM", "Kalends <house@kalends.test>");
    }
    let mut running = Running::start(command, Voice::Err);
    let line = running.until(LISTENING);
    let address = line.split(LISTENING).last().unwrap().to_owned();
    (running, address)
}

/// Sends a request but for its body, and returns once the service waits for that.
fn begin_request(address: &str, head: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let more = "content-type: application/json\r\nexpect: 100-continue\r\nconnection: close";
    write!(
        stream,
        "{head}\r\nhost: {address}\r\n{more}\r\ncontent-length: {length}\r\n\r\n"
    )
    .unwrap();
    let mut go_on = [0; 12];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100");
    stream
}

fn finish_request(mut stream: TcpStream, body: &str) -> String {
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Two letters about each of four members wait; the first is on its way and a request is half told when the node is to stop.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_stops_finishes_what_it_has_in_hand_and_another_takes_the_rest() {
    let database = Database::postgres().await;
    let sink = Sink::start(Mode::Hold).await;
    let engine = engine_on(&database.store).await;
    let staff = staff(&engine).await;
    let secret = Secret::draw(&engine.ids);
    engine.add_token(staff.0, "test", &secret.digest()).await.unwrap();
    for name in ["Ogre", "Talsi", "Madona", "Sigulda"] {
        suspend(&engine, staff, name).await;
    }
    let (mut first, address) = node(&database.url, "first", Some(&sink));
    sink.wait_until_held(1).await;
    let head = format!(
        "POST /api/v1/organisations HTTP/1.1\r\nauthorization: Bearer {}",
        secret.reveal()
    );
    let body = r#"{"name": "Valka"}"#;
    let request = begin_request(&address, &head, body);
    first.ask_to_end();
    first.until("the service stops and finishes");
    let answer = finish_request(request, body);
    assert!(answer.contains("HTTP/1.1 201"), "{answer}");
    sink.set_mode(Mode::Ok);
    assert_eq!(first.ended(), Some(0));

    assert_eq!(sink.messages().len(), 1, "what had not left stays");
    let mut tx = database.store.read().await.unwrap();
    let outbox = messages::list(&mut tx, None, None, Page::first(100)).await.unwrap();
    let sent = outbox
        .iter()
        .filter(|message| message.state == MessageState::Sent)
        .count();
    let tries: u32 = outbox.iter().map(|message| message.attempts).sum();
    assert_eq!(
        (outbox.len(), sent, tries),
        (8, 1, 1),
        "what was not tried counts no try"
    );
    assert_eq!(nodes::list(&mut tx).await.unwrap(), []);
    drop(tx);

    let (second, _) = node(&database.url, "second", Some(&sink));
    sink.wait_for(8).await;
    assert_eq!(second.end(), Some(0));
    let mut ids: Vec<_> = sink.messages().iter().map(|one| one.message_id()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), sink.messages().len()), (8, 8));
    assert_eq!(engine.verify().await.unwrap().differences, []);
}

/// An expanding migration of a later program changes nothing for the older one; a contracting one takes it out of service.
async fn meets_a_later_program(database: Database) {
    let (older, address) = node(&database.url, "older", None);
    let later = Store::open(&database.url).await.unwrap();
    later.migrate_along(&along_all([ADDED]), MADE_AT).await.unwrap();
    let (another, _) = node(&database.url, "another", None);
    assert!(get(&address, "/readyz").contains("\r\n\r\nready\n"));
    assert_eq!(another.end(), Some(0));
    later.migrate_along(&along_all([ADDED, TAKEN]), MADE_AT).await.unwrap();
    let answer = get(&address, "/readyz");
    assert!(
        answer.starts_with("HTTP/1.1 503") && answer.contains("the database is at version"),
        "{answer}"
    );
    assert_eq!(older.end(), Some(0));
    let place = Place::make();
    let refused = place
        .command(&["serve"])
        .env("KALENDS_DATABASE_URL", &database.url)
        .output();
    let said = String::from_utf8(refused.unwrap().stderr).unwrap();
    assert!(said.contains("hint: install the version of kalends"), "{said}");
    later.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_program_meets_a_later_one_on_sqlite() {
    meets_a_later_program(Database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_program_meets_a_later_one_on_postgres() {
    meets_a_later_program(Database::postgres().await).await;
}
