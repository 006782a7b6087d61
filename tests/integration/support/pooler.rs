//! A PgBouncer in front of the test cluster that gives a server's connection to each transaction.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use url::Url;

/// Where Debian puts it: not on the path of everybody.
const DEBIAN: &str = "/usr/sbin/pgbouncer";

/// How many connections it has to a database: far fewer than a node opens, so that they go from hand to hand.
const CONNECTIONS: u32 = 3;

/// The pooler; it ends when dropped.
pub struct Pooler {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Pooler {
    /// Starts one in front of the server of this database.
    pub fn start(database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let file = folder.path().join("pgbouncer.ini");
        std::fs::write(&file, settings(&Url::parse(database).unwrap(), port)).unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let program = if std::path::Path::new(DEBIAN).exists() {
            DEBIAN
        } else {
            "pgbouncer"
        };
        let mut command = Command::new(program);
        if is_root() {
            command.arg("--user=postgres");
        }
        let started = command.arg(&file).stderr(Stdio::piped()).stdout(Stdio::null()).spawn();
        let mut child = started.unwrap_or_else(|error| panic!("{error}\nhint: apt-get install pgbouncer"));
        let mut lines = BufReader::new(child.stderr.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let up = lines.by_ref().any(|line| line.contains("process up"));
        assert!(up, "pgbouncer does not start");
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            port,
            _folder: folder,
        }
    }

    /// The address of a database through the pooler, as the manual says it has to be written.
    pub fn through(&self, database: &str) -> String {
        let mut url = Url::parse(database).unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(self.port)).unwrap();
        url.set_query(Some("statement-cache-capacity=0"));
        url.into()
    }
}

fn settings(server: &Url, port: u16) -> String {
    format!(
        "[databases]\n* = host={} port={} user={}\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
         pool_mode = transaction\ndefault_pool_size = {CONNECTIONS}\nmax_client_conn = 200\n",
        server.host_str().unwrap(),
        server.port().unwrap_or(5432),
        server.username(),
    )
}

fn is_root() -> bool {
    let asked = Command::new("id").arg("-u").output().unwrap();
    asked.stdout == b"0\n"
}
