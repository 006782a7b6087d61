//! A line to PostgreSQL that can be cut at a chosen statement.
//!
//! It passes bytes on and follows the protocol just far enough to count: whatever ends a round trip of the client (a sync of
//! the extended protocol, or a simple query) is one statement. Owns when the line is cut; of SQL it knows `COMMIT`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// What happens at the chosen statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The connection ends before the server has the statement.
    Before,
    /// The server does it, and the connection ends before the client hears so.
    After,
    /// The same, and of all statements only commits count.
    AfterCommit,
    /// As before the statement, and every later one is cut too.
    ForGood,
    /// The same, and new connections end once the client has said something.
    HangUp,
}

/// The line; it goes when dropped.
pub struct Line {
    url: String,
    shared: Arc<Shared>,
    passing: JoinHandle<()>,
}

struct Shared {
    server: SocketAddr,
    counted: AtomicUsize,
    /// The statement to cut at, counted from one; none is zero.
    at: AtomicUsize,
    cut: std::sync::Mutex<Cut>,
    /// Told when the connections that are open go silent.
    silence: watch::Sender<()>,
}

/// What becomes of a statement.
enum Fate {
    Pass,
    Drop,
    Mute,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.passing.abort();
    }
}

impl Line {
    /// A line to the server of a database's address.
    pub async fn to(database: &str) -> Self {
        let mut url = url::Url::parse(database).unwrap();
        let server = url.socket_addrs(|| Some(5432)).unwrap()[0];
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        url.set_ip_host(address.ip()).unwrap();
        url.set_port(Some(address.port())).unwrap();
        let shared = Arc::new(Shared {
            server,
            counted: AtomicUsize::new(0),
            at: AtomicUsize::new(0),
            cut: std::sync::Mutex::new(Cut::Before),
            silence: watch::Sender::new(()),
        });
        let passing = tokio::spawn(pass_all(listener, shared.clone()));
        Self {
            url: url.into(),
            shared,
            passing,
        }
    }

    /// The database's address through the line.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Cuts at the `n`-th statement from now.
    pub fn cut(&self, n: usize, cut: Cut) {
        *self.shared.cut.lock().unwrap() = cut;
        self.shared.counted.store(0, Ordering::SeqCst);
        self.shared.at.store(n, Ordering::SeqCst);
    }

    /// From now on nothing passes on the connections that are open, and none of them ends: so it is when a machine loses its
    /// power, or its network. New ones pass.
    pub fn hush(&self) {
        self.shared.silence.send_replace(());
    }

    /// Cuts no more; gives how many statements there were since it was told to cut.
    pub fn mend(&self) -> usize {
        self.shared.at.store(0, Ordering::SeqCst);
        self.shared.counted.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn hangs_up(&self) -> bool {
        self.at.load(Ordering::SeqCst) > 0 && *self.cut.lock().unwrap() == Cut::HangUp
    }

    fn fate(&self, body: &[u8]) -> Fate {
        let cut = *self.cut.lock().unwrap();
        if cut == Cut::AfterCommit && !body.starts_with(b"COMMIT") {
            return Fate::Pass;
        }
        let counted = self.counted.fetch_add(1, Ordering::SeqCst) + 1;
        let at = self.at.load(Ordering::SeqCst);
        match cut {
            _ if at == 0 => Fate::Pass,
            Cut::Before if counted == at => Fate::Drop,
            Cut::After | Cut::AfterCommit if counted == at => Fate::Mute,
            Cut::ForGood | Cut::HangUp if counted >= at => Fate::Drop,
            _ => Fate::Pass,
        }
    }
}

async fn pass_all(listener: TcpListener, shared: Arc<Shared>) {
    let mut passing = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let shared = shared.clone();
        passing.spawn(async move {
            // A connection that ends, ends both ways; why is no concern of the line's.
            let _ = pass(client, &shared).await;
        });
    }
}

async fn pass(mut client: TcpStream, shared: &Shared) -> std::io::Result<()> {
    if shared.hangs_up() {
        return client.read_exact(&mut [0; 8]).await.map(drop);
    }
    let server = TcpStream::connect(shared.server).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let muted = Muted::new(false);
    let mut silence = shared.silence.subscribe();
    let passing = async {
        tokio::select! {
            asked = asked(from_client, to_server, (shared, &muted)) => asked,
            answered = answered(from_server, to_client, &muted) => answered,
        }
    };
    tokio::pin!(passing);
    tokio::select! {
        passed = &mut passing => passed,
        _ = silence.changed() => std::future::pending().await,
    }
}

type Muted = std::sync::atomic::AtomicBool;

/// Passes on what the client asks, until a statement is to be cut.
async fn asked(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    (shared, muted): (&Shared, &Muted),
) -> std::io::Result<()> {
    let mut greeted = false;
    loop {
        let mut head = vec![0; if greeted { 5 } else { 4 }];
        from.read_exact(&mut head).await?;
        let length = u32::from_be_bytes(head[head.len() - 4..].try_into().unwrap());
        let mut body = vec![0; length as usize - 4];
        from.read_exact(&mut body).await?;
        if greeted && matches!(head[0], b'S' | b'Q') {
            match shared.fate(&body) {
                Fate::Pass => {}
                Fate::Drop => return Ok(()),
                Fate::Mute => muted.store(true, Ordering::SeqCst),
            }
        }
        // A request for encryption comes before the greeting and has a code of its own.
        greeted |= body.len() > 4;
        head.extend(body);
        to.write_all(&head).await?;
    }
}

/// Passes on what the server answers; once it is not to be heard, waits until the server has done all.
async fn answered(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, muted: &Muted) -> std::io::Result<()> {
    let mut refused = [0; 1];
    if from.peek(&mut refused).await? == 1 && refused[0] == b'N' {
        from.read_exact(&mut refused).await?;
        to.write_all(&refused).await?;
    }
    loop {
        let mut head = vec![0; 5];
        from.read_exact(&mut head).await?;
        let length = u32::from_be_bytes(head[1..].try_into().unwrap());
        let mut body = vec![0; length as usize - 4];
        from.read_exact(&mut body).await?;
        if muted.load(Ordering::SeqCst) {
            if head[0] == b'Z' {
                return Ok(());
            }
            continue;
        }
        head.extend(body);
        to.write_all(&head).await?;
    }
}
