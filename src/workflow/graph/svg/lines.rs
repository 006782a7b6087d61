//! Lines of words in a drawing: how they are broken, about how wide they are, and how they are written into SVG.

/// Height of a line of words.
pub const LINE: f64 = 16.0;
/// Most characters in a line of an arrow's words.
const LONGEST: usize = 30;

/// The text in lines that are not too long.
pub fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LONGEST => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Width and height of lines.
pub fn words_size(lines: &[String]) -> (f64, f64) {
    let width = lines.iter().map(|line| wide(line)).fold(0.0, f64::max);
    (width + 8.0, LINE * lines.len() as f64 + 4.0)
}

/// About how wide a text is at thirteen pixels, in whatever sans-serif font there is.
pub fn wide(text: &str) -> f64 {
    let one = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | '(' | ')' | ' ' | 't' | 'f' | 'r' => 4.6,
        'm' | 'w' | 'M' | 'W' => 11.5,
        'A'..='Z' => 9.2,
        '\u{10a0}'..='\u{10ff}' => 9.0,
        _ => 7.6,
    };
    text.chars().map(one).sum()
}

/// A text within SVG.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
