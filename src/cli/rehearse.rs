//! `kalends rehearse WORKFLOW --from DATE --until DATE [--members N] [--against DIR]`

mod text;

use clap::ValueEnum;
use jiff::civil;
use serde_json::{Value, json};

use super::folder;
use super::report::{CommandError, say};
use super::test::line_json;
use crate::clock::Instant;
use crate::http::pages::rehearsal::RehearsalFile;
use crate::locale::Locale;
use crate::rehearsal::difference::{Difference, difference};
use crate::rehearsal::ical::calendar;
use crate::rehearsal::marks::marks;
use crate::rehearsal::persona::rehearse;
use crate::rehearsal::weeks::weeks;
use crate::rehearsal::world::MOST_LINES;
use crate::rehearsal::{Due, Line, Rehearsal, What};
use crate::workflow::{Definition, parse};

/// How a rehearsal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people, one line for each thing that happens
    Text,
    /// For programs
    Json,
    /// For a calendar program: due dates and letters
    Ical,
    /// A page in one file, with a chart of what leaves in which week
    Html,
}

/// Play a workflow ahead with invented members: on time, always late, never, leaves midway, merges.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    kalends rehearse my-programme --from 2027-01-01 --until 2037-01-01 --members 20\n  \
    kalends rehearse my-programme --from 2027-01-01 --until 2037-01-01 --format html > rehearsal.html\n  \
    kalends rehearse my-edit --from 2027-01-01 --until 2037-01-01 --against my-programme")]
pub struct Args {
    /// A shipped workflow's name, or a folder
    workflow: String,
    /// First day
    #[arg(long)]
    from: civil::Date,
    /// Day after the last
    #[arg(long)]
    until: civil::Date,
    /// How many members there are, besides one applicant of each sort
    #[arg(long, default_value_t = 5)]
    members: usize,
    /// The version before the edit, a name or a folder: print what the edit changes
    #[arg(long, value_name = "DIR")]
    against: Option<String>,
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Shape,
    /// Language of the page and of the calendar
    #[arg(long, default_value = "en")]
    lang: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    if args.until <= args.from {
        return Err(
            CommandError::user(format!("`{}` is not after `{}`", args.until, args.from))
                .hint("name a later day with --until"),
        );
    }
    let locale = locale(&args.lang)?;
    let new = definition(&args.workflow)?;
    let played = play(&new, args);
    match &args.against {
        Some(other) => {
            let old = definition(other)?;
            let found = difference((&old, &play(&old, args)), (&new, &played));
            print_difference(&found, args.format)
        }
        None => print(&new, &played, (args, locale)),
    }
}

fn say_too_much(name: &str, day: civil::Date) {
    eprintln!("warning: `{name}` was broken off on {day}: more than {MOST_LINES} things happened");
    eprintln!(
        "hint: timers that go in a circle, or a cycle that opens too often? else take fewer members, or fewer years"
    );
}

/// The definition of a shipped workflow or a folder.
pub fn definition(name: &str) -> Result<Definition, CommandError> {
    let source = folder::named(name)?;
    parse::parse(&source).map_err(|findings| {
        findings
            .iter()
            .for_each(|finding| eprintln!("{}/{finding}", source.name));
        CommandError::user(format!("`{name}` cannot be read")).hint("run `kalends check` on the folder first")
    })
}

/// The language of that tag.
pub fn locale(tag: &str) -> Result<Locale, CommandError> {
    Locale::of(tag).ok_or_else(|| {
        let known: Vec<&str> = Locale::all().map(Locale::tag).collect();
        CommandError::user(format!("there are no sentences in `{tag}`"))
            .hint(format!("`--lang` is one of {}", known.join(", ")))
    })
}

fn play(definition: &Definition, args: &Args) -> Rehearsal {
    let at = |day: civil::Date| Instant::from_civil(day.to_datetime(civil::Time::midnight()), &definition.zone);
    let played = rehearse(definition, (at(args.from), at(args.until)), args.members);
    if let Some(at) = played.broken_off_at {
        say_too_much(&definition.name, at.civil(&definition.zone).date());
    }
    played
}

fn print(definition: &Definition, played: &Rehearsal, (args, locale): (&Args, Locale)) -> Result<(), CommandError> {
    match args.format {
        Shape::Text => text::print(definition, played),
        Shape::Json => say(as_json(definition, played, args)),
        Shape::Ical => say(calendar(definition, played, &args.lang).trim_end()),
        Shape::Html => {
            let file = RehearsalFile::new(definition, played, (args.members, locale));
            say(file.html().map_err(|error| CommandError::bug(error.to_string()))?);
        }
    }
    Ok(())
}

fn as_json(definition: &Definition, played: &Rehearsal, args: &Args) -> Value {
    let lines = played.transcript.iter().map(|line| marked_line(definition, line));
    let dues = played.dues.iter().map(|due| marked_due(definition, due));
    json!({
        "workflow": definition.name,
        "from": args.from,
        "until": args.until,
        "members": args.members,
        "letters": played.transcript.iter().filter(|line| is_letter(line)).count(),
        "transcript": lines.collect::<Vec<_>>(),
        "dues": dues.collect::<Vec<_>>(),
        "weeks": weeks(definition, played),
        "stuck": played.stuck,
        "broken_off_at": played.broken_off_at.map(|at| at.rfc3339(&definition.zone)),
    })
}

fn is_letter(line: &Line) -> bool {
    matches!(line.what, What::Letter { .. })
}

fn marked_line(definition: &Definition, line: &Line) -> Value {
    let mut value = line_json(definition, line);
    let marks = marks(definition, line.at.civil(&definition.zone).date());
    if is_letter(line) && !marks.is_empty() {
        value["marks"] = json!(marks);
    }
    value
}

fn marked_due(definition: &Definition, due: &Due) -> Value {
    let day = due.due_at.last_day(&definition.zone);
    let mut value = json!(due);
    value["due_at"] = json!(due.due_at.rfc3339(&definition.zone));
    value["last_day"] = json!(day);
    let marks = marks(definition, day);
    if !marks.is_empty() {
        value["marks"] = json!(marks);
    }
    value
}

fn print_difference(found: &Difference, shape: Shape) -> Result<(), CommandError> {
    match shape {
        Shape::Text => text::print_difference(found),
        Shape::Json => {
            let mut value = json!(found);
            value["sentence"] = json!(found.sentence());
            say(value);
        }
        Shape::Ical | Shape::Html => {
            return Err(CommandError::user("a difference is written as text or JSON")
                .hint("use `--format text` or `--format json` with `--against`"));
        }
    }
    Ok(())
}
