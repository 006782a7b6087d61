//! What cannot be taken: said in the person's language, given back as it was typed, and nothing of it stored.

use super::api::house::{House, W, id};
use super::pages_browser::Browser;
use crate::support::database::each_database;

/// How many files lie in a folder, those of folders in it included.
fn files(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

each_database! {
    async fn a_file_that_is_not_what_it_claims_leaves_no_trace(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let browser = Browser::of(&house, "applicant").await;
        let (path, note) = (format!("/cases/{case}/attachments"), [("note", "The mayor signed it yesterday.")]);
        let refused = browser.post_file(&path, &note, ("letter.pdf", "no pdf at all")).await;
        assert_eq!(refused.status, 415);
        assert!(refused.text.contains("The mayor signed it yesterday."), "{}", refused.text);
        let read = house.get("applicant", &format!("/cases/{case}")).await.expect(200);
        assert_eq!(read["attachments"].as_array().map_or(0, Vec::len), 0, "{read}");
        assert_eq!(files(house.files()), 0);
        assert_eq!(browser.post_file(&path, &note, ("letter.pdf", "%PDF-1.7 yes")).await.status, 303);
        assert_eq!(files(house.files()), 1);
    }

    async fn nothing_is_stored_for_nobody(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let nobody = Browser::new(&house);
        let path = format!("/cases/{case}/attachments");
        let refused = nobody.post_file(&path, &[("note", "Typed before the session ended")], ("a.pdf", "%PDF-1.7")).await;
        assert_eq!(refused.status, 401);
        assert!(refused.text.contains("Typed before the session ended"), "{}", refused.text);
        assert!(!house.files().join("incoming").exists(), "a file was received for nobody");
        let long = "x".repeat(4 * 1024 * 1024 + 1);
        assert_eq!(nobody.post(&format!("/cases/{case}/form"), &[("city_name", &long)]).await.status, 413);
    }

    async fn a_refusal_speaks_the_persons_language(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let browser = Browser::of(&house, "applicant").await.in_latvian();
        let refused = browser.post(&format!("/cases/{case}/events/endorse"), &[("reason", "Gribu pati.")]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text.contains("<html lang=\"lv\">") && refused.text.contains("Gribu pati."), "{}", refused.text);
        let told = house.request("applicant", (axum::http::Method::POST, &format!("/cases/{case}/events")), &[("accept-language", "lv")]);
        let told = told.header("content-type", "application/json").body(r#"{"event": "endorse"}"#.into()).unwrap();
        let told = house.send(told).await.problem(409);
        assert!(refused.text.contains(told["detail"].as_str().unwrap()), "{told}");
        assert_eq!(told["type"], "http://kalends.example/problems/refusal");
    }

    async fn what_is_no_address_leads_to_our_own_page(database: &Database) {
        let house = House::on(database).await;
        let browser = Browser::of(&house, "secretary").await;
        for path in ["/cases/nonsense", "/cases/nonsense/form", "/directory/1", "/why/x", "/w/%FF", "/practice/mailbox/1"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, 404, "{path}");
            assert!(answer.text.contains("<h1"), "{path}: {}", answer.text);
        }
        let twice = browser.get(&format!("/w/{W}/register?on=2027-01-01&on=2027-01-02")).await;
        assert_eq!(twice.status, 400);
        assert!(twice.text.contains("<h1"), "{}", twice.text);
        house.get("secretary", "/workflows/%FF").await.problem(404);
    }
}
