//! A database of so many cases, as years of one programme would leave it: `load -- fill DATABASE CASES`.
//!
//! A story of a few cities is played once, through the engine, in a database of its own. What it left of each city is
//! then written over and over under other names and ids, by the statements with which a database is copied; each history
//! is hashed anew, so that `kalends verify` finds nothing. The clock is manual and stands where the story ends.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use kalends::cli::practice::Player;
use kalends::clock::{Clock, Ids, Instant, SystemClock};
use kalends::engine::set_clock::{WantedClock, open_clock};
use kalends::engine::{Engine, House, Tray, Workflows};
use kalends::http::auth::Secret;
use kalends::mail::Transport;
use kalends::mail::transport::Memory;
use kalends::rehearsal::scenario;
use kalends::store::sessions::{self, Session};
use kalends::store::{Store, people};
use kalends::worker::Worker;
use kalends::workflow::Source;
use uuid::Uuid;

use crate::city::{City, Sets};
use crate::template::{Template, Writer};

const WORKFLOW: &str = "learning-cities";
const STORY: &str = include_str!("story.txt");
/// How many cities of each sort are written at once.
const AT_ONCE: u64 = 50;
/// A year of days: for so long the browsers of those who measure are signed in.
const SIGNED_IN: i64 = 365 * 86_400;

/// Fills a fresh database and says how: also the sessions of those who look at its pages.
pub async fn fill(database: &str, cases: u64) -> String {
    let place = tempfile::tempdir().expect("a folder");
    let told = format!("sqlite:{}", place.path().join("story.db").display());
    let story = tell(&told).await;
    let template = Template::read(&told).await;
    let store = Store::open(database).await.expect("the database opens");
    store.migrate(SystemClock.now()).await.expect("it is migrated");
    let mut writer = Writer::open(database).await;
    let ids = Ids::from_system();
    writer.write(&template.house()).await;
    let (mut made, mut rows, mut number) = (0, 0, 0);
    while made < cases {
        let mut sets = Sets::new();
        for _ in 0..AT_ONCE {
            for city in &template.cities {
                number += 1;
                made += city.cases;
                city.write(&mut sets, (number, &fresh(&ids, number, city)));
            }
        }
        rows += sets.values().map(|set| set.len() as u64).sum::<u64>();
        writer.write(&sets).await;
    }
    writer.finish().await;
    let sessions = sign_in(&store, &ids, &story).await;
    store.close().await;
    let (make, now) = (writer.name(), story.now);
    serde_json::json!({"w": "fill", "store": make, "cases": made, "rows": rows, "now": now, "sessions": sessions})
        .to_string()
}

/// Ids as the cities would have drawn them one after another.
fn fresh(ids: &Ids, number: u64, city: &City) -> Vec<Uuid> {
    let since = Instant::from_civil(jiff::civil::datetime(2026, 1, 1, 0, 0, 0, 0), &jiff::tz::TimeZone::UTC);
    let at = Instant::from_micros(since.micros() + i64::try_from(number).expect("fewer than that") * 1_000);
    let mut fresh: Vec<Uuid> = (0..city.ids.len()).map(|_| ids.next(at)).collect();
    fresh.sort_unstable();
    fresh
}

/// A story that was told.
struct Story {
    /// When it ends.
    now: Instant,
    /// Who one can be in it: a word and an address.
    cast: Vec<(String, String)>,
}

/// Plays the story.
async fn tell(database: &str) -> Story {
    let store = Store::open(database).await.expect("the database opens");
    let begin = Instant::from_micros(0);
    store.migrate(begin).await.expect("it is migrated");
    let clock = open_clock(&store, WantedClock::Manual(begin)).await;
    let engine = Engine {
        tray: Tray::new(&store),
        clock: clock.expect("a manual clock"),
        store: store.clone(),
        ids: Ids::seeded(1),
        workflows: Workflows::default(),
        house: Arc::new(House {
            base_url: "http://load.test".to_owned(),
            mail_from: "Load <load@load.test>".to_owned(),
        }),
        bell: Arc::default(),
    };
    engine.publish(&shipped()).await.expect("the programme is good");
    let transport = Some(Transport::Memory(Memory::default()));
    let worker = Worker::new(engine.clone(), transport, "load");
    let mut player = Player::new(engine.clone(), worker, WORKFLOW).expect("a programme");
    let story = scenario::parse("story", STORY).expect("a scenario");
    for step in &story.steps {
        let played = player.play(&step.does).await;
        assert!(played.is_ok(), "line {}: {:?}", step.line, played.err());
    }
    let mut tx = store.read().await.expect("a transaction");
    let mut cast = Vec::new();
    for (word, person) in player.cast(&story) {
        let found = people::find(&mut tx, person).await.expect("a look");
        cast.push((word, found.expect("a person").email));
    }
    drop(tx);
    let now = engine.now();
    store.close().await;
    Story { now, cast }
}

fn shipped() -> Source {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows").join(WORKFLOW);
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the shipped workflow") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let inner = path.strip_prefix(&root).expect("it lies in it");
                files.insert(inner.to_string_lossy().into_owned(), text);
            }
        }
    }
    Source {
        name: WORKFLOW.to_owned(),
        files,
    }
}

/// Signs in those who look at pages: people of the house, and those of the first cities.
async fn sign_in(store: &Store, ids: &Ids, story: &Story) -> BTreeMap<String, String> {
    let mut tx = store.begin().await.expect("a transaction");
    let mut made = BTreeMap::new();
    for (word, email) in &story.cast {
        let mut found = None;
        for email in [
            email.clone(),
            format!("1.{email}"),
            format!("2.{email}"),
            format!("3.{email}"),
        ] {
            found = found.or(people::by_email(&mut tx, &email).await.expect("a look"));
        }
        let secret = Secret::draw(ids);
        let session = Session {
            token_hash: secret.digest(),
            person_id: found.expect("a person").id,
            created_at: story.now,
            seen_at: story.now,
            expires_at: story.now.plus_seconds(SIGNED_IN),
        };
        assert!(sessions::insert(&mut tx, &session).await.expect("stored").is_done());
        made.insert(word.clone(), secret.reveal().to_owned());
    }
    tx.commit().await.expect("committed");
    made
}
