//! Dates, calendars and working days that cannot be so.

use super::{Broken, WORKFLOW, broken};

const OPENS: &str = "opens = { cron = \"0 0 0 1 3 *\" }";
const DUE: &str = "due = { cron = \"0 0 0 1 4 *\" }";
const CALL: &str = "[call]\n";
const RETURNED: &str = "due = \"mark.returned + 14 days\"";
const EVERY: &str = "every = 2";

pub const TIME: &[Broken] = &[
    broken(
        WORKFLOW,
        [OPENS, "opens = { calendar = \"board\" }"],
        "unknown-calendar",
        "opens = ¦{ calendar",
    ),
    broken(WORKFLOW, [OPENS, "opens = { dates = [] }"], "no-dates", "dates = ¦[]"),
    broken(
        WORKFLOW,
        [OPENS, "opens = { dates = [2027-03-01, 2027-03-01] }"],
        "said-twice",
        "[2027-03-01, ¦2027-03-01]",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { dates = [\"1 March\"] }"],
        "wrong-type",
        "[¦\"1 March\"]",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { dates = [2027-03-01T10:00:00] }"],
        "wrong-type",
        "[¦2027-03-01T10",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { cron = \"0 0 0 1 3 *\", dates = [2027-03-01] }"],
        "bad-dates",
        "¦opens = { cron",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { shift = \"next working day\" }"],
        "bad-dates",
        "¦opens = { shift",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { each = \"application.city_name\" }"],
        "bad-dates",
        "opens = ¦{ each",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { cron = \"0 0 0 1 3 *\", at = \"24:00\" }"],
        "bad-hour",
        "at = ¦\"24:00\"",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { cron = \"0 0 0 1 3 *\", plus = \"3 hours\" }"],
        "bad-span",
        "plus = ¦\"3",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { cron = \"0 0 0 1 3 *\", shift = \"next day\" }"],
        "unknown-word",
        "shift = ¦\"",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { cron = \"0 0 0 1 3 *\", to = \"month-end\" }"],
        "unknown-word",
        "to = ¦\"mo",
    ),
    broken(
        WORKFLOW,
        [OPENS, "opens = { cron = \"0 0 0 1 3 *\", plsu = \"3 days\" }"],
        "unknown-key",
        "¦plsu = ",
    ),
    broken(
        WORKFLOW,
        [EVERY, "every = \"6 months\""],
        "bad-cycle",
        "every = ¦\"6 months\"",
    ),
    broken(
        WORKFLOW,
        [EVERY, "every = \"6 hours\""],
        "bad-cycle",
        "every = ¦\"6 hours\"",
    ),
    broken(WORKFLOW, [EVERY, "every = 2\ntimes = 0"], "bad-cycle", "times = ¦0"),
    broken(
        WORKFLOW,
        [EVERY, "every = 2\nuntil = \"call.close\""],
        "unknown-date",
        "until = ¦\"call.close\"",
    ),
    broken(
        WORKFLOW,
        [EVERY, "every = 2\nwhen = \"marked('nowhere')\""],
        "unknown-mark",
        "every = 2\nwhen = ¦\"marked",
    ),
    broken(
        WORKFLOW,
        ["after = \"admission.admitted_on\"", "after = \"mark.nowhere\""],
        "unknown-mark",
        "after = ¦\"mark.n",
    ),
    broken(WORKFLOW, [DUE, ""], "missing-key", "[membership.member.cycle.¦report]"),
    broken(
        WORKFLOW,
        [DUE, "due = { each = \"application.city_name\" }"],
        "not-a-month-day",
        "due = ¦{ each",
    ),
    broken(
        WORKFLOW,
        [DUE, "due = { each = \"aplication.year_end\" }"],
        "unknown-form",
        "due = ¦{ each",
    ),
    broken(
        WORKFLOW,
        [RETURNED, "due = \"next board after mark.returned\""],
        "unknown-calendar",
        "due = ¦\"next",
    ),
    broken(
        WORKFLOW,
        [RETURNED, "due = \"mark.returned + 14 days, tomorrow\""],
        "bad-timing",
        "due = ¦\"mark.returned",
    ),
    broken(
        WORKFLOW,
        [RETURNED, "due = \"next board after nowhere\""],
        "bad-timing",
        "due = ¦\"next",
    ),
    broken(
        WORKFLOW,
        [RETURNED, "due = \"mark.returned + 5 working days\""],
        "no-workdays",
        "[membership.¦draft]",
    ),
    broken(
        WORKFLOW,
        [CALL, "[workdays]\ncountry = \"LT\"\n[call]\n"],
        "unknown-country",
        "country = ¦\"LT\"",
    ),
    broken(
        WORKFLOW,
        [CALL, "[workdays]\ncountry = \"LV\"\nholidays = [2027-05-04]\n[call]\n"],
        "no-change",
        "holidays = ¦[2027-05-04]",
    ),
    broken(
        WORKFLOW,
        [CALL, "[workdays]\nworks = [2027-05-05]\n[call]\n"],
        "no-change",
        "works = ¦[2027-05-05]",
    ),
    broken(
        WORKFLOW,
        [
            CALL,
            "[workdays]\nholidays = [2027-05-05]\nworks = [2027-05-05]\n[call]\n",
        ],
        "said-twice",
        "holidays = ¦[2027-05-05]",
    ),
    broken(
        WORKFLOW,
        [
            CALL,
            "[calendar.board]\ntitle.en = \"Board\"\ntitle.lv = \"Valde\"\ndates = [2027-05-05]\n[call]\n",
        ],
        "unused-calendar",
        "[calendar.¦board]",
    ),
    broken(
        WORKFLOW,
        [CALL, "[calendar.board]\ndates = [2027-05-05]\n[call]\n"],
        "missing-text",
        "[calendar.¦board]",
    ),
];
