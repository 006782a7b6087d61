//! Who may import whom, and what the pure core never touches.

use super::expect_none;
use super::scan::{code, files, line_of};

/// The plan of the house: a module and the modules it may import.
const MAY_IMPORT: [(&str, &[&str]); 13] = [
    ("clock", &[]),
    ("config", &["clock"]),
    ("workflow", &["clock"]),
    ("locale", &["workflow", "clock"]),
    ("case", &["workflow", "clock"]),
    ("rehearsal", &["case", "workflow", "clock"]),
    ("store", &["case", "rehearsal", "workflow", "clock", "config"]),
    ("mail", &["case", "rehearsal", "workflow", "clock", "config", "locale"]),
    (
        "engine",
        &[
            "store",
            "mail",
            "locale",
            "rehearsal",
            "case",
            "workflow",
            "clock",
            "config",
        ],
    ),
    (
        "worker",
        &[
            "engine", "store", "mail", "locale", "case", "workflow", "clock", "config",
        ],
    ),
    (
        "http",
        &[
            "engine",
            "store",
            "mail",
            "locale",
            "rehearsal",
            "case",
            "workflow",
            "clock",
            "config",
        ],
    ),
    (
        "cli",
        &[
            "http",
            "worker",
            "engine",
            "store",
            "mail",
            "locale",
            "rehearsal",
            "case",
            "workflow",
            "clock",
            "config",
        ],
    ),
    ("main", &["cli"]),
];

/// The modules that know no database, clock, network or file.
const PURE: [&str; 3] = ["workflow", "case", "rehearsal"];

/// What they must not name: crates, and modules of the standard library.
const IMPURE: [&str; 8] = [
    "tokio", "sqlx", "axum", "lettre", "askama", "tracing", "reqwest", "tower",
];
const IMPURE_STD: [&str; 4] = ["fs", "net", "env", "process"];
const IMPURE_WORDS: [&str; 4] = ["async fn", "async move", "async {", ".await"];

#[test]
fn imports_follow_the_plan_of_the_house() {
    expect_none(
        &files("src", ".rs")
            .iter()
            .flat_map(|file| imports(&file.path, &file.text))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn the_pure_core_touches_nothing() {
    expect_none(
        &files("src", ".rs")
            .iter()
            .flat_map(|file| impurities(&file.path, &file.text))
            .collect::<Vec<_>>(),
    );
}

/// Returns the imports of a file that the plan does not allow.
fn imports(path: &str, text: &str) -> Vec<String> {
    let module = module_of(path);
    if module == "lib" {
        return Vec::new();
    }
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
        return vec![format!(
            "{path}:1: `{module}` has no place in the plan; give it one in MAY_IMPORT"
        )];
    };
    let code = code(text);
    let lead = if module == "main" { "kalends::" } else { "crate::" };
    let mut named = after(&code, lead);
    named.extend(climbs(path, &code));
    let strange = |name: &str| name != module && !allowed.contains(&name) && MAY_IMPORT.iter().any(|(m, _)| *m == name);
    let told =
        |(at, name): (usize, String)| format!("{path}:{}: `{module}` may not import `{name}`", line_of(&code, at));
    named.into_iter().filter(|(_, name)| strange(name)).map(told).collect()
}

/// Returns what a file of the pure core must not name.
fn impurities(path: &str, text: &str) -> Vec<String> {
    if !PURE.contains(&module_of(path)) {
        return Vec::new();
    }
    let code = code(text);
    let mut found: Vec<(usize, String)> = after(&code, "std::")
        .into_iter()
        .filter(|(_, name)| IMPURE_STD.contains(&name.as_str()))
        .collect();
    for word in IMPURE_WORDS {
        found.extend(code.match_indices(word).map(|(at, _)| (at, word.to_string())));
    }
    for name in IMPURE {
        let lead = format!("{name}::");
        let whole = |at: &usize| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        found.extend(
            code.match_indices(&lead)
                .map(|(at, _)| at)
                .filter(whole)
                .map(|at| (at, name.to_string())),
        );
    }
    found
        .into_iter()
        .map(|(at, name)| format!("{path}:{}: `{name}` in the pure core", line_of(&code, at)))
        .collect()
}

// `src/case/plan.rs` → `case`, `src/clock.rs` → `clock`.
fn module_of(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

// The first names after a lead: one of `crate::case::Case`, two of `crate::{case::Case, clock}`.
fn after(code: &str, lead: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(lead) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + lead.len()..];
        match rest.strip_prefix('{') {
            Some(_) => found.extend(grouped(rest).into_iter().map(|name| (at, name))),
            None => found.push((at, name_at(rest))),
        }
    }
    found
}

fn grouped(rest: &str) -> Vec<String> {
    let (mut names, mut depth, mut first) = (Vec::new(), 0, true);
    for (at, letter) in rest.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => first = true,
            _ if depth == 1 && first && !letter.is_whitespace() => {
                names.push(name_at(&rest[at..]));
                first = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn name_at(rest: &str) -> String {
    rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

// `super::super::store` in `src/case/plan.rs` is `crate::store`.
fn climbs(path: &str, code: &str) -> Vec<(usize, String)> {
    let file = path.strip_prefix("src/").unwrap_or(path);
    let depth = file.split('/').count() - usize::from(file.ends_with("/mod.rs"));
    let lead = "super::".repeat(depth);
    let direct = |at: &usize| !code[..*at].ends_with("super::");
    let names = after(code, &lead);
    names.into_iter().filter(|(at, _)| direct(at)).collect()
}

#[test]
fn an_import_uphill_is_found() {
    for uphill in [
        "use crate::store::Tx;",
        "use crate::{clock::Clock, store};",
        "fn a() { crate::engine::run() }",
        "use super::super::http;",
    ] {
        assert_eq!(imports("src/case/plan.rs", uphill).len(), 1, "{uphill}");
    }
    assert_eq!(imports("src/case/mod.rs", "use super::mail::Letter;").len(), 1);
    assert_eq!(imports("src/http/mod.rs", "use crate::worker::drain;").len(), 1);
    assert_eq!(imports("src/main.rs", "fn main() { kalends::http::serve() }").len(), 1);
    assert_eq!(imports("src/attic.rs", "").len(), 1);
}

#[test]
fn an_import_downhill_is_not() {
    let downhill = "//! See [`crate::store`].\nuse crate::workflow::{Definition, form};\nuse crate::{clock, case::Case};\nuse super::plan;";
    assert!(imports("src/case/decide.rs", downhill).is_empty());
    assert!(imports("src/main.rs", "fn main() { kalends::cli::run() }").is_empty());
}

#[test]
fn an_impure_word_in_the_core_is_found() {
    for word in [
        "use std::fs;",
        "use std::{collections::BTreeMap, env};",
        "async fn a() {}",
        "let x = tokio::spawn(y);",
    ] {
        assert_eq!(impurities("src/workflow/parse.rs", word).len(), 1, "{word}");
        assert!(impurities("src/engine/handle.rs", word).is_empty(), "{word}");
    }
    assert!(impurities("src/workflow/parse.rs", "// tokio::spawn\nuse std::fmt;").is_empty());
}
