//! What of an article's strings may go on where they could do harm.

/// An address to link to: nothing but the web's own, without blanks; `None` of all else.
pub(crate) fn address(url: &str) -> Option<&str> {
    let url = url.trim();
    let scheme = |s: &str| url.get(..s.len()).is_some_and(|start| start.eq_ignore_ascii_case(s));
    let plain = !url.chars().any(|c| c.is_whitespace() || steers(c));
    (plain && (scheme("https://") || scheme("http://"))).then_some(url)
}

/// Whether a character could move or turn what stands around it: controls and overrides of the direction.
pub(crate) fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(address(" https://a.example/x?y=\"z\" "), Some("https://a.example/x?y=\"z\""));
        assert_eq!(address("HTTP://a.example"), Some("HTTP://a.example"));
        let bad = ["javascript:alert(1)", " JavaScript:x", "data:text/html,x", "//a.example", "/a", "é"];
        for bad in bad.into_iter().chain(["java\nscript:x", "https://a b", "https://a\u{202e}b"]) {
            assert_eq!(address(bad), None, "{bad}");
        }
    }
}
