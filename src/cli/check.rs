//! `kalends check [DIR]…`

use std::path::PathBuf;

use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, folder};
use crate::rehearsal::scenario;
use crate::workflow::Source;
use crate::workflow::check::check;
use crate::workflow::finding::{Finding, Level};
use crate::workflow::report::Report;

/// Proof-read workflow folders: every finding with file, line, column and a way out.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  kalends check workflows/\n  kalends check my-programme other-programme --strict\n\nExit code 1 when there is an error among the findings, or with --strict any finding."
)]
pub struct Args {
    /// Workflows' folders, or folders of such folders; the shipped workflows if left out
    #[arg(value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Let warnings fail the command too
    #[arg(long)]
    strict: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let sources = sources(args)?;
    let found: Vec<(&Source, Finding)> = sources
        .iter()
        .flat_map(|source| findings(source).into_iter().map(move |finding| (source, finding)))
        .collect();
    let errors = found
        .iter()
        .filter(|(_, finding)| finding.level == Level::Error)
        .count();
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    match args.format {
        Format::Text => {
            for (source, finding) in &found {
                say(format_args!("{}/{finding}\n", source.name));
            }
            let all = found.len();
            eprintln!("checked {}: {all} findings, {errors} of them errors", names.join(", "));
        }
        Format::Json => {
            let reports: Vec<Report> = found
                .iter()
                .map(|(source, finding)| Report::of(source, finding))
                .collect();
            let warnings = found.len() - errors;
            say(json!({"checked": names, "errors": errors, "warnings": warnings, "findings": reports}));
        }
    }
    if errors > 0 || (args.strict && !found.is_empty()) {
        Err(CommandError::reported())
    } else {
        Ok(())
    }
}

fn sources(args: &Args) -> Result<Vec<Source>, CommandError> {
    if args.dirs.is_empty() {
        return Ok(folder::shipped());
    }
    let found: Result<Vec<_>, _> = args.dirs.iter().map(|dir| folder::read(dir)).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// What is wrong with a workflow's files and with its scenarios.
fn findings(source: &Source) -> Vec<Finding> {
    let (_, mut found) = check(source);
    for (path, text) in folder::scenarios(source) {
        found.extend(scenario::parse(path, text).err().unwrap_or_default());
    }
    found
}
