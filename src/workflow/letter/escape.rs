//! Makes words out of values: whatever a person typed, in a letter it stays text.
//!
//! Owns the escaping of values for Markdown and for single lines. Knows no templates and no HTML.

/// The words on one line: control and direction characters are dropped, any run of white space is one space.
pub fn one_line(value: &str) -> String {
    let words: Vec<String> = value.split(char::is_whitespace).map(printable).collect();
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// The words as Markdown that shows exactly them: every sign that could be markup is escaped, a line's end is a break.
///
/// Leading white space goes, since four spaces would begin a code block; nothing that is left can begin a block.
pub fn markdown(value: &str) -> String {
    let lines: Vec<String> = value.trim().split(is_line_end).map(one_line).collect();
    let lines: Vec<String> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| escaped(line))
        .collect();
    lines.join("\\\n")
}

fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    for sign in line.chars() {
        if sign.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

fn printable(word: &str) -> String {
    word.chars()
        .filter(|&sign| !sign.is_control() && !turns_direction(sign))
        .collect()
}

/// Characters that make a line read in another order than it is written; used to disguise names and addresses.
fn turns_direction(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn is_line_end(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}
