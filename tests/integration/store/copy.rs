//! A database moved into another one, in every direction.

use kalends::store::copy::{self, CopyError, Counted, Destination};
use kalends::store::organisations;
use kalends::store::people::{self, Person};
use kalends::store::tables::TABLES;
use kalends::store::{Store, Tx, meta};
use sha2::{Digest, Sha256};

use super::sample::{organisation, person, programme_with_case, raw};
use crate::support::database::{Database, each_database};

/// More than three pages of rows.
const MANY: u128 = 1_800;

async fn change(store: &Store, sql: &'static str) {
    let mut tx = store.begin().await.unwrap();
    raw(&mut tx, sql).await.unwrap();
    tx.commit().await.unwrap();
}

async fn counted(store: &Store) -> Vec<(&'static str, Counted)> {
    let mut tx = store.read().await.unwrap();
    let mut all = Vec::new();
    for table in TABLES {
        all.push((table.name, copy::count(&mut tx, table).await.unwrap()));
    }
    all
}

async fn rows(store: &Store, table: &str) -> u64 {
    let all = counted(store).await;
    all.iter().find(|(name, _)| *name == table).unwrap().1.rows
}

async fn number(store: &Store, sql: &'static str) -> i64 {
    match store.read().await.unwrap() {
        Tx::Sqlite(mut inner) => sqlx::query_scalar(sql).fetch_one(&mut *inner).await.unwrap(),
        Tx::Postgres(mut inner) => sqlx::query_scalar(sql).fetch_one(&mut *inner).await.unwrap(),
    }
}

/// Copies into fresh databases of either make, and fails unless both say what the source says.
async fn copied(from: &Store) -> [Database; 3] {
    let all = [
        Database::sqlite().await,
        Database::postgres().await,
        Database::postgres_of_dictionaries().await,
    ];
    let ours = counted(from).await;
    for to in &all {
        let rows = copy::fill(from, &to.store).await.unwrap();
        assert_eq!(counted(&to.store).await, ours, "into {}", to.store.make());
        assert_eq!(rows, ours.iter().map(|(_, counted)| counted.rows).sum::<u64>());
    }
    all
}

/// A person with this name and number.
async fn named(store: &Store, number: u128, name: String) {
    let mut tx = store.begin().await.unwrap();
    let new = Person { name, ..person(number) };
    assert!(people::insert(&mut tx, &new).await.unwrap().is_done());
    tx.commit().await.unwrap();
}

