//! Settings: `kalends.toml`, and the environment, which overrides it key by key.
//!
//! Owns the names, the defaults and the precedence (environment, then file, then default). Secrets can also come from a file
//! named by the variable with `_FILE` behind it. An unknown key is an error with a hint. Opens nothing that a setting names.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// One setting: its key in the file; the variable is `KALENDS_` and the key in capitals.
struct Key {
    name: &'static str,
    secret: Secret,
}

/// Whether a setting may be kept in a file of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Secret {
    Yes,
    No,
}

impl Key {
    const fn plain(name: &'static str) -> Self {
        let secret = Secret::No;
        Self { name, secret }
    }

    const fn secret(name: &'static str) -> Self {
        let secret = Secret::Yes;
        Self { name, secret }
    }
}

const KEYS: [Key; 8] = [
    Key::secret("database_url"),
    Key::plain("data_dir"),
    Key::plain("workflows_dir"),
    Key::plain("listen"),
    Key::plain("base_url"),
    Key::secret("smtp_url"),
    Key::plain("mail_from"),
    Key::plain("node"),
];

/// The file that is read when none is named and it is there.
pub const FILE: &str = "kalends.toml";

const PREFIX: &str = "KALENDS_";

/// Names a key must resemble so closely to be offered instead.
const RESEMBLES: f64 = 0.7;

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("`{path}` cannot be read: {why}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        why: std::io::Error,
    },
    /// The file is not TOML.
    #[error("`{path}` is not TOML: {why}")]
    NotToml {
        /// The file.
        path: PathBuf,
        /// What and where.
        why: String,
    },
    /// A key or variable nobody knows.
    #[error("`{key}` in {place} is not a setting")]
    Unknown {
        /// The key.
        key: String,
        /// Where it stands.
        place: String,
        /// The setting that may have been meant.
        nearest: Option<String>,
    },
    /// A secret's file with nothing in it.
    #[error("`{path}`, named by `{}_FILE`, is empty", variable(.key))]
    Empty {
        /// The key.
        key: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// A secret given both by its variable and by a file.
    #[error("`{0}` and `{0}_FILE` are both set", variable(.key))]
    Twice {
        /// The key.
        key: &'static str,
    },
    /// A value that cannot be used.
    #[error("`{value}` is not good for `{key}`: {wanted}")]
    Value {
        /// The key.
        key: &'static str,
        /// What was found.
        value: String,
        /// What it may be.
        wanted: &'static str,
    },
}

impl ConfigError {
    /// The way out.
    pub fn hint(&self) -> String {
        match self {
            Self::Unreadable { path, .. } => format!("see that `{}` exists and may be read", path.display()),
            Self::NotToml { .. } => "lines have the shape `key = \"value\"`".to_owned(),
            Self::Unknown {
                nearest: Some(nearest), ..
            } => format!("did you mean `{nearest}`?"),
            Self::Unknown { .. } => format!("settings are {}", KEYS.map(|key| key.name).join(", ")),
            Self::Empty { path, .. } => format!("write the secret into `{}`", path.display()),
            Self::Twice { key } => format!("leave one of `{0}` and `{0}_FILE` out", variable(key)),
            Self::Value { key, .. } => format!("set `{key}` in {FILE} or `{}` in the environment", variable(key)),
        }
    }
}

