//! A register given whole: read page by page and sent as it is read, so that a long one takes no more room than a short
//! one.
//!
//! Owns the reading and the order of the parts; what a member looks like is for whoever asks.

use axum::body::{Body, Bytes};
use futures_util::stream;

use crate::clock::Instant;
use crate::engine::queries::register::{Member, Members, Part};
use crate::engine::{Engine, EngineError};
use crate::store::case_lists::ListedPlace;

/// How many members are read at once.
const AT_ONCE: usize = 200;

/// How a register becomes a text.
pub struct Form<F> {
    /// What comes first.
    pub head: String,
    /// What comes between two members.
    pub between: &'static str,
    /// What comes last.
    pub tail: &'static str,
    /// What is said of one.
    pub member: F,
}

/// What is still to be sent.
enum Rest {
    /// Members after this place.
    After(ListedPlace),
    /// Nothing.
    Nothing,
}

/// The register of a workflow, as it stands now or stood at the end of `at`.
///
/// # Errors
/// When its first page cannot be read; a later one that cannot be ends the answer before its end.
pub async fn register<F>(
    engine: &Engine,
    (workflow, at): (String, Option<Instant>),
    form: Form<F>,
) -> Result<Body, EngineError>
where
    F: Fn(&Member) -> String + Send + Sync + 'static,
{
    let part = move |after| Part {
        at,
        standing: None,
        after,
        limit: AT_ONCE,
    };
    let first = engine.register(&workflow, &part(None)).await?;
    let begun = (form.head.clone() + &form.text(&first), rest(&first));
    let (engine, form) = (engine.clone(), form);
    let pages = stream::try_unfold(
        (Some(begun), workflow, engine, form),
        move |(ready, workflow, engine, form)| async move {
            let Some((text, rest)) = ready else {
                return Ok::<_, EngineError>(None);
            };
            let next = match rest {
                Rest::Nothing => None,
                Rest::After(place) => {
                    let found = engine.register(&workflow, &part(Some(place))).await?;
                    Some((form.between.to_owned() + &form.text(&found), self::rest(&found)))
                }
            };
            Ok(Some((Bytes::from(text), (next, workflow, engine, form))))
        },
    );
    Ok(Body::from_stream(pages))
}

fn rest(page: &Members) -> Rest {
    page.next.clone().map_or(Rest::Nothing, Rest::After)
}

impl<F: Fn(&Member) -> String> Form<F> {
    /// The members of a page, and the end if it is the last one.
    fn text(&self, page: &Members) -> String {
        let members: Vec<String> = page.rows.iter().map(&self.member).collect();
        let tail = if page.next.is_none() { self.tail } else { "" };
        members.join(self.between) + tail
    }
}
