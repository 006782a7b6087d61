//! States, events, duties and reminders that nobody ever meets.

use super::{Broken, WORKFLOW, broken};

pub const WAYS: &[Broken] = &[
    broken(
        WORKFLOW,
        [
            "by = \"commission\", to = \"reserve\",",
            "by = \"commission\", to = \"reserve\", when = \"marked('unanswered')\", refusal.en = \"No.\", refusal.lv = \"Nē.\",",
        ],
        "never-happens",
        "when = ¦\"marked('unanswered')\", refusal",
    ),
    broken(
        WORKFLOW,
        [
            "when = \"marked('returned')\"\nremind = [\n  { before = \"3 days\", letter = \"completion-waiting\" },\n  { after = \"1 day\", letter = \"completion-waiting\", to = [\"applicant.contact\", \"applicant.mayor\"] },\n]\n\n[membership.draft.on]",
            "when = \"marked('returned') && !marked('returned')\"\nremind = [\n  { before = \"3 days\", letter = \"completion-waiting\" },\n  { after = \"1 day\", letter = \"completion-waiting\", to = [\"applicant.contact\", \"applicant.mayor\"] },\n]\n\n[membership.draft.on]",
        ],
        "never-owed",
        "when = ¦\"marked('returned') && !marked",
    ),
    broken(
        WORKFLOW,
        [
            "marks = [\"returned\"], stops = [\"decide\"],",
            "marks = [\"seen\"], stops = [\"decide\"],",
        ],
        "unused-mark",
        "marks = [¦\"seen\"]",
    ),
    broken(
        WORKFLOW,
        [
            "at = \"call.decided + 12 months\", to",
            "at = \"mark.unanswered + 12 months\", to",
        ],
        "never-happens",
        "at = ¦\"mark.unanswered + 12 months\"",
    ),
    broken(
        WORKFLOW,
        [
            "at = \"call.decided + 12 months\", to",
            "at = \"admission.admitted_on + 12 months\", to",
        ],
        "never-happens",
        "at = ¦\"admission.admitted_on + 12 months\"",
    ),
    broken(
        WORKFLOW,
        [
            "upon = \"progress-report.waive\", standing = \"good\", clears = [\"unanswered\"],\n    when = \"standing != 'suspended' && !owed('progress-report')\",",
            "upon = \"progress-report.waive\", standing = \"good\", clears = [\"unanswered\"],",
        ],
        "shadowed",
        "  },\n  ¦{\n    upon = \"progress-report.waive\", standing = \"due\"",
    ),
    broken(
        WORKFLOW,
        [
            "    by = \"applicant\", to = \"withdrawn\", reason = \"optional\", when = \"!marked('returned')\",",
            "    by = \"applicant\", to = \"withdrawn\", reason = \"optional\",",
        ],
        "shadowed",
        "  },\n  ¦{\n    by = \"applicant\", to = \"withdrawn\"",
    ),
    broken(
        WORKFLOW,
        [
            "when = \"standing == 'suspended' && !owed('progress-report')\",",
            "when = \"standing == 'lapsed' && !owed('progress-report')\",",
        ],
        "never-happens",
        "when = ¦\"standing == 'lapsed'",
    ),
    broken(
        WORKFLOW,
        [
            "by = \"commission\", to = \"lapsed\", reason",
            "by = \"commission\", to = \"lapsed\", when = \"standing == 'left'\", refusal.en = \"No.\", refusal.lv = \"Nē.\", reason",
        ],
        "unreachable",
        "[membership.¦lapsed]",
    ),
    broken(
        WORKFLOW,
        [
            "by = \"commission\", to = \"lapsed\", reason",
            "by = \"commission\", to = \"lapsed\", when = \"standing == 'left'\", refusal.en = \"No.\", refusal.lv = \"Nē.\", reason",
        ],
        "never-happens",
        "upon = ¦\"membership.lapse\"",
    ),
    broken(
        WORKFLOW,
        [
            "at = \"due\", marks = [\"overdue\"],",
            "at = \"due\", to = \"submitted\", marks = [\"overdue\"],",
        ],
        "reminder-never",
        "after = ¦\"14 days\", letter = \"report-overdue\"",
    ),
    broken(
        WORKFLOW,
        ["due = \"entered + 2 months\"", "due = \"entered - 3 days\""],
        "due-before-opening",
        "due = ¦\"entered - 3 days\"",
    ),
    broken(
        WORKFLOW,
        ["due = \"due\"\nwhen", "due = \"due - 200 days\"\nwhen"],
        "due-before-opening",
        "due = ¦\"due - 200 days\"",
    ),
    broken(
        WORKFLOW,
        ["due = \"call.closes\"\nwhen", "due = \"call.opens - 1 week\"\nwhen"],
        "due-before-opening",
        "due = ¦\"call.opens - 1 week\"",
    ),
    broken(
        WORKFLOW,
        ["due = \"call.closes\"\nwhen", "due = \"call.closes - 3 months\"\nwhen"],
        "due-before-opening",
        "due = ¦\"call.closes - 3 months\"",
    ),
    broken(
        WORKFLOW,
        [
            "at = \"mark.returned + 60 days\", to = \"not-endorsed\"",
            "at = \"mark.returned + 2 weeks\", to = \"not-endorsed\"",
        ],
        "reminder-never",
        "after = ¦\"1 day\", letter = \"completion-waiting\"",
    ),
    broken(
        WORKFLOW,
        [
            "at = \"call.closes\", to = \"not-submitted\"",
            "at = \"call.closes - 2 days\", to = \"not-submitted\"",
        ],
        "due-never",
        "due = ¦\"call.closes\"",
    ),
    broken(
        WORKFLOW,
        [
            "    at = \"due + 61 days\", marks = [\"unanswered\"],\n",
            "    at = \"due + 13 days\", marks = [\"unanswered\"], tell = [\"applicant: report-overdue\"],\n",
        ],
        "same-day",
        "unanswered = [\n  ¦{",
    ),
    broken(
        WORKFLOW,
        [
            "when = \"marked('returned')\"\nremind = [\n  { before = \"3 days\", letter = \"completion-waiting\" },\n  { after = \"1 day\", letter = \"completion-waiting\", to = [\"applicant.contact\", \"applicant.mayor\"] },\n]\n\n[progress-report.open.on]",
            "remind = [\n  { before = \"3 days\", letter = \"completion-waiting\" },\n  { after = \"1 day\", letter = \"completion-waiting\", to = [\"applicant.contact\", \"applicant.mayor\"] },\n]\n\n[progress-report.open.duty.again]\ntitle.en = \"Again\"\ntitle.lv = \"Vēlreiz\"\nof = \"applicant\"\ndue = \"mark.returned + 2 weeks\"\nremind = [{ before = \"3 days\", letter = \"completion-waiting\" }]\n\n[progress-report.open.on]",
        ],
        "same-day",
        "remind = [¦{ before = \"3 days\", letter = \"completion-waiting\" }]",
    ),
    broken(
        WORKFLOW,
        [
            "title.en = \"Not admitted\"\ntitle.lv = \"Nav uzņemta\"\nfinal = true",
            "title.en = \"Not admitted\"\ntitle.lv = \"Nav uzņemta\"\nfinal = true\nedits = \"applicant\"",
        ],
        "final-goes-on",
        "edits = ¦\"applicant\"\n\n[membership.withdrawn]",
    ),
    broken(
        WORKFLOW,
        [
            "title.en = \"Accepted\"\ntitle.lv = \"Pieņemts\"\nfinal = true",
            "title.en = \"Accepted\"\ntitle.lv = \"Pieņemts\"\nfinal = true\nagain = true",
        ],
        "idle-again",
        "again = ¦true\n\n[progress-report.waived]",
    ),
    broken(
        WORKFLOW,
        [
            "by = \"applicant\", to = \"submitted\", complete = true,",
            "by = \"applicant\", to = \"submitted\",",
        ],
        "never-recorded",
        "edits = ¦\"applicant\"\n\n[progress-report.open.duty",
    ),
    broken(
        WORKFLOW,
        ["&& signed('mayor')\"", "&& attached('endorsment')\""],
        "unknown-purpose",
        "when = ¦\"(call.open",
    ),
    broken(
        WORKFLOW,
        [
            "by = \"commission\", to = \"reserve\",",
            "by = \"commission\", to = \"reserve\", when = \"forms.admission.admitted_on > '2020-01-01'\", refusal.en = \"No.\", refusal.lv = \"Nē.\",",
        ],
        "never-filled",
        "when = ¦\"forms.admission.admitted_on",
    ),
    broken(
        WORKFLOW,
        [
            "seats.mayor = { en = \"Mayor\", lv = \"Mērs\" }",
            "seats.mayor = { en = \"Mayor\", lv = \"Mērs\" }\n\n[role.school]\ntitle.en = \"School\"\ntitle.lv = \"Skola\"\nseats.head = { en = \"Head\", lv = \"Direktors\" }",
        ],
        "unused-role",
        "[role.¦school]",
    ),
];
