//! Runs the program in a folder of its own, with no settings but those given.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with a database in it.
pub struct Place(TempDir);

impl Place {
    /// A new folder.
    pub fn make() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Where it is.
    pub fn path(&self) -> &std::path::Path {
        self.0.path()
    }

    /// Writes a file into it.
    pub fn write(&self, name: &str, text: &[u8]) {
        std::fs::write(self.path().join(name), text).unwrap();
    }

    /// The program with arguments, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kalends"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KALENDS_")) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .current_dir(self.path())
            .env("KALENDS_LISTEN", "127.0.0.1:0");
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran(self.command(arguments).output().unwrap())
    }
}

/// A program that has ended.
pub struct Ran(Output);

impl Ran {
    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    pub fn stdout(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    /// Its output, if it ended well.
    pub fn good(self) -> String {
        assert_eq!(self.code(), 0, "{}{}", self.stdout(), self.stderr());
        self.stdout()
    }
}

/// A program that goes on until it is told to end.
pub struct Running {
    child: Child,
    lines: std::io::Lines<BufReader<Box<dyn std::io::Read + Send>>>,
}

/// Where a running program speaks.
pub enum Voice {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

impl Running {
    pub fn start(mut command: Command, voice: Voice) -> Self {
        let mut child = match voice {
            Voice::Out => command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap(),
            Voice::Err => command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap(),
        };
        let out = child
            .stdout
            .take()
            .map(|out| Box::new(out) as Box<dyn std::io::Read + Send>);
        let voice = out.or_else(|| {
            child
                .stderr
                .take()
                .map(|err| Box::new(err) as Box<dyn std::io::Read + Send>)
        });
        let lines = BufReader::new(voice.unwrap()).lines();
        Self { child, lines }
    }

    /// What it says next.
    pub fn line(&mut self) -> String {
        self.lines.next().expect("the program says more").unwrap()
    }

    /// Reads on until it says something like this.
    pub fn until(&mut self, words: &str) -> String {
        loop {
            let line = self.line();
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Asks it to end.
    pub fn ask_to_end(&self) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(asked.unwrap().success());
    }

    /// Asks it to end and gives its exit code.
    pub fn end(self) -> Option<i32> {
        self.ask_to_end();
        self.ended()
    }

    /// Its exit code, once it has ended.
    pub fn ended(mut self) -> Option<i32> {
        self.lines.by_ref().for_each(drop);
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
