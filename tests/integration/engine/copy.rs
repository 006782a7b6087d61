//! A lived-in house moved to the other database and back, and the proof that sees every difference.

use std::sync::Arc;

use kalends::cli::practice::stories;
use kalends::clock::{Ids, Instant};
use kalends::engine::proof::{Proof, prove};
use kalends::engine::set_clock::{WantedClock, open_clock};
use kalends::engine::{Engine, House as Names, Tray, Workflows};
use kalends::store::{Store, Tx, copy};

use crate::support::database::{Database, each_database};
use crate::support::house::{House, Opening, shipped};

/// What the stories do not leave behind: rows of every table there is, and leases.
const REST: &str = "
    insert into session select 'ab', id, 1, 2, 3 from person limit 1;
    insert into sign_in select 'cd', 'ef', id, 1, 2, null from person limit 1;
    insert into token select 'gh', id, id, 'practice', 1, null from person limit 1;
    insert into idempotency select id, 'key', 'digest', 201, '{}', 1 from person limit 1;
    insert into attachment select id, id, 'endorsement', 'a ''b''.pdf', 'application/pdf', 7, 'ij', null, 1 from cases limit 1;
    insert into organisation_event select id, id, null, 'renamed', 1, null, null, '{}' from organisation limit 1;
    update timer set leased_until = 7, leased_by = 'some node' where state = 'waiting';
";

async fn raw(store: &Store, sqlite: &'static str, postgres: &'static str) {
    let mut tx = store.begin().await.unwrap();
    let done = match &mut tx {
        Tx::Sqlite(inner) => sqlx::raw_sql(sqlite)
            .execute(&mut **inner)
            .await
            .unwrap()
            .rows_affected(),
        Tx::Postgres(inner) => sqlx::raw_sql(postgres)
            .execute(&mut **inner)
            .await
            .unwrap()
            .rows_affected(),
    };
    assert!(done > 0 || sqlite.starts_with("drop"), "`{sqlite}` touched nothing");
    tx.commit().await.unwrap();
}

async fn change(store: &Store, sql: &'static str) {
    raw(store, sql, sql).await;
}

/// The practice house, in which every shipped programme has been lived.
async fn practice(database: &Database) {
    let house = House::opening(&database.url, Opening::default()).await;
    for entry in std::fs::read_dir("workflows").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        house.engine.publish(&shipped(&name)).await.unwrap();
    }
    stories::live(&house.engine, &house.worker).await.unwrap();
    house.engine.store.close().await;
}

/// An engine over a copy, as the command opens it.
async fn engine(store: &Store) -> Engine {
    let engine = Engine {
        tray: Tray::new(store),
        store: store.clone(),
        clock: open_clock(store, WantedClock::AsMarked).await.unwrap(),
        ids: Ids::seeded(5),
        workflows: Workflows::default(),
        house: Arc::new(Names {
            base_url: "http://moved.test".to_owned(),
            mail_from: "Kalends <house@moved.test>".to_owned(),
        }),
        bell: Arc::default(),
    };
    engine.load_workflows().await.unwrap();
    engine
}

async fn moved(from: &Store, to: &Store) -> Proof {
    copy::fill(from, to).await.unwrap();
    prove(from, &engine(to).await).await.unwrap()
}

/// The tables that differ.
fn different(proof: &Proof) -> Vec<&'static str> {
    let different = proof.tables.iter().filter(|table| !table.is_same());
    different.map(|table| table.table).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_programme_moves_there_and_back() {
    let first = Database::sqlite().await;
    practice(&first).await;
    raw(&first.store, REST, "").await;
    let (between, last) = (Database::postgres().await, Database::sqlite().await);

    let there = moved(&first.store, &between.store).await;
    assert!(
        there.holds(),
        "{:?} {:?}",
        different(&there),
        there.verified.differences
    );
    let empty: Vec<_> = there.tables.iter().filter(|table| table.source.rows == 0).collect();
    assert!(empty.is_empty(), "these prove nothing: {empty:?}");
    assert!(there.cases.len() > 20 && there.verified.notices > 50, "{there:?}");
    assert_eq!(there.verified.accounted, there.verified.notices);
    assert!(there.cases.iter().all(|head| head.entries > 0));
    copy::settle(&between.store).await.unwrap();

    let back = moved(&between.store, &last.store).await;
    assert!(back.holds(), "{:?} {:?}", different(&back), back.verified.differences);
    assert_eq!(back, there);
    let whole = prove(&first.store, &engine(&last.store).await).await.unwrap();
    assert_eq!(whole, there);
}

