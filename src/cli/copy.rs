//! `kalends copy`

use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, house, service};
use crate::clock::Ids;
use crate::config::Config;
use crate::engine::proof::{Head, Proof, TableProof, prove};
use crate::store::copy::{self, CopyError, Destination};
use crate::store::{MIGRATIONS, Store, StoreError, nodes};

/// Move the service to another database, SQLite or PostgreSQL, and prove that nothing changed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  kalends copy --to postgres://kalends@db/kalends > proof.txt\n\n\
                  Stop the service first. The source is the database of the settings and stays as it is; the destination\n\
                  must be empty. Attachments lie outside the database, in the data directory, and stay where they are.\n\n\
                  Standard output is the proof: rows and a digest of every table on both sides, the last hash of every\n\
                  history, every plan recomputed. Exit code 1 on any difference."
)]
pub struct Args {
    /// The other database: `sqlite:PATH` or `postgres://user@host/database`
    #[arg(long, value_name = "URL")]
    to: String,
    /// How the proof is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let config = house::settings()?;
    service::log("warn,kalends::store::copy=info");
    let proof = house::block_on(copied_and_proved(args, &config))?;
    match args.format {
        Format::Text => text(&proof),
        Format::Json => say(json!({
            "same": proof.is_same(),
            "tables": proof.tables,
            "cases": proof.cases,
            "verified": proof.verified,
        })),
    }
    judge(&proof)?;
    eprintln!(
        "the copy is the same as the source\n\
         attachments lie outside the database and stay where they are, in `{}`\n\
         hint: set `KALENDS_DATABASE_URL` to the new address and start the service; never start it on the old database \
         again, or every letter goes out twice",
        config.data_dir.join("attachments").display()
    );
    Ok(())
}

async fn copied_and_proved(args: &Args, config: &Config) -> Result<Proof, CommandError> {
    let from = house::open_store(config).await?;
    house::must_be_current(&from).await?;
    house::must_be_proved(&from).await?;
    must_be_stopped(&from).await?;
    let to = house::open_at(&args.to, "--to").await?;
    must_differ(&from, &to).await?;
    match prepared(&to).await? {
        Destination::Empty => {
            let rows = copy::fill(&from, &to).await.map_err(|error| not_copied(&error))?;
            eprintln!("{rows} rows are copied from {} to {}", from.make(), to.make());
        }
        Destination::Unproved => eprintln!("the copy was made before and only its proof is missing"),
        Destination::Occupied(table) => return Err(occupied(table)),
    }
    let engine = house::engine_of_copy(to.clone(), config).await?;
    let proof = prove(&from, &engine).await;
    let proof = proof.map_err(|error| CommandError::caused("the databases cannot be read to their end", &error))?;
    if proof.is_same() {
        copy::settle(&to).await.map_err(|error| unreadable(&error))?;
    }
    to.close().await;
    from.close().await;
    Ok(proof)
}

fn unreadable(error: &StoreError) -> CommandError {
    CommandError::caused("the destination cannot be read and written", error)
}

/// Refuses while a node that serves the source has said so within the last seconds: what it writes would be left behind.
async fn must_be_stopped(from: &Store) -> Result<(), CommandError> {
    let listed = async {
        let mut tx = from.read().await?;
        nodes::list(&mut tx).await
    };
    let listed = listed
        .await
        .map_err(|error| CommandError::caused("the source cannot be read", &error))?;
    let now = house::wall_clock();
    match listed.iter().find(|node| node.is_up(now)) {
        None => Ok(()),
        Some(node) => Err(
            CommandError::user(format!("the node `{}` still serves the source", node.id))
                .hint("stop the service on every node; one that was killed is known as gone half a minute later"),
        ),
    }
}

async fn must_differ(from: &Store, to: &Store) -> Result<(), CommandError> {
    let probe = i64::from_be_bytes(Ids::from_system().bytes::<8>());
    if copy::is_same(from, to, probe)
        .await
        .map_err(|error| unreadable(&error))?
    {
        return Err(CommandError::user("the destination is the source itself").hint("name another database by `--to`"));
    }
    Ok(())
}

