//! Signing in: a link works once, in its browser, in time, and not by being looked at.

use super::api::house::House;
use super::pages_browser::Browser;
use crate::support::database::each_database;

each_database! {
    async fn a_link_signs_in_once(database: &Database) {
        let house = House::on(database).await;
        let browser = Browser::new(&house);
        let token = browser.ask_link("applicant").await;
        let looked_at = format!("/sign-in/link?token={token}");
        for _ in 0..3 {
            assert_eq!(browser.get(&looked_at).await.status, 200, "looking spends nothing");
        }
        assert_eq!(browser.get("/desk").await.status, 303, "nobody is signed in yet");
        assert_eq!(browser.post("/sign-in/link", &[("token", &token)]).await.status, 303);
        assert_eq!(browser.get("/desk").await.status, 200);
        let again = browser.post("/sign-in/link", &[("token", &token)]).await;
        assert_eq!(again.status, 410);
        assert!(again.header("set-cookie").is_empty(), "{again:?}");
        assert_eq!(browser.get(&looked_at).await.status, 410);
    }

    async fn a_link_is_of_no_use_in_another_browser(database: &Database) {
        let house = House::on(database).await;
        let (own, other) = (Browser::new(&house), Browser::new(&house));
        let token = own.ask_link("applicant").await;
        assert_eq!(other.get(&format!("/sign-in/link?token={token}")).await.status, 410);
        assert_eq!(other.post("/sign-in/link", &[("token", &token)]).await.status, 410);
        assert_eq!(other.get("/desk").await.status, 303);
        assert_eq!(own.post("/sign-in/link", &[("token", &token)]).await.status, 303, "it was not spent");
    }

    async fn a_link_ends_after_ten_minutes(database: &Database) {
        let house = House::on(database).await;
        let (early, late) = (Browser::new(&house), Browser::new(&house));
        let first = early.ask_link("applicant").await;
        let second = late.ask_link("mayor").await;
        house.advance("2027-03-05T09:09:59+02:00").await;
        assert_eq!(early.post("/sign-in/link", &[("token", &first)]).await.status, 303);
        house.advance("2027-03-05T09:10:00+02:00").await;
        assert_eq!(late.post("/sign-in/link", &[("token", &second)]).await.status, 410);
    }

    async fn a_session_outlives_a_clock_moved_by_hand(database: &Database) {
        let house = House::on(database).await;
        let browser = Browser::of(&house, "secretary").await;
        for month in ["2027-04-05", "2027-09-05", "2031-01-05"] {
            house.advance(&format!("{month}T09:00:00+02:00")).await;
            assert_eq!(browser.get("/desk").await.status, 200, "{month}");
        }
        assert_eq!(browser.post("/sign-out", &[]).await.status, 303);
        assert_eq!(browser.get("/desk").await.status, 303);
    }
}
