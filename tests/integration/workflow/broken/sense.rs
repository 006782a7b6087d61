//! Workflows that read well and make no sense.

use super::{Broken, REPORT_DUE, WORKFLOW, broken};

pub const SENSE: &[Broken] = &[
    broken(
        WORKFLOW,
        ["\"0 0 0 1 5 *\"", "\"0 0 0 1 2 *\""],
        "closes-before-opening",
        "closes = ¦{ cron = \"0 0 0 1 2 *\"",
    ),
    broken(
        WORKFLOW,
        ["\"0 0 0 1 5 *\"", "\"59 59 23 30 4 *\""],
        "last-minute",
        "closes = ¦{ cron",
    ),
    broken(
        WORKFLOW,
        [
            "by = \"commission\", to = \"reserve\"",
            "by = \"commission\", to = \"forwarded\"",
        ],
        "unreachable",
        "[membership.¦reserve]",
    ),
    broken(
        WORKFLOW,
        [
            "[membership.withdrawn]\ntitle.en = \"Withdrawn\"\ntitle.lv = \"Atsaukts\"\nfinal = true",
            "[membership.withdrawn]\ntitle.en = \"Withdrawn\"\ntitle.lv = \"Atsaukts\"",
        ],
        "dead-end",
        "[membership.¦withdrawn]",
    ),
    broken(
        WORKFLOW,
        [
            "title.en = \"With the institute\"\n",
            "title.en = \"With the institute\"\nfinal = true\n",
        ],
        "final-goes-on",
        "¦send-endorsed = {\n  by = \"applicant\", attach",
    ),
    broken(
        WORKFLOW,
        ["title.en = \"Draft\"\n", "title.en = \"Draft\"\nfinal = true\n"],
        "initial-final",
        "[membership.¦draft]",
    ),
    broken(
        WORKFLOW,
        [
            "before = \"14 days\", letter = \"draft-waiting\"",
            "before = \"100 days\", letter = \"draft-waiting\"",
        ],
        "reminder-never",
        "before = ¦\"100 days\"",
    ),
    broken(
        WORKFLOW,
        ["{ before = \"90 days\", letter", "{ before = \"130 days\", letter"],
        "reminder-never",
        "before = ¦\"130 days\"",
    ),
    broken(
        WORKFLOW,
        [
            "{ before = \"3 days\", letter = \"completion-waiting\" }",
            "{ before = \"2 weeks\", letter = \"completion-waiting\" }",
        ],
        "reminder-never",
        "before = ¦\"2 weeks\"",
    ),
    broken(
        WORKFLOW,
        [
            "{ before = \"14 days\", letter = \"draft-waiting\" }",
            "{ after = \"1 day\", letter = \"draft-waiting\" }",
        ],
        "reminder-never",
        "after = ¦\"1 day\", letter = \"draft-waiting\"",
    ),
    broken(
        WORKFLOW,
        ["mark.returned + 60 days", "mark.returned + 10 days"],
        "due-never",
        "due = ¦\"mark.returned + 14 days\"",
    ),
    broken(
        WORKFLOW,
        [
            "{ before = \"30 days\", letter = \"report-due\" }",
            "{ before = \"1 week\", letter = \"report-due\" }",
        ],
        "same-day",
        "  ¦{ before = \"7 days\", letter = \"report-due\"",
    ),
    broken(
        WORKFLOW,
        [
            "[\"applicant.contact\", \"applicant.mayor\"]",
            "[\"applicant\", \"applicant.contact\"]",
        ],
        "told-twice",
        "to = [\"applicant\", ¦\"applicant.contact\"]",
    ),
    broken(
        WORKFLOW,
        [
            "tell = [\"applicant: signed\"]",
            "tell = [\"applicant: signed\", \"applicant.contact: received\"]",
        ],
        "told-twice",
        "\"applicant: signed\", ¦\"applicant.contact: received\"",
    ),
    broken(
        WORKFLOW,
        ["upon = \"membership.leave\"", "upon = \"progress-report.member-left\""],
        "endless-loop",
        "upon = ¦\"progress-report.member-left\"",
    ),
    broken(
        WORKFLOW,
        [
            "when = \"!marked('unanswered') && !marked('returned')\"",
            "when = \"!marked('returned')\"",
        ],
        "endless-loop",
        "¦{\n    at = \"due + 61 days\"",
    ),
    broken(
        WORKFLOW,
        [
            "at = \"call.closes\", to = \"not-submitted\"",
            "at = \"call.closes\", to = \"not-submitted\", reason = \"required\"",
        ],
        "nobody-asked",
        "to = \"not-submitted\", reason = ¦\"required\"",
    ),
    broken(
        WORKFLOW,
        [
            "  refusal.en = \"The membership is suspended already.\",\n  refusal.lv = \"Dalība jau ir apturēta.\",\n",
            "",
        ],
        "silent-refusal",
        "when = ¦\"standing != 'suspended'\",\n  tell = [\"applicant: suspended\"",
    ),
    broken(
        WORKFLOW,
        ["due = \"entered + 2 months\"", "due = \"call.closes + 2 months\""],
        "no-call",
        "due = ¦\"call.closes + 2 months\"",
    ),
    broken(
        WORKFLOW,
        ["due = \"call.decided\"", "due = \"due\""],
        "no-due-date",
        "due = ¦\"due\"",
    ),
    broken(
        WORKFLOW,
        ["open_before = \"120 days\"", "open_before = \"2 years\""],
        "bad-cycle",
        "open_before = ¦\"2 years\"",
    ),
    broken(
        WORKFLOW,
        [", form = \"admission\"", ""],
        "never-filled",
        "after = ¦\"admission.admitted_on\"\nopen_before",
    ),
    broken(WORKFLOW, [", form = \"ranking\"", ""], "unused-form", ""),
    broken(
        WORKFLOW,
        ["\"institute: copy\"", "\"institute: file\""],
        "unused-letter",
        "",
    ),
    broken(
        "forms/ranking.toml",
        ["example = 2", "example = 21"],
        "bad-example",
        "example = ¦21",
    ),
    broken(
        "forms/ranking.toml",
        ["min = 1\n", "min = 1\nwhen = \"answers.remarks == 'x'\"\n"],
        "unknown-field",
        "when = ¦\"answers.remarks",
    ),
    broken(
        "forms/ranking.toml",
        ["min = 1\n", "min = 1\nwhen = \"call.open\"\n"],
        "foreign-condition",
        "when = ¦\"call.open\"",
    ),
    broken(
        REPORT_DUE,
        ["{{ organisation }}", "{{ organization }}"],
        "unknown-placeholder",
        "{{ ¦organization }}",
    ),
    broken(
        REPORT_DUE,
        ["{{ organisation }}", "{{ call.name }}"],
        "empty-placeholder",
        "{{ ¦call.name }}",
    ),
    broken(REPORT_DUE, ["# ", ""], "letter", ""),
    broken(WORKFLOW, ["runs = true ", "# runs = true "], "nobody-runs", "[¦call]"),
    broken(
        WORKFLOW,
        ["opens = \"progress-report\"", "opens = \"membership\""],
        "never-opened",
        "[¦progress-report]",
    ),
    broken(
        "letters/received.en.md",
        ["{{ organisation }}", "{{ reason }}"],
        "empty-placeholder",
        "{{ ¦reason }}",
    ),
    broken(
        "letters/draft-waiting.en.md",
        ["{{ organisation }}", "{{ actor }}"],
        "empty-placeholder",
        "{{ ¦actor }}",
    ),
];
