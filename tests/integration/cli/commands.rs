//! Administration without a browser.

use super::program::{Place, Running, Voice};

const COMMANDS: [&[&str]; 17] = [
    &["check"],
    &["demo"],
    &["explain"],
    &["graph"],
    &["import"],
    &["migrate"],
    &["person", "add"],
    &["rehearse"],
    &["seat", "add"],
    &["serve"],
    &["test"],
    &["token", "create"],
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
    ] {
        let ran = place.run(wrong);
        assert_eq!(ran.code(), 1, "{wrong:?}");
        let said = ran.stderr();
        assert!(said.contains("hint: ") && said.contains(hint), "{wrong:?}: {said}");
    }
}

#[test]
fn an_import_reports_every_bad_line_and_keeps_nothing() {
    let place = house();
    place.write(
        "bad.csv",
        b"organisation,admitted_on,contact_name,contact_email,language\nOgre,yesterday,Inga,inga@ogre.example,lv\nTalsi,2020-01-01,,vera@talsi.example,lv\n",
    );
    let ran = place.run(&["import", "bad.csv"]);
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
    let done = place.run(&["import", "good.csv", "--format", "json"]).good();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&done).unwrap()["imported"], 1);
    let proof = place.run(&["verify", "--format", "json"]).good();
    let proof: serde_json::Value = serde_json::from_str(&proof).unwrap();
    assert_eq!(
        (&proof["cases"], &proof["differences"]),
        (&1.into(), &serde_json::json!([]))
    );
    assert_eq!(
        place.run(&["import", "good.csv"]).code(),
        1,
        "a member is not imported twice"
    );
    assert_eq!(place.run(&["import", "nowhere.csv"]).code(), 1);
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
        unknown.code() == 1 && unknown.stderr().contains("en, lv"),
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
