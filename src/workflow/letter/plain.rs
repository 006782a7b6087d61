//! Turns Markdown into text that reads well without it.
//!
//! Owns the plain text of letters, with the addresses of links spelled out. Knows no templates and no HTML.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The Markdown as plain text: paragraphs apart by an empty line, lists by dashes or numbers, `words (address)` for a link.
pub fn text(markdown: &str) -> String {
    let mut page = Page::default();
    for event in Parser::new_ext(markdown, Options::empty()) {
        page.take(event);
    }
    page.out.trim_end().to_owned() + "\n"
}

/// Text in the making.
#[derive(Default)]
struct Page {
    out: String,
    /// What opens each line: quotation marks and the indentation of lists.
    margin: Vec<String>,
    /// The number of the next item of each list that is open; none for a list of dashes.
    lists: Vec<Option<u64>>,
    /// Address of each link that is open, and where its words begin.
    links: Vec<(String, usize)>,
    /// Whether the next block follows its item's mark on the same line.
    after_mark: After,
}

/// What stands just before the next block.
#[derive(Default, PartialEq, Eq)]
enum After {
    /// Another block, or nothing.
    #[default]
    Block,
    /// The mark of a list's item.
    Mark,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) | Event::Code(words) => {
                self.words(&words)
            }
            Event::SoftBreak => self.out.push(' '),
            Event::HardBreak => self.line(),
            Event::Rule => {
                self.block();
                self.out.push_str("---");
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock => self.block(),
            Tag::BlockQuote(_) => {
                self.block();
                self.margin.push("> ".to_owned());
                self.out.push_str("> ");
                self.after_mark = After::Mark;
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.block();
                    self.after_mark = After::Mark;
                }
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push((dest_url.into_string(), self.out.len()));
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.margin.pop();
                self.after_mark = After::Block;
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Link | TagEnd::Image => self.address(),
            _ => {}
        }
    }

    /// Begins a block: an empty line before it, unless it follows its item's mark.
    fn block(&mut self) {
        if self.after_mark == After::Mark {
            self.after_mark = After::Block;
            return;
        }
        self.out.truncate(self.out.trim_end().len());
        if !self.out.is_empty() {
            self.line();
            self.line();
        }
    }

    /// Begins a list's item on a line of its own.
    fn item(&mut self) {
        if self.after_mark == After::Mark {
            self.after_mark = After::Block;
        } else {
            self.line();
        }
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.out.push_str(&mark);
        self.margin.push(" ".repeat(mark.len()));
        self.after_mark = After::Mark;
    }

    fn words(&mut self, words: &str) {
        self.after_mark = After::Block;
        let mut lines = words.trim_end_matches('\n').split('\n');
        self.out.push_str(lines.next().unwrap_or(""));
        for line in lines {
            self.line();
            self.out.push_str(line);
        }
        if words.ends_with('\n') && words.len() > 1 {
            self.line();
        }
    }

    fn line(&mut self) {
        self.out.truncate(self.out.trim_end_matches([' ', '\t']).len());
        self.out.push('\n');
        for margin in &self.margin {
            self.out.push_str(margin);
        }
    }

    /// Spells out the address of the link that ends here, unless its words are the address.
    fn address(&mut self) {
        let Some((address, from)) = self.links.pop() else {
            return;
        };
        let bare = address.strip_prefix("mailto:").unwrap_or(&address);
        let words = self.out.get(from..).unwrap_or("");
        if !address.is_empty() && words != bare && words != address {
            self.out.push_str(&format!(" ({bare})"));
        }
    }
}
