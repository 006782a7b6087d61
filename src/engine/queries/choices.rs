//! What people could ask of a case, whoever they are: an event another body may ask is shown with the reason why not.

use uuid::Uuid;

use super::case::Look;
use crate::case::Refusal;
use crate::case::event::{Event, News};
use crate::case::possible::{Possible, possible};
use crate::workflow::Text;
use crate::workflow::definition::Address;
use crate::workflow::form::Answers;

/// One thing people could ask of the case.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The event.
    pub event: String,
    /// The role or seat that asks.
    pub role: Address,
    /// What stands on the button.
    pub label: Text,
    /// Why it would be refused as things stand.
    pub refused_because: Option<Refusal>,
}

impl Look {
    /// What people could ask of the case in its state, one for each event, and what would refuse it.
    pub fn choices(&self) -> Vec<Choice> {
        let event = Event {
            name: String::new(),
            actor: self.glance.actor.clone(),
            answers: self.answers(),
            extra: Answers::new(),
            reason: None,
            attachments: Vec::new(),
            fresh: Uuid::nil(),
            places_taken: self.places_taken,
            around: self.around.clone(),
            news: News::None,
        };
        let mut found: Vec<Choice> = Vec::new();
        for one in possible(&self.glance.definition, self.case(), &event, self.now) {
            let one = Choice::of(one);
            match found.iter_mut().find(|known| known.event == one.event) {
                Some(known) if known.refused_because.is_some() && one.refused_because.is_none() => *known = one,
                Some(_) => {}
                None => found.push(one),
            }
        }
        found
    }
}

impl Choice {
    fn of(possible: Possible<'_>) -> Self {
        Self {
            event: possible.transition.event.clone(),
            role: possible.role,
            label: possible.transition.title.clone(),
            refused_because: possible.refused_because,
        }
    }
}
