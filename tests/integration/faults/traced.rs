//! A running process whose system calls are watched, or made to fail, by strace.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::NamedTempFile;

/// strace on a process; it lets go when dropped.
pub struct Traced {
    strace: Child,
    output: NamedTempFile,
}

impl Traced {
    /// Attaches to a process; `what` are strace's own arguments.
    pub fn attach(process: u32, what: &[&str]) -> Self {
        let output = NamedTempFile::new().unwrap();
        let mut strace = Command::new("strace")
            .args(["-f", "-p", &process.to_string(), "-o"])
            .arg(output.path())
            .args(what)
            .stderr(Stdio::piped())
            .spawn()
            .expect("strace is installed");
        let mut lines = BufReader::new(strace.stderr.take().unwrap()).lines();
        let said = lines.next().expect("strace says what it does").unwrap();
        assert!(
            said.contains("attached"),
            "{said}\nhint: to watch another process takes root, or `kernel.yama.ptrace_scope=0`"
        );
        std::thread::spawn(move || lines.for_each(drop));
        Self { strace, output }
    }

    /// Lets go, and gives what was seen, a line a call.
    pub fn detach(mut self) -> Vec<String> {
        let asked = Command::new("kill")
            .args(["-INT", &self.strace.id().to_string()])
            .status();
        assert!(asked.unwrap().success());
        self.strace.wait().unwrap();
        let seen = std::fs::read_to_string(self.output.path()).unwrap();
        seen.lines().map(str::to_owned).collect()
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        let _ = self.strace.kill();
        let _ = self.strace.wait();
    }
}

/// The same program, watched from its first call on; it keeps its process id, and `output` is complete a little after its
/// end.
pub fn watched(command: &Command, output: &Path, what: &[&str]) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-D", "-f", "--seccomp-bpf", "-o"]).arg(output).args(what);
    strace.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => strace.env(name, value),
            None => strace.env_remove(name),
        };
    }
    strace.current_dir(command.get_current_dir().unwrap_or(Path::new(".")));
    strace
}
