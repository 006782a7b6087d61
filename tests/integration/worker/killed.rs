//! `kill -9` at any moment of a run on a manual clock: nothing is lost, and nothing goes twice but what could not be known.
//!
//! The program runs as its own process; the mail server lives in the test, so that it keeps the evidence.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use kalends::http::auth::Secret;
use kalends::mail::{SmtpSettings, SmtpTransport};
use kalends::store::messages::{self, Message, MessageState};
use kalends::store::{Page, Store};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::database::Database;
use crate::support::house::{House, Opening};
use crate::support::sink::{Mode, Sink};

const KALENDS: &str = env!("CARGO_BIN_EXE_kalends");

/// How many members there are, half of them with a report due each year.
const MEMBERS: usize = 8;

/// Long enough for any start or move of the clock on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// When the run begins.
const BEGINS: &str = "2026-06-01T00:00:00+03:00";

/// A database with members, a running mail server and a key for the API.
struct Run {
    database: Database,
    sink: Sink,
    data: TempDir,
    token: String,
    members: Vec<Uuid>,
    random: StdRng,
    kills: usize,
    /// Kills while the clock was on its way.
    on_the_way: usize,
}

/// The program, started; killed when dropped.
struct Serving {
    program: Program,
    url: String,
}

/// A process that does not outlive the test.
struct Program(Child);

