//! A form with every kind of field.

use std::collections::BTreeMap;

use kalends::workflow::finding::Place;
use kalends::workflow::form::{Carry, Field, FieldKind, Form, Section};
use kalends::workflow::text::Text;

pub fn text(en: &str, lv: &str) -> Text {
    Text(BTreeMap::from([
        ("en".to_owned(), en.to_owned()),
        ("lv".to_owned(), lv.to_owned()),
    ]))
}

fn field(name: &str, label: Text, kind: FieldKind) -> Field {
    Field {
        was: Vec::new(),
        name: name.to_owned(),
        label,
        hint: Text::default(),
        kind,
        required: true,
        when: None,
        carry: Carry::Empty,
        public: false,
        note: None,
        example: None,
        place: Place::default(),
    }
}

fn options() -> Vec<(String, Text)> {
    vec![
        (
            "family".to_owned(),
            text("Learning in families and communities", "Mācīšanās ģimenē un kopienā"),
        ),
        (
            "work".to_owned(),
            text("Learning for and in the workplace", "Mācīšanās darbam un darbavietā"),
        ),
        (
            "digital".to_owned(),
            text("Modern learning technologies", "Mūsdienīgas mācību tehnoloģijas"),
        ),
    ]
}

fn city() -> Vec<Field> {
    vec![
        field(
            "city",
            text("Name of the city", "Pilsētas nosaukums"),
            FieldKind::Line { max_characters: 120 },
        ),
        field(
            "website",
            text("Official website", "Oficiālā tīmekļa vietne"),
            FieldKind::Link,
        ),
        field(
            "email",
            text("Email of the contact person", "Kontaktpersonas e-pasts"),
            FieldKind::Email,
        ),
        Field {
            hint: text("With the country code", "Ar valsts kodu"),
            required: false,
            ..field("phone", text("Telephone", "Tālrunis"), FieldKind::Phone)
        },
        field(
            "decided_on",
            text("Date of the council's decision", "Domes lēmuma datums"),
            FieldKind::Date { default_today: false },
        ),
    ]
}

fn profile() -> Vec<Field> {
    let unit = text("inhabitants", "iedzīvotāji");
    let (lowest, highest) = (
        text("no challenge", "nav izaicinājums"),
        text("great challenge", "liels izaicinājums"),
    );
    vec![
        Field {
            carry: Carry::Ask,
            hint: text(
                "As in the latest official statistics.",
                "Pēc jaunākās oficiālās statistikas.",
            ),
            ..field(
                "population",
                text("Population", "Iedzīvotāju skaits"),
                FieldKind::Figure { unit },
            )
        },
        field(
            "schools",
            text("Number of schools", "Skolu skaits"),
            FieldKind::Integer { min: 0, max: 10_000 },
        ),
        field(
            "schooling",
            text("Average years of schooling", "Vidējais mācību gadu skaits"),
            FieldKind::Decimal { min: 0.0, max: 30.0 },
        ),
        field(
            "equity",
            text(
                "Challenge: equity and inclusion",
                "Izaicinājums: vienlīdzība un iekļaušana",
            ),
            FieldKind::Rating { lowest, highest },
        ),
    ]
}

fn plan() -> Vec<Field> {
    vec![
        Field {
            carry: Carry::Beside,
            hint: text(
                "Why does your city want to join?",
                "Kāpēc jūsu pilsēta vēlas iesaistīties?",
            ),
            ..field(
                "motivation",
                text("Motivation", "Motivācija"),
                FieldKind::Prose { max_words: 200 },
            )
        },
        field(
            "language",
            text("Language of communication", "Saziņas valoda"),
            FieldKind::Choice { options: options() },
        ),
        field(
            "interests",
            text("Areas of interest", "Interešu jomas"),
            FieldKind::Choices { options: options() },
        ),
        field(
            "council",
            text("Has the council decided?", "Vai dome ir lēmusi?"),
            FieldKind::YesNo,
        ),
        field(
            "publish",
            text("The profile may be published", "Profilu drīkst publicēt"),
            FieldKind::Consent,
        ),
    ]
}

/// A form with every kind of field.
pub fn application() -> Form {
    let section = |name: &str, title: Text, hint: Text, fields| Section {
        name: name.to_owned(),
        title,
        hint,
        fields,
    };
    Form {
        was: Vec::new(),
        name: "application".to_owned(),
        title: text("Application for membership", "Pieteikums dalībai"),
        sections: vec![
            section("city", text("The city", "Pilsēta"), Text::default(), city()),
            section(
                "profile",
                text("City profile", "Pilsētas profils"),
                text(
                    "Give each value with the year it is from.",
                    "Katrai vērtībai norādiet gadu, par kuru tā ir.",
                ),
                profile(),
            ),
            section("plan", text("The plan", "Iecere"), Text::default(), plan()),
        ],
        place: Place::default(),
    }
}
