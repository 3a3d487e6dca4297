//! The elements and texts of a page, made in one pass over its letters.
//!
//! A page is cut as browsers cut it in what matters for text: elements that end without an end
//! tag, end tags of nothing, scripts that hold tags. No depth and no width costs more than its
//! length, so a hostile page is only a long one.

use std::borrow::Cow;

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// What a node is: a text, an element by its name, or an element of another name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Tag { Text, Other, $($variant),* }

        impl Tag {
            /// How many there are.
            const COUNT: usize = [$(Tag::$variant),*].len() + 2;

            fn of(name: &[u8]) -> Tag {
                let mut lower = [0; 16];
                let Some(lower) = lower.get_mut(..name.len()) else { return Tag::Other };
                lower.copy_from_slice(name);
                lower.make_ascii_lowercase();
                match &*lower {
                    $($name => Tag::$variant,)*
                    _ => Tag::Other,
                }
            }
        }
    };
}

tags! {
    A b"a", Address b"address", Area b"area", Article b"article", Aside b"aside", Audio b"audio", B b"b",
    Base b"base", Blockquote b"blockquote", Body b"body", Br b"br", Button b"button", Canvas b"canvas",
    Caption b"caption", Center b"center", Col b"col", Dd b"dd", Details b"details", Dialog b"dialog",
    Div b"div", Dl b"dl", Dt b"dt", Embed b"embed", Fieldset b"fieldset", Figcaption b"figcaption",
    Figure b"figure", Footer b"footer", Form b"form", H1 b"h1", H2 b"h2", H3 b"h3", H4 b"h4", H5 b"h5",
    H6 b"h6", Head b"head", Header b"header", Hr b"hr", Html b"html", Iframe b"iframe", Img b"img",
    Input b"input", Label b"label", Li b"li", Link b"link", Main b"main", Math b"math", Meta b"meta",
    Nav b"nav", Noembed b"noembed", Noframes b"noframes", Noscript b"noscript", Object b"object", Ol b"ol",
    Option b"option", P b"p", Param b"param", Pre b"pre", Script b"script", Section b"section",
    Select b"select", Source b"source", Span b"span", Strong b"strong", Style b"style", Summary b"summary",
    Svg b"svg", Table b"table", Tbody b"tbody", Td b"td", Template b"template", Textarea b"textarea",
    Tfoot b"tfoot", Th b"th", Thead b"thead", Time b"time", Title b"title", Tr b"tr", Track b"track",
    Ul b"ul", Video b"video", Wbr b"wbr", Xmp b"xmp",
}

impl Tag {
    /// Whether its text begins and ends a line.
    pub(crate) fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Body
                | Br
                | Caption
                | Center
                | Dd
                | Details
                | Dialog
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Header
                | Hr
                | Html
                | Li
                | Main
                | Nav
                | Ol
                | P
                | Pre
                | Section
                | Summary
                | Table
                | Tbody
                | Tfoot
                | Thead
                | Tr
                | Ul
        )
    }

    /// Whether it is a heading below the title's.
    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// Whether nobody reads what is in it as part of an article.
    pub(crate) fn is_unseen(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Audio
                | Button
                | Canvas
                | Embed
                | Head
                | Iframe
                | Input
                | Math
                | Noembed
                | Noframes
                | Noscript
                | Object
                | Script
                | Select
                | Style
                | Svg
                | Template
                | Textarea
                | Title
                | Video
                | Xmp
        )
    }

    /// Whether it has no content and no end tag.
    fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Area | Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr
        )
    }

    /// Whether all up to its end tag is text.
    fn is_raw(self) -> bool {
        use Tag::*;
        matches!(self, Iframe | Noembed | Noframes | Script | Style | Textarea | Title | Xmp)
    }

    /// Whether an end tag without does not reach what is within.
    fn is_wall(self) -> bool {
        matches!(self, Tag::Table | Tag::Td | Tag::Th | Tag::Caption | Tag::Template | Tag::Html)
    }

    fn is_of_table(self) -> bool {
        use Tag::*;
        matches!(self, Table | Tbody | Thead | Tfoot | Tr | Td | Th | Caption | Template | Html | Body)
    }
}

/// One element or text. Those under it stand right behind it, up to `end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) tag: Tag,
    /// The number of the element around it; the first node is around all.
    pub(crate) parent: u32,
    /// The number behind the last node under it.
    pub(crate) end: u32,
    /// A text as it is written, or the attributes of an element.
    raw: &'a str,
}

/// A page taken apart, in the order in which it is written.
pub(crate) struct Tree<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
}

