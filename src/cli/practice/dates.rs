//! Days and hours as a scenario writes them, in the workflow's zone.

use jiff::civil;

use super::{PlayError, Player};
use crate::clock::Instant;

impl Player {
    /// A civil time in the workflow's zone: a day alone is its beginning.
    pub(super) fn instant(&self, text: &str) -> Result<Instant, PlayError> {
        let civil = match text.split_once(' ') {
            Some((day, time)) => format!("{day}T{}", time.trim()),
            None => format!("{text}T00:00"),
        };
        let civil: civil::DateTime = civil
            .parse()
            .map_err(|_| PlayError::Line(format!("`{text}` is not a day or a day and hour")))?;
        Ok(Instant::from_civil(civil, &self.definition.zone))
    }

    /// A deadline: after the last moment of a day, or exactly at an hour.
    pub(super) fn deadline(&self, text: &str) -> Result<Instant, PlayError> {
        if text.contains(' ') {
            return self.instant(text);
        }
        let next = day(text)?
            .tomorrow()
            .map_err(|error| PlayError::Line(error.to_string()))?;
        Ok(Instant::from_civil(
            next.to_datetime(civil::Time::midnight()),
            &self.definition.zone,
        ))
    }
}

/// A day.
pub(super) fn day(text: &str) -> Result<civil::Date, PlayError> {
    text.trim()
        .parse()
        .map_err(|_| PlayError::Line(format!("`{text}` is not a day")))
}

/// `first..last`, both included.
pub(super) fn closed_range(text: &str) -> Result<(civil::Date, civil::Date), PlayError> {
    let (first, last) = halves(text)?;
    Ok((day(first)?, day(last)?))
}

/// `first..last` of which either may be left out.
pub(super) fn open_range(text: &str) -> Result<(Option<civil::Date>, Option<civil::Date>), PlayError> {
    let end = |text: &str| {
        if text.trim().is_empty() {
            Ok(None)
        } else {
            day(text).map(Some)
        }
    };
    let (first, last) = halves(text)?;
    Ok((end(first)?, end(last)?))
}

fn halves(text: &str) -> Result<(&str, &str), PlayError> {
    text.split_once("..")
        .ok_or_else(|| PlayError::Line(format!("`{text}` is not a range of days")))
}
