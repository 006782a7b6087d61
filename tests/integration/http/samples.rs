//! Sample views of every page, as a programme would fill them.

use std::collections::BTreeMap;

use askama::Template;
use jiff::civil::{DateTime, date, datetime};
use jiff::tz::TimeZone;
use kalends::clock::Instant;
use kalends::http::pages::call::{CallPage, CallRow, CallsPage, NewCallPage, Phase};
use kalends::http::pages::case::*;
use kalends::http::pages::check::{CheckPage, summary};
use kalends::http::pages::desk::{CaseCard, DeskDuty, DeskPage, Offer};
use kalends::http::pages::directory::{DirectoryPage, OrganisationPage, OrganisationRow, SeatRow};
use kalends::http::pages::error::ErrorPage;
use kalends::http::pages::event::{EventView, Weight};
use kalends::http::pages::form::{FormPage, FormView, Shown};
use kalends::http::pages::frame::NavLink;
use kalends::http::pages::home::{HomePage, ProgrammeCard};
use kalends::http::pages::import::{ImportPage, ImportResult};
use kalends::http::pages::mailbox::{MailPage, MailRow, MailboxPage, paragraphs};
use kalends::http::pages::member::{MemberRow, MembersPage, RoundRow, RoundsPage, StandingCount};
use kalends::http::pages::notice::{NoticeDay, NoticeRow, NoticesPage, WhyPage};
use kalends::http::pages::practice::{Happened, Persona, Practice};
use kalends::http::pages::programme::{CallLine, MemberLine, ProgrammePage, RegisterPage, Step};
use kalends::http::pages::queue::{InboxPage, Places, QueuePage, QueueRow};
use kalends::http::pages::sign_in::{LinkFate, LinkPage, LinkSentPage, SignInPage};
use kalends::http::pages::{ErrorLine, Frame, Link};
use kalends::http::typed::Typed;
use kalends::locale::Locale;
use kalends::workflow::definition::{Reason, Standing};
use kalends::workflow::form::{Answers, FieldError};
use serde_json::json;

use super::forms::application;

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

fn event(t: Locale, name: &str, words: (&str, &str), weight: Weight) -> EventView {
    EventView {
        t,
        name: name.to_owned(),
        title: said(t, words.0, words.1),
        action: format!("/cases/1/events/{name}"),
        revision: 4,
        key: "k".to_owned(),
        weight,
        reason: Reason::None,
        attach: None,
        sections: vec![],
        refused: None,
    }
}

fn events(t: Locale) -> Vec<EventView> {
    vec![
        EventView {
            refused: Some(said(
                t,
                "The mayor has not signed it as it stands.",
                "Mērs to pašreizējā redakcijā nav parakstījis.",
            )),
            ..event(t, "submit", ("Submit", "Iesniegt"), Weight::Forward)
        },
        event(t, "sign", ("Sign", "Parakstīt"), Weight::Forward),
        EventView {
            reason: Reason::Optional,
            ..event(t, "withdraw", ("Withdraw", "Atsaukt"), Weight::Ending)
        },
        EventView {
            reason: Reason::Required,
            attach: Some(said(t, "The endorsement", "Apstiprinājums")),
            ..event(
                t,
                "return",
                ("Return for completion", "Atgriezt papildināšanai"),
                Weight::Plain,
            )
        },
    ]
}

fn signatures(t: Locale) -> Vec<SignatureView> {
    vec![
        SignatureView {
            seat: said(t, "Mayor", "Mērs"),
            signed: Some(("Jānis Bērziņš".to_owned(), at(datetime(2027, 4, 14, 16, 20, 0, 0)))),
            stale: false,
        },
        SignatureView {
            seat: said(t, "Contact person", "Kontaktpersona"),
            signed: None,
            stale: false,
        },
    ]
}

fn answers() -> Answers {
    serde_json::from_value(json!({
        "city": "Cēsis", "website": "https://www.cesis.lv", "email": "ilze@cesis.example", "decided_on": "2027-03-05",
        "population": {"value": 24500, "year": 2024}, "schools": 12, "equity": 4, "language": "work", "interests": ["family", "digital"],
        "motivation": "Cēsis has long treated its libraries, schools and workshops as one campus.\n<b>We</b> want to learn from others & share.",
    }))
    .unwrap()
}

