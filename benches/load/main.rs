//! Work of the engine through its public entry, counted: `cargo bench --bench load -- w1 DATABASE CLIENTS SECONDS OTHERS`.
//!
//! Each run prints one line of JSON, in the shape the harness of limits and rivals prints its own, so that both go into
//! one table (`scripts/bench`). Nothing is taken a short way: every event is an [`Engine::handle`] with its decision, its
//! entry and hash, its plan, its letter and its commit.
//!
//! | work | is |
//! |---|---|
//! | `w1` | events on 100,000 cases drawn at random, by so many clients at once, for so long, on one node beside so many others |
//! | `w2` | 10,000 timers are due at once, and 100,000 are not: seconds until a mail server has taken 10,000 letters and that is noted |
//! | `late` | 200 timers fall due one after the other, a tenth of a second apart, and nothing else happens: milliseconds until the mail server has taken the letter |
//! | `fill` | nothing measured: a database of so many cases for pages to be measured on, see [`fill`] |
//! | `pages` | milliseconds of a page of the running service at 200 requests a second; `queries`: of its statements alone |
//! | `tick` | microseconds of one look for due work where nothing is due, with so many timers ahead |

mod city;
mod fill;
mod mail;
mod pages;
mod template;

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant as Stopwatch};

use kalends::case::Entry;
use kalends::clock::{Clock, Ids, Instant, SystemClock};
use kalends::engine::directory::NewSeat;
use kalends::engine::open::NewCase;
use kalends::engine::set_clock::{WantedClock, open_clock};
use kalends::engine::{Asker, Command, Engine, House, Tray, Workflows};
use kalends::store::cases::{self, StoredCase};
use kalends::store::decided::{self, Decided};
use kalends::store::entries::{self, NewEntry, Written};
use kalends::store::timers::{self, StoredTimer};
use kalends::store::{Store, chain, due, people};
use kalends::workflow::Source;
use kalends::workflow::form::Answers;
use uuid::Uuid;

pub const CASES: u64 = 100_000;
/// A case goes to and fro between two states; each has a timer of its own two weeks on, and each step withdraws one, plans
/// another and writes one letter.
const PROGRAMME: &str = "title.en = 'Load'\nabout.en = 'Load'\nzone = 'Europe/Riga'\nlanguages = ['en']\nkinds = ['file', 'note']\n\
    [role.owner]\ntitle.en = 'Owner'\nseats.contact = { en = 'Contact' }\n\
    [role.clerk]\ntitle.en = 'Clerk'\nsees = 'all'\nruns = true\n\
    [file]\ntitle.en = 'File'\nowner = 'owner'\nopen_by = ['owner', 'clerk']\nstates = ['a', 'b', 'gone']\n\
    [file.a]\ntitle.en = 'A'\n\
    [file.a.on]\ngo = { by = 'clerk', to = 'b', title.en = 'Go', tell = ['owner: moved'] }\n\
    lapse = { at = 'entered + 14 days', to = 'gone', tell = ['owner: moved'] }\n\
    [file.b]\ntitle.en = 'B'\n\
    [file.b.on]\ngo = { by = 'clerk', to = 'a', title.en = 'Go', tell = ['owner: moved'] }\n\
    expire = { at = 'entered + 14 days', to = 'gone', tell = ['owner: moved'] }\n\
    [file.gone]\ntitle.en = 'Gone'\nfinal = true\n\
    [note]\ntitle.en = 'Note'\nowner = 'owner'\nopen_by = ['owner', 'clerk']\nstates = ['open', 'over']\n\
    [note.open]\ntitle.en = 'Open'\n\
    [note.open.on]\nlapse = { at = 'entered + 1 hour', to = 'over', tell = ['owner: moved'] }\n\
    [note.over]\ntitle.en = 'Over'\nfinal = true\n";

const LETTER: &str = "# Your case moved\n\nDear {{ recipient }},\n\nyour case has moved to the next state.\n";

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| !one.starts_with("--")).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Runtime::new()?;
    let line = match words.as_slice() {
        ["w1", database, clients, seconds, others] => {
            let asked = (number(clients), number(seconds));
            runtime.block_on(w1(database, asked, number(others)))
        }
        ["w2", database, smtp] => runtime.block_on(mail::w2(database, smtp)),
        ["fill", database, cases] => runtime.block_on(fill::fill(database, number(cases))),
        ["pages", database, page, session, address, seconds] => {
            let asked = (Some(*address), number(seconds));
            runtime.block_on(pages::pages(database, (page, session), asked))
        }
        ["queries", database, page, session, seconds] => {
            let asked = (None, number(seconds));
            runtime.block_on(pages::pages(database, (page, session), asked))
        }
        ["late", database, smtp] => runtime.block_on(mail::late(database, smtp)),
        ["tick", database, ahead] => runtime.block_on(tick(database, number(ahead))),
        _ => "usage: load w1 DATABASE CLIENTS SECONDS OTHERS | w2 DATABASE SMTP_URL | late DATABASE SMTP_URL | tick DATABASE TIMERS | fill DATABASE CASES \
            | pages DATABASE case|queue|register SESSION URL SECONDS | queries DATABASE case|queue|register SESSION SECONDS".to_owned(),
    };
    writeln!(io::stdout(), "{line}")
}

