//! `ETag`, `If-None-Match`, `If-Match`.

use axum::http::Method;
use serde_json::json;

use super::house::{House, W, id};
use crate::support::database::each_database;

each_database! {
    async fn what_is_known_is_not_sent_again(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let paths = [
            format!("/cases/{case}"), format!("/cases/{case}/plan"), format!("/cases/{case}/history"),
            format!("/cases/{case}/answers"), format!("/workflows/{W}"), format!("/workflows/{W}/graph"),
            format!("/workflows/{W}/forms/application"), format!("/calls/{}", house.call),
            format!("/organisations/{}", house.city), format!("/register/{W}"),
            "/cases".to_owned(), "/organisations".to_owned(), "/notices".to_owned(), "/messages".to_owned(),
            "/workflows".to_owned(), format!("/workflows/{W}/calls"),
        ];
        for path in paths {
            let first = house.get("applicant", &path).await;
            first.expect(200);
            let tag = first.header("etag");
            assert!(tag.starts_with("W/\""), "{path}: {tag}");
            let again = house.get_with("applicant", &path, &[("if-none-match", tag)]).await;
            assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""), "{path}");
            assert_eq!(again.header("etag"), tag);
            let other = house.get_with("applicant", &path, &[("if-none-match", "\"other\"")]).await;
            assert_eq!(other.text, first.text, "{path}");
        }
    }

    async fn an_event_of_a_stale_case_is_not_asked(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let (path, seen) = (format!("/cases/{case}"), house.get("applicant", &format!("/cases/{case}")).await);
        let tag = seen.header("etag").to_owned();
        house.ask("mayor", case, "sign").await.expect(200);
        let event = json!({"event": "submit"});
        let stale = house
            .post_with("applicant", &format!("{path}/events"), &[("if-match", &tag)], event.clone())
            .await
            .problem(412);
        assert_eq!(stale["revision"], 2);
        let fresh = house.get("applicant", &path).await.header("etag").to_owned();
        for matching in [&fresh, "\"2\"", "2", "*"] {
            let sent = house.post_with("applicant", &format!("{path}/events"), &[("if-match", matching)], json!({"event": "nonsense"})).await;
            assert_eq!(sent.problem(409)["rule"], "unknown-event", "{matching}");
        }
        let nonsense = [("if-match", "\"what\"")];
        house.post_with("applicant", &format!("{path}/events"), &nonsense, event.clone()).await.problem(400);
        house.post_with("applicant", &format!("{path}/events"), &[("if-match", &fresh)], event).await.expect(200);
    }

    async fn two_who_write_one_draft_do_not_overwrite_each_other(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let path = format!("/cases/{case}/answers");
        let tag = house.get("applicant", &path).await.header("etag").to_owned();
        let put = async |who: &str, name: &str| {
            let body = json!({ "city_name": name });
            house.json(who, (Method::PUT, &path), &[("if-match", &tag)], body).await
        };
        assert_eq!(put("applicant", "Cēsis").await.expect(200)["answers"]["city_name"], "Cēsis");
        put("mayor", "Cēsu novads").await.problem(412);
        let kept = house.get("mayor", &path).await.expect(200);
        assert_eq!(kept["answers"]["city_name"], "Cēsis");
    }
}
