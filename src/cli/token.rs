//! `kalends token create`

use clap::Subcommand;
use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, house, person};
use crate::http::auth::Secret;

/// Keys with which programs act in a person's name.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a key and show it once
    #[command(after_help = "Example:\n  kalends token create anna@sample.example --label \"nightly export\"")]
    Create(Create),
}

#[derive(Debug, clap::Args)]
struct Create {
    /// The person's mail address
    email: String,
    /// What the key is for
    #[arg(long, default_value = "command line")]
    label: String,
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let Command::Create(create) = &args.command;
    let config = house::settings()?;
    let (token, secret) = house::block_on(async {
        let engine = house::open(&config).await?;
        let person = person::with_address(&engine, &create.email).await?;
        let secret = Secret::draw(&engine.ids);
        let token = engine.add_token(person.id, &create.label, &secret.digest()).await;
        let token = token.map_err(|error| CommandError::caused("the key cannot be made", &error))?;
        Ok((token, secret))
    })?;
    match create.format {
        Format::Text => {
            say(secret.reveal());
            eprintln!("this key is shown once and kept nowhere; send it as `Authorization: Bearer KEY`");
        }
        Format::Json => say(json!({"id": token.id, "label": token.label, "token": secret.reveal()})),
    }
    Ok(())
}
