//! What of a page stands around its article, as its markup says.

use crate::tree::{Tag, Tree};

/// What a part of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// It may be of the article.
    Text,
    /// It stands around the article or between its paragraphs.
    Around,
    /// Nobody sees it as text.
    Unseen,
}

/// Words of classes and ids that name what is no part of an article, in order.
const WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "affiliate",
    "anzeige",
    "audio",
    "author",
    "authors",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "caption",
    "carousel",
    "comment",
    "commenting",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "dateline",
    "disclaimer",
    "disqus",
    "embed",
    "figcaption",
    "footer",
    "gallery",
    "hidden",
    "instagram",
    "kicker",
    "legend",
    "menu",
    "modal",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "newsletters",
    "outbrain",
    "overlay",
    "pagination",
    "player",
    "podcast",
    "poll",
    "popular",
    "popup",
    "promo",
    "promotion",
    "rating",
    "recirc",
    "recirculation",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "screenreader",
    "share",
    "sharebar",
    "sharing",
    "sidebar",
    "signup",
    "slideshow",
    "social",
    "socials",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "survey",
    "taboola",
    "tag",
    "tags",
    "teaser",
    "teasers",
    "toc",
    "toolbar",
    "tooltip",
    "topics",
    "trending",
    "tweet",
    "twitter",
    "video",
];

/// Those of them that hold no article even where they hold the most prose, in order.
const SURE: &[&str] = &[
    "comment",
    "commenting",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "disqus",
    "footer",
    "hidden",
    "mostread",
    "nav",
    "navigation",
    "related",
    "teaser",
    "teasers",
];

/// Those of a notice that asks for consent, in order.
const WALLS: &[&str] = &["cmp", "consent", "cookie", "cookies", "cookiewall", "gdpr", "privacy"];

/// Words by which a name tells of what else is there, or how it is laid out, in order.
const LAYOUTS: &[&str] = &["grid", "has", "layout", "no", "page", "with", "without"];

/// Parts of such names that are written in one.
const PAIRS: &[&str] = &[
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "most-read",
    "read-more",
    "readmore",
    "read-next",
    "more-on",
    "see-also",
    "also-read",
    "skip-link",
    "below-article",
    "after-article",
];

/// Words of classes and ids of an element that holds an article.
const HOLDERS: &[&str] = &[
    "articlebody",
    "article-body",
    "article_body",
    "article__body",
    "story-body",
    "storybody",
    "story__body",
    "entry-content",
    "post-content",
    "article-content",
    "articlecontent",
    "article__content",
    "article-text",
    "articletext",
    "article__text",
    "body-content",
    "content-body",
    "content__body",
    "story-content",
    "rich-text",
    "richtext",
    "news-body",
    "post-body",
    "text-body",
    "body-text",
];

/// Says of every node under `body` what it is.
///
/// `article` is the element that is thought to hold the article; without it only what is surely
/// none of it is around.
pub(crate) fn parts(tree: &Tree<'_>, body: u32, article: Option<u32>) -> Vec<Part> {
    let letters = letters(tree, body);
    let total = letters[body as usize];
    let mut parts = vec![Part::Text; tree.nodes.len()];
    let title = tree.elements(Tag::H1).next();
    let mut at = body + 1;
    while at < tree.nodes[body as usize].end {
        let node = &tree.nodes[at as usize];
        let part = match node.tag {
            Tag::Text => Part::Text,
            tag if tag.is_unseen() => Part::Unseen,
            // What most of the words stand in is the article, whatever it is called.
            _ if letters[at as usize] * 2 > total => Part::Text,
            _ if article.is_some_and(|article| article >= at && article < node.end) => Part::Text,
            _ if article.is_some_and(|article| {
                tree.under(article).contains(&at) && letters[at as usize] * 2 > letters[article as usize]
            }) =>
            {
                Part::Text
            }
            tag => by_name(tree, at, tag, title, if article.is_some() { WORDS } else { SURE }),
        };
        parts[at as usize] = part;
        at = if part == Part::Text { at + 1 } else { node.end };
    }
    parts
}

/// Says only what nobody sees, of a piece of HTML that is all of an article.
pub(crate) fn seen(tree: &Tree<'_>) -> Vec<Part> {
    let of = |tag: Tag| if tag.is_unseen() { Part::Unseen } else { Part::Text };
    tree.nodes.iter().map(|node| of(node.tag)).collect()
}

