//! `forms/<name>.toml`.

use crate::workflow::finding::Place;
use crate::workflow::form::{Carry, Field, FieldKind, Form, Section};
use crate::workflow::reader::{Item, Table};
use crate::workflow::text::Text;

use super::{PART, listed, unlisted, words};

pub fn form(name: &str, table: Table<'_>) -> Form {
    let title = table.need_text("title");
    let was = words::was(&table);
    let hint = "list the parts of the form in reading order: `sections = [\"city\", …]`";
    let names: Vec<Item<'_>> = table.need("sections", hint).map(|item| item.list()).unwrap_or_default();
    let sections: Vec<Section> = sections(&table, &names);
    let mut known: Vec<String> = ["title", "was", "sections"].map(str::to_owned).into();
    known.extend(sections.iter().map(|section| section.name.clone()));
    unlisted(&table, &known, ("sections", "part of the form"));
    let form = Form {
        name: name.to_owned(),
        was,
        title,
        sections,
        place: table.place.clone(),
    };
    twice(&form, &table);
    form
}

fn sections(table: &Table<'_>, names: &[Item<'_>]) -> Vec<Section> {
    listed(table, names, PART)
        .into_iter()
        .map(|(name, inner)| section(name, inner))
        .collect()
}

fn section(name: String, table: Table<'_>) -> Section {
    let title = table.need_text("title");
    let hint = table.text("hint");
    let list = table.need(
        "fields",
        "list the questions in reading order: `fields = [\"city_name\", …]`",
    );
    let mut fields: Vec<Field> = Vec::new();
    for item in list.map(|item| item.list()).unwrap_or_default() {
        let Some(field_name) = item.string() else { continue };
        check_field_name(field_name, &item);
        if fields.iter().any(|field| field.name == field_name) {
            item.error(
                "said-twice",
                format!("the field `{field_name}` is listed twice"),
                "list it once",
            );
        } else if !table.has(field_name) {
            let hint = format!(
                "write `[{}]` and what is asked, or take it out of the list",
                table.under(field_name)
            );
            item.error(
                "missing-table",
                format!("the field `{field_name}` is listed but not described"),
                hint,
            );
        } else if let Some(inner) = table.table(field_name) {
            fields.push(field(field_name, inner));
        }
    }
    let mut known: Vec<String> = ["title", "hint", "fields"].map(str::to_owned).into();
    known.extend(fields.iter().map(|field| field.name.clone()));
    unlisted(&table, &known, ("fields", "field"));
    Section {
        name,
        title,
        hint,
        fields,
    }
}

fn check_field_name(name: &str, item: &Item<'_>) {
    let good = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 60
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !good {
        item.error(
            "bad-name",
            format!("`{name}` is not a field's name"),
            "use small letters, digits and underscores: `city_name`",
        );
    }
}

fn field(name: &str, table: Table<'_>) -> Field {
    let field = Field {
        name: name.to_owned(),
        was: words::was(&table),
        label: table.need_text("label"),
        hint: table.text("hint"),
        kind: kind(&table).unwrap_or(FieldKind::YesNo),
        required: table.flag("required"),
        when: words::guard(&table),
        carry: carry(&table),
        public: table.flag("public"),
        note: table.string("note").map(str::to_owned),
        example: table.get("example").map(|item| item.json()),
        place: table.place.clone(),
    };
    table.finish();
    field
}

fn carry(table: &Table<'_>) -> Carry {
    let words = [
        (Carry::Keep, "keep"),
        (Carry::Beside, "beside"),
        (Carry::Ask, "ask"),
        (Carry::Empty, "empty"),
    ];
    table
        .get("carry")
        .and_then(|item| words::word(&item, &words, "unknown-word"))
        .unwrap_or(Carry::Empty)
}

const TYPES: [(&str, &str); 16] = [
    ("line", "line"),
    ("prose", "prose"),
    ("email", "email"),
    ("link", "link"),
    ("phone", "phone"),
    ("integer", "integer"),
    ("decimal", "decimal"),
    ("date", "date"),
    ("choice", "choice"),
    ("choices", "choices"),
    ("rating", "rating"),
    ("yes-no", "yes-no"),
    ("consent", "consent"),
    ("figure", "figure"),
    ("month-day", "month-day"),
    ("counts", "counts"),
];

