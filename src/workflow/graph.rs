//! The state machines as a picture: a drawing in SVG, or text for Mermaid and for Graphviz.
//!
//! Owns which arrows are drawn, and leaves out what stays in its state by itself.

mod layers;
mod place;
pub mod svg;

use std::fmt::Write;

use super::definition::{Address, Definition, Kind, Transition, Trigger};
use super::explain::{Messages, when};
use super::text::Text;

/// The language of a drawing, and who knows the interface's words in it.
pub struct View<'a> {
    /// Language of the names.
    pub lang: &'a str,
    /// The interface's messages, for dates.
    pub messages: &'a Messages<'a>,
}

impl View<'_> {
    /// A name for people, or the word of the files where nobody has written one.
    fn named<'t>(&self, text: &'t Text, word: &'t str) -> &'t str {
        match text.in_lang(self.lang) {
            "" => word,
            title => title,
        }
    }
}

/// The workflow as a Mermaid state diagram, with names in one language; each kind of case is a box.
pub fn mermaid(definition: &Definition, lang: &str) -> String {
    let mut out = String::from("stateDiagram-v2\n");
    for kind in &definition.kinds {
        let _ = writeln!(
            out,
            "  state \"{}\" as {} {{",
            plain(kind.title.in_lang(lang)),
            id(&kind.name)
        );
        for state in &kind.states {
            let _ = writeln!(
                out,
                "    state \"{}\" as {}",
                plain(state.title.in_lang(lang)),
                node(kind, &state.name)
            );
        }
        if let Some(first) = kind.initial() {
            let _ = writeln!(out, "    [*] --> {}", node(kind, &first.name));
        }
        for arrow in arrows(definition, kind, lang) {
            let _ = writeln!(out, "    {} --> {} : {}", arrow.from, arrow.to, arrow.label);
        }
        for state in kind.states.iter().filter(|state| state.is_final) {
            let _ = writeln!(out, "    {} --> [*]", node(kind, &state.name));
        }
        out.push_str("  }\n");
    }
    out
}

/// The workflow as a Graphviz graph, with names in one language; final states have a double border.
pub fn dot(definition: &Definition, lang: &str) -> String {
    let mut out = String::from("digraph workflow {\n  node [shape=box, style=rounded];\n");
    for kind in &definition.kinds {
        let _ = writeln!(
            out,
            "  subgraph cluster_{} {{\n    label=\"{}\";",
            id(&kind.name),
            plain(kind.title.in_lang(lang))
        );
        for state in &kind.states {
            let borders = if state.is_final { 2 } else { 1 };
            let label = plain(state.title.in_lang(lang));
            let _ = writeln!(
                out,
                "    {} [label=\"{label}\", peripheries={borders}];",
                node(kind, &state.name)
            );
        }
        for arrow in arrows(definition, kind, lang) {
            let _ = writeln!(out, "    {} -> {} [label=\"{}\"];", arrow.from, arrow.to, arrow.label);
        }
        out.push_str("  }\n");
    }
    out.push_str("}\n");
    out
}

struct Arrow {
    from: String,
    to: String,
    label: String,
}

fn arrows(definition: &Definition, kind: &Kind, lang: &str) -> Vec<Arrow> {
    let mut found = Vec::new();
    for state in &kind.states {
        for transition in &state.transitions {
            let to = transition.to.as_ref().unwrap_or(&state.name);
            let by_person = matches!(transition.trigger, Trigger::By(_));
            if *to != state.name || by_person {
                let label = label(definition, transition, lang);
                found.push(Arrow {
                    from: node(kind, &state.name),
                    to: node(kind, to),
                    label,
                });
            }
        }
    }
    found
}

/// The event's name, and in brackets who does it or when it happens.
fn label(definition: &Definition, transition: &Transition, lang: &str) -> String {
    let name = match transition.title.in_lang(lang) {
        "" => transition.event.as_str(),
        title => title,
    };
    let cause = match &transition.trigger {
        Trigger::By(who) => actors(definition, who, lang),
        Trigger::At(timing) => timing.to_string(),
        Trigger::Upon(event) => event.clone(),
    };
    plain(&format!("{name} ({cause})"))
}

/// Who does it, or when it happens by itself, in words.
fn cause(definition: &Definition, transition: &Transition, view: &View<'_>) -> String {
    match &transition.trigger {
        Trigger::By(who) => actors(definition, who, view.lang),
        Trigger::At(timing) => when(definition, timing).say(view.lang, view.messages),
        Trigger::Upon(event) => event.clone(),
    }
}

fn actors(definition: &Definition, who: &[Address], lang: &str) -> String {
    let roles = who.iter().map(|address| {
        let role = definition.role(&address.role);
        let mut seats = role.into_iter().flat_map(|role| &role.seats);
        let seat = seats.find(|seat| Some(&seat.name) == address.seat.as_ref());
        let title = role.map_or(address.role.as_str(), |role| role.title.in_lang(lang));
        seat.map_or(title, |seat| seat.title.in_lang(lang)).to_owned()
    });
    roles.collect::<Vec<_>>().join(", ")
}

fn node(kind: &Kind, state: &str) -> String {
    format!("{}__{}", id(&kind.name), id(state))
}

fn id(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}

/// A text that neither picture language can read as anything else.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' => '\'',
            ';' | '\n' | '\r' | '\\' | '#' | '{' | '}' | '<' | '>' | ':' => ' ',
            other => other,
        })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
