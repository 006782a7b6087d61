//! One client's talk with the sink.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use base64::Engine;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Mode, Offer, Received, Shared, WRONG_PASSWORD};

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// Talks with one client until either goes.
pub(super) async fn talk(socket: TcpStream, shared: Arc<Shared>) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    let encrypted = shared.offer == Offer::Tls;
    let wire: Box<dyn Wire> = if encrypted {
        Box::new(shared.tls.accept(socket).await?)
    } else {
        Box::new(socket)
    };
    let mut talk = Talk {
        wire: BufReader::new(wire),
        shared,
        from: String::new(),
        to: vec![],
        user: None,
        encrypted,
    };
    match talk.mode() {
        Mode::NeverGreet => return talk.hush().await,
        Mode::Babble => loop {
            talk.say(&format!("220-{}", "and another thing ".repeat(50))).await?;
        },
        Mode::Greet(code) => return talk.say(&format!("{code} not now")).await,
        _ => talk.say("220 sink.test ready").await?,
    }
    talk.run().await
}

/// One connection.
struct Talk {
    wire: BufReader<Box<dyn Wire>>,
    shared: Arc<Shared>,
    from: String,
    to: Vec<String>,
    user: Option<String>,
    encrypted: bool,
}

/// Whether the connection goes on.
#[derive(PartialEq, Eq)]
enum Next {
    Go,
    Close,
}

impl Talk {
    fn mode(&self) -> Mode {
        *self.shared.mode.borrow()
    }

    async fn say(&mut self, line: &str) -> std::io::Result<()> {
        self.wire.get_mut().write_all(format!("{line}\r\n").as_bytes()).await?;
        self.wire.get_mut().flush().await
    }

    /// Says nothing until the client goes.
    async fn hush(&mut self) -> std::io::Result<()> {
        self.wire.read_to_end(&mut vec![]).await.map(|_| ())
    }

    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.wire.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim_end().to_owned()))
    }

    async fn run(mut self) -> std::io::Result<()> {
        while let Some(line) = self.line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or("").to_ascii_uppercase();
            let next = match (verb.as_str(), self.mode()) {
                ("EHLO", _) => self.hello().await?,
                ("STARTTLS", _) => {
                    self.say("220 go ahead").await?;
                    if self.shared.offer == Offer::BrokenTls {
                        return self.say("this is no TLS").await;
                    }
                    let plain = self.wire.into_inner();
                    let encrypted = self.shared.tls.accept(plain).await?;
                    self.wire = BufReader::new(Box::new(encrypted));
                    self.encrypted = true;
                    Next::Go
                }
                ("AUTH", _) => self.sign_in(&line).await?,
                ("MAIL", Mode::Mail(code)) | ("RCPT", Mode::Rcpt(code)) => self.refuse(code).await?,
                ("MAIL", _) => {
                    self.from = path(&line);
                    self.to.clear();
                    self.ok().await?
                }
                ("RCPT", _) => {
                    self.to.push(path(&line));
                    self.ok().await?
                }
                ("DATA", _) => self.data().await?,
                ("QUIT", _) => {
                    self.say("221 bye").await?;
                    Next::Close
                }
                _ => self.ok().await?,
            };
            if next == Next::Close {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn ok(&mut self) -> std::io::Result<Next> {
        self.say("250 2.0.0 ok").await?;
        Ok(Next::Go)
    }

    async fn refuse(&mut self, code: u16) -> std::io::Result<Next> {
        self.say(&format!("{code}-no, not\r\n{code} this one")).await?;
        Ok(if code == 421 { Next::Close } else { Next::Go })
    }

    async fn hello(&mut self) -> std::io::Result<Next> {
        let offered = match self.shared.offer {
            Offer::Utf8 => "250-SMTPUTF8\r\n",
            Offer::StartTls | Offer::BrokenTls if !self.encrypted => "250-STARTTLS\r\n",
            _ => "",
        };
        self.say(&format!("250-sink.test\r\n{offered}250-AUTH PLAIN\r\n250 8BITMIME"))
            .await?;
        Ok(Next::Go)
    }

    async fn sign_in(&mut self, line: &str) -> std::io::Result<Next> {
        let answer = line.rsplit(' ').next().unwrap_or("");
        let decoded = base64::engine::general_purpose::STANDARD
            .decode(answer)
            .unwrap_or_default();
        let text = String::from_utf8_lossy(&decoded).into_owned();
        let mut parts = text.split('\0').skip(1);
        let (user, password) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        if password == WRONG_PASSWORD {
            self.say("535 5.7.8 wrong user or password").await?;
        } else {
            self.user = Some(user.to_owned());
            self.say("235 2.7.0 welcome").await?;
        }
        Ok(Next::Go)
    }

    async fn data(&mut self) -> std::io::Result<Next> {
        self.say("354 end with a dot").await?;
        let mut wire = vec![];
        loop {
            let start = wire.len();
            if self.wire.read_until(b'\n', &mut wire).await? == 0 || self.mode() == Mode::CloseMidData {
                return Ok(Next::Close);
            }
            if &wire[start..] == b".\r\n" && (start == 0 || wire[..start].ends_with(b"\r\n")) {
                wire.truncate(start);
                break;
            }
        }
        self.answer(wire).await
    }

    async fn answer(&mut self, wire: Vec<u8>) -> std::io::Result<Next> {
        if self.mode() == Mode::Hold {
            self.shared.held.send_modify(|held| *held += 1);
            let mut mode = self.shared.mode.subscribe();
            let _ = mode.wait_for(|mode| *mode != Mode::Hold).await;
            self.shared.held.send_modify(|held| *held -= 1);
        }
        match self.mode() {
            Mode::NeverAnswer => {
                self.hush().await?;
                return Ok(Next::Close);
            }
            Mode::Dot(code) => return self.refuse(code).await,
            Mode::NotTheSeventh if self.is_the_seventh() => return Ok(Next::Close),
            _ => self.record(wire),
        }
        if self.mode() == Mode::CloseAfterDot {
            return Ok(Next::Close);
        }
        self.say("250 2.0.0 taken").await?;
        Ok(if self.mode() == Mode::OneEach {
            Next::Close
        } else {
            Next::Go
        })
    }

    fn is_the_seventh(&self) -> bool {
        self.shared.offered.fetch_add(1, Ordering::SeqCst) % 7 == 6
    }

    fn record(&mut self, wire: Vec<u8>) {
        let mut received = self.shared.received.lock().unwrap();
        received.push(Received {
            from: std::mem::take(&mut self.from),
            to: std::mem::take(&mut self.to),
            user: self.user.clone(),
            encrypted: self.encrypted,
            wire,
        });
        self.shared.count.send_replace(received.len());
    }
}

/// What stands between `<` and `>`.
fn path(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or("", |(path, _)| path).to_owned()
}