/// Brings a fresh destination to this program's shape; one that is older and has been used is left alone.
async fn prepared(to: &Store) -> Result<Destination, CommandError> {
    let pending = to.pending().await.map_err(|error| {
        CommandError::caused("the destination cannot be used", &error).hint("name an empty database by `--to`")
    })?;
    if pending == MIGRATIONS.len() {
        house::migrate(to, house::wall_clock()).await?;
    } else if pending > 0 {
        return Err(
            CommandError::user("the destination has been used by an earlier version of kalends")
                .hint("name an empty database by `--to`"),
        );
    }
    copy::destination(to).await.map_err(|error| unreadable(&error))
}

fn occupied(table: &str) -> CommandError {
    CommandError::user(format!("the destination is not empty: its table `{table}` has rows"))
        .hint("name an empty database by `--to`; a copy never writes over anything")
}

fn not_copied(error: &CopyError) -> CommandError {
    let said = CommandError::caused("nothing was copied, and the destination is as empty as before", error);
    match error {
        CopyError::Nul { .. } => {
            said.hint("take the character out of that row in the source, or copy to `sqlite:PATH`")
        }
        CopyError::Write { .. } => said.hint("what the destination says names the row; the source is as it was"),
        CopyError::Occupied(_) => said.hint("another copy was made into it at the same time; name an empty database"),
        CopyError::Read { .. } | CopyError::Store(_) => {
            said.hint("see that both databases can be reached, and try again")
        }
    }
}

/// The proof for people: what is the same on both sides is said once.
fn text(proof: &Proof) {
    say(format_args!("{:<20}{:>10}{:>10}  digest", "table", "source", "copy"));
    for table in &proof.tables {
        let TableProof {
            table: name,
            source,
            copy,
        } = table;
        let (rows, copied, digest) = (source.rows, copy.rows, &source.digest);
        let other = other(digest, &copy.digest);
        say(format_args!("{name:<20}{rows:>10}{copied:>10}  {digest}{other}"));
    }
    say(format_args!("\n{:<38}{:>7}  last hash", "history of case", "entries"));
    for head in &proof.cases {
        let Head {
            case,
            entries,
            source,
            copy,
        } = head;
        let other = other(source, copy);
        say(format_args!("{case:<38}{entries:>7}  {source}{other}"));
    }
    let tables = proof.tables.iter().filter(|table| table.is_same()).count();
    let heads = proof.cases.iter().filter(|head| head.is_same()).count();
    say(format_args!(
        "\n{tables} of {} tables are the same\n{heads} of {} histories end in the same hash\n{} of {} notices accounted for",
        proof.tables.len(),
        proof.cases.len(),
        proof.verified.accounted,
        proof.verified.notices
    ));
}

/// What the copy has, if it is not what the source has.
fn other(source: &str, copy: &str) -> String {
    if source == copy {
        String::new()
    } else {
        format!("\n{:<20}differs, in the copy  {copy}", "")
    }
}

fn judge(proof: &Proof) -> Result<(), CommandError> {
    if !proof.is_same() {
        return Err(
            CommandError::user("the copy is not the same as the source; no service will open it")
                .hint("somebody wrote to one of them meanwhile: stop the service")
                .hint("empty the destination (drop the database, or delete the file) and copy again"),
        );
    }
    for difference in &proof.verified.differences {
        let (case, rule, message) = (difference.case, difference.rule, &difference.message);
        eprintln!("{case}: {rule}: {message}\nhint: {}", difference.hint());
    }
    if !proof.holds() {
        return Err(CommandError::user(
            "the copy is the same as the source, and what is stored does not follow from the histories",
        )
        .hint("the source has the same differences: run `kalends verify` on it"));
    }
    Ok(())
}
