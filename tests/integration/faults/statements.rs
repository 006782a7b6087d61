//! The n-th statement fails, for each n of the main commands: everything is as before or as after, never between.
//!
//! PostgreSQL is reached by a line that is cut at the n-th statement: before the server has it, after the server has done it
//! and before the answer is back, or from there on for good. SQLite is no server; its n-th write fails in
//! [`super::writes`].

use kalends::clock::{Ids, Instant};
use kalends::engine::answers::Save;
use kalends::engine::directory::NewSeat;
use kalends::engine::open::NewCase;
use kalends::engine::{Asker, Command, Engine, EngineError};
use kalends::store::cases::StoredCase;
use kalends::store::notices::StoredNotice;
use kalends::store::timers::{self, StoredTimer, TimerState};
use kalends::store::{Store, cases};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::house::{self, House as Rounds};
use super::table::{Row, is_long};
use crate::support::database::Database;
use crate::support::house::{House, WORKFLOW, shipped};
use crate::support::line::{Cut, Line};
use crate::support::sink::{Mode, Sink};

const STAGE: &str = r#"
2027-03-02 10:00
house: commission "Komisija" (lv), institute "Institute" (en), secretary "Sekretāre" (lv)
call "2027": opens 2027-03-01, closes 2027-04-30, quota 1
organisation Cēsis: contact "Anna" (lv), mayor "Juris" (en)
open Cēsis: membership in "2027"
fill Cēsis
Cēsis mayor: sign
organisation Talsi: contact "Dace" (lv), mayor "Uldis" (lv)
open Talsi: membership in "2027"
fill Talsi
Talsi mayor: sign
Talsi contact: submit
organisation Limbaži: contact "Ilze" (lv), mayor "Ivars" (lv)
organisation Ogre: contact "Ogre" (lv), mayor "Otto" (lv)
import Ogre: membership since 2020-09-01
"#;

/// Everything that an act may change, without ids and times.
const STANDING: &str = "select string_agg(line, chr(10) order by line) from (
    select concat_ws(' ', 'case', kind, state, revision, standing, count(*)) as line
        from cases group by kind, state, revision, standing
    union all select concat_ws(' ', 'entry', event, count(*), count(body)) from entry group by event
    union all select concat_ws(' ', 'timer', event, state, count(*)) from timer group by event, state
    union all select concat_ws(' ', 'notice', letter, step, state, message_id is null, count(*))
        from notice group by letter, step, state, message_id is null
    union all select concat_ws(' ', 'message', state, count(*)) from message group by state
    union all select concat_ws(' ', 'call', name, taken) from call
    union all select concat_ws(' ', 'draft', count(*), sum(revision)) from draft
    union all select concat_ws(' ', 'seat', count(*), count(until_at)) from seat
    union all select concat_ws(' ', 'workflow', count(*)) from workflow
    union all select concat_ws(' ', 'publication', count(*)) from publication) lines";

/// What is done while the line is cut.
#[derive(Clone)]
enum Act {
    Open(Uuid, Box<NewCase>),
    Handle(Box<Command>),
    Fire(Box<StoredTimer>),
    Remind(Box<StoredNotice>),
    Publish,
    Sit(Box<NewSeat>),
    Write(Box<Save>),
}

/// An act, and when it is done.
struct Trial {
    name: &'static str,
    act: Act,
    at: Instant,
}

async fn staged(database: &Database) -> Vec<Trial> {
    let mut house = House::open(database).await;
    house.play(STAGE).await;
    let now = house.engine.now();
    let people = house.player.people.clone();
    let command = |case: Uuid, event: &str, person: &str| Command {
        case,
        event: event.to_owned(),
        asker: Asker::Person(people[person]),
        answers: Default::default(),
        reason: None,
        attachments: Vec::new(),
        revision: None,
    };
    let draft = house.case("Cēsis", "membership").await;
    let review = house.case("Talsi", "membership").await;
    let brought_by_time = brought_by_time(&house, &draft).await;
    let open = NewCase {
        workflow: WORKFLOW.to_owned(),
        kind: "membership".to_owned(),
        organisation: house.player.organisations["Limbaži"],
        call: None,
        answers: Default::default(),
        since: None,
    };
    let seat = NewSeat {
        person: people["Ilze"],
        role: "applicant".to_owned(),
        seat: Some("contact".to_owned()),
        organisation: Some(draft.case.organisation),
        workflow: None,
        from: None,
        until: None,
    };
    let save = Save {
        case: draft.case.id,
        person: people["Anna"],
        answers: [("city_name".to_owned(), json!("Cēsis"))].into(),
        revision: None,
    };
    house.engine.store.close().await;
    let trial = |name, act| Trial { name, act, at: now };
    let submit = command(draft.case.id, "submit", "Anna");
    let endorse = command(review.case.id, "endorse", "Komisija");
    let mut trials = vec![
        trial("open", Act::Open(people["Ilze"], Box::new(open))),
        trial("write into the draft", Act::Write(Box::new(save))),
        trial("submit with the draft", Act::Handle(Box::new(submit))),
        trial("endorse, a place taken", Act::Handle(Box::new(endorse))),
        trial("publish", Act::Publish),
        trial("a seat", Act::Sit(Box::new(seat))),
    ];
    trials.extend(brought_by_time);
    trials
}

