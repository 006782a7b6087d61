//! Lists: pages by cursor, filters, what is not asked for.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::house::{House, W, id};
use crate::support::database::each_database;

async fn walk(house: &House, who: &str, path: &str, limit: usize) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), String::new());
    loop {
        let join = if path.contains('?') { '&' } else { '?' };
        let page = house
            .get(who, &format!("{path}{join}limit={limit}{next}"))
            .await
            .expect(200);
        let items = page["items"].as_array().unwrap().clone();
        assert!(items.len() <= limit);
        all.extend(items);
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return all,
        }
    }
}

each_database! {
    async fn a_walk_meets_each_once(database: &Database) {
        let house = House::on(database).await;
        for number in 0..5 {
            let name = format!("City {number}");
            let made = house.post("secretary", "/organisations", json!({ "name": name })).await.expect(201);
            house.open("secretary", id(&made)).await;
        }
        house.open("applicant", house.city).await;
        for (path, who) in [("/cases", "commission"), ("/organisations", "secretary"), ("/notices", "secretary"), ("/messages", "secretary")] {
            let whole = walk(&house, who, path, 200).await;
            for limit in [1, 2, 3] {
                assert_eq!(walk(&house, who, path, limit).await, whole, "{path} by {limit}");
            }
            let ids: BTreeSet<_> = whole.iter().map(id).collect();
            assert_eq!(ids.len(), whole.len(), "{path}");
        }
        assert_eq!(walk(&house, "commission", "/cases", 2).await.len(), 6);
        assert_eq!(walk(&house, "applicant", "/cases", 2).await.len(), 1, "one's own only");
        assert_eq!(walk(&house, "neighbour", "/cases", 2).await.len(), 0);
    }

    async fn filters_narrow_and_unknown_ones_are_told(database: &Database) {
        let house = House::on(database).await;
        let case = house.open("applicant", house.city).await;
        let count = async |query: &str| {
            let page = house.get("commission", &format!("/cases?{query}")).await.expect(200);
            page["items"].as_array().unwrap().len()
        };
        for (query, found) in [
            ("workflow=learning-cities", 1), ("workflow=other", 0), ("kind=membership", 1), ("kind=progress-report", 0),
            ("state=draft", 1), ("state=review", 0), ("standing=good", 0),
            ("due_before=2027-05-01T00:00:01%2B03:00", 1), ("due_before=2027-05-01T00:00:00%2B03:00", 0),
        ] {
            assert_eq!(count(query).await, found, "{query}");
        }
        assert_eq!(count(&format!("organisation={}", case["organisation"].as_str().unwrap())).await, 1);
        for (query, field) in [
            ("stat=draft", "stat"), ("standing=fine", "standing"), ("organisation=7", "organisation"),
            ("due_before=tomorrow", "due_before"), ("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"),
            ("cursor=!!", "cursor"), ("cursor=Imh1aCI", "cursor"),
        ] {
            let told = house.get("commission", &format!("/cases?{query}")).await.problem(422);
            assert_eq!(told["errors"][0]["field"], field, "{query}: {told}");
        }
        let forecast = house.get("secretary", &format!("/notices?case={}&state=planned", case["id"].as_str().unwrap())).await.expect(200);
        let steps: Vec<_> = forecast["items"].as_array().unwrap().iter().map(|notice| notice["planned_at"].clone()).collect();
        assert_eq!(steps, ["2027-04-16T09:00:00+03:00", "2027-04-27T09:00:00+03:00", "2027-04-27T09:00:00+03:00"]);
        let late = "/notices?from=2027-04-20T00:00:00Z&to=2027-05-01T00:00:00Z";
        assert_eq!(house.get("secretary", late).await.expect(200)["items"].as_array().unwrap().len(), 2);
    }

    async fn a_workflow_tells_programs_what_it_is(database: &Database) {
        let house = House::on(database).await;
        let all = house.get("applicant", "/workflows").await.expect(200);
        assert_eq!(all["items"][0]["name"], W);
        let form = house.get("applicant", &format!("/workflows/{W}/forms/application")).await.expect(200);
        let validator = jsonschema::validator_for(&form["schema"]).unwrap();
        assert!(validator.is_valid(&form["example"]));
        let graph = house.get("applicant", &format!("/workflows/{W}/graph")).await.expect(200);
        assert!(graph["mermaid"].as_str().unwrap().starts_with("flowchart TB"));
        house.get("applicant", "/workflows/other").await.problem(404);
        house.get("applicant", &format!("/workflows/{W}/forms/other")).await.problem(404);
    }
}