fn errors() -> Vec<FieldError> {
    let fault = |field: &str, rule, values: &[(&'static str, &str)]| FieldError {
        field: field.to_owned(),
        rule,
        values: values.iter().map(|(k, v)| (*k, (*v).to_owned())).collect(),
    };
    vec![
        fault("email", "email", &[]),
        fault("motivation", "words", &[("limit", "200"), ("found", "231")]),
        fault("publish", "consent", &[]),
        fault("decided_on", "date", &[]),
    ]
}

fn form_view(t: Locale, errors: &[FieldError]) -> FormView {
    let form = application();
    let last = serde_json::from_value(json!({"population": {"value": 24100, "year": 2022}, "motivation": "To learn."}))
        .unwrap();
    let typed = Typed::from_answers(&form, &answers());
    FormView::of(
        &form,
        Shown {
            t,
            typed: &typed,
            errors,
            last: &last,
        },
        |_| true,
    )
}

fn form(t: Locale, errors: &[FieldError]) -> FormPage {
    FormPage {
        frame: signed_in(t, "Cēsis", "/cases/1/form"),
        case: link("/cases/1", "Cēsis"),
        action: "/cases/1/form".to_owned(),
        revision: 4,
        form: form_view(t, errors),
        due: Some(day(2027, 5, 1)),
        saved_at: Some(at(datetime(2027, 4, 18, 9, 12, 0, 0))),
        reason: Some(said(
            t,
            "Please add the plan for 2028.\nThe rest is fine.",
            "Lūdzu, pievienojiet plānu 2028. gadam.\nPārējais ir kārtībā.",
        )),
    }
}

fn case(t: Locale) -> CasePage {
    let next = |civil, en: &str, lv: &str, sort| NextView {
        at: at(civil),
        text: said(t, en, lv),
        sort,
    };
    CasePage {
        frame: signed_in(t, "Cēsis", "/cases/1"),
        href: "/cases/1".to_owned(),
        organisation: "Cēsis".to_owned(),
        kind: said(t, "Membership", "Dalība"),
        call: Some(said(t, "Call 2027", "2027. gada uzsaukums")),
        state: said(t, "Draft", "Melnraksts"),
        tone: Tone::Act,
        standing: Some(Standing::Due),
        turn: Turn::Yours,
        reason: Some(Said {
            who: said(t, "National commission", "Nacionālā komisija"),
            at: at(datetime(2027, 4, 12, 11, 0, 0, 0)),
            text: said(
                t,
                "Please add the plan for 2028.",
                "Lūdzu, pievienojiet plānu 2028. gadam.",
            ),
        }),
        duties: vec![DutyView {
            title: said(
                t,
                "Finish the application, have the mayor sign it and submit it",
                "Pabeigt pieteikumu, saņemt mēra parakstu un iesniegt",
            ),
            who: said(t, "Applicant city", "Pilsēta pieteicēja"),
            due_at: day(2027, 5, 1),
            stopped: false,
        }],
        next: vec![
            next(
                datetime(2027, 4, 27, 9, 0, 0, 0),
                "A reminder goes to Ilze Kalniņa and Jānis Bērziņš",
                "Atgādinājumu saņem Ilze Kalniņa un Jānis Bērziņš",
                NextSort::Letter,
            ),
            next(
                datetime(2027, 5, 1, 0, 0, 0, 0),
                "Last day to submit the application",
                "Pēdējā diena pieteikuma iesniegšanai",
                NextSort::Deadline,
            ),
            next(
                datetime(2027, 5, 1, 0, 0, 0, 0),
                "If it has not been submitted, the case closes by itself",
                "Ja pieteikums nav iesniegts, lieta tiek slēgta automātiski",
                NextSort::Timer,
            ),
        ],
        events: events(t),
        form: Some(FormState {
            title: said(t, "Application for membership", "Pieteikums dalībai"),
            editable: true,
            answered: 18,
            required: 24,
            signatures: signatures(t),
        }),
        attachments: vec![FileView {
            href: "/attachments/1".to_owned(),
            name: "domes-lemums.pdf".to_owned(),
            purpose: t.text("purpose-other"),
        }],
        may_attach: true,
        letters: vec![
            LetterView {
                at: at(datetime(2027, 4, 27, 9, 0, 0, 0)),
                subject: said(
                    t,
                    "3 days left for your application",
                    "Pieteikuma iesniegšanai atlikušas 3 dienas",
                ),
                recipient: "Ilze Kalniņa".to_owned(),
                state: LetterState::Planned,
                why: "/notices/1/why".to_owned(),
            },
            LetterView {
                at: at(datetime(2027, 4, 16, 9, 0, 0, 0)),
                subject: said(
                    t,
                    "14 days left for your application",
                    "Pieteikuma iesniegšanai atlikušas 14 dienas",
                ),
                recipient: "Ilze Kalniņa".to_owned(),
                state: LetterState::Sent,
                why: "/notices/2/why".to_owned(),
            },
        ],
        history: vec![
            PastView {
                at: at(datetime(2027, 4, 12, 11, 0, 0, 0)),
                event: said(t, "Returned for completion", "Atgriezts papildināšanai"),
                actor: Some(said(
                    t,
                    "Anna Liepa, National commission",
                    "Anna Liepa, Nacionālā komisija",
                )),
                to: Some(said(t, "Draft", "Melnraksts")),
                reason: Some(said(
                    t,
                    "Please add the plan for 2028.",
                    "Lūdzu, pievienojiet plānu 2028. gadam.",
                )),
            },
            PastView {
                at: at(datetime(2027, 3, 3, 10, 5, 0, 0)),
                event: said(t, "Begun", "Sākts"),
                actor: None,
                to: Some(said(t, "Draft", "Melnraksts")),
                reason: None,
            },
        ],
        related: vec![link("/desk", &t.text("desk-title"))],
    }
}

fn check(t: Locale) -> CheckPage {
    let faults = errors();
    CheckPage {
        frame: signed_in(t, "Cēsis", "/cases/1/check"),
        case: link("/cases/1", "Cēsis"),
        change: Some("/cases/1/form".to_owned()),
        sections: summary(&application(), &answers(), &faults, t, |_| true),
        problems: form_view(t, &faults).errors(),
        signatures: signatures(t),
        due: Some(day(2027, 5, 1)),
        events: events(t),
    }
}

fn row(t: Locale, organisation: &str, rank: &str) -> QueueRow {
    QueueRow {
        href: "/cases/1".to_owned(),
        organisation: organisation.to_owned(),
        title: said(t, "Membership · Call 2027", "Dalība · 2027. gada uzsaukums"),
        state: said(t, "With the commission", "Izskatīšanā komisijā"),
        tone: Tone::Act,
        since: at(datetime(2027, 4, 10, 15, 0, 0, 0)),
        due_at: Some(day(2027, 6, 1)),
        rank_action: Some("/cases/1/events/rank".to_owned()),
        rank: rank.to_owned(),
        revision: 6,
    }
}

fn notice(t: Locale, hour: i8, state: LetterState) -> NoticeRow {
    NoticeRow {
        at: at(datetime(2027, 4, 16, hour, 0, 0, 0)),
        subject: said(
            t,
            "14 days left for your application",
            "Pieteikuma iesniegšanai atlikušas 14 dienas",
        ),
        recipient: "Ilze Kalniņa".to_owned(),
        case: link("/cases/1", "Cēsis"),
        state,
        reason: (state == LetterState::Withdrawn).then(|| {
            said(
                t,
                "The application was submitted before.",
                "Pieteikums tika iesniegts pirms tam.",
            )
        }),
        why: "/notices/1/why".to_owned(),
    }
}

fn html(page: &impl Template) -> String {
    page.render().unwrap()
}

/// Every page by name, in one language.
pub fn all(t: Locale) -> BTreeMap<&'static str, String> {
    let mut pages = public(t);
    pages.extend(applicant(t));
    pages.extend(staff(t));
    pages.extend(secretary(t));
    pages.extend(practice(t));
    pages.into_iter().collect()
}

