//! The rules of a programme and the programme played ahead.

use jiff::civil::date;
use kalends::clock::Instant;
use kalends::http::pages::rehearsal::{Played, RehearsalFile, RehearsalPage};
use kalends::http::pages::rules::{KindRules, RulesPage, StateRules};
use kalends::locale::Locale;
use kalends::rehearsal::persona::rehearse;
use kalends::workflow::explain::of_state;
use kalends::workflow::graph::{View, svg};
use kalends::workflow::parse::parse;

use super::{html, link, signed_in};
use crate::workflow::files;

/// Both pages, and the page in one file.
pub fn rules(t: Locale) -> Vec<(&'static str, String)> {
    let definition = parse(&files::shipped("learning-cities")).unwrap();
    let at = |year| Instant::from_civil(date(year, 1, 1).at(0, 0, 0, 0), &definition.zone);
    let rehearsal = rehearse(&definition, (at(2027), at(2029)), 10);
    let messages = t.messages();
    let view = View {
        lang: t.tag(),
        messages: &messages,
    };
    let kinds = definition.kinds.iter().map(|kind| KindRules {
        name: kind.name.clone(),
        title: kind.title.in_lang(t.tag()).to_owned(),
        drawing: svg::kind(&definition, kind, &view),
        states: kind
            .states
            .iter()
            .map(|state| StateRules {
                title: state.title.in_lang(t.tag()).to_owned(),
                sentences: of_state(&definition, kind, state)
                    .iter()
                    .map(|one| t.sentence(one))
                    .collect(),
            })
            .collect(),
    });
    let rules = RulesPage {
        frame: signed_in(t, "Rules", "/w/learning-cities/rules"),
        programme: link("/w/learning-cities", definition.title.in_lang(t.tag())),
        rehearsal: Some(link("/w/learning-cities/rehearsal", &t.text("rules-rehearsal"))),
        general: vec![],
        kinds: kinds.collect(),
    };
    let page = RehearsalPage {
        frame: signed_in(t, "Rehearsal", "/w/learning-cities/rehearsal"),
        back: link("/w/learning-cities/rules", &t.text("rules-title")),
        action: "/w/learning-cities/rehearsal".to_owned(),
        played: Played::new(&definition, &rehearsal, (10, t)),
        problem: Some(t.text("rehearsal-asked-too-much")),
    };
    let file = RehearsalFile::new(&definition, &rehearsal, (10, t));
    vec![
        ("rules", html(&rules)),
        ("rehearsal", html(&page)),
        ("rehearsal-file", html(&file)),
    ]
}