/// The settings of a house.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// `sqlite:PATH` or `postgres://…`.
    pub database_url: String,
    /// Attachments, the database file, secrets made at first start.
    pub data_dir: PathBuf,
    /// Folder of workflow folders; the shipped ones if left out.
    pub workflows_dir: Option<PathBuf>,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Address people see, without a slash at the end; derived from the address listened on if left out.
    pub base_url: Option<String>,
    /// The mail server.
    pub smtp_url: Option<String>,
    /// Sender.
    pub mail_from: Option<String>,
    /// Name of this node among those that share a database; made from the host and the address if left out.
    pub node: Option<String>,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("data_dir", &self.data_dir)
            .field("listen", &self.listen)
            .field("node", &self.node)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// Reads the settings of this process: `kalends.toml` in the working directory if it is there, and the environment.
    ///
    /// # Errors
    /// When the file or a variable cannot be understood.
    pub fn of_process() -> Result<Self, ConfigError> {
        let file = Some(Path::new(FILE)).filter(|path| path.is_file());
        Self::read(file, std::env::vars())
    }

    /// Reads settings from a file and an environment.
    ///
    /// # Errors
    /// When either cannot be understood.
    pub fn read(file: Option<&Path>, environment: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut said = match file {
            Some(path) => from_file(path)?,
            None => BTreeMap::new(),
        };
        let mut set: BTreeMap<&'static str, String> = BTreeMap::new();
        for (name, value) in environment {
            let Some((key, value)) = from_variable(&name, value)? else {
                continue;
            };
            if value.trim().is_empty() {
                set.entry(key).or_insert(value);
            } else if set.insert(key, value).is_some_and(|was| !was.trim().is_empty()) {
                return Err(ConfigError::Twice { key });
            }
        }
        said.extend(set);
        Self::of(said)
    }

    fn of(mut said: BTreeMap<&'static str, String>) -> Result<Self, ConfigError> {
        said.retain(|_, value| !value.trim().is_empty());
        let mut take = |key: &str| said.remove(key).map(|value| value.trim().to_owned());
        let data_dir = PathBuf::from(take("data_dir").unwrap_or_else(|| "data".to_owned()));
        let beside = || format!("sqlite:{}", data_dir.join("kalends.db").display());
        let listen = take("listen").unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        Ok(Self {
            database_url: take("database_url").unwrap_or_else(beside),
            workflows_dir: take("workflows_dir").map(PathBuf::from),
            listen: address(&listen)?,
            base_url: take("base_url").map(|url| base_url(&url)).transpose()?,
            smtp_url: take("smtp_url"),
            mail_from: take("mail_from"),
            node: take("node"),
            data_dir,
        })
    }
}

/// Reads an address to listen on.
///
/// # Errors
/// When it is no `host:port`.
pub fn address(text: &str) -> Result<SocketAddr, ConfigError> {
    text.replace("localhost", "127.0.0.1")
        .parse()
        .map_err(|_| ConfigError::Value {
            key: "listen",
            value: text.to_owned(),
            wanted: "write an address and a port, such as `127.0.0.1:8080` or `[::]:8080`",
        })
}

fn base_url(text: &str) -> Result<String, ConfigError> {
    let wrong = || ConfigError::Value {
        key: "base_url",
        value: text.to_owned(),
        wanted: "write the address people see, such as `https://reports.example.org`",
    };
    let url = url::Url::parse(text).map_err(|_| wrong())?;
    let plain = matches!(url.scheme(), "http" | "https") && url.has_host() && url.query().is_none();
    if plain {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(wrong())
    }
}

fn from_file(path: &Path) -> Result<BTreeMap<&'static str, String>, ConfigError> {
    let text = read_text(path)?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| ConfigError::NotToml {
        path: path.to_owned(),
        why: error.to_string().trim().replace('\n', " "),
    })?;
    let mut said = BTreeMap::new();
    for (name, value) in table {
        let key = known(&name).ok_or_else(|| unknown(&name, &path.display().to_string(), |key| key.to_owned()))?;
        let toml::Value::String(value) = value else {
            return Err(ConfigError::Value {
                key: key.name,
                value: value.to_string(),
                wanted: "write a text in quotation marks",
            });
        };
        said.insert(key.name, value);
    }
    Ok(said)
}

/// The setting a variable makes; none for other people's variables and for those of our own tests.
fn from_variable(name: &str, value: String) -> Result<Option<(&'static str, String)>, ConfigError> {
    let Some(rest) = name.strip_prefix(PREFIX) else {
        return Ok(None);
    };
    if rest.starts_with("TEST_") || rest == "BIN" {
        return Ok(None);
    }
    let lower = rest.to_lowercase();
    if let Some(key) = known(&lower) {
        return Ok(Some((key.name, value)));
    }
    let in_file = lower.strip_suffix("_file").and_then(known);
    let key = in_file.filter(|key| key.secret == Secret::Yes);
    let key = key.ok_or_else(|| unknown(&lower, "the environment", variable))?;
    if value.trim().is_empty() {
        return Ok(None);
    }
    let path = Path::new(&value);
    let secret = read_text(path)?;
    if secret.trim().is_empty() {
        let path = path.to_owned();
        return Err(ConfigError::Empty { key: key.name, path });
    }
    Ok(Some((key.name, secret)))
}

