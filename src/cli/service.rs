//! Running the service: loops and pages together, until a signal says stop.

use std::io::IsTerminal;
use std::path::Path;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use super::house;
use super::report::CommandError;
use crate::engine::Engine;
use crate::http::app::{App, Mover, Pulse, serve};
use crate::worker::Worker;

/// What is logged unless `RUST_LOG` says otherwise.
const LOGGED: &str = "warn,kalends=info";

/// How long requests in hand may take once the service is asked to stop.
const FINISHED_WITHIN: std::time::Duration = std::time::Duration::from_secs(10);

/// Sends the log to standard error; a second call changes nothing.
pub fn log(default: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
}

/// The log of a service.
pub fn log_service() {
    log(LOGGED);
}

/// Listens on an address; port 0 takes a free one.
pub async fn listen(address: std::net::SocketAddr) -> Result<TcpListener, CommandError> {
    TcpListener::bind(address).await.map_err(|error| {
        CommandError::caused(format!("`{address}` cannot be listened on"), &error)
            .hint("another program may hold the port; name another one")
    })
}

/// Where people reach a listener on this machine.
pub fn url_of(listener: &TcpListener) -> Result<String, CommandError> {
    let address = listener.local_addr();
    let address = address.map_err(|error| CommandError::caused("the address listened on is unknown", &error))?;
    let host = match address.ip() {
        ip if ip.is_unspecified() => "localhost".to_owned(),
        std::net::IpAddr::V6(ip) => format!("[{ip}]"),
        ip => ip.to_string(),
    };
    Ok(format!("http://{host}:{}", address.port()))
}

/// The pages over an engine, with a clock that can be moved if it is a manual one.
pub fn app(engine: &Engine, worker: &Worker, attachments: &Path) -> App {
    let loops = worker.clone();
    let app = App::new(engine.clone(), attachments).with_pulse(Pulse::new(move || loops.trouble()));
    if house::is_manual(engine) {
        app.with_mover(mover(worker))
    } else {
        app
    }
}

/// Moves the clock to the end even if whoever asked goes away: half a move would leave mail handed over but not noted.
fn mover(worker: &Worker) -> Mover {
    let worker = worker.clone();
    Mover::new(move |to| {
        let worker = worker.clone();
        let moving = tokio::spawn(async move { worker.advance(to).await });
        Box::pin(async move { Ok(moving.await??) })
    })
}

/// Runs loops and pages until `stop`, then finishes what is in hand.
pub async fn run(
    app: App,
    worker: &Worker,
    listener: TcpListener,
    stop: CancellationToken,
) -> Result<(), CommandError> {
    worker.free().await.map_err(|error| {
        CommandError::caused("the work in hand when the service stopped cannot be taken up", &error)
    })?;
    let loops = tokio::spawn({
        let (worker, stop) = (worker.clone(), stop.clone());
        async move { worker.run(stop).await }
    });
    let served = tokio::select! {
        served = serve(app, listener, stop.clone().cancelled_owned()) => served,
        () = too_long(&stop) => Ok(()),
    };
    stop.cancel();
    let finished = loops.await;
    worker.leave().await;
    served.map_err(|error| CommandError::caused("the service cannot go on listening", &error))?;
    finished.map_err(|error| CommandError::bug(format!("a loop ended: {error}")))
}

/// Ends when requests in hand have had their time after `stop`.
async fn too_long(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(FINISHED_WITHIN).await;
    tracing::warn!("the service stops without waiting any longer for requests that do not end");
}

/// Hears SIGTERM and SIGINT from now on; call it before anybody is told that the service runs.
pub fn stop_on_signal() -> Result<CancellationToken, CommandError> {
    let unheard = |error: std::io::Error| CommandError::caused("signals cannot be heard", &error);
    let mut terminate = signal(SignalKind::terminate()).map_err(unheard)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(unheard)?;
    let stop = CancellationToken::new();
    let heard = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("the service stops and finishes what it has in hand");
        heard.cancel();
    });
    Ok(stop)
}