/// A timer, one that opens a case, and a reminder, each at its instant.
async fn brought_by_time(house: &House, draft: &StoredCase) -> Vec<Trial> {
    let member = house.case("Ogre", "membership").await;
    let waiting = waiting(house).await;
    let lapse = first(&waiting, |timer| timer.case_id == draft.case.id);
    let cycle = first(&waiting, |timer| {
        timer.case_id == member.case.id && timer.event.starts_with("cycle")
    });
    let now = house.engine.now();
    let mut reminders = house.notices(draft).await;
    reminders.retain(|row| row.message_id.is_none() && row.planned_at > now);
    reminders.sort_by_key(|row| row.planned_at);
    let reminder = reminders.swap_remove(0);
    let (lapses, opens, leaves) = (lapse.due_at, cycle.due_at, reminder.planned_at);
    let trial = |name, act, at| Trial { name, act, at };
    vec![
        trial("a timer", Act::Fire(Box::new(lapse)), lapses),
        trial("a timer that opens a case", Act::Fire(Box::new(cycle)), opens),
        trial("a reminder", Act::Remind(Box::new(reminder)), leaves),
    ]
}

async fn waiting(house: &House) -> Vec<StoredTimer> {
    let mut tx = house.engine.store.read().await.unwrap();
    let all = cases::list(&mut tx, &cases::Filter::default(), kalends::store::Page::first(100))
        .await
        .unwrap();
    let all: Vec<Uuid> = all.iter().map(|stored| stored.case.id).collect();
    let mut found = timers::of_cases(&mut tx, &all).await.unwrap();
    found.retain(|timer| timer.state == TimerState::Waiting);
    found.sort_by_key(|timer| timer.due_at);
    found
}

fn first(timers: &[StoredTimer], is: impl Fn(&StoredTimer) -> bool) -> StoredTimer {
    timers.iter().find(|timer| is(timer)).unwrap().clone()
}

async fn engine(url: &str, at: Instant) -> Engine {
    house::engine_at(Store::open(url).await.unwrap(), at, Ids::seeded(99)).await
}

async fn act(engine: &Engine, act: &Act) -> Result<(), EngineError> {
    match act {
        Act::Open(person, new) => engine.open(*person, new).await.map(drop),
        Act::Handle(command) => engine.handle(command).await.map(drop),
        Act::Fire(timer) => engine.fire(timer).await,
        Act::Remind(notice) => engine.remind(notice).await,
        Act::Sit(seat) => engine.add_seat(seat).await.map(drop),
        Act::Write(save) => engine.save_answers(save).await.map(drop),
        Act::Publish => {
            let mut changed = shipped(WORKFLOW);
            let text = changed.files.get_mut("workflow.toml").unwrap();
            text.push_str("\n# Another version.\n");
            engine.publish(&changed).await.map(drop)
        }
    }
}

async fn standing(database: &Database) -> String {
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let found = sqlx::query_scalar(STANDING).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    found
}

/// What one act came to at one cut.
#[derive(PartialEq, Eq)]
enum Came {
    Before,
    After,
    /// There are fewer statements than that.
    NotReached,
}

