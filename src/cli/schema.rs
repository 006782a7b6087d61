//! `kalends schema [WHICH]`

use clap::ValueEnum;

use super::report::{CommandError, say};
use crate::workflow::schema::{form, reference, workflow};

/// Which files the schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    /// For workflow.toml
    Workflow,
    /// For forms/*.toml
    Form,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Written {
    /// JSON Schema 2020-12
    Json,
    /// Both as one page for people
    Markdown,
}

/// Write the JSON Schema of the files, for editors that complete and check while one types.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  kalends schema workflow > workflow.json\n\n\
    With `#:schema ./workflow.json` as the first line of workflow.toml, editors that know TOML schemas (Even Better TOML, \
    Taplo) complete keys and mark mistakes.")]
pub struct Args {
    /// Which files
    #[arg(value_enum, default_value = "workflow")]
    which: Which,
    /// How it is written
    #[arg(long, value_enum, default_value = "json")]
    format: Written,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let schema = match (args.format, args.which) {
        (Written::Markdown, _) => {
            say(reference::markdown(&workflow(), &form()).trim_end());
            return Ok(());
        }
        (Written::Json, Which::Workflow) => workflow(),
        (Written::Json, Which::Form) => form(),
    };
    say(serde_json::to_string_pretty(&schema).map_err(|error| CommandError::bug(error.to_string()))?);
    Ok(())
}
