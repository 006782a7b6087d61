//! The service as a process of its own, that can be killed, held up, let go on and asked to stop.
//!
//! Owns the process and how its address is learnt. Whatever happens it does not outlive the test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The program that is started.
pub const KALENDS: &str = env!("CARGO_BIN_EXE_kalends");

/// Long enough for any start or stop on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A process that does not outlive the test.
pub struct Program(Child);

impl Program {
    /// Starts it; what it says on standard error is kept for [`Serving`].
    pub fn spawn(mut command: Command) -> Self {
        Self(command.stderr(Stdio::piped()).spawn().unwrap())
    }

    /// Ends it with signal 9.
    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let asked = Command::new("kill")
            .args([format!("-{name}"), self.0.id().to_string()])
            .status();
        assert!(asked.unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The service, started and listening; killed when dropped.
pub struct Serving {
    /// Its process.
    pub program: Program,
    /// Where it listens.
    pub url: String,
}

impl Serving {
    /// Starts `kalends serve …` and waits until it listens.
    pub async fn start(command: Command) -> Self {
        let mut program = Program::spawn(command);
        let lines = BufReader::new(program.0.stderr.take().unwrap()).lines();
        let (told, listening) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || read(lines, told));
        let told = tokio::time::timeout(PATIENCE, listening)
            .await
            .expect("the program starts in time");
        let url = told
            .unwrap()
            .unwrap_or_else(|said| panic!("the program ended: {said:?}"));
        Self { program, url }
    }

    /// Asks it to stop and waits until it has done so without complaint.
    pub async fn stop(mut self) {
        self.program.signal("TERM");
        let ended = tokio::task::spawn_blocking(move || self.program.0.wait().unwrap());
        let ended = tokio::time::timeout(PATIENCE, ended)
            .await
            .expect("it stops when asked to");
        assert_eq!(ended.unwrap().code(), Some(0));
    }
}

/// Whether a line of the log tells of a fault that should not be there whatever the test does.
fn is_fault(line: &str) -> bool {
    ["a request failed", "a handler panicked"]
        .iter()
        .any(|words| line.contains(words))
}

/// Reads what the program says: sends on the address, or all it said if it ends before; then reads on, so that it is
/// never held up, and repeats only faults.
fn read(
    mut lines: impl Iterator<Item = std::io::Result<String>>,
    told: tokio::sync::oneshot::Sender<Result<String, Vec<String>>>,
) {
    let mut said = Vec::new();
    for line in lines.by_ref().map_while(Result::ok) {
        if let Some(url) = line.strip_prefix("listening on ") {
            let _ = told.send(Ok(url.to_owned()));
            lines
                .map_while(Result::ok)
                .filter(|line| is_fault(line))
                .for_each(|line| eprintln!("{line}"));
            return;
        }
        said.push(line);
    }
    let _ = told.send(Err(said));
}
