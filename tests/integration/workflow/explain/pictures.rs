//! The state machines as pictures, in words alone.

use kalends::locale::Locale;
use kalends::workflow::Definition;
use kalends::workflow::graph::svg::svg;
use kalends::workflow::graph::{View, dot, mermaid};
use kalends::workflow::parse::parse;

use crate::workflow::files::{of, shipped};

/// The picture of a folder in one language.
fn drawn(name: &str, lang: &str, draw: impl Fn(&Definition, &View<'_>) -> String) -> String {
    let source = match name {
        "guild" => of("tests/samples/guild"),
        name => shipped(name),
    };
    let locale = Locale::of(lang).expect("a language");
    let messages = locale.messages();
    let view = View {
        lang,
        messages: &messages,
    };
    draw(&parse(&source).expect("good files"), &view)
}

#[test]
fn the_picture_for_mermaid() {
    insta::assert_snapshot!(drawn("learning-cities", "en", mermaid));
}

#[test]
fn the_picture_for_graphviz_is_balanced() {
    let picture = drawn("learning-cities", "lv", dot);
    assert_eq!(picture.matches('{').count(), picture.matches('}').count());
    assert_eq!(picture.matches('"').count() % 2, 0);
    assert!(picture.contains("peripheries=2") && picture.contains("Dalībniece"));
}

#[test]
fn what_happens_by_itself_is_said_in_words() {
    for draw in [mermaid, dot, svg] {
        for name in ["learning-cities", "guild", "coalition", "college-association"] {
            let picture = drawn(name, "en", draw);
            for word in [
                "organisation.",
                "call.",
                "(due)",
                "mark.",
                "entered +",
                ".open)",
                ".accept)",
            ] {
                assert!(!picture.contains(word), "{name}: `{word}` in\n{picture}");
            }
        }
    }
}

#[test]
fn what_opens_another_case_is_a_dashed_arrow() {
    let cities = drawn("learning-cities", "en", mermaid);
    assert!(
        cities.contains("membership__member -.->|\"comes again and again (opens)\"| progress_report__"),
        "{cities}"
    );
    let guild = drawn("guild", "en", dot);
    let dashed = guild.lines().filter(|line| line.contains("style=dashed"));
    let dashed: Vec<&str> = dashed.collect();
    assert!(dashed.iter().any(|line| line.contains("objection__")), "{guild}");
    let drawing = drawn("guild", "en", svg);
    assert!(drawing.contains("stroke-dasharray=\"2 4\""), "{drawing}");
    assert!(drawing.contains("(opens)"), "{drawing}");
}