const LIVED_IN: &str = r#"
2026-06-01
house: commission "Komisija" (lv), institute "Institute" (en), secretary "Sekretāre" (lv)
organisation Ogre: contact "Anna" (lv), mayor "Juris" (lv)
import Ogre: membership since 2021-09-01
2027-03-10
fill Ogre
Ogre contact: submit
"#;

/// A source that has been lived in.
async fn source() -> Database {
    let database = Database::sqlite().await;
    let mut house = House::open(&database).await;
    house.play(LIVED_IN).await;
    house.engine.store.close().await;
    database
}

each_database! {
    async fn a_changed_value_is_noticed(database: &Database) {
        let source = source().await;
        assert!(moved(&source.store, &database.store).await.holds());
        let engine = engine(&database.store).await;
        for (table, sql) in [
            ("person", "update person set name = 'Anna ' where name = 'Anna'"),
            ("notice", "update notice set reason = '' where state = 'sent' and reason is null"),
            ("organisation", "update organisation set name_key = 'Ogre' where name_key = 'ogre'"),
            ("timer", "update timer set due_at = due_at + 1 where state = 'done'"),
        ] {
            change(&database.store, sql).await;
            let proof = prove(&source.store, &engine).await.unwrap();
            assert!(different(&proof).contains(&table), "{sql}");
            assert!(!proof.is_same() && !proof.holds());
        }
    }

    async fn a_lost_row_is_noticed_with_what_follows_from_it(database: &Database) {
        let source = source().await;
        assert!(moved(&source.store, &database.store).await.holds());
        change(&database.store, "delete from notice where step = 'before-30-days' and state = 'sent'").await;
        let proof = prove(&source.store, &engine(&database.store).await).await.unwrap();
        assert_eq!(different(&proof), ["notice"]);
        let notices = proof.tables.iter().find(|table| table.table == "notice").unwrap();
        assert_eq!(notices.source.rows, notices.copy.rows + 1);
        assert_eq!(proof.verified.differences.len(), 1);
    }

    async fn a_history_that_was_rewritten_with_its_hashes_has_another_head(database: &Database) {
        let source = source().await;
        assert!(moved(&source.store, &database.store).await.holds());
        raw(&database.store, "drop trigger entry_is_not_changed", "drop trigger entry_is_not_changed on entry").await;
        change(&database.store, "update entry set role = 'institute' where event = 'submit'").await;
        let proof = prove(&source.store, &engine(&database.store).await).await.unwrap();
        assert_eq!(different(&proof), ["entry"]);
        assert_eq!(proof.cases.iter().filter(|head| !head.is_same()).count(), 1);
        assert!(proof.verified.differences.iter().any(|difference| difference.rule == "chain"));
    }

    async fn what_is_written_to_the_source_meanwhile_is_noticed(database: &Database) {
        let source = source().await;
        copy::fill(&source.store, &database.store).await.unwrap();
        change(&source.store, "update person set name = 'Anna Maria' where name = 'Anna'").await;
        let proof = prove(&source.store, &engine(&database.store).await).await.unwrap();
        assert_eq!(different(&proof), ["person"]);
    }

    async fn a_copy_of_something_wrong_is_the_same_and_does_not_hold(database: &Database) {
        let source = source().await;
        change(&source.store, "delete from timer where state = 'waiting'").await;
        let proof = moved(&source.store, &database.store).await;
        assert!(proof.is_same() && !proof.holds());
    }

    async fn a_copy_goes_on_where_the_source_stood(database: &Database) {
        let source = source().await;
        assert!(moved(&source.store, &database.store).await.holds());
        copy::settle(&database.store).await.unwrap();
        let opening = Opening { seed: 9, ..Opening::default() };
        let house = House::opening(&database.url, opening).await;
        let stood = house.engine.now();
        assert!(stood > Instant::default());
        house.worker.advance("2028-06-01T00:00:00Z".parse().unwrap()).await.unwrap();
        assert!(house.engine.now() > stood);
        assert!(!house.mailbox.messages().is_empty());
        house.verify().await;
    }
}
