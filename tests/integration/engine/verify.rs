//! The proof finds what was tampered with.

use kalends::store::Tx;

use crate::support::database::each_database;
use crate::support::house::House;

const LIVED_IN: &str = r#"
2026-06-01
house: commission "Komisija" (lv), institute "Institute" (en), secretary "Sekretāre" (lv)
organisation Ogre: contact "Anna" (lv), mayor "Juris" (lv)
import Ogre: membership since 2021-09-01
2027-03-10
fill Ogre
Ogre contact: submit
"#;

async fn change(house: &House, sql: &'static str) {
    let mut tx = house.engine.store.begin().await.unwrap();
    let affected = match &mut tx {
        Tx::Sqlite(inner) => sqlx::query(sql).execute(&mut **inner).await.unwrap().rows_affected(),
        Tx::Postgres(inner) => sqlx::query(sql).execute(&mut **inner).await.unwrap().rows_affected(),
    };
    assert!(affected > 0, "`{sql}` touched nothing");
    tx.commit().await.unwrap();
}

/// The databases themselves refuse to rewrite a history; whoever owns them can still take that guard away.
async fn unguard(house: &House) {
    let sqlite = "drop trigger entry_is_not_changed";
    let postgres = "drop trigger entry_is_not_changed on entry";
    let mut tx = house.engine.store.begin().await.unwrap();
    match &mut tx {
        Tx::Sqlite(inner) => sqlx::raw_sql(sqlite).execute(&mut **inner).await.map(drop).unwrap(),
        Tx::Postgres(inner) => sqlx::raw_sql(postgres).execute(&mut **inner).await.map(drop).unwrap(),
    }
    tx.commit().await.unwrap();
}

async fn rules(house: &House) -> Vec<&'static str> {
    let report = house.engine.verify().await.unwrap();
    let mut rules: Vec<&'static str> = report.differences.iter().map(|difference| difference.rule).collect();
    rules.dedup();
    rules
}

each_database! {
    async fn a_lost_notice_is_missed(database: &Database) {
        let mut house = House::open(database).await;
        house.play(LIVED_IN).await;
        house.verify().await;
        let before = house.engine.verify().await.unwrap();
        change(&house, "delete from notice where step = 'before-30-days' and state = 'sent'").await;
        assert_eq!(rules(&house).await, ["missed"]);
        let after = house.engine.verify().await.unwrap();
        assert_eq!((after.accounted, after.notices), (before.accounted - 1, before.notices));
    }

    async fn a_notice_that_counts_as_sent_and_was_not_is_found(database: &Database) {
        let mut house = House::open(database).await;
        house.play(LIVED_IN).await;
        change(&house, "update message set state = 'queued', sent_at = null
            where id in (select message_id from notice where step = 'before-30-days')").await;
        assert_eq!(rules(&house).await, ["fate"]);
    }

    async fn a_case_that_does_not_follow_from_its_history_is_found(database: &Database) {
        let mut house = House::open(database).await;
        house.play(LIVED_IN).await;
        change(&house, "update cases set data = replace(data, '\"state\":\"submitted\"', '\"state\":\"open\"')
            where state = 'submitted'").await;
        assert!(rules(&house).await.contains(&"fold"));
    }

    async fn a_rewritten_entry_is_found(database: &Database) {
        let mut house = House::open(database).await;
        house.play(LIVED_IN).await;
        unguard(&house).await;
        change(&house, "update entry set event = 'leave' where event = 'submit'").await;
        assert_eq!(rules(&house).await, ["chain", "entry"]);
    }

    async fn a_rewritten_payload_is_found(database: &Database) {
        let mut house = House::open(database).await;
        house.play(LIVED_IN).await;
        unguard(&house).await;
        change(&house, "update entry set body = replace(body, 'Cēsis', 'Rīga') where body like '%Cēsis%'").await;
        assert!(rules(&house).await.contains(&"payload"));
    }

    async fn a_timer_that_is_gone_is_found(database: &Database) {
        let mut house = House::open(database).await;
        house.play(LIVED_IN).await;
        change(&house, "delete from timer where state = 'waiting'").await;
        assert_eq!(rules(&house).await, ["timer"]);
    }
}
