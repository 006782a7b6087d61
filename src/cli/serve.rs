//! `kalends serve`

use super::report::CommandError;
use super::{house, service};
use crate::clock::Instant;
use crate::config::Config;
use crate::engine::set_clock::WantedClock;
use crate::store::Store;
use crate::worker::Worker;

/// Run the service: pages, API and the loops that write every reminder.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  KALENDS_SMTP_URL=smtp://localhost KALENDS_MAIL_FROM=reports@example.org kalends serve\n\n\
                  Settings come from kalends.toml and the environment; see the manual's page on settings."
)]
pub struct Args {
    /// A clock that moves only through the API; such a database is never opened with the wall clock
    #[arg(long, value_name = "manual:RFC3339", value_parser = manual)]
    clock: Option<Instant>,
}

fn manual(text: &str) -> Result<Instant, String> {
    let at = text.strip_prefix("manual:").ok_or("write `manual:` and an instant")?;
    at.parse()
        .map_err(|_| format!("`{at}` is not an instant; write it as 2027-03-08T09:00:00+02:00"))
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let config = house::settings()?;
    service::log_service();
    house::block_on(serve(args, &config))
}

async fn serve(args: &Args, config: &Config) -> Result<(), CommandError> {
    let stop = service::stop_on_signal()?;
    let transport = house::transport(config)?;
    let sources = house::sources(config)?;
    house::private_folder(&config.data_dir)?;
    let store = house::open_store(config).await?;
    house::migrate(&store, args.clock.unwrap_or_else(house::wall_clock)).await?;
    let listener = service::listen(config.listen).await?;
    let address = service::url_of(&listener)?;
    let house = house::house(config, config.base_url.clone().unwrap_or_else(|| address.clone()))?;
    let wanted = args.clock.map_or(WantedClock::System, WantedClock::Manual);
    let engine = house::engine(store.clone(), wanted, house).await?;
    if let Some(at) = args.clock.filter(|at| *at < engine.now()) {
        eprintln!(
            "the clock goes on from {}, where it stood, and not from {at}",
            engine.now()
        );
    }
    house::publish(&engine, &sources).await?;
    if transport.is_none() {
        eprintln!(
            "no mail server is set: letters stay in the outbox\nhint: set `KALENDS_SMTP_URL` and `KALENDS_MAIL_FROM`"
        );
    }
    let worker = Worker::new(engine.clone(), transport, node(config, &store));
    let app = service::app(&engine, &worker, &config.data_dir.join("attachments"))
        .with_folders(house::folders(config.workflows_dir.clone()));
    eprintln!("listening on {address}");
    let ran = service::run(app, &worker, listener, stop).await;
    store.close().await;
    ran
}

/// This node's name: its own among those that share a database, and the same when it comes back.
fn node(config: &Config, store: &Store) -> String {
    match &config.node {
        Some(name) => name.clone(),
        None if store.make() == "SQLite" => "the only node".to_owned(),
        None => format!("{}:{}", host_name(), config.listen),
    }
}

fn host_name() -> String {
    let read = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    if read.trim().is_empty() {
        "localhost".to_owned()
    } else {
        read.trim().to_owned()
    }
}
