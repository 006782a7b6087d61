//! What each key of the files means, in a few plain words: shown by editors, and in the reference.
//!
//! Owns words alone. A key that exists and has none fails a test, as does a word for a key that does not exist.

use serde_json::Value;

/// Writes the words beside the keys they belong to; gives the keys that do not exist.
pub fn describe(schema: &mut Value, words: &[(&'static str, &str)]) -> Vec<&'static str> {
    let mut unknown = Vec::new();
    for (key, said) in words {
        match property(schema, key) {
            Some(property) => property["description"] = Value::from(*said),
            None => unknown.push(*key),
        }
    }
    unknown
}

/// A key by its table: `duty.of`, or `.zone` at the top.
fn property<'a>(schema: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    let (table, key) = key.split_once('.')?;
    let table = if table.is_empty() {
        schema
    } else {
        schema.get_mut("$defs")?.get_mut(table)?
    };
    table.get_mut("properties")?.get_mut(key)
}

/// The words for `workflow.toml`.
pub const WORKFLOW: &[(&str, &str)] = &[
    (".title", "The programme's name for people"),
    (".about", "One paragraph for the public page"),
    (".zone", "Time zone in which every date is meant: `Europe/Riga`"),
    (".hour", "Local time at which reminders leave; `09:00` if left out"),
    (
        ".languages",
        "Every text exists in each; the first is for people who read none of them",
    ),
    (
        ".catch_up",
        "What becomes of reminders that are late after an outage; `latest` if left out",
    ),
    (".kinds", "The kinds of case; each has a table of its own"),
    (".role", "Who may act"),
    (".call", "The default rule of a call; each call's own dates win"),
    (".workdays", "Which days are working days; without it, Monday to Friday"),
    (
        ".calendar",
        "Named lists of days: a board's meetings, the cut-offs of a session",
    ),
    ("workdays.country", "Whose public holidays are days off"),
    ("workdays.holidays", "Further days off"),
    ("workdays.works", "Days worked after all"),
    ("calendar.title", "Its name for people"),
    (
        "calendar.cron",
        "Its days as a cron text: second minute hour day month weekday",
    ),
    ("calendar.dates", "Its days as a list"),
    ("calendar.plus", "So much later"),
    ("calendar.minus", "So much earlier"),
    ("calendar.to", "Moved to the last day of its month"),
    ("calendar.shift", "Moved to a working day, if it is none"),
    ("calendar.at", "Its hour; left out, the whole day counts"),
    (
        "schedule.cron",
        "Its days as a cron text: second minute hour day month weekday",
    ),
    ("schedule.dates", "Its days as a list"),
    ("schedule.calendar", "Its days are those of a calendar"),
    ("schedule.plus", "So much later"),
    ("schedule.minus", "So much earlier"),
    ("schedule.to", "Moved to the last day of its month"),
    ("schedule.shift", "Moved to a working day, if it is none"),
    ("schedule.at", "Its hour; left out, the whole day counts"),
    (
        "cycle_due.cron",
        "Its days as a cron text: second minute hour day month weekday",
    ),
    ("cycle_due.dates", "Its days as a list"),
    ("cycle_due.calendar", "Its days are those of a calendar"),
    (
        "cycle_due.each",
        "Its days are a day and month answered on a form: `application.fiscal_year_end`",
    ),
    ("cycle_due.plus", "So much later"),
    ("cycle_due.minus", "So much earlier"),
    ("cycle_due.to", "Moved to the last day of its month"),
    ("cycle_due.shift", "Moved to a working day, if it is none"),
    ("cycle_due.at", "Its hour; left out, the whole day counts"),
    ("role.title", "Its name for people"),
    (
        "role.seats",
        "Seats an organisation fills; letters to the role go to the first. Without seats it is a body of the house",
    ),
    (
        "role.sees",
        "Which cases it sees: every one, or those it was written to about or may act on",
    ),
    (
        "role.runs",
        "It runs the programme: opens and moves calls, keeps the directory, imports members",
    ),
    (
        "role.peers_of",
        "Everybody who sits in this role's seats for another organisation that is a member: listed, and not at an end",
    ),
    (
        ".organisation",
        "What can happen to an organisation, recorded once for all its cases; they wait for it with `upon`",
    ),
    ("organisation_event.title", "What stands on the button"),
    ("organisation_event.by", "Who may record it"),
    ("call.opens", "First moment of the call"),
    ("call.closes", "The instant after the last moment of submission"),
    (
        "call.quota",
        "How many cases may take a place: a number, or a part of the scored cases",
    ),
    (
        "call.dates",
        "Further dates of a call, counted from `call.opens` or `call.closes`; elsewhere `call.NAME`",
    ),
    ("kind.title", "Its name for people"),
    ("kind.owner", "The role whose organisation owns the case"),
    ("kind.form", "The form the owner fills"),
    (
        "kind.in_call",
        "A case belongs to a call: one for each organisation and call",
    ),
    (
        "kind.open_by",
        "Who may open one; the owner if left out, nobody for kinds that only another case opens",
    ),
    ("kind.states", "Its states; a case begins in the first"),
    (
        "kind.import",
        "The state existing cases come into, and the date they are counted from",
    ),
    ("state.title", "Its name for people"),
    ("state.final", "Nothing more is expected of anybody"),
    ("state.edits", "Who may edit the form here"),
    ("state.listed", "The case stands in the public register while here"),
    ("state.again", "The organisation may begin again in the same call"),
    ("state.standing", "Standing given on entering"),
    ("state.duty", "What somebody owes here"),
    (
        "state.on",
        "What can happen here: one transition, or several tried in order",
    ),
    ("state.cycle", "Cases opened again and again while here"),
    ("duty.title", "What is owed"),
    ("duty.of", "Who owes it"),
    ("duty.due", "When it is due: the instant after its last moment"),
    ("duty.when", "It is owed only while this holds"),
    ("duty.remind", "Letters around the due day"),
    ("reminder.before", "So long before the last day"),
    ("reminder.on", "On the last day"),
    ("reminder.after", "So long after the last day, if it is still owed"),
    ("reminder.letter", "The letter that goes"),
    ("reminder.to", "Who gets it; who owes the duty if left out"),
    ("reminder.catch_up", "Its own rule for outages"),
    ("transition.by", "Who may do it"),
    ("transition.at", "The service does it, at this date"),
    (
        "transition.upon",
        "It follows from something else: `call.moved`, `due.moved`, `duty.moved`, `KIND.EVENT`, `organisation.EVENT`",
    ),
    ("transition.from", "It cannot be done before this date"),
    ("transition.until", "It can be done through this date, and not after it"),
    (
        "transition.opens",
        "A child case it opens: its kind, or `{ kind = \"…\", due = \"…\" }` with the date by which it is due",
    ),
    ("transition.title", "What stands on the button"),
    ("transition.to", "The state it leads to; left out, the case stays"),
    ("transition.when", "Must hold"),
    ("transition.refusal", "What a person reads when the condition says no"),
    (
        "transition.reason",
        "Whether the actor gives a reason; `none` if left out",
    ),
    ("transition.attach", "Purpose of a file that must be there"),
    ("transition.form", "A form the actor fills with the event"),
    (
        "transition.complete",
        "The case's own form must be complete; its answers are recorded as they are",
    ),
    (
        "transition.signs",
        "This is the actor's signature under the answers as they are",
    ),
    ("transition.marks", "Marks it sets; a mark knows since when it stands"),
    ("transition.clears", "Marks it clears"),
    (
        "transition.stops",
        "Duties whose clock stands still until their state is entered again",
    ),
    (
        "transition.takes",
        "It takes a place under the call's quota; refused when none is left",
    ),
    ("transition.frees", "It gives a place back"),
    ("transition.standing", "Standing it gives"),
    ("transition.tell", "Letters that leave at once: `applicant: received`"),
    ("cycle.opens", "The kind of case it opens"),
    (
        "cycle.due",
        "The rule whose dates are candidates for the due day; with a length in `every` only what is done to its days",
    ),
    (
        "cycle.every",
        "Every how many years, counted from the anchor's year; or a length, counted from the anchor itself",
    ),
    ("cycle.after", "The anchor: a form and its date field, or a mark"),
    ("cycle.times", "At most so many times, counted from the anchor"),
    ("cycle.until", "Nothing is due later than this"),
    ("cycle.when", "It opens only while this holds"),
    ("cycle.open_before", "How long before its due day the case opens"),
];

/// The words for `forms/NAME.toml`.
pub const FORM: &[(&str, &str)] = &[
    (".title", "Its name for people"),
    (".sections", "Its parts in reading order; each has a table of its own"),
    ("section.title", "Heading"),
    ("section.hint", "What to know before filling it"),
    (
        "section.fields",
        "Its fields in reading order; each has a table `[SECTION.FIELD]`",
    ),
    ("field.label", "The question"),
    ("field.hint", "Help under the question"),
    ("field.type", "What a good answer is"),
    ("field.required", "It must be answered before the form is complete"),
    ("field.max_characters", "Longest answer of a `line`; 200 if left out"),
    ("field.max_words", "Longest answer of a `prose`, in words"),
    ("field.min", "Least number"),
    ("field.max", "Greatest number"),
    (
        "field.options",
        "What can be chosen: a name, and the words in each language",
    ),
    ("field.lowest", "What 1 means in a `rating`"),
    ("field.highest", "What 5 means in a `rating`"),
    ("field.unit", "Unit of a `figure`"),
    ("field.default", "A `date` left empty is the day of the event"),
    (
        "field.when",
        "It is asked only while this condition over `answers.…` holds",
    ),
    (
        "field.carry",
        "What the next case of the cycle does with the answer; `empty` if left out",
    ),
    ("field.public", "The register may show it"),
    ("field.note", "A source or doubt behind the question, for authors"),
    ("field.example", "An answer that passes; rehearsals and `fill` use it"),
];
