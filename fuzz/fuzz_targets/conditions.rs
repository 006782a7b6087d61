//! Any text as a condition: read, taken apart, and asked of a case that has answered nothing.
#![no_main]

use kalends::workflow::facts::Facts;
use kalends::workflow::finding::Place;
use kalends::workflow::guard::Guard;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(guard) = Guard::parse(text, Place::default()) {
        let _ = (guard.outline(), guard.formula(), guard.names());
        let _ = guard.holds(&Facts::default());
    }
});
