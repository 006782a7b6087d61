//! The shipped folder as the library sees it: paths and texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kalends::workflow::Source;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows")
}

/// The files of a shipped workflow.
pub fn shipped(name: &str) -> Source {
    let folder = root().join(name);
    let mut files = BTreeMap::new();
    gather(&folder, &folder, &mut files);
    Source {
        name: name.to_owned(),
        files,
    }
}

/// The files of a workflow's folder, by its path from the root of the package.
pub fn of(path: &str) -> Source {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut files = BTreeMap::new();
    gather(&folder, &folder, &mut files);
    Source {
        name: folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        files,
    }
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a workflow folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).expect("text"));
        }
    }
}
