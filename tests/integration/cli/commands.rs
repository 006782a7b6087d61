//! Administration without a browser.

use super::program::{Place, Running, Voice};

const COMMANDS: [&[&str]; 22] = [
    &["check"],
    &["copy"],
    &["demo"],
    &["explain"],
    &["graph"],
    &["impact"],
    &["import"],
    &["migrate"],
    &["person", "add"],
    &["publish"],
    &["rehearse"],
    &["seat", "add"],
    &["serve"],
    &["test"],
    &["token", "create"],
    &["token", "list"],
    &["token", "revoke"],
    &["verify"],
    &["person"],
    &["seat"],
    &["token"],
    &[],
];

/// A place in which the service has run once, so that a workflow is in force.
fn house() -> Place {
    let place = Place::make();
    let mut service = Running::start(place.command(&["serve"]), Voice::Err);
    while !service.line().starts_with("listening on ") {}
    assert_eq!(service.end(), Some(0));
    place
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let place = Place::make();
    for command in COMMANDS {
        let help = place.run(&[command, &["--help"]].concat()).good();
        let group = command.len() < 2 && ["person", "seat", "token"].contains(command.first().unwrap_or(&"person"));
        assert!(group || help.contains("Example"), "{command:?}: {help}");
    }
    assert_eq!(place.run(&["nonsense"]).code(), 2);
    assert_eq!(
        std::fs::read_dir(place.path()).unwrap().count(),
        0,
        "asking for help leaves nothing behind"
    );
}

#[test]
fn people_seats_and_keys() {
    let place = house();
    let id = place
        .run(&[
            "person",
            "add",
            "Anna Sample",
            "Anna@Sample.example",
            "--language",
            "lv",
        ])
        .good();
    let again = place
        .run(&["person", "add", "Anna", "anna@sample.example", "--format", "json"])
        .good();
    let again: serde_json::Value = serde_json::from_str(&again).unwrap();
    assert_eq!(again["id"], id.trim());
    place.run(&["seat", "add", "anna@sample.example", "secretary"]).good();
    place
        .run(&[
            "seat",
            "add",
            "anna@sample.example",
            "applicant.mayor",
            "--organisation",
            "Sample City",
        ])
        .good();
    let token = place
        .run(&["token", "create", "anna@sample.example", "--format", "json"])
        .good();
    let token: serde_json::Value = serde_json::from_str(&token).unwrap();
    assert!(token["token"].as_str().unwrap().len() > 40);

    for (wrong, hint) in [
        (&["person", "add", "Anna", "not an address"][..], "name@domain"),
        (&["seat", "add", "anna@sample.example", "emperor"], "applicant.contact"),
        (
            &["seat", "add", "anna@sample.example", "applicant.mayor"],
            "--organisation",
        ),
        (&["seat", "add", "nobody@sample.example", "secretary"], "person add"),
        (&["token", "create", "nobody@sample.example"], "person add"),
        (
            &["token", "revoke", "00000000-0000-7000-8000-000000000000"],
            "token list",
        ),
        (
            &["person", "add", "Anna", "anna@sample.example", "--language", "xx"],
            "en, ka, lv",
        ),
        (&["person", "add", "Anna\nSample", "anna@sample.example"], "one line"),
        (&["check", "nowhere"], "workflow.toml"),
    ] {
        let ran = place.run(wrong);
        assert_eq!(ran.code(), 1, "{wrong:?}");
        let said = ran.stderr();
        assert!(said.contains("hint: ") && said.contains(hint), "{wrong:?}: {said}");
    }
}

#[test]
fn a_key_is_shown_and_taken_back_once() {
    let place = house();
    place
        .run(&["person", "add", "Anna Sample", "anna@sample.example"])
        .good();
    let made = place
        .run(&["token", "create", "anna@sample.example", "--format", "json"])
        .good();
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    let id = made["id"].as_str().unwrap();
    let listed = place.run(&["token", "list", "anna@sample.example"]).good();
    assert!(listed.starts_with(id) && !listed.contains("taken back"), "{listed}");
    place.run(&["token", "revoke", id]).good();
    assert_eq!(
        place.run(&["token", "revoke", id]).code(),
        1,
        "what was taken back is not there to be taken"
    );
    let listed = place.run(&["token", "list", "anna@sample.example"]).good();
    assert!(listed.contains("taken back"), "{listed}");
}

#[test]
fn a_seat_that_cannot_be_leaves_no_organisation() {
    let place = house();
    place
        .run(&["person", "add", "Anna Sample", "anna@sample.example"])
        .good();
    let until = ["--organisation", "Ghost City", "--until", "2001-01-01T00:00:00Z"];
    let ran = place.run(&[&["seat", "add", "anna@sample.example", "applicant.mayor"][..], &until].concat());
    assert!(
        ran.code() == 1 && ran.stderr().contains("`--until`"),
        "{}",
        ran.stderr()
    );
    let file = std::fs::read(place.path().join("data/kalends.db-wal")).unwrap_or_default();
    let database = std::fs::read(place.path().join("data/kalends.db")).unwrap();
    let is_there = |bytes: &[u8]| bytes.windows(10).any(|part| part == b"Ghost City");
    assert!(!is_there(&file) && !is_there(&database));
}