fn read_text(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|why| ConfigError::Unreadable {
        path: path.to_owned(),
        why,
    })
}

fn known(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

fn unknown(name: &str, place: &str, shown: impl Fn(&str) -> String) -> ConfigError {
    let likeness = |key: &&Key| strsim::jaro_winkler(key.name, name);
    let nearest = KEYS.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    ConfigError::Unknown {
        key: shown(name),
        place: place.to_owned(),
        nearest: nearest
            .filter(|key| likeness(key) >= RESEMBLES)
            .map(|key| shown(key.name)),
    }
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, file).unwrap();
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::read(Some(&path), variables)
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
        let config = read(
            "listen = \"127.0.0.1:1\"\ndata_dir = \"here\"",
            &[
                ("KALENDS_LISTEN", "127.0.0.1:2"),
                ("HOME", "there"),
                ("KALENDS_BASE_URL", "https://a.example/"),
            ],
        )
        .unwrap();
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.database_url, "sqlite:here/kalends.db");
        assert_eq!(config.base_url.as_deref(), Some("https://a.example"));
        assert_eq!(config.smtp_url, None);
    }

    #[test]
    fn a_secret_may_lie_in_a_file_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("smtp");
        std::fs::write(&path, "smtp://u:p@mail.example\n").unwrap();
        let config = read("", &[("KALENDS_SMTP_URL_FILE", path.to_str().unwrap())]).unwrap();
        assert_eq!(config.smtp_url.as_deref(), Some("smtp://u:p@mail.example"));
        assert!(
            !format!("{config:?}").contains("mail.example"),
            "settings are logged without secrets"
        );
        assert!(
            read("", &[("KALENDS_LISTEN_FILE", "x")]).is_err(),
            "only secrets have files"
        );
    }

    #[test]
    fn a_secret_is_given_once_and_is_not_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("smtp");
        std::fs::write(&path, " \n").unwrap();
        let file = ("KALENDS_SMTP_URL_FILE", path.to_str().unwrap());
        let empty = read("", &[file]).unwrap_err();
        assert!(empty.to_string().contains("KALENDS_SMTP_URL_FILE"), "{empty}");
        std::fs::write(&path, "smtp://mail.example").unwrap();
        let twice = read("", &[file, ("KALENDS_SMTP_URL", "smtp://other.example")]).unwrap_err();
        assert!(twice.hint().contains("KALENDS_SMTP_URL_FILE"), "{}", twice.hint());
        assert!(
            read("", &[file, ("KALENDS_SMTP_URL", "")]).is_ok(),
            "an empty variable is as if it were not set"
        );
    }

    #[test]
    fn what_nobody_knows_is_an_error_with_a_way_out() {
        let hint = |result: Result<Config, ConfigError>| result.unwrap_err().hint();
        assert_eq!(hint(read("data_dri = \"x\"", &[])), "did you mean `data_dir`?");
        assert_eq!(
            hint(read("", &[("KALENDS_DATABASE_ULR", "x")])),
            "did you mean `KALENDS_DATABASE_URL`?"
        );
        assert!(hint(read("colour = \"x\"", &[])).starts_with("settings are database_url"));
        assert!(hint(read("listen = 8080", &[])).contains("KALENDS_LISTEN"));
        assert!(hint(read("listen = \"everywhere\"", &[])).contains("`listen`"));
        assert!(hint(read("base_url = \"reports.example.org\"", &[])).contains("KALENDS_BASE_URL"));
        assert!(read("listen", &[]).unwrap_err().to_string().contains("is not TOML"));
    }
}
