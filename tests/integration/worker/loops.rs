//! The loops on the wall clock: woken by the bell, stopped gently.

use std::sync::Arc;

use kalends::clock::Ids;
use kalends::engine::directory::NewSeat;
use kalends::engine::handle::{Asker, Command};
use kalends::engine::open::NewCase;
use kalends::engine::set_clock::{WantedClock, open_clock};
use kalends::engine::{Engine, House, Tray, Workflows};
use kalends::mail::{SmtpSettings, SmtpTransport};
use kalends::store::Store;
use kalends::worker::Worker;
use serde_json::json;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::database::{Database, each_database};
use crate::support::house::{WORKFLOW, shipped};
use crate::support::sink::{Mode, Sink};

async fn engine(database: &Database) -> Engine {
    engine_on(&database.store).await
}

/// The engine over a store, on the wall clock.
pub async fn engine_on(store: &Store) -> Engine {
    let engine = Engine {
        store: store.clone(),
        clock: open_clock(store, WantedClock::System).await.unwrap(),
        ids: Ids::seeded(7),
        workflows: Workflows::default(),
        house: Arc::new(House {
            base_url: "http://house.test".to_owned(),
            mail_from: "house@kalends.test".to_owned(),
        }),
        tray: Tray::new(store),
        bell: Arc::default(),
    };
    engine.publish(&shipped(WORKFLOW)).await.unwrap();
    engine
}

/// A member suspended: two letters, to the city and to the institute.
async fn suspend_somebody(engine: &Engine) {
    let staff = staff(engine).await;
    suspend(engine, staff, "Ogre").await;
}

/// The secretary and the commission of a house; there is an institute too.
pub async fn staff(engine: &Engine) -> (Uuid, Uuid) {
    seated(engine, "institute", None).await;
    let secretary = seated(engine, "secretary", None).await;
    (secretary, seated(engine, "commission", None).await)
}

async fn seated(engine: &Engine, role: &str, of: Option<(&str, Uuid)>) -> Uuid {
    let name = of.map_or(role, |(name, _)| name);
    let email = format!("{}@house.example", name.to_lowercase());
    let person = engine.add_person(name, &email, "lv").await.unwrap();
    let new = NewSeat {
        person: person.id,
        role: role.to_owned(),
        seat: of.map(|_| "contact".to_owned()),
        organisation: of.map(|(_, id)| id),
        workflow: None,
        from: None,
        until: None,
    };
    engine.add_seat(&new).await.unwrap();
    person.id
}

/// A new member suspended: two letters.
pub async fn suspend(engine: &Engine, (secretary, commission): (Uuid, Uuid), name: &str) {
    let city = engine.add_organisation(name, "lv").await.unwrap();
    seated(engine, "applicant", Some((name, city.id))).await;
    let member = NewCase {
        workflow: WORKFLOW.to_owned(),
        kind: "membership".to_owned(),
        organisation: city.id,
        call: None,
        answers: Default::default(),
        since: Some([("admitted_on".to_owned(), json!("2020-09-01"))].into()),
    };
    let member = engine.open(secretary, &member).await.unwrap();
    let suspend = Command {
        case: member.case.id,
        event: "suspend".to_owned(),
        asker: Asker::Person(commission),
        answers: Default::default(),
        reason: Some("no report".to_owned()),
        attachments: Vec::new(),
        revision: None,
    };
    engine.handle(&suspend).await.unwrap();
}

each_database! {
    /// Loops that already wait are woken by what is written, send it, and end when told.
    async fn what_is_written_leaves_without_anybody_asking(database: &Database) {
        let sink = Sink::start(Mode::Ok).await;
        let engine = engine(database).await;
        let smtp = SmtpTransport::new(SmtpSettings::parse(&sink.url()).unwrap()).unwrap();
        let worker = Worker::new(engine.clone(), Some(smtp.into()), "a");
        let stop = CancellationToken::new();
        let loops = tokio::spawn({
            let (worker, stop) = (worker.clone(), stop.clone());
            async move { worker.run(stop).await }
        });
        suspend_somebody(&engine).await;
        let received = sink.wait_for(2).await;
        assert_eq!(worker.trouble(), None);
        stop.cancel();
        loops.await.unwrap();
        assert_eq!(received.len(), 2);
        let report = engine.verify().await.unwrap();
        assert_eq!(report.differences, []);
    }

    /// Four nodes share the work and no letter goes twice.
    async fn nodes_share_the_work(database: &Database) {
        let sink = Sink::start(Mode::Ok).await;
        let engine = engine(database).await;
        let stop = CancellationToken::new();
        let nodes: Vec<_> = ["a", "b", "c", "d"].map(|name| {
            let smtp = SmtpTransport::new(SmtpSettings::parse(&sink.url()).unwrap()).unwrap();
            let (worker, stop) = (Worker::new(engine.clone(), Some(smtp.into()), name), stop.clone());
            tokio::spawn(async move { worker.run(stop).await })
        }).into();
        suspend_somebody(&engine).await;
        sink.wait_for(2).await;
        stop.cancel();
        for node in nodes {
            node.await.unwrap();
        }
        let mut ids: Vec<_> = sink.messages().iter().map(|one| one.message_id()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), sink.messages().len()), (2, 2));
    }
}
