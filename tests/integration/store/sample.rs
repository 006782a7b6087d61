//! A small programme to try the store on.

use std::collections::BTreeMap;

use kalends::case::{Case, Notice};
use kalends::clock::Instant;
use kalends::store::cases::StoredCase;
use kalends::store::decided::{self, Decided};
use kalends::store::messages::{Message, MessageState};
use kalends::store::notices::{NoticeState, StoredNotice};
use kalends::store::organisations::Organisation;
use kalends::store::people::Person;
use kalends::store::workflows::Version;
use kalends::store::{Lease, Outcome, Store, StoreError, Tx, cases, organisations, people, workflows};
use kalends::workflow::definition::Address;
use uuid::Uuid;

/// An instant `seconds` after the epoch.
pub fn at(seconds: i64) -> Instant {
    Instant::from_micros(seconds * 1_000_000)
}

/// An id that orders like `number`.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Writes notices as they stand.
pub async fn put_notices(tx: &mut Tx, notices: &[&StoredNotice]) -> Result<Outcome, StoreError> {
    let decided = Decided {
        notices,
        ..Decided::default()
    };
    decided::write(tx, &decided).await.map(|(outcome, _)| outcome)
}

/// A lease of a minute from `now` for up to ten things.
pub fn lease(now: i64, node: &str) -> Lease<'_> {
    Lease {
        now: at(now),
        until: at(now + 60),
        node,
        limit: 10,
    }
}

/// The workflow `reports` in version 1, one organisation (1) and two people (1 and 2).
pub async fn programme(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    let version = Version {
        name: "reports".to_owned(),
        version: 1,
        digest: "d".repeat(64),
        files: BTreeMap::from([("workflow.toml".to_owned(), "title.lv = \"Ziņojumi\"".to_owned())]),
        published_at: at(0),
    };
    assert!(workflows::publish(&mut tx, &version).await.unwrap().is_done());
    assert!(
        organisations::insert(&mut tx, &organisation(1, "Cēsis"))
            .await
            .unwrap()
            .is_done()
    );
    for number in [1, 2] {
        assert!(people::insert(&mut tx, &person(number)).await.unwrap().is_done());
    }
    tx.commit().await.unwrap();
}

/// The programme with one case (1) of it.
pub async fn programme_with_case(store: &Store) {
    programme(store).await;
    let mut tx = store.begin().await.unwrap();
    assert!(cases::insert(&mut tx, &case(1)).await.unwrap().is_done());
    tx.commit().await.unwrap();
}

pub fn organisation(number: u128, name: &str) -> Organisation {
    Organisation {
        id: id(number),
        name: name.to_owned(),
        language: "lv".to_owned(),
        successor_id: None,
        created_at: at(0),
    }
}

pub fn person(number: u128) -> Person {
    Person {
        id: id(number),
        name: format!("Ilze {number}"),
        email: format!("ilze{number}@example.org"),
        language: "lv".to_owned(),
        created_at: at(0),
    }
}

pub fn case(number: u128) -> StoredCase {
    StoredCase {
        workflow: "reports".to_owned(),
        version: 1,
        closed: false,
        next_due_at: Some(at(1_000)),
        single_key: None,
        case: Case {
            id: id(number),
            kind: "report".to_owned(),
            organisation: id(1),
            state: "open".to_owned(),
            revision: 1,
            opened_at: at(10),
            entered_at: at(10),
            call: None,
            parent: None,
            due: None,
            marks: BTreeMap::from([("late".to_owned(), at(11))]),
            signatures: BTreeMap::new(),
            answers: BTreeMap::new(),
            attachments: Vec::new(),
            reason: None,
            standing: None,
            holds_place: false,
            stops: BTreeMap::new(),
            cycles: BTreeMap::new(),
            rounds: Vec::new(),
            children: Vec::new(),
            caught_up: Vec::new(),
            former_duties: BTreeMap::new(),
            former_panels: BTreeMap::new(),
            results: BTreeMap::new(),
            panels: Default::default(),
            ballots: Default::default(),
            put_off: std::collections::BTreeMap::new(),
            latest_at: at(10),
            dates_since: at(10),
            moved: BTreeMap::new(),
            told: std::collections::BTreeSet::new(),
        },
    }
}

pub fn notice(step: &str, planned_at: i64) -> Notice {
    Notice {
        planned_at: at(planned_at),
        duty: "report".to_owned(),
        step: step.to_owned(),
        occurrence: "1970-01-01T00:16:40Z".to_owned(),
        recipient: id(1),
        address: Address {
            role: "applicant".to_owned(),
            seat: Some("contact".to_owned()),
        },
        letter: "report-due".to_owned(),
    }
}

/// A notice as it is stored while it waits.
pub fn planned(number: u128, case: u128, notice: &Notice) -> StoredNotice {
    StoredNotice {
        id: id(number),
        case_id: id(case),
        duty: notice.duty.clone(),
        step: notice.step.clone(),
        occurrence: notice.occurrence.clone(),
        recipient_id: notice.recipient,
        address: notice.address.clone(),
        letter: notice.letter.clone(),
        planned_at: notice.planned_at,
        state: NoticeState::Planned,
        reason: None,
        sent_at: None,
        message_id: None,
        created_at: at(1),
        changed_at: at(1),
    }
}

/// The same once it has become a message.
pub fn written(number: u128, notice: &Notice, message: u128) -> StoredNotice {
    StoredNotice {
        message_id: Some(id(message)),
        ..planned(number, 1, notice)
    }
}

pub fn message(number: u128, due: i64) -> Message {
    Message {
        id: id(number),
        header_id: format!("{number}@example.org"),
        case_id: Some(id(1)),
        recipient_id: Some(id(1)),
        to_name: "Ilze".to_owned(),
        to_address: "ilze1@example.org".to_owned(),
        language: "lv".to_owned(),
        subject: "Ziņojums".to_owned(),
        text_body: "Labdien!".to_owned(),
        html_body: "<p>Labdien!</p>".to_owned(),
        thread: None,
        state: MessageState::Queued,
        attempts: 0,
        next_attempt_at: at(due),
        last_answer: None,
        created_at: at(due),
        sent_at: None,
    }
}

/// Runs a statement that the store itself would never run.
pub async fn raw(tx: &mut Tx, sql: &'static str) -> Result<(), sqlx::Error> {
    match tx {
        Tx::Sqlite(inner) => sqlx::raw_sql(sql).execute(&mut **inner).await.map(drop),
        Tx::Postgres(inner) => sqlx::raw_sql(sql).execute(&mut **inner).await.map(drop),
    }
}
