//! A rehearsal as a page: what leaves in which week, as a chart and as a table; also as one file of its own.

use std::collections::BTreeMap;

use askama::Template;
use jiff::civil;

use super::frame::{Frame, Link};
use crate::locale::Locale;
use crate::rehearsal::chart::{Chart, chart};
use crate::rehearsal::marks::{Mark, holiday};
use crate::rehearsal::persona::Stuck;
use crate::rehearsal::weeks::{Week, weeks};
use crate::rehearsal::{Rehearsal, What};
use crate::workflow::Definition;

/// What a rehearsal came to.
#[derive(Clone, Debug)]
pub struct Played {
    /// The workflow's name for people.
    pub title: String,
    /// First day and day after the last.
    pub span: (civil::Date, civil::Date),
    /// The day on which it was broken off, since too much happened.
    pub broken_off: Option<civil::Date>,
    /// How many members were invented.
    pub members: usize,
    /// How many letters left.
    pub letters: usize,
    /// How many last days passed.
    pub dues: usize,
    /// The chart.
    pub chart: Chart,
    /// Its table.
    pub weeks: Vec<Week>,
    /// Names of the holidays among its days.
    pub holidays: BTreeMap<civil::Date, String>,
    /// Where nobody could go on.
    pub stuck: Vec<StuckLine>,
}

/// A place where invented people could not go on.
#[derive(Clone, Debug)]
pub struct StuckLine {
    /// Title of the kind of case.
    pub kind: String,
    /// Title of the state.
    pub state: String,
    /// The event that was refused.
    pub event: String,
    /// The rule that refused it.
    pub rule: String,
    /// How many cases.
    pub cases: usize,
}

impl Played {
    /// The page's data for a rehearsal.
    pub fn new(definition: &Definition, rehearsal: &Rehearsal, (members, t): (usize, Locale)) -> Self {
        let weeks = weeks(definition, rehearsal);
        let lines = rehearsal.transcript.iter();
        let day = |at: crate::clock::Instant| at.civil(&definition.zone).date();
        Self {
            title: definition.title.in_lang(t.tag()).to_owned(),
            span: (day(rehearsal.span.0), day(rehearsal.span.1)),
            broken_off: rehearsal.broken_off_at.map(day),
            members,
            letters: lines.filter(|line| matches!(line.what, What::Letter { .. })).count(),
            dues: weeks.iter().map(|week| week.due).sum(),
            chart: chart(&weeks),
            holidays: weeks
                .iter()
                .flat_map(|week| week.marked.keys())
                .filter_map(|day| Some((*day, holiday(definition, *day, t.tag())?)))
                .collect(),
            stuck: rehearsal.stuck.iter().map(|one| stuck(definition, one, t)).collect(),
            weeks,
        }
    }
}

fn stuck(definition: &Definition, stuck: &Stuck, t: Locale) -> StuckLine {
    let kind = definition.kind(&stuck.kind);
    let state = kind.and_then(|kind| kind.state(&stuck.state));
    let titled = |title: Option<&str>, name: &str| title.filter(|title| !title.is_empty()).unwrap_or(name).to_owned();
    StuckLine {
        kind: titled(kind.map(|kind| kind.title.in_lang(t.tag())), &stuck.kind),
        state: titled(state.map(|state| state.title.in_lang(t.tag())), &stuck.state),
        event: stuck.event.clone(),
        rule: stuck.rule.clone(),
        cases: stuck.cases,
    }
}

/// Words for what a page of a rehearsal shows.
pub trait Words {
    /// Its language.
    fn locale(&self) -> Locale;

    /// What was played.
    fn played(&self) -> &Played;

    /// Days of a week that deserve a second look, each with why.
    fn marked(&self, week: &Week) -> Vec<String> {
        let t = self.locale();
        let line = |(day, marks): (&civil::Date, &Vec<Mark>)| {
            let words: Vec<String> = marks.iter().map(|mark| self.mark(*day, *mark)).collect();
            format!("{}: {}", t.date(day), words.join(", "))
        };
        week.marked.iter().map(line).collect()
    }

    /// Why a day deserves a second look, a holiday by its name.
    fn mark(&self, day: civil::Date, mark: Mark) -> String {
        let name = self.played().holidays.get(&day);
        match (mark, name) {
            (Mark::Holiday, Some(name)) => name.clone(),
            _ => self.locale().text(format!("rehearsal-{}", mark.as_str())),
        }
    }

    /// A week in one sentence, for whoever points at its bar.
    fn week(&self, week: &Week) -> String {
        self.locale().text_with(
            "rehearsal-bar",
            &[
                ("week", &week.number),
                ("monday", &self.locale().date(week.monday)),
                ("letters", &week.letters),
                ("due", &week.due),
            ],
        )
    }

    /// A month's name, shortened to three letters.
    fn month(&self, number: &i8) -> String {
        let name = self.locale().text(format!("explain-month-{number}"));
        name.chars().take(3).collect()
    }

    /// What leaves in a week: letters by name with how often.
    fn letters(&self, week: &Week) -> String {
        let each: Vec<String> = week
            .by_letter
            .iter()
            .map(|(letter, count)| format!("{letter} × {count}"))
            .collect();
        each.join(", ")
    }
}

/// The service's page, for those who run the programme.
#[derive(Template, Debug)]
#[template(path = "rehearsal.html")]
pub struct RehearsalPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Back to the rules.
    pub back: Link,
    /// Where the form leads.
    pub action: String,
    /// What came of it.
    pub played: Played,
    /// What was asked and could not be done as asked.
    pub problem: Option<String>,
}

impl Words for RehearsalPage {
    fn locale(&self) -> Locale {
        self.frame.t
    }

    fn played(&self) -> &Played {
        &self.played
    }
}

/// A page in one file, without anything from elsewhere.
#[derive(Template, Debug)]
#[template(path = "rehearsal_file.html")]
pub struct RehearsalFile {
    t: Locale,
    played: Played,
}

impl Words for RehearsalFile {
    fn locale(&self) -> Locale {
        self.t
    }

    fn played(&self) -> &Played {
        &self.played
    }
}

impl RehearsalFile {
    /// The file for a rehearsal.
    pub fn new(definition: &Definition, rehearsal: &Rehearsal, (members, t): (usize, Locale)) -> Self {
        let played = Played::new(definition, rehearsal, (members, t));
        Self { t, played }
    }

    /// Its text.
    ///
    /// # Errors
    /// When it cannot be written, which is a fault of the program.
    pub fn html(&self) -> Result<String, askama::Error> {
        self.render()
    }
}
