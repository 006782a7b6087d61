//! The line to PostgreSQL goes silent under load, as when the machine at its other end is gone: no connection ends, and nothing
//! is answered. The service gives the connections up and goes on with new ones.

use tokio::time::Instant;

use super::clients::{Clients, Lone};
use super::house::House;
use super::killed::{ANSWERS, CLIENTS, FILES, LONGEST};
use super::table::{Row, is_long, seed};
use crate::support::database::Database;
use crate::support::handed::handed;
use crate::support::line::Line;
use crate::support::serving::{PATIENCE, Serving};
use crate::support::sink::{Mode, Sink};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load() {
    let house = House::prepare(Database::postgres().await, Sink::start(Mode::Ok).await).await;
    let files = house.files(FILES).await;
    let line = Line::to(&house.database.url).await;
    let mut command = house.serve();
    command.env("KALENDS_DATABASE_URL", line.url());
    let serving = Serving::start(command).await;
    let clients = Clients::start(&house, files, (CLIENTS, seed()));
    clients.reach(vec![serving.url.clone()]);
    let lone = Lone {
        house: &house,
        url: &serving.url,
        file: house.files(1).await[0],
    };
    let made = if is_long() { 5 } else { 1 };
    let (mut under_load, mut longest) = (0, 0);
    for fault in 0..made {
        clients.until_answered(ANSWERS, LONGEST).await;
        under_load += usize::from(clients.in_flight() > 0);
        line.hush();
        let silent_since = Instant::now();
        lone.until_noted(&format!("fault {fault}"), PATIENCE * 2).await;
        longest = longest.max(silent_since.elapsed().as_secs() as usize);
    }
    let done = clients.finish(&house).await;
    house.until_quiet(&[]).await;
    let noted = lone.noted().await;
    let noted_once = (0..made).filter(|fault| noted.get(&format!("fault {fault}")) == Some(&1));
    assert_eq!(noted_once.count(), made);
    serving.stop().await;
    let handed = handed(&house.database.url, &house.sink).await;
    house.verify();
    Row::new("the line goes silent, and stays open", &house.database, made)
        .with("with requests on their way", under_load)
        .with("acknowledged", done.verdict.acknowledged + made)
        .with("refused", done.refused)
        .with("asked again under the same key", done.repeated)
        .with("lost", done.verdict.lost)
        .with("done twice", done.verdict.doubled)
        .with("answers that fit no order", done.verdict.wrong.len())
        .with("longest until writes worked again, s", longest)
        .with("restarts of the service", 0)
        .with("letters, each at the server", handed.letters)
        .with("letters sent again, same Message-ID", handed.again)
        .report();
    assert_eq!((done.verdict.lost, done.verdict.doubled), (0, 0));
    assert_eq!(done.verdict.wrong, [""; 0]);
    assert_eq!(handed.again, 0, "nothing crashed that sends letters");
}
