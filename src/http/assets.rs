//! Style sheet, script and mark, built into the program.
//!
//! Pages name them by plain paths; the answer carries the content's hash as its `ETag` and is asked for again once an
//! hour, so that a new version of the program is seen soon and costs an empty answer otherwise.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, Response, StatusCode};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

/// Answers `GET /assets/{*path}`.
pub async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response<Body> {
    let Some(file) = Files::get(&path) else {
        return plain(StatusCode::NOT_FOUND);
    };
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    if headers
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        let mut unchanged = plain(StatusCode::NOT_MODIFIED);
        cacheable(&mut unchanged, &tag);
        return unchanged;
    }
    let mut answer = Response::new(Body::from(file.data.into_owned()));
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, axum::http::HeaderValue::from_static(kind(&path)));
    cacheable(&mut answer, &tag);
    answer
}

fn cacheable(answer: &mut Response<Body>, tag: &str) {
    let tag = tag.parse().expect("a hexadecimal tag is a header value");
    answer.headers_mut().insert(ETAG, tag);
    let policy = axum::http::HeaderValue::from_static("public, max-age=3600, stale-while-revalidate=86400");
    answer.headers_mut().insert(CACHE_CONTROL, policy);
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
