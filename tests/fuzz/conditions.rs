//! Conditions, right, nearly right and wrong, and everything the reader does with one.

use kalends::workflow::facts::Facts;
use kalends::workflow::finding::Place;
use kalends::workflow::form::Answers;
use kalends::workflow::guard::Guard;
use kalends::workflow::guard::types::{Known, Type};
use serde_json::json;

use super::dice::Dice;

const LEAVES: [&str; 26] = [
    "true",
    "false",
    "null",
    "0",
    "1",
    "9223372036854775807",
    "1e308",
    "2.5",
    "'a'",
    "'2027-02-30'",
    "''",
    "call.open",
    "call.quota",
    "standing",
    "answers.text",
    "answers.number",
    "answers.list",
    "answers.figure.year",
    "forms.other.day",
    "marked('a')",
    "signed('b')",
    "carried('board')",
    "rank('panel')",
    "owed('report')",
    "answers.missing",
    "[1, 'a', [2]]",
];
const JOINTS: [&str; 14] = [
    "&&", "||", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "in",
];
const SCRAPS: [&str; 20] = [
    "(", ")", "[", "]", "{", "}", "!", "?", ":", ",", ".", "'", "\"", "\\", "`", "@", "\n", "ā", "\u{0}", "0x",
];

/// A condition.
pub fn make(dice: &mut Dice) -> String {
    match dice.below(10) {
        0 => (0..dice.below(60))
            .map(|_| char::from_u32(dice.below(0x2_0000) as u32).unwrap_or('x'))
            .collect(),
        1 => {
            let piece = *dice.pick(&["(", "!", "[", "-", "a.", "true && ", "1 + ", "true ? true : ", "size("]);
            piece.repeat(dice.below(400))
        }
        2 | 3 => {
            let mut text = sound(dice, 5);
            for _ in 0..=dice.below(3) {
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                let at = places.get(dice.below(places.len())).copied().unwrap_or(0);
                text.insert_str(at, SCRAPS[dice.below(SCRAPS.len())]);
            }
            text
        }
        4 => (0..dice.below(40)).map(|_| format!("{} ", loose(dice))).collect(),
        depth => sound(dice, depth),
    }
}

fn loose(dice: &mut Dice) -> &'static str {
    match dice.below(3) {
        0 => LEAVES[dice.below(LEAVES.len())],
        1 => JOINTS[dice.below(JOINTS.len())],
        _ => SCRAPS[dice.below(SCRAPS.len())],
    }
}

fn sound(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 || dice.one_in(4) {
        return (*dice.pick(&LEAVES)).to_owned();
    }
    let inner = sound(dice, depth - 1);
    match dice.below(9) {
        0 => format!("!({inner})"),
        1 => format!("({inner})"),
        2 => format!("({inner} ? {} : {})", sound(dice, depth - 1), sound(dice, depth - 1)),
        3 => format!("answers.list.exists(i, i == {inner})"),
        4 => format!("answers.list.all(i, {inner})"),
        5 => format!("size({inner}) > 1"),
        6 => format!("string({inner}).contains('a')"),
        _ => {
            let joint = *dice.pick(&JOINTS);
            format!("{inner} {joint} {}", sound(dice, depth - 1))
        }
    }
}

/// Forms whose answers are of every type.
struct Forms;

impl Known for Forms {
    fn answer(&self, field: &str) -> Type {
        match field {
            "text" => Type::Text,
            "number" => Type::Number,
            "list" => Type::List(Box::new(Type::Word("one of the options", vec!["a".to_owned()]))),
            "figure" => Type::Parts(vec![("year".to_owned(), Type::Number)]),
            _ => Type::Any,
        }
    }

    fn recorded(&self, _: &str, field: &str) -> Type {
        if field == "day" { Type::Day } else { Type::Any }
    }

    fn standings(&self) -> Vec<String> {
        vec!["good".to_owned()]
    }
}

/// Everything that is done with a condition: read, typed, taken apart, asked.
pub fn read(text: String) {
    let guard = match Guard::parse(&text, Place::default()) {
        Ok(guard) => guard,
        Err(finding) => {
            assert!(!finding.hint.is_empty() && !finding.message.is_empty(), "{finding}");
            return;
        }
    };
    for clash in guard.clashes(&Forms).into_iter().chain(guard.verdicts(&Forms)) {
        let length = text.chars().count();
        assert!(!clash.hint.is_empty() && clash.character < length.max(1), "{clash:?}");
    }
    let _ = (guard.outline(), guard.formula(), guard.names());
    let answers = json!({"text": "a", "number": 3, "list": ["a", "b"], "figure": {"value": 1, "year": 2026}});
    let answers: Answers = serde_json::from_value(answers).expect("answers");
    let _ = guard.holds(&Facts::default());
    let _ = guard.holds(&Facts {
        answers,
        ..Facts::default()
    });
}
