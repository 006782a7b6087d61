//! Any text as a workflow's folder: files follow each other, each after a line `%%% PATH`.
#![no_main]

use std::collections::BTreeMap;

use kalends::workflow::Source;
use kalends::workflow::check::check;
use kalends::workflow::report::Report;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut path = "workflow.toml";
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("%%% ") {
            Some(next) => path = next.trim_end(),
            None => files.entry(path.to_owned()).or_default().push_str(line),
        }
    }
    let source = Source {
        name: "made-up".to_owned(),
        files,
    };
    let (definition, findings) = check(&source);
    assert!(definition.is_some() || !findings.is_empty());
    for finding in &findings {
        assert!(!finding.hint.is_empty() && finding.place.line > 0 && finding.place.column > 0);
        let _ = Report::of(&source, finding);
    }
});