#[test]
fn a_database_written_to_by_the_wall_clock_is_never_opened_with_another() {
    let place = Place::make();
    place.run(&["migrate"]).good();
    place.run(&["verify"]).good();
    place
        .run(&["person", "add", "Anna Sample", "anna@sample.example"])
        .good();
    let ran = place.run(&["serve", "--clock", "manual:2020-01-01T00:00:00Z"]);
    assert!(
        ran.code() == 1 && ran.stderr().contains("wall clock"),
        "{}",
        ran.stderr()
    );
}

#[test]
fn the_data_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = house();
    for (name, mode) in [("data", 0o700), ("data/kalends.db", 0o600)] {
        let found = std::fs::metadata(place.path().join(name)).unwrap().permissions().mode();
        assert_eq!(found & 0o777, mode, "{name}");
    }
}

#[test]
fn a_server_that_is_not_there_is_told_at_once() {
    let place = Place::make();
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("postgres://nobody@127.0.0.1:{port}/none");
    let output = place
        .command(&["migrate"])
        .env("KALENDS_DATABASE_URL", url)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("refused") && said.contains("hint: see that the server runs"),
        "{said}"
    );
}

#[test]
fn a_line_no_scenario_knows_is_found_by_the_proof_reader() {
    let place = Place::make();
    std::fs::create_dir_all(place.path().join("one/scenarios")).unwrap();
    place.write("one/workflow.toml", b"");
    place.write("one/scenarios/odd.txt", b"\nnothing of the kind\n");
    let ran = place.run(&["check", "one"]);
    assert_eq!(ran.code(), 1);
    assert!(
        ran.stdout().contains("one/scenarios/odd.txt:2:1: error"),
        "{}",
        ran.stdout()
    );
}

#[test]
fn an_import_reports_every_bad_line_and_keeps_nothing() {
    let place = house();
    place.write(
        "bad.csv",
        b"organisation,admitted_on,contact_name,contact_email,language\nOgre,yesterday,Inga,inga@ogre.example,lv\nTalsi,2020-01-01,,vera@talsi.example,lv\n",
    );
    let ran = place.run(&["import", "--workflow", "learning-cities", "bad.csv"]);
    assert_eq!(ran.code(), 1);
    let said = ran.stderr();
    assert!(
        said.contains("bad.csv:2: ") && said.contains("`") | said.contains("yesterday"),
        "{said}"
    );
    assert!(
        said.contains("bad.csv:3: ") && said.contains("contact_name") && said.contains("hint: "),
        "{said}"
    );
    assert!(place.run(&["verify"]).good().contains("0 of 0 notices"));

    place.write(
        "good.csv",
        "organisation;admitted_on;contact_name;contact_email;language\nOgre;2020-01-01;Inga;inga@ogre.example;lv\n"
            .as_bytes(),
    );
    let done = place
        .run(&[
            "import",
            "--workflow",
            "learning-cities",
            "good.csv",
            "--format",
            "json",
        ])
        .good();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&done).unwrap()["imported"], 1);
    let proof = place.run(&["verify", "--format", "json"]).good();
    let proof: serde_json::Value = serde_json::from_str(&proof).unwrap();
    assert_eq!(
        (&proof["cases"], &proof["differences"]),
        (&1.into(), &serde_json::json!([]))
    );
    assert_eq!(
        place
            .run(&["import", "--workflow", "learning-cities", "good.csv"])
            .code(),
        1,
        "a member is not imported twice"
    );
    assert_eq!(
        place
            .run(&["import", "--workflow", "learning-cities", "nowhere.csv"])
            .code(),
        1
    );
}

#[test]
fn rules_are_said_in_both_languages() {
    let place = Place::make();
    for lang in ["en", "lv"] {
        let said = place.run(&["explain", "learning-cities", "--lang", lang]).good();
        assert!(said.lines().count() > 80 && !said.contains("explain-"), "{said}");
    }
    let unknown = place.run(&["explain", "learning-cities", "--lang", "xx"]);
    assert!(
        unknown.code() == 1 && unknown.stderr().contains("en, ka, lv"),
        "{}",
        unknown.stderr()
    );
}

#[test]
fn a_database_that_lacks_migrations_is_named() {
    let place = Place::make();
    let ran = place.run(&["verify"]);
    assert!(
        ran.code() == 1 && ran.stderr().contains("kalends migrate"),
        "{}",
        ran.stderr()
    );
    place.run(&["migrate"]).good();
    assert_eq!(place.run(&["verify"]).good(), "0 of 0 notices accounted for\n");
}

#[test]
fn a_file_in_another_encoding_is_named_with_its_place() {
    let place = Place::make();
    std::fs::create_dir_all(place.path().join("one/letters")).unwrap();
    place.write("one/workflow.toml", b"");
    place.write("one/letters/greeting.lv.md", b"# Labdien\n\nJ\xe2nis");
    let ran = place.run(&["check", "one"]);
    assert_eq!(ran.code(), 1);
    let said = ran.stderr();
    assert!(
        said.contains("greeting.lv.md:3:2: this is not UTF-8") && said.contains("hint: save"),
        "{said}"
    );
}

#[test]
fn what_is_no_plain_file_is_not_read() {
    let place = Place::make();
    std::fs::create_dir_all(place.path().join("one/letters")).unwrap();
    place.write("one/workflow.toml", b"");
    std::os::unix::fs::symlink("/dev/zero", place.path().join("one/letters/endless.lv.md")).unwrap();
    let ran = place.run(&["check", "one"]);
    assert!(
        ran.code() == 1 && ran.stderr().contains("is not a file"),
        "{}",
        ran.stderr()
    );
}
