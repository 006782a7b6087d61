//! The state machines as a drawing: SVG that needs no style sheet, no script and no font of its own.
//!
//! Owns what is drawn and in which colours. Does not own where it stands: that is [`super::layers`] and [`super::place`].

mod lines;
mod pen;

use std::fmt::Write;

use super::layers::{Arrow, Layers, What, layers};
use super::place::{Placed, place};
use super::{View, label, opened};
use crate::workflow::definition::{Definition, Kind, State, Transition, Trigger};

use lines::{LINE, escaped, wide, words_size, wrapped};
use pen::{Head, Look, arrow_head};

/// Room round a drawing.
const MARGIN: f64 = 24.0;

/// A drawing of one kind of case.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What is drawn, without the element around it.
    pub body: String,
}

/// The whole workflow as one SVG document, the kinds of case below each other.
pub fn svg(definition: &Definition, view: &View<'_>) -> String {
    let drawings: Vec<(&Kind, Drawing)> = definition
        .kinds
        .iter()
        .map(|kind| (kind, draw(definition, kind, view)))
        .collect();
    let width = drawings.iter().map(|(_, one)| one.width).fold(320.0, f64::max);
    let mut body = String::new();
    let mut top = 0.0;
    for (kind, drawing) in drawings {
        let title = escaped(kind.title.in_lang(view.lang));
        let _ = writeln!(
            body,
            "<text x=\"{MARGIN}\" y=\"{:.0}\" font-size=\"20\" font-weight=\"600\">{title}</text>",
            top + 34.0
        );
        let _ = writeln!(
            body,
            "<g transform=\"translate(0 {:.0})\">{}</g>",
            top + 44.0,
            drawing.body
        );
        top += drawing.height + 60.0;
    }
    let title = escaped(definition.title.in_lang(view.lang));
    document((width, top), &title, &body)
}

/// One kind of case as an SVG element for a page.
pub fn kind(definition: &Definition, kind: &Kind, view: &View<'_>) -> String {
    let drawing = draw(definition, kind, view);
    let title = escaped(kind.title.in_lang(view.lang));
    document((drawing.width, drawing.height), &title, &drawing.body)
}

fn document((width, height): (f64, f64), title: &str, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{title}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" fill=\"#221d17\" font-size=\"13\" \
         font-family=\"system-ui, 'Noto Sans', 'Noto Sans Georgian', sans-serif\">\
         <rect width=\"{width:.0}\" height=\"{height:.0}\" fill=\"#fffdf8\"/>\n{body}</svg>\n"
    )
}

/// The words of a state: its title, and what is done there without leaving it; or another kind of case that is opened.
struct Box<'a> {
    state: Option<&'a State>,
    title: String,
    inside: Vec<String>,
}

/// What leads from one state to another: one arrow with several lines.
struct Way {
    from: usize,
    to: usize,
    lines: Vec<String>,
    look: Look,
}

fn draw(definition: &Definition, kind: &Kind, view: &View<'_>) -> Drawing {
    let mut boxes: Vec<Box<'_>> = kind.states.iter().map(|state| boxed(definition, state, view)).collect();
    let mut ways = ways(definition, kind, view);
    add_opened(definition, (kind, view), &mut boxes, &mut ways);
    let sizes: Vec<(f64, f64)> = boxes.iter().map(box_size).collect();
    let arrows: Vec<Arrow> = ways
        .iter()
        .map(|way| Arrow {
            from: way.from,
            to: way.to,
            size: words_size(&way.lines),
        })
        .collect();
    let layers = layers(&sizes, &arrows);
    let placed = place(&layers);
    let mut body = String::new();
    for (place, way) in ways.iter().enumerate() {
        draw_way(&mut body, (&layers, &placed), (place, way));
    }
    for (place, one) in boxes.iter().enumerate() {
        draw_box(&mut body, (one, place == 0), (at(&placed, place), sizes[place]));
    }
    Drawing {
        width: placed.size.0 + 2.0 * MARGIN,
        height: placed.size.1 + 2.0 * MARGIN,
        body,
    }
}

