//! The command line: one command a file.
//!
//! Owns the arguments, the words on standard output and standard error, and the exit code. Data goes to standard output,
//! everything said to people to standard error.

mod check;
mod copy;
mod demo;
mod explain;
mod folder;
mod graph;
mod house;
mod impact;
mod import;
mod migrate;
mod person;
pub mod practice;
mod publish;
mod rehearse;
pub mod report;
mod schema;
mod seat;
mod serve;
mod service;
mod test;
mod token;
mod verify;

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
    /// Move the service to another database and prove that nothing changed
    Copy(copy::Args),
    /// Open the practice house: nothing leaves, and the clock is yours
    Demo(demo::Args),
    /// Say every rule of a workflow as a sentence
    Explain(explain::Args),
    /// Show the state machines of a workflow as a picture
    Graph(graph::Args),
    /// Say what a changed workflow would do to running cases
    Impact(impact::Args),
    /// Import members that were there before
    Import(import::Args),
    /// Bring the database to the shape this program knows
    Migrate(migrate::Args),
    /// People who act and are written to
    Person(person::Args),
    /// Put a workflow in force, and move running cases to it
    Publish(publish::Args),
    /// Play a workflow ahead with invented members
    Rehearse(rehearse::Args),
    /// Write the JSON Schema of workflow files, for editors
    Schema(schema::Args),
    /// Who holds which role
    Seat(seat::Args),
    /// Run the service
    Serve(serve::Args),
    /// Run the scenario files of workflow folders
    Test(test::Args),
    /// Keys for programs
    Token(token::Args),
    /// Prove that nothing was lost, doubled or rewritten
    Verify(verify::Args),
}

/// Runs the program with the process's own arguments.
pub fn run() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => finish(unless_panicked(cli.command)),
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            error.print().map_or(ExitCode::from(255), |()| ExitCode::from(code))
        }
    }
}

/// Runs the command; a panic, which has been written to standard error already, is a fault of ours.
fn unless_panicked(command: Command) -> Result<(), CommandError> {
    let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dispatch(command)));
    ran.unwrap_or_else(|_| Err(CommandError::bug("the program stopped where it should not have")))
}

fn dispatch(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Check(args) => check::run(&args),
        Command::Copy(args) => copy::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Impact(args) => impact::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::Person(args) => person::run(&args),
        Command::Publish(args) => publish::run(&args),
        Command::Rehearse(args) => rehearse::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Seat(args) => seat::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Token(args) => token::run(&args),
        Command::Verify(args) => verify::run(&args),
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
