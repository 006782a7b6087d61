//! Sample views of every page, as a programme would fill them.

mod applicant;
mod public;
mod rules;
mod secretary;
mod staff;

use askama::Template;
use jiff::civil::DateTime;
use jiff::civil::date;
use jiff::civil::datetime;
use jiff::tz::TimeZone;
use kalends::clock::Instant;
use kalends::http::pages::Frame;
use kalends::http::pages::Link;
use kalends::http::pages::frame::NavLink;
use kalends::http::pages::practice::Group;
use kalends::http::pages::practice::Happened;
use kalends::http::pages::practice::Persona;
use kalends::http::pages::practice::Practice;
use kalends::http::pages::programme::CallLine;
use kalends::http::pages::programme::MemberLine;
use kalends::locale::Locale;
use kalends::workflow::definition::Standing;
use std::collections::BTreeMap;
fn zone() -> TimeZone {
    TimeZone::get("Europe/Riga").unwrap()
}

fn at(civil: DateTime) -> Instant {
    Instant::from_civil(civil, &zone())
}

fn day(year: i16, month: i8, day: i8) -> Instant {
    at(datetime(year, month, day, 0, 0, 0, 0))
}

fn link(href: &str, label: &str) -> Link {
    Link {
        href: href.to_owned(),
        label: label.to_owned(),
    }
}

/// Words of a programme in the language of the sample.
fn said(t: Locale, en: &str, lv: &str) -> String {
    if t.tag() == "lv" { lv } else { en }.to_owned()
}

fn frame(t: Locale, title: &str, path: &str) -> Frame {
    let mut frame = Frame::new(t, zone(), at(datetime(2027, 4, 18, 9, 30, 0, 0)));
    frame.title = title.to_owned();
    frame.brand = link(
        "/w/learning-cities",
        &said(
            t,
            "Global Network of Learning Cities",
            "Globālais izglītības pilsētu tīkls",
        ),
    );
    frame.path = path.to_owned();
    frame
}

fn signed_in(t: Locale, title: &str, path: &str) -> Frame {
    let nav = [
        ("/desk", "nav-desk", 2),
        ("/w/learning-cities/queue", "nav-queue", 0),
        ("/w/learning-cities/notices", "nav-notices", 0),
    ];
    let mut frame = frame(t, title, path);
    frame.person = Some("Ilze Kalniņa".to_owned());
    frame.nav = nav
        .map(|(href, id, count)| NavLink {
            href: href.to_owned(),
            id,
            count,
        })
        .into();
    frame.practice = Some(Practice {
        next: Some(at(datetime(2027, 4, 27, 9, 0, 0, 0))),
        groups: vec![Group {
            title: "Learning cities".to_owned(),
            people: vec![
                Persona {
                    id: "a".to_owned(),
                    label: said(
                        t,
                        "Ilze Kalniņa, contact person of Cēsis",
                        "Ilze Kalniņa, Cēsu kontaktpersona",
                    ),
                    current: true,
                },
                Persona {
                    id: "b".to_owned(),
                    label: said(t, "Jānis Bērziņš, mayor", "Jānis Bērziņš, mērs"),
                    current: false,
                },
            ],
        }],
        letters: 12,
        happened: vec![Happened {
            at: at(datetime(2027, 4, 16, 9, 0, 0, 0)),
            text: said(
                t,
                "A reminder went to Ilze Kalniņa",
                "Atgādinājums nosūtīts: Ilze Kalniņa",
            ),
            href: Some("/practice/mailbox/1".to_owned()),
        }],
    });
    frame
}

fn call() -> CallLine {
    CallLine {
        name: "2027".to_owned(),
        opens_at: day(2027, 3, 1),
        closes_at: day(2027, 5, 1),
        quota: Some(3),
    }
}

fn members() -> Vec<MemberLine> {
    let line = |name: &str, since, standing| MemberLine {
        organisation: name.to_owned(),
        since: Some(since),
        standing,
        shown: vec![],
    };
    vec![
        line("Jelgava", date(2019, 2, 12), Standing::Good),
        line("Valmieras novads", date(2016, 1, 20), Standing::Due),
        line("Ventspils", date(2022, 9, 2), Standing::Overdue),
    ]
}

fn html(page: &impl Template) -> String {
    page.render().unwrap()
}

/// Every page by name, in one language.
pub fn all(t: Locale) -> BTreeMap<&'static str, String> {
    let mut pages = public::public(t);
    pages.extend(rules::rules(t));
    pages.extend(public::door(t));
    pages.extend(applicant::applicant(t));
    pages.extend(staff::staff(t));
    pages.extend(secretary::secretary(t));
    pages.extend(staff::practice(t));
    pages.into_iter().collect()
}