impl Program {
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Run {
    async fn prepare(database: Database, seed: u64) -> Self {
        let sink = Sink::start(Mode::Ok).await;
        let smtp = SmtpTransport::new(SmtpSettings::parse(&sink.url()).unwrap()).unwrap();
        let opening = Opening {
            transport: Some(smtp.into()),
            ..Opening::default()
        };
        let mut house = House::opening(&database.url, opening).await;
        house
            .play("2026-06-01\nhouse: commission \"K\" (lv), institute \"I\" (en), secretary \"S\" (lv)\ncall \"2026\": opens 2026-06-01, closes 2026-08-31")
            .await;
        for member in 0..MEMBERS {
            let year = 2017 + member % 4;
            house
                .play(&format!(
                    "organisation M{member}: contact \"C{member}\" (lv), mayor \"J{member}\" (lv)\nimport M{member}: membership since {year}-09-01"
                ))
                .await;
        }
        house
            .play("organisation A: contact \"CA\" (lv), mayor \"JA\" (lv)\nopen A: membership in \"2026\"\nfill A\nA mayor: sign\nA contact: submit")
            .await;
        house
            .play("organisation B: contact \"CB\" (lv), mayor \"JB\" (lv)\nopen B: membership in \"2026\"")
            .await;
        let mut members = Vec::new();
        for member in 0..MEMBERS {
            members.push(house.case(&format!("M{member}"), "membership").await.case.id);
        }
        let secret = Secret::draw(&house.engine.ids);
        let commission = house.player.people["K"];
        house
            .engine
            .add_token(commission, "test", &secret.digest())
            .await
            .unwrap();
        house.engine.store.close().await;
        Self {
            database,
            sink,
            data: tempfile::tempdir().unwrap(),
            token: secret.reveal().to_owned(),
            members,
            random: StdRng::seed_from_u64(seed),
            kills: 0,
            on_the_way: 0,
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(KALENDS);
        command
            .args(arguments)
            .current_dir(self.data.path())
            .env("KALENDS_DATABASE_URL", &self.database.url)
            .env("KALENDS_DATA_DIR", self.data.path())
            .env("KALENDS_LISTEN", "127.0.0.1:0")
            .env("KALENDS_SMTP_URL", self.sink.url())
            .env("KALENDS_MAIL_FROM", "Kalends <house@kalends.test>");
        command
    }

    fn spawn(&self) -> Program {
        let clock = format!("manual:{BEGINS}");
        let mut command = self.command(&["serve", "--clock", &clock]);
        Program(command.stderr(Stdio::piped()).spawn().unwrap())
    }

    async fn start(&self) -> Serving {
        let mut program = self.spawn();
        let lines = BufReader::new(program.0.stderr.take().unwrap()).lines();
        let (told, listening) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || read(lines, told));
        let told = tokio::time::timeout(PATIENCE, listening)
            .await
            .expect("the program starts in time");
        let url = told
            .unwrap()
            .unwrap_or_else(|said| panic!("the program ended: {said:?}"));
        Serving { program, url }
    }

    async fn clock(&self, serving: &Serving) -> jiff::Timestamp {
        let asked = reqwest::Client::new()
            .get(format!("{}/api/v1/clock", serving.url))
            .bearer_auth(&self.token);
        let answer: serde_json::Value = asked.send().await.unwrap().json().await.unwrap();
        answer["now"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .parse()
            .unwrap()
    }

    /// Moves the clock; `None` when the program died before it could answer.
    fn moving(&self, serving: &Serving, to: jiff::Timestamp) -> impl Future<Output = Option<u16>> + use<> {
        let asked = reqwest::Client::new()
            .post(format!("{}/api/v1/clock", serving.url))
            .bearer_auth(&self.token)
            .json(&json!({"now": to.to_string()}))
            .send();
        async move { asked.await.ok().map(|answer| answer.status().as_u16()) }
    }

    /// The commission suspends a member or takes that back, whichever is possible.
    fn judging(&mut self, serving: &Serving) -> impl Future<Output = ()> + use<> {
        let case = self.members[self.random.random_range(0..self.members.len())];
        let event = if self.random.random() { "suspend" } else { "reinstate" };
        let asked = reqwest::Client::new()
            .post(format!("{}/api/v1/cases/{case}/events", serving.url))
            .bearer_auth(&self.token)
            .json(&json!({"event": event, "reason": "a test"}))
            .send();
        async move {
            if let Ok(answer) = asked.await {
                assert!(matches!(answer.status().as_u16(), 200 | 201 | 409), "{answer:?}");
            }
        }
    }

    /// Starts the program, lets it work and kills it at a moment nobody chose.
    async fn kill_once(&mut self) {
        let kind = self.random.random_range(0..10);
        let micros = self.random.random_range(0..60_000);
        if kind == 0 {
            let mut program = self.spawn();
            tokio::time::sleep(Duration::from_micros(micros)).await;
            program.kill();
            self.kills += 1;
            return;
        }
        let mut serving = self.start().await;
        let days = self.random.random_range(20..90);
        let to = self.clock(&serving).await + jiff::SignedDuration::from_hours(24 * days);
        let (judged, moved) = (self.judging(&serving), self.moving(&serving, to));
        let moved = async { tokio::join!(judged, moved).1 };
        if kind < 6 {
            let letters = self.sink.messages().len() + self.random.random_range(1..3);
            tokio::select! {
                status = moved => assert_eq!(status, Some(200)),
                () = at_least(&self.sink, letters) => self.on_the_way += 1,
            }
        } else {
            tokio::select! {
                status = moved => assert_eq!(status, Some(200)),
                () = tokio::time::sleep(Duration::from_micros(micros)) => self.on_the_way += 1,
            }
        }
        serving.program.kill();
        self.kills += 1;
    }

    /// Lets the program go on to the end and stop when asked to.
    async fn finish(&self) {
        let mut serving = self.start().await;
        let end = self.clock(&serving).await + jiff::SignedDuration::from_hours(24 * 200);
        let status = tokio::time::timeout(PATIENCE, self.moving(&serving, end))
            .await
            .expect("the clock arrives");
        assert_eq!(status, Some(200));
        let asked = Command::new("kill")
            .args(["-TERM", &serving.program.0.id().to_string()])
            .status();
        assert!(asked.unwrap().success());
        let ended = tokio::task::spawn_blocking(move || serving.program.0.wait().unwrap());
        let ended = tokio::time::timeout(PATIENCE, ended)
            .await
            .expect("it stops when asked to");
        assert_eq!(ended.unwrap().code(), Some(0));
    }

    fn verify(&self) -> Output {
        self.command(&["verify"]).output().unwrap()
    }

    async fn outbox(&self) -> Vec<Message> {
        let store = Store::open(&self.database.url).await.unwrap();
        let mut tx = store.read().await.unwrap();
        let all = messages::list(&mut tx, None, None, Page::first(100_000)).await.unwrap();
        drop(tx);
        store.close().await;
        all
    }

    /// What the program says and what the mail server holds agree.
    async fn settle_accounts(&self) {
        let proof = self.verify();
        let said = String::from_utf8_lossy(&proof.stdout).into_owned();
        assert!(
            proof.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&proof.stderr)
        );
        let (accounted, of) = said.trim().split_once(" of ").unwrap();
        assert_eq!(of, format!("{accounted} notices accounted for"));

        let mut delivered: BTreeMap<String, usize> = BTreeMap::new();
        for one in self.sink.messages() {
            *delivered.entry(one.message_id()).or_default() += 1;
        }
        let outbox = self.outbox().await;
        assert!(
            outbox.len() > self.kills,
            "{} letters are too few for {} kills",
            outbox.len(),
            self.kills
        );
        let mut again = 0;
        for message in &outbox {
            let times = delivered.remove(&message.header_id).unwrap_or(0);
            assert_eq!(message.state, MessageState::Sent, "{}", message.header_id);
            assert!(times >= 1, "{} was lost", message.header_id);
            assert!(
                times == 1 || message.attempts as usize >= times,
                "{} went twice without cause",
                message.header_id
            );
            again += times - 1;
        }
        assert!(delivered.is_empty(), "letters nobody wrote: {delivered:?}");
        assert!(
            again <= self.kills * 4,
            "{again} went again after {} kills with four on their way at most",
            self.kills
        );
    }
}

/// Reads what the program says: sends on the address, or all it said if it ends before; then reads on, so that it is
/// never held up.
fn read(
    mut lines: impl Iterator<Item = std::io::Result<String>>,
    told: tokio::sync::oneshot::Sender<Result<String, Vec<String>>>,
) {
    let mut said = Vec::new();
    for line in lines.by_ref().map_while(Result::ok) {
        if let Some(url) = line.strip_prefix("listening on ") {
            let _ = told.send(Ok(url.to_owned()));
            lines.for_each(drop);
            return;
        }
        said.push(line);
    }
    let _ = told.send(Err(said));
}

async fn at_least(sink: &Sink, letters: usize) {
    sink.wait_for(letters).await;
}

async fn killed(database: Database, times: usize, seed: u64) {
    let mut run = Run::prepare(database, seed).await;
    for _ in 0..times {
        run.kill_once().await;
    }
    assert!(
        run.on_the_way * 3 >= times,
        "only {} of {times} kills met it at work",
        run.on_the_way
    );
    run.finish().await;
    run.settle_accounts().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_times_on_sqlite() {
    killed(Database::sqlite().await, 50, 20_270_308).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifteen_times_on_postgres() {
    killed(Database::postgres().await, 15, 20_270_401).await;
}
