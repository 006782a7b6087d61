//! Bad input over the pages: a clear message in the person's language, what was typed is kept, nothing is stored half.

use axum::http::StatusCode;
use kalends::store::{attachments, drafts};

use super::browser::{Browser, Pages};

const LINES: &str = "
2027-02-08 09:00
house: commission \"Ilze\" (en), institute \"Mara\" (en), secretary \"Andris\" (en)
organisation Talsi: contact \"Kristīne\" (en), mayor \"Raimonds\" (lv)
organisation Kuldīga: contact \"Elīna\" (en), mayor \"Normunds\" (lv)
call \"2027\": opens 2027-02-01, closes 2027-03-26
open Talsi: membership in \"2027\"
fill Talsi
";

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n";

async fn house() -> (Pages, String) {
    let pages = Pages::alone(LINES).await;
    let case = pages.house.case("Talsi", "membership").await;
    (pages, format!("/cases/{}", case.case.id))
}

async fn draft(pages: &Pages) -> drafts::Draft {
    let case = pages.house.case("Talsi", "membership").await;
    let mut tx = pages.house.engine.store.read().await.unwrap();
    drafts::find(&mut tx, case.case.id).await.unwrap().unwrap()
}

async fn events(pages: &Pages) -> u32 {
    pages.house.case("Talsi", "membership").await.case.revision
}

#[tokio::test]
async fn a_wrong_type_is_told_and_the_rest_is_saved() {
    let (pages, case) = house().await;
    let mut browser = Browser::signed_in(&pages, "Kristīne").await;
    let revision = draft(&pages).await.revision.to_string();
    let typed = [
        ("revision", revision.as_str()),
        ("city_name", "Talsu pilsēta"),
        ("population.value", "plenty"),
        ("population.year", "2026"),
    ];
    let seen = browser.post(&pages, &format!("{case}/form"), &typed).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.html.contains("id=\"error-summary\"") && seen.html.contains("value=\"plenty\""));
    let saved = draft(&pages).await.answers;
    assert_eq!(saved["city_name"], "Talsu pilsēta");
    assert!(
        saved["population"].is_object(),
        "the answer of before stays: {}",
        saved["population"]
    );
}

#[tokio::test]
async fn an_answer_over_the_limit_is_kept_and_cannot_be_submitted() {
    let (pages, case) = house().await;
    let mut browser = Browser::signed_in(&pages, "Kristīne").await;
    let long = "word ".repeat(2_000);
    let revision = draft(&pages).await.revision.to_string();
    let seen = browser
        .post(
            &pages,
            &format!("{case}/form"),
            &[("revision", &revision), ("motivation", &long), ("then", "check")],
        )
        .await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER);
    assert!(draft(&pages).await.answers["motivation"].as_str().unwrap().len() > 9_000);
    let before = events(&pages).await;
    let mut mayor = Browser::signed_in(&pages, "Raimonds").await;
    let refused = mayor.post(&pages, &format!("{case}/events/sign"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.html.contains("lang=\"lv\"") && refused.html.contains("2000"),
        "in the mayor's language"
    );
    assert_eq!(events(&pages).await, before);
}

#[tokio::test]
async fn a_question_nobody_asked_is_told() {
    let (pages, case) = house().await;
    let mut browser = Browser::signed_in(&pages, "Kristīne").await;
    let revision = draft(&pages).await.revision.to_string();
    let seen = browser
        .post(
            &pages,
            &format!("{case}/form"),
            &[("revision", &revision), ("password", "x"), ("city_name", "Talsi")],
        )
        .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!draft(&pages).await.answers.contains_key("password"));
}

#[tokio::test]
async fn an_event_of_another_state_or_role_is_refused_in_words() {
    let (pages, case) = house().await;
    let before = events(&pages).await;
    let mut contact = Browser::signed_in(&pages, "Kristīne").await;
    for event in ["endorse", "sign", "submit", "nonsense"] {
        let seen = contact
            .post(
                &pages,
                &format!("{case}/events/{event}"),
                &[("reason", "because I can")],
            )
            .await;
        assert_eq!(seen.status, StatusCode::CONFLICT, "{event}");
        assert!(
            seen.html.contains("<h1") && seen.html.contains("because I can"),
            "{event}"
        );
    }
    let mut commission = Browser::signed_in(&pages, "Ilze").await;
    assert_eq!(
        commission
            .post(&pages, &format!("{case}/events/submit"), &[])
            .await
            .status,
        StatusCode::CONFLICT
    );
    assert_eq!(events(&pages).await, before);
}

