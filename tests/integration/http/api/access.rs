//! Who reaches what: every call, by everybody, about one's own and about others'.

use std::fmt::Write;

use axum::http::Method;
use serde_json::json;
use uuid::Uuid;

use super::house::{House, W, id};
use crate::support::database::each_database;

const EVERYBODY: [&str; 9] = [
    "",
    "stranger",
    "neighbour",
    "applicant",
    "mayor",
    "commission",
    "institute",
    "secretary",
    "operator",
];

each_database! {
    async fn every_call_by_everybody(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let nothing = Uuid::nil();
        let mut table = String::new();
        let calls = [
            "/workflows".to_owned(), format!("/workflows/{W}/calls"), format!("/calls/{}", house.call),
            format!("/organisations/{}", house.city), format!("/cases/{case}"), format!("/cases/{case}/answers"),
            format!("/cases/{case}/history"), format!("/cases/{case}/plan"), format!("/cases/{nothing}"),
            format!("/messages/{nothing}"), format!("/register/{W}"), "/clock".to_owned(),
        ];
        for path in &calls {
            let mut line = Vec::new();
            for who in EVERYBODY {
                line.push(house.get(who, path).await.status.as_u16());
            }
            let _ = writeln!(table, "GET {:<28} {line:?}", shown(&house, path, case));
        }
        for (path, body) in [
            (format!("/cases/{case}/events"), json!({"event": "nonsense"})),
            (format!("/workflows/{W}/calls"), json!({"name": "x", "opens_at": "2028-03-01T00:00:00Z", "closes_at": "2027-05-01T00:00:00Z"})),
            ("/organisations".to_owned(), json!({"name": " "})),
            ("/cases".to_owned(), json!({"workflow": W, "kind": "membership", "organisation": house.town, "answers": {"no": 1}})),
        ] {
            let mut line = Vec::new();
            for who in EVERYBODY {
                line.push(house.post(who, &path, body.clone()).await.status.as_u16());
            }
            let _ = writeln!(table, "POST {:<27} {line:?}", shown(&house, &path, case));
        }
        for (method, path, body) in [
            (Method::PUT, format!("/cases/{case}/answers"), json!({"no": 1})),
            (Method::PATCH, format!("/calls/{}", house.call), json!({"closes_at": "2020-01-01T00:00:00Z"})),
        ] {
            let mut line = Vec::new();
            for who in EVERYBODY {
                line.push(house.json(who, (method.clone(), &path), &[], body.clone()).await.status.as_u16());
            }
            let _ = writeln!(table, "{method} {:<27} {line:?}", shown(&house, &path, case));
        }
        insta::assert_snapshot!("who_reaches_what", table);
    }

    async fn files_letters_seats_and_the_clock_by_everybody(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let file = house.attach("applicant", case).await;
        let file = id(&file.expect(201));
        house.ask("mayor", case, "sign").await.expect(200);
        house.ask("applicant", case, "submit").await.expect(200);
        let page = house.get("secretary", &format!("/messages?case={case}")).await.expect(200);
        let letter = page["items"].as_array().unwrap().iter().find(|one| one["recipient"]["role"] != "secretary");
        let letter = id(letter.unwrap_or(&page["items"][0]));
        let (city, mut table) = (house.city, String::new());
        let plain = |path: &str| {
            let path = path.replace(&file.to_string(), "FILE").replace(&letter.to_string(), "LETTER");
            shown(&house, &path, case)
        };
        for path in [format!("/attachments/{file}"), format!("/messages/{letter}"), format!("/organisations/{city}/seats")] {
            let mut line = Vec::new();
            for who in EVERYBODY {
                line.push(house.get(who, &path).await.status.as_u16());
            }
            let _ = writeln!(table, "GET {:<31} {line:?}", plain(&path));
        }
        for (path, body) in [
            (format!("/messages/{letter}/release"), json!({})),
            (format!("/organisations/{city}/seats"), json!({"person": house.people["stranger"], "role": "applicant", "seat": "nonsense"})),
            ("/people".to_owned(), json!({"name": "Somebody", "email": "somebody@example.org"})),
            ("/clock".to_owned(), json!({"now": "2000-01-01T00:00:00Z"})),
        ] {
            let mut line = Vec::new();
            for who in EVERYBODY {
                line.push(house.post(who, &path, body.clone()).await.status.as_u16());
            }
            let _ = writeln!(table, "POST {:<30} {line:?}", plain(&path));
        }
        let mut line = Vec::new();
        for who in EVERYBODY {
            line.push(house.attach(who, case).await.status.as_u16());
        }
        let _ = writeln!(table, "POST {:<30} {line:?}", "/cases/CASE/attachments");
        let mut line = Vec::new();
        for who in EVERYBODY {
            let body = json!({"successor": house.town});
            line.push(house.post(who, &format!("/organisations/{city}/successor"), body).await.status.as_u16());
        }
        let _ = writeln!(table, "POST {:<30} {line:?}", "/organisations/CITY/successor");
        insta::assert_snapshot!("who_reaches_the_rest", table);
    }

    async fn how_often_a_draft_was_saved_is_its_owners(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let path = format!("/cases/{case}/answers");
        let changed = json!({"city_name": "Another"});
        house.json("applicant", (Method::PUT, &path), &[], changed).await.expect(200);
        let own = house.get("applicant", &path).await.expect(200);
        assert!(own["revision"].as_u64().unwrap() > 0, "{own}");
        let others = house.get("commission", &path).await.expect(200);
        assert_eq!((&others["revision"], &others["answers"]), (&json!(0), &json!({})));
    }

    async fn what_is_hidden_looks_like_what_is_not_there(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        for path in ["", "/answers", "/history", "/plan"] {
            let hidden = house.get("neighbour", &format!("/cases/{case}{path}")).await.problem(404);
            let nothing = house.get("neighbour", &format!("/cases/{}{path}", Uuid::nil())).await.problem(404);
            assert_eq!((&hidden["type"], &hidden["detail"]), (&nothing["type"], &nothing["detail"]));
        }
        let event = json!({"event": "submit"});
        house.post("neighbour", &format!("/cases/{case}/events"), event).await.problem(404);
        let other = json!({"workflow": W, "kind": "membership", "organisation": house.city});
        let nobody = json!({"workflow": W, "kind": "membership", "organisation": Uuid::nil()});
        let hidden = house.post("neighbour", "/cases", other).await.problem(422);
        let nothing = house.post("neighbour", "/cases", nobody).await.problem(422);
        assert_eq!(hidden["errors"], nothing["errors"]);
        let seen = house.get("neighbour", "/organisations").await.expect(200);
        assert_eq!(seen["items"].as_array().unwrap().len(), 1, "{seen}");
    }

    async fn a_draft_is_its_owners_until_it_is_signed(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let own = house.get("applicant", &format!("/cases/{case}")).await.expect(200);
        assert_eq!(own["answers"], house.example("application"));
        let others = house.get("commission", &format!("/cases/{case}")).await.expect(200);
        assert_eq!(others["answers"], json!({}));
    }

    async fn letters_are_read_by_those_they_concern(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        house.ask("mayor", case, "sign").await.expect(200);
        house.ask("applicant", case, "submit").await.expect(200);
        let roles = async |who: &str| {
            let plan = house.get(who, &format!("/cases/{case}/plan")).await.expect(200);
            let notices = plan["notices"].as_array().unwrap().iter();
            let mut roles: Vec<String> = notices.map(|notice| notice["role"].as_str().unwrap().to_owned()).collect();
            roles.sort();
            roles.dedup();
            roles
        };
        assert_eq!(roles("applicant").await, ["applicant.contact", "applicant.mayor"]);
        assert_eq!(roles("institute").await, ["institute"]);
        assert_eq!(roles("secretary").await, ["applicant.contact", "applicant.mayor", "commission", "institute", "secretary"]);
        let mail = async |who: &str| {
            let page = house.get(who, &format!("/messages?case={case}")).await.expect(200);
            page["items"].as_array().unwrap().len()
        };
        assert_eq!((mail("applicant").await, mail("secretary").await, mail("neighbour").await), (2, 4, 0));
        let page = house.get("secretary", &format!("/messages?case={case}")).await.expect(200);
        let message = id(&page["items"][0]);
        let released = house.post("secretary", &format!("/messages/{message}/release"), json!({})).await.problem(409);
        assert_eq!(released["rule"], "released");
        house.post("neighbour", &format!("/messages/{message}/release"), json!({})).await.problem(404);
    }
}

/// A path without ids, which differ from run to run.
fn shown(house: &House, path: &str, case: Uuid) -> String {
    path.replace(&case.to_string(), "CASE")
        .replace(&house.call.to_string(), "CALL")
        .replace(&house.city.to_string(), "CITY")
        .replace(&Uuid::nil().to_string(), "NOTHING")
}
