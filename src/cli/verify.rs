//! `kalends verify`

use super::report::{CommandError, say};
use super::{Format, house};

/// Compute every case, plan and history anew and compare them with what is stored.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  kalends verify && echo nothing lost, nothing doubled\n\nExit code 1 on any difference."
)]
pub struct Args {
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let config = house::settings()?;
    let report = house::block_on(async {
        let engine = house::open(&config).await?;
        let verified = engine.verify().await;
        verified.map_err(|error| CommandError::caused("the database cannot be read to its end", &error))
    })?;
    match args.format {
        Format::Text => {
            for difference in &report.differences {
                let (case, rule, message) = (difference.case, difference.rule, &difference.message);
                eprintln!("{case}: {rule}: {message}\nhint: {}", difference.hint());
            }
            say(format_args!(
                "{} of {} notices accounted for",
                report.accounted, report.notices
            ));
        }
        Format::Json => say(serde_json::json!(report)),
    }
    if report.differences.is_empty() {
        Ok(())
    } else {
        Err(CommandError::reported())
    }
}
