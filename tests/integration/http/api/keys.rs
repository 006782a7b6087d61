//! `Idempotency-Key`: done once, answered the same, refused with another body.

use serde_json::json;

use super::house::{House, W, id};
use crate::support::database::each_database;

each_database! {
    async fn the_same_key_and_body_are_done_once(database: &Database) {
        let house = House::on(database).await;
        let body = json!({"workflow": W, "kind": "membership", "organisation": house.city});
        let key = [("idempotency-key", "a-1")];
        let first = house.post_with("applicant", "/cases", &key, body.clone()).await;
        let again = house.post_with("applicant", "/cases", &key, body.clone()).await;
        first.expect(201);
        assert_eq!((first.status, &first.text), (again.status, &again.text));
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(first.header("etag"), again.header("etag"));
        let other = json!({"workflow": W, "kind": "membership", "organisation": house.city, "answers": {}});
        let reused = house.post_with("applicant", "/cases", &key, other).await.problem(422);
        assert!(reused["type"].as_str().unwrap().ends_with("/key-reused"), "{reused}");
        let cases = house.get("applicant", "/cases").await.expect(200);
        assert_eq!(cases["items"].as_array().unwrap().len(), 1);
    }

    async fn a_key_is_its_owners(database: &Database) {
        let house = House::on(database).await;
        let key = [("idempotency-key", "same")];
        let body = |organisation| json!({"workflow": W, "kind": "membership", "organisation": organisation});
        house.post_with("applicant", "/cases", &key, body(house.city)).await.expect(201);
        house.post_with("neighbour", "/cases", &key, body(house.town)).await.expect(201);
    }

    async fn an_event_is_done_once_and_a_refusal_answered_alike(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let path = format!("/cases/{case}/events");
        let ask = |event: &str| json!({ "event": event });
        let refused = house.post_with("applicant", &path, &[("idempotency-key", "early")], ask("submit")).await;
        refused.problem(409);
        house.post_with("mayor", &path, &[("idempotency-key", "s")], ask("sign")).await.expect(200);
        let again = house.post_with("applicant", &path, &[("idempotency-key", "early")], ask("submit")).await;
        assert_eq!((refused.status, refused.text), (again.status, again.text), "the same key, the same answer");
        for _ in 0..3 {
            let sent = house.post_with("applicant", &path, &[("idempotency-key", "sub")], ask("submit")).await;
            assert_eq!(sent.expect(200)["state"], "review");
        }
        let history = house.get("applicant", &format!("/cases/{case}/history")).await.expect(200);
        let events: Vec<_> = history.as_array().unwrap().iter().map(|entry| entry["event"].clone()).collect();
        assert_eq!(events, ["open", "sign", "submit"]);
    }

    async fn many_at_once_under_one_key_make_one_case(database: &Database) {
        let house = House::on(database).await;
        let body = json!({"name": "Rīga", "language": "lv"});
        let ask = || house.post_with("secretary", "/organisations", &[("idempotency-key", "riga")], body.clone());
        let all = futures_util::future::join_all((0..6).map(|_| ask())).await;
        let made: std::collections::BTreeSet<_> = all.iter().map(|reply| id(&reply.expect(201))).collect();
        assert_eq!(made.len(), 1);
        let found = house.get("secretary", "/organisations?q=r%C4%ABga").await.expect(200);
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
    }

    async fn a_key_whose_answer_was_lost_makes_nothing_twice(database: &Database) {
        let house = House::on(database).await;
        let body = json!({"workflow": W, "kind": "membership", "organisation": house.city});
        let key = [("idempotency-key", "lost")];
        let first = house.post_with("applicant", "/cases", &key, body.clone()).await.expect(201);
        // What a process leaves that dies between doing and answering: the key with the id of what was made.
        let lost = format!(
            "update idempotency set status = 0, body = '{}' where key = 'lost'",
            first["id"].as_str().unwrap()
        );
        crate::http::api::house::run(database, lost).await;
        let again = house.post_with("applicant", "/cases", &key, body).await.expect(201);
        assert_eq!(first, again);
    }

    async fn a_key_has_a_form(database: &Database) {
        let house = House::on(database).await;
        let long = "k".repeat(256);
        for key in ["", "  ", &long] {
            let body = json!({"name": "Rīga"});
            house.post_with("secretary", "/organisations", &[("idempotency-key", key)], body).await.problem(400);
        }
    }
}
