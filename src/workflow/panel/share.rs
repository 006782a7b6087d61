//! A part of a whole as people write it: `3`, `2/3`, `50 %`, `more than 1/2`.

use std::fmt;

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// So many, whatever the whole.
    Number(u32),
    /// At least this part.
    AtLeast(u32, u32),
    /// More than this part.
    MoreThan(u32, u32),
}

impl Share {
    /// More than half.
    pub const HALF: Self = Self::MoreThan(1, 2);
    /// How it is written.
    pub const SHAPE: &str = "write a number or a part: `3`, `\"2/3\"`, `\"50 %\"`, `\"more than 1/2\"`";

    /// Reads a part of a whole; `None` if it is none, or more than the whole.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (more, part) = match text.strip_prefix("more than ") {
            Some(rest) => (true, rest.trim()),
            None => (false, text),
        };
        let whole = |text: &str| {
            text.trim()
                .parse::<u32>()
                .ok()
                .filter(|_| text.trim().chars().all(|c| c.is_ascii_digit()))
        };
        let (num, den) = if let Some(percent) = part.strip_suffix('%') {
            (whole(percent)?, 100)
        } else if let Some((num, den)) = part.split_once('/') {
            (whole(num)?, whole(den)?)
        } else {
            return whole(part).filter(|_| !more).map(Self::Number);
        };
        if num == 0 || den == 0 || den > 1_000 || num > den || (more && num == den) {
            return None;
        }
        Some(if more {
            Self::MoreThan(num, den)
        } else {
            Self::AtLeast(num, den)
        })
    }

    /// Whether `part` of `whole` is enough. A part of nothing is not.
    pub fn is_met(self, part: u32, whole: u32) -> bool {
        let (part, whole) = (u64::from(part), u64::from(whole));
        match self {
            Self::Number(number) => part >= u64::from(number),
            Self::AtLeast(num, den) => whole > 0 && part * u64::from(den) >= u64::from(num) * whole,
            Self::MoreThan(num, den) => part * u64::from(den) > u64::from(num) * whole,
        }
    }

    /// How many of `whole` it is at most, rounded down; a number is itself.
    pub fn of(self, whole: u32) -> u32 {
        match self {
            Self::Number(number) => number,
            Self::AtLeast(num, den) | Self::MoreThan(num, den) => {
                let part = u64::from(whole) * u64::from(num) / u64::from(den);
                u32::try_from(part).unwrap_or(whole)
            }
        }
    }

    /// Whether it is half of the whole.
    pub fn is_half(self) -> bool {
        matches!(self, Self::AtLeast(num, den) | Self::MoreThan(num, den) if u64::from(num) * 2 == u64::from(den))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |f: &mut fmt::Formatter<'_>, num: u32, den: u32| match den {
            100 => write!(f, "{num} %"),
            _ => write!(f, "{num}/{den}"),
        };
        match *self {
            Self::Number(number) => write!(f, "{number}"),
            Self::AtLeast(num, den) => part(f, num, den),
            Self::MoreThan(num, den) => f.write_str("> ").and_then(|()| part(f, num, den)),
        }
    }
}
