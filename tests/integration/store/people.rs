//! The directory, seats, sign-in, keys, remembered answers and the smaller tables.

use kalends::store::attachments::{self, StoredAttachment};
use kalends::store::idempotency::{self, Answered};
use kalends::store::seats::{self, Seat};
use kalends::store::sessions::{self, Session};
use kalends::store::sign_ins::{self, SignIn};
use kalends::store::tokens::{self, Token};
use kalends::store::{Outcome, Page, meta, organisations, people, workflows};

use super::sample::{at, id, organisation, person, programme, programme_with_case};
use crate::support::database::each_database;

fn seat(number: u128, organisation: Option<u128>, workflow: Option<&str>) -> Seat {
    Seat {
        id: id(number),
        person_id: id(1),
        role: "applicant".to_owned(),
        seat: Some("contact".to_owned()),
        organisation_id: organisation.map(id),
        workflow: workflow.map(str::to_owned),
        from_at: Some(at(5)),
        until_at: None,
    }
}

each_database! {
    async fn organisations_are_found_whatever_the_case_of_their_letters(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        for (number, name) in (2..).zip(["Ķekava", "100% pilsēta", "Cēsu novads", "cēsis"]) {
            assert!(organisations::insert(&mut tx, &organisation(number, name)).await.unwrap().is_done());
        }
        for (part, expected) in [
            ("CĒS", vec!["Cēsis", "cēsis", "Cēsu novads"]),
            ("ķek", vec!["Ķekava"]),
            ("0%", vec!["100% pilsēta"]),
            ("_", vec![]),
            ("\\", vec![]),
        ] {
            let found = organisations::search(&mut tx, part, None, 10).await.unwrap();
            let found: Vec<_> = found.iter().map(|organisation| organisation.name.as_str()).collect();
            assert_eq!(found, expected, "{part}");
        }
        let mut names = Vec::new();
        let mut last = None;
        loop {
            let found = organisations::search(&mut tx, "", last.as_ref(), 2).await.unwrap();
            names.extend(found.iter().map(|organisation| organisation.name.clone()));
            let Some(end) = found.into_iter().last() else { break };
            last = Some(end);
        }
        assert_eq!(names, ["100% pilsēta", "Cēsis", "cēsis", "Cēsu novads", "Ķekava"]);
        assert_eq!(organisations::named(&mut tx, "CĒSIS").await.unwrap().len(), 2);
        assert!(organisations::succeed(&mut tx, id(1), id(4)).await.unwrap().is_done());
        assert_eq!(organisations::succeed(&mut tx, id(1), id(5)).await.unwrap(), Outcome::Lost);
        assert!(organisations::rename(&mut tx, id(4), "Cēsu pilsēta", "en").await.unwrap().is_done());
        assert_eq!(organisations::find(&mut tx, id(4)).await.unwrap().unwrap().name, "Cēsu pilsēta");
    }

    async fn an_address_belongs_to_one_person_whatever_its_case(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        let mut twin = person(3);
        twin.email = "ILZE1@Example.org".to_owned();
        assert_eq!(people::insert(&mut tx, &twin).await.unwrap(), Outcome::Lost);
        let mut other = person(3);
        other.email = "Ģirts@example.org".to_owned();
        assert!(people::insert(&mut tx, &other).await.unwrap().is_done());
        let found = people::by_email(&mut tx, "ĢIRTS@EXAMPLE.ORG").await.unwrap().unwrap();
        assert_eq!(found.email, "ģirts@example.org");
        assert!(people::change(&mut tx, id(3), "Ģirts", "en").await.unwrap().is_done());
        assert_eq!(people::find(&mut tx, id(3)).await.unwrap().unwrap().name, "Ģirts");
        assert_eq!(people::list(&mut tx, Page { after: Some(id(1)), limit: 9 }).await.unwrap().len(), 2);
    }

    async fn holders_are_those_of_the_organisation_and_of_the_house(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(organisations::insert(&mut tx, &organisation(2, "Kuldīga")).await.unwrap().is_done());
        let all = [seat(1, Some(1), None), seat(2, Some(2), None), seat(3, None, Some("reports")), seat(4, None, Some("awards"))];
        for new in &all {
            assert!(seats::insert(&mut tx, new).await.unwrap().is_done());
        }
        let holders = seats::holders(&mut tx, id(1), "reports").await.unwrap();
        assert_eq!(holders, [all[0].clone().holder(), all[2].clone().holder()]);
        assert_eq!(seats::of_person(&mut tx, id(1)).await.unwrap(), all);
        assert_eq!(seats::of_organisation(&mut tx, id(2)).await.unwrap(), all[1..2]);
        assert_eq!(seats::of_house(&mut tx).await.unwrap(), all[2..]);
        assert!(seats::end(&mut tx, id(1), at(50)).await.unwrap().is_done());
        assert_eq!(seats::end(&mut tx, id(1), at(60)).await.unwrap(), Outcome::Lost);
        assert_eq!(seats::of_person(&mut tx, id(1)).await.unwrap()[0].until_at, Some(at(50)));
    }

    async fn a_link_signs_in_once_in_its_browser_and_in_time(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        let link = SignIn {
            token_hash: "t".to_owned(),
            browser_hash: "b".to_owned(),
            person_id: id(1),
            created_at: at(0),
            expires_at: at(600),
            used_at: None,
        };
        assert!(sign_ins::insert(&mut tx, &link).await.unwrap().is_done());
        assert_eq!(sign_ins::find(&mut tx, "t").await.unwrap(), Some(link));
        assert_eq!(sign_ins::spend(&mut tx, "t", "other", at(10)).await.unwrap(), None);
        assert_eq!(sign_ins::spend(&mut tx, "t", "b", at(600)).await.unwrap(), None);
        assert_eq!(sign_ins::spend(&mut tx, "t", "b", at(599)).await.unwrap(), Some(id(1)));
        assert_eq!(sign_ins::spend(&mut tx, "t", "b", at(599)).await.unwrap(), None);
        assert_eq!(sign_ins::recent(&mut tx, id(1), at(-1)).await.unwrap(), 1);
        assert_eq!(sign_ins::forget(&mut tx, at(600)).await.unwrap(), 1);
    }

    async fn sessions_and_keys_end(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        let session = Session {
            token_hash: "s".to_owned(),
            person_id: id(1),
            created_at: at(0),
            seen_at: at(0),
            expires_at: at(100),
        };
        assert!(sessions::insert(&mut tx, &session).await.unwrap().is_done());
        assert_eq!(sessions::find(&mut tx, "s", at(99)).await.unwrap(), Some(session));
        assert_eq!(sessions::find(&mut tx, "s", at(100)).await.unwrap(), None);
        assert!(sessions::seen(&mut tx, "s", at(99), at(200)).await.unwrap().is_done());
        assert_eq!(sessions::of_person(&mut tx, id(1), at(150)).await.unwrap().len(), 1);
        assert_eq!(sessions::seen(&mut tx, "s", at(200), at(300)).await.unwrap(), Outcome::Lost);
        assert!(sessions::end(&mut tx, "s").await.unwrap().is_done());
        assert_eq!(sessions::end(&mut tx, "s").await.unwrap(), Outcome::Lost);
        assert_eq!(sessions::end_all(&mut tx, id(1)).await.unwrap(), 0);
        assert_eq!(sessions::forget(&mut tx, at(999)).await.unwrap(), 0);

        let token = Token {
            hash: "k".to_owned(),
            id: id(8),
            person_id: id(1),
            label: "import".to_owned(),
            created_at: at(1),
            revoked_at: None,
        };
        assert!(tokens::insert(&mut tx, &token).await.unwrap().is_done());
        assert_eq!(tokens::find(&mut tx, "k").await.unwrap(), Some(token));
        assert!(tokens::revoke(&mut tx, id(8), at(2)).await.unwrap().is_done());
        assert_eq!(tokens::revoke(&mut tx, id(8), at(3)).await.unwrap(), Outcome::Lost);
        assert_eq!(tokens::find(&mut tx, "k").await.unwrap(), None);
        assert_eq!(tokens::of_person(&mut tx, id(1)).await.unwrap()[0].revoked_at, Some(at(2)));
    }

    async fn an_answer_is_remembered_once_for_a_key(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        let answer = Answered { digest: "d".to_owned(), status: 201, body: "{}".to_owned(), created_at: at(5) };
        assert!(idempotency::remember(&mut tx, id(1), "key", &answer).await.unwrap().is_done());
        assert_eq!(idempotency::remember(&mut tx, id(1), "key", &answer).await.unwrap(), Outcome::Lost);
        assert!(idempotency::remember(&mut tx, id(2), "key", &answer).await.unwrap().is_done());
        assert_eq!(idempotency::find(&mut tx, id(1), "key").await.unwrap(), Some(answer));
        assert_eq!(idempotency::find(&mut tx, id(1), "other").await.unwrap(), None);
        assert_eq!(idempotency::forget(&mut tx, at(6)).await.unwrap(), 2);
    }

    async fn files_marks_and_versions_come_back(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        let file = StoredAttachment {
            id: id(3),
            case_id: id(1),
            purpose: "endorsement".to_owned(),
            name: "Apstiprinājums.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 5_000_000_000,
            sha256: "a".repeat(64),
            uploaded_by: Some(id(1)),
            uploaded_at: at(7),
        };
        assert!(attachments::insert(&mut tx, &file).await.unwrap().is_done());
        assert_eq!(attachments::find(&mut tx, id(3)).await.unwrap().as_ref(), Some(&file));
        assert_eq!(attachments::in_use(&mut tx, &file.sha256).await.unwrap(), 1);
        assert_eq!(attachments::of_case(&mut tx, id(1)).await.unwrap(), [file]);

        assert!(meta::put_new(&mut tx, meta::CLOCK, "manual").await.unwrap().is_done());
        assert_eq!(meta::put_new(&mut tx, meta::CLOCK, "system").await.unwrap(), Outcome::Lost);
        assert_eq!(meta::get(&mut tx, meta::CLOCK).await.unwrap().as_deref(), Some("manual"));
        meta::put(&mut tx, meta::CLOCK, "system").await.unwrap();
        assert_eq!(meta::get(&mut tx, meta::CLOCK).await.unwrap().as_deref(), Some("system"));

        let mut second = workflows::latest(&mut tx, "reports").await.unwrap().unwrap();
        assert_eq!(workflows::publish(&mut tx, &second).await.unwrap(), Outcome::Lost);
        second.version = 2;
        assert!(workflows::publish(&mut tx, &second).await.unwrap().is_done());
        assert_eq!(workflows::in_force(&mut tx).await.unwrap(), [second.clone()]);
        assert_eq!(workflows::all(&mut tx).await.unwrap().len(), 2);
        assert_eq!(workflows::find(&mut tx, "reports", 2).await.unwrap(), Some(second));
    }
}
