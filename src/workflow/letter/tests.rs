//! Tests of the module above.

use proptest::prelude::*;
use pulldown_cmark::{Event, Parser};
use serde_json::json;

use super::*;

const LETTER: &str = "# {{ case.title }}: termiņš {{ due }}\n\nLabdien, **{{ name }}**!\n\n- pirmais\n- otrais\n\nVairāk: [lieta]({{ url }}).\n";

fn letter(text: &str) -> Version {
    parse("letters/due.lv.md", text).unwrap()
}

#[test]
fn fills_subject_and_body() {
    let context = json!({"case": {"title": "Pārskats"}, "due": "31. marts", "name": "Šņūcēns_1", "url": "https://a.lv/c?x=1&y=(2)"});
    let filled = letter(LETTER).render(&context).unwrap();
    assert_eq!(filled.subject, "Pārskats: termiņš 31. marts");
    assert_eq!(
        filled.text(),
        "Labdien, Šņūcēns_1!\n\n- pirmais\n- otrais\n\nVairāk: lieta (https://a.lv/c?x=1&y=(2)).\n"
    );
}

#[test]
fn lists_its_placeholders() {
    let found: Vec<String> = letter(LETTER).placeholders.into_iter().collect();
    assert_eq!(found, ["case.title", "due", "name", "url"]);
}

#[test]
fn names_the_line_of_a_missing_value() {
    let error = letter("# Due\n\nHello\n\n{{ nmae }}\n")
        .render(&json!({"name": "A"}))
        .unwrap_err();
    assert_eq!(error.place.line, 5);
    assert!(
        error.to_string().starts_with("letters/due.lv.md:5:1: undefined value"),
        "{error}"
    );
    let error = letter("# Due {{ x }}\nHello").render(&json!({})).unwrap_err();
    assert_eq!(error.place.line, 1);
}

#[test]
fn names_the_line_of_a_broken_placeholder() {
    let error = parse("letters/a.en.md", "# Due\r\n\r\nHello {{ name\r\n").unwrap_err();
    assert!((3..=4).contains(&error.place.line), "{error}");
    assert!(error.message.contains("syntax error"), "{error}");
}

#[test]
fn wants_a_subject_on_the_first_line() {
    for text in ["", "\n# Late", "Hello", "#", "# ", "#Hello"] {
        let error = parse("letters/a.en.md", text).unwrap_err();
        assert_eq!((error.place.line, error.finding().rule), (1, "letter"), "{text:?}");
    }
}

#[test]
fn stops_a_letter_that_never_ends() {
    let many: Vec<u32> = (0..2000).collect();
    let endless = letter("# A\n{% for a in n %}{% for b in n %}{{ a }}{{ b }}{% endfor %}{% endfor %}");
    let error = endless.render(&json!({ "n": many })).unwrap_err();
    assert!(error.message.contains("fuel"), "{error}");
}

#[test]
fn offers_no_functions_and_no_way_round_the_escape() {
    for call in [
        "{{ range(9) }}",
        "{{ debug() }}",
        "{{ namespace() }}",
        "{% include 'a' %}",
    ] {
        let text = format!("# A\n{call}");
        assert!(
            parse("a.en.md", &text).and_then(|v| v.render(&json!({}))).is_err(),
            "{call}"
        );
    }
    let filled = letter("# A\n{{ x|safe }}").render(&json!({"x": "**b**"})).unwrap();
    assert_eq!(filled.text(), "**b**\n");
}

#[test]
fn splits_a_path_into_letter_and_language() {
    assert_eq!(
        name_and_lang("letters/draft-waiting.lv.md"),
        Some(("draft-waiting", "lv"))
    );
    for path in [
        "letters/a.md",
        "letters/.lv.md",
        "letters/a/b.lv.md",
        "letters/a.lv.txt",
    ] {
        assert_eq!(name_and_lang(path), None, "{path}");
    }
}

#[test]
fn writes_plain_text_with_lists_quotes_and_links() {
    let markdown = "## Kas tālāk\n\n1. iesniegt\n2. gaidīt\n   - mēnesi\n   - divus\n\n> citāts\n> turpinās\n\n\
                    [a@b.lv](mailto:a@b.lv) un <https://k.lv> un [šeit](https://k.lv)\n\n```\nx  y\nz\n```\n\nbeigas\\\nvārds";
    assert_eq!(
        plain::text(markdown),
        "Kas tālāk\n\n1. iesniegt\n2. gaidīt\n   - mēnesi\n   - divus\n\n> citāts turpinās\n\n\
         a@b.lv un https://k.lv un šeit (https://k.lv)\n\nx  y\nz\n\nbeigas\nvārds\n"
    );
}

/// The words a Markdown reader sees, and whether it saw anything but paragraphs, words and breaks.
fn read(markdown: &str) -> (String, bool) {
    let mut words = String::new();
    let mut markup = false;
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::HardBreak | Event::SoftBreak => words.push('\n'),
            Event::Start(pulldown_cmark::Tag::Paragraph) | Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
            _ => markup = true,
        }
    }
    (words, markup)
}

proptest! {
    #[test]
    fn a_value_stays_words(value in any::<String>()) {
        let filled = letter("# S {{ x }}\nbefore {{ x }} after").render(&json!({ "x": value })).unwrap();
        let (_, markup) = read(&filled.body);
        prop_assert!(!markup, "{:?}", filled.body);
        prop_assert!(!filled.subject.chars().any(char::is_control));
        let (words, markup) = read(&escape::markdown(&value));
        let expected: Vec<String> = value.trim().split(['\n', '\r', '\u{2028}', '\u{2029}']).map(escape::one_line).filter(|l| !l.is_empty()).collect();
        prop_assert!(!markup);
        prop_assert_eq!(words, expected.join("\n"));
    }

    #[test]
    fn markup_in_a_value_stays_words(value in r"([#>*_+`~|=<&\[\]()!.:0-9a-c \t\n\\-]){0,40}") {
        let (_, markup) = read(&escape::markdown(&value));
        prop_assert!(!markup, "{:?}", escape::markdown(&value));
    }

    #[test]
    fn reading_a_letter_never_panics(text in any::<String>(), braces in r"[{}% \na-c|.#()'0-9]{0,60}") {
        let _ = parse("a.en.md", &text);
        let _ = parse("a.en.md", &format!("# {braces}\n{braces}")).and_then(|v| v.render(&json!({"a": 1, "b": "x"})));
        let _ = plain::text(&text);
        let _ = plain::text(&braces);
    }
}
