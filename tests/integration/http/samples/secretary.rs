//! What a secretary sees.

use super::{at, call, day, html, link, said, signed_in};
use jiff::civil::date;
use jiff::civil::datetime;
use kalends::http::pages::ErrorLine;
use kalends::http::pages::call::CallPage;
use kalends::http::pages::call::CallRow;
use kalends::http::pages::call::CallsPage;
use kalends::http::pages::call::DateBox;
use kalends::http::pages::call::NewCallPage;
use kalends::http::pages::call::Phase;
use kalends::http::pages::case::LetterState;
use kalends::http::pages::directory::DirectoryPage;
use kalends::http::pages::directory::OrganisationPage;
use kalends::http::pages::directory::OrganisationRow;
use kalends::http::pages::directory::SeatRow;
use kalends::http::pages::import::ImportPage;
use kalends::http::pages::import::ImportResult;
use kalends::http::pages::member::MemberRow;
use kalends::http::pages::member::MembersPage;
use kalends::http::pages::member::RoundRow;
use kalends::http::pages::member::RoundsPage;
use kalends::http::pages::member::StandingCount;
use kalends::http::pages::notice::NoticeDay;
use kalends::http::pages::notice::NoticeRow;
use kalends::http::pages::notice::NoticesPage;
use kalends::http::pages::notice::WhyPage;
use kalends::http::typed::Typed;
use kalends::locale::Locale;
use kalends::workflow::definition::Standing;

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

pub fn secretary(t: Locale) -> Vec<(&'static str, String)> {
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
        versions: link("/w/learning-cities/impact", &t.text("impact-title")),
    };
    let boxes = || {
        vec![DateBox {
            part: "date-decided".to_owned(),
            label: t.text("call-date-decided"),
        }]
    };
    let new = NewCallPage {
        frame: signed_in(t, &t.text("call-new"), "/w/learning-cities/calls/new"),
        back: back(),
        action: "/x".to_owned(),
        boxes: boxes(),
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
        next: Some("/w/learning-cities/calls/1?after=x".to_owned()),
        action: "/x".to_owned(),
        boxes: boxes(),
        typed: typed.clone(),
        impact: vec![said(t, "2 applications open again.", "Atkal atveras 2 pieteikumi.")],
        errors: vec![],
    };
    vec![
        ("calls", html(&calls)),
        ("call-new", html(&new)),
        ("call", html(&one)),
        ("members", html(&members_page(t))),
        ("rounds", html(&rounds(t))),
        ("notices", html(&notices(t))),
        ("why", html(&why(t))),
        (
            "import",
            import(t, Some(ImportResult::Nothing(vec![(3, t.text("field-date"))]))),
        ),
        ("import-done", import(t, Some(ImportResult::Done(21)))),
        ("directory", html(&directory(t))),
        ("organisation", html(&organisation(t, typed))),
    ]
}

fn rounds(t: Locale) -> RoundsPage {
    RoundsPage {
        frame: signed_in(t, &t.text("rounds-title"), "/w/learning-cities/rounds"),
        rounds: vec![RoundRow {
            name: "2021".to_owned(),
            opens_at: day(2021, 9, 1),
            due_at: day(2022, 1, 1),
            replaces: (date(2021, 1, 1), date(2021, 12, 31)),
            reports: Some(7),
        }],
        action: "/x".to_owned(),
        typed: Typed::default(),
        impact: Vec::new(),
        errors: vec![],
    }
}

fn import(t: Locale, result: Option<ImportResult>) -> String {
    html(&ImportPage {
        frame: signed_in(t, &t.text("import-title"), "/import"),
        action: "/x".to_owned(),
        columns: vec![("organisation".to_owned(), t.text("col-organisation"))],
        example: "organisation,admitted_on\nCēsis,2024-02-14".to_owned(),
        result,
    })
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
        next: Some("/w/learning-cities/members?after=x".to_owned()),
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
        are_all: true,
        next: Some("/w/learning-cities/notices?month=2027-04&after=x".to_owned()),
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
        next: Some("/directory?after=x".to_owned()),
        action: "/directory".to_owned(),
        errors: vec![],
    }
}

fn organisation(t: Locale, typed: Typed) -> OrganisationPage {
    OrganisationPage {
        happened: Vec::new(),
        recordable: Vec::new(),
        running: Vec::new(),
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
