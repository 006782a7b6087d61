//! The document describes what the server has, and the server has what it describes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::Method;
use serde_json::Value;

use super::house::House;
use crate::support::database::Database;

fn calls(document: &Value) -> BTreeSet<(String, String)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect()
}

fn snapshot(name: &str, text: &str) {
    insta::assert_snapshot!(name, text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_described_is_there() {
    let database = Database::sqlite().await;
    let house = House::on(&database).await;
    let document = house.bare("/api/openapi.json").await.expect(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let calls = calls(&document);
    for (method, path) in &calls {
        let there = path
            .replace("{w}", "x")
            .replace("{f}", "x")
            .replace("{id}", "018f0000-0000-7000-8000-000000000000");
        let method: Method = method.parse().unwrap();
        let request = house.request("operator", (method.clone(), &there), &[]);
        let reply = house.send(request.body(Body::empty()).unwrap()).await;
        assert_ne!(reply.status, 405, "{method} {path}");
        let other = house.request("operator", (Method::TRACE, &there), &[]);
        let other = house.send(other.body(Body::empty()).unwrap()).await;
        assert_eq!(other.status, 405, "{path} is a route: {other:?}");
    }
    let lines: Vec<String> = calls.iter().map(|(method, path)| format!("{method} {path}")).collect();
    snapshot("every_call", &lines.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_refers_only_to_what_it_holds() {
    let database = Database::sqlite().await;
    let house = House::on(&database).await;
    let reply = house.bare("/api/openapi.json").await;
    let document = reply.expect(200);
    let held = document["components"]["schemas"].as_object().unwrap();
    for part in reply.text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(held.contains_key(name), "`{name}` is not described");
    }
    for (method, path) in calls(&document) {
        let call = &document["paths"][&path][method.to_lowercase()];
        assert!(
            call["summary"].as_str().is_some_and(|text| !text.is_empty()),
            "{method} {path} says nothing"
        );
        assert!(call["responses"].get("404").is_some(), "{method} {path}");
    }
}

/// Routes are made by `routes!` alone, which describes them.
#[test]
fn no_route_is_made_beside_the_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/api");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let only = if path.ends_with("mod.rs") { 1 } else { 0 };
        assert_eq!(text.matches(".route(").count(), only, "{}", path.display());
    }
}
