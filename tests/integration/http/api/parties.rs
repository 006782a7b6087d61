//! Organisations, peers, duties put off and forms counted, by API and on their pages.

use axum::http::Method;
use kalends::engine::open::NewCase;
use kalends::workflow::form::Answers;
use serde_json::{Value, json};
use uuid::Uuid;

use super::house::{House, id};
use crate::http::pages_browser::Browser;
use crate::support::database::{Database, each_database};
use crate::support::samples::sample;

async fn guild(database: &Database) -> House {
    House::of(database, &sample("guild")).await
}

/// Makes an organisation a member, since long ago.
async fn member(house: &House, organisation: Uuid) -> Uuid {
    let new = NewCase {
        workflow: "guild".to_owned(),
        kind: "membership".to_owned(),
        organisation,
        call: None,
        answers: Answers::new(),
        since: Some(Answers::from([("admitted_on".to_owned(), json!("2020-02-01"))])),
    };
    house
        .engine
        .open(house.people["secretary"], &new)
        .await
        .unwrap()
        .case
        .id
}

/// A report that the secretary has asked a member for.
async fn report(house: &House, membership: Uuid) -> Uuid {
    let event = json!({"event": "ask"});
    house
        .post("secretary", &format!("/cases/{membership}/events"), event)
        .await
        .expect(200);
    let cases = house.get("secretary", "/cases?kind=report").await.expect(200);
    let of = |case: &&Value| case["parent"] == json!(membership);
    id(cases["items"].as_array().unwrap().iter().rev().find(of).unwrap())
}

async fn sent(house: &House, who: &str, report: Uuid, answers: Value) {
    house
        .json(who, (Method::PUT, &format!("/cases/{report}/answers")), &[], answers)
        .await
        .expect(200);
    house
        .post(who, &format!("/cases/{report}/events"), json!({"event": "submit"}))
        .await
        .expect(200);
}

