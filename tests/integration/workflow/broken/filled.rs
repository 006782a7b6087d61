//! Letters that cannot be filled, or say nothing, where they are sent.

use super::{Broken, broken};

pub const FILLED: &[Broken] = &[
    broken(
        "letters/received.en.md",
        ["{{ organisation }} has been", "{{ organisation | uper }} has been"],
        "letter-fails",
        "",
    ),
    broken("letters/received.lv.md", ["# ", "# {% if reason %}"], "letter", ""),
    broken(
        "letters/returned.en.md",
        ["{{ recipient }}", "{{ recipient + 1 }}"],
        "letter-fails",
        "",
    ),
    broken(
        "letters/report-due.en.md",
        ["# Progress report to be filed: {{ organisation }}", "# {{ period }}"],
        "empty-subject",
        "¦# {{ period }}",
    ),
    broken(
        "letters/report-due.en.md",
        ["{{ recipient }}", "{{ standing }}"],
        "empty-placeholder",
        "{{ ¦standing }}",
    ),
    broken(
        "letters/lapsed.en.md",
        ["{{ recipient }}", "{{ call.name }}"],
        "empty-placeholder",
        "{{ ¦call.name }}",
    ),
    broken(
        "letters/admitted.en.md",
        ["{{ recipient }}", "{{ duty.title }}"],
        "empty-placeholder",
        "{{ ¦duty.title }}",
    ),
    broken(
        "letters/to-review.en.md",
        ["{{ recipient }}", "{{ recipient[0].x }}"],
        "letter-fails",
        "",
    ),
];