fn number(text: &str) -> u64 {
    text.parse().expect("a whole number")
}

/// A house on a fresh database with so many cases, and the clerk who moves them.
pub struct Prepared {
    pub engine: Engine,
    pub clerk: Uuid,
    pub cases: Vec<Uuid>,
}

/// The house as an earlier run has left it, else a new one.
pub async fn prepared(database: &str, cases: u64) -> Prepared {
    let store = Store::open(database).await.expect("the database opens");
    store.migrate(SystemClock.now()).await.expect("it is migrated");
    let engine = Engine {
        tray: Tray::new(&store),
        clock: open_clock(&store, WantedClock::System).await.expect("the wall clock"),
        store,
        ids: Ids::from_system(),
        workflows: Workflows::default(),
        house: Arc::new(House {
            base_url: "http://load.test".to_owned(),
            mail_from: "Load <load@load.test>".to_owned(),
        }),
        bell: Arc::default(),
    };
    if let Some(known) = known(&engine).await {
        return known;
    }
    let files = [("workflow.toml", PROGRAMME), ("letters/moved.en.md", LETTER)];
    let source = Source {
        name: "load".to_owned(),
        files: files.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
    };
    engine.publish(&source).await.expect("the programme is good");
    let owner = engine
        .add_organisation("Owner", "en")
        .await
        .expect("an organisation")
        .id;
    let contact = engine
        .add_person("Contact", "contact@load.test", "en")
        .await
        .expect("a person")
        .id;
    let clerk = engine
        .add_person("Clerk", "clerk@load.test", "en")
        .await
        .expect("a person")
        .id;
    for (person, role, seat, organisation) in [
        (contact, "owner", Some("contact"), Some(owner)),
        (clerk, "clerk", None, None),
    ] {
        let seat = NewSeat {
            person,
            role: role.to_owned(),
            seat: seat.map(str::to_owned),
            organisation,
            workflow: None,
            from: Some(Instant::from_micros(0)),
            until: None,
        };
        engine.add_seat(&seat).await.expect("a seat");
    }
    let first = opened(&engine, clerk, ("file", owner)).await;
    let cases = copies(&engine, &first, (cases, Duration::ZERO)).await;
    Prepared { engine, clerk, cases }
}

pub async fn opened(engine: &Engine, clerk: Uuid, (kind, owner): (&str, Uuid)) -> StoredCase {
    let new = NewCase {
        workflow: "load".to_owned(),
        kind: kind.to_owned(),
        organisation: owner,
        call: None,
        answers: Answers::new(),
        since: None,
    };
    engine.open(clerk, &new).await.expect("a case")
}

async fn known(engine: &Engine) -> Option<Prepared> {
    engine.load_workflows().await.expect("its programmes are read");
    let mut tx = engine.store.read().await.expect("a transaction");
    let clerk = people::by_email(&mut tx, "clerk@load.test").await.expect("a look")?.id;
    let cases = cases::running(&mut tx, "load").await.expect("a look");
    Some(Prepared {
        engine: engine.clone(),
        clerk,
        cases,
    })
}

