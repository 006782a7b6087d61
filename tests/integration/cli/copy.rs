//! Moving a service to another database, as somebody does it.

use std::process::{Command, Output};

use kalends::clock::{Clock, Instant, SystemClock};
use kalends::store::copy::{self, Destination};
use kalends::store::nodes::{self, Node, NodeState};
use kalends::store::{MIGRATIONS, Migration, Store};

use super::program::{Place, Running, Voice};
use crate::support::database::Database;

/// A place in which the service has run once and a few people are.
fn house() -> Place {
    let place = Place::make();
    let mut service = Running::start(place.command(&["serve"]), Voice::Err);
    while !service.line().starts_with("listening on ") {}
    assert_eq!(service.end(), Some(0));
    place
        .run(&["person", "add", "Anna Sample", "anna@sample.example"])
        .good();
    place.run(&["seat", "add", "anna@sample.example", "secretary"]).good();
    place.write(
        "members.csv",
        b"organisation;admitted_on;contact_name;contact_email;language\nOgre;2020-01-01;Inga;inga@ogre.example;lv\n",
    );
    let import = ["import", "--workflow", "learning-cities", "members.csv"];
    place.run(&import).good();
    place
}

fn on(place: &Place, url: &str, arguments: &[&str]) -> Command {
    let mut command = place.command(arguments);
    command.env("KALENDS_DATABASE_URL", url);
    command
}

/// The exit code, standard output, standard error.
fn ran(mut command: Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let [stdout, stderr] = [stdout, stderr].map(|text| String::from_utf8(text).unwrap());
    (status.code().unwrap(), stdout, stderr)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_moves_to_postgres_and_back() {
    let place = house();
    let server = Database::bare_postgres().await;
    let (code, proof, said) = ran(place.command(&["copy", "--to", &server.url]));
    assert_eq!(code, 0, "{proof}{said}");
    assert!(
        proof.contains("\n20 of 20 tables are the same\n1 of 1 histories end in the same hash\n"),
        "{proof}"
    );
    assert!(
        proof.ends_with("notices accounted for\n") && !proof.contains("differs"),
        "{proof}"
    );
    assert!(
        said.contains("from SQLite to PostgreSQL") && said.contains("data/attachments"),
        "{said}"
    );
    assert!(!said.contains(&server.url), "an address may hold a password: {said}");
    let (code, verified, _) = ran(on(&place, &server.url, &["verify"]));
    assert_eq!(code, 0);
    assert!(proof.ends_with(&verified), "{verified}");

    let (code, back, said) = ran(on(
        &place,
        &server.url,
        &["copy", "--to", "sqlite:new/back.db", "--format", "json"],
    ));
    assert_eq!(code, 0, "{said}");
    let back: serde_json::Value = serde_json::from_str(&back).unwrap();
    assert_eq!(back["same"], true);
    for table in back["tables"].as_array().unwrap() {
        let (name, digest) = (
            table["table"].as_str().unwrap(),
            table["copy"]["digest"].as_str().unwrap(),
        );
        assert!(
            proof
                .lines()
                .any(|line| line.starts_with(name) && line.contains(digest)),
            "{name}"
        );
    }
    let mut service = Running::start(on(&place, "sqlite:new/back.db", &["serve"]), Voice::Err);
    while !service.line().starts_with("listening on ") {}
    assert_eq!(service.end(), Some(0));
}

#[test]
fn a_copy_is_refused_where_it_could_do_harm() {
    let place = house();
    place.run(&["copy", "--to", "sqlite:copy.db"]).good();
    let empty = Place::make();
    for (place, to, words) in [
        (&place, "sqlite:data/kalends.db", "the destination is the source itself"),
        (
            &place,
            "sqlite:./data/../data/kalends.db",
            "the destination is the source itself",
        ),
        (
            &place,
            "sqlite:copy.db",
            "the destination is not empty: its table `meta` has rows",
        ),
        (&place, "mysql://localhost/kalends", "is not the address of a database"),
        (&place, "sqlite:/proc/nowhere/kalends.db", "cannot be made"),
        (&empty, "sqlite:copy.db", "run `kalends migrate` first"),
    ] {
        let ran = place.run(&["copy", "--to", to]);
        let said = ran.stderr();
        assert!(
            ran.code() == 1 && ran.stdout().is_empty(),
            "{to}: {}{said}",
            ran.stdout()
        );
        assert!(said.contains(words) && said.contains("hint: "), "{to}: {said}");
    }
    assert_eq!(place.run(&["copy"]).code(), 2);
}

/// A node that was killed has stayed on the list; half a minute later nobody waits for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_is_served_is_not_copied() {
    let place = house();
    let url = format!("sqlite:{}", place.path().join("data/kalends.db").display());
    let store = Store::open(&url).await.unwrap();
    for (ago, code) in [(0, 1), (60, 0)] {
        let seen_at = SystemClock.now().plus_seconds(-ago);
        let node = Node {
            id: "one".to_owned(),
            program: "0.1.0".to_owned(),
            knows: 5,
            state: NodeState::Working,
            ahead: None,
            started_at: seen_at,
            seen_at,
        };
        let mut tx = store.begin().await.unwrap();
        nodes::seen(&mut tx, &node).await.unwrap();
        tx.commit().await.unwrap();
        let (found, _, said) = ran(place.command(&["copy", "--to", "sqlite:copy.db"]));
        assert_eq!(found, code, "{said}");
        assert_eq!(
            said.contains("the node `one` still serves the source"),
            code == 1,
            "{said}"
        );
        assert_eq!(place.path().join("copy.db").exists(), code == 0);
    }
}

