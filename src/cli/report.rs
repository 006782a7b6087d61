//! What went wrong with a command: a heading, the causes, the way out, the exit code.

use std::error::Error;
use std::fmt::Display;
use std::io::Write;

/// Why a command failed.
#[derive(Debug)]
pub struct CommandError {
    kind: Kind,
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The user's or the configuration's fault.
    User,
    /// Findings, failures or differences were reported already; only the exit code is left to give.
    Reported,
    /// Ours.
    Bug,
}

impl CommandError {
    /// The user's or the configuration's fault.
    pub fn user(message: impl Into<String>) -> Self {
        Self {
            kind: Kind::User,
            message: message.into(),
            causes: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Everything has been said; the exit code alone is left.
    pub fn reported() -> Self {
        Self {
            kind: Kind::Reported,
            ..Self::user("")
        }
    }

    /// Something that cannot happen did.
    pub fn bug(message: impl Into<String>) -> Self {
        Self {
            kind: Kind::Bug,
            ..Self::user(message)
        }
    }

    /// The user's fault with its chain of causes.
    pub fn caused(message: impl Into<String>, cause: &dyn Error) -> Self {
        let mut causes = vec![cause.to_string()];
        let mut next = cause.source();
        while let Some(error) = next {
            causes.push(error.to_string());
            next = error.source();
        }
        Self {
            causes,
            ..Self::user(message)
        }
    }

    /// The error with a way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hints.push(hint.to_string());
        self
    }

    /// 1 for the user's and the configuration's faults, 255 for ours.
    pub fn exit_code(&self) -> u8 {
        if self.kind == Kind::Bug { 255 } else { 1 }
    }

    /// Writes the error to standard error.
    pub fn print(&self) {
        let mut out = std::io::stderr().lock();
        let _ = self.write(&mut out);
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        match self.kind {
            Kind::Reported => return Ok(()),
            Kind::User => writeln!(out, "error: {}", self.message)?,
            Kind::Bug => writeln!(out, "internal error: {}", self.message)?,
        }
        for (number, cause) in (1..).zip(&self.causes) {
            writeln!(out, "  {number}: {cause}")?;
        }
        self.hints.iter().try_for_each(|hint| writeln!(out, "hint: {hint}"))
    }
}

/// Writes a line of data to standard output; a closed pipe ends the program quietly.
pub fn say(line: impl Display) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{line}").is_err() {
        std::process::exit(0);
    }
}