fn public(t: Locale) -> Vec<(&'static str, String)> {
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
    let card = ProgrammeCard {
        href: "/w/learning-cities".to_owned(),
        title: title.clone(),
        about: about.clone(),
        call: Some(call()),
        members: 3,
    };
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
    let programme = ProgrammePage {
        frame: frame(t, &title, "/w/learning-cities"),
        title,
        about,
        open: Some(call()),
        next: None,
        apply: "/w/learning-cities/apply".to_owned(),
        steps,
        members: members(),
        register: "/w/learning-cities/register".to_owned(),
    };
    let register = RegisterPage {
        frame: frame(t, &t.text("register-title"), "/w/learning-cities/register"),
        programme: link("/w/learning-cities", &t.text("nav-programme")),
        on: date(2027, 4, 18),
        members: members(),
        downloads: vec![link("register.csv", "CSV"), link("register.json", "JSON")],
    };
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
                open: None,
                next: Some(call()),
                title: programme.title.clone(),
                about: programme.about.clone(),
                apply: String::new(),
                steps: vec![],
                members: vec![],
                register: String::new(),
            }),
        ),
        ("programme", html(&programme)),
        ("register", html(&register)),
        ("sign-in", html(&sign_in)),
        ("link-sent", html(&sent)),
        ("link", fate(LinkFate::Ready)),
        ("link-spent", fate(LinkFate::Spent)),
        ("link-elsewhere", fate(LinkFate::OtherBrowser)),
        ("error", html(&error)),
    ]
}

