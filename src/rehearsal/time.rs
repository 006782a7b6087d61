//! How time passes in a rehearsal: in order, or all at once after the service was off.

use uuid::Uuid;

use super::transcript::What;
use super::world::{Item, World};
use crate::case::catch_up::{catch_up, is_late};
use crate::case::event::{News, builtin};
use crate::case::notice::Key;
use crate::case::{Actor, Notice};
use crate::clock::Instant;

impl World<'_> {
    /// Everything due up to `until` happens, each thing at its own instant; then the clock stands there, or where the
    /// transcript was full.
    pub fn advance(&mut self, until: Instant) {
        while let Some(at) = self.agenda.first().map(|(at, _)| *at).filter(|at| *at <= until) {
            if self.is_full() {
                return;
            }
            self.now = self.now.max(at);
            self.do_next();
        }
        self.now = self.now.max(until);
    }

    /// The service is off until then: nothing happens meanwhile, then it catches up by the workflow's rule.
    pub fn sleep(&mut self, until: Instant) {
        self.now = self.now.max(until);
        while let Some((at, case, event)) = self.first_timer(until).filter(|_| !self.is_full()) {
            if is_late(at, until) {
                self.catch_up(case, at);
            }
            self.agenda.remove(&(at, Item::Timer(case, event.clone())));
            self.fire((at, case, event));
        }
        let ids: Vec<Uuid> = self.cases.keys().copied().collect();
        for id in ids {
            self.catch_up(id, until);
        }
        self.advance(until);
    }

    fn first_timer(&self, until: Instant) -> Option<(Instant, Uuid, String)> {
        self.agenda
            .iter()
            .take_while(|(at, _)| *at <= until)
            .find_map(|(at, item)| match item {
                Item::Timer(case, event) => Some((*at, *case, event.clone())),
                Item::Notice(..) => None,
            })
    }

    /// Settles what is late about a case, as of `at`: before a late timer acts on it, and once more at the end.
    fn catch_up(&mut self, id: Uuid, at: Instant) {
        let Some(running) = self.cases.get(&id) else { return };
        let waiting: Vec<Notice> = running.waiting.values().cloned().collect();
        let verdicts = catch_up(self.definition, &running.case, &waiting, self.now);
        if verdicts.is_empty() {
            return;
        }
        for verdict in verdicts.iter().filter(|verdict| verdict.moved_to.is_none()) {
            let what = What::LeftOut {
                duty: verdict.duty.clone(),
                step: verdict.step.clone(),
            };
            self.note(id, at, what);
        }
        let event = self.event(builtin::CATCH_UP, Actor::Engine, News::CaughtUp(verdicts));
        let _ = self.feed(id, &event, at);
    }

    fn do_next(&mut self) {
        match self.agenda.pop_first() {
            Some((at, Item::Timer(case, event))) => self.fire((at, case, event)),
            Some((at, Item::Notice(case, key))) => self.send((at, case, &key)),
            None => {}
        }
    }

    fn fire(&mut self, (at, id, name): (Instant, Uuid, String)) {
        let Some(running) = self.cases.get_mut(&id) else { return };
        if !running
            .plan
            .timers
            .iter()
            .any(|timer| timer.due_at == at && timer.event == name)
        {
            return;
        }
        running.done.insert((at, name.clone()));
        let mut event = self.event(&name, Actor::Engine, News::None);
        event.answers = self.last_child_answers(id, &name);
        let _ = self.feed(id, &event, at);
    }

    fn send(&mut self, (at, id, key): (Instant, Uuid, &Key)) {
        let Some(notice) = self.cases.get_mut(&id).and_then(|running| running.waiting.remove(key)) else {
            return;
        };
        if notice.planned_at == at && (notice.duty.is_empty() || !is_late(at, self.now)) {
            self.note_letter(id, &notice);
            if let Some(running) = self.cases.get_mut(&id) {
                running.sent.insert(key.clone());
            }
        } else if let Some(running) = self.cases.get_mut(&id) {
            running.waiting.insert(key.clone(), notice);
        }
    }
}
