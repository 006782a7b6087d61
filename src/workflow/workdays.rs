//! Working days of a workflow: no weekend, no public holiday of its country, none of its own days off.
//!
//! Owns the question "is this a working day?" and steps from one to the next. The holidays themselves are
//! [`super::holidays`].

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use super::finding::Place;
use super::holidays::{Country, Holiday};

/// Which days are working days.
#[derive(Clone, Debug, Default)]
pub struct Workdays {
    /// Whose public holidays are days off.
    pub country: Option<Country>,
    /// Further days off.
    pub holidays: BTreeSet<Date>,
    /// Days worked after all.
    pub works: BTreeSet<Date>,
    /// Where it is written, if the workflow says anything about it.
    pub place: Option<Place>,
}

/// Why a day is not a working day.
#[derive(Clone, Copy, Debug)]
pub enum DayOff {
    /// A Saturday or a Sunday.
    Weekend,
    /// A public holiday of the country.
    Public(&'static Holiday),
    /// A day off that the workflow itself lists.
    Listed,
}

/// Which way to look for a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// Later.
    Next,
    /// Earlier.
    Previous,
}

impl Toward {
    /// Both ways with the words the files have for them.
    pub const ALL: [(Self, &'static str); 2] = [
        (Self::Next, "next working day"),
        (Self::Previous, "previous working day"),
    ];

    /// The words of the files.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    fn step(self, day: Date) -> Option<Date> {
        match self {
            Self::Next => day.tomorrow().ok(),
            Self::Previous => day.yesterday().ok(),
        }
    }
}

impl Workdays {
    /// Why nobody works on a day; a holiday is named before the weekend it falls on.
    pub fn off(&self, day: Date) -> Option<DayOff> {
        if self.works.contains(&day) {
            return None;
        }
        if let Some(holiday) = self.country.and_then(|country| country.holiday(day)) {
            return Some(DayOff::Public(holiday));
        }
        if self.holidays.contains(&day) {
            return Some(DayOff::Listed);
        }
        matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday).then_some(DayOff::Weekend)
    }

    /// The day itself if it is a working day, else the nearest that way.
    pub fn nearest(&self, day: Date, toward: Toward) -> Date {
        let mut found = day;
        while self.off(found).is_some() {
            match toward.step(found) {
                Some(next) => found = next,
                None => return found,
            }
        }
        found
    }

    /// The working day so many working days away from a day; the day itself does not count.
    pub fn away(&self, day: Date, count: i32, toward: Toward) -> Date {
        let mut found = day;
        for _ in 0..count {
            match toward.step(found) {
                Some(next) => found = self.nearest(next, toward),
                None => return found,
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn latvia() -> Workdays {
        Workdays {
            country: Some(Country::Latvia),
            holidays: BTreeSet::from([date(2027, 5, 14)]),
            works: BTreeSet::from([date(2027, 5, 15)]),
            place: None,
        }
    }

    #[test]
    fn a_weekend_a_holiday_and_the_days_of_ones_own() {
        let days = latvia();
        assert!(matches!(days.off(date(2027, 5, 4)), Some(DayOff::Public(_))));
        assert!(matches!(days.off(date(2027, 5, 14)), Some(DayOff::Listed)));
        assert!(days.off(date(2027, 5, 15)).is_none(), "a Saturday worked");
        assert!(matches!(days.off(date(2027, 5, 23)), Some(DayOff::Weekend)));
    }

    #[test]
    fn shifts_and_counts() {
        let days = latvia();
        assert_eq!(days.nearest(date(2027, 12, 24), Toward::Next), date(2027, 12, 27));
        assert_eq!(days.nearest(date(2028, 1, 1), Toward::Previous), date(2027, 12, 30));
        assert_eq!(days.away(date(2027, 4, 30), 2, Toward::Next), date(2027, 5, 5));
        assert_eq!(days.away(date(2027, 5, 2), 1, Toward::Previous), date(2027, 4, 30));
    }
}
