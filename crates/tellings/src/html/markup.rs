//! The one place where what an article brings becomes markup.

use text::Language;

use crate::view::steers;

/// A text in which nothing is markup: what could end a tag or an attribute is written as a reference, and what could
/// steer the lines around it (control characters, overrides of the direction) is left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            _ if steers(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// A name that may be in any script and direction.
pub(super) fn name(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}

/// `lang` and `dir` of a text, with a blank before them. A language that nobody knows is an empty one.
pub(super) fn language(read: &incident::Read) -> String {
    let article = &read.article;
    let known = read.reading.language.or_else(|| article.written_in());
    let code = known.as_ref().map_or("", Language::code);
    let dir =
        if matches!(code, "ar" | "fa" | "he" | "ur" | "ps" | "yi" | "sd" | "ug") { "rtl" } else { "ltr" };
    format!(" lang=\"{}\" dir=\"{dir}\"", escaped(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_an_article_brings_is_markup() {
        assert_eq!(escaped("<script>'\"&\u{0}\u{1b}[2J\u{202e}x"), "&lt;script&gt;&#39;&quot;&amp;[2Jx");
        assert_eq!(name("a</bdi><img onerror=x>"), "<bdi>a&lt;/bdi&gt;&lt;img onerror=x&gt;</bdi>");
    }
}