each_database! {
    async fn what_happens_to_an_organisation_is_recorded_once(database: &Database) {
        let house = guild(database).await;
        let case = member(&house, house.town).await;
        let path = format!("/organisations/{}/events", house.town);
        let lost = json!({"workflow": "guild", "event": "licence-lost", "reason": "Register"});
        house.post("neighbour", &path, lost.clone()).await.problem(409);
        house.post("applicant", &path, lost.clone()).await.problem(404);
        let unknown = json!({"workflow": "guild", "event": "licence-list"});
        let refused = house.post("secretary", &path, unknown).await.problem(409);
        assert_eq!(refused["rule"], "unknown-event", "{refused}");
        for _ in 0..2 {
            let reply = house.post_with("secretary", &path, &[("idempotency-key", "once")], lost.clone()).await;
            assert_eq!(reply.expect(201)["event"], "licence-lost");
        }
        let events = house.get("neighbour", &path).await.expect(200);
        assert_eq!(events["items"].as_array().unwrap().len(), 1, "{events}");
        assert_eq!(house.get("neighbour", &format!("/cases/{case}")).await.expect(200)["state"], "frozen");

        let organisation = format!("/organisations/{}", house.town);
        house.json("neighbour", (Method::PATCH, &organisation), &[], json!({"name": "Kuldīga un Skrunda"})).await.problem(409);
        let events = house.json("secretary", (Method::PATCH, &organisation), &[], json!({"name": "Kuldīga un Skrunda"})).await.expect(200);
        let events = events["items"].as_array().unwrap();
        let renamed = events.iter().find(|event| event["event"] == "renamed").unwrap();
        assert_eq!(renamed["detail"], json!({"before": "Kuldīga", "after": "Kuldīga un Skrunda"}));
        assert_eq!(house.get("secretary", &organisation).await.expect(200)["name"], "Kuldīga un Skrunda");
    }

    async fn a_divided_organisation_s_cases_go_where_they_are_sent(database: &Database) {
        let house = guild(database).await;
        let membership = member(&house, house.city).await;
        let report = report(&house, membership).await;
        let third = id(&house.post("secretary", "/organisations", json!({"name": "Third"})).await.expect(201));
        let path = format!("/organisations/{}/split", house.city);
        let to = |cases: Value| json!({"successors": [{"organisation": house.town}, {"organisation": third, "cases": cases}]});
        house.post("applicant", &path, to(json!([]))).await.problem(409);
        house.post("secretary", &path, to(json!([house.town]))).await.problem(422);
        house.post("secretary", &path, json!({"successors": []})).await.problem(422);
        house.post("secretary", &path, to(json!([report]))).await.expect(200);
        for (case, owner) in [(membership, house.town), (report, third)] {
            let case = house.get("secretary", &format!("/cases/{case}")).await.expect(200);
            assert_eq!(case["organisation"], json!(owner));
        }
    }

    async fn a_peer_sees_what_it_is_told_about_and_may_act_in_time(database: &Database) {
        let house = guild(database).await;
        let opened = house.post("neighbour", "/cases", json!({"workflow": "guild", "kind": "membership", "organisation": house.town}));
        let case = id(&opened.await.expect(201));
        let (path, events) = (format!("/cases/{case}"), format!("/cases/{case}/events"));
        sent_in(&house, &path).await;
        let object = json!({"event": "object", "reason": "Too far"});
        house.get("applicant", &path).await.problem(404);
        house.post("applicant", &events, object.clone()).await.problem(404);
        member(&house, house.city).await;
        let seen = house.get("applicant", &path).await.expect(200);
        assert!(seen["events"].as_array().unwrap().iter().any(|event| event["event"] == "object"), "{seen}");
        let listed = house.get("applicant", "/cases?kind=membership").await.expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 2, "{listed}");
        house.post("neighbour", &events, object.clone()).await.problem(409);
        house.post("applicant", &events, object.clone()).await.expect(200);
        let children = house.get("secretary", "/cases?kind=objection").await.expect(200);
        assert_eq!(children["items"].as_array().unwrap().len(), 1, "{children}");
        house.advance("2027-03-20T00:00:00+02:00").await;
        let late = house.post("applicant", &events, object).await.problem(409);
        assert_eq!(late["rule"], "too-late", "{late}");
        let browser = Browser::of(&house, "applicant").await;
        assert!(browser.get("/desk").await.status.is_success());
        assert_eq!(browser.get(&path).await.status, 200);
    }

    async fn one_duty_of_one_case_is_put_off(database: &Database) {
        let house = guild(database).await;
        let membership = member(&house, house.city).await;
        let report = report(&house, membership).await;
        let (path, events) = (format!("/cases/{report}"), format!("/cases/{report}/events"));
        let extend = |day: &str| json!({"event": "extend", "answers": {"duty": "report", "due_at": day}, "reason": "Fire"});
        let asked = async |who: &str, lang: &str| -> Option<Value> {
            let seen = house.get_with(who, &path, &[("accept-language", lang)]).await.expect(200);
            let events = seen["events"].as_array().unwrap();
            events.iter().find(|event| event["event"] == "extend").cloned()
        };
        assert_eq!(asked("applicant", "en").await, None);
        let wanted = json!({"event": "extend", "role": "secretary", "label": "Put a duty off"});
        assert_eq!(asked("secretary", "en").await, Some(wanted));
        assert_eq!(asked("secretary", "lv").await.unwrap()["label"], "Pagarināt termiņu");
        house.post("applicant", &events, extend("2027-09-30")).await.problem(409);
        house.post("secretary", &events, extend("2027-03-30")).await.problem(422);
        house.post("secretary", &events, extend("soon")).await.problem(422);
        let moved = house.post("secretary", &events, extend("2027-09-30")).await.expect(200);
        assert_eq!(moved["duties"][0]["due_at"], "2027-10-01T00:00:00+03:00");
        let browser = Browser::of(&house, "secretary").await;
        assert!(browser.get(&path).await.text.contains("action=\"/cases/"));
        let typed = |year: &'static str| [
            ("duty", "report"), ("until.day", "31"), ("until.month", "12"), ("until.year", year), ("reason", "Flood"),
        ];
        assert_eq!(browser.post(&format!("{path}/put-off"), &typed("2026")).await.status, 422);
        assert_eq!(browser.post(&format!("{path}/put-off"), &typed("2027")).await.status, 303);
        let read = house.get("applicant", &path).await.expect(200);
        assert_eq!(read["duties"][0]["due_at"], "2028-01-01T00:00:00+02:00");
        let other = Browser::of(&house, "applicant").await;
        assert!(!other.get(&path).await.text.contains("case-put-off"));
        let differences = house.engine.verify().await.unwrap().differences;
        assert!(differences.is_empty(), "{differences:?}");
    }

    async fn a_form_is_counted_over_the_cases_one_may_see(database: &Database) {
        let house = guild(database).await;
        for (organisation, who, taught, cost) in [
            (house.city, "applicant", json!({"total": 40, "groups": {"teachers": 12, "pupils": 35}}), 10.5),
            (house.town, "neighbour", json!({"total": 5, "groups": {"teachers": 5}}), 20.0),
        ] {
            let membership = member(&house, organisation).await;
            let report = report(&house, membership).await;
            sent(&house, who, report, json!({"taught": taught, "cost": cost, "useful": true, "topics": ["art"]})).await;
        }
        let path = "/workflows/guild/forms/report/statistics";
        let all = house.get("secretary", path).await.expect(200);
        let taught = json!({
            "field": "taught", "label": "Persons taught", "answered": 2,
            "sum": 45.0, "mean": 22.5, "min": 5.0, "max": 40.0,
            "groups": [{"name": "teachers", "count": 17}, {"name": "pupils", "count": 35}],
        });
        assert_eq!((&all["cases"], &all["fields"][0]), (&json!(2), &taught));
        assert_eq!(all["fields"][3]["choices"], json!([{"name": "yes", "count": 2}, {"name": "no", "count": 0}]));
        let own = house.get("applicant", path).await.expect(200);
        assert_eq!((&own["cases"], &own["fields"][0]["sum"]), (&json!(1), &json!(40.0)));
        assert_eq!(house.get("stranger", path).await.expect(200)["cases"], 0);
        house.get("secretary", "/workflows/guild/forms/x/statistics").await.problem(404);
        let table = house.get("secretary", &format!("{path}.csv")).await;
        assert!(table.text.contains("taught,Persons taught,sum,,45\n"), "{}", table.text);
        assert!(table.text.contains("taught,Persons taught,group,pupils,35\n"), "{}", table.text);
        let page = Browser::of(&house, "secretary").await.get("/w/guild/forms/report/statistics").await;
        assert!(page.text.contains("Persons taught") && page.text.contains("22.5"), "{}", page.text);
    }
}

/// Fills the neighbour's application and hands it in.
async fn sent_in(house: &House, path: &str) {
    let answers = json!({"year_end": "12-31", "pupils": 3});
    house
        .json("neighbour", (Method::PUT, &format!("{path}/answers")), &[], answers)
        .await
        .expect(200);
    house
        .post("neighbour", &format!("{path}/events"), json!({"event": "apply"}))
        .await
        .expect(200);
}
