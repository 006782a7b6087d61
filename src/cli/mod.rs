//! The command line: one command a file.
//!
//! Owns the arguments, the words on standard output and standard error, and the exit code. Data goes to standard output,
//! everything said to people to standard error.

mod check;
mod folder;
mod graph;
mod rehearse;
pub mod report;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use report::CommandError;

/// Applications and the reports that follow them: every deadline kept, every reminder written.
#[derive(Debug, Parser)]
#[command(name = "kalends", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// How data is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Proof-read workflow folders
    Check(check::Args),
    /// Show the state machines of a workflow as a picture
    Graph(graph::Args),
    /// Play a workflow ahead with invented members
    Rehearse(rehearse::Args),
    /// Run the scenario files of workflow folders
    Test(test::Args),
}

/// Runs the program with the process's own arguments.
pub fn run() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => finish(dispatch(cli.command)),
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            error.print().map_or(ExitCode::from(255), |()| ExitCode::from(code))
        }
    }
}

fn dispatch(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Check(args) => check::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Rehearse(args) => rehearse::run(&args),
        Command::Test(args) => test::run(&args),
    }
}

fn finish(result: Result<(), CommandError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error.print();
            ExitCode::from(error.exit_code())
        }
    }
}