fn kind(table: &Table<'_>) -> Option<FieldKind> {
    let item = table.need("type", "say what is answered: `type = \"line\"`")?;
    let word = words::word(&item, &TYPES, "unknown-type")?;
    Some(match word {
        "line" => FieldKind::Line {
            max_characters: count(table, "max_characters").unwrap_or(200),
        },
        "prose" => FieldKind::Prose {
            max_words: words_limit(table),
        },
        "email" => FieldKind::Email,
        "link" => FieldKind::Link,
        "phone" => FieldKind::Phone,
        "integer" => integer(table),
        "decimal" => decimal(table),
        "date" => FieldKind::Date {
            default_today: default_today(table),
        },
        "choice" => FieldKind::Choice {
            options: options(table),
        },
        "choices" => FieldKind::Choices {
            options: options(table),
        },
        "rating" => FieldKind::Rating {
            lowest: table.text("lowest"),
            highest: table.text("highest"),
        },
        "yes-no" => FieldKind::YesNo,
        "consent" => FieldKind::Consent,
        "month-day" => FieldKind::MonthDay,
        "counts" => FieldKind::Counts { groups: groups(table) },
        _ => FieldKind::Figure {
            unit: table.text("unit"),
        },
    })
}

/// The groups of a count, which are its `options`; the total has a name of its own.
fn groups(table: &Table<'_>) -> Vec<(String, Text)> {
    let found = options(table);
    if found.iter().any(|(name, _)| name == "total") {
        let message = format!("a group of `{}` is called `total`, as the number of all is", table.path);
        let hint = "give the group another name; the total is asked for anyway";
        table.ledger.error(table.place.clone(), "bad-options", message, hint);
    }
    found
}

fn count(table: &Table<'_>, key: &str) -> Option<u32> {
    let item = table.get(key)?;
    let number = item.integer()?;
    let count = u32::try_from(number).ok().filter(|count| (1..=100_000).contains(count));
    if count.is_none() {
        item.error(
            "bad-limit",
            format!("a limit of `{number}` cannot be kept"),
            "write a number from 1 to 100000",
        );
    }
    count
}

fn words_limit(table: &Table<'_>) -> u32 {
    table.need("max_words", "say how long it may be: `max_words = 250`");
    count(table, "max_words").unwrap_or(250)
}

fn integer(table: &Table<'_>) -> FieldKind {
    let min = table
        .get("min")
        .and_then(|item| item.integer())
        .unwrap_or(i64::from(i32::MIN));
    let max = table
        .get("max")
        .and_then(|item| item.integer())
        .unwrap_or(1_000_000_000_000);
    if min > max {
        crossed(table);
    }
    FieldKind::Integer { min, max }
}

fn decimal(table: &Table<'_>) -> FieldKind {
    let min = table.get("min").and_then(|item| item.decimal()).unwrap_or(-1e12);
    let max = table.get("max").and_then(|item| item.decimal()).unwrap_or(1e12);
    if min > max {
        crossed(table);
    }
    FieldKind::Decimal { min, max }
}

fn crossed(table: &Table<'_>) {
    let message = format!("in `{}` the `min` is above the `max`", table.path);
    table
        .ledger
        .error(table.place.clone(), "bad-limit", message, "swap `min` and `max`");
}

fn default_today(table: &Table<'_>) -> bool {
    let item = table.get("default");
    item.and_then(|item| words::word(&item, &[(true, "today")], "unknown-word"))
        .unwrap_or(false)
}

fn options(table: &Table<'_>) -> Vec<(String, Text)> {
    let hint = "list what can be chosen: `options = [{ name = \"fr\", en = \"French\" }, …]`";
    let Some(list) = table.need("options", hint) else {
        return Vec::new();
    };
    let mut found: Vec<(String, Text)> = Vec::new();
    for item in list.list() {
        let Some(inner) = item.table(&table.under("options"), item.place()) else {
            continue;
        };
        let Some(name) = inner.need("name", hint).and_then(|name| name.string()) else {
            continue;
        };
        if found.iter().any(|(known, _)| known == name) {
            item.error(
                "said-twice",
                format!("the option `{name}` is listed twice"),
                "list it once",
            );
        }
        found.push((name.to_owned(), inner.languages(&["name"])));
    }
    if found.is_empty() {
        list.error("bad-options", "there is nothing to choose from".to_owned(), hint);
    }
    found
}

/// A field's name is unique in the form, since answers are kept by it.
fn twice(form: &Form, table: &Table<'_>) {
    let mut seen: Vec<(&str, &Place)> = Vec::new();
    for field in form.fields() {
        if let Some((_, first)) = seen.iter().find(|(name, _)| *name == field.name) {
            let message = format!("the field `{}` stands in two parts of the form", field.name);
            table.ledger.error(
                field.place.clone(),
                "said-twice",
                message,
                format!("rename one; the other is at {first}"),
            );
        }
        seen.push((&field.name, &field.place));
    }
}
