//! Opening the house for a command: the database, its clock, the workflows in force, the way mail leaves.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folder;
use super::report::CommandError;
use crate::clock::{Clock, Ids, Instant, SystemClock};
use crate::config::{Config, ConfigError};
use crate::engine::set_clock::{ClockError, WantedClock, open_clock};
use crate::engine::{Engine, House, HouseClock, Tray, Workflows};
use crate::http::app::Folders;
use crate::mail::{Party, SmtpSettings, SmtpTransport, Transport};
use crate::store::{Store, StoreError, copy};
use crate::workflow::Source;
use crate::workflow::check::check;
use crate::workflow::finding::Level;
use crate::workflow::parse;

/// Sender when none is set: nothing leaves the house then.
const NO_SENDER: &str = "kalends@localhost";

/// The way out for a program that is older than its database.
const NEWER: &str = "install the version of kalends that last used this database, or a later one";

/// The settings of this process.
pub fn settings() -> Result<Config, CommandError> {
    Config::of_process().map_err(|error| unusable(&error))
}

fn unusable(error: &ConfigError) -> CommandError {
    CommandError::user(error.to_string()).hint(error.hint())
}

/// A runtime for a command that waits for things.
pub fn block_on<T>(work: impl Future<Output = Result<T, CommandError>>) -> Result<T, CommandError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| CommandError::caused("the program cannot start its threads", &error))?;
    runtime.block_on(work)
}

/// Opens the database, making the folder it lies in.
pub async fn open_store(config: &Config) -> Result<Store, CommandError> {
    open_at(&config.database_url, "KALENDS_DATABASE_URL").await
}

/// Opens the database at an address, which people give by `named`.
pub async fn open_at(url: &str, named: &str) -> Result<Store, CommandError> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let folder = Path::new(path.trim_start_matches("//")).parent();
        if let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
            private_folder(folder)?;
        }
    }
    Store::open(url).await.map_err(|error| {
        let hint = match &error {
            StoreError::Unreachable(_) => {
                format!("see that the server runs and that `{named}` names its host, port, user and database")
            }
            _ => format!("`{named}` is `sqlite:PATH` or `postgres://user:password@host/database`"),
        };
        CommandError::caused("the database cannot be opened", &error).hint(hint)
    })
}

/// Makes a folder that only its owner may enter; one that is there already stays as it is.
pub fn private_folder(folder: &Path) -> Result<(), CommandError> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| {
        CommandError::caused(format!("the folder `{}` cannot be made", folder.display()), &error)
            .hint("set `KALENDS_DATA_DIR` to a folder this program may write to")
    })
}

/// Brings the database to this program's shape, and says how many steps that took.
pub async fn migrate(store: &Store, now: Instant) -> Result<usize, CommandError> {
    store.migrate(now).await.map_err(|error| {
        let hint = match &error {
            StoreError::Newer { .. } => NEWER,
            _ => "the database is as it was before; restore the program that last used it, or a backup",
        };
        CommandError::caused("the database cannot be brought up to date", &error).hint(hint)
    })
}

/// How many migrations a database lacks.
pub async fn pending(store: &Store) -> Result<usize, CommandError> {
    store.pending().await.map_err(|error| {
        let said = CommandError::caused("the database cannot be read", &error);
        match error {
            StoreError::Newer { .. } => said.hint(NEWER),
            _ => said,
        }
    })
}

/// Fails when a database lacks migrations.
pub async fn must_be_current(store: &Store) -> Result<(), CommandError> {
    match pending(store).await? {
        0 => Ok(()),
        pending => {
            Err(CommandError::user(format!("the database lacks {pending} migrations"))
                .hint("run `kalends migrate` first"))
        }
    }
}

/// Fails when a database is a copy that was not proved to say what its source says.
pub async fn must_be_proved(store: &Store) -> Result<(), CommandError> {
    let unproved = copy::is_unproved(store).await;
    if unproved.map_err(|error| CommandError::caused("the database cannot be read", &error))? {
        return Err(
            CommandError::user("this database is a copy that was never proved to be the same as its source")
                .hint("run `kalends copy` again, with the same settings and `--to`: it proves what is there already"),
        );
    }
    Ok(())
}

/// The engine over an open database.
pub async fn engine(store: Store, wanted: WantedClock, house: House) -> Result<Engine, CommandError> {
    must_be_proved(&store).await?;
    engine_over(store, wanted, house).await
}

/// The engine over a copy that is to be proved: its clock stays as it is.
pub async fn engine_of_copy(store: Store, config: &Config) -> Result<Engine, CommandError> {
    engine_over(store, WantedClock::AsMarked, house_without_pages(config)?).await
}

async fn engine_over(store: Store, wanted: WantedClock, house: House) -> Result<Engine, CommandError> {
    let clock = open_clock(&store, wanted).await.map_err(wrong_clock)?;
    let engine = Engine {
        tray: Tray::new(&store),
        store,
        clock,
        ids: Ids::from_system(),
        workflows: Workflows::default(),
        house: Arc::new(house),
        bell: Arc::default(),
    };
    engine
        .load_workflows()
        .await
        .map_err(|error| CommandError::caused("the workflows in force cannot be read", &error))?;
    Ok(engine)
}

