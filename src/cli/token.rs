//! `kalends token create`, `token list` and `token revoke`

use clap::Subcommand;
use serde_json::json;
use uuid::Uuid;

use super::report::{CommandError, say};
use super::{Format, house, person};
use crate::config::Config;
use crate::engine::EngineError;
use crate::http::auth::Secret;
use crate::store::tokens::Token;

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
    /// Show the keys of a person, those taken back too
    #[command(after_help = "Example:\n  kalends token list anna@sample.example")]
    List(List),
    /// Take a key back: it opens nothing any more
    #[command(after_help = "Example:\n  kalends token revoke 0198c2b4-7f00-7000-8000-000000000000")]
    Revoke(Revoke),
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

#[derive(Debug, clap::Args)]
struct List {
    /// The person's mail address
    email: String,
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, clap::Args)]
struct Revoke {
    /// The key's id, as `kalends token list` shows it; not the key itself
    id: Uuid,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let config = house::settings()?;
    match &args.command {
        Command::Create(args) => create(&config, args),
        Command::List(args) => list(&config, args),
        Command::Revoke(args) => revoke(&config, args),
    }
}

fn create(config: &Config, create: &Create) -> Result<(), CommandError> {
    person::one_line("label", &create.label)?;
    let (token, secret) = house::block_on(async {
        let engine = house::open_to_write(config).await?;
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

fn list(config: &Config, list: &List) -> Result<(), CommandError> {
    let tokens = house::block_on(async {
        let engine = house::open(config).await?;
        let person = person::with_address(&engine, &list.email).await?;
        let tokens = engine.tokens_of(person.id).await;
        tokens.map_err(|error| CommandError::caused("the keys cannot be read", &error))
    })?;
    match list.format {
        Format::Text => tokens.iter().for_each(say_token),
        Format::Json => {
            let tokens = tokens.iter().map(|token| {
                json!({"id": token.id, "label": token.label, "created_at": token.created_at, "revoked_at": token.revoked_at})
            });
            say(json!({"tokens": tokens.collect::<Vec<_>>()}));
        }
    }
    Ok(())
}

fn say_token(token: &Token) {
    let end = token
        .revoked_at
        .map(|at| format!(", taken back {at}"))
        .unwrap_or_default();
    say(format_args!(
        "{}  {}, made {}{end}",
        token.id, token.label, token.created_at
    ));
}

fn revoke(config: &Config, revoke: &Revoke) -> Result<(), CommandError> {
    house::block_on(async {
        let engine = house::open_to_write(config).await?;
        engine.revoke_token(revoke.id).await.map_err(|error| match error {
            EngineError::NotFound(_) => CommandError::user(format!("no key in use has the id `{}`", revoke.id))
                .hint("see the ids by `kalends token list EMAIL`"),
            error => CommandError::caused("the key cannot be taken back", &error),
        })
    })?;
    eprintln!("the key opens nothing any more");
    Ok(())
}