/// How far elements are looked through for one that holds another, or that a tag may end.
const REACH: usize = 256;

impl<'a> Tree<'a> {
    /// Takes a page apart.
    pub(crate) fn of(html: &'a str) -> Tree<'a> {
        let root = Node { tag: Tag::Html, parent: 0, end: 0, raw: "" };
        let mut builder = Builder { nodes: vec![root], open: vec![0], count: [0; Tag::COUNT] };
        builder.build(html);
        builder.close(0);
        Tree { nodes: builder.nodes }
    }

    /// The numbers of the nodes under one.
    pub(crate) fn under(&self, node: u32) -> std::ops::Range<u32> {
        node + 1..self.nodes[node as usize].end
    }

    pub(crate) fn tag(&self, node: u32) -> Tag {
        self.nodes[node as usize].tag
    }

    pub(crate) fn parent(&self, node: u32) -> u32 {
        self.nodes[node as usize].parent
    }

    /// The `article` element that a node stands in, else the first node.
    pub(crate) fn article(&self, mut node: u32) -> u32 {
        for _ in 0..REACH {
            if node == 0 || self.tag(node) == Tag::Article {
                return node;
            }
            node = self.parent(node);
        }
        0
    }

    /// The elements of a name, in their order.
    pub(crate) fn elements(&self, tag: Tag) -> impl Iterator<Item = u32> + '_ {
        (0..self.nodes.len() as u32).filter(move |node| self.tag(*node) == tag)
    }

    /// A text node's words, with its entities as what they stand for.
    pub(crate) fn text(&self, node: u32) -> Cow<'a, str> {
        let raw = self.nodes[node as usize].raw;
        if memchr::memchr(b'&', raw.as_bytes()).is_some() {
            htmlize::unescape(raw)
        } else {
            Cow::Borrowed(raw)
        }
    }

    /// How long a text node is as it is written, in bytes.
    pub(crate) fn length(&self, node: u32) -> usize {
        self.nodes[node as usize].raw.trim().len()
    }

    /// All text under a node as it is written, entities and all: what a script says.
    pub(crate) fn raw_text(&self, node: u32) -> &'a str {
        let first = self.under(node).next().map(|node| self.nodes[node as usize]);
        first.filter(|node| node.tag == Tag::Text).map_or("", |node| node.raw)
    }

    /// All text under a node, white space evened out.
    pub(crate) fn words(&self, node: u32) -> String {
        let mut words = String::new();
        let mut at = node + 1;
        while at < self.nodes[node as usize].end {
            match self.tag(at) {
                Tag::Text => words.push_str(&self.text(at)),
                tag if tag.is_unseen() => at = self.nodes[at as usize].end - 1,
                tag if tag.is_block() => words.push(' '),
                _ => {}
            }
            at += 1;
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The value of an element's attribute.
    pub(crate) fn attribute(&self, node: u32, name: &str) -> Option<Cow<'a, str>> {
        let value = self.attributes(node).find(|(key, _)| key.eq_ignore_ascii_case(name))?.1;
        Some(if value.contains('&') { htmlize::unescape_attribute(value) } else { Cow::Borrowed(value) })
    }

    /// The attributes of an element with their values as they are written.
    pub(crate) fn attributes(&self, node: u32) -> Attributes<'a> {
        let node = &self.nodes[node as usize];
        Attributes { rest: if node.tag == Tag::Text { "" } else { node.raw } }
    }
}

/// Names and values of attributes.
pub(crate) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let is_space = |c: char| c.is_ascii_whitespace() || c == '/';
        let rest = self.rest.trim_start_matches(is_space);
        let end = rest
            .find(|c: char| is_space(c) || c == '=')
            .unwrap_or(rest.len())
            .max(usize::from(rest.starts_with('=')));
        if end == 0 {
            return None;
        }
        let (name, rest) = rest.split_at(end);
        let Some(rest) = rest.trim_ascii_start().strip_prefix('=') else {
            self.rest = rest;
            return Some((name, ""));
        };
        let rest = rest.trim_ascii_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, rest) = match quote {
            Some(quote) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
            None => rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len())),
        };
        self.rest = rest;
        Some((name, value))
    }
}

struct Builder<'a> {
    nodes: Vec<Node<'a>>,
    open: Vec<u32>,
    /// How many elements of each name are open.
    count: [u32; Tag::COUNT],
}

