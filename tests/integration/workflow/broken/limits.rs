//! Conditions that always or never hold, that divide by zero, that stand over several lines, and names that were nothing.

use super::{Broken, WORKFLOW, broken};

/// A condition of the submission that ends otherwise.
const fn asked(to: &'static str, rule: &'static str, at: &'static str) -> Broken {
    broken(WORKFLOW, ["&& signed('mayor')\"", to], rule, at)
}

/// A condition on a remark to a rank, which is from 1 to 20.
const fn ranked(to: &'static str, rule: &'static str, at: &'static str) -> Broken {
    broken("forms/ranking.toml", ["max_words = 100\n", to], rule, at)
}

pub const LIMITS: &[Broken] = &[
    ranked(
        "max_words = 100\nwhen = \"answers.rank > 20\"\n",
        "never-holds",
        "when = \"¦answers.rank > 20",
    ),
    ranked(
        "max_words = 100\nwhen = \"answers.rank >= 21\"\n",
        "never-holds",
        "\"¦answers.rank >= 21",
    ),
    ranked(
        "max_words = 100\nwhen = \"answers.rank < 1\"\n",
        "never-holds",
        "\"¦answers.rank < 1\"",
    ),
    ranked(
        "max_words = 100\nwhen = \"30 == answers.rank\"\n",
        "never-holds",
        "\"¦30 == answers.rank",
    ),
    ranked(
        "max_words = 100\nwhen = \"answers.rank == 2.5\"\n",
        "never-holds",
        "\"¦answers.rank == 2.5",
    ),
    ranked(
        "max_words = 100\nwhen = \"answers.rank <= 20\"\n",
        "always-holds",
        "\"¦answers.rank <= 20",
    ),
    ranked(
        "max_words = 100\nwhen = \"answers.rank != 21\"\n",
        "always-holds",
        "\"¦answers.rank != 21",
    ),
    ranked(
        "max_words = 100\nwhen = \"answers.rank * 2 + 1 > 41\"\n",
        "never-holds",
        "\"¦answers.rank * 2",
    ),
    ranked(
        "max_words = 100\nwhen = \"answers.rank / 2 > 10\"\n",
        "never-holds",
        "\"¦answers.rank / 2",
    ),
    ranked(
        "max_words = 100\nwhen = \"-answers.rank > 0\"\n",
        "never-holds",
        "\"¦-answers.rank > 0",
    ),
    ranked(
        "max_words = 100\nwhen = \"answers.rank / 0 == 1\"\n",
        "divides-by-zero",
        "answers.rank / ¦0",
    ),
    asked(
        "&& signed('mayor') && answers.challenge_health > 5\"",
        "never-holds",
        "&& ¦answers.challenge_health > 5",
    ),
    asked(
        "&& signed('mayor') && answers.challenge_health >= 1\"",
        "always-holds",
        "&& ¦answers.challenge_health >= 1",
    ),
    asked(
        "&& signed('mayor') && answers.population.year < 1900\"",
        "never-holds",
        "&& ¦answers.population.year",
    ),
    asked(
        "&& signed('mayor') && forms.ranking.rank == 0\"",
        "never-holds",
        "&& ¦forms.ranking.rank == 0",
    ),
    asked(
        "&& signed('mayor') && size(answers.interests) < 0\"",
        "never-holds",
        "&& ¦size(answers.interests)",
    ),
    asked(
        "&& signed('mayor') && size(answers.interests) > 90\"",
        "never-holds",
        "&& ¦size(answers.interests)",
    ),
    asked(
        "&& signed('mayor') && answers.mayor_salutation in []\"",
        "never-holds",
        "&& ¦answers.mayor_salutation in []",
    ),
    asked("&& signed('mayor') && 1 == 2\"", "never-holds", "&& ¦1 == 2"),
    asked("&& signed('mayor') && 'a' == 'b'\"", "never-holds", "&& ¦'a' == 'b'"),
    asked(
        "&& signed('mayor') && (true || answers.contact_elsewhere)\"",
        "always-holds",
        "(¦true ||",
    ),
    asked("&& signed('mayor') || 2 > 1\"", "always-holds", "|| ¦2 > 1"),
    asked("&& signed('mayor') && !false\"", "never-holds", "!¦false"),
    asked("&& signed('mayor') && 1 / 0 == 1\"", "divides-by-zero", "1 / ¦0 == 1"),
    asked(
        "&& signed('mayor') && 1 % (2 - 2) == 1\"",
        "divides-by-zero",
        "1 % (¦2 - 2) == 1",
    ),
    asked(
        "&& signed('mayor') && (call.open ? 'x' : 5) == 'x'\"",
        "guard-type",
        "'x' : ¦5)",
    ),
    asked(
        "&& signed('mayor') && (call.open ? answers.city_name : answers.interests) == 'x'\"",
        "guard-type",
        ": ¦answers.interests)",
    ),
    // Over several lines.
    broken(
        WORKFLOW,
        [
            "when = \"(call.open || marked('returned')) && signed('mayor')\"",
            "when = \"\"\"\n  (call.open || marked('returned'))\n  && signed('mayor')\n  && answers.city_name == 3\"\"\"",
        ],
        "guard-type",
        "  && answers.city_name == ¦3",
    ),
    broken(
        WORKFLOW,
        [
            "when = \"(call.open || marked('returned')) && signed('mayor')\"",
            "when = '''(call.open || marked('returned'))\n  && signed('mayor')\n  && 'ā' in answers.interests && answers.city_name == 3'''",
        ],
        "guard-type",
        "answers.city_name == ¦3",
    ),
    broken(
        WORKFLOW,
        [
            "when = \"(call.open || marked('returned')) && signed('mayor')\"",
            "when = \"\"\"\n  (call.open || marked('returned'))\n  && signed('mayor'))\"\"\"",
        ],
        "guard-syntax",
        "  && signed('mayor')¦)\"\"\"",
    ),
    broken(
        WORKFLOW,
        [
            "when = \"(call.open || marked('returned')) && signed('mayor')\"",
            "when = \"\"\"\n  (call.open || marked('returned'))\n  && && signed('mayor')\"\"\"",
        ],
        "guard-syntax",
        "  && ¦&& signed",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed(\\\"mayor\\\") && answers.city_name == 3\"",
        ],
        "guard-type",
        "answers.city_name == ¦3",
    ),
    // Names that were nothing.
    broken(
        WORKFLOW,
        ["[membership.draft]\n", "[membership.draft]\nwas = \"\"\n"],
        "empty-was",
        "was = ¦\"\"",
    ),
    broken(
        WORKFLOW,
        [
            "[membership.draft]\n",
            "[membership.draft]\nwas = [\"outline\", \" \"]\n",
        ],
        "empty-was",
        "[\"outline\", ¦\" \"]",
    ),
    broken(
        WORKFLOW,
        ["[membership.draft]\n", "[membership.draft]\nwas = []\n"],
        "empty-was",
        "was = ¦[]",
    ),
    broken(
        WORKFLOW,
        ["[membership]\n", "[membership]\nwas = \"\"\n"],
        "empty-was",
        "was = ¦\"\"",
    ),
    broken(
        "forms/ranking.toml",
        ["max_words = 100\n", "max_words = 100\nwas = \"\"\n"],
        "empty-was",
        "was = ¦\"\"",
    ),
];