fn applicant(t: Locale) -> Vec<(&'static str, String)> {
    let desk = DeskPage {
        frame: Frame {
            done: Some(said(t, "Your application has begun.", "Jūsu pieteikums ir sākts.")),
            ..signed_in(t, &t.text("desk-title"), "/desk")
        },
        duties: vec![
            DeskDuty {
                title: said(t, "File the progress report", "Iesniegt progresa ziņojumu"),
                case: "Cēsis".to_owned(),
                href: "/cases/2".to_owned(),
                due_at: day(2027, 4, 1),
            },
            DeskDuty {
                title: said(t, "Finish the application", "Pabeigt pieteikumu"),
                case: "Cēsis".to_owned(),
                href: "/cases/1".to_owned(),
                due_at: day(2027, 4, 23),
            },
        ],
        cases: vec![CaseCard {
            href: "/cases/1".to_owned(),
            organisation: "Cēsis".to_owned(),
            title: said(t, "Membership · Call 2027", "Dalība · 2027. gada uzsaukums"),
            state: said(t, "Draft", "Melnraksts"),
            tone: Tone::Act,
            next: Some((
                day(2027, 4, 27),
                said(t, "a reminder goes to Ilze Kalniņa", "atgādinājumu saņem Ilze Kalniņa"),
            )),
        }],
        offers: vec![Offer {
            programme: said(
                t,
                "Global Network of Learning Cities",
                "Globālais izglītības pilsētu tīkls",
            ),
            call: call(),
            action: "/cases".to_owned(),
            values: vec![("call", "1".to_owned())],
            organisation: "Cēsis".to_owned(),
        }],
        feed: Some("/calendar/x.ics".to_owned()),
    };
    vec![
        ("desk", html(&desk)),
        ("case", html(&case(t))),
        ("form", html(&form(t, &[]))),
        ("form-errors", html(&form(t, &errors()))),
        ("check", html(&check(t))),
    ]
}

fn staff(t: Locale) -> Vec<(&'static str, String)> {
    let queue = QueuePage {
        frame: signed_in(t, &t.text("queue-title"), "/w/learning-cities/queue"),
        call: Some(call()),
        places: Some(Places { taken: 1, all: 3 }),
        waiting: vec![row(t, "Cēsis", "1"), row(t, "Daugavpils", "2")],
        others: vec![QueueRow {
            state: said(t, "With the institute", "Institūtā"),
            tone: Tone::Good,
            due_at: None,
            ..row(t, "Liepāja", "")
        }],
        tasks: vec![row(t, "Jelgava", "")],
        errors: vec![],
    };
    let inbox = InboxPage {
        frame: signed_in(t, &t.text("inbox-title"), "/w/learning-cities/inbox"),
        waiting: vec![row(t, "Liepāja", "")],
        settled: vec![],
    };
    vec![("queue", html(&queue)), ("inbox", html(&inbox))]
}

