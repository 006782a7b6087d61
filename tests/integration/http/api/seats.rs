//! People, seats and successors by API.

use serde_json::{Value, json};

use super::house::{House, id};
use crate::support::database::each_database;

each_database! {
    async fn a_seat_is_given_and_cases_pass_to_a_successor(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let person = json!({"name": "Anna Ozola", "email": "anna@example.org", "language": "lv"});
        house.post("applicant", "/people", person.clone()).await.problem(409);
        let anna = house.post("secretary", "/people", person.clone()).await.expect(201);
        assert_eq!(id(&anna), id(&house.post("secretary", "/people", person).await.expect(201)), "one address, one person");
        let path = format!("/organisations/{}/seats", house.town);
        for (field, value) in [("role", "commission"), ("role", "x"), ("seat", "x"), ("workflow", "x"), ("person", "018f0000-0000-7000-8000-000000000000")] {
            let mut body = json!({"person": anna["id"], "role": "applicant", "seat": "contact"});
            body[field] = json!(value);
            house.post("secretary", &path, body).await.problem(422);
        }
        let seat = json!({"person": anna["id"], "role": "applicant", "seat": "contact"});
        house.post("applicant", &path, seat.clone()).await.problem(409);
        house.post("secretary", &path, seat).await.expect(201);
        let seats = house.get("secretary", &path).await.expect(200);
        let held = |seat: &Value| seat["person"]["email"] == "anna@example.org";
        assert!(seats["items"].as_array().unwrap().iter().any(held), "{seats}");
        house.get("applicant", &path).await.problem(409);

        let goes_on = json!({"successor": house.town});
        let path = format!("/organisations/{}/successor", house.city);
        house.post("applicant", &path, goes_on.clone()).await.problem(409);
        let passed = house.post("secretary", &path, goes_on).await.expect(200);
        assert_eq!(passed["items"][0]["id"], json!(case));
        house.get("applicant", &format!("/cases/{case}")).await.problem(404);
        house.get("neighbour", &format!("/cases/{case}")).await.expect(200);
        house.post("secretary", &path, json!({"successor": house.city})).await.problem(422);
    }
}
