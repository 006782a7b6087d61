//! What is told when something is wrong: one shape, in the asker's language.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use super::house::{House, W, id};
use crate::support::database::each_database;

fn fields(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap().iter();
    errors
        .map(|error| (error["field"].as_str().unwrap(), error["rule"].as_str().unwrap()))
        .collect()
}

each_database! {
    async fn every_wrong_request_is_a_problem(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let raw = async |kind: &str, body: &str| {
            let call = (Method::POST, "/cases");
            let request = house.request("applicant", call, &[]).header("content-type", kind);
            house.send(request.body(Body::from(body.to_owned())).unwrap()).await
        };
        raw("application/json", "{").await.problem(400);
        raw("application/json", "").await.problem(400);
        raw("text/plain", "{}").await.problem(415);
        raw("application/json", "[]").await.problem(422);
        raw("application/json", &format!("{{\"a\": \"{}\"}}", "x".repeat(1024 * 1024))).await.problem(413);
        let wrong = json!({"workflow": 7, "organisation": "city", "answer": {}, "answers": []});
        let told = house.post("applicant", "/cases", wrong).await.problem(422);
        let mut found = fields(&told);
        found.sort_unstable();
        assert_eq!(
            found,
            [("answer", "unknown-key"), ("answers", "json"), ("kind", "required"), ("organisation", "json"), ("workflow", "json")]
        );
        house.get("", "/cases").await.problem(401);
        assert_eq!(house.get("", "/cases").await.header("www-authenticate"), "Bearer");
        let bad = house.get_with("", "/cases", &[("authorization", "Bearer nonsense")]).await;
        bad.problem(401);
        house.get("applicant", "/nothing").await.problem(404);
        house.get("applicant", "/cases/7").await.problem(404);
        let method = house.json("applicant", (Method::DELETE, &format!("/cases/{case}")), &[], json!({})).await;
        method.problem(405);
        assert!(method.header("allow").contains("GET"), "{method:?}");
    }

    async fn answers_are_told_field_by_field(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let path = format!("/cases/{case}/answers");
        let put = async |body: Value| house.json("applicant", (Method::PUT, &path), &[], body).await;
        let told = put(json!({"city_name": 7, "nonsense": "x"})).await.problem(422);
        assert_eq!(fields(&told).len(), 2, "{told}");
        let kept = put(json!({"answers": {"city_name": "x".repeat(500)}})).await.expect(200);
        assert_eq!(kept["wrong"][0]["field"], "city_name", "kept, and told: {kept}");
        put(json!({"city_name": null})).await.expect(200);
        let told = house.ask("mayor", case, "sign").await.problem(422);
        assert_eq!(fields(&told), [("city_name", "required")]);
        let told = house.get("applicant", &path).await.expect(200);
        assert!(told["answers"].get("city_name").is_none(), "null empties a field");
    }

    async fn a_refusal_names_its_rule_in_the_askers_language(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let path = format!("/cases/{case}/events");
        let ask = async |who: &str, language: &str, event: &str| {
            let body = json!({ "event": event });
            house.post_with(who, &path, &[("accept-language", language)], body).await.problem(409)
        };
        let en = ask("applicant", "en", "submit").await;
        let lv = ask("applicant", "lv-LV, en;q=0.5", "submit").await;
        assert!(en["detail"].as_str().unwrap().starts_with("The application can be submitted"), "{en}");
        assert!(lv["detail"].as_str().unwrap().starts_with("Pieteikumu var iesniegt"), "{lv}");
        assert_eq!(ask("applicant", "", "endorse").await["rule"], "state");
        let role = ask("applicant", "", "sign").await;
        assert_eq!(role["rule"], "role");
        let own = house.ask("mayor", case, "endorse").await.problem(409);
        assert!(own["detail"].as_str().unwrap().starts_with("Lietas"), "the person's language without a wish: {own}");
        let labels = house.get_with("mayor", &format!("/cases/{case}"), &[("accept-language", "en")]).await.expect(200);
        assert_eq!(labels["events"][0]["label"], "Sign");
        let labels = house.get("mayor", &format!("/cases/{case}")).await.expect(200);
        assert_eq!(labels["events"][0]["label"], "Parakstīt");
    }

    async fn a_missing_reason_is_a_field(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        house.ask("mayor", case, "sign").await.expect(200);
        house.ask("applicant", case, "submit").await.expect(200);
        let told = house.ask("commission", case, "decline").await.problem(422);
        assert_eq!(fields(&told), [("reason", "required")]);
        let body = json!({"event": "decline", "reason": "The plan has no budget."});
        let done = house.post("commission", &format!("/cases/{case}/events"), body).await.expect(200);
        assert_eq!(done["state"], "not-endorsed");
        let history = house.get("applicant", &format!("/cases/{case}/history")).await.expect(200);
        let last = history.as_array().unwrap().last().unwrap();
        assert_eq!(last["reason"], "The plan has no budget.");
        assert_eq!(last["previous_hash"], history[history.as_array().unwrap().len() - 2]["hash"]);
    }

    async fn what_is_named_must_be_known(database: &Database) {
        let house = House::on(database).await;
        let nobody = "018f0000-0000-7000-8000-000000000000";
        for (field, value) in [("workflow", "other"), ("kind", "other"), ("organisation", nobody), ("call", nobody)] {
            let mut body = json!({"workflow": W, "kind": "membership", "organisation": house.city});
            body[field] = json!(value);
            let told = house.post("secretary", "/cases", body).await.problem(422);
            assert_eq!(fields(&told), [(field, "unknown-thing")], "{told}");
        }
        let twice = json!({"workflow": W, "kind": "membership", "organisation": house.city});
        house.post("applicant", "/cases", twice.clone()).await.expect(201);
        assert_eq!(house.post("applicant", "/cases", twice).await.problem(409)["rule"], "duplicate");
    }
}