each_database! {
    async fn strange_values_stay_what_they_are(database: &Database) {
        programme_with_case(&database.store).await;
        let strange = [
            r#"O'Brien "quoted" \ back\\slash \u0041 \n %s $1 {{ }} null"#,
            "line\nbreak\r\n\ttab \u{1}\u{7f}\u{85}\u{2028}",
            "🏛️👩‍👩‍👧 e\u{301} \u{202e}שלום\u{202c} ქალაქი \u{fffd}\u{feff}\u{10ffff}",
            "'; drop table person; --",
            " ",
            "",
        ];
        for (place, name) in (10..).zip(strange) {
            named(&database.store, place, name.to_owned()).await;
        }
        change(&database.store, "update person set created_at = -9223372036854775808 where name = ''").await;
        change(&database.store, "update person set created_at = 9223372036854775807 where name = ' '").await;
        copied(&database.store).await;
    }

    async fn large_rows_travel(database: &Database) {
        for (place, megabytes) in (10..).zip([1, 3, 9, 0, 4]) {
            named(&database.store, place, "ā'\"\\\n🏛".repeat(megabytes * 80_000)).await;
        }
        copied(&database.store).await;
    }

    async fn more_rows_than_a_page_has(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        for number in 10..MANY {
            assert!(people::insert(&mut tx, &person(number)).await.unwrap().is_done());
            // Orders that differ: by bytes capitals come before small letters and those before accents.
            let key = format!("{}{number}", ["a", "A", "ä", "b", "_", "-"][number as usize % 6]);
            meta::put(&mut tx, &key, "x").await.unwrap();
        }
        tx.commit().await.unwrap();
        change(&database.store, "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1800)
            insert into timer (case_id, event, due_at, state)
            select cases.id, case i % 3 when 0 then 'Late' when 1 then 'late' else 'late-again' end, i / 3, 'waiting'
            from n, cases").await;
        let copies = copied(&database.store).await;
        for to in &copies {
            assert_eq!((rows(&to.store, "timer").await, rows(&to.store, "person").await), (1_800, 1_792));
        }
    }

    async fn rows_that_refer_to_later_ones_are_written(database: &Database) {
        let mut tx = database.store.begin().await.unwrap();
        for number in 1..=MANY {
            let new = organisation(number, &format!("City {number}"));
            assert!(organisations::insert(&mut tx, &new).await.unwrap().is_done());
        }
        tx.commit().await.unwrap();
        change(&database.store, "update organisation set successor_id = (select id from organisation where name = 'City 1800')
            where name not like '%0'").await;
        change(&database.store, "update organisation set successor_id = (select id from organisation where name = 'City 7')
            where name like '%00'").await;
        for to in &copied(&database.store).await {
            let followed = number(&to.store, "select count(successor_id) from organisation").await;
            assert_eq!(followed, 1_638);
        }
    }

    async fn nobody_holds_anything_in_a_copy(database: &Database) {
        programme_with_case(&database.store).await;
        change(&database.store, "insert into timer (case_id, event, due_at, state, leased_until, leased_by)
            select id, 'late', 5, 'waiting', 99, 'some node' from cases").await;
        for to in &copied(&database.store).await {
            let held = number(&to.store, "select count(leased_by) + count(leased_until) from timer").await;
            assert_eq!((held, rows(&to.store, "timer").await), (0, 1));
        }
    }

    async fn what_is_there_is_never_written_over(database: &Database) {
        let source = Database::sqlite().await;
        programme_with_case(&source.store).await;
        assert_eq!(copy::destination(&database.store).await.unwrap(), Destination::Empty);
        named(&database.store, 1, "Anna".to_owned()).await;
        let before = counted(&database.store).await;
        assert_eq!(copy::destination(&database.store).await.unwrap(), Destination::Occupied("person"));
        let refused = copy::fill(&source.store, &database.store).await;
        assert!(matches!(refused, Err(CopyError::Occupied("person"))), "{refused:?}");
        assert_eq!(counted(&database.store).await, before);
        assert!(!copy::is_unproved(&database.store).await.unwrap());
    }

    async fn a_copy_is_marked_until_it_is_proved(database: &Database) {
        let source = Database::sqlite().await;
        programme_with_case(&source.store).await;
        copy::fill(&source.store, &database.store).await.unwrap();
        assert_eq!(copy::destination(&database.store).await.unwrap(), Destination::Unproved);
        assert!(copy::is_unproved(&database.store).await.unwrap());
        let again = copy::fill(&source.store, &database.store).await;
        assert!(matches!(again, Err(CopyError::Occupied("meta"))), "{again:?}");
        copy::settle(&database.store).await.unwrap();
        assert!(!copy::is_unproved(&database.store).await.unwrap());
        assert_eq!(copy::destination(&database.store).await.unwrap(), Destination::Occupied("workflow"));
    }

    async fn a_row_the_destination_refuses_leaves_nothing_behind(database: &Database) {
        let source = Database::sqlite().await;
        programme_with_case(&source.store).await;
        change(&database.store, "create unique index one_a_language on person (language)").await;
        let refused = copy::fill(&source.store, &database.store).await;
        assert!(matches!(refused, Err(CopyError::Write { table: "person", .. })), "{refused:?}");
        assert_eq!(copy::destination(&database.store).await.unwrap(), Destination::Empty);
    }

    async fn the_same_database_is_known_under_any_address(database: &Database) {
        let again = Store::open(&database.url.replace("127.0.0.1", "localhost")).await.unwrap();
        assert!(copy::is_same(&database.store, &again, 7).await.unwrap());
        for other in [Database::sqlite().await, Database::postgres().await] {
            assert!(!copy::is_same(&database.store, &other.store, 7).await.unwrap());
        }
    }

    async fn the_digest_is_what_it_is_documented_to_be(database: &Database) {
        let mut tx = database.store.begin().await.unwrap();
        meta::put(&mut tx, "clock", "manual").await.unwrap();
        meta::put(&mut tx, "ā \"b\"", "1\n2").await.unwrap();
        assert!(people::insert(&mut tx, &person(255)).await.unwrap().is_done());
        tx.commit().await.unwrap();
        let all = counted(&database.store).await;
        let expect = |table: &str, text: &str| {
            let (_, counted) = all.iter().find(|(name, _)| *name == table).unwrap();
            assert_eq!(counted.digest, hex::encode(Sha256::digest(text)), "{table}");
        };
        expect("meta", "[\"clock\",\"manual\"]\n[\"ā \\\"b\\\"\",\"1\\n2\"]\n");
        expect("person", "[\"000000000000000000000000000000ff\",\"Ilze 255\",\"ilze255@example.org\",\"lv\",0]\n");
        expect("call", "");
    }
}

#[tokio::test]
async fn a_character_that_postgres_cannot_keep_is_named_before_anything_is_stored() {
    let (source, postgres, sqlite) = (
        Database::sqlite().await,
        Database::postgres().await,
        Database::sqlite().await,
    );
    named(&source.store, 1, "good".to_owned()).await;
    named(&source.store, 2, "a\0b".to_owned()).await;
    let refused = copy::fill(&source.store, &postgres.store).await.unwrap_err();
    let said = refused.to_string();
    assert!(
        said.contains("`person.name`") && said.contains("00000000-0000-0000-0000-000000000002"),
        "{said}"
    );
    assert_eq!(copy::destination(&postgres.store).await.unwrap(), Destination::Empty);

    copy::fill(&source.store, &sqlite.store).await.unwrap();
    assert_eq!(counted(&sqlite.store).await, counted(&source.store).await);
}

#[tokio::test]
async fn a_link_to_the_same_file_is_the_same_database() {
    let database = Database::sqlite().await;
    let path = database.url.strip_prefix("sqlite:").unwrap();
    let link = format!("{path}.link");
    std::os::unix::fs::symlink(path, &link).unwrap();
    let again = Store::open(&format!("sqlite:{link}")).await.unwrap();
    assert!(copy::is_same(&database.store, &again, 7).await.unwrap());
}
