//! Faults in what the shipped cities do not use: votes and points, calendars, peers, organisations, children.

use super::{Broken, WORKFLOW, broken};

/// Each with the folder it is a change of.
pub const SAMPLED: &[Broken] = &[
    broken(
        "letters/result.en.md",
        ["There is news.", "{{ vote.board.fro }}"],
        "unknown-placeholder",
        "{{ ¦vote.board.fro }}",
    )
    .of("circle"),
    broken(
        "letters/result.en.md",
        ["There is news.", "{{ vote.bord.carried }}"],
        "unknown-placeholder",
        "{{ ¦vote.bord.carried }}",
    )
    .of("circle"),
    broken(
        "letters/please-vote.en.md",
        ["There is news.", "Now: {{ vote.board.for }}"],
        "empty-placeholder",
        "{{ ¦vote.board.for }}",
    )
    .of("circle"),
    broken(
        "letters/please-assess.en.md",
        ["There is news.", "Now: {{ score.panel.score }}"],
        "empty-placeholder",
        "{{ ¦score.panel.score }}",
    )
    .of("circle"),
    broken(
        "letters/result.en.md",
        ["There is news.", "{{ score.panel.score }}"],
        "empty-placeholder",
        "{{ ¦score.panel.score }}",
    )
    .of("circle"),
    broken(
        WORKFLOW,
        ["members = 5\nquorum = \"2/3\"", "members = 5\nquorum = 6"],
        "quorum-too-large",
        "quorum = ¦6",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["of = \"jury\"\nform", "of = \"juri\"\nform"],
        "unknown-role",
        "of = ¦\"juri\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["form = \"ballot\"", "form = \"ballots\""],
        "unknown-form",
        "form = ¦\"ballots\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["form = \"ballot\"", "form = \"points\""],
        "bad-ballot",
        "of = \"board\"\nform = ¦\"points\"",
    )
    .of("board"),
    broken(
        "forms/ballot.toml",
        [
            "{ name = \"against\", en = \"Against\" }",
            "{ name = \"agains\", en = \"Against\" }",
        ],
        "bad-ballot",
        "[ballot.¦vote]",
    )
    .of("board"),
    broken(
        WORKFLOW,
        [
            "points = { quality = 1, plan = 2 }",
            "points = { qualty = 1, plan = 2 }",
        ],
        "unknown-field",
        "points = { qualty = ¦1",
    )
    .of("board"),
    broken(
        WORKFLOW,
        [
            "points = { quality = 1, plan = 2 }",
            "points = { quality = 1, remark = 2 }",
        ],
        "wrong-field",
        "remark = ¦2",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["minima = { quality = 2 }", "minima = { quality = 6 }"],
        "cannot-pass",
        "minima = { quality = ¦6 }",
    )
    .of("board"),
    broken(WORKFLOW, ["pass = 9", "pass = 90"], "cannot-pass", "pass = ¦90").of("board"),
    broken(
        WORKFLOW,
        ["recused = \"conflict\"", "recused = \"quality\""],
        "wrong-field",
        "recused = ¦\"quality\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["casts = \"jury\"", "casts = \"jurry\""],
        "unknown-panel",
        "casts = ¦\"jurry\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["vote = { by = \"board\", casts", "vote = { by = \"office\", casts"],
        "bad-cast",
        "",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["casts = \"board\", title", "casts = \"board\", to = \"granted\", title"],
        "bad-cast",
        "to = ¦\"granted\", title.en = \"Vote\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["passed('jury')", "passed('jurry')"],
        "unknown-panel",
        "when = ¦\"passed('jurry')\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["passed('jury')", "carried('jury')"],
        "wrong-panel",
        "when = ¦\"carried('jury')\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["passed('jury')", "passed('board')"],
        "wrong-panel",
        "when = ¦\"passed('board')\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        [
            "close = { at = \"call.closes\", to",
            "close = { at = \"call.closes\", when = \"rank('jury') > 3\", to",
        ],
        "rank-by-hand",
        "when = ¦\"rank('jury')",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["to = \"granted\", takes = \"place\",", "to = \"granted\","],
        "rank-without-place",
        "when = ¦\"carried('board')",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["carried('board') && rank", "carried('board') == 1 && rank"],
        "guard-type",
        "carried('board') == ¦1",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["rank('jury') <= call.quota", "rank('jury') <= 'three'"],
        "guard-type",
        "<= ¦'three'",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["quota = \"25 %\"", "quota = \"250 %\""],
        "bad-share",
        "quota = ¦\"250 %\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        [
            "due = \"next board after entered\"",
            "due = \"next bord after entered\"",
        ],
        "unknown-calendar",
        "due = ¦\"next bord after entered\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["country = \"LV\"", "country = \"LT\""],
        "unknown-country",
        "country = ¦\"LT\"",
    )
    .of("board"),
    broken(
        WORKFLOW,
        [
            "[calendar.board]",
            "[calendar.unseen]\ntitle.en = \"U\"\ndates = [2027-06-10]\n\n[calendar.board]",
        ],
        "unused-calendar",
        "[calendar.¦unseen]",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["dates = [2027-06-10, 2027-09-09]", "dates = []"],
        "no-dates",
        "",
    )
    .of("board"),
    broken(
        WORKFLOW,
        [
            "when = \"passed('jury')\"",
            "when = \"answers.year_end < '2027-12-31'\"",
        ],
        "not-a-day",
        "< ¦'2027-12-31'",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["when = \"passed('jury')\"", "when = \"answers.people > 3\""],
        "guard-type",
        "answers.people > ¦3",
    )
    .of("board"),
    broken(
        WORKFLOW,
        ["when = \"passed('jury')\"", "when = \"answers.people.totl > 3\""],
        "unknown-part",
        "¦answers.people.totl",
    )
    .of("board"),
];
