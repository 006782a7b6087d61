//! Words that must not stand where they stand: programmes in Rust, SQL outside the store, other people's machines.

use super::expect_none;
use super::scan::{code, files, line_of, shipped, texts, tracked};

/// No programme is known to the program: programmes are files.
const PROGRAMMES: [&str; 8] = [
    "unesco",
    "learningcit",
    "learning-cit",
    "learning cit",
    "learning_cit",
    "valmiera",
    "ventspils",
    "etwinning",
];

/// Names that say nothing of what a module owns.
const NAMELESS: [&str; 9] = [
    "util", "utils", "common", "helper", "helpers", "manager", "managers", "misc", "shared",
];

/// Where packages come from is for each machine to say. Written in halves, so that this file passes.
const HOSTS: [&str; 4] = [
    concat!("registry.", "npmjs"),
    concat!("registry.", "yarnpkg"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
];
const MACHINES: [&str; 5] = [
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
    concat!("C:\\", "Users"),
];

#[test]
fn no_programme_is_named_in_rust() {
    let found = files("src", "")
        .into_iter()
        .flat_map(|file| programmes(&file.path, &file.text));
    expect_none(&found.collect::<Vec<_>>());
}

#[test]
fn statements_stand_only_in_the_store() {
    let found = files("src", ".rs")
        .into_iter()
        .flat_map(|file| statements(&file.path, &file.text));
    expect_none(&found.collect::<Vec<_>>());
}

#[test]
fn shipped_code_neither_unwraps_nor_waives_a_lint() {
    let found = files("src", ".rs")
        .into_iter()
        .flat_map(|file| shortcuts(&file.path, &file.text));
    expect_none(&found.collect::<Vec<_>>());
}

#[test]
fn every_test_runs() {
    let found = files("tests", ".rs")
        .into_iter()
        .chain(files("src", ".rs"))
        .flat_map(|f| ignored(&f.path, &f.text));
    expect_none(&found.collect::<Vec<_>>());
}

#[test]
fn every_module_has_a_name_that_says_something() {
    let all = files("src", ".rs").into_iter().chain(files("tests", ".rs"));
    expect_none(
        &all.flat_map(|file| nameless(&file.path, &file.text))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_file_names_somebodys_machine() {
    expect_none(
        &tracked()
            .iter()
            .flat_map(|file| machines(&file.path, &file.text))
            .collect::<Vec<_>>(),
    );
}

fn programmes(path: &str, text: &str) -> Vec<String> {
    let low = text.to_lowercase();
    let found = PROGRAMMES.iter().flat_map(|word| low.match_indices(word));
    found
        .map(|(at, word)| format!("{path}:{}: `{word}`: programmes are files", line_of(&low, at)))
        .collect()
}

fn statements(path: &str, text: &str) -> Vec<String> {
    if path.starts_with("src/store/") || path == "src/store.rs" {
        return Vec::new();
    }
    let told = |line: usize| format!("{path}:{line}: a statement outside the store");
    texts(text)
        .into_iter()
        .filter(|(_, text)| is_statement(text))
        .map(|(line, _)| told(line))
        .collect()
}

// Markup (`<select …>`) and plain sentences hold one word of a statement, not two.
fn is_statement(text: &str) -> bool {
    let low = format!(
        " {} ",
        text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
    );
    let pair = |first: &str, second: &str| low.split_once(first).is_some_and(|(_, rest)| rest.contains(second));
    low.contains(" insert into ")
        || low.contains(" delete from ")
        || pair(" select ", " from ")
        || (low.starts_with(" update ") && pair(" update ", " set "))
}

fn shortcuts(path: &str, text: &str) -> Vec<String> {
    if path.ends_with("/tests.rs") {
        return Vec::new();
    }
    let code = shipped(text);
    let words = [".unwrap()", "#[allow(", "#![allow(", "todo!(", "unimplemented!("];
    let found = words.iter().flat_map(|word| code.match_indices(word));
    found
        .map(|(at, word)| format!("{path}:{}: `{word}`", line_of(&code, at)))
        .collect()
}

fn ignored(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let found = code.match_indices("#[ignore");
    found
        .map(|(at, _)| format!("{path}:{}: an ignored test is no test", line_of(&code, at)))
        .collect()
}

fn nameless(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let inline = code.match_indices("mod ").map(|(at, lead)| &code[at + lead.len()..]);
    let inline = inline.map(|rest| rest.split([' ', ';', '{']).next().unwrap_or(rest));
    let steps = path.split('/').map(|step| step.trim_end_matches(".rs"));
    let found = steps.chain(inline).filter(|name| NAMELESS.contains(name));
    found
        .map(|name| format!("{path}: `{name}` does not say what the module owns"))
        .collect()
}

fn machines(path: &str, text: &str) -> Vec<String> {
    // `https://example.org/home/…` is an address, not a folder.
    let starts = |at: &usize| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || "./-_}".contains(c));
    let folders = MACHINES
        .iter()
        .flat_map(|word| text.match_indices(word))
        .filter(|(at, _)| starts(at));
    let hosts = HOSTS.iter().flat_map(|word| text.match_indices(word));
    let told = |(at, word): (usize, &str)| format!("{path}:{}: `{word}` is of one machine only", line_of(text, at));
    let mut found: Vec<String> = folders.chain(hosts).map(told).collect();
    if path.ends_with("package-lock.json") && text.contains("\"resolved\"") {
        found.push(format!(
            "{path}: says where its packages were fetched; set omit-lockfile-registry-resolved"
        ));
    }
    found
}

#[test]
fn each_wrong_word_is_found() {
    assert_eq!(
        programmes("src/a.rs", "// The UNESCO\nlet a = \"Learning-Cities\";").len(),
        2
    );
    assert_eq!(
        statements(
            "src/http/a.rs",
            "let a = \"SELECT id\n FROM cases\"; let b = \"insert into cases\";"
        )
        .len(),
        2
    );
    assert!(statements("src/store/a.rs", "let a = \"select id from cases\";").is_empty());
    assert!(
        statements(
            "src/http/a.rs",
            "// select a from b\nlet a = \"<select name=b> select one\";"
        )
        .is_empty()
    );
    assert_eq!(
        shortcuts(
            "src/a.rs",
            "fn a() { b.unwrap() }\n#[allow(dead_code)]\nfn c() { todo!() }"
        )
        .len(),
        3
    );
    assert!(shortcuts("src/a.rs", "#[cfg(test)]\nmod tests { fn a() { b.unwrap() } }").is_empty());
    assert_eq!(
        ignored("tests/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn a() {}").len(),
        1
    );
    assert_eq!(nameless("src/store/util.rs", "mod helpers;").len(), 2);
    assert!(nameless("src/store/utility_bill.rs", "mod commons;").is_empty());
    let lines = format!(
        "see {}anna/x\n\"{}.org/a\"\nhttps://a.org{}x",
        MACHINES[1], HOSTS[0], MACHINES[1]
    );
    assert_eq!(machines("README.md", &lines).len(), 2, "{lines}");
    assert_eq!(machines("tests/package-lock.json", "\"resolved\": \"x\"").len(), 1);
}
