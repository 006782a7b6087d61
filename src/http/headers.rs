//! What every answer goes through: security headers, request id, trace, limits, cross-site posts refused, panics caught.
//!
//! The headers are those that were measured to reach the Observatory's best grade; `same-origin` and not `no-referrer`,
//! because the latter makes browsers send `Origin: null` with our own forms.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Response};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

use super::limits::{limited, panicked};
use crate::clock::{Clock, Ids};

/// Longest body of any request: a file of 20 MB with what goes round it.
pub const LARGEST_BODY: usize = 21 * 1024 * 1024;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How people reach the service, which decides on `Strict-Transport-Security` and cookie names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// By `https://`, here or at a proxy.
    Securely,
    /// By plain `http://`, as on one's own machine.
    Plainly,
}

impl Reached {
    /// Reads it off the address people see.
    pub fn of(base_url: &str) -> Self {
        if base_url.starts_with("https://") {
            Self::Securely
        } else {
            Self::Plainly
        }
    }
}

/// Makes request ids, and knows what else every answer needs.
#[derive(Clone)]
pub struct Requests {
    /// Where ids come from.
    pub ids: Ids,
    /// The service's clock.
    pub clock: Arc<dyn Clock>,
    /// The service's address, under which its problems are described.
    pub base_url: Arc<str>,
    /// Longest time a request may take.
    pub longest: Duration,
}

/// Wraps the whole router.
pub fn around<S: Clone + Send + Sync + 'static>(router: Router<S>, reached: Reached, requests: Requests) -> Router<S> {
    let id = HeaderName::from_static("x-request-id");
    let router = router
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state((requests.clone(), reached), limited))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::new(id.clone()))
        .layer(SetRequestIdLayer::new(id, requests));
    // Outermost, so that answers made on the way out carry them too.
    let router = fixed(router).layer(from_fn(private));
    match reached {
        Reached::Plainly => router,
        Reached::Securely => router.layer(set(STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains")),
    }
}

fn fixed<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router
        .layer(set(CONTENT_SECURITY_POLICY, POLICY))
        .layer(set(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(set(REFERRER_POLICY, "same-origin"))
        .layer(set(
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ))
        .layer(set(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ))
}

fn set(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Answers that say nothing of caching belong to one person and are kept by nobody.
async fn private(request: Request, next: Next) -> Response<Body> {
    let mut answer = next.run(request).await;
    answer
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    answer
}

/// What the log says of a request: never its query, in which a link's secret may stand.
fn span<B>(request: &axum::http::Request<B>) -> Span {
    let id = request.extensions().get::<RequestId>();
    let id = id.and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", request.id = id, method = %request.method(), path = request.uri().path())
}

impl MakeRequestId for Requests {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let id = self.ids.next(self.clock.now());
        HeaderValue::from_str(&id.to_string()).ok().map(RequestId::new)
    }
}
