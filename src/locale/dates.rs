//! Dates and times written out in a language.
//!
//! CLDR has no case forms, so every date stands in the nominative and messages say "Termiņš: …", never "līdz …".

use std::borrow::Borrow;

use icu_calendar::{Date, Iso};
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences, fieldsets};
use jiff::civil;
use jiff::tz::TimeZone;

use super::Locale;
use crate::clock::Instant;

impl Locale {
    /// A day: `31 March 2027`, `2027. gada 31. marts`.
    pub fn date(self, date: impl Borrow<civil::Date>) -> String {
        let formatter = DateTimeFormatter::try_new(self.preferences(), fieldsets::YMD::long());
        let formatter = formatter.expect("dates of every language are compiled in");
        formatter.format(&iso(*date.borrow())).to_string()
    }

    /// A day with its weekday: `Wednesday, 31 March 2027`.
    pub fn weekday(self, date: impl Borrow<civil::Date>) -> String {
        let formatter = DateTimeFormatter::try_new(self.preferences(), fieldsets::YMDE::long());
        let formatter = formatter.expect("dates of every language are compiled in");
        formatter.format(&iso(*date.borrow())).to_string()
    }

    /// A month of a year: `March 2027`.
    pub fn month(self, date: impl Borrow<civil::Date>) -> String {
        let formatter = DateTimeFormatter::try_new(self.preferences(), fieldsets::YM::long());
        let formatter = formatter.expect("dates of every language are compiled in");
        // The Latvian pattern comes out with a full stop too many: "2027. gada. marts".
        formatter
            .format(&iso(*date.borrow()))
            .to_string()
            .replace("gada. ", "gada ")
    }

    /// The day on which an instant falls in `zone`.
    pub fn day(self, at: impl Borrow<Instant>, zone: &TimeZone) -> String {
        self.date(at.borrow().civil(zone).date())
    }

    /// The time of day, hours and minutes: `14:03`.
    pub fn time(self, at: impl Borrow<Instant>, zone: &TimeZone) -> String {
        at.borrow().civil(zone).strftime("%H:%M").to_string()
    }

    /// An instant with its time and the zone's abbreviation: `31 March 2027, 09:00 EEST`.
    pub fn moment(self, at: impl Borrow<Instant>, zone: &TimeZone) -> String {
        let at = *at.borrow();
        self.with_hour("date-moment", at.civil(zone).date(), (at, zone))
    }

    /// A deadline, which is the instant after its last moment: midnight shows as the day that ends, other hours show
    /// the hour.
    pub fn deadline(self, at: impl Borrow<Instant>, zone: &TimeZone) -> String {
        let at = *at.borrow();
        if at.civil(zone).time() == civil::Time::midnight() {
            return self.date(at.last_day(zone));
        }
        self.with_hour("date-deadline-hour", at.civil(zone).date(), (at, zone))
    }

    /// How far a deadline is: `today`, `in 12 days`, `3 days late`.
    pub fn until(self, due: impl Borrow<Instant>, now: impl Borrow<Instant>, zone: &TimeZone) -> String {
        let (due, now) = (*due.borrow(), *now.borrow());
        let days = days_between(now.civil(zone).date(), due.last_day(zone));
        match days {
            _ if due <= now => self.text_with("date-late", &[("days", &days.abs().max(1))]),
            0 => self.text("date-today"),
            1 => self.text("date-tomorrow"),
            days => self.text_with("date-in", &[("days", &days)]),
        }
    }

    fn with_hour(self, id: &str, date: civil::Date, (at, zone): (Instant, &TimeZone)) -> String {
        let abbreviation = zone.to_offset_info(at.timestamp()).abbreviation().to_owned();
        let (date, time) = (self.date(date), self.time(at, zone));
        self.text_with(id, &[("date", &date), ("time", &time), ("zone", &abbreviation)])
    }

    fn preferences(self) -> DateTimeFormatterPreferences {
        let tag = if self.tag() == "en" { "en-GB" } else { self.tag() };
        let locale = icu_locale_core::Locale::try_from_str(tag).expect("a language's tag is well formed");
        locale.into()
    }
}

fn days_between(from: civil::Date, to: civil::Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn iso(date: civil::Date) -> Date<Iso> {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    Date::try_new_iso(i32::from(date.year()), month, day).expect("a civil date is an ISO date")
}
