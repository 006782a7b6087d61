//! Public holidays by country, movable ones too.
//!
//! Owns how the data files beside it are read and when each of their rules falls. Does not know a workflow's own days
//! off: that is [`super::workdays`].

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use super::text::Text;

/// A country whose public holidays are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Country {
    /// Latvia.
    Latvia,
    /// Georgia.
    Georgia,
}

/// A public holiday by its rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its name in several languages.
    pub name: Text,
    /// The same day every year: `05-04`.
    day: Option<String>,
    /// So many days after Easter Sunday.
    easter: Option<i32>,
    /// One Sunday of a month.
    sunday: Option<Sunday>,
    /// One day and no other.
    date: Option<Date>,
    /// The first year of it.
    from: Option<i16>,
    /// The last year of it.
    until: Option<i16>,
    /// Since when the Monday after is off if it falls on a weekend.
    monday_after_weekend_from: Option<i16>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sunday {
    month: i8,
    which: i8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    easter: Easter,
    holiday: Vec<Holiday>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Easter {
    Western,
    Orthodox,
}

static LATVIA: LazyLock<Data> = LazyLock::new(|| read(include_str!("holidays/lv.toml")));
static GEORGIA: LazyLock<Data> = LazyLock::new(|| read(include_str!("holidays/ge.toml")));

fn read(text: &str) -> Data {
    toml::from_str(text).expect("a data file of this program, read by its tests")
}

impl Country {
    /// Every country with the word the files have for it.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Latvia, "LV"), (Self::Georgia, "GE")];

    /// The word of the files: `LV`.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The public holiday on a day, if it is one.
    pub fn holiday(self, day: Date) -> Option<&'static Holiday> {
        let data: &'static Data = match self {
            Self::Latvia => &LATVIA,
            Self::Georgia => &GEORGIA,
        };
        data.holiday.iter().find(|holiday| holiday.falls_on(day, data.easter))
    }
}

impl Holiday {
    fn falls_on(&self, day: Date, easter: Easter) -> bool {
        let year = day.year();
        let in_force = self.from.is_none_or(|from| from <= year) && self.until.is_none_or(|until| year <= until);
        in_force && (self.is(day, easter) || self.makes_up(day, easter))
    }

    fn is(&self, day: Date, easter: Easter) -> bool {
        let yearly = self
            .day
            .as_deref()
            .is_some_and(|text| text == format!("{:02}-{:02}", day.month(), day.day()));
        let movable = self
            .easter
            .is_some_and(|after| easter.sunday(day.year()).saturating_add(after.days()) == day);
        let sunday = self.sunday.as_ref().is_some_and(|sunday| {
            (day.month(), day.weekday()) == (sunday.month, Weekday::Sunday) && (day.day() + 6) / 7 == sunday.which
        });
        yearly || movable || sunday || self.date == Some(day)
    }

    /// Whether the day is the Monday that stands in for a holiday lost to the weekend before it.
    fn makes_up(&self, day: Date, easter: Easter) -> bool {
        let since = self.monday_after_weekend_from;
        day.weekday() == Weekday::Monday
            && since.is_some_and(|since| since <= day.year())
            && [1, 2]
                .iter()
                .any(|back: &i32| self.is(day.saturating_sub(back.days()), easter))
    }
}

impl Easter {
    /// Easter Sunday of a year, as a day of today's calendar.
    fn sunday(self, year: i16) -> Date {
        match self {
            Self::Western => western(i32::from(year)),
            Self::Orthodox => orthodox(i32::from(year)),
        }
    }
}

/// The Gregorian computus, in the form published anonymously in Nature in 1876.
fn western(year: i32) -> Date {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let epact = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (b % 4) + 2 * (c / 4) - epact - c % 4) % 7;
    let late = (a + 11 * epact + 22 * weekday) / 451;
    let day = epact + weekday - 7 * late + 114;
    month_and_day(year, day / 31, day % 31 + 1)
}

/// The Julian computus by Meeus, moved by the days between the two calendars.
fn orthodox(year: i32) -> Date {
    let moon = (19 * (year % 19) + 15) % 30;
    let weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    let day = moon + weekday + 114;
    let between = year / 100 - year / 400 - 2;
    month_and_day(year, day / 31, day % 31 + 1).saturating_add(between.days())
}

fn month_and_day(year: i32, month: i32, day: i32) -> Date {
    let small = |number: i32| i8::try_from(number).unwrap_or(1);
    Date::new(i16::try_from(year).unwrap_or(i16::MAX), small(month), small(day)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_of_both_kinds() {
        let western = [
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2027, 3, 28),
            (2038, 4, 25),
        ];
        for (year, month, day) in western {
            assert_eq!(Easter::Western.sunday(year), date(year, month, day));
        }
        let orthodox = [(2000, 4, 30), (2010, 4, 4), (2021, 5, 2), (2027, 5, 2), (2100, 5, 2)];
        for (year, month, day) in orthodox {
            assert_eq!(Easter::Orthodox.sunday(year), date(year, month, day));
        }
    }

    #[test]
    fn a_lost_holiday_is_made_up_for_in_latvia_and_not_in_georgia() {
        let off = |country: Country, day: Date| country.holiday(day).is_some();
        assert!(off(Country::Latvia, date(2024, 5, 6)) && off(Country::Latvia, date(2025, 5, 5)));
        assert!(!off(Country::Latvia, date(2026, 5, 5)) && !off(Country::Latvia, date(2002, 5, 6)));
        assert!(!off(Country::Georgia, date(2024, 5, 27)));
    }

    #[test]
    fn every_holiday_has_one_rule_and_a_name_in_three_languages() {
        for data in [&*LATVIA, &*GEORGIA] {
            for holiday in &data.holiday {
                let rules = [
                    holiday.day.is_some(),
                    holiday.easter.is_some(),
                    holiday.sunday.is_some(),
                    holiday.date.is_some(),
                ];
                assert_eq!(rules.iter().filter(|has| **has).count(), 1, "{:?}", holiday.name);
                assert_eq!(holiday.name.0.keys().collect::<Vec<_>>(), ["en", "ka", "lv"]);
            }
        }
    }
}
