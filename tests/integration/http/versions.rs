//! A changed programme through the pages and the API: seen, decided, put in force; one case moved alone.

use axum::http::Method;
use serde_json::{Value, json};

use super::api::house::{House, W, id};
use super::pages_browser::Browser;
use crate::support::database::each_database;

/// Changes the programme's folder: the duty that a draft owes is another one.
fn change(house: &House) {
    let mut folder = house.folder.lock().unwrap();
    let text = folder.files.get_mut("workflow.toml").unwrap();
    *text = text.replace("[membership.draft.duty.finish]", "[membership.draft.duty.end]");
}

const GROUP: &str = "duty:membership.finish";

async fn impact(house: &House) -> Value {
    house
        .get("secretary", &format!("/workflows/{W}/impact"))
        .await
        .expect(200)
}

each_database! {
    async fn a_changed_folder_is_looked_at_decided_and_put_in_force(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        assert_eq!(impact(&house).await["cases"]["reached"], 0);
        change(&house);
        let seen = impact(&house).await;
        assert_eq!((&seen["in_force"], &seen["version"]), (&json!(1), &json!(2)));
        assert_eq!((&seen["cases"]["decide"], &seen["groups"][0]["group"]), (&json!(1), &json!(GROUP)));
        let versions = format!("/workflows/{W}/versions");
        for who in ["applicant", "commission", "institute"] {
            assert_eq!(house.get(who, &format!("/workflows/{W}/impact")).await.status, 409, "{who}");
            assert_eq!(house.post(who, &versions, json!({})).await.status, 409, "{who}");
        }
        let refused = house.post("secretary", &versions, json!({})).await.problem(409);
        assert_eq!((&refused["rule"], &refused["values"]["groups"]), (&json!("undecided"), &json!(GROUP)));
        let nonsense = json!({"choices": {GROUP: "perhaps"}});
        house.post("secretary", &versions, nonsense).await.problem(422);
        let old = json!({"digest": "0", "choices": {GROUP: "stay"}});
        house.post("secretary", &versions, old).await.problem(412);
        let stays = json!({"digest": seen["digest"], "choices": {GROUP: "stay"}});
        let published = house.post("secretary", &versions, stays).await.expect(200);
        assert_eq!(published, json!({"version": 2, "moved": 0, "stayed": 1}));
        let workflow = house.get("", &format!("/workflows/{W}")).await;
        assert_eq!(workflow.status, 401);
        let workflow = house.get("institute", &format!("/workflows/{W}")).await.expect(200);
        let running: Vec<&Value> = workflow["versions"].as_array().unwrap().iter().map(|one| &one["running"]).collect();
        assert_eq!(running, [1, 0]);
        assert_eq!(workflow["versions"][1]["publications"][0]["choices"][GROUP], "stay");
        let version = format!("/cases/{case}/version");
        assert_eq!(house.post("applicant", &version, json!({})).await.problem(409)["rule"], "runs");
        assert_eq!(house.post("neighbour", &version, json!({})).await.status, 404);
        assert_eq!(house.post("secretary", &version, json!({})).await.problem(409)["rule"], "undecided");
        let moves = json!({"choices": {GROUP: "move"}});
        house.post("secretary", &version, moves.clone()).await.expect(200);
        assert_eq!(house.post("secretary", &version, moves).await.problem(409)["rule"], "same-version");
        let history = house.get("secretary", &format!("/cases/{case}/history")).await.expect(200);
        assert_eq!(history.as_array().unwrap().last().unwrap()["event"], "version");
        let report = house.engine.verify().await.unwrap();
        assert_eq!((report.differences.len(), report.accounted), (0, report.notices));
    }

    async fn the_page_shows_the_same_and_publishes(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        change(&house);
        let path = format!("/w/{W}/impact");
        for who in ["applicant", "commission"] {
            assert_eq!(Browser::of(&house, who).await.get(&path).await.status, 404, "{who}");
        }
        let browser = Browser::of(&house, "secretary").await;
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains(&format!("name=\"{GROUP}\"")), "{}", page.text);
        let digest = impact(&house).await["digest"].as_str().unwrap().to_owned();
        let pressed = [("digest", digest.as_str()), ("then", "publish")];
        assert_eq!(browser.post(&path, &pressed).await.status, 422, "somebody must decide first");
        let chosen = [&pressed[..], &[(GROUP, "stay")]].concat();
        let preview = [("digest", digest.as_str()), ("then", "preview"), (GROUP, "stay")];
        assert_eq!(browser.post(&path, &preview).await.status, 200);
        assert_eq!(house.engine.versions_of(W).await.unwrap().len(), 1, "looking changes nothing");
        assert_eq!(browser.post(&path, &chosen).await.status, 303);
        assert_eq!(house.engine.versions_of(W).await.unwrap().len(), 2);
        let link = format!("/cases/{case}/version");
        assert!(browser.get(&format!("/cases/{case}")).await.text.contains(&link));
        assert_eq!(browser.get(&link).await.status, 200);
        assert_eq!(browser.post(&link, &[("then", "publish"), (GROUP, "move")]).await.status, 303);
        assert!(!browser.get(&format!("/cases/{case}")).await.text.contains(&link), "it obeys the version in force");
    }

    async fn an_extension_is_weighed_before_it_is_made(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let path = format!("/calls/{}", house.call);
        let later = json!({"closes_at": "2027-05-08T00:00:00+03:00"});
        assert_eq!(house.post("applicant", &format!("{path}/impact"), later.clone()).await.status, 409);
        let seen = house.post("secretary", &format!("{path}/impact"), later.clone()).await.expect(200);
        let change = &seen["changes"][0];
        assert_eq!((&change["case"], &change["verdict"]), (&json!(case), &json!("changes")));
        assert_eq!(change["due"][0]["after"], "2027-05-08T00:00:00+03:00");
        assert_eq!(seen["letters"]["moved"], 3, "14 days before to the contact, 3 days before to both");
        let before = house.get("secretary", &path).await.expect(200);
        assert_eq!(before["closes_at"], "2027-05-01T00:00:00+03:00", "nothing has changed");
        house.json("secretary", (Method::PATCH, &path), &[], later).await.expect(200);
        let plan = house.get("applicant", &format!("/cases/{case}/plan")).await.expect(200);
        assert_eq!(plan["duties"][0]["due_at"], change["due"][0]["after"]);
    }
}
