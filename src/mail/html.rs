//! Turns a letter's Markdown into HTML that can do nothing but be read.
//!
//! Owns the subset of Markdown that letters have: paragraphs, headings, lists, quotes, emphasis, code, links. HTML written
//! into a letter is shown as text, pictures become their description, and a link leads to the web or to an address.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The Markdown as HTML.
pub fn body(markdown: &str) -> String {
    let mut html = String::with_capacity(markdown.len() * 2);
    let events = Parser::new_ext(markdown, Options::empty()).map(tame);
    pulldown_cmark::html::push_html(&mut html, events);
    html
}

fn tame(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image { .. }) => Event::Start(Tag::Emphasis),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Emphasis),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: if leads_out(&dest_url) { dest_url } else { "".into() },
            title,
            id,
        }),
        other => other,
    }
}

/// Whether an address is one a letter may lead to: it cannot run anything.
fn leads_out(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}
