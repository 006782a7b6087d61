//! A rehearsal, or the difference of two, as lines for people.

use crate::cli::report::say;
use crate::clock::Instant;
use crate::rehearsal::difference::{Changes, Difference};
use crate::rehearsal::marks::words;
use crate::rehearsal::{Due, Line, Rehearsal, What};
use crate::workflow::Definition;

/// Prints everything that happens and every due date, by time; what it comes to goes to standard error.
pub fn print(definition: &Definition, played: &Rehearsal) {
    let mut dues = played.dues.iter().peekable();
    for line in &played.transcript {
        while let Some(due) = dues.next_if(|due| due.due_at <= line.at) {
            print_due(definition, due);
        }
        print_line(definition, line);
    }
    dues.for_each(|due| print_due(definition, due));
    let letters = played.transcript.iter();
    let letters = letters.filter(|line| matches!(line.what, What::Letter { .. }));
    eprintln!(
        "{} events, {} letters, {} due dates",
        played.transcript.len() - letters.clone().count(),
        letters.count(),
        played.dues.len()
    );
    for stuck in &played.stuck {
        eprintln!(
            "nobody could go on with {} of {} in `{}`: `{}` was refused by the rule `{}`",
            stuck.cases, stuck.kind, stuck.state, stuck.event, stuck.rule
        );
    }
}

fn print_line(definition: &Definition, line: &Line) {
    let civil = line.at.civil(&definition.zone);
    let note = match line.what {
        What::Letter { .. } => noted(definition, civil.date()),
        _ => String::new(),
    };
    let time = civil.strftime("%Y-%m-%d %a %H:%M");
    let (organisation, kind) = (&line.organisation, &line.kind);
    say(format_args!(
        "{time}  {organisation} / {kind}: {}{note}",
        line.what.sentence()
    ));
}

fn print_due(definition: &Definition, due: &Due) {
    let day = due.due_at.last_day(&definition.zone);
    let note = noted(definition, day);
    let time = last_moment(definition, due.due_at);
    let (organisation, kind) = (&due.organisation, &due.kind);
    say(format_args!(
        "{} {time}  {organisation} / {kind}: due: {} of {}{note}",
        day.strftime("%Y-%m-%d %a"),
        due.duty,
        due.of
    ));
}

/// The hour at which a deadline ends: midnight is the end of its last day.
fn last_moment(definition: &Definition, due_at: Instant) -> String {
    match due_at.civil(&definition.zone).strftime("%H:%M").to_string() {
        midnight if midnight == "00:00" => "24:00".to_owned(),
        hour => hour,
    }
}

fn noted(definition: &Definition, day: jiff::civil::Date) -> String {
    let words = words(definition, day, "en");
    if words.is_empty() {
        String::new()
    } else {
        format!("  [{}]", words.join(", "))
    }
}

/// Prints what differs: in one sentence, then by rule, then line by line.
pub fn print_difference(found: &Difference) {
    say(found.sentence());
    let sorts = [
        ("letters", &found.letters),
        ("due dates", &found.dues),
        ("events", &found.events),
    ];
    for (name, changes) in sorts.iter().filter(|(_, changes)| !changes.by_rule.is_empty()) {
        say(format_args!("\n{name} by rule"));
        for (rule, count) in &changes.by_rule {
            say(format_args!(
                "  +{} -{} ~{}  {rule}",
                count.added, count.removed, count.moved
            ));
        }
    }
    for (name, changes) in sorts.iter().filter(|(_, changes)| !changes.by_rule.is_empty()) {
        say(format_args!("\n{name}"));
        print_changes(changes);
    }
}

fn print_changes(changes: &Changes) {
    let mut lines: Vec<(&str, String)> = Vec::new();
    let once = |sign: &str, at: &str, text: &str| format!("{sign} {at}  {text}");
    lines.extend(
        changes
            .added
            .iter()
            .map(|one| (one.at.as_str(), once("+", &one.at, &one.text))),
    );
    lines.extend(
        changes
            .removed
            .iter()
            .map(|one| (one.at.as_str(), once("-", &one.at, &one.text))),
    );
    lines.extend(changes.moved.iter().map(|one| {
        let text = format!("~ {} → {}  {}", one.from, one.to, one.text);
        (one.from.as_str(), text)
    }));
    lines.sort();
    lines.iter().for_each(|(_, line)| say(line));
}
