//! `kill -9` at any moment of a run on a manual clock: nothing is lost, and nothing goes twice but what could not be known.
//!
//! The program runs as its own process; the mail server lives in the test, so that it keeps the evidence.

use std::process::{Command, Output};
use std::time::Duration;

use kalends::http::auth::Secret;
use kalends::mail::{SmtpSettings, SmtpTransport};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::database::Database;
use crate::support::handed::{Handed, handed};
use crate::support::house::{House, Opening};
use crate::support::serving::{KALENDS, PATIENCE, Program, Serving};
use crate::support::sink::{Mode, Sink};

/// How many members there are, half of them with a report due each year.
const MEMBERS: usize = 8;

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

    fn serve(&self) -> Command {
        self.command(&["serve", "--clock", &format!("manual:{BEGINS}")])
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
            let mut program = Program::spawn(self.serve());
            tokio::time::sleep(Duration::from_micros(micros)).await;
            program.kill();
            self.kills += 1;
            return;
        }
        let mut serving = Serving::start(self.serve()).await;
        let days = self.random.random_range(20..90);
        let to = self.clock(&serving).await + jiff::SignedDuration::from_hours(24 * days);
        let (judged, moved) = (self.judging(&serving), self.moving(&serving, to));
        let moved = async { tokio::join!(judged, moved).1 };
        if kind < 6 {
            let letters = self.sink.count() + self.random.random_range(1..3);
            tokio::select! {
                status = moved => assert_eq!(status, Some(200)),
                () = self.sink.until(letters) => self.on_the_way += 1,
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
        let serving = Serving::start(self.serve()).await;
        let end = self.clock(&serving).await + jiff::SignedDuration::from_hours(24 * 200);
        let status = tokio::time::timeout(PATIENCE, self.moving(&serving, end))
            .await
            .expect("the clock arrives");
        assert_eq!(status, Some(200));
        serving.stop().await;
    }

    fn verify(&self) -> Output {
        self.command(&["verify"]).output().unwrap()
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

        let Handed { letters, again } = handed(&self.database.url, &self.sink).await;
        assert!(
            letters > self.kills,
            "{letters} letters are too few for {} kills",
            self.kills
        );
        assert!(
            again <= self.kills * 4,
            "{again} went again after {} kills with four on their way at most",
            self.kills
        );
    }
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
