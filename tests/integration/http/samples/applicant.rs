//! What an applicant sees.

use super::{at, call, day, html, link, said, signed_in};
use crate::http::forms::application;
use jiff::civil::datetime;
use kalends::http::pages::Frame;
use kalends::http::pages::case::CasePage;
use kalends::http::pages::case::DutyView;
use kalends::http::pages::case::FileView;
use kalends::http::pages::case::FormState;
use kalends::http::pages::case::LetterState;
use kalends::http::pages::case::LetterView;
use kalends::http::pages::case::NextSort;
use kalends::http::pages::case::NextView;
use kalends::http::pages::case::PastView;
use kalends::http::pages::case::Said;
use kalends::http::pages::case::SignatureView;
use kalends::http::pages::case::Tone;
use kalends::http::pages::case::Turn;
use kalends::http::pages::check::CheckPage;
use kalends::http::pages::check::summary;
use kalends::http::pages::desk::CaseCard;
use kalends::http::pages::desk::DeskDuty;
use kalends::http::pages::desk::DeskPage;
use kalends::http::pages::desk::Offer;
use kalends::http::pages::event::EventView;
use kalends::http::pages::event::Weight;
use kalends::http::pages::form::FormPage;
use kalends::http::pages::form::FormView;
use kalends::http::pages::form::Shown;
use kalends::http::typed::Typed;
use kalends::locale::Locale;
use kalends::workflow::definition::Reason;
use kalends::workflow::definition::Standing;
use kalends::workflow::form::Answers;
use kalends::workflow::form::FieldError;
use serde_json::json;

fn event(t: Locale, name: &str, words: (&str, &str), weight: Weight) -> EventView {
    EventView {
        t,
        name: name.to_owned(),
        title: said(t, words.0, words.1),
        action: format!("/cases/1/events/{name}"),
        revision: 4,
        typed_reason: String::new(),
        wrong: Vec::new(),
        completes: false,
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
        notes: Vec::new(),
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
    CasePage {
        put_off: None,
        frame: signed_in(t, "Cēsis", "/cases/1"),
        back: link("/desk", &t.text("desk-title")),
        href: "/cases/1".to_owned(),
        organisation: "Cēsis".to_owned(),
        kind: said(t, "Membership", "Dalība"),
        rules: vec![said(t, "Nothing is owed here.", "Te nekas nav jādara.")],
        all_rules: "/w/learning-cities/rules".to_owned(),
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
        next: next(t),
        events: events(t),
        form: Some(FormState {
            submits: true,
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
        letters: letters(t),
        history: history(t),
        version: None,
        panels: Vec::new(),
        related: vec![link(
            "/cases/2",
            &said(t, "Progress report 2029", "2029. gada progresa ziņojums"),
        )],
    }
}

fn next(t: Locale) -> Vec<NextView> {
    let one = |civil, en: &str, lv: &str, sort| NextView {
        at: at(civil),
        text: said(t, en, lv),
        sort,
    };
    vec![
        one(
            datetime(2027, 4, 27, 9, 0, 0, 0),
            "A reminder goes to Ilze Kalniņa and Jānis Bērziņš",
            "Atgādinājumu saņem Ilze Kalniņa un Jānis Bērziņš",
            NextSort::Letter,
        ),
        one(
            datetime(2027, 5, 1, 0, 0, 0, 0),
            "Last day to submit the application",
            "Pēdējā diena pieteikuma iesniegšanai",
            NextSort::Deadline,
        ),
        one(
            datetime(2027, 5, 1, 0, 0, 0, 0),
            "If it has not been submitted, the case closes by itself",
            "Ja pieteikums nav iesniegts, lieta tiek slēgta automātiski",
            NextSort::Timer,
        ),
    ]
}

fn letters(t: Locale) -> Vec<LetterView> {
    vec![
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
    ]
}

fn history(t: Locale) -> Vec<PastView> {
    vec![
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
    ]
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

pub fn applicant(t: Locale) -> Vec<(&'static str, String)> {
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
        next: None,
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
            title: call().name,
            call: Some(call()),
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
