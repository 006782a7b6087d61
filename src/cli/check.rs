//! `kalends check [DIR]`

use std::path::PathBuf;

use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, folder};
use crate::rehearsal::scenario;
use crate::workflow::check::check;
use crate::workflow::finding::Level;

/// Proof-read workflow folders: every finding with file, line, column and a way out.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  kalends check workflows/\n\nExit code 1 when there is an error among the findings."
)]
pub struct Args {
    /// A workflow's folder, or a folder of such folders; the shipped workflows if left out
    dir: Option<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let sources = match &args.dir {
        Some(dir) => folder::read(dir)?,
        None => folder::shipped(),
    };
    let mut errors = 0;
    let mut all = Vec::new();
    for source in &sources {
        let (_, mut findings) = check(source);
        for (path, text) in folder::scenarios(source) {
            findings.extend(scenario::parse(path, text).err().unwrap_or_default());
        }
        errors += findings.iter().filter(|finding| finding.level == Level::Error).count();
        all.extend(findings.into_iter().map(|finding| (source.name.clone(), finding)));
    }
    match args.format {
        Format::Text => {
            for (name, finding) in &all {
                say(format_args!("{name}/{finding}\n"));
            }
            let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
            eprintln!(
                "checked {}: {} findings, {errors} of them errors",
                names.join(", "),
                all.len()
            );
        }
        Format::Json => {
            let list: Vec<_> = all
                .iter()
                .map(|(name, finding)| json!({"workflow": name, "finding": finding}))
                .collect();
            say(json!({"findings": list}));
        }
    }
    if errors > 0 {
        Err(CommandError::reported())
    } else {
        Ok(())
    }
}
