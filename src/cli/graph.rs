//! `kalends graph WORKFLOW`

use super::rehearse::definition;
use super::report::{CommandError, say};
use crate::workflow::graph::mermaid;

/// Show the state machines of a workflow as a picture, in Mermaid's language.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  kalends graph my-programme --lang lv > cycle.mmd")]
pub struct Args {
    /// A shipped workflow's name, or a folder
    workflow: String,
    /// Language of the words in the picture
    #[arg(long, default_value = "en")]
    lang: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let definition = definition(&args.workflow)?;
    say(mermaid(&definition, &args.lang));
    Ok(())
}
