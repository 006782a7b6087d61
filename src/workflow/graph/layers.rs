//! States in rows and what lies between them: which row a state stands in, and in which order the row stands.
//!
//! Owns ranks and orders, after Sugiyama: arrows that lead back are turned round, long ones are cut at every row, and the
//! words of an arrow are a node of their own, so that they never lie over anything. Does not own where a node stands in
//! pixels: that is [`super::place`].

/// An arrow between two different states, with the size of its words.
#[derive(Clone, Copy, Debug)]
pub struct Arrow {
    /// State it comes from.
    pub from: usize,
    /// State it leads to.
    pub to: usize,
    /// Width and height of its words.
    pub size: (f64, f64),
}

/// A thing that stands in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub what: What,
    /// Its width and height.
    pub size: (f64, f64),
    /// Its row; states stand in even rows.
    pub row: usize,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A state.
    State(usize),
    /// The words of an arrow.
    Words(usize),
    /// Where a long arrow passes a row.
    Bend,
}

/// Nodes in rows.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// Every node; the states come first, in their order.
    pub nodes: Vec<Node>,
    /// The nodes of each row, from left to right.
    pub rows: Vec<Vec<usize>>,
    /// For each arrow the nodes it passes from top to bottom, with the states at its ends.
    pub chains: Vec<Vec<usize>>,
    /// Whether the arrow points up.
    pub up: Vec<bool>,
}

/// How often the rows are put in order, down and up.
const SWEEPS: usize = 12;
/// Width of the place a long arrow takes in a row.
const BEND: (f64, f64) = (10.0, 1.0);

/// Puts states of these sizes, the first being where everything begins, and arrows between them in rows.
pub fn layers(states: &[(f64, f64)], arrows: &[Arrow]) -> Layers {
    let up = turned(states.len(), arrows);
    let ranks = ranks(states.len(), arrows, &up);
    let node = |(place, size): (usize, &(f64, f64))| Node {
        what: What::State(place),
        size: *size,
        row: ranks[place] * 2,
    };
    let mut found = Layers {
        nodes: states.iter().enumerate().map(node).collect(),
        up,
        ..Layers::default()
    };
    for (place, arrow) in arrows.iter().enumerate() {
        let chain = chain(&mut found, arrow, place);
        found.chains.push(chain);
    }
    let rows = found.nodes.iter().map(|node| node.row + 1).max().unwrap_or(0);
    found.rows = vec![Vec::new(); rows];
    for (place, node) in found.nodes.iter().enumerate() {
        found.rows[node.row].push(place);
    }
    order(&mut found);
    found
}

/// Which arrows lead back to a state on the way to where they come from.
fn turned(states: usize, arrows: &[Arrow]) -> Vec<bool> {
    let mut turned = vec![false; arrows.len()];
    let mut seen = vec![false; states];
    let mut on_the_way = vec![false; states];
    for state in 0..states {
        visit(state, arrows, (&mut seen, &mut on_the_way, &mut turned));
    }
    turned
}

fn visit(from: usize, arrows: &[Arrow], (seen, way, turned): (&mut Vec<bool>, &mut Vec<bool>, &mut Vec<bool>)) {
    if seen[from] {
        return;
    }
    (seen[from], way[from]) = (true, true);
    for (place, arrow) in arrows.iter().enumerate().filter(|(_, arrow)| arrow.from == from) {
        if way[arrow.to] {
            turned[place] = true;
        } else {
            visit(arrow.to, arrows, (seen, way, turned));
        }
    }
    way[from] = false;
}

/// How many steps each state is away from the top, by the longest way.
fn ranks(states: usize, arrows: &[Arrow], up: &[bool]) -> Vec<usize> {
    let mut ranks = vec![0; states];
    for _ in 0..states {
        for (arrow, up) in arrows.iter().zip(up) {
            let (upper, lower) = if *up {
                (arrow.to, arrow.from)
            } else {
                (arrow.from, arrow.to)
            };
            ranks[lower] = ranks[lower].max(ranks[upper] + 1);
        }
    }
    ranks
}

/// The nodes an arrow passes; its words stand next to the state it comes from.
fn chain(layers: &mut Layers, arrow: &Arrow, place: usize) -> Vec<usize> {
    let up = layers.up[place];
    let (upper, lower) = if up {
        (arrow.to, arrow.from)
    } else {
        (arrow.from, arrow.to)
    };
    let (first, last) = (layers.nodes[upper].row + 1, layers.nodes[lower].row);
    let words = if up { last - 1 } else { first };
    let mut chain = vec![upper];
    for row in first..last {
        let (what, size) = if row == words {
            (What::Words(place), arrow.size)
        } else {
            (What::Bend, BEND)
        };
        chain.push(layers.nodes.len());
        layers.nodes.push(Node { what, size, row });
    }
    chain.push(lower);
    chain
}

