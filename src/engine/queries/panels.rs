//! Votes and points of a case, as far as a person may see them.

use uuid::Uuid;

use super::case::Look;
use crate::case::Actor;
use crate::case::panels::{Cast, Casts, Sight, is_open, place, sight, tally, voters};
use crate::workflow::form::Form;
use crate::workflow::panel::{Panel, Tally};

/// A panel of a case as one person may see it.
#[derive(Clone, Debug)]
pub struct PanelSeen<'a> {
    /// The panel.
    pub panel: &'a Panel,
    /// The form each gives.
    pub form: Option<&'a Form>,
    /// Whether ballots can be given now.
    pub open: bool,
    /// Size of the body.
    pub members: u32,
    /// The person's own ballot.
    pub own: Option<&'a Cast>,
    /// What it has come to, if the person may know.
    pub tally: Option<Tally>,
    /// Who has cast what, if the person may know.
    pub ballots: Vec<(Uuid, &'a Cast)>,
    /// Place among the cases of the call; for those who may see the ballots.
    pub place: Option<u32>,
}

/// The last ballot a person has given that still stands.
fn last(casts: &Casts, id: Uuid) -> Option<&Cast> {
    let own = voters(casts).filter(|(person, _)| *person == id);
    own.map(|(_, cast)| cast).max_by_key(|cast| cast.at)
}

impl Look {
    /// The panels whose ballot has begun.
    pub fn panels(&self) -> Vec<PanelSeen<'_>> {
        let (definition, case) = (self.glance.definition.as_ref(), self.case());
        let panels = self.glance.kind().map_or(&[][..], |kind| &kind.panels);
        let begun = panels
            .iter()
            .filter(|panel| case.panels.contains_key(&panel.name) || is_open(definition, case, &panel.name));
        begun.map(|panel| self.panel(panel)).collect()
    }

    fn panel<'a>(&'a self, panel: &'a Panel) -> PanelSeen<'a> {
        let (definition, case) = (self.glance.definition.as_ref(), self.case());
        let seen = sight(definition, case, panel, &self.glance.actor);
        let ballots = case.ballots.get(&panel.name);
        let own = match &self.glance.actor {
            Actor::Person { id, .. } => ballots.and_then(|known| last(known, *id)),
            Actor::Engine => None,
        };
        let all = ballots.into_iter().flat_map(voters).filter(|_| seen == Sight::Ballots);
        let counted = tally(case, panel);
        PanelSeen {
            panel,
            form: definition.forms.get(&panel.form),
            open: is_open(definition, case, &panel.name),
            members: counted.members,
            own,
            ballots: all.collect(),
            place: place(case, panel, &self.around).filter(|_| seen == Sight::Ballots && !panel.votes()),
            tally: Some(counted).filter(|_| seen != Sight::Nothing),
        }
    }
}
