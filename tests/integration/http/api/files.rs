//! Files of cases: what is taken, what is not, and how they come back.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::house::{House, Reply, id};
use crate::support::database::each_database;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

/// A form in parts; the boundary differs from one sending to the next.
fn parts(boundary: &str, purpose: &str, name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n{purpose}\r\n--{boundary}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    body
}

async fn send(house: &House, who: &str, case: Uuid, key: &str, body: (&str, Vec<u8>)) -> Reply {
    let path = format!("/cases/{case}/attachments");
    let keys = [("idempotency-key", key)];
    let request = house.request(who, (Method::POST, &path), if key.is_empty() { &[] } else { &keys });
    let request = request.header("content-type", format!("multipart/form-data; boundary={}", body.0));
    house.send(request.body(Body::from(body.1)).unwrap()).await
}

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect()
}

each_database! {
    async fn a_city_sends_the_endorsed_file_itself(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let signed = parts("b1", "signed-form", "paraksts.pdf", PDF);
        let signed = send(&house, "applicant", case, "", ("b1", signed)).await.expect(201);
        let path = format!("/attachments/{}", id(&signed));
        house.get("commission", &path).await.problem(404);
        house.ask("applicant", case, "submit").await.expect(200);
        assert_eq!(house.get("commission", &path).await.status, 200, "a draft's files are seen once it is submitted");
        assert_eq!(house.ask("applicant", case, "send-endorsed").await.problem(409)["rule"], "attachment");
        let file = send(&house, "applicant", case, "e", ("b2", parts("b2", "endorsement", "Apstiprinājums (1).pdf", PDF))).await;
        let file = file.expect(201);
        assert_eq!(file["media_type"], "application/pdf");
        let event = json!({"event": "send-endorsed", "attachments": [file["id"]]});
        let sent = house.post("applicant", &format!("/cases/{case}/events"), event).await.expect(200);
        assert_eq!(sent["state"], "forwarded");
        let again = json!({"event": "send-endorsed", "attachments": [Uuid::nil()]});
        house.post("applicant", &format!("/cases/{case}/events"), again).await.problem(404);
        let history = house.get("applicant", &format!("/cases/{case}/history")).await.expect(200);
        let events: Vec<_> = history.as_array().unwrap().iter().map(|entry| entry["event"].as_str().unwrap()).collect();
        assert_eq!(events, ["open", "attach", "submit", "attach", "send-endorsed"]);
    }

    async fn a_file_comes_back_as_it_was_and_is_never_shown_in_place(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let first = send(&house, "mayor", case, "k", ("one", parts("one", "other", "Lēmums.pdf", PDF))).await.expect(201);
        let again = send(&house, "mayor", case, "k", ("two", parts("two", "other", "Lēmums.pdf", PDF))).await.expect(201);
        assert_eq!(first, again, "another boundary is not another request");
        send(&house, "mayor", case, "k", ("two", parts("two", "else", "Lēmums.pdf", PDF))).await.problem(422);
        let path = format!("/attachments/{}", id(&first));
        let read = house.get("applicant", &path).await;
        assert_eq!((read.status.as_u16(), read.text.as_bytes()), (200, PDF));
        assert_eq!(read.header("x-content-type-options"), "nosniff");
        assert_eq!(read.header("content-type"), "application/pdf", "what it is, not what it claims");
        assert!(read.header("content-disposition").starts_with("attachment; "), "{read:?}");
        assert!(read.header("content-disposition").contains("filename*=UTF-8''L%C4%93mums.pdf"), "{read:?}");
        house.get("neighbour", &path).await.problem(404);
        send(&house, "neighbour", case, "", ("b", parts("b", "other", "a.pdf", PDF))).await.problem(404);
        let tag = [("if-none-match", read.header("etag"))];
        assert_eq!(house.get_with("applicant", &path, &tag).await.status, 304);
    }

    async fn a_wrong_file_is_told_and_not_kept(database: &Database) {
        let house = House::on(database).await;
        let case = id(&house.open("applicant", house.city).await);
        let large = vec![b'a'; 20 * 1024 * 1024 + 1];
        for (name, content, status) in [
            ("page.pdf", b"<html>".as_slice(), 415), ("page.html", b"<html>", 415), ("empty.pdf", b"", 415), ("big.txt", &large, 413),
        ] {
            let body = parts("b", "other", name, content);
            send(&house, "applicant", case, "", ("b", body)).await.problem(status);
        }
        let told = send(&house, "applicant", case, "", ("b", parts("b", "Not a purpose", "a.pdf", PDF))).await.problem(422);
        assert_eq!(fields(&told), ["purpose"]);
        let none = b"--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nx\r\n--b--\r\n".to_vec();
        let told = send(&house, "applicant", case, "", ("b", none)).await.problem(422);
        assert_eq!(fields(&told), ["purpose", "file", "note"]);
        house.post("applicant", &format!("/cases/{case}/attachments"), json!({})).await.problem(415);
        let history = house.get("applicant", &format!("/cases/{case}/history")).await.expect(200);
        assert_eq!(history.as_array().unwrap().len(), 1);
    }
}
