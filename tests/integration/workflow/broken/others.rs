//! Faults in what the shipped cities do not use: peers, organisations, children; and rules that are seldom broken.

use super::{Broken, WORKFLOW, broken};

/// Each with the folder it is a change of.
pub const OTHERS: &[Broken] = &[
    broken(WORKFLOW, ["peers_of = \"applicant\"", "peers_of = \"aplicant\""], "unknown-role", "peers_of = ¦\"aplicant\"").of("guild"),
    broken(WORKFLOW, ["peers_of = \"applicant\"", "peers_of = \"secretary\""], "bad-peers", "peers_of = ¦\"secretary\"").of("guild"),
    broken(WORKFLOW, ["listed = true\n", ""], "never-peers", "peers_of = ¦\"applicant\"").of("guild"),
    broken(WORKFLOW, ["[organisation.licence-lost]", "[organisation.licence-list]"], "unknown-event", "upon = ¦\"organisation.licence-lost\"").of("guild"),
    broken(WORKFLOW, ["[organisation.licence-lost]", "[organisation.licence-list]"], "unheard", "[organisation.¦licence-list]").of("guild"),
    broken(WORKFLOW, ["[organisation.licence-lost]\ntitle.en = \"Licence lost\"\nby = \"secretary\"", "[organisation.licence-lost]\ntitle.en = \"Licence lost\"\nby = \"secretery\""], "unknown-role", "by = ¦\"secretery\"").of("guild"),
    broken(WORKFLOW, ["until = \"entered + 14 days\"", "until = \"mark.sent + 14 days\""], "unknown-mark", "until = ¦\"mark.sent + 14 days\"").of("guild"),
    broken(WORKFLOW, ["until = \"entered + 14 days\"", "until = \"soon\""], "bad-timing", "until = ¦\"soon\"").of("guild"),
    broken(WORKFLOW, ["from = \"entered + 7 days\", to", "from = \"entered + 7 days\", until = \"entered + 3 days\", to"], "bad-window", "until = ¦\"entered + 3 days\"").of("guild"),
    broken(WORKFLOW, ["opens = { kind = \"objection\", due", "opens = { kind = \"objecton\", due"], "unknown-kind", "").of("guild"),
    broken(WORKFLOW, ["children('objection', 'open') == 0\", to", "children('objecton', 'open') == 0\", to"], "unknown-child", "when = ¦\"children('objecton'").of("guild"),
    broken(WORKFLOW, ["children('objection', 'upheld') == 0\"", "children('objection', 'uphelt') == 0\""], "unknown-state", "").of("guild"),
    broken(WORKFLOW, ["children('objection', 'open') == 0\", to", "children('objection', 'open') == 'no'\", to"], "guard-type", "== ¦'no'").of("guild"),
    broken(WORKFLOW, ["upon = \"objection.uphold\"", "upon = \"objection.uphald\""], "unknown-event", "upon = ¦\"objection.uphald\"").of("guild"),
    broken(WORKFLOW, ["[membership.frozen.on]\nrestore = { by = \"secretary\", title.en = \"Restore\", to = \"member\" }", "[membership.frozen.on]\nrestore = { by = \"secretary\", title.en = \"Restore\", when = \"standing == 'good'\", refusal.en = \"No.\", to = \"member\" }"], "dead-end", "[membership.¦frozen]").of("guild"),
    broken(WORKFLOW, ["restore = { by = \"secretary\", title.en = \"Restore\", to", "restore = { by = \"secretary\", title.en = \"Restore\", when = \"!marked('asked') && marked('objected') && !marked('objected')\", refusal.en = \"No.\", to"], "never-happens", "when = ¦\"!marked('asked')").of("guild"),
    broken(WORKFLOW, ["due = \"due\"\nremind = [{ before = \"10 days\", letter = \"told\" }]", "due = \"due + 40 days\"\nremind = [{ before = \"10 days\", letter = \"told\" }]"], "due-never", "due = ¦\"due + 40 days\"").of("guild"),
    broken(WORKFLOW, ["{ before = \"10 days\", letter = \"told\" }", "{ before = \"10 days\", letter = \"told\" }, { after = \"31 days\", letter = \"told\" }"], "reminder-never", "after = ¦\"31 days\"").of("guild"),
    broken(WORKFLOW, ["by = \"applicant.mayor\", signs", "by = [], signs"], "nobody-may", "by = ¦[]").of("learning-cities"),
    broken(WORKFLOW, ["owner = \"applicant\"\nform = \"report\"\nstates", "owner = \"applicant\"\nstates"], "no-form", "edits = ¦\"applicant\"\n\n[progress-report.open.duty.report]").of("learning-cities"),
    broken(WORKFLOW, ["!owed('progress-report')\",\n  },\n  {\n    upon = \"progress-report.submit\", standing = \"due\"", "!owed('report')\",\n  },\n  {\n    upon = \"progress-report.submit\", standing = \"due\""], "unknown-child", "when = ¦\"standing != 'suspended' && !owed('report')\"").of("learning-cities"),
    broken("forms/ranking.toml", ["max_words = 100\n", "max_words = 100\nwhen = \"answers.remark != ''\"\n"], "asks-itself", "when = ¦\"answers.remark").of("learning-cities"),
    broken(WORKFLOW, ["&& signed('mayor')\"", "&& signed('mayor') && (((((((((true)))))))))\""], "guard-too-deep", "").of("learning-cities"),
    broken(WORKFLOW, ["&& signed('mayor')\"", "&& signed('mayor') && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true && true\""], "guard-too-deep", "").of("learning-cities"),
    broken(WORKFLOW, ["&& signed('mayor')\"", "&& signed('mayor') && answers.city_name != 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\""], "guard-too-long", "").of("learning-cities"),
    broken(WORKFLOW, ["kinds = [\"membership\", \"progress-report\"]", "kinds = [\"membership\", \"Progress\"]"], "bad-name", "\"membership\", ¦\"Progress\"").of("learning-cities"),
];
