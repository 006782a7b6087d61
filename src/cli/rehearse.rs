//! `kalends rehearse WORKFLOW --from DATE --until DATE [--against DIR]`

use jiff::civil;
use serde_json::json;

use super::report::{CommandError, say};
use super::test::line_json;
use super::{Format, folder};
use crate::clock::Instant;
use crate::rehearsal::difference::difference;
use crate::rehearsal::persona::rehearse;
use crate::rehearsal::{Line, What};
use crate::workflow::{Definition, parse};

/// Play a workflow ahead with invented members: always late, never, on time, leaves midway.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  kalends rehearse my-programme --from 2027-01-01 --until 2037-01-01 --members 20")]
pub struct Args {
    /// A shipped workflow's name, or a folder
    workflow: String,
    /// First day
    #[arg(long)]
    from: civil::Date,
    /// Day after the last
    #[arg(long)]
    until: civil::Date,
    /// How many members there are already
    #[arg(long, default_value_t = 4)]
    members: usize,
    /// Another version of the workflow: print what differs
    #[arg(long)]
    against: Option<String>,
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    if args.until <= args.from {
        return Err(
            CommandError::user(format!("`{}` is not after `{}`", args.until, args.from))
                .hint("name a later day with --until"),
        );
    }
    let new = definition(&args.workflow)?;
    let lines = play(&new, args);
    match &args.against {
        Some(other) => {
            let old = definition(other)?;
            print_difference(&new, &play(&old, args), &lines, args.format);
        }
        None => print(&new, &lines, args.format),
    }
    Ok(())
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

fn play(definition: &Definition, args: &Args) -> Vec<Line> {
    let at = |day: civil::Date| Instant::from_civil(day.to_datetime(civil::Time::midnight()), &definition.zone);
    rehearse(definition, (at(args.from), at(args.until)), args.members).transcript
}

fn print(definition: &Definition, lines: &[Line], format: Format) {
    match format {
        Format::Json => {
            say(json!({"transcript": lines.iter().map(|line| line_json(definition, line)).collect::<Vec<_>>()}))
        }
        Format::Text => {
            for line in lines {
                let time = line.at.civil(&definition.zone).strftime("%Y-%m-%d %a %H:%M");
                say(format_args!(
                    "{time}  {} / {}: {}",
                    line.organisation,
                    line.kind,
                    line.what.sentence()
                ));
            }
            let letters = lines
                .iter()
                .filter(|line| matches!(line.what, What::Letter { .. }))
                .count();
            eprintln!("{} lines, {letters} of them letters", lines.len());
        }
    }
}

fn print_difference(definition: &Definition, old: &[Line], new: &[Line], format: Format) {
    let found = difference(definition, old, new);
    if format == Format::Json {
        return say(json!(found));
    }
    for (sign, lines) in [
        ("+", &found.letters_added),
        ("-", &found.letters_removed),
        ("+", &found.events_added),
        ("-", &found.events_removed),
    ] {
        lines.iter().for_each(|line| say(format_args!("{sign} {line}")));
    }
    eprintln!(
        "{} letters more, {} fewer",
        found.letters_added.len(),
        found.letters_removed.len()
    );
}