/// Does an act on a copy while the line is cut, and looks at what stands; then does it again on a whole line.
async fn cut_at(base: &Database, trial: &Trial, (n, cut): (usize, Cut), stands: (&str, &str)) -> Came {
    let copy = base.copy().await;
    let line = Line::to(&copy.url).await;
    let engine = engine(line.url(), trial.at).await;
    line.cut(n, cut);
    let told = act(&engine, &trial.act).await;
    let counted = line.mend();
    let found = standing(&copy).await;
    let (before, after) = stands;
    let name = trial.name;
    assert!(found == before || found == after, "{name}, {cut:?} {n}: {found}");
    assert!(
        told.is_err() || found == after,
        "{name}, {cut:?} {n}: acknowledged and not done"
    );
    if found == before {
        act(&engine, &trial.act)
            .await
            .unwrap_or_else(|error| panic!("{name}, {cut:?} {n}, again: {error:?}"));
        assert_eq!(standing(&copy).await, after, "{name}, {cut:?} {n}, again");
    }
    let report = engine.verify().await.unwrap();
    assert_eq!(report.differences, [], "{name}, {cut:?} {n}");
    engine.store.close().await;
    match found == before {
        _ if counted < n => Came::NotReached,
        true => Came::Before,
        false => Came::After,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_nth_fails() {
    let base = Database::postgres().await;
    let trials = staged(&base).await;
    base.store.close().await;
    let before = {
        let copy = base.copy().await;
        copy.store.close().await;
        standing(&copy).await
    };
    let (mut made, mut undone, mut done) = (0, 0, 0);
    for (offset, trial) in trials.iter().enumerate() {
        let reference = base.copy().await;
        let engine = engine(&reference.url, trial.at).await;
        act(&engine, &trial.act)
            .await
            .unwrap_or_else(|error| panic!("{}: {error:?}", trial.name));
        let after = standing(&reference).await;
        engine.store.close().await;
        assert_ne!(before, after, "{} changes nothing", trial.name);
        let cuts = [Cut::Before, Cut::After, Cut::ForGood].into_iter().enumerate();
        for (kind, cut) in cuts.filter(|(kind, _)| is_long() || offset % 3 == *kind) {
            let mut n = 1 + if is_long() { 0 } else { (offset * 5 + kind * 3) % EARLY };
            loop {
                match cut_at(&base, trial, (n, cut), (&before, &after)).await {
                    Came::NotReached => break,
                    Came::Before => undone += 1,
                    Came::After => done += 1,
                }
                made += 1;
                if !is_long() {
                    break;
                }
                n += 1;
            }
        }
    }
    Row::new("the n-th statement fails", &base, made)
        .with("commands", trials.len())
        .with("as before", undone)
        .with("as after", done)
        .with("between", made - undone - done)
        .report();
}

/// In the suite one of the first so many statements is cut, another one for each command.
const EARLY: usize = 17;

/// Events that are decided in one transaction, when it is not known whether that was committed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_decided_together_is_done_once() {
    let rounds = Rounds::prepare(Database::postgres().await, Sink::start(Mode::Ok).await).await;
    let files = rounds.files(16).await;
    let line = Line::to(&rounds.database.url).await;
    let engine = house::engine(line.url(), 0).await;
    let (mut asked, mut acknowledged, mut twice, mut unsure) = (0, 0, 0, 0);
    let most = if is_long() { 300 } else { 30 };
    for n in 0..most {
        line.cut(1 + n % COMMITS, Cut::AfterCommit);
        let told = notes(&engine, (&rounds, &files), n).await;
        line.mend();
        asked += told.len();
        acknowledged += told.iter().filter(|told| **told).count();
        let mut done = 0;
        for (file, told) in files.iter().zip(&told) {
            let history = rounds.history(*file).await;
            let reason = Some(n.to_string());
            let times = history.iter().filter(|entry| entry.reason == reason).count();
            assert!(times > 0 || !told, "acknowledged and lost");
            done += usize::from(times > 0 && !told);
            twice += usize::from(times > 1);
        }
        unsure += usize::from(done > 1);
    }
    engine.store.close().await;
    rounds.verify();
    Row::new(
        "the answer to a commit is lost, 16 events at once",
        &rounds.database,
        most,
    )
    .with("events", asked)
    .with("acknowledged", acknowledged)
    .with("lost answers to a commit of several", unsure)
    .with("done twice", twice)
    .report();
    assert!(unsure > 0, "no commit of several met the cut");
    assert_eq!(twice, 0);
}

/// How many commits sixteen events take: those that come first go alone, the others together.
const COMMITS: usize = 6;

/// Asks for a note on each file, all at once, and gives which were acknowledged.
async fn notes(engine: &Engine, (rounds, files): (&Rounds, &[Uuid]), n: usize) -> Vec<bool> {
    let told = files.iter().map(|file| {
        let note = Command {
            case: *file,
            event: "note".to_owned(),
            asker: Asker::Person(rounds.clerk),
            answers: Default::default(),
            reason: Some(n.to_string()),
            attachments: Vec::new(),
            revision: None,
        };
        async move { engine.handle(&note).await.is_ok() }
    });
    futures_util::future::join_all(told).await
}
