//! `kalends person add`

use std::collections::BTreeSet;

use clap::Subcommand;
use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, house};
use crate::engine::{Engine, EngineError};
use crate::locale::Locale;
use crate::store::people::{self, Person};

/// People who act and are written to.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Enter a person, or show the one who has the address already
    #[command(after_help = "Example:\n  kalends person add \"Anna Sample\" anna@sample.example --language lv")]
    Add(Add),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Their name
    name: String,
    /// Their mail address
    email: String,
    /// Language they are written to in
    #[arg(long, default_value = "en")]
    language: String,
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let Command::Add(add) = &args.command;
    one_line("name", &add.name)?;
    let config = house::settings()?;
    let person = house::block_on(async {
        let engine = house::open_to_write(&config).await?;
        spoken(&engine, &add.language)?;
        let added = engine.add_person(&add.name, &add.email, &add.language).await;
        added.map_err(|error| wrong(&error))
    })?;
    match add.format {
        Format::Text => say(person.id),
        Format::Json => {
            say(json!({"id": person.id, "name": person.name, "email": person.email, "language": person.language}))
        }
    }
    Ok(())
}

/// Refuses a name that is not on one line, or has other control characters in it.
pub fn one_line(what: &str, text: &str) -> Result<(), CommandError> {
    match text.chars().find(|sign| sign.is_control()) {
        Some(sign) => Err(
            CommandError::user(format!("the {what} contains `{}`", sign.escape_unicode()))
                .hint("write it on one line, without control characters"),
        ),
        None => Ok(()),
    }
}

/// Refuses a language that neither the pages nor any workflow in force speaks.
fn spoken(engine: &Engine, language: &str) -> Result<(), CommandError> {
    let mut known: BTreeSet<String> = Locale::all().map(|locale| locale.tag().to_owned()).collect();
    for name in engine.workflows.names() {
        if let Some((_, definition)) = engine.workflows.in_force(&name) {
            known.extend(definition.languages.iter().map(ToString::to_string));
        }
    }
    if known.contains(language) {
        return Ok(());
    }
    let known: Vec<String> = known.into_iter().collect();
    Err(
        CommandError::user(format!("nothing is written in the language `{language}`"))
            .hint(format!("there are {}", known.join(", "))),
    )
}

/// What the engine said of a person or a seat, with the way out.
pub fn wrong(error: &EngineError) -> CommandError {
    let EngineError::Invalid(errors) = error else {
        return CommandError::caused("the database did not take it", error);
    };
    let fields: Vec<String> = errors
        .iter()
        .map(|error| format!("`{}` ({})", error.field, error.rule))
        .collect();
    CommandError::user(format!("not good: {}", fields.join(", ")))
        .hint("a name is not empty, an address has the shape `name@domain`, and a seat ends after it begins")
}

/// The person with an address.
pub async fn with_address(engine: &Engine, email: &str) -> Result<Person, CommandError> {
    let unreadable = |error| CommandError::caused("the database cannot be read", &error);
    let mut tx = engine.store.read().await.map_err(unreadable)?;
    let found = people::by_email(&mut tx, email.trim()).await.map_err(unreadable)?;
    found.ok_or_else(|| {
        CommandError::user(format!("nobody has the address `{email}`"))
            .hint(format!("enter them first: kalends person add \"NAME\" {email}"))
    })
}