/// Whether what fills a page asks for consent, so that it is no article.
pub(crate) fn is_wall(tree: &Tree<'_>) -> bool {
    let body = tree.elements(Tag::Body).next().unwrap_or(0);
    let letters = letters(tree, body);
    let is_asking = |node: u32| {
        let names = tree
            .attributes(node)
            .filter(|(name, _)| name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id"));
        names.into_iter().any(|(_, value)| is_around(value, WALLS))
    };
    tree.under(body).any(|node| letters[node as usize] * 2 > letters[body as usize] && is_asking(node))
}

fn by_name(tree: &Tree<'_>, at: u32, tag: Tag, title: Option<u32>, known: &[&str]) -> Part {
    match tag {
        Tag::Nav
        | Tag::Footer
        | Tag::Aside
        | Tag::Form
        | Tag::Figure
        | Tag::Figcaption
        | Tag::Table
        | Tag::Dialog
        | Tag::Label => return Part::Around,
        Tag::H1 => return Part::Text,
        _ => {}
    }
    let holds_title = title.is_some_and(|title| tree.under(at).contains(&title));
    for (name, value) in tree.attributes(at) {
        if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") {
            if !holds_title && is_around(value, if tag == Tag::A { &[] } else { known }) {
                return Part::Around;
            }
        } else if name.eq_ignore_ascii_case("hidden")
            || name.eq_ignore_ascii_case("aria-hidden") && value.eq_ignore_ascii_case("true")
            || name.eq_ignore_ascii_case("style") && hides(value)
        {
            return Part::Unseen;
        } else if name.eq_ignore_ascii_case("role")
            && matches!(
                value,
                "navigation" | "complementary" | "banner" | "contentinfo" | "dialog" | "search"
            )
        {
            return Part::Around;
        }
    }
    Part::Text
}

fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

fn is_around(names: &str, known: &[&str]) -> bool {
    let lower = names.to_ascii_lowercase();
    if PAIRS.iter().any(|pair| lower.contains(pair)) {
        return true;
    }
    names.split_ascii_whitespace().filter(|name| !name.contains([':', '['])).any(|name| {
        let mut is_known = false;
        for word in words(name) {
            if is_in(word, LAYOUTS) {
                // "with-sidebar", "sidebar-grid": it is laid out so, and is no sidebar.
                return false;
            }
            is_known |= is_in(word, known);
        }
        is_known
    })
}

/// Whether a list in order has a word, whatever its case.
fn is_in(word: &str, list: &[&str]) -> bool {
    let mut lower = [0; 24];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    list.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
}

/// The words of names as they are written in classes: `article-body`, `articleBody`.
fn words(names: &str) -> impl Iterator<Item = &str> {
    names.split(|c: char| !c.is_alphanumeric()).flat_map(|name| {
        let mut rest = name;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let is_start = |(at, c): &(usize, char)| {
                *at > 0 && c.is_ascii_uppercase() && !rest[..*at].ends_with(|c: char| c.is_ascii_uppercase())
            };
            let end = rest.char_indices().find(is_start).map_or(rest.len(), |(at, _)| at);
            let (word, after) = rest.split_at(end);
            rest = after;
            Some(word)
        })
    })
}

/// Whether an element's names say that it holds an article.
pub(crate) fn is_said_to_hold(tree: &Tree<'_>, node: u32) -> bool {
    tree.tag(node) == Tag::Article
        || tree.attributes(node).any(|(name, value)| {
            let value = || value.to_ascii_lowercase();
            name.eq_ignore_ascii_case("itemprop") && value() == "articlebody"
                || (name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id"))
                    && HOLDERS.iter().any(|holder| value().contains(holder))
        })
}

/// How many letters of text, outside of links, stand under each node.
fn letters(tree: &Tree<'_>, body: u32) -> Vec<usize> {
    let mut letters = vec![0; tree.nodes.len()];
    let end = tree.nodes[body as usize].end;
    let mut at = body + 1;
    while at < end {
        let node = &tree.nodes[at as usize];
        if node.tag.is_unseen() || node.tag == Tag::A {
            at = node.end;
            continue;
        }
        if node.tag == Tag::Text {
            let length = tree.length(at);
            letters[at as usize] = if length < 20 { 0 } else { length };
        }
        at += 1;
    }
    for at in (body as usize + 1..end as usize).rev() {
        letters[tree.nodes[at].parent as usize] += letters[at];
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        assert!([WORDS, SURE, WALLS, LAYOUTS].into_iter().all(<[&str]>::is_sorted));
        assert!(SURE.iter().all(|word| is_in(word, WORDS)));
    }

    #[test]
    fn names_of_what_is_around() {
        for names in [
            "related",
            "article-related",
            "RelatedArticles",
            "box site_footer",
            "x sr-only",
            "newsletterSignup",
            "c-ad-slot",
        ] {
            assert!(is_around(names, WORDS), "{names}");
        }
        for names in [
            "article",
            "header",
            "adapted",
            "with-sidebar",
            "sidebar-grid__content",
            "print:share",
            "shared",
            "",
        ] {
            assert!(!is_around(names, WORDS), "{names}");
        }
    }
}
