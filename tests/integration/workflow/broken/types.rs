//! Conditions whose parts do not fit each other, each found at the part that does not fit.

use super::{Broken, WORKFLOW, broken};

pub const TYPES: &[Broken] = &[
    broken(
        WORKFLOW,
        ["&& signed('mayor')\"", "&& signed('mayor') && answers.city_name > 3\""],
        "guard-type",
        "answers.city_name > ¦3",
    ),
    broken(
        WORKFLOW,
        ["&& signed('mayor')\"", "&& signed('mayor') && answers.city_name == 3\""],
        "guard-type",
        "answers.city_name == ¦3",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.population > 10000\"",
        ],
        "guard-type",
        "answers.population > ¦10000",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.population.valeu > 10000\"",
        ],
        "unknown-part",
        "¦answers.population.valeu",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.city_name.value == 'x'\"",
        ],
        "guard-type",
        "¦answers.city_name.value",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.mayor_salutation == 'mrs'\"",
        ],
        "unknown-option",
        "answers.mayor_salutation == ¦'mrs'",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.mayor_salutation < 'ms'\"",
        ],
        "guard-type",
        "¦answers.mayor_salutation <",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.interests == 'literacy'\"",
        ],
        "guard-type",
        "answers.interests == ¦'literacy'",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && 'litteracy' in answers.interests\"",
        ],
        "unknown-option",
        "¦'litteracy' in",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && 'literacy' in answers.city_name\"",
        ],
        "guard-type",
        "'literacy' in ¦answers.city_name",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.interests.contains('literacy')\"",
        ],
        "guard-type",
        "¦answers.interests.contains",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.interests.exists(i, i == 'litracy')\"",
        ],
        "unknown-option",
        "i == ¦'litracy'",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.challenge_health == 'high'\"",
        ],
        "guard-type",
        "answers.challenge_health == ¦'high'",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.challenge_health\"",
        ],
        "guard-type",
        "¦answers.challenge_health\"",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.contact_elsewhere == 'yes'\"",
        ],
        "guard-type",
        "answers.contact_elsewhere == ¦'yes'",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.council_decision_date < '1 May 2027'\"",
        ],
        "not-a-day",
        "answers.council_decision_date < ¦'1 May 2027'",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.council_decision_date < '2027-02-30'\"",
        ],
        "not-a-day",
        "answers.council_decision_date < ¦'2027-02-30'",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.council_decision_date > 2027\"",
        ],
        "guard-type",
        "answers.council_decision_date > ¦2027",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.council_decision_date + 30 > '2027-01-01'\"",
        ],
        "guard-type",
        "¦answers.council_decision_date + 30",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.challenge_health - answers.city_name > 1\"",
        ],
        "guard-type",
        "answers.challenge_health - ¦answers.city_name",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && size(answers.challenge_health) > 1\"",
        ],
        "guard-type",
        "size(¦answers.challenge_health",
    ),
    broken(
        WORKFLOW,
        ["&& signed('mayor')\"", "&& signed('mayor') && !answers.city_name\""],
        "guard-type",
        "!¦answers.city_name",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && (answers.city_name ? true : false)\"",
        ],
        "guard-type",
        "(¦answers.city_name ?",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && forms.admission.admitted_on == 'soon'\"",
        ],
        "not-a-day",
        "admitted_on == ¦'soon'",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.contact_elsewhere < true\"",
        ],
        "guard-type",
        "¦answers.contact_elsewhere < true",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && answers.city_name + 3 == 'x'\"",
        ],
        "guard-type",
        "¦answers.city_name + 3",
    ),
    broken(
        WORKFLOW,
        ["&& signed('mayor')\"", "&& signed('mayor') && standing == 'goood'\""],
        "unknown-standing",
        "standing == ¦'goood'",
    ),
    broken(
        WORKFLOW,
        [
            "&& signed('mayor')\"",
            "&& signed('mayor') && standing in ['good', 'dew']\"",
        ],
        "unknown-standing",
        "['good', ¦'dew']",
    ),
    broken(
        "forms/ranking.toml",
        [
            "max_words = 100\n",
            "max_words = 100\nwhen = \"answers.rank == 'first'\"\n",
        ],
        "guard-type",
        "answers.rank == ¦'first'",
    ),
];
