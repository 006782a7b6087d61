//! A page of a long list, and how it is filled.
//!
//! Owns when a page is full and where the next one begins. Does not know what is listed, nor who may see it.

use std::ops::ControlFlow;

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Sheet<T, P> {
    /// What it shows, in order.
    pub rows: Vec<T>,
    /// The place that came last, if there may be more after it.
    pub next: Option<P>,
}

/// A page that is being filled.
pub(super) struct Filling<T, P> {
    rows: Vec<T>,
    last: Option<P>,
    limit: usize,
}

impl<T, P> Filling<T, P> {
    /// An empty page of at most `limit` rows after a place.
    pub fn after(last: Option<P>, limit: usize) -> Self {
        Self {
            rows: Vec::new(),
            last,
            limit,
        }
    }

    /// The place that was looked at last.
    pub fn last(&self) -> Option<&P> {
        self.last.as_ref()
    }

    /// Comes to a place, with its row if that may be shown; breaks where the page is full and the row is the next one's.
    pub fn come_to(&mut self, place: P, row: Option<T>) -> ControlFlow<()> {
        if let Some(row) = row {
            if self.rows.len() == self.limit {
                return ControlFlow::Break(());
            }
            self.rows.push(row);
        }
        self.last = Some(place);
        ControlFlow::Continue(())
    }

    /// The page, when the list has come to its end.
    pub fn ends(self) -> Sheet<T, P> {
        Sheet {
            rows: self.rows,
            next: None,
        }
    }

    /// The page, when the list goes on.
    pub fn goes_on(self) -> Sheet<T, P> {
        Sheet {
            rows: self.rows,
            next: self.last,
        }
    }
}
