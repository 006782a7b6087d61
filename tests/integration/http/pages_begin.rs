//! What can be begun without a call: on the desk and on the programme's page, and only by those who may.

use kalends::engine::open::NewCase;
use kalends::workflow::form::Answers;
use serde_json::json;

use super::api::house::{House, W};
use super::pages_browser::Browser;
use crate::support::database::each_database;
use crate::support::samples::sample;

/// Where a case of the guild is begun.
const FORM: &str = "action=\"/w/guild/cases\"";
const PAGES: [&str; 2] = ["/desk?lang=en", "/w/guild?lang=en"];

each_database! {
    async fn what_needs_no_call_can_be_begun_until_one_runs(database: &Database) {
        let house = House::of(database, &sample("guild")).await;
        let browser = Browser::of(&house, "applicant").await;
        for page in PAGES {
            let seen = browser.get(page).await.text;
            assert!(seen.contains(FORM) && seen.contains("Begin: "), "{page}: {seen}");
            assert!(!seen.contains("No call is open now"), "{page}");
        }
        let organisation = house.city.to_string();
        let typed = [("kind", "membership"), ("organisation", organisation.as_str())];
        assert_eq!(browser.post("/w/guild/cases", &typed).await.status, 303);
        for page in PAGES {
            assert!(!browser.get(page).await.text.contains(FORM), "{page}");
        }
    }

    async fn nothing_is_offered_to_those_who_may_not(database: &Database) {
        let house = House::of(database, &sample("guild")).await;
        let secretary = Browser::of(&house, "secretary").await;
        for page in PAGES {
            assert!(!secretary.get(page).await.text.contains(FORM), "{page}");
        }
        let stranger = Browser::new(&house).get("/w/guild?lang=en").await.text;
        assert!(stranger.contains("Can be begun at any time") && stranger.contains("Membership"), "{stranger}");
        assert!(stranger.contains("class=\"button\" href=\"/sign-in\""), "{stranger}");
        assert!(!stranger.contains(FORM) && !stranger.contains("No call is open now"), "{stranger}");
    }

    async fn a_member_of_one_programme_may_begin_in_another_with_kinds_of_the_same_name(database: &Database) {
        let house = House::on(database).await;
        house.engine.publish(&sample("guild")).await.unwrap();
        let new = NewCase {
            workflow: "guild".to_owned(),
            kind: "membership".to_owned(),
            organisation: house.city,
            call: None,
            answers: Answers::new(),
            since: Some(Answers::from([("admitted_on".to_owned(), json!("2020-02-01"))])),
        };
        house.engine.open(house.people["secretary"], &new).await.unwrap();
        let browser = Browser::of(&house, "applicant").await;
        let desk = browser.get("/desk?lang=en").await.text;
        assert!(desk.contains(&format!("action=\"/w/{W}/cases\"")) && !desk.contains(FORM), "{desk}");
        let (organisation, call) = (house.city.to_string(), house.call.to_string());
        let typed = [("kind", "membership"), ("organisation", organisation.as_str()), ("call", call.as_str())];
        assert_eq!(browser.post(&format!("/w/{W}/cases"), &typed).await.status, 303);
    }
}
