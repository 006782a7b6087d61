//! `kalends graph WORKFLOW`

use clap::ValueEnum;

use super::rehearse::{definition, locale};
use super::report::{CommandError, say};
use crate::workflow::graph::svg::svg;
use crate::workflow::graph::{View, dot, mermaid};

/// In which language the picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Picture {
    /// For Mermaid, which many wikis and repositories draw by themselves
    Mermaid,
    /// For Graphviz
    Dot,
    /// A drawing, ready to be looked at
    Svg,
}

/// Show the state machines of a workflow as a picture: a drawing, or text for Mermaid or Graphviz.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  kalends graph my-programme --lang lv > cycle.mmd\n  \
    kalends graph my-programme --format svg > cycle.svg")]
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
    let locale = locale(&args.lang)?;
    let messages = locale.messages();
    let view = View {
        lang: locale.tag(),
        messages: &messages,
    };
    match args.format {
        Picture::Svg => say(svg(&definition, &view).trim_end()),
        Picture::Mermaid => say(mermaid(&definition, &view)),
        Picture::Dot => say(dot(&definition, &view)),
    }
    Ok(())
}
