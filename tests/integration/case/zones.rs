//! Times on the wall where clocks change, and where they do not.

use super::samples::{Play, at, holder, small_with};

fn planned(zone: &str, hour: &str, (due, step): (&str, &str)) -> Vec<String> {
    let open = format!(
        "[report.open.duty.file]\ntitle.en = 'F'\nof = 'owner'\ndue = 'due'\nremind = [{{ {step}, letter = 'note' }}]\n\
         [report.open.on]\nfinish = {{ by = 'owner', to = 'done', title.en = 'F' }}\n"
    );
    let definition = small_with(zone, &format!("hour = '{hour}'"), &open);
    let play = Play::due(&definition, "report", ["2026-01-01T00:00", due]);
    let plan = kalends::case::plan::plan(&definition, &play.case, &[holder(1, "owner.contact")]);
    plan.notices
        .iter()
        .map(|notice| notice.planned_at.rfc3339(&definition.zone))
        .collect()
}

/// Zone, hour, due, step, and when it leaves.
const AT_THE_HOUR: [[&str; 5]; 10] = [
    // Riga: forward on 29 March 2026 at three, back on 25 October at four.
    [
        "Europe/Riga",
        "09:00",
        "2026-04-02T00:00",
        "before = '3 days'",
        "2026-03-29T09:00:00+03:00",
    ],
    [
        "Europe/Riga",
        "09:00",
        "2026-04-02T00:00",
        "before = '4 days'",
        "2026-03-28T09:00:00+02:00",
    ],
    [
        "Europe/Riga",
        "03:30",
        "2026-04-02T00:00",
        "before = '3 days'",
        "2026-03-29T04:30:00+03:00",
    ],
    [
        "Europe/Riga",
        "03:30",
        "2026-10-26T00:00",
        "on = 'due'",
        "2026-10-25T03:30:00+03:00",
    ],
    [
        "Europe/Riga",
        "09:00",
        "2026-10-26T00:00",
        "after = '1 day'",
        "2026-10-26T09:00:00+02:00",
    ],
    // Santiago has no midnight on 6 September 2026: the day ends at the first instant of the next.
    [
        "America/Santiago",
        "00:30",
        "2026-09-07T00:00",
        "on = 'due'",
        "2026-09-06T01:30:00-03:00",
    ],
    [
        "America/Santiago",
        "09:00",
        "2026-09-06T00:00",
        "on = 'due'",
        "2026-09-05T09:00:00-04:00",
    ],
    [
        "America/Santiago",
        "00:00",
        "2026-09-07T00:00",
        "before = '1 week'",
        "2026-08-30T00:00:00-04:00",
    ],
    // Tbilisi does not change its clocks.
    [
        "Asia/Tbilisi",
        "09:00",
        "2026-04-01T00:00",
        "before = '30 days'",
        "2026-03-01T09:00:00+04:00",
    ],
    [
        "Asia/Tbilisi",
        "09:00",
        "2026-11-01T00:00",
        "before = '1 month'",
        "2026-09-30T09:00:00+04:00",
    ],
];

#[test]
fn reminders_leave_at_the_hour_on_the_wall() {
    for [zone, hour, due, step, wanted] in AT_THE_HOUR {
        assert_eq!(planned(zone, hour, (due, step)), [wanted], "{zone} {due} {step}");
    }
}

#[test]
fn hours_are_hours_whatever_the_clock_on_the_wall_does() {
    let table = [
        (
            "Europe/Riga",
            "2026-03-29T04:00",
            "before = '1 hour'",
            "2026-03-29T02:00:00+02:00",
        ),
        (
            "Europe/Riga",
            "2026-03-29T12:00",
            "before = '24 hours'",
            "2026-03-28T11:00:00+02:00",
        ),
        (
            "Europe/Riga",
            "2026-10-25T12:00",
            "before = '24 hours'",
            "2026-10-24T13:00:00+03:00",
        ),
        (
            "Europe/Riga",
            "2026-10-25T03:30",
            "after = '1 hour'",
            "2026-10-25T03:30:00+02:00",
        ),
        (
            "America/Santiago",
            "2026-09-06T01:00",
            "before = '1 hour'",
            "2026-09-05T23:00:00-04:00",
        ),
        (
            "Asia/Tbilisi",
            "2026-03-29T04:00",
            "before = '36 hours'",
            "2026-03-27T16:00:00+04:00",
        ),
    ];
    for (zone, due, step, wanted) in table {
        assert_eq!(planned(zone, "09:00", (due, step)), [wanted], "{zone} {due} {step}");
    }
}

#[test]
fn month_ends_do_not_drift() {
    let steps = "before = '1 month'";
    for (due, wanted) in [
        ("2026-04-01T00:00", "2026-02-28T09:00:00+02:00"),
        ("2026-05-01T00:00", "2026-03-30T09:00:00+03:00"),
        ("2028-04-01T00:00", "2028-02-29T09:00:00+02:00"),
        ("2026-03-01T00:00", "2026-01-28T09:00:00+02:00"),
    ] {
        assert_eq!(planned("Europe/Riga", "09:00", (due, steps)), [wanted], "{due}");
    }
}

#[test]
fn a_deadline_at_an_hour_belongs_to_its_day() {
    let found = planned("Europe/Riga", "09:00", ("2026-12-02T12:00", "on = 'due'"));
    assert_eq!(found, ["2026-12-02T09:00:00+02:00"]);
    let definition = small_with(
        "Europe/Riga",
        "",
        "[report.open.on]\nfinish = { by = 'owner', to = 'done', title.en = 'F' }\n",
    );
    assert_eq!(
        at(&definition, "2026-12-03T00:00")
            .last_day(&definition.zone)
            .to_string(),
        "2026-12-02"
    );
}
