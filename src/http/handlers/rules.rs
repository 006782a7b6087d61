//! Every rule of a programme as sentences and pictures, and the programme played ahead.

use jiff::civil;
use serde::Deserialize;

use super::calls::run_by;
use super::days::begin;
use crate::http::address::{Path, Query};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page, see};
use crate::http::pages::Link;
use crate::http::pages::rehearsal::{Played, RehearsalPage};
use crate::http::pages::rules::{KindRules, RulesPage, StateRules};
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::rehearsal::persona::rehearse;
use crate::workflow::explain::{Chapter, chapters};
use crate::workflow::graph::{View, svg};
use crate::workflow::{Definition, Kind};

/// `GET /workflows/{workflow}`: the same page under the name the files have for it.
pub async fn elsewhere(Path(workflow): Path<String>) -> Answer {
    see(&format!("/w/{workflow}/rules"))
}

/// `GET /workflows/{workflow}/rehearsal`.
pub async fn rehearsal_elsewhere(Path(workflow): Path<String>) -> Answer {
    see(&format!("/w/{workflow}/rehearsal"))
}

/// `GET /w/{workflow}/rules`.
pub async fn rules(visit: Visit, Path(workflow): Path<String>) -> Answer {
    let definition = visit.workflow(&workflow)?;
    let chapters = chapters(&definition);
    let said = |chapter: &Chapter<'_>| -> Vec<String> {
        let sentences = chapter.sentences.iter();
        sentences.map(|sentence| visit.t.sentence(sentence)).collect()
    };
    let general = chapters.iter().filter(|chapter| chapter.kind.is_none());
    page(&RulesPage {
        frame: visit.frame(Some(&definition), &visit.t.text("rules-title")),
        programme: Link {
            href: format!("/w/{workflow}"),
            label: definition.title.in_lang(visit.t.tag()).to_owned(),
        },
        rehearsal: visit.runs(&workflow).then(|| Link {
            href: format!("/w/{workflow}/rehearsal"),
            label: visit.t.text("rules-rehearsal"),
        }),
        general: general.flat_map(said).collect(),
        kinds: definition
            .kinds
            .iter()
            .map(|kind| kind_rules((&definition, kind), &chapters, visit.t))
            .collect(),
    })
}

fn kind_rules((definition, kind): (&Definition, &Kind), chapters: &[Chapter<'_>], t: Locale) -> KindRules {
    let messages = t.messages();
    let view = View {
        lang: t.tag(),
        messages: &messages,
    };
    let own = chapters
        .iter()
        .filter(|chapter| chapter.kind.is_some_and(|of| of.name == kind.name));
    let states = own.map(|chapter| StateRules {
        title: match chapter.state {
            Some(state) => state.title.in_lang(t.tag()).to_owned(),
            None => t.text("rules-kind"),
        },
        sentences: chapter.sentences.iter().map(|sentence| t.sentence(sentence)).collect(),
    });
    KindRules {
        name: kind.name.clone(),
        title: kind.title.in_lang(t.tag()).to_owned(),
        drawing: svg::kind(definition, kind, &view),
        states: states.collect(),
    }
}

/// Most members a page plays with.
const MOST_MEMBERS: usize = 100;
/// Most years it plays.
const MOST_YEARS: i64 = 10;

/// What is to be played.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    from: Option<String>,
    until: Option<String>,
    members: Option<String>,
}

/// `GET /w/{workflow}/rehearsal`.
pub async fn rehearsal(visit: Visit, Path(workflow): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let today = visit.now().civil(&definition.zone).date();
    let ((from, until, members), problem) = asked.within(today);
    let span = (begin(from, &definition), begin(until, &definition));
    let (playing, t) = (definition.clone(), visit.t);
    let played = tokio::task::spawn_blocking(move || {
        let rehearsal = rehearse(&playing, span, members);
        Played::new(&playing, &rehearsal, (members, t))
    });
    page(&RehearsalPage {
        frame: visit.frame(Some(&definition), &visit.t.text("rehearsal-title")),
        back: Link {
            href: format!("/w/{workflow}/rules"),
            label: visit.t.text("rules-title"),
        },
        action: format!("/w/{workflow}/rehearsal"),
        played: played.await.map_err(Problem::internal)?,
        problem: problem.map(|id| visit.t.text(id)),
    })
}

impl Asked {
    /// What is played, two years from today unless asked otherwise, and why it is not just as asked.
    fn within(&self, today: civil::Date) -> ((civil::Date, civil::Date, usize), Option<&'static str>) {
        let day = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<civil::Date>().ok());
        let years = |from: civil::Date, years: i64| from.saturating_add(jiff::Span::new().years(years));
        let from = day(&self.from).unwrap_or(today);
        let until = day(&self.until).unwrap_or_else(|| years(from, 2));
        let members = self.members.as_ref().and_then(|text| text.parse().ok()).unwrap_or(20);
        if until <= from {
            return (
                (from, years(from, 2), members.min(MOST_MEMBERS)),
                Some("rehearsal-asked-wrong"),
            );
        }
        let last = years(from, MOST_YEARS);
        let too_much = members > MOST_MEMBERS || until > last;
        let played = (from, until.min(last), members.min(MOST_MEMBERS));
        (played, too_much.then_some("rehearsal-asked-too-much"))
    }
}
