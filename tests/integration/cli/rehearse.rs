//! Playing a workflow ahead, and drawing it, from the command line.

use super::program::Place;

const SPAN: [&str; 4] = ["--from", "2027-01-01", "--until", "2029-01-01"];

fn rehearse(place: &Place, workflow: &str, more: &[&str]) -> super::program::Ran {
    place.run(&[&["rehearse", workflow][..], &SPAN, more].concat())
}

#[test]
fn a_rehearsal_is_written_in_four_shapes() {
    let place = Place::make();
    let text = rehearse(&place, "learning-cities", &["--members", "3"]);
    let said = text.stdout();
    assert!(said.contains("2028-03-31 Fri 24:00  Member 3 never / progress-report: due: report of applicant"));
    assert!(said.contains("[weekend]"), "days that deserve a second look are marked");
    assert!(text.stderr().contains(" letters, "), "{}", text.stderr());

    let json = rehearse(&place, "learning-cities", &["--format", "json"]).good();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let lines = json["transcript"].as_array().unwrap().iter();
    assert_eq!(json["letters"], lines.filter(|line| line["what"] == "letter").count());
    let dues = json["dues"].as_array().unwrap();
    assert!(
        dues.iter()
            .any(|due| due["last_day"] == "2028-03-31" && due["duty"] == "report")
    );
    assert!(dues.iter().any(|due| due["marks"][0] == "weekend"));
    assert!(json["weeks"][0]["monday"].is_string());

    let calendar = rehearse(&place, "learning-cities", &["--format", "ical"]).good();
    assert!(calendar.starts_with("BEGIN:VCALENDAR") && calendar.contains("BEGIN:VEVENT"));

    let page = rehearse(&place, "learning-cities", &["--format", "html", "--lang", "lv"]).good();
    assert!(page.starts_with("<!doctype html>") && page.contains("<svg") && page.contains("lang=\"lv\""));
    for outside in ["<script", "<link", "<img", "url(", "@import", " src="] {
        assert!(
            !page.contains(outside),
            "{outside}: the file needs nothing from elsewhere"
        );
    }
}

#[test]
fn an_edit_is_told_by_what_it_changes() {
    let place = Place::make();
    copy(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows/learning-cities"),
        &place.path().join("edit"),
    );
    let file = place.path().join("edit/workflow.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let more = r#"{ before = "90 days", letter = "report-due" }, { before = "60 days", letter = "report-due" },"#;
    std::fs::write(
        &file,
        text.replacen(r#"{ before = "90 days", letter = "report-due" },"#, more, 1),
    )
    .unwrap();
    let said = rehearse(&place, "edit", &["--against", "learning-cities"]).good();
    let first = said.lines().next().unwrap();
    assert!(
        first.starts_with("this edit adds ") && first.ends_with(" letters"),
        "{first}"
    );
    assert!(
        said.contains("+ 2028-01-31 09:00  Member 1 on time / progress-report: letter report-due"),
        "{said}"
    );
    let json = rehearse(&place, "edit", &["--against", "learning-cities", "--format", "json"]).good();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let added = json["letters"]["added"].as_array().unwrap().len();
    assert_eq!(first, format!("this edit adds {added} letters"));
    let same = rehearse(&place, "learning-cities", &["--against", "learning-cities"]).good();
    assert_eq!(same.trim(), "this edit changes nothing here");
    let shape = rehearse(&place, "edit", &["--against", "learning-cities", "--format", "ical"]);
    assert!(
        shape.code() == 1 && shape.stderr().contains("hint:"),
        "{}",
        shape.stderr()
    );
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_workflow_is_drawn() {
    let place = Place::make();
    let drawing = place
        .run(&["graph", "learning-cities", "--format", "svg", "--lang", "lv"])
        .good();
    assert!(drawing.starts_with("<svg ") && drawing.trim_end().ends_with("</svg>"));
    for part in ["Dalība", "Melnraksts", "Apstiprināt un pārsūtīt", "stroke-dasharray"] {
        assert!(drawing.contains(part), "{part}");
    }
    assert!(!drawing.contains("style=") && !drawing.contains("NaN") && !drawing.contains("inf"));
}

#[test]
fn tests_say_how_much_they_reach() {
    let place = Place::make();
    let ran = place.run(&["test", "--quiet", "--format", "json"]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    assert!(
        ran.stderr().contains("learning-cities: scenarios reach "),
        "{}",
        ran.stderr()
    );
    let coverage = ran.stdout().lines().any(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let states = &line["coverage"]["states"];
        line["workflow"] == "learning-cities" && states.is_object() && states["reached"] == states["all"]
    });
    assert!(coverage, "{}", ran.stdout());
}
