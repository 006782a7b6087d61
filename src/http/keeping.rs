//! Round every page: who visits, problems told as pages, and what was typed given back when it could not be taken.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;

use super::address::encoded;
use super::app::App;
use super::auth::Cookie;
use super::error::Problem;
use super::pages::Frame;
use super::pages::error::Kept;
use super::typed::Typed;
use super::visit::Visit;
use crate::locale::Locale;

/// Seconds for which a chosen language is remembered: a year.
const LANGUAGE_KEPT: i64 = 365 * 86_400;

/// What a page's handler answers.
pub type Answer = Result<Response<Body>, Problem>;

/// A problem on its way out, to be told as a page.
#[derive(Clone)]
struct Told(Arc<Problem>);

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = self.status();
        answer.extensions_mut().insert(Told(Arc::new(self)));
        answer
    }
}

/// A rendered page.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// A rendered page with a status of its own, such as a form with errors.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let html = template.render().map_err(Problem::internal)?;
    let mut answer = Response::new(Body::from(html));
    *answer.status_mut() = status;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, html);
    Ok(answer)
}

/// Sends the browser on after a post.
pub fn see(path: &str) -> Answer {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    let path = HeaderValue::from_str(path).map_err(Problem::internal)?;
    answer.headers_mut().insert(LOCATION, path);
    Ok(answer)
}

/// The layer round every page.
pub async fn keeping(State(app): State<App>, mut request: Request, next: Next) -> Response<Body> {
    let reference = request.headers().get(HeaderName::from_static("x-request-id"));
    let reference = reference.and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let visit = match Visit::of(&app, &uri, &headers).await {
        Ok(visit) => visit,
        Err(error) => {
            let frame = Frame::new(Locale::english(), jiff::tz::TimeZone::UTC, app.engine.now());
            return Problem::from(error).to_person(frame, &reference);
        }
    };
    let method = request.method().clone();
    request.extensions_mut().insert(visit.clone());
    let mut answer = next.run(request).await;
    if let Some(Told(problem)) = answer.extensions_mut().remove::<Told>() {
        answer = told(&visit, &method, &problem, &reference);
    } else if method == Method::POST && app.practice.is_some() {
        // In the practice house what an act sends arrives at once.
        if let Some(Err(error)) = app.mover.advance(app.engine.now()).await {
            tracing::warn!("letters of the practice house wait: {error}");
        }
    }
    if let Some(chosen) = visit.asked_language {
        let cookie = Cookie::Language.set(app.reached(), chosen.tag(), LANGUAGE_KEPT);
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    answer
}

fn told(visit: &Visit, method: &Method, problem: &Problem, reference: &str) -> Response<Body> {
    if matches!(problem, Problem::Unknown) && method == Method::GET {
        let then = encoded(&visit.path);
        return see(&format!("/sign-in?then={then}")).unwrap_or_default();
    }
    let frame = visit.frame(None, "");
    let typed = visit
        .kept
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .take();
    let Some(typed) = typed.filter(|_| keeps(problem)) else {
        return problem.to_person(frame, reference);
    };
    let mut page = problem.page(frame, reference);
    problem.log(reference);
    page.kept = Some(kept(visit, problem, &typed));
    let html = page.render().unwrap_or_default();
    let mut answer = Response::new(Body::from(html));
    *answer.status_mut() = problem.status();
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    answer
}

/// Whether what was typed is given back with this problem; what nobody may do is not offered again.
fn keeps(problem: &Problem) -> bool {
    !matches!(problem, Problem::Missing | Problem::Forbidden | Problem::Method)
}

/// What was typed, to be read and to be sent again as it is: without the revision where that was the obstacle.
fn kept(visit: &Visit, problem: &Problem, typed: &Typed) -> Kept {
    let stale = matches!(problem, Problem::Stale { .. });
    let ours = |name: &str| matches!(name, "revision" | "key" | "then" | "token" | "back" | "lang");
    let mut pairs = Vec::new();
    for name in typed.names().filter(|name| !(stale && *name == "revision")) {
        pairs.extend(typed.all(name).iter().map(|value| (name.to_owned(), value.clone())));
    }
    let readable = pairs
        .iter()
        .filter(|(name, value)| !ours(name) && !value.trim().is_empty());
    Kept {
        action: visit.path.clone(),
        texts: readable.map(|(_, value)| value.clone()).collect(),
        sign_in: matches!(problem, Problem::Unknown),
        pairs,
    }
}
