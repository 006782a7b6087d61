//! How arrows look: colours, dashes and heads.

use std::fmt::Write;

/// How an arrow is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Somebody does it.
    Done,
    /// It happens by itself.
    ByItself,
    /// It opens a case of another kind.
    Opens,
}

impl Look {
    /// Colour and dashes.
    pub fn pen(self) -> (&'static str, &'static str) {
        match self {
            Self::Done => ("#221d17", ""),
            Self::ByItself => ("#7c5207", " stroke-dasharray=\"5 3\""),
            Self::Opens => ("#2f5d62", " stroke-dasharray=\"2 4\""),
        }
    }
}

/// Where an arrow points.
#[derive(Clone, Copy)]
pub enum Head {
    /// To what stands below.
    Down,
    /// To what stands above.
    Up,
}

/// The head of an arrow with its point there.
pub fn arrow_head(body: &mut String, (x, y): (f64, f64), head: Head) {
    let back = match head {
        Head::Down => y - 8.0,
        Head::Up => y + 8.0,
    };
    let _ = writeln!(
        body,
        "<path d=\"M{x:.1} {y:.1}L{:.1} {back:.1}H{:.1}Z\"/>",
        x - 4.0,
        x + 4.0
    );
}
