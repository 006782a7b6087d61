//! Days typed into three boxes, and deadlines made of them.
//!
//! A "last day" is kept as the instant after its last moment: the midnight that ends it, in the programme's zone.

use jiff::civil;

use crate::clock::Instant;
use crate::http::typed::Typed;
use crate::workflow::Definition;
use crate::workflow::form::FieldError;

/// The day typed under a name; `None` if nothing was typed.
///
/// # Errors
/// A field error if what was typed is no day.
pub fn day(typed: &Typed, name: &str) -> Result<Option<civil::Date>, FieldError> {
    let parts = ["year", "month", "day"].map(|part| typed.part(name, part));
    if parts.iter().all(|part| part.is_empty()) {
        return Ok(None);
    }
    let [year, month, day] = parts;
    let date = || civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    let date = date().filter(|date| (1900..=2999).contains(&date.year()));
    date.map(Some).ok_or_else(|| FieldError::of(name, "date"))
}

/// The day typed under a name.
///
/// # Errors
/// A field error if nothing, or no day, was typed.
pub fn needed(typed: &Typed, name: &str) -> Result<civil::Date, FieldError> {
    day(typed, name)?.ok_or_else(|| FieldError::of(name, "required"))
}

/// The first moment of a day.
pub fn begin(day: civil::Date, definition: &Definition) -> Instant {
    Instant::from_civil(day.to_datetime(civil::Time::midnight()), &definition.zone)
}

/// The instant after a day's last moment.
pub fn end(day: civil::Date, definition: &Definition) -> Instant {
    begin(day.tomorrow().unwrap_or(day), definition)
}

/// The pairs one would have typed for a day.
pub fn typed(name: &str, day: civil::Date) -> [(String, String); 3] {
    [
        (format!("{name}.day"), day.day().to_string()),
        (format!("{name}.month"), day.month().to_string()),
        (format!("{name}.year"), day.year().to_string()),
    ]
}
