//! The whole path of an application and a report, by the API alone.

use serde_json::{Value, json};

use super::house::{House, id};
use crate::support::database::each_database;

fn offered(case: &Value) -> Vec<(&str, bool)> {
    let events = case["events"].as_array().unwrap().iter();
    events
        .map(|event| (event["event"].as_str().unwrap(), event.get("refused_because").is_none()))
        .collect()
}

each_database! {
    async fn an_application_becomes_a_membership_and_owes_a_report(database: &Database) {
        let house = House::on(database).await;
        let case = house.open("applicant", house.city).await;
        let mut names: Vec<_> = case.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            ["answers", "call", "duties", "events", "id", "kind", "organisation", "revision", "state", "version", "workflow"]
        );
        let case_id = id(&case);
        assert_eq!(case["state"], "draft");
        assert_eq!(case["call"], json!(house.call));
        assert_eq!(offered(&case), [("sign", false), ("submit", false), ("withdraw", true)]);
        assert_eq!(case["duties"][0]["name"], "finish");
        assert_eq!(case["duties"][0]["due_at"], "2027-05-01T00:00:00+03:00");
        assert_eq!(case["duties"][0]["state"], "open");

        let early = house.ask("applicant", case_id, "submit").await.problem(409);
        assert!(early["type"].as_str().unwrap().ends_with("/refusal"), "{early}");
        assert_eq!(early["rule"], "guard");

        house.ask("mayor", case_id, "sign").await.expect(200);
        let case = house.ask("applicant", case_id, "submit").await.expect(200);
        assert_eq!(case["state"], "review");
        let case = house.ask("commission", case_id, "endorse").await.expect(200);
        assert_eq!(case["state"], "forwarded");
        let admission = json!({"event": "admit", "answers": {"admitted_on": "2027-06-01"}});
        house.advance("2027-06-01T10:00:00+03:00").await;
        let case = house.post("institute", &format!("/cases/{case_id}/events"), admission).await.expect(200);
        assert_eq!(case["state"], "member");

        house.advance("2029-01-15T09:00:00+02:00").await;
        let reports = house.get("applicant", "/cases?kind=progress-report").await.expect(200);
        let report = &reports["items"][0];
        assert_eq!(report["parent"], json!(case_id));
        let report = id(report);
        let answers = house.example("report");
        house
            .json("applicant", (axum::http::Method::PUT, &format!("/cases/{report}/answers")), &[], answers)
            .await
            .expect(200);
        assert_eq!(house.ask("applicant", report, "submit").await.expect(200)["state"], "submitted");
        assert_eq!(house.ask("commission", report, "accept").await.expect(200)["state"], "accepted");
        let members = house.get("commission", "/cases?standing=good").await.expect(200);
        assert_eq!(members["items"][0]["id"], json!(case_id));
    }
}
