//! How many days lie between two points in time, as far as that can be told from what they are counted from.

use crate::workflow::span::{Span, Unit};
use crate::workflow::timing::Timing;
use crate::workflow::workdays::Toward;

/// The fewest and the most days.
pub type Days = (i64, i64);

/// The most days to the nearest working day.
const WORKING: i64 = 14;

/// A distance: months, which are long or short, and days.
#[derive(Clone, Copy, Debug, Default)]
pub struct Distance {
    months: i64,
    days: Days,
}

impl Distance {
    /// From what a point in time is counted from to the point itself.
    pub fn of(timing: &Timing) -> Self {
        let shifted = timing.shifts.iter().fold(Self::default(), |sum, shift| {
            sum.plus(shift.span, if shift.is_back() { -1 } else { 1 })
        });
        let to_month_end = if timing.adjust.month_end { 30 } else { 0 };
        let (back, on) = match timing.adjust.working {
            Some(Toward::Next) => (0, WORKING),
            Some(Toward::Previous) => (WORKING, 0),
            None => (0, 0),
        };
        Self {
            days: (shifted.days.0 - back, shifted.days.1 + to_month_end + on),
            ..shifted
        }
    }

    /// The day after.
    pub fn next_day(self) -> Self {
        Self {
            days: (self.days.0 + 1, self.days.1 + 1),
            ..self
        }
    }

    /// So much further, or nearer where the sign is -1.
    pub fn plus(self, span: Span, sign: i64) -> Self {
        let months = match span.unit {
            Unit::Months => i64::from(span.count),
            Unit::Years => i64::from(span.count) * 12,
            _ => 0,
        };
        let (least, most) = if months == 0 { span.days() } else { (0, 0) };
        let (low, high) = if sign < 0 { (-most, -least) } else { (least, most) };
        Self {
            months: self.months + months * sign,
            days: (self.days.0 + low, self.days.1 + high),
        }
    }

    /// The fewest and the most days from the other to this one.
    pub fn minus(self, other: Self) -> Days {
        let (low, high) = months(self.months - other.months);
        (low + self.days.0 - other.days.1, high + self.days.1 - other.days.0)
    }
}

/// From one point in time to another that is counted from the same; nothing if it is not.
pub fn between(from: &Timing, to: &Timing) -> Option<Days> {
    (from.base == to.base).then(|| Distance::of(to).minus(Distance::of(from)))
}

/// From what a point in time is counted from to the point itself.
pub fn from_base(timing: &Timing) -> Days {
    Distance::of(timing).minus(Distance::default())
}

/// The fewest days of so many months in a row, by months beyond whole years.
const FEWEST: [i64; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
/// The most.
const MOST: [i64; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];

fn months(count: i64) -> Days {
    if count < 0 {
        let (low, high) = months(-count);
        return (-high, -low);
    }
    let years = count / 12;
    let rest = usize::try_from(count % 12).unwrap_or(0);
    let leap = if years == 0 { 0 } else { years / 4 + 1 };
    (years * 365 + FEWEST[rest], years * 365 + leap + MOST[rest])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn timing(text: &str) -> Timing {
        Timing::parse(text).expect("a timing")
    }

    #[test]
    fn equal_months_cancel_out() {
        assert_eq!(
            between(&timing("due + 2 months"), &timing("due + 2 months")),
            Some((0, 0))
        );
        assert_eq!(
            between(&timing("due + 1 month"), &timing("due + 2 months")),
            Some((28, 31))
        );
        assert_eq!(
            between(&timing("due + 10 days"), &timing("due - 1 week")),
            Some((-17, -17))
        );
        assert_eq!(between(&timing("due"), &timing("entered")), None);
    }

    #[test]
    fn months_are_never_shorter_or_longer_than_said() {
        for first in 0..1_500 {
            let from = date(2023, 1, 1).saturating_add(jiff::Span::new().days(first));
            for count in 0..=30 {
                let to = from.saturating_add(jiff::Span::new().months(count));
                let days = i64::from(from.until(to).expect("days").get_days());
                let (low, high) = months(count);
                assert!(
                    low <= days && days <= high,
                    "{from} + {count} months is {days}, not {low} to {high}"
                );
            }
        }
    }
}
