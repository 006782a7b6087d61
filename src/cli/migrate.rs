//! `kalends migrate`

use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, house};

/// Bring the database to the shape this program knows.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  KALENDS_DATABASE_URL=postgres://kalends@db/kalends kalends migrate")]
pub struct Args {
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let config = house::settings()?;
    let ran = house::block_on(async {
        let store = house::open_store(&config).await?;
        house::migrate(&store, house::wall_clock()).await
    })?;
    match args.format {
        Format::Text => eprintln!("{ran} migrations ran; the database is up to date"),
        Format::Json => say(json!({"migrations_run": ran})),
    }
    Ok(())
}