fn boxed<'a>(definition: &Definition, state: &'a State, view: &View<'_>) -> Box<'a> {
    let stays = |one: &&Transition| {
        let by_person = matches!(one.trigger, Trigger::By(_));
        by_person && one.to.as_ref().is_none_or(|to| *to == state.name)
    };
    let mut said: Vec<Vec<String>> = Vec::new();
    for transition in state.transitions.iter().filter(stays) {
        let lines = words(definition, transition, view);
        if !said.contains(&lines) {
            said.push(lines);
        }
    }
    let lead = |(place, line): (usize, String)| match place {
        0 => format!("↻ {line}"),
        _ => format!("   {line}"),
    };
    let inside = said
        .into_iter()
        .flat_map(|lines| lines.into_iter().enumerate().map(lead));
    let inside = inside.collect();
    Box {
        state: Some(state),
        title: view.named(&state.title, &state.name).to_owned(),
        inside,
    }
}

fn ways(definition: &Definition, kind: &Kind, view: &View<'_>) -> Vec<Way> {
    let mut found: Vec<Way> = Vec::new();
    let place = |name: &str| kind.states.iter().position(|state| state.name == name);
    for (from, state) in kind.states.iter().enumerate() {
        for transition in &state.transitions {
            let to = transition.to.as_ref().and_then(|to| place(to));
            let Some(to) = to.filter(|to| *to != from) else {
                continue;
            };
            let lines = words(definition, transition, view);
            let look = match transition.trigger {
                Trigger::By(_) => Look::Done,
                _ => Look::ByItself,
            };
            match found.iter_mut().find(|way| (way.from, way.to) == (from, to)) {
                Some(way) => {
                    if look == Look::Done {
                        way.look = look;
                    }
                    let known = lines.iter().all(|line| way.lines.contains(line));
                    way.lines.extend(lines.into_iter().filter(|_| !known));
                }
                None => found.push(Way { from, to, lines, look }),
            }
        }
    }
    found
}

/// Other kinds of case as boxes of their own, below the states that open them.
fn add_opened<'a>(
    definition: &'a Definition,
    (kind, view): (&Kind, &View<'_>),
    boxes: &mut Vec<Box<'a>>,
    ways: &mut Vec<Way>,
) {
    let mut kinds: Vec<&str> = Vec::new();
    for (from, state) in kind.states.iter().enumerate() {
        for one in opened(definition, state, view) {
            let place = kinds.iter().position(|name| *name == one.kind.name);
            let place = place.unwrap_or(kinds.len());
            if place == kinds.len() {
                kinds.push(&one.kind.name);
                boxes.push(Box {
                    state: None,
                    title: view.named(&one.kind.title, &one.kind.name).to_owned(),
                    inside: Vec::new(),
                });
            }
            let (to, lines) = (kind.states.len() + place, wrapped(&one.said));
            match ways.iter_mut().find(|way| (way.from, way.to) == (from, to)) {
                Some(way) => way.lines.extend(lines),
                None => ways.push(Way {
                    from,
                    to,
                    lines,
                    look: Look::Opens,
                }),
            }
        }
    }
}

/// The words of an arrow: what happens, then by whom or when, in lines that are not too long.
fn words(definition: &Definition, transition: &Transition, view: &View<'_>) -> Vec<String> {
    wrapped(&label(definition, transition, view))
}

fn box_size(one: &Box<'_>) -> (f64, f64) {
    let inside = one.inside.iter().map(|line| wide(line)).fold(0.0, f64::max);
    let width = (wide(&one.title) * 1.15).max(inside).max(60.0) + 28.0;
    (
        width,
        34.0 + LINE * one.inside.len() as f64 + if one.inside.is_empty() { 0.0 } else { 6.0 },
    )
}

fn at(placed: &Placed, node: usize) -> (f64, f64) {
    let (x, y) = placed.middle[node];
    (x + MARGIN, y + MARGIN)
}

