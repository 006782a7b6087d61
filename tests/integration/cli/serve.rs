//! The service's start: what it says, what it refuses.

use super::program::{Place, Running, Voice};

fn listen(mut service: Running) -> (Running, Vec<String>) {
    let mut said = Vec::new();
    loop {
        said.push(service.line());
        if said
            .last()
            .is_some_and(|line| line.starts_with("listening on http://127.0.0.1:"))
        {
            return (service, said);
        }
    }
}

#[test]
fn without_a_mail_server_it_says_so() {
    let place = Place::make();
    let (service, said) = listen(Running::start(place.command(&["serve"]), Voice::Err));
    assert!(
        said.iter().any(|line| line.contains("letters stay in the outbox")),
        "{said:?}"
    );
    assert_eq!(service.end(), Some(0));
}

#[test]
fn a_database_keeps_the_clock_it_began_with() {
    let manual = ["serve", "--clock", "manual:2027-03-08T09:00:00+02:00"];
    let place = Place::make();
    let (service, _) = listen(Running::start(place.command(&manual), Voice::Err));
    service.end();
    let earlier = ["serve", "--clock", "manual:2020-01-01T00:00:00Z"];
    let (service, said) = listen(Running::start(place.command(&earlier), Voice::Err));
    assert!(
        said.iter().any(|line| line.contains("goes on from 2027-03-08")),
        "{said:?}"
    );
    service.end();
    let refused = place.run(&["serve"]);
    assert_eq!(refused.code(), 1);
    assert!(
        refused.stderr().contains("2027-03-08") && refused.stderr().contains("hint: start with `--clock"),
        "{}",
        refused.stderr()
    );

    let place = Place::make();
    let (service, _) = listen(Running::start(place.command(&["serve"]), Voice::Err));
    service.end();
    let refused = place.run(&manual);
    assert!(
        refused.code() == 1 && refused.stderr().contains("hint: leave `--clock` out"),
        "{}",
        refused.stderr()
    );
}

#[test]
fn settings_it_does_not_know_or_cannot_use_are_named_with_a_way_out() {
    let place = Place::make();
    for (name, value, hint) in [
        (
            "KALENDS_SMPT_URL",
            "smtp://localhost",
            "did you mean `KALENDS_SMTP_URL`?",
        ),
        ("KALENDS_SMTP_URL", "http://localhost", "smtp://"),
        ("KALENDS_SMTP_URL", "smtp://localhost", "KALENDS_MAIL_FROM"),
        ("KALENDS_DATABASE_URL", "mysql://localhost/x", "sqlite:PATH"),
        ("KALENDS_LISTEN", "8080", "`KALENDS_LISTEN`"),
        ("KALENDS_WORKFLOWS_DIR", "nowhere", "nowhere"),
    ] {
        let output = place.command(&["serve"]).env(name, value).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{name}: {said}");
        assert!(said.contains(hint), "{name}={value}: {said}");
    }
    place.write("kalends.toml", b"lisen = \"127.0.0.1:0\"\n");
    let said = place.run(&["migrate"]).stderr();
    assert!(said.contains("did you mean `listen`?"), "{said}");
    assert_eq!(place.run(&["serve", "--clock", "noon"]).code(), 2);
}
