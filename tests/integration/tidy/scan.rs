//! Reads the tree and tells code from comments and texts. Knows no rule.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file of the tree: its path from the root, with `/`, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

/// What a stretch of Rust is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Code,
    Comment,
    Text,
}

/// Returns the root of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the files under `folder` that end in `ending`, sorted; none when the folder is not there.
pub fn files(folder: &str, ending: &str) -> Vec<File> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    paths
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .filter_map(read)
        .collect()
}

/// Returns every text file that git tracks, or would track.
pub fn tracked() -> Vec<File> {
    let listed = Command::new("git")
        .args([
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root())
        .output()
        .expect("git is there");
    assert!(
        listed.status.success(),
        "git ls-files failed: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let names = String::from_utf8_lossy(&listed.stdout).into_owned();
    names
        .split('\0')
        .filter(|name| !name.is_empty())
        .filter_map(|name| read(root().join(name)))
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a folder can be read").path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name == "node_modules" || name == "artifacts");
        match path.is_dir() {
            true if !hidden => walk(&path, found),
            true => {}
            false => found.push(path),
        }
    }
}

// None for what is not UTF-8: pictures and fonts hold no rule to break.
fn read(path: PathBuf) -> Option<File> {
    let text = String::from_utf8(std::fs::read(&path).ok()?).ok()?;
    let path = path.strip_prefix(root()).expect("the file is under the root");
    Some(File {
        path: path.to_string_lossy().replace('\\', "/"),
        text,
    })
}

/// Blanks comments and texts; line breaks and lengths stay.
pub fn code(text: &str) -> String {
    keep(text, Part::Code)
}

/// Returns the texts between quotes, each with its line.
pub fn texts(text: &str) -> Vec<(usize, String)> {
    let (mut found, mut start) = (Vec::new(), None);
    let parts = parts(text);
    for (at, part) in parts.iter().enumerate().chain([(text.len(), &Part::Code)]) {
        match (start, *part == Part::Text) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push((
                    line_of(text, from),
                    String::from_utf8_lossy(&text.as_bytes()[from..at]).into_owned(),
                ));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Returns code without what stands under `#[cfg(test)]`.
pub fn shipped(text: &str) -> String {
    let mut code = code(text);
    while let Some(from) = code.find("#[cfg(test)]") {
        let open = code[from..].find(['{', ';']).map_or(code.len(), |at| from + at);
        let until = match code[open..].starts_with('{') {
            true => closing(&code, open),
            false => (open + 1).min(code.len()),
        };
        code.replace_range(from..until, &blank(&code[from..until]));
    }
    code
}

/// Returns the place after the brace that closes the one at `open`.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, letter) in code[open..].char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + at + 1;
        }
    }
    code.len()
}

/// Returns the line, from 1, of a byte.
pub fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}

fn blank(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

fn keep(text: &str, wanted: Part) -> String {
    let kept = |(byte, part): (u8, &Part)| {
        if byte == b'\n' || (*part == wanted && byte.is_ascii()) {
            byte
        } else {
            b' '
        }
    };
    text.bytes()
        .zip(&parts(text))
        .map(|pair| char::from(kept(pair)))
        .collect()
}

// One part a byte. Quotes count as code, so that what is between them stays a run of its own.
fn parts(text: &str) -> Vec<Part> {
    let (bytes, mut parts) = (text.as_bytes(), Vec::with_capacity(text.len()));
    while parts.len() < bytes.len() {
        let at = parts.len();
        let (lead, inside, tail, part) = stretch(&text.as_bytes()[at..]);
        parts.extend(std::iter::repeat_n(Part::Code, lead));
        parts.extend(std::iter::repeat_n(part, inside));
        parts.extend(std::iter::repeat_n(Part::Code, tail));
    }
    parts.truncate(bytes.len());
    parts
}

// The next stretch: how many bytes of code lead, how many are inside, how many of code close it.
fn stretch(rest: &[u8]) -> (usize, usize, usize, Part) {
    match rest {
        [b'/', b'/', ..] => (0, find(rest, b"\n", 0), 0, Part::Comment),
        [b'/', b'*', ..] => (0, find(rest, b"*/", 2) + 2, 0, Part::Comment),
        [b'r', b'"' | b'#', ..] => raw(rest),
        [b'"', ..] => (1, quoted(&rest[1..], b'"'), 1, Part::Text),
        [b'\'', b'\\', ..] => (1, 1 + find(rest, b"'", 3) - 2, 1, Part::Text),
        [b'\'', _, b'\'', ..] => (1, 1, 1, Part::Text),
        _ => (1, 0, 0, Part::Code),
    }
}

// A raw text, or a raw name (`r#type`) or a name that ends in `r`.
fn raw(rest: &[u8]) -> (usize, usize, usize, Part) {
    let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
    if rest.get(1 + hashes) != Some(&b'"') {
        return (1, 0, 0, Part::Code);
    }
    let close = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
    let lead = 2 + hashes;
    (lead, find(rest, &close, lead) - lead, close.len(), Part::Text)
}

fn quoted(inside: &[u8], quote: u8) -> usize {
    let mut at = 0;
    while at < inside.len() && inside[at] != quote {
        at += if inside[at] == b'\\' { 2 } else { 1 };
    }
    at.min(inside.len())
}

fn find(bytes: &[u8], needle: &[u8], from: usize) -> usize {
    let found = bytes
        .get(from..)
        .and_then(|rest| rest.windows(needle.len()).position(|window| window == needle));
    found.map_or(bytes.len(), |at| from + at)
}

#[test]
fn code_comments_and_texts_are_told_apart() {
    let source = "let a = 'x'; // crate::one\nlet b = \"crate::two \\\" {\"; /* crate::three */ fn f<'a>() {}\nlet c = r#\"crate::four\"#; let d = '\\''; crate::five";
    let code = code(source);
    assert_eq!(code.len(), source.len());
    assert!(code.contains("crate::five") && code.contains("fn f<'a>() {}"), "{code}");
    for gone in ["one", "two", "three", "four"] {
        assert!(!code.contains(gone), "{gone} in {code}");
    }
    let texts: Vec<_> = texts(source)
        .into_iter()
        .map(|(line, text)| format!("{line} {text}"))
        .collect();
    assert_eq!(texts, ["1 x", "2 crate::two \\\" {", "3 crate::four", "3 \\'"]);
}

#[test]
fn what_stands_under_test_is_not_shipped() {
    let source = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { if x { y.unwrap() } }\n}\nfn c() {}";
    let shipped = shipped(source);
    assert!(shipped.contains("fn c") && !shipped.contains("unwrap"), "{shipped}");
}
