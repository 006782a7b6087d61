//! A changed folder on the command line: named at the start, weighed, decided, put in force.

use super::program::{Place, Running, Voice};
use crate::support::house::shipped;

const MEMBERS: &str = "organisation,admitted_on,contact_name,contact_email,mayor_name,mayor_email,language\n\
                       Sample City,2022-09-02,Anna Sample,anna@sample.example,,,lv\n";

/// Writes the programme's folder, its form of admission called so.
fn folder(place: &Place, form: &str) {
    let root = place.path().join("programmes/learning-cities");
    let _ = std::fs::remove_dir_all(&root);
    for (path, text) in shipped("learning-cities").files {
        let path = path.replace("forms/admission", &format!("forms/{form}"));
        let text = match path.as_str() {
            "workflow.toml" => text
                .replace("admission.admitted_on", &format!("{form}.admitted_on"))
                .replace("form = \"admission\"", &format!("form = \"{form}\"")),
            _ => text,
        };
        std::fs::create_dir_all(root.join(&path).parent().unwrap()).unwrap();
        std::fs::write(root.join(&path), text).unwrap();
    }
}

/// Starts the service, and ends it once it listens; what it said before that.
fn start(place: &Place) -> Vec<String> {
    let mut command = place.command(&["serve"]);
    command.env("KALENDS_WORKFLOWS_DIR", "programmes");
    let mut service = Running::start(command, Voice::Err);
    let mut said = Vec::new();
    while said
        .last()
        .is_none_or(|line: &String| !line.starts_with("listening on "))
    {
        said.push(service.line());
    }
    assert_eq!(service.end(), Some(0));
    said
}

#[test]
fn a_changed_folder_waits_until_it_is_published() {
    let place = Place::make();
    folder(&place, "admission");
    let said = start(&place);
    assert!(!said.iter().any(|line| line.contains("differs")), "{said:?}");
    place.write("members.csv", MEMBERS.as_bytes());
    assert_eq!(place.run(&["import", "members.csv"]).code(), 0);
    folder(&place, "entry");
    let said = start(&place);
    assert!(
        said.iter()
            .any(|line| line.contains("differs from version 1, which stays in force")),
        "{said:?}"
    );

    let dir = "programmes/learning-cities";
    let seen = place.run(&["impact", dir]).good();
    for part in [
        "version 1 is in force; the folder would be version 2",
        "1 running case",
        "Sample City",
    ] {
        assert!(seen.contains(part), "{part}: {seen}");
    }
    assert!(seen.contains("--choose form:admission=keep"), "{seen}");
    let json: serde_json::Value =
        serde_json::from_str(&place.run(&["impact", dir, "--format", "json"]).good()).unwrap();
    assert_eq!((&json["version"], &json["cases"]["decide"]), (&2.into(), &1.into()));

    let refused = place.run(&["publish", dir]);
    assert_eq!(refused.code(), 1);
    assert!(
        refused.stderr().contains("--choose form:admission=stay|keep|drop"),
        "{}",
        refused.stderr()
    );
    for (wrong, hint) in [
        ("form:admission=move", "is not a choice"),
        ("form:other=keep", "the groups are: form:admission"),
    ] {
        let refused = place.run(&["publish", dir, "--choose", wrong]);
        assert!(
            refused.code() == 1 && refused.stderr().contains(hint),
            "{wrong}: {}",
            refused.stderr()
        );
    }
    assert_eq!(place.run(&["publish", dir, "--choose", "form:admission"]).code(), 2);

    let done = place.run(&["publish", dir, "--choose", "form:admission=keep"]);
    assert!(
        done.stderr().contains("version 2 is in force\n1 case moved"),
        "{}",
        done.stderr()
    );
    assert!(
        place
            .run(&["impact", dir])
            .good()
            .contains("No running case obeys another version")
    );
    assert_eq!(place.run(&["verify"]).code(), 0);
    assert!(!start(&place).iter().any(|line| line.contains("differs")));
}
