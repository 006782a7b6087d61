//! Names that nothing has.

use super::{Broken, WORKFLOW, broken};

pub const NAMES: &[Broken] = &[
    broken(
        WORKFLOW,
        ["to = \"review\"", "to = \"reviw\""],
        "unknown-state",
        "to = ¦\"reviw\"",
    ),
    broken(
        WORKFLOW,
        [
            "by = \"commission\", to = \"draft\"",
            "by = \"comission\", to = \"draft\"",
        ],
        "unknown-role",
        "by = ¦\"comission\"",
    ),
    broken(
        WORKFLOW,
        [
            "[\"institute\", \"secretary\"], to = \"member\"",
            "[\"institute\", \"secretery\"], to = \"member\"",
        ],
        "unknown-role",
        "by = [\"institute\", ¦\"secretery\"]",
    ),
    broken(
        WORKFLOW,
        ["by = \"applicant.mayor\"", "by = \"applicant.major\""],
        "unknown-seat",
        "by = ¦\"applicant.major\"",
    ),
    broken(
        WORKFLOW,
        [
            "[\"applicant.contact\", \"applicant.mayor\"]",
            "[\"applicant.contact\", \"applicant.clerk\"]",
        ],
        "unknown-seat",
        "\"applicant.contact\", ¦\"applicant.clerk\"",
    ),
    broken(
        WORKFLOW,
        ["owner = \"applicant\"", "owner = \"commission\""],
        "role-without-seats",
        "owner = ¦\"commission\"",
    ),
    broken(
        WORKFLOW,
        ["\nform = \"application\"", "\nform = \"aplication\""],
        "unknown-form",
        "form = ¦\"aplication\"",
    ),
    broken(
        WORKFLOW,
        ["\"applicant: received\"", "\"applicant: recieved\""],
        "unknown-letter",
        "tell = [¦\"applicant: recieved\"",
    ),
    broken(
        WORKFLOW,
        ["letter = \"draft-waiting\"", "letter = \"draft-wating\""],
        "unknown-letter",
        "letter = ¦\"draft-wating\"",
    ),
    broken(
        WORKFLOW,
        ["stops = [\"decide\"]", "stops = [\"decided\"]"],
        "unknown-duty",
        "stops = [¦\"decided\"]",
    ),
    broken(
        WORKFLOW,
        [
            "upon = \"progress-report.submit\"",
            "upon = \"progress-report.submitted\"",
        ],
        "unknown-event",
        "upon = ¦\"progress-report.submitted\"",
    ),
    broken(
        WORKFLOW,
        ["opens = \"progress-report\"", "opens = \"report\""],
        "unknown-kind",
        "opens = ¦\"report\"",
    ),
    broken(
        WORKFLOW,
        ["due = \"call.decided\"", "due = \"call.decidet\""],
        "unknown-date",
        "due = ¦\"call.decidet\"",
    ),
    broken(
        WORKFLOW,
        ["\"call.closes + 1 month\"", "\"call.ends + 1 month\""],
        "unknown-date",
        "dates.decided = ¦\"call.ends",
    ),
    broken(
        WORKFLOW,
        ["due = \"mark.returned + 14 days\"", "due = \"mark.retruned + 14 days\""],
        "unknown-mark",
        "due = ¦\"mark.retruned",
    ),
    broken(
        WORKFLOW,
        ["when = \"!marked('returned')\"", "when = \"!marked('retruned')\""],
        "unknown-mark",
        "when = ¦\"!marked('retruned')\"",
    ),
    broken(
        WORKFLOW,
        ["signed('mayor')", "signed('contact')"],
        "unknown-signature",
        "when = ¦\"(call.open",
    ),
    broken(
        WORKFLOW,
        ["when = \"standing == 'good'\"", "when = \"standing == 'fine'\""],
        "unknown-standing",
        "when = \"standing == ¦'fine'\"",
    ),
    broken(
        WORKFLOW,
        ["since = \"admission.admitted_on\"", "since = \"admission.admited_on\""],
        "unknown-field",
        "import = ¦{",
    ),
    broken(
        WORKFLOW,
        ["after = \"admission.admitted_on\"", "after = \"ranking.rank\""],
        "not-a-date",
        "after = ¦\"ranking.rank\"",
    ),
    broken(
        WORKFLOW,
        ["(call.open || ", "(call.opened || "],
        "guard-unknown-name",
        "when = ¦\"(call.opened",
    ),
    broken(
        WORKFLOW,
        ["marked('returned')) && signed", "marked('returned') && signed"],
        "guard-syntax",
        "when = ¦\"(call.open",
    ),
    broken(
        WORKFLOW,
        ["(call.open || marked", "(call.open || || marked"],
        "guard-syntax",
        "(call.open || ¦|| marked",
    ),
    broken(
        WORKFLOW,
        ["(call.open || marked", "(call.open || ; marked"],
        "guard-syntax",
        "(call.open || ¦; marked",
    ),
];
