//! Two at once for the last place.

use kalends::engine::EngineError;
use kalends::engine::handle::{Asker, Command};
use uuid::Uuid;

use crate::support::database::each_database;
use crate::support::house::House;

const PAIRS: usize = 20;

async fn endorse(house: &House, organisation: &str) -> Command {
    let case = house.case(organisation, "membership").await.case.id;
    let commission: Uuid = house.player.people["Komisija"];
    Command {
        case,
        event: "endorse".to_owned(),
        asker: Asker::Person(commission),
        answers: Default::default(),
        reason: None,
        attachments: Vec::new(),
        revision: None,
    }
}

each_database! {
    /// One of two simultaneous endorsements wins; the other is a refusal that says why. Twenty times over.
    async fn one_wins_and_the_other_is_told_why(database: &Database) {
        let mut house = House::open(database).await;
        house.play("2027-03-01\nhouse: commission \"Komisija\" (lv), institute \"I\" (en), secretary \"S\" (lv)").await;
        for pair in 0..PAIRS {
            house.play(&format!("call \"{pair}\": opens 2027-03-01, closes 2027-04-30, quota 1")).await;
            for city in [format!("A{pair}"), format!("B{pair}")] {
                house.play(&format!(
                    "organisation {city}: contact \"C{city}\" (lv), mayor \"M{city}\" (lv)
                    open {city}: membership in \"{pair}\"\nfill {city}\n{city} mayor: sign\n{city} contact: submit"
                )).await;
            }
            let (first, second) = (endorse(&house, &format!("A{pair}")).await, endorse(&house, &format!("B{pair}")).await);
            let (one, other) = (house.engine.clone(), house.engine.clone());
            let (one, other) = tokio::join!(
                tokio::spawn(async move { one.handle(&first).await }),
                tokio::spawn(async move { other.handle(&second).await }),
            );
            let results = [one.unwrap(), other.unwrap()];
            assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "pair {pair}: {results:?}");
            let refused = results.into_iter().find_map(Result::err);
            assert!(
                matches!(&refused, Some(EngineError::Refused(refusal)) if refusal.rule == "quota"),
                "pair {pair}: {refused:?}"
            );
        }
        house.worker.drain().await.unwrap();
        house.verify().await;
    }
}
