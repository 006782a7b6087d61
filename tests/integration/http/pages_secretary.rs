//! The secretary's pages: members from before, and a call whose dates change.

use super::api::house::{House, W};
use super::pages_browser::Browser;
use crate::support::database::each_database;

const HEADER: &str = "organisation,admitted_on,contact_name,contact_email,mayor_name,mayor_email,language";
const GOOD: &str = "Talsi,2022-09-02,Anna Sample,anna@talsi.example,,,lv";

each_database! {
    async fn a_table_comes_in_whole_or_not_at_all(database: &Database) {
        let house = House::on(database).await;
        let browser = Browser::of(&house, "secretary").await;
        let path = format!("/w/{W}/import");
        assert!(browser.get(&path).await.text.contains(HEADER));
        assert!(browser.get("/desk").await.text.contains(&path), "it stands in the navigation");
        let bad = format!("{HEADER}\n{GOOD}\nTukums,tomorrow,Ada Sample,ada@tukums.example,,,lv\n");
        let refused = browser.post_file(&path, &[], ("members.csv", &bad)).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("3. rinda:") && refused.text.contains("2022-09-02"), "{}", refused.text);
        let members = async || {
            let register = house.get("", &format!("/register/{W}")).await.expect(200);
            register["items"].as_array().unwrap().len()
        };
        assert_eq!(members().await, 0);
        assert_eq!(browser.post_file(&path, &[], ("members.csv", "")).await.status, 422);
        let came = browser.post_file(&path, &[], ("members.csv", &format!("{HEADER}\n{GOOD}\n"))).await;
        assert_eq!((came.status.as_u16(), members().await), (200, 1));
        let left = std::fs::read_dir(house.files().join("incoming")).unwrap().count();
        assert_eq!(left, 0, "the table is not kept");
        for who in ["applicant", "commission", "institute"] {
            let other = Browser::of(&house, who).await;
            assert_eq!(other.get(&path).await.status, 404, "{who}");
            assert_eq!(other.post_file(&path, &[], ("members.csv", GOOD)).await.status, 404, "{who}");
        }
    }

    async fn a_call_changes_its_dates_and_places(database: &Database) {
        let house = House::on(database).await;
        let browser = Browser::of(&house, "secretary").await;
        let path = format!("/w/{W}/calls/{}", house.call);
        let page = browser.get(&path).await.text;
        for input in ["opens.day", "closes.day", "quota", "date-decided.day"] {
            assert!(page.contains(&format!("name=\"{input}\"")), "{input}");
        }
        let typed = |closes: &'static str, decided: &'static str, quota: &'static str| {
            [
                ("opens.day", "2"), ("opens.month", "3"), ("opens.year", "2027"),
                ("closes.day", closes), ("closes.month", "5"), ("closes.year", "2027"),
                ("date-decided.day", decided), ("date-decided.month", "6"), ("date-decided.year", "2027"),
                ("quota", quota),
            ]
        };
        let read = async || house.get("secretary", &format!("/calls/{}", house.call)).await.expect(200);
        let seen = browser.post(&path, &[&typed("10", "20", "4")[..], &[("then", "preview")]].concat()).await;
        assert_eq!(seen.status, 200);
        assert_eq!(read().await["quota"], 3, "looking first changes nothing");
        assert_eq!(browser.post(&path, &typed("10", "20", "4")).await.status, 303);
        let call = read().await;
        assert_eq!(call["opens_at"], "2027-03-02T00:00:00+02:00");
        assert_eq!(call["closes_at"], "2027-05-11T00:00:00+03:00");
        assert_eq!(call["dates"]["decided"], "2027-06-21T00:00:00+03:00");
        assert_eq!(call["quota"], 4);
        assert_eq!(browser.post(&path, &typed("12", "20", "4")).await.status, 303);
        assert_eq!(read().await["dates"]["decided"], "2027-06-21T00:00:00+03:00", "a day set by hand stays");
        let wrong = browser.post(&path, &typed("12", "40", "many")).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("href=\"#date-decided-day\"") && wrong.text.contains("value=\"many\""), "{}", wrong.text);
        let new = [&typed("10", "25", "2")[..], &[("name", "Second")]].concat();
        assert_eq!(browser.post(&format!("/w/{W}/calls"), &new).await.status, 303);
        let calls = house.get("secretary", &format!("/workflows/{W}/calls")).await.expect(200);
        let made = calls["items"].as_array().unwrap().iter().find(|call| call["name"] == "Second").unwrap();
        assert_eq!(made["dates"]["decided"], "2027-06-26T00:00:00+03:00");
    }
}
