//! The language of a request.

use kalends::locale::choose::Wishes;

#[test]
fn the_strongest_wish_that_can_be_met_wins() {
    let wish = |asked, person, cookie, accept| {
        Wishes {
            asked,
            person,
            cookie,
            accept,
        }
        .choose()
        .tag()
    };
    assert_eq!(wish(Some("lv"), Some("en"), None, None), "lv", "asked just now");
    assert_eq!(wish(None, Some("lv"), Some("en"), Some("en")), "lv", "the person's own");
    assert_eq!(
        wish(Some("xx"), None, Some("lv"), None),
        "lv",
        "an unknown one is passed over"
    );
    assert_eq!(
        wish(None, None, None, Some("lv-LV,lv;q=0.9,en;q=0.8")),
        "lv",
        "the browser's"
    );
    assert_eq!(wish(None, None, None, Some("de,fr;q=0.8")), "en", "none known");
    assert_eq!(wish(None, None, None, Some("\u{7f};;q=,,x")), "en", "nonsense");
}