/// Orders the rows so that few arrows cross: each node goes to the middle of its neighbours, down and up in turn.
fn order(layers: &mut Layers) {
    let links = links(layers);
    let mut best = (crossings(layers, &links), layers.rows.clone());
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        let rows = layers.rows.len();
        let way: Vec<usize> = if down {
            (1..rows).collect()
        } else {
            (0..rows.saturating_sub(1)).rev().collect()
        };
        for row in way {
            let next = if down { row - 1 } else { row + 1 };
            let places = positions(layers);
            let middle = |node: usize| {
                let near = links[node].iter().filter(|other| layers.nodes[**other].row == next);
                let near: Vec<f64> = near.map(|other| places[*other]).collect();
                match near.len() {
                    0 => places[node],
                    count => near.iter().sum::<f64>() / count as f64,
                }
            };
            let mut ordered: Vec<(f64, usize)> = layers.rows[row].iter().map(|node| (middle(*node), *node)).collect();
            ordered.sort_by(|a, b| a.0.total_cmp(&b.0));
            layers.rows[row] = ordered.into_iter().map(|(_, node)| node).collect();
        }
        let crossed = crossings(layers, &links);
        if crossed < best.0 {
            best = (crossed, layers.rows.clone());
        }
    }
    layers.rows = best.1;
}

/// The neighbours of each node.
pub fn links(layers: &Layers) -> Vec<Vec<usize>> {
    let mut links = vec![Vec::new(); layers.nodes.len()];
    for pair in layers.chains.iter().flat_map(|chain| chain.windows(2)) {
        links[pair[0]].push(pair[1]);
        links[pair[1]].push(pair[0]);
    }
    links
}

/// The place of each node in its row, from 0 to 1.
fn positions(layers: &Layers) -> Vec<f64> {
    let mut places = vec![0.0; layers.nodes.len()];
    for row in &layers.rows {
        for (place, node) in row.iter().enumerate() {
            places[*node] = (place as f64 + 0.5) / row.len() as f64;
        }
    }
    places
}

fn crossings(layers: &Layers, links: &[Vec<usize>]) -> usize {
    let places = positions(layers);
    let between = |row: &Vec<usize>| {
        let lower = |node: &usize| {
            let node = *node;
            let row = layers.nodes[node].row;
            links[node]
                .iter()
                .filter(move |other| layers.nodes[**other].row > row)
                .map(move |other| (node, *other))
        };
        let pairs: Vec<(usize, usize)> = row.iter().flat_map(lower).collect();
        let crossed = |(place, a): (usize, &(usize, usize))| {
            let others = pairs[place + 1..].iter();
            others
                .filter(|b| (places[a.0] - places[b.0]) * (places[a.1] - places[b.1]) < 0.0)
                .count()
        };
        pairs.iter().enumerate().map(crossed).sum::<usize>()
    };
    layers.rows.iter().map(between).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrow(from: usize, to: usize) -> Arrow {
        Arrow {
            from,
            to,
            size: (80.0, 20.0),
        }
    }

    #[test]
    fn states_stand_below_what_leads_to_them_and_returns_are_turned_round() {
        let states = [(100.0, 30.0); 4];
        let found = layers(
            &states,
            &[arrow(0, 1), arrow(1, 2), arrow(0, 2), arrow(2, 0), arrow(2, 3)],
        );
        let row = |state: usize| found.nodes[state].row;
        assert_eq!([row(0), row(1), row(2), row(3)], [0, 2, 4, 6]);
        assert_eq!(found.up, [false, false, false, true, false]);
        assert_eq!(
            found.chains[3].first(),
            Some(&0),
            "a return hangs from where it leads to"
        );
        let words = found.nodes.iter().filter(|node| matches!(node.what, What::Words(_)));
        assert_eq!(words.count(), 5);
        assert!(found.chains.iter().all(|chain| {
            let rows: Vec<usize> = chain.iter().map(|node| found.nodes[*node].row).collect();
            rows.windows(2).all(|pair| pair[1] == pair[0] + 1)
        }));
    }

    #[test]
    fn rows_are_ordered_so_that_arrows_do_not_cross_without_need() {
        // 0 → 1, 2; 1 → 4; 2 → 3: the last row has to turn round.
        let found = layers(
            &[(100.0, 30.0); 5],
            &[arrow(0, 1), arrow(0, 2), arrow(1, 4), arrow(2, 3)],
        );
        assert_eq!(crossings(&found, &links(&found)), 0);
    }
}