impl<'a> Builder<'a> {
    fn build(&mut self, html: &'a str) {
        let bytes = html.as_bytes();
        // where the next thing begins, and how far it is known to be a text
        let (mut at, mut seen) = (0, 0);
        while at < bytes.len() {
            seen = seen.max(at);
            let Some(open) = memchr::memchr(b'<', &bytes[seen..]).map(|found| seen + found) else {
                return self.text(&html[at..]);
            };
            let next = bytes.get(open + 1).copied().unwrap_or(b' ');
            let is_end = next == b'/' && bytes.get(open + 2).is_some_and(u8::is_ascii_alphabetic);
            if !(next.is_ascii_alphabetic() || is_end || matches!(next, b'!' | b'?' | b'/')) {
                // A sign and no tag.
                seen = open + 1;
                continue;
            }
            self.text(&html[at..open]);
            if !next.is_ascii_alphabetic() && !is_end {
                at = behind_comment(bytes, open);
                continue;
            }
            let name_at = open + 1 + usize::from(is_end);
            let is_of_name = |b: &u8| !(b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
            let name_end = name_at + bytes[name_at..].iter().take_while(|b| is_of_name(b)).count();
            let tag = Tag::of(&bytes[name_at..name_end]);
            let end = end_of_tag(bytes, name_end);
            at = (end + 1).min(bytes.len());
            if is_end {
                self.end(tag);
                continue;
            }
            let attributes = &html[name_end..end];
            self.start(tag, attributes);
            if tag.is_raw() {
                let close = end_of_raw(bytes, at, &bytes[name_at..name_end]);
                self.text(&html[at..close]);
                at = close;
            }
        }
    }

    fn text(&mut self, raw: &'a str) {
        if !raw.is_empty() {
            self.push(Tag::Text, raw);
        }
    }

    fn push(&mut self, tag: Tag, raw: &'a str) {
        let parent = self.open[self.open.len() - 1];
        let end = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { tag, parent, end, raw });
    }

    fn start(&mut self, tag: Tag, attributes: &'a str) {
        use Tag::*;
        match tag {
            Li => self.end_within(&[Li], &[Ul, Ol]),
            Dd | Dt => self.end_within(&[Dd, Dt], &[Dl]),
            Tr => self.end_within(&[Tr], &[Table]),
            Td | Th => self.end_within(&[Td, Th], &[Table, Tr]),
            Tbody | Thead | Tfoot => self.end_within(&[Tbody, Thead, Tfoot], &[Table]),
            Option => self.end_within(&[Option], &[Select]),
            Body => self.end_within(&[Head], &[]),
            _ => {}
        }
        if tag.is_block() && tag != Br && self.count[P as usize] > 0 {
            self.end_within(&[P], &[Button, Object]);
        }
        if (tag.is_block() || tag == Span) && self.count[Svg as usize] + self.count[Math as usize] > 0 {
            // A drawing holds none of these.
            self.end_within(&[Svg, Math], &[]);
        }
        // A second heading or link inside an open one is its end, as browsers have it.
        if tag == A && self.count[A as usize] > 0 {
            self.end_within(&[A], &[]);
        }
        self.push(tag, attributes);
        let is_empty = tag.is_void() || tag == Other && attributes.ends_with('/');
        if !is_empty {
            self.open.push(self.nodes.len() as u32 - 1);
            self.count[tag as usize] += 1;
        }
    }

    /// Ends the nearest open element of these, unless a wall stands before it.
    fn end_within(&mut self, tags: &[Tag], walls: &[Tag]) {
        if tags.iter().all(|tag| self.count[*tag as usize] == 0) {
            return;
        }
        for at in (1..self.open.len()).rev().take(REACH) {
            let tag = self.nodes[self.open[at] as usize].tag;
            if tags.contains(&tag) {
                return self.close(at);
            }
            if walls.contains(&tag) || tag.is_wall() && !tags.iter().any(|tag| tag.is_of_table()) {
                return;
            }
        }
    }

    fn end(&mut self, tag: Tag) {
        if self.count[tag as usize] == 0 || tag == Tag::Body || tag == Tag::Html {
            return;
        }
        let is_inline = !tag.is_block() && !tag.is_of_table() && !tag.is_unseen();
        for at in (1..self.open.len()).rev().take(REACH) {
            let other = self.nodes[self.open[at] as usize].tag;
            if other == tag {
                return self.close(at);
            }
            if is_inline && other.is_block() || other.is_wall() && !tag.is_of_table() {
                return;
            }
        }
    }

    /// Ends the open elements from this one on.
    fn close(&mut self, from: usize) {
        let end = self.nodes.len() as u32;
        for node in self.open.drain(from..) {
            let node = &mut self.nodes[node as usize];
            node.end = end;
            let count = &mut self.count[node.tag as usize];
            *count = count.saturating_sub(1);
        }
    }
}

