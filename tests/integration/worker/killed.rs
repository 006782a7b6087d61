//! `kill -9` at any moment of a run on a manual clock: nothing is lost, and nothing goes twice but what could not be known.
//!
//! The program runs as its own process; the mail server lives in the test, so that it keeps the evidence.

use std::collections::BTreeMap;
use std::process::{Output, Stdio};
use std::time::Duration;

use kalends::http::auth::Secret;
use kalends::mail::{SmtpSettings, SmtpTransport};
use kalends::store::messages::{self, Message, MessageState};
use kalends::store::{Page, Store};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

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
    random: StdRng,
    kills: usize,
}

/// The program, started.
struct Serving {
    child: Child,
    url: String,
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
            random: StdRng::seed_from_u64(seed),
            kills: 0,
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
            .env("KALENDS_MAIL_FROM", "Kalends <house@kalends.test>")
            .kill_on_drop(true);
        command
    }

    fn spawn(&self) -> Child {
        let clock = format!("manual:{BEGINS}");
        let mut command = self.command(&["serve", "--clock", &clock]);
        command.stderr(Stdio::piped()).spawn().unwrap()
    }

    async fn start(&self) -> Serving {
        let mut child = self.spawn();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let listening = async {
            let mut said = Vec::new();
            while let Some(line) = lines.next_line().await.unwrap() {
                if let Some(url) = line.strip_prefix("listening on ") {
                    return url.to_owned();
                }
                said.push(line);
            }
            panic!("the program ended: {said:?}");
        };
        let url = tokio::time::timeout(PATIENCE, listening)
            .await
            .expect("the program starts in time");
        tokio::spawn(async move { while lines.next_line().await.is_ok_and(|line| line.is_some()) {} });
        Serving { child, url }
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

    /// Starts the program, lets it work and kills it at a moment nobody chose.
    async fn kill_once(&mut self) {
        let kind = self.random.random_range(0..10);
        let micros = self.random.random_range(0..150_000);
        if kind == 0 {
            let mut child = self.spawn();
            tokio::time::sleep(Duration::from_micros(micros)).await;
            child.kill().await.unwrap();
            self.kills += 1;
            return;
        }
        let mut serving = self.start().await;
        let days = self.random.random_range(5..60);
        let to = self.clock(&serving).await + jiff::SignedDuration::from_hours(24 * days);
        let moved = self.moving(&serving, to);
        if kind < 6 {
            let letters = self.sink.messages().len() + self.random.random_range(1..4);
            tokio::select! {
                status = moved => assert_eq!(status, Some(200)),
                () = at_least(&self.sink, letters) => {}
            }
        } else {
            tokio::select! {
                status = moved => assert_eq!(status, Some(200)),
                () = tokio::time::sleep(Duration::from_micros(micros)) => {}
            }
        }
        serving.child.kill().await.unwrap();
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
        let id = serving.child.id().unwrap().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
        assert!(asked.success());
        let ended = tokio::time::timeout(PATIENCE, serving.child.wait())
            .await
            .expect("it stops when asked to");
        assert_eq!(ended.unwrap().code(), Some(0));
    }

    async fn verify(&self) -> Output {
        self.command(&["verify"]).output().await.unwrap()
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
        let proof = self.verify().await;
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

async fn at_least(sink: &Sink, letters: usize) {
    sink.wait_for(letters).await;
}

async fn killed(database: Database, times: usize, seed: u64) {
    let mut run = Run::prepare(database, seed).await;
    for _ in 0..times {
        run.kill_once().await;
    }
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