fn secretary(t: Locale) -> Vec<(&'static str, String)> {
    let call_row = || CallRow {
        href: "/calls/1".to_owned(),
        line: call(),
        phase: Phase::Open,
        cases: 4,
        taken: 1,
    };
    let back = || link("/w/learning-cities/calls", &t.text("calls-title"));
    let typed = Typed::from_pairs(
        [("closes.day", "30"), ("closes.month", "6"), ("closes.year", "2027")]
            .map(|(k, v)| (k.to_owned(), v.to_owned())),
    );
    let calls = CallsPage {
        frame: signed_in(t, &t.text("calls-title"), "/w/learning-cities/calls"),
        calls: vec![call_row()],
        new: "/w/learning-cities/calls/new".to_owned(),
    };
    let new = NewCallPage {
        frame: signed_in(t, &t.text("call-new"), "/w/learning-cities/calls/new"),
        back: back(),
        action: "/x".to_owned(),
        typed: typed.clone(),
        errors: vec![ErrorLine {
            href: "#name".to_owned(),
            text: t.text("field-required"),
        }],
    };
    let one = CallPage {
        frame: signed_in(t, "2027", "/calls/1"),
        back: back(),
        row: call_row(),
        dates: vec![(said(t, "Decided by", "Lēmums"), t.date(date(2027, 5, 31)))],
        cases: vec![link("/cases/1", "Cēsis")],
        action: "/x".to_owned(),
        typed: typed.clone(),
        impact: vec![said(t, "2 applications open again.", "Atkal atveras 2 pieteikumi.")],
        errors: vec![],
    };
    let rounds = RoundsPage {
        frame: signed_in(t, &t.text("rounds-title"), "/w/learning-cities/rounds"),
        rounds: vec![RoundRow {
            name: "2021".to_owned(),
            opens_at: day(2021, 9, 1),
            due_at: day(2022, 1, 1),
            replaces: (date(2021, 1, 1), date(2021, 12, 31)),
            reports: 7,
        }],
        action: "/x".to_owned(),
        typed: Typed::default(),
        errors: vec![],
    };
    let import = |result| {
        html(&ImportPage {
            frame: signed_in(t, &t.text("import-title"), "/import"),
            action: "/x".to_owned(),
            columns: vec![("organisation".to_owned(), t.text("col-organisation"))],
            example: "organisation,admitted_on\nCēsis,2024-02-14".to_owned(),
            result,
        })
    };
    vec![
        ("calls", html(&calls)),
        ("call-new", html(&new)),
        ("call", html(&one)),
        ("members", html(&members_page(t))),
        ("rounds", html(&rounds)),
        ("notices", html(&notices(t))),
        ("why", html(&why(t))),
        (
            "import",
            import(Some(ImportResult::Nothing(vec![(3, t.text("field-date"))]))),
        ),
        ("import-done", import(Some(ImportResult::Done(21)))),
        ("directory", html(&directory(t))),
        ("organisation", html(&organisation(t, typed))),
    ]
}

fn members_page(t: Locale) -> MembersPage {
    let row = |name: &str, standing, owes, next| MemberRow {
        href: "/cases/1".to_owned(),
        organisation: name.to_owned(),
        since: Some(date(2016, 1, 20)),
        standing,
        owes,
        next,
    };
    let report = || said(t, "Progress report", "Progresa ziņojums");
    let count = |standing, count| StandingCount {
        standing,
        count,
        href: "?standing=x".to_owned(),
    };
    MembersPage {
        frame: signed_in(t, &t.text("members-title"), "/w/learning-cities/members"),
        members: vec![
            row("Ventspils", Standing::Overdue, Some((report(), day(2027, 4, 1))), None),
            row(
                "Valmieras novads",
                Standing::Due,
                Some((report(), day(2027, 4, 21))),
                None,
            ),
            row("Jelgava", Standing::Good, None, Some(day(2029, 4, 1))),
        ],
        counts: vec![
            count(Standing::Overdue, 1),
            count(Standing::Due, 1),
            count(Standing::Good, 1),
        ],
        only: None,
        all: link("/w/learning-cities/members", &t.text("filter-all")),
    }
}

fn notices(t: Locale) -> NoticesPage {
    let days = vec![
        NoticeDay {
            date: date(2027, 4, 16),
            notices: vec![
                notice(t, 9, LetterState::Sent),
                notice(t, 10, LetterState::Withdrawn),
                notice(t, 11, LetterState::Failed),
            ],
        },
        NoticeDay {
            date: date(2027, 4, 27),
            notices: vec![notice(t, 9, LetterState::Planned)],
        },
    ];
    NoticesPage {
        frame: signed_in(t, &t.text("notices-title"), "/w/learning-cities/notices"),
        month: date(2027, 4, 1),
        before: "?month=2027-03".to_owned(),
        after: "?month=2027-05".to_owned(),
        action: "/w/learning-cities/notices".to_owned(),
        only: Some(LetterState::Sent),
        query: String::new(),
        days,
    }
}

