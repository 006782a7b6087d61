//! What happens to organisations in a rehearsal, and who their peers are.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::scenario::Act;
use super::script::{Script, refused, said};
use super::world::World;
use crate::case::event::{News, builtin};
use crate::case::organisation::may_record;
use crate::case::peers::{are_reminded, as_peer, changes_members, has_peers, makes_member};
use crate::case::people::seats_of;
use crate::case::{Entry, Event, Holder, Rejection};
use crate::clock::Instant;

impl World<'_> {
    /// Those who sit in the seats of other members, in the roles that gives them in this organisation's cases.
    pub(super) fn peers_of(&self, organisation: Uuid) -> Vec<Holder> {
        if !has_peers(self.definition) {
            return Vec::new();
        }
        let mut members: BTreeMap<Uuid, Instant> = BTreeMap::new();
        let cases = self.cases.values().map(|running| &running.case);
        for case in cases.filter(|case| case.organisation != organisation && makes_member(self.definition, case)) {
            let since = members.entry(case.organisation).or_insert(case.entered_at);
            *since = (*since).min(case.entered_at);
        }
        let others = self.holders.iter().filter_map(|(of, holder)| {
            let member = (*of)?;
            let since = members.get(&member)?;
            Some(as_peer(self.definition, holder, (member, *since)))
        });
        others.flatten().collect()
    }

    /// Plans the others' cases anew after an entry that made an organisation a member, or ended that.
    pub(super) fn peers_changed(&mut self, id: Uuid, entry: &Entry) {
        let kind = self.cases.get(&id).map(|running| running.case.kind.as_str());
        let changes = kind.is_some_and(|kind| changes_members(self.definition, kind, entry));
        if !changes || !are_reminded(self.definition) {
            return;
        }
        let others: Vec<Uuid> = self.cases.keys().copied().filter(|other| *other != id).collect();
        others.into_iter().for_each(|other| self.people_changed(other));
    }

    /// Feeds news about an organisation to those of its cases that wait for it; it is recorded once, not with each.
    pub(super) fn tell_cases(&mut self, organisation: Uuid, event: &Event) {
        let mut cases = self.cases_of(organisation);
        let waits = |id: &Uuid| {
            let running = self.cases.get(id);
            running.is_some_and(|one| crate::case::organisation::waits(self.definition, &one.case, &event.name))
        };
        cases.retain(waits);
        for case in cases {
            let _ = self.feed(case, event, self.now);
        }
        self.advance(self.now);
    }
}

impl Script<'_> {
    /// Somebody records what has happened to an organisation.
    pub(super) fn happens(&mut self, act: &Act) -> Result<(), Rejection> {
        let organisation = self.find(&act.organisation).map_err(said)?;
        let person = self.actor(act, organisation).map_err(said)?;
        let seats = seats_of(&self.world.holders_for(organisation), person, self.world.now);
        let name = act.event.strip_prefix(builtin::ORGANISATION).unwrap_or_default();
        may_record(self.world.definition, name, &seats)?;
        let event = Event {
            reason: act.reason.clone(),
            ..self.engine(&act.event, News::None)
        };
        self.world.tell_cases(organisation, &event);
        Ok(())
    }

    /// Divides an organisation: each running case goes to the successor that takes its kind, else to the first.
    pub(super) fn split(&mut self, old: &str, parts: &[(String, Vec<String>)]) -> Result<(), String> {
        let old = self.find(old)?;
        let mut heirs: Vec<(Uuid, &[String])> = Vec::new();
        for (name, kinds) in parts {
            heirs.push((self.find(name)?, kinds));
        }
        let (first, _) = *heirs.first().ok_or("nobody goes on")?;
        let cases: Vec<(Uuid, String)> = self
            .cases_of(old)
            .filter(|case| !self.is_closed(case))
            .map(|case| (case.id, case.kind.clone()))
            .collect();
        for (case, kind) in cases {
            let heir = heirs.iter().find(|(_, kinds)| kinds.contains(&kind));
            let id = heir.map_or(first, |(id, _)| *id);
            let why = builtin::SPLIT;
            let event = self.engine(builtin::SUCCEED, News::Organisation { id, why });
            let now = self.world.now;
            self.world
                .feed(case, &event, now)
                .map_err(|rejection| refused(&rejection))?;
        }
        Ok(())
    }

    /// Gives an organisation another name; its cases may wait for that.
    pub(super) fn rename(&mut self, old: &str, new: &str) -> Result<(), String> {
        let id = self.find(old)?;
        self.world.organisations.insert(id, new.to_owned());
        let event = self.engine(builtin::RENAMED, News::None);
        self.world.tell_cases(id, &event);
        Ok(())
    }
}
