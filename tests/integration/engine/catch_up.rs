//! The service was off for a year in the middle of reminders.

use kalends::clock::Instant;
use kalends::store::entries;
use kalends::store::notices::NoticeState;

use crate::support::database::{Database, each_database};
use crate::support::house::{House, Opening, WORKFLOW, shipped};

/// Off from 10 January 2027, when one of six reminders has gone, until a year later.
const OFF: &str = r#"
2026-06-01
house: commission "Komisija" (lv), institute "Institute" (en), secretary "Sekretāre" (lv)
organisation Ogre: contact "Anna" (lv), mayor "Juris" (lv)
import Ogre: membership since 2021-09-01
2027-01-10
letter report-due to Ogre contact on 2026-12-31
"#;

fn back() -> Instant {
    "2028-01-10T10:00:00+02:00".parse().unwrap()
}

/// The house with another rule for outages, before and after the outage.
async fn off_for_a_year(database: &Database, rule: &str) -> House {
    let mut source = shipped(WORKFLOW);
    let text = source.files.get_mut("workflow.toml").unwrap();
    assert!(text.contains("catch_up = \"latest\""));
    *text = text.replace("catch_up = \"latest\"", &format!("catch_up = \"{rule}\""));
    let opening = |seed, now| Opening {
        source: source.clone(),
        seed,
        now,
        transport: None,
    };
    let mut house = House::opening(&database.url, opening(1, Instant::default())).await;
    house.play(OFF).await;
    let house = house.again(database, opening(2, back())).await;
    house.worker.drain().await.unwrap();
    house
}

/// Reminders of the report's duty: how many went on return, how many were left out, and what the history says.
async fn outcome(house: &House) -> (usize, usize, usize) {
    let report = house.case("Ogre", "progress-report").await;
    let rows = house.notices(&report).await;
    let of_duty = rows.iter().filter(|row| row.duty == "report");
    let went = of_duty
        .clone()
        .filter(|row| row.sent_at.is_some_and(|at| at >= back()))
        .count();
    let left_out = of_duty.filter(|row| row.state == NoticeState::Suppressed).count();
    let mut tx = house.engine.store.read().await.unwrap();
    let history = entries::of_case(&mut tx, report.case.id).await.unwrap();
    let said = history
        .iter()
        .filter(|entry| entry.sealed.link.event == "catch-up")
        .count();
    (went, left_out, said)
}

each_database! {
    /// Only the latest late step goes (to its three recipients); the others are left out, and the history says so once.
    async fn latest(database: &Database) {
        let house = off_for_a_year(database, "latest").await;
        assert_eq!(outcome(&house).await, (3, 6, 1));
        house.verify().await;
    }

    /// Nothing late goes.
    async fn skip(database: &Database) {
        let house = off_for_a_year(database, "skip").await;
        let (went, left_out, said) = outcome(&house).await;
        assert_eq!((went, said), (0, 1));
        assert_eq!(left_out, 9);
        house.verify().await;
    }

    /// Everything late goes, one step a day and never a burst.
    async fn now(database: &Database) {
        let house = off_for_a_year(database, "now").await;
        assert_eq!(outcome(&house).await, (1, 0, 1), "on the day of return one step, the first that was missed");
        house.worker.advance(back().plus_seconds(10 * 24 * 3600)).await.unwrap();
        let (went, left_out, said) = outcome(&house).await;
        assert_eq!((went, left_out, said), (9, 0, 1));
        let report = house.case("Ogre", "progress-report").await;
        let mut days: Vec<String> = Vec::new();
        for row in house.notices(&report).await {
            if row.duty == "report" && row.sent_at.is_some_and(|at| at >= back()) && !row.address.to_string().contains("mayor") && row.address.role == "applicant" {
                days.push(row.sent_at.unwrap().to_string()[..10].to_owned());
            }
        }
        days.sort();
        let all = days.len();
        days.dedup();
        assert_eq!((all, days.len()), (5, 5), "the contact got one a day");
        house.verify().await;
    }
}