fn why(t: Locale) -> WhyPage {
    WhyPage {
        frame: signed_in(t, &t.text("why-title"), "/notices/1/why"),
        notice: notice(t, 9, LetterState::Sent),
        because: vec![
            said(
                t,
                "Rule: 14 days before the application is due, a reminder goes to the applicant's contact person.",
                "Noteikums: 14 dienas pirms pieteikuma termiņa kontaktpersona saņem atgādinājumu.",
            ),
            said(
                t,
                "Ilze Kalniņa holds this seat since 3 March 2027.",
                "Šo amatu ieņem Ilze Kalniņa. Sākums: 2027. gada 3. marts.",
            ),
        ],
        duty: Some((said(t, "Finish the application", "Pabeigt pieteikumu"), day(2027, 5, 1))),
        text: said(
            t,
            "Dear Ilze Kalniņa,\n\nthe application of Cēsis is still a draft.",
            "Labdien, Ilze Kalniņa!\n\nCēsu pieteikums vēl ir melnraksts.",
        ),
    }
}

fn directory(t: Locale) -> DirectoryPage {
    let row = |name: &str, people: &[&str]| OrganisationRow {
        href: "/directory/1".to_owned(),
        name: name.to_owned(),
        people: people.iter().map(ToString::to_string).collect(),
        unreachable: people.is_empty(),
    };
    DirectoryPage {
        frame: signed_in(t, &t.text("directory-title"), "/directory"),
        query: String::new(),
        organisations: vec![row("Cēsis", &["Ilze Kalniņa", "Jānis Bērziņš"]), row("Ventspils", &[])],
        action: "/directory".to_owned(),
        errors: vec![],
    }
}

fn organisation(t: Locale, typed: Typed) -> OrganisationPage {
    OrganisationPage {
        frame: signed_in(t, "Valmiera", "/directory/1"),
        back: link("/directory", &t.text("directory-title")),
        href: "/directory/1".to_owned(),
        name: "Valmiera".to_owned(),
        seats: vec![SeatRow {
            seat: said(t, "Contact person", "Kontaktpersona"),
            person: "Ilze Kalniņa".to_owned(),
            email: "ilze@cesis.example".to_owned(),
            from: Some(date(2027, 3, 3)),
            until: Some(date(2028, 3, 3)),
            end: Some("/x".to_owned()),
        }],
        fillable: vec![(
            "applicant.contact".to_owned(),
            said(t, "Contact person", "Kontaktpersona"),
        )],
        cases: vec![link("/cases/1", &said(t, "Membership", "Dalība"))],
        successor: None,
        candidates: vec![("1".to_owned(), "Valmieras novads".to_owned())],
        typed,
        errors: vec![],
    }
}

fn practice(t: Locale) -> Vec<(&'static str, String)> {
    let mail = || MailRow {
        href: "/practice/mailbox/1".to_owned(),
        at: at(datetime(2027, 4, 16, 9, 0, 0, 0)),
        to: "Ilze Kalniņa <ilze@cesis.example>".to_owned(),
        subject: "Pieteikuma iesniegšanai atlikušas 14 dienas".to_owned(),
        lang: "lv".to_owned(),
    };
    let mailbox = MailboxPage {
        frame: signed_in(t, &t.text("practice-mailbox"), "/practice/mailbox"),
        recipients: vec![(link("?of=1", "Ilze Kalniņa"), 3)],
        of: Some("Ilze Kalniņa".to_owned()),
        mails: vec![mail(), mail()],
    };
    let text = "Labdien, Ilze Kalniņa!\n\nCēsu pieteikums vēl ir melnraksts.\nTermiņš: 2027. gada 30. aprīlis.\n\nTurpiniet šeit: http://127.0.0.1:8080/cases/1.";
    let one = MailPage {
        frame: signed_in(t, "Pieteikuma iesniegšanai atlikušas 14 dienas", "/practice/mailbox/1"),
        back: link("/practice/mailbox", &t.text("practice-mailbox")),
        mail: mail(),
        from: "kalends@example.org".to_owned(),
        paragraphs: paragraphs(text),
        attachments: vec!["termins.ics".to_owned()],
    };
    vec![("mailbox", html(&mailbox)), ("mail", html(&one))]
}
