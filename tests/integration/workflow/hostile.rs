//! No file and no condition, however broken, makes the reader panic or dawdle.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kalends::workflow::Source;
use kalends::workflow::check::check;
use kalends::workflow::facts::Facts;
use kalends::workflow::finding::Place;
use kalends::workflow::guard::Guard;
use kalends::workflow::schedule::Schedule;
use kalends::workflow::span::Span;
use kalends::workflow::timing::Timing;
use proptest::prelude::*;
use proptest::sample::Index;

use super::files::shipped;

static SHIPPED: LazyLock<Source> = LazyLock::new(|| shipped("learning-cities"));

/// One way to break a text.
#[derive(Clone, Debug)]
enum Mutation {
    Flip(Index, u8),
    Delete(Index, usize),
    Double(Index),
    Cut(Index),
    Insert(Index, String),
    Swap(Index, Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let piece = prop_oneof![
        Just("[".to_owned()),
        Just("]]".to_owned()),
        Just("{".to_owned()),
        Just("\"".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("= ".to_owned()),
        Just("a.b.c.d = 1\n".to_owned()),
        Just("\u{0}".to_owned()),
        Just("ķ".to_owned()),
        Just("{{ ".to_owned()),
        Just("{% for x in y %}".to_owned()),
        "\\PC{1,12}",
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Mutation::Flip(at, byte)),
        (any::<Index>(), 1..200_usize).prop_map(|(at, length)| Mutation::Delete(at, length)),
        any::<Index>().prop_map(Mutation::Double),
        any::<Index>().prop_map(Mutation::Cut),
        (any::<Index>(), piece).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Mutation::Swap(a, b)),
    ]
}

fn mutate(text: &str, mutation: &Mutation) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if bytes.is_empty() {
        return String::new();
    }
    match mutation {
        Mutation::Flip(at, byte) => bytes[at.index(text.len())] ^= byte,
        Mutation::Delete(at, length) => {
            let start = at.index(text.len());
            bytes.drain(start..(start + length).min(text.len()));
        }
        Mutation::Cut(at) => bytes.truncate(at.index(text.len())),
        Mutation::Insert(at, piece) => {
            let at = at.index(text.len());
            bytes.splice(at..at, piece.bytes());
        }
        Mutation::Double(at) => {
            let at = at.index(lines.len());
            lines.insert(at, lines[at]);
            return lines.concat();
        }
        Mutation::Swap(a, b) => {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
            return lines.concat();
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, timeout: 5_000, ..ProptestConfig::default() })]

    #[test]
    fn mutated_files_are_read_or_refused(file in any::<Index>(), mutations in prop::collection::vec(mutation(), 1..4), whole in any::<bool>()) {
        let mut source = SHIPPED.clone();
        let names: Vec<String> = source.files.keys().cloned().collect();
        let name = if whole { "workflow.toml" } else { &names[file.index(names.len())] };
        let mut text = source.files[name].clone();
        for mutation in &mutations {
            text = mutate(&text, mutation);
        }
        source.files.insert(name.to_owned(), text);
        let (definition, findings) = check(&source);
        prop_assert!(definition.is_some() || !findings.is_empty());
        for finding in findings {
            prop_assert!(!finding.hint.is_empty() && finding.place.line > 0 && finding.place.column > 0, "{finding}");
        }
    }

    #[test]
    fn any_text_as_a_file(text in "\\PC{0,400}") {
        let files = BTreeMap::from([("workflow.toml".to_owned(), text)]);
        let (definition, findings) = check(&Source { name: "w".to_owned(), files });
        prop_assert!(definition.is_none() && !findings.is_empty());
    }
}

/// Pieces conditions are made of, good and bad, put together at random.
fn condition() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "call.open",
        "standing",
        "answers.a",
        "forms.f.x",
        "marked('a')",
        "signed('b')",
        "true",
        "1",
        "2.5",
        "'x'",
        "\"y\"",
        "(",
        ")",
        "[",
        "]",
        "!",
        "&&",
        "||",
        "==",
        "!=",
        "<",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "?",
        ":",
        ",",
        ".",
        "in",
        "null",
        "size(",
        "has(",
        "answers.l.exists(i, ",
        "answers.l.all(i, i > 1)",
        "@",
        "{",
        "`",
        "\\",
        "'",
        "\n",
        "ā",
        "0x",
        "1e999",
        "9223372036854775808",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
}

/// Conditions that are right, as deep and as long as they may be and beyond.
fn sound_condition() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "call.open",
        "marked('a')",
        "signed('b')",
        "standing == 'good'",
        "answers.a > 1",
        "true",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(12, 200, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..5).prop_map(|parts| parts.join(" && ")),
            prop::collection::vec(inner.clone(), 1..5).prop_map(|parts| parts.join(" || ")),
            inner.clone().prop_map(|part| format!("!({part})")),
            inner.clone().prop_map(|part| format!("({part})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} ? {b} : false)")),
            inner.clone().prop_map(|part| format!("[{part}][0]")),
            inner
                .clone()
                .prop_map(|part| format!("answers.l.exists(i, i > 1 && {part})")),
            inner.prop_map(|part| format!("size([{part}]) + 1 - 1 == 1")),
        ]
    })
}

fn try_guard(text: &str) {
    if let Ok(guard) = Guard::parse(text, Place::default()) {
        let answers = serde_json::json!({"a": 1, "l": [1, 2, 3]});
        let answers: kalends::workflow::form::Answers = serde_json::from_value(answers).expect("answers");
        let facts = Facts {
            answers,
            ..Facts::default()
        };
        let _ = guard.holds(&facts);
        let _ = guard.holds(&Facts::default());
        let _ = guard.names();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, timeout: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_as_a_condition(text in condition()) {
        try_guard(&text);
    }

    #[test]
    fn any_sound_condition(text in sound_condition()) {
        try_guard(&text);
    }

    #[test]
    fn any_text_as_a_condition(text in "\\PC{0,80}") {
        try_guard(&text);
    }

    #[test]
    fn any_text_as_a_date(text in "\\PC{0,40}", cron in "[-0-9*/,? a-zA-Z@]{0,30}") {
        let _ = Span::parse(&text);
        let _ = Timing::parse(&text);
        let _ = Schedule::parse(&text);
        if let Ok(schedule) = Schedule::parse(&cron) {
            let start = jiff::civil::date(2027, 1, 1).at(0, 0, 0, 0);
            prop_assert!(schedule.after(start).is_none_or(|next| next > start));
        }
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = ["[", "{a=", "a.", "[a.", "("].map(|piece| format!("x = {}", piece.repeat(100_000)));
    let dotted = format!("{}b = 1", "a.".repeat(100_000));
    let headers = (0..5_000).map(|n| format!("[a{n}.b.c.d]\n")).collect::<String>();
    for text in deep.into_iter().chain([dotted, headers]) {
        let files = BTreeMap::from([("workflow.toml".to_owned(), text)]);
        let (definition, findings) = check(&Source {
            name: "w".to_owned(),
            files,
        });
        assert!(definition.is_none() && !findings.is_empty());
    }
}
