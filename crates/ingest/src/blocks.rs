use dom_query::NodeRef;

/// Elements whose text begins and ends a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// Elements whose text nobody reads as part of an article.
const UNSEEN: &[&str] = &[
    "audio", "button", "canvas", "embed", "head", "iframe", "input", "math", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that stand around an article.
const AROUND: &[&str] = &["aside", "footer", "form", "nav"];

/// The text under a node, one paragraph a line, white space within a line made one space.
/// `is_page` says that it is a page as it stands, whose surroundings are passed over.
pub(crate) fn paragraphs(root: &NodeRef, is_page: bool) -> String {
    let mut lines = Lines::default();
    walk(root, &mut |node, enters| {
        if node.is_text() {
            lines.push(&node.text());
            return true;
        }
        let Some(name) = node.qual_name_ref() else { return true };
        let name: &str = &name.local;
        if BLOCKS.contains(&name) {
            lines.end();
        } else if matches!(name, "td" | "th") {
            lines.push(" ");
        }
        !(enters && (UNSEEN.contains(&name) || is_page && AROUND.contains(&name)))
    });
    lines.end();
    lines.text
}

/// How deep the tree under a node is.
pub(crate) fn depth(root: &NodeRef) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    walk(root, &mut |node, enters| {
        if node.is_element() {
            depth = if enters { depth + 1 } else { depth.saturating_sub(1) };
            deepest = deepest.max(depth);
        }
        true
    });
    deepest
}

/// Goes through the tree without recursion, telling of each node when it is entered (`true`)
/// and, but for text, left (`false`). What `visit` refuses on entering is not gone into, and
/// is left at once.
fn walk(root: &NodeRef, visit: &mut dyn FnMut(&NodeRef, bool) -> bool) {
    let mut node = *root;
    loop {
        let into = visit(&node, true).then(|| node.first_child()).flatten();
        if let Some(child) = into {
            node = child;
            continue;
        }
        loop {
            if !node.is_text() {
                visit(&node, false);
            }
            if node.id == root.id {
                return;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return };
            node = parent;
        }
    }
}

/// Lines as they grow.
#[derive(Default)]
struct Lines {
    text: String,
    line: String,
    gap: bool,
}

impl Lines {
    fn push(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{C}' => self.gap = true,
                // What only helps to break lines would break words.
                '\u{AD}' | '\u{200B}' | '\u{FEFF}' | '\0' => {}
                c => {
                    if std::mem::take(&mut self.gap) && !self.line.is_empty() {
                        self.line.push(' ');
                    }
                    self.line.push(c);
                }
            }
        }
    }

    fn end(&mut self) {
        self.gap = false;
        if !self.line.trim().is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(self.line.trim());
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn paragraphs_are_lines() {
        let html = "<nav>Home</nav><h1>A  title</h1><p>One <b>two</b>\nthree,<br>fo\u{AD}ur</p> <script>x</script>\
                    <table><tr><td>a</td><td>b</td></tr></table><ul><li>c<li>d</ul>tail\u{A0}end";
        let document = Document::from(html);
        let body = document.body().unwrap();
        assert_eq!(paragraphs(&body, true), "A title\nOne two three,\nfour\na b\nc\nd\ntail\u{A0}end");
        assert!(paragraphs(&body, false).starts_with("Home\n"));
    }

    #[test]
    fn depth_is_counted() {
        let document = Document::from("<div>".repeat(300));
        assert_eq!(depth(&document.root()), 302);
    }
}
