//! Tables for spreadsheets.
//!
//! Owns how a table of cells becomes CSV, and that no cell is taken for a formula. Knows nothing of what is in it.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;

use super::error::Problem;

/// The rows as a file to be downloaded.
pub fn csv(name: &str, rows: &[Vec<String>]) -> Result<Response<Body>, Problem> {
    let text: String = rows.iter().map(|row| line(row)).collect();
    download(Body::from(text), "text/csv; charset=utf-8", &format!("{name}.csv"))
}

/// One row of a table, with the end of its line.
pub fn line(row: &[String]) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    let cells = row.iter().map(|cell| harmless(cell));
    table.write_record(cells).expect("memory takes it");
    let bytes = table.into_inner().expect("memory takes it");
    String::from_utf8(bytes).expect("cells are texts")
}

/// A file to be downloaded.
pub fn download(body: Body, kind: &'static str, name: &str) -> Result<Response<Body>, Problem> {
    let mut answer = Response::new(body);
    let name = format!("attachment; filename=\"{name}\"");
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        CONTENT_DISPOSITION,
        HeaderValue::from_str(&name).map_err(Problem::internal)?,
    );
    Ok(answer)
}

/// A cell that a spreadsheet shows and does not compute; a number stays one.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && cell.parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+371 20", "-x", "@sum", "\t=1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["-12.5", "12", "plain", "a=b", ""] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
