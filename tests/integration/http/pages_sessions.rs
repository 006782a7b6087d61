//! Sessions where the clock is moved by hand.

use super::api::house::House;
use super::pages_browser::Browser;
use crate::support::database::each_database;

each_database! {
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