/// Where a comment, a declaration or an end tag of nothing ends.
fn behind_comment(bytes: &[u8], open: usize) -> usize {
    let rest = &bytes[open..];
    let length = match rest.starts_with(b"<!--") {
        true => memchr::memmem::find(&rest[2..], b"-->").map(|found| found + 5),
        false => memchr::memchr(b'>', rest).map(|found| found + 1),
    };
    open + length.unwrap_or(rest.len())
}

/// Where the `>` of a tag stands, whose values may hold others.
fn end_of_tag(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        let stop = at + found;
        let quote = bytes[stop];
        if quote == b'>' {
            return stop;
        }
        at = stop + 1;
        if bytes[..stop].trim_ascii_end().last() == Some(&b'=') {
            match memchr::memchr(quote, &bytes[at..]) {
                Some(end) => at += end + 1,
                None => break,
            }
        }
    }
    bytes.len()
}

/// Where the end tag of an element of text begins.
fn end_of_raw(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let is_end = |at: &usize| {
        bytes.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    memchr::memmem::find_iter(&bytes[from..], b"</").map(|at| from + at).find(is_end).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in one line: names with what they hold in brackets.
    fn shown(html: &str) -> String {
        let tree = Tree::of(html);
        fn show(tree: &Tree<'_>, node: u32, out: &mut String) {
            let mut at = node + 1;
            while at < tree.nodes[node as usize].end {
                match tree.tag(at) {
                    Tag::Text => out.push_str(&tree.text(at)),
                    tag => {
                        out.push_str(&format!("{tag:?}["));
                        show(tree, at, out);
                        out.push(']');
                    }
                }
                at = tree.nodes[at as usize].end;
            }
        }
        let mut out = String::new();
        show(&tree, 0, &mut out);
        out
    }

    #[test]
    fn elements_end_where_browsers_end_them() {
        assert_eq!(shown("<p>a<p>b<div>c</div>d"), "P[a]P[b]Div[c]d");
        assert_eq!(shown("<ul><li>a<li>b<ul><li>c</ul></ul>"), "Ul[Li[a]Li[bUl[Li[c]]]]");
        assert_eq!(shown("<table><tr><td>a<td>b<tr><td>c</table>d"), "Table[Tr[Td[a]Td[b]]Tr[Td[c]]]d");
        assert_eq!(shown("<b>a</i>b</b>c"), "B[ab]c");
        assert_eq!(shown("<div><b>a</div>b"), "Div[B[a]]b");
        assert_eq!(shown("<td><div>a</p></td>"), "Td[Div[a]]");
        assert_eq!(shown("<svg><g>a<p>b"), "Svg[Other[a]]P[b]");
        assert_eq!(shown("a<br/>b<img src=x>c</img>"), "aBr[]bImg[]c");
    }

    #[test]
    fn what_is_no_tag() {
        assert_eq!(shown("1 < 2 <3"), "1 < 2 <3");
        assert_eq!(shown("a<!-- <p>x</p> -->b<!doctype html>c<!-->d"), "abcd");
        assert_eq!(shown("<script>if (a<b) '</p>'</script>c"), "Script[if (a<b) '</p>']c");
        assert_eq!(shown("<title>a<b></TITLE>c"), "Title[a<b>]c");
        assert_eq!(shown("a<!-- b"), "a");
        assert_eq!(shown("a<p b='>"), "aP[]");
        assert_eq!(shown("&amp;&eacute; &#8211; &zzz"), "&é – &zzz");
    }

    #[test]
    fn attributes_of_every_writing() {
        let tree = Tree::of("<a href=/x class = \"b > c\" data-x='1' hidden ID=z&amp;>d</a>");
        let all: Vec<_> = tree.attributes(1).collect();
        let wanted = [("href", "/x"), ("class", "b > c"), ("data-x", "1"), ("hidden", ""), ("ID", "z&amp;")];
        assert_eq!(all, wanted);
        assert_eq!(tree.attribute(1, "id").as_deref(), Some("z&"));
        assert_eq!(tree.words(0), "d");
    }

    #[test]
    fn no_page_is_too_deep_or_too_wide() {
        for part in
            ["<div>", "<b></i>", "<p><b>", "<a></b><i></u>", "<table><tr><td>", "<ul><li>", "<x y='", "</"]
        {
            let page = part.repeat(200_000);
            assert!(Tree::of(&page).nodes.len() <= 1_000_000, "{part}");
        }
    }
}
