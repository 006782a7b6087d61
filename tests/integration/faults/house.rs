//! A small house of files that go up and down, made without the program, for the program to work in.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use kalends::clock::{Clock, Ids, Instant, ManualClock, SystemClock};
use kalends::engine::directory::NewSeat;
use kalends::engine::open::NewCase;
use kalends::engine::set_clock::{WantedClock, open_clock};
use kalends::engine::{Engine, House as Names, HouseClock, Tray, Workflows};
use kalends::http::auth::Secret;
use kalends::store::messages::{self, MessageState};
use kalends::store::timers::{self, TimerState};
use kalends::store::{Store, StoreError};
use tempfile::TempDir;
use uuid::Uuid;

use super::order::Happened;
use crate::support::database::Database;
use crate::support::house::folder;
use crate::support::serving::{KALENDS, PATIENCE};
use crate::support::sink::Sink;

/// Where the programme of these houses lies.
const PROGRAMMES: &str = "tests/integration/faults/programmes";

/// After how long a file ends by itself.
const LAPSES_AFTER_SECONDS: i64 = 2 * 3_600;

/// A house on the wall clock, with a key of its clerk for the API.
pub struct House {
    /// Its database.
    pub database: Database,
    /// Its mail server.
    pub sink: Sink,
    /// The clerk's key.
    pub token: String,
    data: TempDir,
    /// The clerk.
    pub clerk: Uuid,
    owner: Uuid,
}

impl House {
    /// A house without files.
    pub async fn prepare(database: Database, sink: Sink) -> Self {
        let engine = engine(&database.url, LAPSES_AFTER_SECONDS + 3_600).await;
        engine.publish(&folder(PROGRAMMES, "rounds")).await.unwrap();
        let owner = engine.add_organisation("Owner", "en").await.unwrap().id;
        let mut seated = Vec::new();
        for (role, seat, organisation) in [("clerk", None, None), ("owner", Some("contact"), Some(owner))] {
            let email = format!("{role}@house.example");
            let person = engine.add_person(role, &email, "en").await.unwrap().id;
            let seat = NewSeat {
                person,
                role: role.to_owned(),
                seat: seat.map(str::to_owned),
                organisation,
                workflow: None,
                from: None,
                until: None,
            };
            engine.add_seat(&seat).await.unwrap();
            seated.push(person);
        }
        let secret = Secret::draw(&engine.ids);
        engine.add_token(seated[0], "test", &secret.digest()).await.unwrap();
        engine.store.close().await;
        Self {
            database,
            sink,
            token: secret.reveal().to_owned(),
            data: tempfile::tempdir().unwrap(),
            clerk: seated[0],
            owner,
        }
    }

    /// Opens files that have two hours before them.
    pub async fn files(&self, count: usize) -> Vec<Uuid> {
        self.opened("file", count, 0).await
    }

    /// Opens files whose two hours are over now, all at the same instant.
    pub async fn files_due(&self, count: usize) -> Vec<Uuid> {
        self.opened("file", count, LAPSES_AFTER_SECONDS).await
    }

    /// Opens papers, of each of which two reminders leave within the week.
    pub async fn papers(&self, count: usize) -> Vec<Uuid> {
        self.opened("paper", count, 0).await
    }

    async fn opened(&self, kind: &str, count: usize, seconds_ago: i64) -> Vec<Uuid> {
        let engine = engine(&self.database.url, seconds_ago).await;
        let new = NewCase {
            workflow: "rounds".to_owned(),
            kind: kind.to_owned(),
            organisation: self.owner,
            call: None,
            answers: Default::default(),
            since: None,
        };
        let mut opened = Vec::with_capacity(count);
        while opened.len() < count {
            let together = (count - opened.len()).min(8);
            let some = (0..together).map(|_| engine.open(self.clerk, &new));
            let some = futures_util::future::join_all(some).await;
            opened.extend(some.into_iter().map(|opened| opened.unwrap().case.id));
        }
        engine.store.close().await;
        opened
    }

    /// The program on this house, as the node of that name.
    pub fn command(&self, arguments: &[&str], node: &str) -> Command {
        let mut command = Command::new(KALENDS);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KALENDS_")) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .current_dir(self.data.path())
            .env("KALENDS_DATABASE_URL", &self.database.url)
            .env("KALENDS_DATA_DIR", self.data.path())
            .env("KALENDS_WORKFLOWS_DIR", root.join(PROGRAMMES))
            .env("KALENDS_LISTEN", "127.0.0.1:0")
            .env("KALENDS_SMTP_URL", format!("{}&timeout=1", self.sink.url()))
            .env("KALENDS_MAIL_FROM", "Kalends <house@kalends.test>")
            .env("KALENDS_NODE", node)
            .env("RUST_LOG", "error");
        command
    }