/// As many cases like one that was just opened, with their histories and timers: what opening each so long ago would have
/// stored.
pub async fn copies(engine: &Engine, first: &StoredCase, (count, ago): (u64, Duration)) -> Vec<Uuid> {
    let ago = i64::try_from(ago.as_micros()).expect("a few weeks");
    let back = |at: Instant| Instant::from_micros(at.micros() - ago);
    let mut tx = engine.store.begin().await.expect("a transaction");
    let opened = entries::of_case(&mut tx, first.case.id).await.expect("its history");
    let opened: Entry = opened[0].payload.clone().expect("its first entry").entry;
    let timer = timers::of_case(&mut tx, first.case.id)
        .await
        .expect("its timers")
        .remove(0);
    tx.commit().await.expect("nothing written");
    let mut made = Vec::new();
    while (made.len() as u64) < count {
        let mut tx = engine.store.begin().await.expect("a transaction");
        let (mut written, mut waiting) = (Vec::new(), Vec::new());
        for _ in 0..1_000.min(count - made.len() as u64) {
            let id = engine.ids.next(engine.now());
            let text = serde_json::to_string(&opened)
                .expect("JSON")
                .replace(&first.case.id.to_string(), &id.to_string());
            let mut entry: Entry = serde_json::from_str(&text).expect("an entry");
            entry.at = back(entry.at);
            let mut copy = first.clone();
            (copy.case.id, copy.single_key) = (id, None);
            let case = &mut copy.case;
            for at in [
                &mut case.opened_at,
                &mut case.entered_at,
                &mut case.latest_at,
                &mut case.dates_since,
            ] {
                *at = back(*at);
            }
            assert!(cases::insert(&mut tx, &copy).await.expect("entered").is_done());
            let new = NewEntry {
                case_id: id,
                entry: &entry,
                recorded_at: engine.now(),
                salt: engine.ids.bytes(),
            };
            written.push(Written::seal(&new, chain::BEGINNING).expect("sealed"));
            waiting.push(StoredTimer {
                case_id: id,
                due_at: back(timer.due_at),
                ..timer.clone()
            });
            made.push(id);
        }
        let waiting: Vec<&StoredTimer> = waiting.iter().collect();
        let decided = Decided {
            entries: &written,
            timers: &waiting,
            ..Decided::default()
        };
        assert!(decided::write(&mut tx, &decided).await.expect("written").0.is_done());
        tx.commit().await.expect("committed");
    }
    made
}

#[expect(clippy::disallowed_methods, reason = "what is measured is the machine's own time")]
fn stopwatch() -> Stopwatch {
    Stopwatch::now()
}

/// A cheap number after another, so that every run draws its cases the same way.
fn draw(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// A node of the service counts the others; here it is told how many there are, for with any it has to tell them of its work.
async fn w1(database: &str, (clients, seconds): (u64, u64), others: u64) -> String {
    let house = Arc::new(prepared(database, CASES).await);
    house
        .engine
        .bell
        .note_others(usize::try_from(others).expect("a number of nodes"));
    let (done, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let begun = stopwatch();
    let mut running = tokio::task::JoinSet::new();
    for client in 0..clients {
        let (house, done, over) = (house.clone(), done.clone(), over.clone());
        running.spawn(async move {
            let mut state = 0x9e37_79b9_7f4a_7c15 ^ (client + 1);
            while !over.load(Ordering::Relaxed) {
                let drawn = draw(&mut state) % house.cases.len() as u64;
                let command = Command {
                    case: house.cases[usize::try_from(drawn).expect("an index")],
                    event: "go".to_owned(),
                    asker: Asker::Person(house.clerk),
                    answers: Answers::new(),
                    reason: None,
                    attachments: Vec::new(),
                    revision: None,
                };
                house.engine.handle(&command).await.expect("the event is accepted");
                done.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let counted = done.load(Ordering::Relaxed);
    let took = begun.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    while running.join_next().await.is_some() {}
    let durable = house.engine.store.durability().await.expect("the settings are read");
    let make = make(database);
    format!(
        r#"{{"w":"W1","peer":"kalends","store":"{make}","c":{clients},"ops_s":{:.0},"durable":"{durable}"}}"#,
        counted as f64 / took
    )
}

pub async fn find(engine: &Engine, case: Uuid) -> StoredCase {
    let mut tx = engine.store.read().await.expect("a transaction");
    cases::find(&mut tx, case).await.expect("a look").expect("a case")
}

pub fn make(database: &str) -> &'static str {
    if database.starts_with("sqlite") { "sqlite" } else { "pg" }
}

async fn tick(database: &str, ahead: u64) -> String {
    let house = prepared(database, ahead).await;
    let begun = stopwatch();
    let mut looks = 0_u32;
    while begun.elapsed() < Duration::from_secs(3) {
        let mut tx = house.engine.store.glance().await.expect("a transaction");
        let next = due::next(&mut tx).await.expect("a look");
        assert!(next.earliest().is_some_and(|at: Instant| at > house.engine.now()));
        looks += 1;
    }
    let make = make(database);
    let each = begun.elapsed().as_secs_f64() * 1e6 / f64::from(looks);
    format!(r#"{{"w":"tick","peer":"kalends-{make}","timers":{ahead},"us":{each:.1}}}"#)
}
