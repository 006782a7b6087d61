//! `kalends demo`

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::practice::stories::{self, Cast};
use super::report::{CommandError, say};
use super::{folder, house, service};
use crate::clock::{Ids, Instant};
use crate::config::address;
use crate::engine::set_clock::WantedClock;
use crate::engine::{Engine, House};
use crate::http::app::PracticeHouse;
use crate::http::auth::Secret;
use crate::mail::Transport;
use crate::mail::transport::Memory;
use crate::store::Store;
use crate::worker::Worker;

/// Open the practice house: invented people, a clock you can move, a mailbox on the screen. Nothing leaves it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  kalends demo --listen 127.0.0.1:8080\n\nIt begins anew each time; end it with Ctrl-C."
)]
pub struct Args {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = listen)]
    listen: SocketAddr,
    /// Say the addresses and the tokens as one line of JSON
    #[arg(long)]
    json: bool,
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    address(text).map_err(|error| error.to_string())
}

/// Ids and secrets of the practice house are the same each time, so that what one sees can be told to others.
const SEED: u64 = 2027;

/// What a story needs to begin before its first line.
const BEFORE: Instant = Instant::from_micros(0);

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    service::log("warn");
    house::block_on(demo(args))
}

async fn demo(args: &Args) -> Result<(), CommandError> {
    let stop = service::stop_on_signal()?;
    let listener = service::listen(args.listen).await?;
    let url = service::url_of(&listener)?;
    let place = Place::make()?;
    let practice = Practice::open(&place.0, &url).await?;
    let app = service::app(&practice.engine, &practice.worker, &place.0.join("attachments"))
        .with_folders(house::folders(None))
        .with_practice(PracticeHouse::new(practice.cast.people.clone()));
    practice.announce(args, &url).await?;
    let ran = service::run(app, &practice.worker, listener, stop).await;
    practice.engine.store.close().await;
    ran
}

/// A folder that vanishes with the house.
struct Place(PathBuf);

impl Place {
    fn make() -> Result<Self, CommandError> {
        let name = format!("kalends-demo-{}", hex::encode(Ids::from_system().bytes::<8>()));
        let path = std::env::temp_dir().join(name);
        house::private_folder(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The practice house, lived in.
struct Practice {
    engine: Engine,
    worker: Worker,
    /// Who one can be.
    cast: Cast,
}

impl Practice {
    async fn open(place: &Path, url: &str) -> Result<Self, CommandError> {
        let store = Store::open(&format!("sqlite:{}", place.join("practice.db").display())).await;
        let store = store.map_err(|error| CommandError::caused("the practice house has no database", &error))?;
        house::migrate(&store, BEFORE).await?;
        let house = House {
            base_url: url.to_owned(),
            mail_from: "Kalends <practice@kalends.example>".to_owned(),
        };
        let mut engine = house::engine(store, WantedClock::Manual(BEFORE), house).await?;
        engine.ids = Ids::seeded(SEED);
        house::publish(&engine, &folder::shipped()).await?;
        let worker = Worker::new(engine.clone(), Some(Transport::Memory(Memory::default())), "practice");
        let cast = stories::live(&engine, &worker).await?;
        Ok(Self { engine, worker, cast })
    }

    async fn announce(&self, args: &Args, url: &str) -> Result<(), CommandError> {
        let mailbox = format!("{url}/practice/mailbox");
        if !args.json {
            say(format_args!(
                "The practice house is open: {url}\nIts mailbox, where every letter lands: {mailbox}\nEnd it with Ctrl-C; \
                 nothing is kept."
            ));
            return Ok(());
        }
        let mut tokens = serde_json::Map::new();
        for (word, person) in &self.cast.words {
            let secret = Secret::draw(&self.engine.ids);
            self.engine
                .add_token(*person, "practice", &secret.digest())
                .await
                .map_err(|error| CommandError::caused("a token cannot be made", &error))?;
            tokens.insert(word.clone(), json!(secret.reveal()));
        }
        say(json!({"url": url, "mailbox_url": mailbox, "tokens": tokens}));
        Ok(())
    }
}
