//! Histories: chained, erasable, never rewritten.

use kalends::case::{Change, Entry};
use kalends::store::decided::{self, Decided};
use kalends::store::entries::{self, NewEntry, Written};
use kalends::store::{MIGRATIONS, Migration, Outcome, Tx, cases, chain};
use kalends::workflow::definition::Address;

use super::sample::{at, id, programme_with_case, raw};
use crate::support::database::{Database, each_database};

fn entry(seq: u32) -> Entry {
    Entry {
        seq,
        at: at(i64::from(seq)),
        event: "submit".to_owned(),
        actor: Some(id(1)),
        role: Some(Address {
            role: "applicant".to_owned(),
            seat: Some("mayor".to_owned()),
        }),
        from: (seq > 1).then(|| "open".to_owned()),
        to: "open".to_owned(),
        reason: Some("Trūkst \"paraksta\"\n".to_owned()),
        changes: vec![Change::Entered("open".to_owned()), Change::Place(true)],
        tell: Vec::new(),
    }
}

async fn append(tx: &mut Tx, seq: u32) -> Outcome {
    let entry = entry(seq);
    let new = NewEntry {
        case_id: id(1),
        entry: &entry,
        recorded_at: at(9),
        salt: [u8::try_from(seq).unwrap(); 16],
    };
    let before = entries::of_case(tx, id(1)).await.unwrap();
    let previous = before.last().map_or(chain::BEGINNING, |last| &last.sealed.hash);
    let sealed = Written::seal(&new, previous).unwrap();
    let decided = Decided {
        entries: &[sealed],
        ..Decided::default()
    };
    decided::write(tx, &decided).await.unwrap().0
}

#[tokio::test]
async fn what_entries_of_an_older_version_say_is_brought_along() {
    for database in [Database::bare_sqlite().await, Database::bare_postgres().await] {
        let older: Vec<Migration> = MIGRATIONS[..6].iter().map(|known| Migration { ..*known }).collect();
        database.store.migrate_along(&older, at(1)).await.unwrap();
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        for sql in [
            "insert into entry (case_id, seq, at, recorded_at, event, to_state, payload_digest, previous_hash, hash)
                select id, n.seq, 1, 1, 'open', 'open', 'd', 'p', 'h' from cases, (select 1 as seq union select 2) n",
            r#"insert into payload (case_id, seq, salt, body) select id, 1, '00',
                '{"seq":1,"at":"2027-01-01T00:00:00Z","event":"open","actor":null,"role":null,"from":null,"to":"open",
                    "reason":null,"changes":[],"tell":[]}' from cases"#,
        ] {
            raw(&mut tx, sql).await.unwrap();
        }
        tx.commit().await.unwrap();
        database.store.migrate(at(2)).await.unwrap();
        let mut tx = database.store.read().await.unwrap();
        let history = entries::of_case(&mut tx, id(1)).await.unwrap();
        let said: Vec<_> = history
            .iter()
            .map(|recorded| recorded.payload.as_ref().map(|payload| payload.salt.as_str()))
            .collect();
        assert_eq!(said, [Some("00"), None]);
    }
}

each_database! {
    async fn a_history_is_chained_and_comes_back(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        for seq in 1..=3 {
            assert!(append(&mut tx, seq).await.is_done());
        }
        assert_eq!(append(&mut tx, 3).await, Outcome::Lost);
        tx.commit().await.unwrap();

        let mut tx = database.store.read().await.unwrap();
        let history = entries::of_case(&mut tx, id(1)).await.unwrap();
        assert_eq!(history.len(), 3);
        for (seq, recorded) in (1..).zip(&history) {
            assert_eq!(recorded.payload.as_ref().unwrap().entry, entry(seq));
            assert!(recorded.payload_agrees());
            assert_eq!(recorded.sealed.link.role.as_deref(), Some("applicant.mayor"));
        }
        assert_eq!(chain::check(history.iter().map(|recorded| &recorded.sealed)), Ok(()));
    }

    async fn erasing_what_an_entry_says_leaves_the_chain_whole(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        for seq in 1..=3 {
            assert!(append(&mut tx, seq).await.is_done());
        }
        assert!(entries::erase(&mut tx, id(1), 2).await.unwrap().is_done());
        assert_eq!(entries::erase(&mut tx, id(1), 2).await.unwrap(), Outcome::Lost);
        let history = entries::of_case(&mut tx, id(1)).await.unwrap();
        assert_eq!(history[1].payload, None);
        assert_eq!(chain::check(history.iter().map(|recorded| &recorded.sealed)), Ok(()));
    }

    async fn a_case_of_an_older_version_learns_when_its_last_entry_was(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(append(&mut tx, 1).await.is_done());
        raw(&mut tx, r#"update cases set data = replace(data, '"latest_at"', '"unknown"')"#).await.unwrap();
        let older = cases::find(&mut tx, id(1)).await.unwrap().unwrap();
        assert_eq!(older.case.latest_at, Default::default());
        let migration = &MIGRATIONS[3];
        for _ in 0..2 {
            let sql = if matches!(tx, Tx::Sqlite(_)) { migration.sqlite } else { migration.postgres };
            raw(&mut tx, sql).await.unwrap();
            let now = cases::find(&mut tx, id(1)).await.unwrap().unwrap();
            assert_eq!(now.case.latest_at, at(1));
        }
    }

    async fn the_database_refuses_to_rewrite_a_history(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(append(&mut tx, 1).await.is_done());
        tx.commit().await.unwrap();
        for sql in [
            "update entry set to_state = 'accepted'",
            "update entry set hash = 'x' where seq = 1",
            "delete from entry",
            "update entry set body = '{}'",
            "update entry set body = null",
            "update entry set salt = null, body = null, event = 'leave'",
        ] {
            let mut tx = database.store.begin().await.unwrap();
            assert!(raw(&mut tx, sql).await.is_err(), "`{sql}` was let through");
        }
        let mut tx = database.store.read().await.unwrap();
        assert_eq!(entries::of_case(&mut tx, id(1)).await.unwrap().len(), 1);
    }
}
