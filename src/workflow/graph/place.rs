//! Where the nodes of a picture stand in pixels.

use super::layers::{Layers, What, links};

/// Least distance between two nodes of a row.
const GAP: f64 = 22.0;
/// Height between two rows, through which arrows find their way.
const BETWEEN: f64 = 26.0;
/// How often the rows are drawn towards each other.
const SWEEPS: usize = 24;

/// Nodes with their middle, and the size of the picture.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    /// The middle of each node.
    pub middle: Vec<(f64, f64)>,
    /// Upper and lower edge of each row.
    pub rows: Vec<(f64, f64)>,
    /// Width and height of everything.
    pub size: (f64, f64),
}

/// Places every node: in its row in order, as near to the middle of its neighbours as the others let it.
pub fn place(layers: &Layers) -> Placed {
    let links = links(layers);
    let mut x = vec![0.0; layers.nodes.len()];
    for row in &layers.rows {
        let start = vec![0.0; row.len()];
        settle(layers, row, &start, &mut x);
    }
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        let rows: Vec<&Vec<usize>> = match down {
            true => layers.rows.iter().collect(),
            false => layers.rows.iter().rev().collect(),
        };
        for row in rows {
            let wanted = |node: &usize| {
                let last = sweep + 2 >= SWEEPS;
                let there = layers.nodes[*node].row;
                let side = |other: &&usize| last || (layers.nodes[**other].row < there) == down;
                let near: Vec<f64> = links[*node].iter().filter(side).map(|other| x[*other]).collect();
                match near.len() {
                    0 => x[*node],
                    count => near.iter().sum::<f64>() / count as f64,
                }
            };
            let wanted: Vec<f64> = row.iter().map(wanted).collect();
            settle(layers, row, &wanted, &mut x);
        }
    }
    finish(layers, &x)
}

/// Puts the nodes of a row as near to where they want to be as their order and widths allow.
///
/// Without their widths it is a regression that must not fall: neighbours that would overlap share their mean.
fn settle(layers: &Layers, row: &[usize], wanted: &[f64], x: &mut [f64]) {
    let mut offsets = Vec::with_capacity(row.len());
    let mut offset = 0.0;
    for (place, node) in row.iter().enumerate() {
        if place > 0 {
            let before = layers.nodes[row[place - 1]];
            let narrow = before.what == What::Bend || layers.nodes[*node].what == What::Bend;
            let gap = if narrow { GAP / 2.0 } else { GAP };
            offset += (before.size.0 + layers.nodes[*node].size.0) / 2.0 + gap;
        }
        offsets.push(offset);
    }
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for ((wanted, offset), node) in wanted.iter().zip(&offsets).zip(row) {
        let mut block = (wanted - offset, weight(layers.nodes[*node].what), 1);
        while let Some(last) = blocks.last().filter(|last| last.0 > block.0).copied() {
            let weight = last.1 + block.1;
            block = ((last.0 * last.1 + block.0 * block.1) / weight, weight, last.2 + block.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    let settled = blocks
        .iter()
        .flat_map(|(value, _, count)| std::iter::repeat_n(*value, *count));
    for ((node, offset), value) in row.iter().zip(&offsets).zip(settled) {
        x[*node] = value + offset;
    }
}

/// How much a node minds being moved: a long arrow should be straight.
fn weight(what: What) -> f64 {
    match what {
        What::State(_) => 1.0,
        What::Words(_) => 2.0,
        What::Bend => 12.0,
    }
}

fn finish(layers: &Layers, x: &[f64]) -> Placed {
    let side = |node: usize, sign: f64| x[node] + sign * layers.nodes[node].size.0 / 2.0;
    let all = 0..layers.nodes.len();
    let left = all.clone().map(|node| side(node, -1.0)).fold(f64::INFINITY, f64::min);
    let right = all.map(|node| side(node, 1.0)).fold(f64::NEG_INFINITY, f64::max);
    let mut middle = vec![(0.0, 0.0); layers.nodes.len()];
    let mut rows = Vec::with_capacity(layers.rows.len());
    let mut top = 0.0;
    for row in &layers.rows {
        let height = row.iter().map(|node| layers.nodes[*node].size.1).fold(0.0, f64::max);
        for node in row {
            middle[*node] = (x[*node] - left, top + height / 2.0);
        }
        rows.push((top, top + height));
        top += height + BETWEEN;
    }
    let size = ((right - left).max(0.0), (top - BETWEEN).max(0.0));
    Placed { middle, rows, size }
}

#[cfg(test)]
mod tests {
    use super::super::layers::{Arrow, layers};
    use super::*;

    #[test]
    fn nothing_lies_over_anything_else() {
        let states: Vec<(f64, f64)> = (0..8).map(|number| (80.0 + 20.0 * f64::from(number), 30.0)).collect();
        let pairs = [
            (0, 1),
            (0, 2),
            (0, 3),
            (1, 4),
            (2, 4),
            (3, 5),
            (4, 6),
            (5, 6),
            (0, 6),
            (6, 1),
            (6, 7),
            (0, 7),
        ];
        let arrows: Vec<Arrow> = pairs
            .iter()
            .map(|(from, to)| Arrow {
                from: *from,
                to: *to,
                size: (90.0, 30.0),
            })
            .collect();
        let layers = layers(&states, &arrows);
        let placed = place(&layers);
        for a in 0..layers.nodes.len() {
            for b in a + 1..layers.nodes.len() {
                let away = |part: fn((f64, f64)) -> f64| {
                    let apart = (part(placed.middle[a]) - part(placed.middle[b])).abs();
                    apart - (part(layers.nodes[a].size) + part(layers.nodes[b].size)) / 2.0
                };
                assert!(away(|p| p.0) > 1.0 || away(|p| p.1) > 1.0, "{a} and {b}");
            }
            assert!(placed.middle[a].0 <= placed.size.0 && placed.middle[a].1 <= placed.size.1);
        }
    }
}
