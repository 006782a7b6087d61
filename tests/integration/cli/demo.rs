//! The practice house as a program.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::program::{Place, Running, Voice};

async fn ask(url: &str, path: &str, token: &Value) -> Value {
    let asked = reqwest::Client::new()
        .get(format!("{url}/api/v1{path}"))
        .bearer_auth(token.as_str().unwrap());
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.json().await.unwrap()
}

/// The states (or standings) of the cases that a list shows.
fn each(list: &Value, key: &str) -> BTreeSet<String> {
    let items = list["items"]
        .as_array()
        .or_else(|| list.as_array())
        .unwrap_or_else(|| panic!("{list}"));
    items
        .iter()
        .filter_map(|item| item[key].as_str())
        .map(str::to_owned)
        .collect()
}

/// Each programme that is shipped, and the first person of its story.
fn told() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shipped = std::fs::read_dir(root.join("workflows")).unwrap();
    let first = |workflow: String| {
        let story = root.join("practice").join(format!("{workflow}.txt"));
        let story = std::fs::read_to_string(story).unwrap_or_else(|_| panic!("`{workflow}` has no story"));
        let line = story.lines().find(|line| line.starts_with("organisation ")).unwrap();
        let (_, seats) = line.split_once(": ").unwrap();
        (workflow, seats.split('"').nth(1).unwrap().to_owned())
    };
    let names = shipped.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.map(first).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn says_where_it_is_and_leaves_nothing_behind() {
    let place = Place::make();
    let mut command = place.command(&["demo", "--listen", "127.0.0.1:0", "--json"]);
    command.env("TMPDIR", place.path());
    let mut house = Running::start(command, Voice::Out);
    let said: Value = serde_json::from_str(&house.line()).unwrap();
    let (url, tokens) = (said["url"].as_str().unwrap(), &said["tokens"]);
    assert!(said["mailbox_url"].as_str().unwrap().starts_with(url));
    for word in ["applicant", "mayor", "commission", "institute", "secretary", "operator"] {
        assert!(tokens[word].is_string(), "{said}");
    }

    assert_eq!(
        ask(url, "/clock", &tokens["secretary"]).await["now"],
        "2027-03-08T07:00:00+00:00"
    );
    let memberships = ask(url, "/cases?kind=membership", &tokens["secretary"]).await;
    assert!(each(&memberships, "state").is_superset(&["draft", "review", "member"].map(str::to_owned).into()));
    let own = ask(url, "/cases?kind=membership", &tokens["applicant"]).await;
    assert_eq!(each(&own, "state"), ["draft".to_owned()].into());
    let reports = ask(url, "/cases?kind=progress-report", &tokens["commission"]).await;
    assert!(each(&reports, "state").is_superset(&["open", "submitted", "accepted"].map(str::to_owned).into()));

    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
    assert_eq!(house.end(), Some(0));
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_programme_is_lived_in() {
    let place = Place::make();
    let mut command = place.command(&["demo", "--listen", "127.0.0.1:0", "--json"]);
    command.env("TMPDIR", place.path());
    let mut house = Running::start(command, Voice::Out);
    let said: Value = serde_json::from_str(&house.line()).unwrap();
    let url = said["url"].as_str().unwrap();
    let home = reqwest::get(url).await.unwrap().text().await.unwrap();
    for (workflow, person) in told() {
        let register = reqwest::get(format!("{url}/api/v1/register/{workflow}")).await.unwrap();
        assert_eq!(register.status(), 200, "{workflow}");
        let register: Value = register.json().await.unwrap();
        assert!(!each(&register, "name").is_empty(), "{workflow}: {register}");
        assert!(
            home.contains(&format!(">{person} (")),
            "nobody can be `{person}` of {workflow}"
        );
    }
    assert_eq!(home.matches("<optgroup").count(), told().len());

    // Everybody in a seat of the house is somebody else, although programmes call their seats alike.
    let secretary = ask(url, "/cases", &said["tokens"]["secretary"]).await;
    assert_eq!(each(&secretary, "workflow").len(), 1, "{secretary}");
    assert_eq!(house.end(), Some(0));
}
