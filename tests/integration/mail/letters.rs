//! Letters in their frame, in each recipient's language.

use std::collections::BTreeMap;

use kalends::mail::letter::{Frame, Link, RenderError, render};
use kalends::workflow::letter::{self, Letter};
use serde_json::json;

fn letter(versions: &[(&str, &str)]) -> Letter {
    let read = |(lang, text): &(&str, &str)| {
        (
            lang.to_string(),
            letter::parse(&format!("letters/due.{lang}.md"), text).unwrap(),
        )
    };
    Letter {
        name: "due".to_owned(),
        versions: versions.iter().map(read).collect(),
    }
}

fn frame(lang: &str) -> Frame {
    Frame {
        lang: lang.to_owned(),
        programme: "Mācību ceļš".to_owned(),
        why: "Jūs saņemat šo vēstuli kā kontaktpersona.".to_owned(),
        links: vec![
            Link {
                words: "Lieta".to_owned(),
                url: "https://k.test/cases/1?a=1&b=2".to_owned(),
            },
            Link {
                words: "Kāpēc es to saņemu?".to_owned(),
                url: "https://k.test/why/7".to_owned(),
            },
        ],
    }
}

const LV: &str = "# Termiņš {{ due }}\n\nLabdien, {{ name }}!\n\n- [Pabeigt]({{ url }})\n";
const EN: &str = "# Due {{ due }}\n\nHello, {{ name }}!\n";

fn context() -> serde_json::Value {
    json!({"due": "31. marts", "name": "Jānis", "url": "https://k.test/cases/1"})
}

#[test]
fn a_letter_reads_well_as_text() {
    let rendered = render(&letter(&[("lv", LV), ("en", EN)]), &context(), &frame("lv")).unwrap();
    assert_eq!(rendered.subject, "Termiņš 31. marts");
    insta::assert_snapshot!(rendered.text, @r"
    Labdien, Jānis!

    - Pabeigt (https://k.test/cases/1)

    -- 
    Mācību ceļš
    Jūs saņemat šo vēstuli kā kontaktpersona.
    Lieta: https://k.test/cases/1?a=1&b=2
    Kāpēc es to saņemu?: https://k.test/why/7
    ");
}

#[test]
fn a_letter_is_a_page_in_its_frame() {
    let html = render(&letter(&[("lv", LV)]), &context(), &frame("lv")).unwrap().html;
    for part in [
        "<html lang=\"lv\">",
        "<title>Termiņš 31. marts</title>",
        "<p>Labdien, Jānis!</p>",
        "<li><a href=\"https://k.test/cases/1\">Pabeigt</a></li>",
        "Jūs saņemat šo vēstuli kā kontaktpersona.",
        "<a href=\"https://k.test/why/7\">Kāpēc es to saņemu?</a>",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}

#[test]
fn a_language_without_a_text_falls_back() {
    let both = letter(&[("lv", LV), ("en", EN)]);
    assert_eq!(
        render(&both, &context(), &frame("ka")).unwrap().subject,
        "Due 31. marts"
    );
    let one = letter(&[("lv", LV)]);
    assert_eq!(
        render(&one, &context(), &frame("ka")).unwrap().subject,
        "Termiņš 31. marts"
    );
    let none = Letter {
        name: "due".to_owned(),
        versions: BTreeMap::new(),
    };
    assert!(matches!(render(&none, &context(), &frame("lv")), Err(RenderError::Empty(name)) if name == "due"));
}

#[test]
fn a_missing_value_is_an_error_with_its_line() {
    let error = render(&letter(&[("lv", LV)]), &json!({"due": "x", "name": "y"}), &frame("lv")).unwrap_err();
    assert!(error.to_string().starts_with("letters/due.lv.md:5:1: "), "{error}");
}

#[test]
fn what_people_type_never_becomes_markup() {
    for attack in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "**bold** [press](https://evil.test)",
        "![pixel](https://evil.test/p.gif)",
        "</p></main><form action=https://evil.test>",
        "# head\n\n> quote\n\n    code\n\n1. one\n- two\n***\n",
        "{{ due }}{% for a in b %}",
        "&lt;b&gt;",
        "<https://evil.test>",
    ] {
        let values = json!({"due": attack, "name": attack, "url": attack});
        let rendered = render(&letter(&[("lv", LV)]), &values, &frame("lv")).unwrap();
        let main = rendered
            .html
            .split("<main>")
            .nth(1)
            .unwrap()
            .split("</main>")
            .next()
            .unwrap();
        for tag in [
            "<script",
            "<img",
            "<strong",
            "<form",
            "<h1",
            "<blockquote",
            "<pre",
            "<ol",
            "<hr",
            "href=\"https://evil",
        ] {
            assert!(!main.contains(tag), "{attack} gives {tag} in {main}");
        }
        assert!(!rendered.subject.contains('\n'));
    }
}

#[test]
fn what_staff_write_can_only_be_read() {
    let text = "# A\n\n<script>x</script>\n\n<b>fat</b> ![pic](https://e.test/p.gif) [run](javascript:alert(1)) [see](https://e.test)\n";
    let html = render(&letter(&[("en", text)]), &json!({}), &frame("en")).unwrap().html;
    for banned in ["<script", "<b>", "<img", "javascript:"] {
        assert!(!html.contains(banned), "{banned} in {html}");
    }
    assert!(
        html.contains("&lt;b&gt;fat") && html.contains("<a href=\"https://e.test\">see</a>"),
        "{html}"
    );
}