fn wrong_clock(error: ClockError) -> CommandError {
    let hint = match error {
        ClockError::IsSystem => "leave `--clock` out, or name another database by `KALENDS_DATABASE_URL`",
        ClockError::IsManual { .. } => {
            "start with `--clock manual:INSTANT`, or name another database by `KALENDS_DATABASE_URL`"
        }
        ClockError::Store(_) => "see that the database can be reached and written to",
    };
    CommandError::user(error.to_string()).hint(hint)
}

/// The house as a command without pages needs it: the database must be up to date and keeps its own clock.
pub async fn open(config: &Config) -> Result<Engine, CommandError> {
    open_with(config, WantedClock::AsMarked).await
}

/// The house for a command that writes: a database that has no clock yet keeps the wall clock from now on.
pub async fn open_to_write(config: &Config) -> Result<Engine, CommandError> {
    open_with(config, WantedClock::AsMarkedOrSystem).await
}

async fn open_with(config: &Config, wanted: WantedClock) -> Result<Engine, CommandError> {
    let store = open_store(config).await?;
    must_be_current(&store).await?;
    engine(store, wanted, house_without_pages(config)?).await
}

/// What the house is called when nobody listens.
fn house_without_pages(config: &Config) -> Result<House, CommandError> {
    let listened = || format!("http://{}", config.listen);
    house(config, config.base_url.clone().unwrap_or_else(listened))
}

/// The wall clock's instant, for a database that has no clock yet.
pub fn wall_clock() -> Instant {
    SystemClock.now()
}

/// What the house is called, at this address.
pub fn house(config: &Config, base_url: String) -> Result<House, CommandError> {
    let mail_from = match (&config.mail_from, &config.smtp_url) {
        (Some(from), _) => from.clone(),
        (None, None) => NO_SENDER.to_owned(),
        (None, Some(_)) => {
            return Err(CommandError::user("there is a mail server but no sender")
                .hint("set `KALENDS_MAIL_FROM`, such as `Kalends <reports@example.org>`"));
        }
    };
    Party::parse(&mail_from).map_err(|error| {
        CommandError::caused(format!("`{mail_from}` cannot be a sender"), &error)
            .hint("write `KALENDS_MAIL_FROM` as `Name <address@example.org>`")
    })?;
    Ok(House { base_url, mail_from })
}

/// The way to the mail server; none if none is set.
pub fn transport(config: &Config) -> Result<Option<Transport>, CommandError> {
    let Some(url) = &config.smtp_url else {
        return Ok(None);
    };
    let smtp = SmtpSettings::parse(url).and_then(SmtpTransport::new);
    let smtp = smtp.map_err(|error| {
        CommandError::user(error.to_string()).hint("`KALENDS_SMTP_URL` is `smtp://user:password@host:port`")
    })?;
    Ok(Some(smtp.into()))
}

/// The workflows this house carries: those of its own folder, else the shipped ones.
pub fn sources(config: &Config) -> Result<Vec<Source>, CommandError> {
    config
        .workflows_dir
        .as_deref()
        .map_or_else(|| Ok(folder::shipped()), folder::read)
}

/// The same folders, read anew each time somebody looks at what was changed in them.
pub fn folders(dir: Option<PathBuf>) -> Folders {
    Folders::new(move |workflow| {
        let sources = match &dir {
            Some(dir) => folder::read(dir).ok()?,
            None => folder::shipped(),
        };
        sources.into_iter().find(|source| source.name == workflow)
    })
}

/// Puts in force what is not in force under any version yet; a folder that differs from the version in force is named.
///
/// A changed folder is not in force until somebody has seen what it does to running cases and published it.
pub async fn publish(engine: &Engine, sources: &[Source]) -> Result<(), CommandError> {
    for source in sources {
        match engine.workflows.in_force(&source.name) {
            None => first(engine, source).await?,
            Some((version, definition)) => {
                let (name, digest) = (&source.name, &definition.digest);
                tracing::info!(workflow.name = %name, workflow.version = version, "a workflow is in force");
                if parse::digest(source) != *digest {
                    eprintln!(
                        "`{name}` in the folder differs from version {version}, which stays in force\n\
                         hint: `kalends impact` shows what it would change, `kalends publish` puts it in force"
                    );
                }
            }
        }
    }
    if engine.workflows.names().is_empty() {
        return Err(CommandError::user("there is no workflow to run").hint("run `kalends check` on the folder"));
    }
    Ok(())
}

/// Puts a workflow in force for the first time, unless it has errors: those are said.
async fn first(engine: &Engine, source: &Source) -> Result<(), CommandError> {
    let (definition, findings) = check(source);
    if definition.is_none() {
        for finding in findings.iter().filter(|finding| finding.level == Level::Error) {
            eprintln!("{}/{finding}", source.name);
        }
        eprintln!("warning: `{}` has errors and is not put in force", source.name);
        return Ok(());
    }
    let version = engine
        .publish(source)
        .await
        .map_err(|error| CommandError::caused(format!("`{}` cannot be put in force", source.name), &error))?;
    tracing::info!(workflow.name = %source.name, workflow.version = version, "a workflow is in force");
    Ok(())
}

/// Whether the house's clock is moved by hand.
pub fn is_manual(engine: &Engine) -> bool {
    matches!(engine.clock, HouseClock::Manual(_))
}
