//! Long lists on pages and for programs: each page is full, each row comes once, whatever is entered meanwhile.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::api::house::{House, W, id};
use super::pages_browser::Browser;
use crate::support::database::each_database;

const HEADER: &str = "organisation,admitted_on,contact_name,contact_email,mayor_name,mayor_email,language";

/// Enters members of these names.
async fn import(secretary: &Browser<'_>, names: &[String]) {
    let row = |name: &String| {
        format!(
            "{name},2022-09-02,Anna Sample,anna@{}.example,,,lv\n",
            name.to_lowercase()
        )
    };
    let table: String = names.iter().map(row).collect();
    let path = format!("/w/{W}/import");
    let came = secretary
        .post_file(&path, &[], ("members.csv", &format!("{HEADER}\n{table}")))
        .await;
    assert_eq!(came.status, 200, "{came:?}");
}

/// The address of the further ones.
fn next(page: &str) -> Option<String> {
    let link = page
        .split("\" rel=\"next\">")
        .next()
        .filter(|before| before.len() < page.len())?;
    Some(link.rsplit("href=\"").next()?.replace("&#38;", "&"))
}

/// Names that begin like this, as they stand on a page.
fn named(page: &str, beginning: &str) -> Vec<String> {
    let mark = format!(">{beginning}");
    let names = page.split(&mark).skip(1).filter_map(|rest| rest.split('<').next());
    names.map(|rest| format!("{beginning}{rest}")).collect()
}

/// The names on each page of a list, from its first to its last.
async fn pages(browser: &Browser<'_>, path: &str, mut between: impl AsyncFnMut(usize)) -> Vec<Vec<String>> {
    let (mut found, mut path) = (Vec::new(), Some(path.to_owned()));
    while let Some(address) = path {
        let page = browser.get(&address).await;
        assert_eq!(page.status, 200, "{address}: {page:?}");
        found.push(named(&page.text, "City-"));
        path = next(&page.text);
        between(found.len()).await;
    }
    found
}

fn cities(from: u32, to: u32) -> Vec<String> {
    (from..to).map(|number| format!("City-{number:03}")).collect()
}

/// A list of the API to its end.
async fn walk(house: &House, who: &str, path: &str) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = house.get(who, &format!("{path}{cursor}")).await.expect(200);
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

each_database! {
    async fn members_go_on_by_name_and_each_comes_once(database: &Database) {
        let house = House::on(database).await;
        let secretary = Browser::of(&house, "secretary").await;
        import(&secretary, &cities(100, 220)).await;
        for path in [format!("/w/{W}/register"), format!("/w/{W}/members"), format!("/w/{W}/members?standing=good")] {
            let found = pages(&secretary, &path, async |_| ()).await;
            assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20], "{path}");
            let all: BTreeSet<_> = found.concat().into_iter().collect();
            assert_eq!(all, cities(100, 220).into_iter().collect(), "{path}");
        }
        // A member that comes while one reads moves nobody to another page.
        let found = pages(&secretary, &format!("/w/{W}/register"), async |read| {
            if read == 1 {
                import(&secretary, &cities(90, 95)).await;
                import(&secretary, &cities(300, 301)).await;
            }
        }).await;
        assert_eq!(found.concat(), [cities(100, 220), cities(300, 301)].concat());
        let none = pages(&secretary, &format!("/w/{W}/members?standing=overdue"), async |_| ()).await;
        assert_eq!(none.concat().len(), 0);
        assert!(secretary.get(&format!("/w/{W}/members")).await.text.contains("<span class=\"count\">126</span>"));
    }

    async fn a_register_is_given_to_programs_page_by_page_or_whole(database: &Database) {
        let house = House::on(database).await;
        let secretary = Browser::of(&house, "secretary").await;
        import(&secretary, &cities(100, 350)).await;
        let names = |items: &[Value]| -> Vec<String> {
            items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(&walk(&house, "", &format!("/register/{W}?limit=7")).await), cities(100, 350));
        let whole = house.get("", &format!("/register/{W}.json")).await.expect(200);
        assert_eq!(names(whole["items"].as_array().unwrap()), cities(100, 350));
        assert_eq!(whole["next"], Value::Null);
        let table = house.get("", &format!("/register/{W}.csv")).await;
        let rows: Vec<_> = table.text.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().to_owned()).collect();
        assert_eq!(rows, cities(100, 350));
        let page: Value = secretary.get(&format!("/w/{W}/register.json")).await.json();
        assert_eq!(page.as_array().unwrap().len(), 250);
        let before = house.get("", &format!("/register/{W}?on=2020-01-01")).await.expect(200);
        assert_eq!(before["items"], json!([]), "nobody was a member then");
        house.get("", &format!("/register/{W}?cursor=Imh1aCI")).await.problem(422);
    }

    async fn a_queue_goes_on_and_shows_nobody_what_they_may_not_see(database: &Database) {
        let house = House::on(database).await;
        for name in cities(100, 130) {
            let made = house.post("secretary", "/organisations", json!({ "name": name })).await.expect(201);
            house.open("secretary", id(&made)).await;
        }
        let commission = Browser::of(&house, "commission").await;
        let found = pages(&commission, &format!("/w/{W}/queue"), async |read| {
            if read == 1 {
                let made = house.post("secretary", "/organisations", json!({ "name": "City-200" })).await.expect(201);
                house.open("secretary", id(&made)).await;
            }
        }).await;
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [25, 5]);
        let all: BTreeSet<_> = found.concat().into_iter().collect();
        assert_eq!(all, cities(100, 130).into_iter().collect(), "each once");
        // The institute has been told of none of them.
        let institute = Browser::of(&house, "institute").await;
        assert_eq!(institute.get(&format!("/w/{W}/queue")).await.status, 404);
        assert_eq!(pages(&institute, &format!("/w/{W}/inbox"), async |_| ()).await.concat().len(), 0);
        assert_eq!(walk(&house, "institute", "/cases?limit=5").await.len(), 0);
        assert_eq!(walk(&house, "institute", &format!("/cases?workflow={W}&limit=5")).await.len(), 0);
        assert_eq!(walk(&house, "commission", &format!("/cases?workflow={W}&limit=7")).await.len(), 31);
        let due = "/cases?due_before=2027-06-01T00:00:00Z&limit=7";
        assert_eq!(walk(&house, "commission", due).await.len(), 31);
        assert_eq!(walk(&house, "applicant", due).await.len(), 0);
    }
}
