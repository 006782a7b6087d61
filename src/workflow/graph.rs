//! The state machines as a picture: a drawing in SVG, or text for Mermaid and for Graphviz.
//!
//! Owns which arrows are drawn, and leaves out what stays in its state by itself. A dashed arrow opens a case of another
//! kind.

mod layers;
mod opened;
mod place;
pub mod svg;

use std::fmt::Write;

use super::definition::{Address, Definition, Kind, Transition, Trigger};
use super::explain::{Messages, cause as cause_of, when};
use super::text::Text;

use opened::opened;

/// The language of a drawing, and who knows the interface's words in it.
pub struct View<'a> {
    /// Language of the names.
    pub lang: &'a str,
    /// The interface's messages, for dates and causes.
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

/// The workflow as a Mermaid flowchart, with names in one language; each kind of case is a box, final states have a
/// double border.
pub fn mermaid(definition: &Definition, view: &View<'_>) -> String {
    let mut out = String::from("flowchart TB\n");
    for kind in &definition.kinds {
        let (name, title) = (id(&kind.name), plain(view.named(&kind.title, &kind.name)));
        let _ = writeln!(out, "  subgraph kind_{name}[\"{title}\"]");
        if let Some(first) = kind.initial() {
            let _ = writeln!(out, "    {name}__((\" \")) --> {}", node(kind, &first.name));
        }
        for state in &kind.states {
            let (left, right) = if state.is_final { ("[[", "]]") } else { ("(", ")") };
            let title = plain(view.named(&state.title, &state.name));
            let _ = writeln!(out, "    {}{left}\"{title}\"{right}", node(kind, &state.name));
        }
        for arrow in arrows(definition, kind, view) {
            let _ = writeln!(out, "    {} -->|\"{}\"| {}", arrow.from, arrow.label, arrow.to);
        }
        out.push_str("  end\n");
    }
    for arrow in openings(definition, view) {
        let _ = writeln!(out, "  {} -.->|\"{}\"| {}", arrow.from, arrow.label, arrow.to);
    }
    out
}

/// The workflow as a Graphviz graph, with names in one language; final states have a double border.
pub fn dot(definition: &Definition, view: &View<'_>) -> String {
    let mut out = String::from("digraph workflow {\n  node [shape=box, style=rounded];\n");
    for kind in &definition.kinds {
        let _ = writeln!(
            out,
            "  subgraph cluster_{} {{\n    label=\"{}\";",
            id(&kind.name),
            plain(view.named(&kind.title, &kind.name))
        );
        for state in &kind.states {
            let borders = if state.is_final { 2 } else { 1 };
            let label = plain(view.named(&state.title, &state.name));
            let _ = writeln!(
                out,
                "    {} [label=\"{label}\", peripheries={borders}];",
                node(kind, &state.name)
            );
        }
        for arrow in arrows(definition, kind, view) {
            let _ = writeln!(out, "    {} -> {} [label=\"{}\"];", arrow.from, arrow.to, arrow.label);
        }
        out.push_str("  }\n");
    }
    for arrow in openings(definition, view) {
        let _ = writeln!(
            out,
            "  {} -> {} [label=\"{}\", style=dashed];",
            arrow.from, arrow.to, arrow.label
        );
    }
    out.push_str("}\n");
    out
}

struct Arrow {
    from: String,
    to: String,
    label: String,
}

fn arrows(definition: &Definition, kind: &Kind, view: &View<'_>) -> Vec<Arrow> {
    let mut found = Vec::new();
    for state in &kind.states {
        for transition in &state.transitions {
            let to = transition.to.as_ref().unwrap_or(&state.name);
            let by_person = matches!(transition.trigger, Trigger::By(_));
            if *to != state.name || by_person {
                found.push(Arrow {
                    from: node(kind, &state.name),
                    to: node(kind, to),
                    label: plain(&label(definition, transition, view)),
                });
            }
        }
    }
    found
}

/// Arrows to the first state of what is opened.
fn openings(definition: &Definition, view: &View<'_>) -> Vec<Arrow> {
    let mut found = Vec::new();
    for kind in &definition.kinds {
        for state in &kind.states {
            let opened = opened(definition, state, view).into_iter();
            found.extend(opened.filter_map(|one| {
                Some(Arrow {
                    from: node(kind, &state.name),
                    to: node(one.kind, &one.kind.initial()?.name),
                    label: plain(&one.said),
                })
            }));
        }
    }
    found
}

/// The event's name, and in brackets who does it or when it happens.
fn label(definition: &Definition, transition: &Transition, view: &View<'_>) -> String {
    let name = view.named(&transition.title, &transition.event);
    format!("{name} ({})", cause(definition, transition, view))
}

/// Who does it, or when or from what it happens by itself, in words.
fn cause(definition: &Definition, transition: &Transition, view: &View<'_>) -> String {
    match &transition.trigger {
        Trigger::By(who) => actors(definition, who, view.lang),
        Trigger::At(timing) => when(definition, timing).say(view.lang, view.messages),
        Trigger::Upon(event) => cause_of(definition, event).say(view.lang, view.messages),
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
            '"' | '`' => '\'',
            ';' | '\n' | '\r' | '\\' | '#' | '{' | '}' | '<' | '>' | ':' | '|' => ' ',
            other => other,
        })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