#[tokio::test]
async fn what_one_may_not_see_looks_like_what_is_not_there() {
    let (pages, case) = house().await;
    let mut stranger = Browser::signed_in(&pages, "Elīna").await;
    let mut institute = Browser::signed_in(&pages, "Mara").await;
    let nothing = format!("/cases/{}", uuid::Uuid::nil());
    for browser in [&mut stranger, &mut institute] {
        let (hidden, missing) = (browser.get(&pages, &case).await, browser.get(&pages, &nothing).await);
        assert_eq!(
            (hidden.status, missing.status),
            (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
        );
        assert_eq!(hidden.html.replace(&case, "…"), missing.html.replace(&nothing, "…"));
        for path in ["/form", "/check"] {
            assert_eq!(
                browser.get(&pages, &format!("{case}{path}")).await.status,
                StatusCode::NOT_FOUND
            );
        }
        for path in ["/w/learning-cities/calls", "/w/learning-cities/notices", "/directory"] {
            assert_eq!(browser.get(&pages, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    assert_eq!(
        stranger.get(&pages, "/w/learning-cities/queue").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_draft_is_not_read_by_the_house() {
    let (pages, case) = house().await;
    let mut contact = Browser::signed_in(&pages, "Kristīne").await;
    let revision = draft(&pages).await.revision.to_string();
    contact
        .post(
            &pages,
            &format!("{case}/form"),
            &[("revision", &revision), ("city_name", "Secret Talsi")],
        )
        .await;
    let mut commission = Browser::signed_in(&pages, "Ilze").await;
    for path in ["", "/check"] {
        let seen = commission.get(&pages, &format!("{case}{path}")).await;
        assert!(!seen.html.contains("Secret Talsi"), "{path}");
    }
}

#[tokio::test]
async fn a_stale_page_keeps_what_was_typed() {
    let (pages, case) = house().await;
    let mut browser = Browser::signed_in(&pages, "Kristīne").await;
    let revision = draft(&pages).await.revision.to_string();
    let path = format!("{case}/form");
    browser
        .post(&pages, &path, &[("revision", &revision), ("city_name", "First")])
        .await;
    let seen = browser
        .post(&pages, &path, &[("revision", &revision), ("city_name", "Second")])
        .await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.html.contains("value=\"Second\"") && seen.html.contains("id=\"error-summary\""));
    assert_eq!(draft(&pages).await.answers["city_name"], "First");
    let event = format!("{case}/events/withdraw");
    let stale = browser
        .post(
            &pages,
            &event,
            &[("revision", "99"), ("reason", "We will apply next year")],
        )
        .await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert!(stale.html.contains("We will apply next year"));
    assert_eq!(pages.house.case("Talsi", "membership").await.case.state, "draft");
}

#[tokio::test]
async fn a_button_pressed_twice_is_pressed_once() {
    let (pages, case) = house().await;
    let mut mayor = Browser::signed_in(&pages, "Raimonds").await;
    let revision = events(&pages).await.to_string();
    for _ in 0..2 {
        let seen = mayor
            .post(&pages, &format!("{case}/events/sign"), &[("revision", &revision)])
            .await;
        assert_eq!(seen.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(
        events(&pages).await.to_string(),
        (revision.parse::<u32>().unwrap() + 1).to_string()
    );
}

#[tokio::test]
async fn an_ended_session_gives_back_what_was_typed() {
    let (pages, case) = house().await;
    let mut browser = Browser::signed_in(&pages, "Kristīne").await;
    browser.post(&pages, "/sign-out", &[]).await;
    let path = format!("{case}/form");
    let typed = [("revision", "1"), ("city_name", "An hour's typing")];
    let seen = browser.post(&pages, &path, &typed).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    assert!(seen.html.contains("An hour&#39;s typing") && seen.html.contains("name=\"city_name\""));
    let then = path.replace('/', "%2F");
    assert_eq!(browser.get(&pages, &path).await.to, format!("/sign-in?then={then}"));
}

#[tokio::test]
async fn files_are_what_they_say_and_not_too_large() {
    let (pages, case) = house().await;
    let mut browser = Browser::signed_in(&pages, "Kristīne").await;
    let path = format!("{case}/attachments");
    let purpose = [("purpose", "signed-form")];
    let large = [PDF, &vec![b' '; 20 * 1024 * 1024]].concat();
    let refused: [(&str, &[u8], StatusCode); 6] = [
        ("huge.pdf", &large, StatusCode::PAYLOAD_TOO_LARGE),
        ("picture.png", PDF, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("program.exe", b"MZ\x90\x00", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("form.pdf", b"MZ\x90\x00", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("page.txt", b"\xff\xfe\x00\x01", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("empty.pdf", b"", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ];
    let before = events(&pages).await;
    for (name, content, status) in refused {
        let seen = browser.post_file(&pages, &path, &purpose, (name, content)).await;
        assert_eq!(seen.status, status, "{name}");
        assert!(seen.html.contains("<h1"), "{name}");
    }
    assert_eq!(
        (events(&pages).await, pages.files(), pages.half_files()),
        (before, 0, 0)
    );
    let seen = browser
        .post_file(&pages, &path, &purpose, ("../../signed form.pdf", PDF))
        .await;
    assert_eq!(
        (seen.status, pages.files(), pages.half_files()),
        (StatusCode::SEE_OTHER, 1, 0)
    );
    let stored = pages.house.case("Talsi", "membership").await.case.attachments;
    assert_eq!(stored[0].name, "signed form.pdf");
    let read = format!("{case}/attachments/{}", stored[0].id);
    assert_eq!(browser.get(&pages, &read).await.html.as_bytes(), PDF);
    let mut stranger = Browser::signed_in(&pages, "Elīna").await;
    assert_eq!(stranger.get(&pages, &read).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_of_a_refused_event_leaves_no_trace() {
    let (pages, case) = house().await;
    let mut browser = Browser::signed_in(&pages, "Kristīne").await;
    let path = format!("{case}/events/send-endorsed");
    let seen = browser
        .post_file(&pages, &path, &[("reason", "here it is")], ("endorsement.pdf", PDF))
        .await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.html.contains("here it is"));
    let case = pages.house.case("Talsi", "membership").await.case.id;
    let mut tx = pages.house.engine.store.read().await.unwrap();
    let rows = attachments::of_case(&mut tx, case).await.unwrap();
    assert_eq!((rows.len(), pages.files(), pages.half_files()), (0, 0, 0));
}

#[tokio::test]
async fn reading_changes_nothing() {
    let (pages, case) = house().await;
    let mut browser = Browser::signed_in(&pages, "Kristīne").await;
    let before = (events(&pages).await, draft(&pages).await);
    for path in ["", "/form", "/check"] {
        assert_eq!(
            browser.get(&pages, &format!("{case}{path}")).await.status,
            StatusCode::OK
        );
    }
    for event in ["withdraw", "submit"] {
        let seen = browser.get(&pages, &format!("{case}/events/{event}")).await;
        assert_eq!(seen.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!((events(&pages).await, draft(&pages).await), before);
}

#[tokio::test]
async fn a_bad_line_keeps_the_whole_import_out() {
    let (pages, _) = house().await;
    let mut secretary = Browser::signed_in(&pages, "Andris").await;
    let path = "/w/learning-cities/import";
    let head = "organisation,admitted_on,contact_name,contact_email,mayor_name,mayor_email,language\n";
    let good = "Valmiera,2016-08-23,Dace,dace@valmiera.example,,,lv\n";
    let bad = "Jelgava,yesterday,Inga,inga@jelgava.example,,,lv\n";
    let seen = secretary
        .post_file(&pages, path, &[], ("m.csv", format!("{head}{good}{bad}").as_bytes()))
        .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        seen.html.contains("Line 3") && seen.html.contains("yesterday"),
        "{}",
        seen.html
    );
    let members = async || pages.house.engine.count_members("learning-cities").await.unwrap();
    assert_eq!(members().await, 0);
    let seen = secretary
        .post_file(&pages, path, &[], ("m.csv", format!("{head}{good}").as_bytes()))
        .await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.html);
    assert_eq!(members().await, 1);
    let mut contact = Browser::signed_in(&pages, "Kristīne").await;
    assert_eq!(contact.get(&pages, path).await.status, StatusCode::NOT_FOUND);
}
