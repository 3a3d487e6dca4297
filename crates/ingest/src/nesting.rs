use std::collections::HashMap;

/// How many elements may stand open in a page; real pages reach about 60, and those with
/// careless markup a few hundred.
const DEEPEST: usize = 2_000;

/// Elements that need no end tag, and so say nothing of depth, in order.
const FREE: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements that end a drawing, or hold HTML within it, in order.
const BREAKOUT: &[&str] = &[
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "desc",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "font",
    "foreignobject",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "title",
    "tt",
    "u",
    "ul",
    "var",
];

/// Whether so many elements stand open in each other that to parse the page would take time
/// in the square of its length. Seen from the tags alone, in one pass.
pub(crate) fn is_too_deep(html: &str) -> bool {
    let bytes = html.as_bytes();
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut in_drawing) = (0usize, false);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        let (closes, rest) = rest.strip_prefix(b"/").map_or((false, rest), |rest| (true, rest));
        let name = name(rest);
        if name.is_empty() {
            continue;
        }
        match name.as_str() {
            "svg" | "math" => in_drawing = !closes,
            name if BREAKOUT.binary_search(&name).is_ok() => in_drawing = false,
            _ => {}
        }
        if FREE.binary_search(&name.as_str()).is_ok() {
            continue;
        }
        if closes {
            // An end tag closes nothing where nothing of its name is open.
            if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
            }
        } else if !(in_drawing && closes_itself(rest)) {
            *open.entry(name).or_default() += 1;
            depth += 1;
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// The name that a tag begins with, in lower case; empty where it is no tag.
fn name(tag: &[u8]) -> String {
    if !tag.first().is_some_and(u8::is_ascii_alphabetic) {
        return String::new();
    }
    let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
    let end = tag.iter().take(32).position(is_end).unwrap_or(tag.len().min(32));
    String::from_utf8_lossy(&tag[..end]).to_ascii_lowercase()
}

/// Whether a tag ends in `/>`.
fn closes_itself(tag: &[u8]) -> bool {
    const LONGEST: usize = 4 << 10;
    let tag = &tag[..tag.len().min(LONGEST)];
    memchr::memchr(b'>', tag).is_some_and(|end| end > 0 && tag[end - 1] == b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        assert!(FREE.is_sorted() && BREAKOUT.is_sorted());
    }

    #[test]
    fn long_pages_are_not_deep() {
        for part in ["<p>x", "<div>x</div>", "<li><td>", "<br/>", "1 < 2 <3 ", "<b>x</b></i>"] {
            assert!(!is_too_deep(&part.repeat(10_000)), "{part}");
        }
        assert!(!is_too_deep(&format!("<svg>{}</svg>", "<circle r=1 />".repeat(10_000))));
    }

    #[test]
    fn deep_pages_are() {
        for part in ["<div>", "<b></i>", "<x/>", "<DIV class=a>"] {
            assert!(is_too_deep(&part.repeat(10_000)), "{part}");
        }
        assert!(is_too_deep(&format!("<svg><p>{}", "<circle/>".repeat(10_000))));
    }
}