    /// The service on this house.
    pub fn serve(&self) -> Command {
        self.command(&["serve"], "one")
    }

    /// The command that serves it and keeps its letters in the outbox.
    pub fn serve_without_mail(&self) -> Command {
        let mut command = self.serve();
        command.env_remove("KALENDS_SMTP_URL");
        command
    }

    /// Waits until nothing is due any more and no letter waits.
    pub async fn until_quiet(&self, due: &[Uuid]) {
        let waited = tokio::time::timeout(PATIENCE * 4, async {
            while !self.is_quiet(due).await {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        });
        assert!(waited.await.is_ok(), "what was due is not done");
    }

    async fn is_quiet(&self, due: &[Uuid]) -> bool {
        let mut tx = self.database.store.read().await.unwrap();
        let tally = messages::tally(&mut tx).await.unwrap();
        let queued = tally
            .iter()
            .any(|(state, count)| *state == MessageState::Queued && *count > 0);
        let mut waits = false;
        for some in due.chunks(500) {
            let all = timers::of_cases(&mut tx, some).await.unwrap();
            waits |= all.iter().any(|timer| timer.state == TimerState::Waiting);
        }
        !queued && !waits
    }

    /// Has the program compute everything anew; panics when anything differs.
    pub fn verify(&self) {
        self.verified(&self.database.url)
            .unwrap_or_else(|said| panic!("{said}"));
    }

    /// Has the program compute everything anew in a database like the house's; fails with what it says.
    pub fn verified(&self, url: &str) -> Result<(), String> {
        let mut command = self.command(&["verify"], "one");
        let proof = command.env("KALENDS_DATABASE_URL", url).output().unwrap();
        let said = String::from_utf8_lossy(&proof.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&proof.stderr).into_owned();
        let counts = said.trim().strip_suffix(" notices accounted for");
        let all = counts
            .and_then(|counts| counts.split_once(" of "))
            .is_some_and(|(accounted, of)| accounted == of);
        if proof.status.success() && all {
            Ok(())
        } else {
            Err(format!("{said}{complaint}"))
        }
    }

    /// Has SQLite check its file; panics when it finds anything.
    pub async fn check_integrity(&self) {
        if self.database.store.make() == "SQLite" {
            assert_eq!(integrity(&self.database.url).await, "ok");
        }
    }

    /// What has happened to a file.
    pub async fn history(&self, case: Uuid) -> Vec<Happened> {
        history(&self.database.store, case).await.unwrap()
    }
}

/// What SQLite finds when it checks a file.
pub async fn integrity(url: &str) -> String {
    let found = async {
        let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect(url).await?;
        sqlx::query_scalar("pragma integrity_check")
            .fetch_one(&mut connection)
            .await
    };
    found.await.unwrap_or_else(|error: sqlx::Error| error.to_string())
}

/// What has happened to a file, as a database has it.
pub async fn history(store: &Store, case: Uuid) -> Result<Vec<Happened>, StoreError> {
    let mut tx = store.read().await?;
    let all = kalends::store::entries::of_case(&mut tx, case).await?;
    let told = |recorded: kalends::store::entries::Recorded| Happened {
        event: recorded.sealed.link.event,
        to: recorded.sealed.link.to,
        reason: recorded.payload.and_then(|payload| payload.entry.reason),
    };
    Ok(all.into_iter().map(told).collect())
}

/// An engine on the house's database whose clock stands still, so long ago.
pub async fn engine(database: &str, seconds_ago: i64) -> Engine {
    let store = Store::open(database).await.unwrap();
    open_clock(&store, WantedClock::System).await.unwrap();
    let at = SystemClock.now().plus_seconds(-seconds_ago);
    engine_at(store, at, Ids::from_system()).await
}

/// An engine whose clock stands still.
pub async fn engine_at(store: Store, at: Instant, ids: Ids) -> Engine {
    let engine = Engine {
        tray: Tray::new(&store),
        store,
        clock: HouseClock::Manual(Arc::new(ManualClock::at(at))),
        ids,
        workflows: Workflows::default(),
        house: Arc::new(Names {
            base_url: "http://house.test".to_owned(),
            mail_from: "Kalends <house@kalends.test>".to_owned(),
        }),
        bell: Arc::default(),
    };
    engine.load_workflows().await.unwrap();
    engine
}
