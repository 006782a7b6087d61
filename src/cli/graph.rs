//! `kalends graph WORKFLOW`

use clap::ValueEnum;

use super::rehearse::definition;
use super::report::{CommandError, say};
use crate::workflow::graph::{dot, mermaid};

/// In which language the picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Picture {
    /// For Mermaid, which many wikis and repositories draw by themselves
    Mermaid,
    /// For Graphviz
    Dot,
}

/// Show the state machines of a workflow as a picture, as text for Mermaid or Graphviz.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  kalends graph my-programme --lang lv > cycle.mmd\n  \
    kalends graph my-programme --format dot | dot -Tsvg > cycle.svg\n\n\
    There is no svg: Graphviz draws one from `--format dot`, as above.")]
pub struct Args {
    /// A shipped workflow's name, or a folder
    workflow: String,
    /// In which language the picture is written
    #[arg(long, value_enum, default_value = "mermaid")]
    format: Picture,
    /// Language of the words in the picture
    #[arg(long, default_value = "en")]
    lang: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let definition = definition(&args.workflow)?;
    match args.format {
        Picture::Mermaid => say(mermaid(&definition, &args.lang)),
        Picture::Dot => say(dot(&definition, &args.lang)),
    }
    Ok(())
}
