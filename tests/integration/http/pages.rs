//! Every page in every language, filled with a sample.

use kalends::http::pages::mailbox::{Piece, paragraphs};
use kalends::locale::Locale;

use super::samples;

#[test]
fn every_page_is_whole_in_every_language() {
    for locale in Locale::all() {
        for (name, html) in samples::all(locale) {
            let (tag, open) = (locale.tag(), html.matches('[').count());
            assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{name}");
            assert_eq!(open, 0, "{name} in {tag} shows a message nobody has written");
            assert!(
                !html.contains("{$") && !html.contains("{ $"),
                "{name} in {tag} shows a value nobody has given"
            );
            assert_eq!(html.matches("<h1").count(), 1, "{name} in {tag} has one heading");
            assert!(
                !html.contains("style=\"") && !html.contains(" onclick"),
                "{name}: the policy forbids inline code"
            );
        }
    }
}

#[test]
fn ids_are_unique_and_what_points_at_them_finds_them() {
    for (name, html) in samples::all(Locale::english()) {
        let ids: Vec<&str> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let mut seen = std::collections::BTreeSet::new();
        ids.iter()
            .for_each(|id| assert!(seen.insert(*id), "{name}: id {id} twice"));
        let pointed = [
            " for=\"",
            " aria-labelledby=\"",
            " aria-describedby=\"",
            "<li><a href=\"#",
        ];
        for wanted in pointed
            .iter()
            .flat_map(|start| html.split(*start).skip(1))
            .filter_map(|rest| rest.split('"').next())
        {
            wanted
                .split_whitespace()
                .for_each(|id| assert!(seen.contains(id), "{name}: nothing has the id {id}"));
        }
    }
}

#[test]
fn what_people_wrote_is_shown_as_text() {
    let html = &samples::all(Locale::english())["check"];
    assert!(html.contains("&#60;b&#62;We&#60;/b&#62;"));
    assert!(!html.contains("<b>We"));
}

#[test]
fn what_was_typed_is_still_there_beside_its_errors() {
    let html = &samples::all(Locale::of("lv").unwrap())["form-errors"];
    for kept in [
        "value=\"24500\"",
        "value=\"2024\"",
        "Cēsis has long treated",
        "value=\"family\" checked",
    ] {
        assert!(html.contains(kept), "{kept}");
    }
    assert!(html.contains("href=\"#field-decided_on-day\""));
    assert!(html.contains("Saīsiniet līdz 200 vārdiem"));
}

#[test]
fn addresses_in_a_letter_become_links_and_nothing_else_does() {
    let words = |text: &str| Piece::Words(text.to_owned());
    let address = |text: &str| Piece::Address(text.to_owned());
    let found = paragraphs("Look: https://a.example/x?y=1.\r\njavascript:alert(1)\r\n\r\n<b>http://b</b>");
    let first = vec![
        words("Look: "),
        address("https://a.example/x?y=1"),
        words("."),
        Piece::Break,
        words("javascript:alert(1)"),
    ];
    assert_eq!(found, [first, vec![words("<b>"), address("http://b"), words("</b>")]]);
}

/// Writes every page to the folder named by `KALENDS_SAMPLES`, to be looked at in a browser.
#[test]
fn samples_can_be_looked_at() {
    let Some(folder) = std::env::var_os("KALENDS_SAMPLES").map(std::path::PathBuf::from) else {
        return;
    };
    for locale in Locale::all() {
        for (name, html) in samples::all(locale) {
            let html = html.replace("/assets/", "assets/");
            std::fs::write(folder.join(format!("{name}.{}.html", locale.tag())), html).unwrap();
        }
    }
}