/// A database brought to some other shape than this program's.
async fn shaped(place: &Place, name: &str, migrations: &[Migration]) {
    let url = format!("sqlite:{}", place.path().join(name).display());
    let store = Store::open(&url).await.unwrap();
    store.migrate_along(migrations, Instant::default()).await.unwrap();
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_another_shape_is_left_alone() {
    let place = house();
    let later = Migration {
        version: MIGRATIONS.len() as i64 + 1,
        name: "9999_later",
        sqlite: "create table later (id integer not null) strict;",
        postgres: "",
    };
    let all: Vec<_> = MIGRATIONS
        .iter()
        .map(|known| Migration { ..*known })
        .chain([later])
        .collect();
    shaped(&place, "older.db", &MIGRATIONS[..2]).await;
    shaped(&place, "newer.db", &all).await;
    for (url, words) in [
        ("sqlite:older.db", "kalends migrate"),
        ("sqlite:newer.db", "install the version"),
    ] {
        let (code, _, said) = ran(on(&place, url, &["copy", "--to", "sqlite:copy.db"]));
        assert!(code == 1 && said.contains(words), "{url}: {said}");
        assert!(!place.path().join("copy.db").exists());
    }
    for (to, words) in [
        ("sqlite:older.db", "an earlier version"),
        ("sqlite:newer.db", "this program knows"),
    ] {
        let (code, _, said) = ran(place.command(&["copy", "--to", to]));
        assert!(
            code == 1 && said.contains(words) && said.contains("hint: name an empty database"),
            "{to}: {said}"
        );
    }
    let (_, _, said) = ran(on(&place, "sqlite:older.db", &["verify"]));
    assert!(said.contains("lacks"), "it was not brought up to date: {said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_it_is_begun_again() {
    let place = house();
    for tables in [1, 4, 7] {
        let server = Database::bare_postgres().await;
        for to in [server.url.clone(), format!("sqlite:{tables}.db")] {
            let mut copying = Running::start(place.command(&["copy", "--to", &to]), Voice::Err);
            for _ in 0..tables {
                assert!(copying.line().contains("a table is copied"));
            }
            drop(copying);
            let url = to.replace("sqlite:", &format!("sqlite:{}/", place.path().display()));
            let store = Store::open(&url).await.unwrap();
            let left = copy::destination(&store).await.unwrap();
            assert!(
                matches!(left, Destination::Empty | Destination::Unproved),
                "{to}: {left:?}"
            );
            store.close().await;
            place.run(&["copy", "--to", &to]).good();
        }
    }
}

/// What a program leaves that was killed between the copy and the end of its proof.
async fn unproved(place: &Place, name: &str) -> String {
    let address = |name: &str| format!("sqlite:{}", place.path().join(name).display());
    let from = Store::open(&address("data/kalends.db")).await.unwrap();
    let to = Store::open(&address(name)).await.unwrap();
    to.migrate(Instant::default()).await.unwrap();
    copy::fill(&from, &to).await.unwrap();
    from.close().await;
    to.close().await;
    format!("sqlite:{name}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_without_its_proof_is_not_opened_and_can_be_proved() {
    let place = house();
    let url = unproved(&place, "copy.db").await;
    for command in [
        &["serve"][..],
        &["verify"],
        &["person", "add", "B", "b@sample.example"],
        &["copy", "--to", "sqlite:c.db"],
    ] {
        let (code, _, said) = ran(on(&place, &url, command));
        assert!(
            code == 1 && said.contains("never proved") && said.contains("hint: run `kalends copy`"),
            "{command:?}: {said}"
        );
    }
    let again = place.run(&["copy", "--to", &url]);
    let said = again.stderr();
    assert!(again.good().contains("20 of 20 tables are the same"));
    assert!(said.contains("only its proof is missing"), "{said}");
    assert_eq!(ran(on(&place, &url, &["verify"])).0, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_differs_is_told_and_stays_closed() {
    let place = house();
    let url = unproved(&place, "copy.db").await;
    place.run(&["person", "add", "Late", "late@sample.example"]).good();
    for format in ["text", "json"] {
        let ran = place.run(&["copy", "--to", &url, "--format", format]);
        assert_eq!(ran.code(), 1);
        let (proof, said) = (ran.stdout(), ran.stderr());
        assert!(
            proof.contains("19 of 20 tables are the same") || proof.contains("\"same\":false"),
            "{proof}"
        );
        assert!(
            said.contains("is not the same as the source") && said.contains("hint: empty the destination"),
            "{said}"
        );
    }
    assert_eq!(ran(on(&place, &url, &["verify"])).0, 1);
}
