//! What everybody sees.

use super::{call, day, frame, html, link, members, said, zone};
use jiff::civil::date;
use kalends::http::pages::ErrorLine;
use kalends::http::pages::Frame;
use kalends::http::pages::error::ErrorPage;
use kalends::http::pages::error::Kept;
use kalends::http::pages::home::HomePage;
use kalends::http::pages::home::ProgrammeCard;
use kalends::http::pages::programme::ProgrammePage;
use kalends::http::pages::programme::RegisterPage;
use kalends::http::pages::programme::Step;
use kalends::http::pages::sign_in::LinkFate;
use kalends::http::pages::sign_in::LinkPage;
use kalends::http::pages::sign_in::LinkSentPage;
use kalends::http::pages::sign_in::SignInPage;
use kalends::locale::Locale;

fn programme(t: Locale) -> ProgrammePage {
    let about = said(
        t,
        "Cities that put learning for all ages at the centre of their policy share what works. Members report on their progress every second year.",
        "Pilsētas, kas mācīšanos jebkurā vecumā liek savas politikas centrā, dalās tajā, kas darbojas. Dalībnieces ik pēc diviem gadiem ziņo par paveikto.",
    );
    let title = said(
        t,
        "Global Network of Learning Cities",
        "Globālais izglītības pilsētu tīkls",
    );
    let step = |en: (&str, &str), lv: (&str, &str)| Step {
        title: said(t, en.0, lv.0),
        text: said(t, en.1, lv.1),
    };
    let steps = vec![
        step(
            (
                "A city applies",
                "The contact person fills the form, the mayor signs it.",
            ),
            (
                "Pilsēta piesakās",
                "Kontaktpersona aizpilda veidlapu, mērs to paraksta.",
            ),
        ),
        step(
            ("The commission decides", "It may endorse up to three cities in a call."),
            (
                "Komisija lemj",
                "Vienā uzsaukumā tā var apstiprināt līdz trim pilsētām.",
            ),
        ),
        step(
            ("Members report", "Every second year, through 31 March."),
            ("Dalībnieces ziņo", "Katru otro gadu. Termiņš: 31. marts."),
        ),
    ];
    ProgrammePage {
        frame: frame(t, &title, "/w/learning-cities"),
        title,
        about,
        has_calls: true,
        offers: Vec::new(),
        begins: Vec::new(),
        open: Some(call()),
        next: None,
        apply: "/w/learning-cities/apply".to_owned(),
        steps,
        members: members(),
        rules: "/w/learning-cities/rules".to_owned(),
        register: "/w/learning-cities/register".to_owned(),
    }
}

/// Pages of somebody who looks round.
pub fn public(t: Locale) -> Vec<(&'static str, String)> {
    let programme = programme(t);
    let card = ProgrammeCard {
        href: "/w/learning-cities".to_owned(),
        title: programme.title.clone(),
        about: programme.about.clone(),
        call: Some(call()),
        zone: jiff::tz::TimeZone::get("Europe/Riga").unwrap(),
        members: 3,
    };
    let register = RegisterPage {
        frame: frame(t, &t.text("register-title"), "/w/learning-cities/register"),
        programme: link("/w/learning-cities", &t.text("nav-programme")),
        on: date(2027, 4, 18),
        count: None,
        members: members(),
        next: Some("/w/learning-cities/register?after=x".to_owned()),
        downloads: vec![link("register.csv", "CSV"), link("register.json", "JSON")],
    };
    vec![
        (
            "home",
            html(&HomePage {
                frame: Frame::new(t, zone(), day(2027, 4, 18)),
                programmes: vec![card],
            }),
        ),
        (
            "programme-closed",
            html(&ProgrammePage {
                frame: programme.frame.clone(),
                has_calls: true,
                offers: Vec::new(),
                begins: vec![said(t, "Membership", "Dalība")],
                open: None,
                next: Some(call()),
                title: programme.title.clone(),
                about: programme.about.clone(),
                apply: String::new(),
                steps: vec![],
                members: vec![],
                rules: "/w/learning-cities/rules".to_owned(),
                register: String::new(),
            }),
        ),
        ("programme", html(&programme)),
        ("register", html(&register)),
    ]
}

/// Pages of somebody on the way in, or lost.
pub fn door(t: Locale) -> Vec<(&'static str, String)> {
    let sign_in = SignInPage {
        frame: frame(t, &t.text("sign-in-title"), "/sign-in"),
        email: "ilze".to_owned(),
        then: "/desk".to_owned(),
        error: Some(t.text("sign-in-bad-email")),
    };
    let sent = LinkSentPage {
        frame: frame(t, &t.text("link-sent-title"), "/sign-in"),
        email: "ilze@cesis.example".to_owned(),
        minutes: 10,
        mailbox: Some("/practice/mailbox".to_owned()),
    };
    let fate = |fate| {
        html(&LinkPage {
            frame: frame(t, &t.text("sign-in-title"), "/sign-in/link"),
            token: "t".to_owned(),
            then: "/desk".to_owned(),
            fate,
        })
    };
    let error = ErrorPage {
        frame: frame(t, &t.text("error-404-title"), "/x"),
        title: t.text("error-404-title"),
        sentence: t.text("error-404"),
        faults: vec![ErrorLine {
            href: "#".to_owned(),
            text: "x".to_owned(),
        }],
        ways: vec![link("/", &t.text("error-home"))],
        reference: Some("0190-ab".to_owned()),
        kept: Some(Kept {
            action: "/cases/1/form".to_owned(),
            texts: vec!["a plan".to_owned()],
            pairs: vec![("plan".to_owned(), "a plan".to_owned())],
            sign_in: true,
        }),
    };
    vec![
        ("sign-in", html(&sign_in)),
        ("link-sent", html(&sent)),
        ("link", fate(LinkFate::Ready)),
        ("link-spent", fate(LinkFate::Spent)),
        ("link-elsewhere", fate(LinkFate::OtherBrowser)),
        ("error", html(&error)),
    ]
}
