//! How long a file and a function may grow, and how a file opens.

use super::expect_none;
use super::scan::{File, closing, code, files, line_of};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;

#[test]
fn files_and_functions_stay_small_and_say_what_they_own() {
    let rust = files("src", ".rs").into_iter().chain(files("tests", ".rs"));
    let mut findings: Vec<String> = rust
        .flat_map(|file| [long_functions(&file), silent(&file)].concat())
        .collect();
    let all = files("src", ".rs")
        .into_iter()
        .chain(files("tests", ".rs"))
        .chain(files("tests", ".mjs"));
    findings.extend(all.flat_map(|file| long_file(&file)));
    expect_none(&findings);
}

fn long_file(file: &File) -> Vec<String> {
    let lines = file.text.lines().count();
    let told = || {
        format!(
            "{}: {lines} lines; past {FILE_LINES} it is usually two things",
            file.path
        )
    };
    (lines > FILE_LINES).then(told).into_iter().collect()
}

fn silent(file: &File) -> Vec<String> {
    let told = || format!("{}:1: a module opens with `//!` and what it owns", file.path);
    (!file.text.starts_with("//! ")).then(told).into_iter().collect()
}

fn long_functions(file: &File) -> Vec<String> {
    let code = code(&file.text);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let Some(open) = body(&code, at) else { continue };
        let (first, last) = (line_of(&code, at), line_of(&code, closing(&code, open) - 1));
        let lines = last - first + 1;
        if lines > FUNCTION_LINES {
            found.push(format!(
                "{}:{first}: a function of {lines} lines; past {FUNCTION_LINES} it is two",
                file.path
            ));
        }
    }
    found
}

// The brace that opens the body; none for a function that is only declared, or a type `fn (…)`.
fn body(code: &str, at: usize) -> Option<usize> {
    let mut depth = 0;
    for (offset, letter) in code[at..].char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(at + offset),
            ';' | ',' | '=' if depth <= 0 && !code[at + offset..].starts_with("=>") => return None,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    None
}

fn example(text: String) -> File {
    File {
        path: "src/example.rs".into(),
        text,
    }
}

#[test]
fn what_is_too_long_or_silent_is_found() {
    assert_eq!(long_file(&example("\n".repeat(FILE_LINES + 1))).len(), 1);
    assert!(long_file(&example("\n".repeat(FILE_LINES))).is_empty());
    let function = |lines: usize| {
        example(format!(
            "pub fn a(b: [u8; 2]) -> c {{{}}}\nfn d() {{}}",
            "\n".repeat(lines - 1)
        ))
    };
    assert_eq!(long_functions(&function(FUNCTION_LINES + 1)).len(), 1);
    assert!(long_functions(&function(FUNCTION_LINES)).is_empty());
    assert_eq!(silent(&example("use std::fmt;".into())).len(), 1);
    assert!(silent(&example("//! Owns nothing.".into())).is_empty());
}
