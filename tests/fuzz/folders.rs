//! Workflow folders: the shipped ones, changed in ways that authors and accidents change them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use kalends::workflow::check::check;
use kalends::workflow::report::Report;
use kalends::workflow::{Source, explain, graph};

use super::conditions;
use super::dice::Dice;

type Files = BTreeMap<String, String>;

/// The shipped folders.
static SHIPPED: LazyLock<Vec<Files>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows");
    let folders = fs::read_dir(root).expect("the shipped workflows");
    let mut paths: Vec<_> = folders.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let mut files = Files::new();
        gather(path, path, &mut files);
        files
    };
    paths
        .iter()
        .filter(|path| path.join("workflow.toml").is_file())
        .map(read)
        .collect()
});

fn gather(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(root, &path, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
            files.insert(name, text);
        }
    }
}

/// A folder.
pub fn make(dice: &mut Dice) -> Files {
    let mut files = dice.pick(&SHIPPED).clone();
    if dice.one_in(20) {
        let bytes: Vec<u8> = (0..dice.below(5_000)).map(|_| dice.roll() as u8).collect();
        files.insert("workflow.toml".to_owned(), String::from_utf8_lossy(&bytes).into_owned());
        return files;
    }
    for _ in 0..=dice.below(4) {
        let names: Vec<String> = files.keys().cloned().collect();
        let name = if dice.one_in(2) {
            "workflow.toml".to_owned()
        } else {
            dice.pick(&names).clone()
        };
        let text = files.get(&name).cloned().unwrap_or_default();
        let changed = change(dice, text);
        files.insert(name, changed);
    }
    if dice.one_in(30) {
        let (name, text) = files
            .iter()
            .nth(dice.below(files.len()))
            .map(|(n, t)| (n.clone(), t.clone()))
            .expect("one");
        for copy in 0..dice.below(2_500) {
            files.insert(format!("{copy}{name}"), text.clone());
        }
    }
    files
}

fn change(dice: &mut Dice, text: String) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.is_empty() {
        return "\u{feff}".to_owned();
    }
    let (a, b) = (dice.below(lines.len()), dice.below(lines.len()));
    match dice.below(13) {
        0 => {
            let mut bytes = text.into_bytes();
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
            return String::from_utf8_lossy(&bytes).into_owned();
        }
        1 => lines.truncate(a),
        2 => lines.swap(a, b),
        3 => drop(lines.drain(a.min(b)..a.max(b))),
        4 => lines.insert(b, lines[a]),
        5 => {
            let block: Vec<&str> = lines[a.min(b)..a.max(b)].to_vec();
            let times = dice.below(40);
            lines.extend(std::iter::repeat_n(block, times).flatten());
        }
        6 => return condition(dice, &text),
        7 => return renamed(dice, &text),
        8 => return number(dice, &text),
        9 => return many(dice, &text),
        10 => {
            let deep = dice.pick(&[
                "[",
                "{a=",
                "(",
                "{{ ",
                "{% if a %}",
                "{% for a in attachments %}",
                "a.",
                "> ",
                "* ",
            ]);
            return text.replacen(
                '\n',
                &format!("\n{}", deep.repeat(dice.below(3_000))),
                1 + dice.below(5),
            );
        }
        11 => return quoted(dice, &text),
        _ => {
            let scrap = *dice.pick(&[
                "\u{0}",
                "\"\"\"",
                "'''",
                "[[",
                "ķ",
                "\r",
                "= ",
                "{{ case }}",
                "{{ x|y }}",
                "{% end",
            ]);
            lines.insert(a, scrap);
        }
    }
    lines.concat()
}

/// The spans between quotation marks.
fn texts(text: &str) -> Vec<(usize, usize)> {
    let marks: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| (pair[0] + 1, pair[1])).collect()
}

fn put(text: &str, (from, to): (usize, usize), new: &str) -> String {
    format!("{}{new}{}", &text[..from], &text[to..])
}

/// A text in quotation marks becomes another of the file, or half of itself.
fn quoted(dice: &mut Dice, text: &str) -> String {
    let spans = texts(text);
    if spans.is_empty() {
        return text.to_owned();
    }
    let (at, other) = (*dice.pick(&spans), *dice.pick(&spans));
    put(text, at, &text[other.0..other.1])
}

fn condition(dice: &mut Dice, text: &str) -> String {
    let made = conditions::make(dice).replace(['"', '\\', '\n'], " ");
    let places: Vec<usize> = text
        .match_indices("when = \"")
        .map(|(at, found)| at + found.len())
        .collect();
    let Some(from) = places.get(dice.below(places.len())).copied() else {
        return format!("{text}\nwhen = \"{made}\"\n");
    };
    let to = text[from..].find('"').map_or(text.len(), |at| from + at);
    put(text, (from, to), &made)
}

/// A name becomes another wherever it stands alone.
fn renamed(dice: &mut Dice, text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|w| w.len() > 2)
        .collect();
    if words.is_empty() {
        return text.to_owned();
    }
    let (old, new) = (*dice.pick(&words), *dice.pick(&words));
    text.replacen(old, new, 1 + dice.below(3))
}

fn number(dice: &mut Dice, text: &str) -> String {
    let digits: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at)
        .collect();
    let Some(at) = digits.get(dice.below(digits.len())).copied() else {
        return text.to_owned();
    };
    let new = *dice.pick(&[
        "0",
        "-1",
        "99999",
        "10000",
        "9223372036854775808",
        "1e9",
        "0.5",
        "00",
        "*/1",
    ]);
    put(text, (at, at + 1), new)
}

/// Far more of something than anybody needs.
fn many(dice: &mut Dice, text: &str) -> String {
    let count = dice.below(3_000);
    let line: fn(usize) -> String = match dice.below(5) {
        0 => |n| format!("[role.r{n}]\ntitle.en = \"R\"\n"),
        1 => |n| format!("e{n} = {{ by = \"applicant\", marks = [\"m{n}\"], when = \"!marked('m{n}')\" }}\n"),
        2 => |n| format!("  {{ before = \"{n} days\", letter = \"x\" }},\n"),
        3 => |n| format!("k{n}.a.b.c = {n}\n"),
        _ => |n| format!("{{% if case %}}{{{{ organisation }}}} {n}\n"),
    };
    let block: String = (0..count).map(line).collect();
    let at = text
        .char_indices()
        .filter(|(_, c)| *c == '\n')
        .map(|(at, _)| at + 1)
        .collect::<Vec<_>>();
    let at = at.get(dice.below(at.len())).copied().unwrap_or(text.len());
    put(text, (at, at), &block)
}

/// Everything that is done with a folder before anybody depends on it.
pub fn read(files: Files) {
    let source = Source {
        name: "made-up".to_owned(),
        files,
    };
    let (definition, findings) = check(&source);
    assert!(definition.is_some() || !findings.is_empty(), "refused without a word");
    assert!(findings.len() <= 1_001, "{} findings", findings.len());
    for finding in &findings {
        assert!(
            !finding.hint.is_empty() && finding.place.line > 0 && finding.place.column > 0,
            "{finding}"
        );
        let report = Report::of(&source, finding);
        assert!(report.end.is_none_or(|end| end.column > report.column), "{report:?}");
    }
    if let Some(definition) = definition {
        for lang in definition.languages.clone() {
            let messages = |id: &str, _: &[(&str, String)]| id.to_owned();
            let view = graph::View {
                lang: &lang,
                messages: &messages,
            };
            let _ = (graph::mermaid(&definition, &view), graph::dot(&definition, &view));
        }
        let _ = explain::explain(&definition);
    }
}
