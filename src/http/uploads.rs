//! Files people send: received beside the others, looked at, kept under their digest.
//!
//! Owns the limits and what kinds are taken. Nothing is kept of a file that is refused: it is received into a temporary
//! file that vanishes with [`Upload`], and only [`Upload::keep`] gives it its place.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use super::error::Problem;
use crate::store::attachments::StoredAttachment;

/// Longest file, in bytes.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// How much of a file's beginning is looked at.
const HEAD: usize = 8 * 1024;

/// An extension, its media type and how its content shows it.
type Kind = (&'static str, &'static str, fn(&[u8]) -> bool);

/// What a file may be.
const KINDS: [Kind; 9] = [
    ("pdf", "application/pdf", is_pdf),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        is_docx,
    ),
    ("odt", "application/vnd.oasis.opendocument.text", is_odt),
    ("asice", "application/vnd.etsi.asic-e+zip", is_container),
    ("edoc", "application/vnd.etsi.asic-e+zip", is_container),
    ("jpg", "image/jpeg", is_jpeg),
    ("jpeg", "image/jpeg", is_jpeg),
    ("png", "image/png", is_png),
    ("txt", "text/plain", is_text),
];

/// A file that was received and has no place yet.
#[derive(Debug)]
pub struct Upload {
    /// Its name as given, without directories.
    pub name: String,
    /// Length in bytes.
    pub size: usize,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    head: Vec<u8>,
    place: PathBuf,
}

/// A file being received.
pub struct Receiving {
    upload: Upload,
    hash: Sha256,
    file: tokio::fs::File,
}

impl Receiving {
    /// Begins to receive a file of that name into the directory of attachments.
    pub async fn begin(directory: &Path, id: Uuid, name: &str) -> Result<Self, Problem> {
        let incoming = directory.join("incoming");
        tokio::fs::create_dir_all(&incoming).await.map_err(Problem::internal)?;
        let place = incoming.join(id.to_string());
        let file = tokio::fs::File::create(&place).await.map_err(Problem::internal)?;
        Ok(Self {
            upload: Upload {
                name: plain_name(name),
                size: 0,
                sha256: String::new(),
                head: Vec::new(),
                place,
            },
            hash: Sha256::new(),
            file,
        })
    }

    /// Takes a piece; what goes beyond the limit is counted and thrown away.
    pub async fn take(&mut self, piece: &[u8]) -> Result<(), Problem> {
        self.upload.size += piece.len();
        if self.upload.size > LARGEST_FILE {
            return Ok(());
        }
        let room = HEAD.saturating_sub(self.upload.head.len());
        self.upload.head.extend(piece.iter().take(room));
        self.hash.update(piece);
        self.file.write_all(piece).await.map_err(Problem::internal)
    }

    /// The whole file, safely on disk.
    pub async fn end(mut self) -> Result<Upload, Problem> {
        self.file.flush().await.map_err(Problem::internal)?;
        self.file.sync_all().await.map_err(Problem::internal)?;
        self.upload.sha256 = hex::encode(self.hash.finalize());
        Ok(self.upload)
    }
}

/// The content of a file that is known. One whose content is not on the disk any more is missing, and the log says so.
pub async fn content(directory: &Path, file: &StoredAttachment) -> Result<Vec<u8>, Problem> {
    tokio::fs::read(directory.join(&file.sha256)).await.map_err(|error| {
        if error.kind() != std::io::ErrorKind::NotFound {
            return Problem::internal(error);
        }
        tracing::error!(attachment.id = %file.id, "the content of a file is not in the data directory");
        Problem::Missing
    })
}

impl Upload {
    /// The file's media type, if it may be kept.
    ///
    /// # Errors
    /// Too large; not of a kind that is taken, or not what its name says.
    pub fn media_type(&self) -> Result<&'static str, Problem> {
        if self.is_too_long() {
            return Err(Problem::TooLarge);
        }
        let extension = self
            .name
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_lowercase());
        let kind = KINDS.iter().find(|(name, _, _)| Some(*name) == extension.as_deref());
        match kind {
            Some((_, media_type, shows)) if self.size > 0 && shows(&self.head) => Ok(media_type),
            _ => Err(Problem::FileKind),
        }
    }

    /// Whether it is longer than a file may be; what came beyond that was not kept.
    pub fn is_too_long(&self) -> bool {
        self.size > LARGEST_FILE
    }

    /// The content, for files that are read and not kept.
    pub async fn read(&self) -> Result<Vec<u8>, Problem> {
        tokio::fs::read(&self.place).await.map_err(Problem::internal)
    }

    /// Gives the content its place under its digest.
    pub async fn keep(&self, directory: &Path) -> Result<(), Problem> {
        let place = directory.join(&self.sha256);
        tokio::fs::rename(&self.place, &place)
            .await
            .map_err(Problem::internal)?;
        let directory = tokio::fs::File::open(directory).await.map_err(Problem::internal)?;
        directory.sync_all().await.map_err(Problem::internal)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        // Kept files have been moved away; then there is nothing to remove.
        let _ = std::fs::remove_file(&self.place);
    }
}

/// A file's name without directories and control characters, at most 200 characters.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|sign| !sign.is_control()).collect();
    let long = clean.chars().count().saturating_sub(200);
    clean.chars().skip(long).collect()
}

fn is_pdf(head: &[u8]) -> bool {
    infer::is(head, "pdf")
}

fn is_jpeg(head: &[u8]) -> bool {
    infer::is(head, "jpg")
}

fn is_png(head: &[u8]) -> bool {
    infer::is(head, "png")
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

fn is_docx(head: &[u8]) -> bool {
    is_zip(head) && (infer::is(head, "docx") || holds(head, b"[Content_Types].xml"))
}

fn is_odt(head: &[u8]) -> bool {
    is_zip(head) && holds(head, b"application/vnd.oasis.opendocument.text")
}

/// An e-signature container: a zip that is not an office document.
fn is_container(head: &[u8]) -> bool {
    is_zip(head) && !infer::is(head, "docx") && !is_odt(head)
}

/// Text in UTF-8; the last character may be cut off by the end of the head.
fn is_text(head: &[u8]) -> bool {
    let whole = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && head.len() == HEAD,
    };
    whole && !head.contains(&0) && infer::get(head).is_none()
}

fn holds(head: &[u8], what: &[u8]) -> bool {
    head.windows(what.len()).any(|window| window == what)
}
