//! Headers, limits and errors around every answer.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use axum::routing::{get, post};
use jiff::tz::TimeZone;
use kalends::case::{Refusal, Rejection};
use kalends::clock::{Ids, Instant, ManualClock};
use kalends::http::assets::asset;
use kalends::http::error::Problem;
use kalends::http::headers::{Reached, Requests, around};
use kalends::http::pages::Frame;
use kalends::locale::Locale;
use kalends::workflow::form::FieldError;
use kalends::workflow::text::Text;
use serde_json::Value;
use tower::ServiceExt;

/// How long a request may take here.
const SHORT: Duration = Duration::from_millis(300);

fn service(reached: Reached) -> Router {
    let router = Router::new()
        .route("/", get(async || "hello"))
        .route("/post", post(async || "done"))
        .route("/panic", get(panics))
        .route("/api/panic", get(panics))
        .route("/api/post", post(async || "done"))
        .route("/slow", get(std::future::pending::<&'static str>))
        .route("/api/slow", get(std::future::pending::<&'static str>))
        .route("/api/v1/clock", post(long))
        .route("/assets/{*path}", get(asset));
    let clock = Arc::new(ManualClock::at(Instant::default()));
    around(
        router,
        reached,
        Requests {
            ids: Ids::seeded(1),
            clock,
            base_url: "https://k.example".into(),
            longest: SHORT,
        },
    )
}

async fn long() -> &'static str {
    let late = tokio::time::timeout(SHORT * 3, std::future::pending::<()>()).await;
    assert!(late.is_err());
    "moved"
}

async fn panics() -> &'static str {
    panic!("the secret insides")
}

async fn ask(request: axum::http::request::Builder) -> Response<Body> {
    service(Reached::Securely)
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

async fn text(answer: Response<Body>) -> String {
    String::from_utf8(to_bytes(answer.into_body(), 1_000_000).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    for path in ["/", "/nothing-here", "/panic"] {
        let answer = ask(Request::get(path)).await;
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .map_or("", |value| value.to_str().unwrap())
                .to_owned()
        };
        assert!(
            header("content-security-policy").starts_with("default-src 'none'"),
            "{path}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert!(
            header("strict-transport-security").starts_with("max-age=63072000"),
            "{path}"
        );
        assert_eq!(header("x-request-id").len(), 36, "{path}");
    }
    let plain = service(Reached::Plainly)
        .oneshot(Request::get("/").body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert!(!plain.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn a_post_from_elsewhere_is_refused() {
    let from = |site: &'static str| {
        Request::post("/post")
            .header("host", "k.example")
            .header("sec-fetch-site", site)
    };
    assert_eq!(ask(from("cross-site")).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(ask(from("same-site")).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(ask(from("same-origin")).await.status(), StatusCode::OK);
    let foreign = Request::post("/post")
        .header("host", "k.example")
        .header("origin", "https://evil.example");
    assert_eq!(ask(foreign).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_panic_says_nothing_of_its_insides() {
    let answer = ask(Request::get("/api/panic")).await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = text(answer).await;
    assert!(
        body.contains("/problems/internal") && !body.contains("secret"),
        "{body}"
    );
    let answer = ask(Request::get("/panic").header("accept-language", "lv")).await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let page = text(answer).await;
    assert!(page.contains("<html lang=\"lv\"") && !page.contains("secret"), "{page}");
}

#[tokio::test]
async fn programs_and_people_are_told_in_their_own_way_what_was_refused_outside_a_handler() {
    let foreign = |path| {
        Request::post(path)
            .header("host", "k.example")
            .header("sec-fetch-site", "cross-site")
    };
    for (program, person, status) in [
        (foreign("/api/post"), foreign("/post"), 403),
        (Request::get("/api/slow"), Request::get("/slow"), 503),
    ] {
        let answer = ask(program).await;
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let body: Value = serde_json::from_str(&text(answer).await).unwrap();
        assert_eq!(body["status"], status);
        let answer = ask(person).await;
        assert_eq!(answer.status(), status);
        assert!(text(answer).await.contains("<h1"));
    }
}

#[tokio::test]
async fn moving_the_clock_may_take_its_time() {
    let answer = ask(Request::post("/api/v1/clock")).await;
    assert_eq!(
        (answer.status(), text(answer).await.as_str()),
        (StatusCode::OK, "moved")
    );
}

#[tokio::test]
async fn assets_are_cached_by_their_content() {
    let first = ask(Request::get("/assets/kalends.css")).await;
    assert_eq!(first.headers()["content-type"], "text/css; charset=utf-8");
    assert!(first.headers()["cache-control"].to_str().unwrap().starts_with("public"));
    let tag = first.headers()["etag"].clone();
    let again = ask(Request::get("/assets/kalends.css").header("if-none-match", &tag)).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(text(again).await, "");
    assert_eq!(
        ask(Request::get("/assets/../Cargo.toml")).await.status(),
        StatusCode::NOT_FOUND
    );
}

fn words() -> FieldError {
    let values = [("limit", "200".to_owned()), ("found", "231".to_owned())].into();
    FieldError {
        field: "motivation".to_owned(),
        rule: "words",
        values,
    }
}

#[tokio::test]
async fn a_refusal_is_a_conflict_with_its_rule_and_sentence() {
    let refusal = Refusal {
        rule: "quota".to_owned(),
        values: [("quota".to_owned(), "3".to_owned())].into(),
        said: Text::default(),
    };
    let answer =
        Problem::from(Rejection::Refused(refusal)).to_program(Locale::of("lv").unwrap(), "https://k.example", "r-1");
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let body: Value = serde_json::from_str(&text(answer).await).unwrap();
    assert_eq!(body["type"], "https://k.example/problems/refusal");
    assert_eq!(body["rule"], "quota");
    assert!(
        body["detail"]
            .as_str()
            .unwrap()
            .starts_with("Visas šī uzsaukuma 3 vietas ir aizņemtas.")
    );
    assert_eq!(body["status"], 409);
}

#[test]
fn invalid_answers_have_one_entry_a_field() {
    let required = FieldError {
        field: "city".to_owned(),
        rule: "required",
        values: [].into(),
    };
    let body =
        Problem::from(Rejection::Invalid(vec![words(), required])).details(Locale::english(), "https://k.example", "r");
    assert_eq!(body["status"], 422);
    assert_eq!(body["errors"][0]["field"], "motivation");
    assert_eq!(body["errors"][0]["rule"], "words");
    assert_eq!(body["errors"][0]["values"]["limit"], "200");
    assert_eq!(body["errors"][0]["detail"], "Use at most 200 words; there are 231 now");
    assert_eq!(body["errors"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn our_own_faults_tell_people_a_reference_only() {
    let problem = Problem::internal("database is locked at /var/lib/secret");
    for t in Locale::all() {
        let frame = Frame::new(t, TimeZone::UTC, Instant::default());
        let body = text(problem.to_person(frame, "0190-ref")).await;
        assert!(
            body.contains("0190-ref") && !body.contains("secret") && !body.contains("["),
            "{body}"
        );
        assert!(!problem.details(t, "", "0190-ref").to_string().contains("secret"));
    }
}

#[test]
fn every_problem_has_words_in_every_language() {
    let refusal = Refusal {
        rule: "state".to_owned(),
        values: [].into(),
        said: Text::default(),
    };
    let problems = [
        Problem::Malformed("x".to_owned()),
        Problem::Unsure,
        Problem::Unknown,
        Problem::Forbidden,
        Problem::Missing,
        Problem::Method,
        Problem::Refused(refusal),
        Problem::Invalid(vec![]),
        Problem::KeyReused,
        Problem::TooLarge,
        Problem::FileKind,
        Problem::TooOften,
        Problem::Busy,
        Problem::internal("x"),
    ];
    for t in Locale::all() {
        for problem in &problems {
            let page = problem.page(Frame::new(t, TimeZone::UTC, Instant::default()), "r");
            assert!(!page.title.contains('[') && !page.sentence.contains('['), "{problem:?}");
        }
    }
}
