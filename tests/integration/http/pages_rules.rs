//! The rules of a programme for everybody, the rehearsal for those who run it.

use super::api::house::{House, W};
use super::pages_browser::Browser;
use crate::support::database::each_database;

each_database! {
    async fn the_rules_are_there_for_everybody(database: &Database) {
        let house = House::on(database).await;
        let stranger = Browser::new(&house);
        let programme = stranger.get(&format!("/w/{W}?lang=en")).await;
        assert!(programme.text.contains(&format!("/w/{W}/rules")), "the programme's page leads there");
        let page = stranger.get(&format!("/w/{W}/rules?lang=en")).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.text.matches("<svg").count(), 2, "a picture of each kind of case");
        for part in [
            "At most 3 cases may take a place in one call.",
            "“Endorse and forward” leads to the state “With the institute”",
            "Endorse and forward (National",
        ] {
            assert!(page.text.contains(part), "{part}");
        }
        assert!(!page.text.contains(&format!("/w/{W}/rehearsal")), "that is for those who run it");
        let elsewhere = stranger.get(&format!("/workflows/{W}")).await;
        assert_eq!(elsewhere.status, 303);
        assert_eq!(stranger.get("/w/nothing/rules").await.status, 404);
    }

    async fn a_rehearsal_is_for_those_who_run_the_programme(database: &Database) {
        let house = House::on(database).await;
        let path = format!("/w/{W}/rehearsal?from=2027-01-01&until=2029-01-01&members=5&lang=en");
        for who in ["applicant", "commission", "institute"] {
            assert_eq!(Browser::of(&house, who).await.get(&path).await.status, 404, "{who}");
        }
        let secretary = Browser::of(&house, "secretary").await;
        let rules = secretary.get(&format!("/w/{W}/rules")).await;
        assert!(rules.text.contains(&format!("/w/{W}/rehearsal")));
        let page = secretary.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("<svg") && page.text.contains("<td>report-due"), "{}", page.text);
        assert!(page.text.contains("2028-W13"), "the week of 31 March 2028");
        assert!(!page.text.contains("role=\"alert\""));
        for (query, said) in [
            ("from=2027-01-01&until=2060-01-01&members=2", "at most ten years"),
            ("from=2027-01-01&until=2028-01-01&members=99999", "a hundred members"),
            ("from=2027-01-01&until=2026-01-01", "later than the first"),
            ("from=9999-12-31", "later than the first"),
        ] {
            let page = secretary.get(&format!("/w/{W}/rehearsal?{query}&lang=en")).await;
            assert!(page.status == 200 && page.text.contains(said), "{query}");
        }
        let cases = house.get("secretary", "/cases").await.expect(200);
        assert_eq!(cases["items"].as_array().map(Vec::len), Some(0), "no real case has come of it");
    }
}