fn draw_box(body: &mut String, (one, first): (&Box<'_>, bool), ((x, y), (width, height)): ((f64, f64), (f64, f64))) {
    let (left, top) = (x - width / 2.0, y - height / 2.0);
    let (fill, dashes) = match one.state {
        Some(state) if state.listed => ("#e6eedd", ""),
        Some(state) if state.is_final => ("#ece7dd", ""),
        Some(_) => ("#ffffff", ""),
        None => ("none", Look::Opens.pen().1),
    };
    let _ = writeln!(
        body,
        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"8\" fill=\"{fill}\" \
         stroke=\"#221d17\" stroke-width=\"1.3\"{dashes}/>"
    );
    if one.state.is_some_and(|state| state.is_final) {
        let _ = writeln!(
            body,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"6\" fill=\"none\" stroke=\"#221d17\"/>",
            left + 3.0,
            top + 3.0,
            width - 6.0,
            height - 6.0
        );
    }
    if first {
        let _ = writeln!(
            body,
            "<circle cx=\"{x:.1}\" cy=\"{:.1}\" r=\"5\"/><path d=\"M{x:.1} {:.1}V{top:.1}\" stroke=\"#221d17\"/>",
            top - 15.0,
            top - 15.0
        );
        arrow_head(body, (x, top), Head::Down);
    }
    let _ = writeln!(
        body,
        "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"14\" font-weight=\"600\">{}</text>",
        top + 22.0,
        escaped(&one.title)
    );
    for (place, line) in one.inside.iter().enumerate() {
        let _ = writeln!(
            body,
            "<text x=\"{:.1}\" y=\"{:.1}\" xml:space=\"preserve\">{}</text>",
            left + 12.0,
            top + 22.0 + LINE * (place as f64 + 1.0) + 2.0,
            escaped(line)
        );
    }
}

fn draw_way(body: &mut String, (layers, placed): (&Layers, &Placed), (place, way): (usize, &Way)) {
    let chain = &layers.chains[place];
    let (colour, dashes) = way.look.pen();
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else {
        return;
    };
    let half = |node: usize| layers.nodes[node].size.1 / 2.0;
    let (begin, end) = (
        port(layers, placed, (place, *first)),
        port(layers, placed, (place, *last)),
    );
    let band = |node: usize| {
        let (top, bottom) = placed.rows[layers.nodes[node].row];
        (top + MARGIN, bottom + MARGIN)
    };
    // An arrow turns aside only between two rows: in a row it goes straight down, past whatever stands there.
    let mut here = (begin, band(*first).1);
    let mut path = format!("M{begin:.1} {:.1}V{:.1}", at(placed, *first).1 + half(*first), here.1);
    for node in &chain[1..] {
        let (x, y) = if node == last {
            (end, at(placed, *last).1)
        } else {
            at(placed, *node)
        };
        let (top, bottom) = band(*node);
        let middle = f64::midpoint(here.1, top);
        let _ = write!(path, "C{:.1} {middle:.1} {x:.1} {middle:.1} {x:.1} {top:.1}", here.0);
        let (above, below) = (y - half(*node), y + half(*node));
        let _ = match layers.nodes[*node].what {
            What::State(_) => write!(path, "V{above:.1}"),
            What::Words(_) => write!(path, "V{above:.1}M{x:.1} {below:.1}V{bottom:.1}"),
            What::Bend => write!(path, "V{bottom:.1}"),
        };
        here = (x, bottom);
    }
    let _ = writeln!(
        body,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.2\"{dashes}/>"
    );
    if layers.up[place] {
        arrow_head(body, (begin, at(placed, *first).1 + half(*first)), Head::Up);
    } else {
        arrow_head(body, (end, at(placed, *last).1 - half(*last)), Head::Down);
    }
    let words = chain
        .iter()
        .find(|node| layers.nodes[**node].what == What::Words(place));
    if let Some(node) = words {
        let (x, y) = at(placed, *node);
        draw_words(body, (&way.lines, colour), (x, y - half(*node)));
    }
}

fn draw_words(body: &mut String, (lines, colour): (&[String], &str), (x, top): (f64, f64)) {
    for (place, line) in lines.iter().enumerate() {
        let _ = writeln!(
            body,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"{colour}\">{}</text>",
            top + 13.0 + LINE * place as f64,
            escaped(line)
        );
    }
}

/// Where an arrow touches a state: those of one side share it out in the order of where they come from.
fn port(layers: &Layers, placed: &Placed, (arrow, state): (usize, usize)) -> f64 {
    let below = layers.chains[arrow].first() == Some(&state);
    let mut touching: Vec<(f64, usize)> = Vec::new();
    for (place, chain) in layers.chains.iter().enumerate() {
        let next = match below {
            true => chain.first().filter(|first| **first == state).and(chain.get(1)),
            false => chain
                .last()
                .filter(|last| **last == state)
                .and_then(|_| chain.iter().rev().nth(1)),
        };
        touching.extend(next.map(|next| (placed.middle[*next].0, place)));
    }
    touching.sort_by(|a, b| a.0.total_cmp(&b.0));
    let place = touching.iter().position(|(_, place)| *place == arrow).unwrap_or(0);
    let (x, width) = (at(placed, state).0, layers.nodes[state].size.0 - 24.0);
    x - width / 2.0 + width * (place as f64 + 1.0) / (touching.len() as f64 + 1.0)
}
