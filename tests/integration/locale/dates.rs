//! Dates, moments and deadlines in words.

use jiff::civil::{Date, DateTime, date, datetime};
use jiff::tz::TimeZone;
use kalends::clock::Instant;
use kalends::locale::Locale;

fn riga() -> TimeZone {
    TimeZone::get("Europe/Riga").unwrap()
}

fn at(civil: DateTime) -> Instant {
    Instant::from_civil(civil, &riga())
}

fn both() -> (Locale, Locale) {
    (Locale::of("en").unwrap(), Locale::of("lv").unwrap())
}

#[test]
fn a_day_is_written_out_in_the_nominative() {
    let (en, lv) = both();
    let day: Date = date(2027, 3, 31);
    assert_eq!(en.date(day), "31 March 2027");
    assert_eq!(lv.date(day), "2027. gada 31. marts");
    assert_eq!(lv.month(day), "2027. gada marts");
    assert!(en.weekday(day).starts_with("Wednesday"), "{}", en.weekday(day));
    assert!(
        lv.weekday(day).to_lowercase().starts_with("trešdiena"),
        "{}",
        lv.weekday(day)
    );
}

#[test]
fn georgian_days_are_written_out_too() {
    let ka = Locale::of("ka").unwrap();
    assert_eq!(ka.date(date(2027, 3, 31)), "31 მარტი, 2027");
    assert_eq!(ka.month(date(2027, 3, 31)), "მარტი, 2027");
    assert!(ka.weekday(date(2027, 3, 31)).starts_with("ოთხშაბათი"));
}

#[test]
fn a_moment_has_its_time_and_zone() {
    let (en, lv) = both();
    let moment = at(datetime(2027, 3, 31, 9, 0, 0, 0));
    assert_eq!(en.moment(moment, &riga()), "31 March 2027, 09:00 EEST");
    assert_eq!(lv.moment(moment, &riga()), "2027. gada 31. marts, plkst. 09:00 EEST");
    assert_eq!(
        en.moment(at(datetime(2027, 1, 5, 14, 3, 0, 0)), &riga()),
        "5 January 2027, 14:03 EET"
    );
}

#[test]
fn a_deadline_at_midnight_belongs_to_the_day_that_ends() {
    let (en, lv) = both();
    let midnight = at(datetime(2020, 5, 1, 0, 0, 0, 0));
    assert_eq!(en.deadline(midnight, &riga()), "30 April 2020");
    assert_eq!(lv.deadline(midnight, &riga()), "2020. gada 30. aprīlis");
    let afternoon = at(datetime(2020, 4, 30, 17, 0, 0, 0));
    assert_eq!(en.deadline(afternoon, &riga()), "30 April 2020, 17:00 EEST");
    let new_year = at(datetime(2022, 1, 1, 0, 0, 0, 0));
    assert_eq!(lv.deadline(new_year, &riga()), "2021. gada 31. decembris");
}

#[test]
fn midnight_elsewhere_is_an_hour_here() {
    let utc = datetime(2020, 5, 1, 0, 0, 0, 0)
        .to_zoned(TimeZone::UTC)
        .unwrap()
        .timestamp();
    let (en, _) = both();
    assert_eq!(en.deadline(Instant::from(utc), &riga()), "1 May 2020, 03:00 EEST");
}

#[test]
fn how_far_a_deadline_is_turns_at_the_deadline_itself() {
    let (en, lv) = both();
    let due = at(datetime(2027, 4, 1, 0, 0, 0, 0));
    let until = |now| en.until(due, now, &riga());
    assert_eq!(until(at(datetime(2027, 3, 19, 12, 0, 0, 0))), "in 12 days");
    assert_eq!(until(at(datetime(2027, 3, 30, 23, 59, 0, 0))), "tomorrow");
    assert_eq!(until(at(datetime(2027, 3, 31, 23, 59, 59, 0))), "today");
    assert_eq!(until(due), "1 day late");
    assert_eq!(until(at(datetime(2027, 4, 10, 8, 0, 0, 0))), "10 days late");
    let lv_until = |day| lv.until(due, at(datetime(2027, 3, day, 12, 0, 0, 0)), &riga());
    assert_eq!(lv_until(10), "pēc 21 dienas", "21 takes the singular");
    assert_eq!(lv_until(20), "pēc 11 dienām", "11 does not");
    assert_eq!(lv_until(31), "šodien");
}
