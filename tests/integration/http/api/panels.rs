//! An open ballot is blind: nothing the API says tells how it stands to those who must not know.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use kalends::http::app::{App, router};
use kalends::http::auth::Secret;
use kalends::store::tokens::{self, Token};
use serde_json::{Value, json};

use crate::support::database::{Database, each_database};
use crate::support::house::{House, Opening};
use crate::support::samples::sample;

const CAST: &str = "2027-03-01 10:00
house: board \"Ana Board\" (en), board \"Beka Board\" (en), board \"Gia Board\" (en), board \"Dato Board\" (en), board \"Nino Head\" (en)
house: president \"Nino Head\" (en), secretary \"Sopho Office\" (en), auditor \"Otar Audit\" (en)
organisation School: contact \"Keti School\" (en)
open School: membership\nfill School:\nSchool contact: submit";

/// The API over a house in which people have been invented by a scenario.
struct Api {
    house: House,
    router: Router,
    tokens: std::collections::BTreeMap<String, String>,
    case: String,
    _files: tempfile::TempDir,
}

impl Api {
    async fn open(database: &Database) -> Self {
        let opening = Opening {
            source: sample("circle"),
            ..Opening::default()
        };
        let mut house = House::opening(&database.url, opening).await;
        house.play(CAST).await;
        let files = tempfile::tempdir().unwrap();
        let router = router(App::new(house.engine.clone(), files.path()));
        let mut tokens = std::collections::BTreeMap::new();
        for (name, person) in house.player.people.clone() {
            let secret = Secret::draw(&house.engine.ids);
            let token = Token {
                hash: secret.digest(),
                id: house.engine.ids.next(house.engine.now()),
                person_id: person,
                label: "test".to_owned(),
                created_at: house.engine.now(),
                revoked_at: None,
            };
            let mut tx = house.engine.store.begin().await.unwrap();
            assert!(tokens::insert(&mut tx, &token).await.unwrap().is_done());
            tx.commit().await.unwrap();
            tokens.insert(name, secret.reveal().to_owned());
        }
        let case = house.case("School", "membership").await.case.id.to_string();
        Self {
            house,
            router,
            tokens,
            case,
            _files: files,
        }
    }

    async fn get(&self, who: &str, path: &str) -> (StatusCode, Value) {
        use tower::ServiceExt;
        let path = format!("/api/v1/cases/{}{path}", self.case);
        let request = Request::get(path).header("authorization", format!("Bearer {}", self.tokens[who]));
        let reply = self
            .router
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let status = reply.status();
        let bytes = to_bytes(reply.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn panel(&self, who: &str) -> Value {
        let (status, body) = self.get(who, "").await;
        assert_eq!(status, StatusCode::OK, "{who}: {body}");
        assert_eq!(body["panels"].as_array().map(Vec::len), Some(1), "{who}: {body}");
        body["panels"][0].clone()
    }

    /// Everything the API says of the case to somebody, without the number of its entries.
    async fn said(&self, who: &str) -> String {
        let mut all = String::new();
        for path in ["", "/history", "/plan"] {
            let (status, mut body) = self.get(who, path).await;
            assert_eq!(status, StatusCode::OK, "{who} {path}: {body}");
            if let Some(object) = body.as_object_mut() {
                object.remove("revision");
            }
            all.push_str(&body.to_string());
        }
        all
    }
}

each_database! {
    /// A voter before voting, the owner and a role that only was told read the same whatever the others have voted.
    async fn nothing_tells_how_an_open_ballot_stands(database: &Database) {
        let mut api = Api::open(database).await;
        let blind = ["Keti School", "Otar Audit", "Dato Board", "Nino Head"];
        let mut before = Vec::new();
        for who in blind {
            before.push(api.said(who).await);
        }
        api.house.play(
            "board Ana: cast School because \"They lied to us\" with vote = \"against\", grounds = \"Secret grounds\"
            board Beka: cast School with vote = \"for\"\nboard Gia: cast School with vote = \"for\"
            board Ana: cast School with vote = \"for\"",
        ).await;
        for (who, before) in blind.into_iter().zip(before) {
            let after = api.said(who).await;
            let at = after.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
            let rest = |text: &str| text.chars().skip(at.saturating_sub(80)).take(200).collect::<String>();
            assert!(after == before, "{who} can tell that somebody has voted: {} … was {}", rest(&after), rest(&before));
            assert!(!after.contains("tally") && !after.contains("ballots") && !after.contains("They lied"), "{who}: {after}");
        }
        let panel = api.panel("Dato Board").await;
        assert_eq!((&panel["open"], &panel["members"], panel.get("tally")), (&json!(true), &json!(6), None));
        api.house.play("refused blind: president: close School\nexpect School: membership voting").await;
    }

    /// Once the voter has voted, the others' ballots are there; the secretary sees them all the time.
    async fn a_voter_sees_the_others_after_voting(database: &Database) {
        let mut api = Api::open(database).await;
        api.house.play(
            "board Ana: cast School with vote = \"for\"\nboard Beka: cast School with vote = \"abstain\"
            board Gia: cast School with vote = \"for\"\nboard Dato: cast School with vote = \"recused\"",
        ).await;
        for who in ["Ana Board", "Sopho Office"] {
            let panel = api.panel(who).await;
            let tally = &panel["tally"];
            let numbers = ["cast", "for", "against", "abstain", "recused", "present"].map(|name| tally[name].as_u64());
            assert_eq!(numbers, [4, 2, 0, 1, 1, 3].map(Some), "{who}: {panel}");
            assert_eq!((&tally["quorate"], &tally["carried"]), (&json!(false), &json!(false)), "three of five: {panel}");
            assert_eq!(panel["ballots"].as_array().map(Vec::len), Some(4), "{who}");
        }
        assert_eq!(api.panel("Ana Board").await["own"]["vote"], "for");
        assert!(api.panel("Nino Head").await.get("tally").is_none(), "the president votes too, and has not yet");
        let (_, history) = api.get("Ana Board", "/history").await;
        assert_eq!(history.as_array().map(Vec::len), Some(6), "{history}");
    }

    /// After the end everybody who sees the case sees the numbers, and only voters and the secretary who voted what.
    async fn after_the_end_the_result_is_there(database: &Database) {
        let mut api = Api::open(database).await;
        api.house.play(
            "board Ana: cast School because \"Secret grounds\" with vote = \"for\"\nboard Beka: cast School with vote = \"against\"
            board Gia: cast School with vote = \"for\"\nboard Dato: cast School with vote = \"for\"
            secretary: close School\nexpect School: membership signing",
        ).await;
        for who in ["Keti School", "Otar Audit"] {
            let panel = api.panel(who).await;
            assert_eq!((&panel["open"], &panel["tally"]["carried"]), (&json!(false), &json!(true)), "{who}: {panel}");
            assert!(panel.get("ballots").is_none(), "{who}: {panel}");
            let said = api.said(who).await;
            assert!(!said.contains("Secret grounds") && !said.contains("\"cast\",\"from\""), "{who}: {said}");
        }
        for who in ["Nino Head", "Sopho Office"] {
            assert_eq!(api.panel(who).await["ballots"].as_array().map(Vec::len), Some(4), "{who}");
        }
        let case = api.house.case("School", "membership").await.case;
        assert_eq!(case.reason, None, "what a voter said is not the reason of the decision");
    }
}
