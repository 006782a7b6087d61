//! The clock moved by hand, the register on a day, and what watchers ask.

use kalends::http::app::{App, Pulse, router};
use serde_json::json;

use super::house::{House, OPENS, W, id};
use crate::support::database::each_database;

each_database! {
    async fn the_clock_moves_forward_and_does_what_is_due(database: &Database) {
        let house = House::on(database).await;
        assert_eq!(house.get("applicant", "/clock").await.expect(200)["now"], OPENS);
        let case = id(&house.open("applicant", house.city).await);
        for (to, rule) in [("2027-03-05T08:59:59+02:00", "past"), ("yesterday", "json"), ("2027-03-06", "json")] {
            let told = house.post("operator", "/clock", json!({ "now": to })).await.problem(422);
            assert_eq!(told["errors"][0]["rule"], rule, "{to}");
        }
        let moved = house.post("operator", "/clock", json!({"now": "2027-05-02T00:00:00+03:00"})).await.expect(200);
        assert_eq!(moved["now"], "2027-05-02T00:00:00+03:00");
        let closed = house.get("applicant", &format!("/cases/{case}")).await.expect(200);
        assert_eq!(closed["state"], "not-submitted");
        let plan = house.get("secretary", &format!("/cases/{case}/plan")).await.expect(200);
        let gone: Vec<_> = plan["notices"].as_array().unwrap().iter().map(|one| (one["state"].clone(), one["sent_at"].clone())).collect();
        assert!(gone.contains(&(json!("sent"), json!("2027-04-16T09:00:00+03:00"))), "{plan}");
        assert!(gone.iter().all(|(state, _)| state == "sent"), "{plan}");
        let extended = json!({"closes_at": "2027-06-01T00:00:00+03:00"});
        house.json("secretary", (axum::http::Method::PATCH, &format!("/calls/{}", house.call)), &[], extended).await.expect(200);
        let again = house.get("applicant", &format!("/cases/{case}")).await.expect(200);
        assert_eq!(again["state"], "draft", "an extension after the closing opens again");
    }

    async fn the_register_stands_as_it_stood(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        house.ask("mayor", case, "sign").await.expect(200);
        house.ask("applicant", case, "submit").await.expect(200);
        house.ask("commission", case, "endorse").await.expect(200);
        house.advance("2027-06-10T12:00:00+03:00").await;
        let admit = json!({"event": "admit", "answers": {"admitted_on": "2027-06-10"}});
        house.post("secretary", &format!("/cases/{case}/events"), admit).await.expect(200);
        let on = async |day: &str| {
            let register = house.get("", &format!("/register/{W}?on={day}")).await.expect(200);
            let items = register["items"].as_array().unwrap().iter();
            items.map(|item| item["standing"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(on("2027-06-09").await, Vec::<String>::new());
        assert_eq!(on("2027-06-10").await, ["good"]);
        house.advance("2029-06-01T12:00:00+03:00").await;
        assert_eq!(on("2027-06-10").await, ["good"]);
        assert_eq!(on("2029-06-01").await, ["overdue"]);
        let json = house.get("", &format!("/register/{W}.json")).await.expect(200);
        assert_eq!(json["items"][0]["name"], "Cēsis");
        assert!(json["items"][0]["about"].get("city_name").is_some());
        assert!(json["items"][0]["about"].get("contact_email").is_none(), "{json}");
        let table = house.get("", &format!("/register/{W}.csv")).await;
        assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
        assert!(table.text.contains("Cēsis,overdue,member,2027-06-10,"), "{}", table.text);
        house.get("", &format!("/register/{W}?on=2027-02-30")).await.problem(422);
        house.get("", "/register/other").await.problem(404);
    }

    async fn watchers_get_counts_and_nobodys_name(database: &Database) {
        let house = House::on(database).await;
        house.open("applicant", house.city).await;
        assert_eq!(house.bare("/healthz").await.status, 200);
        assert_eq!(house.bare("/readyz").await.status, 200);
        let metrics = house.bare("/metrics").await;
        let line = "kalends_cases{workflow=\"learning-cities\",kind=\"membership\",state=\"draft\"} 1";
        assert!(metrics.text.contains(line), "{}", metrics.text);
        assert!(metrics.text.contains("kalends_notices{state=\"planned\"} 3"), "{}", metrics.text);
        let stopped = App::new(house.engine.clone(), "nowhere").with_pulse(Pulse::new(|| Some("it rests".to_owned())));
        let unready = house.bare_of(router(stopped), "/readyz").await;
        assert_eq!(unready.status, 503);
        assert_eq!(unready.text, "it rests\n");
    }

    async fn a_house_on_the_wall_clock_has_no_such_address(database: &Database) {
        let house = House::on(database).await;
        let fixed = house.unmoved();
        fixed.get("operator", "/clock").await.problem(404);
        fixed.post("operator", "/clock", json!({"now": "2030-01-01T00:00:00Z"})).await.problem(404);
    }
}
