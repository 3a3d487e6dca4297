//! Finds the text of a page's article: the lines of the element that holds the most prose,
//! without what stands around it and between.

use crate::around::{self, Part};
use crate::meta;
use crate::tree::{Tag, Tree};

/// One line of a page as a reader sees it: a paragraph, a heading, an entry of a list.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// The element that it is the text of.
    pub(crate) node: u32,
    /// How long it is, in letters; a sign for a word counts as three.
    letters: usize,
    /// How much of that are links.
    linked: usize,
}

impl Line {
    /// Whether it is mostly links.
    fn is_linked(&self) -> bool {
        self.linked * 2 > self.letters
    }

    /// Whether it ends as a sentence does.
    fn ends(&self) -> bool {
        let last = |c: char| matches!(c, '"' | '\'' | '”' | '“' | '’' | '»' | '«' | ')' | ']');
        let end = self.text.trim_end_matches(last).chars().next_back();
        end.is_some_and(|c| {
            c.is_ascii_punctuation() && !matches!(c, '|' | '/' | '-')
                || matches!(c, '…' | '。' | '؟' | '।' | '！' | '？')
        })
    }

    /// How much it speaks for the element that it stands in.
    fn weight(&self) -> usize {
        const SHORTEST: usize = 40;
        const LONGEST: usize = 600;
        if self.letters < SHORTEST || self.linked * 2 > self.letters { 0 } else { self.letters.min(LONGEST) }
    }
}

/// The lines of the article, and the number of the element that holds them.
pub(crate) fn find(tree: &Tree<'_>, title: Option<u32>, titles: &[String], is_live: bool) -> Vec<Line> {
    let body = tree.elements(Tag::Body).next().unwrap_or(0);
    // What its names say is around may hold the article all the same, where the most prose is.
    let entries = is_live.then(|| tree.article(title.unwrap_or(0)));
    let sure = lines(tree, body, &around::parts(tree, body, None), None);
    let Some(first_guess) = holder(tree, body, &sure) else {
        return if sure.is_empty() { lines(tree, body, &around::seen(tree), None) } else { sure };
    };
    let lines = lines(tree, body, &around::parts(tree, body, Some(first_guess)), entries);
    let Some(holder) = holder(tree, body, &lines) else { return lines };
    let within = tree.under(holder);
    // A title that stands behind the text, or around it, is another's.
    let middle = lines.iter().filter(|line| within.contains(&line.node)).nth(3).map(|line| line.node);
    let stands_above = |title: &u32| {
        let end = tree.under(*title).end;
        middle.is_none_or(|middle| *title < middle)
            && lines.iter().any(|line| line.node >= end && within.contains(&line.node) && line.weight() > 0)
    };
    let title = title.filter(stands_above);
    let first = lines.iter().position(|line| within.contains(&line.node) || line.node == holder).unwrap_or(0);
    let mut found = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        let is_within = line.node == holder || within.contains(&line.node);
        let is_lead = at < first
            && title.is_some_and(|title| line.node > title)
            && line.weight() > 0
            && !line.is_linked();
        if is_within || is_lead {
            found.push(line);
        }
    }
    ends_off(tree, opened(tree, trimmed(tree, found, title), titles))
}

/// The lines that are paragraphs, entries of lists or headings, from the title to the last paragraph.
fn trimmed(tree: &Tree<'_>, lines: Vec<Line>, title: Option<u32>) -> Vec<Line> {
    let is_told =
        |line: &Line| line.weight() > 0 || line.ends() && !line.is_linked() && tree.tag(line.node) == Tag::P;
    let Some(last) = lines.iter().rposition(is_told) else { return lines };
    let heading = title.map(|title| (title, tree.words(title), tree.article(title)));
    let mut kept: Vec<Line> = Vec::new();
    let mut met = false;
    for line in lines.into_iter().take(last + 1) {
        let tag = tree.tag(line.node);
        if let Some((title, words, article)) = &heading {
            let is_again = || tag == Tag::H1 && words.contains(&line.text);
            if line.node <= *title || tree.under(*title).contains(&line.node) || is_again() {
                continue;
            }
            // Another title begins another article.
            if tag == Tag::H1 && tree.article(line.node) != *article {
                break;
            }
        }
        let is_weighty = line.weight() > 0;
        let is_paragraph = matches!(tag, Tag::P | Tag::Li | Tag::Blockquote | Tag::Dd | Tag::Dt | Tag::Pre);
        let is_byline = !tag.is_heading() && tag != Tag::Li && !line.ends();
        let is_short = !is_weighty && (!met || is_byline || !is_paragraph && !tag.is_heading());
        if is_short || line.is_linked() && (tag != Tag::P || line.linked == line.letters) {
            continue;
        }
        met |= is_weighty;
        kept.push(line);
    }
    kept
}

/// Without the title and the line of dates and names that stand above the first paragraph.
fn opened(tree: &Tree<'_>, lines: Vec<Line>, titles: &[String]) -> Vec<Line> {
    const ABOVE: usize = 3;
    let titles: Vec<String> = titles.iter().map(|title| letters(title)).collect();
    let is_title = |line: &Line| {
        let words = letters(&line.text);
        let near = |title: &String| {
            !title.is_empty()
                && (words.contains(title.as_str()) && words.len() < title.len() * 2 || title.contains(&words))
        };
        titles.iter().any(near)
    };
    let is_dated = |line: &Line| {
        let figures = line.text.bytes().filter(u8::is_ascii_digit).count();
        figures >= 3 && line.letters < 120 && !line.ends() && !tree.tag(line.node).is_heading()
    };
    let mut at = 0;
    let keep = |line: &Line| {
        at += 1;
        at > ABOVE || !(is_title(line) || is_dated(line))
    };
    lines.into_iter().filter(keep).collect()
}

/// Without what follows the last paragraph: links, addresses to write to, whose rights it is.
fn ends_off(tree: &Tree<'_>, mut lines: Vec<Line>) -> Vec<Line> {
    const BELOW: usize = 4;
    const FEW: usize = 3;
    for _ in 0..BELOW {
        let Some(line) = lines.last().filter(|_| lines.len() > FEW) else { break };
        let is_over = line.linked * 4 > line.letters
            || line.letters < 40 && !line.ends()
            || tree.tag(line.node).is_heading()
            || line.text.contains(['©', 'ⓒ', '@']) && line.letters < 300;
        if !is_over {
            break;
        }
        lines.pop();
    }
    lines
}

/// The letters and figures of words alone, in lower case.
fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// All lines that are neither unseen nor around. In a live report, whose own `article` element is
/// given, the first paragraph of each entry opens with the hour of the entry, as in print.
fn lines(tree: &Tree<'_>, body: u32, parts: &[Part], live: Option<u32>) -> Vec<Line> {
    let mut lines = Lines::default();
    let mut open: Vec<(u32, Tag)> = vec![(tree.nodes[body as usize].end, tree.tag(body))];
    let mut blocks: Vec<u32> = vec![body];
    let mut links = 0usize;
    let mut at = body + 1;
    let end = tree.nodes[body as usize].end;
    loop {
        while let Some((until, tag)) = open.last().copied() {
            if at < until {
                break;
            }
            open.pop();
            if tag.is_block() {
                lines.end(*blocks.last().unwrap_or(&body));
                blocks.pop();
            }
            links -= usize::from(tag == Tag::A);
        }
        if at >= end {
            return lines.done;
        }
        let node = &tree.nodes[at as usize];
        if node.tag == Tag::Text {
            if !tree.text(at).is_empty() {
                lines.push(&tree.text(at), links > 0);
            }
            at += 1;
            continue;
        }
        if parts[at as usize] != Part::Text {
            if node.tag.is_block() {
                lines.end(*blocks.last().unwrap_or(&body));
            }
            at = node.end;
            continue;
        }
        if let (Tag::Time, Some(report)) = (node.tag, live)
            && tree.article(at) != report
            && let Some(hour) = hour(tree, at)
        {
            lines.hour = Some(hour);
            at = node.end;
            continue;
        }
        if node.tag.is_block() {
            lines.end(*blocks.last().unwrap_or(&body));
        } else if matches!(node.tag, Tag::Td | Tag::Th) {
            lines.push(" ", false);
        }
        if node.end > at + 1 {
            open.push((node.end, node.tag));
            if node.tag.is_block() {
                blocks.push(at);
            }
            links += usize::from(node.tag == Tag::A);
        }
        at += 1;
    }
}

/// The hour that a `time` element tells, as `09:30`.
fn hour(tree: &Tree<'_>, node: u32) -> Option<String> {
    let told = tree.attribute(node, "datetime").and_then(|time| meta::moment(&time)?.time);
    let shown = tree.words(node);
    let is_clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
    match told {
        Some(time) => Some(format!("{:02}:{:02}", time.hour(), time.minute())),
        None => Some(shown).filter(|shown| (4..=5).contains(&shown.len()) && shown.chars().all(is_clock)),
    }
}

/// The element that holds the article.
fn holder(tree: &Tree<'_>, body: u32, lines: &[Line]) -> Option<u32> {
    let range = body as usize..tree.nodes[body as usize].end as usize;
    let mut score = vec![0f32; range.len()];
    let mut prose = vec![0usize; range.len()];
    let mut all = vec![0usize; range.len()];
    let index = |node: u32| (node - body) as usize;
    for line in lines {
        all[index(line.node)] += line.letters;
        let weight = line.weight();
        if weight == 0 {
            continue;
        }
        prose[index(line.node)] += line.letters;
        let mut node = line.node;
        let is_own = tree.tag(node) == Tag::P
            || tree.tag(node) == Tag::Li
            || tree.tag(node).is_heading()
            || tree.tag(node) == Tag::Blockquote;
        if is_own && node > body {
            node = tree.parent(node);
        }
        let mut share = weight as f32;
        for _ in 0..4 {
            score[index(node)] += share;
            share *= 0.6;
            if node == body {
                break;
            }
            node = tree.parent(node);
        }
    }
    for node in range.clone().rev() {
        let parent = tree.nodes[node].parent as usize;
        if node > range.start {
            prose[parent - range.start] += prose[node - range.start];
            all[parent - range.start] += all[node - range.start];
        }
    }
    let mut best = None;
    let mut most = 0f32;
    for node in range.clone() {
        let mut own = score[node - range.start];
        if own > 0.0 && around::is_said_to_hold(tree, node as u32) {
            own *= 1.3;
        }
        if own > most {
            (best, most) = (Some(node as u32), own);
        }
    }
    let mut best = best?;
    // Up, as long as what comes with it is prose too.
    let mut node = best;
    while node > body {
        node = tree.parent(node);
        if tree.tag(node) == Tag::Body {
            break;
        }
        let more = prose[index(node)] - prose[index(best)];
        let with = all[index(node)] - all[index(best)];
        if with > 0 && more * 10 < with * 7 {
            continue;
        }
        if more > 0 {
            best = node;
        }
    }
    Some(best)
}

/// The text of lines, each in its own line.
pub(crate) fn joined(lines: &[Line]) -> String {
    let length = lines.iter().map(|line| line.text.len() + 1).sum();
    lines.iter().fold(String::with_capacity(length), |mut text, line| {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&line.text);
        text
    })
}

/// All text of a piece of HTML, as a feed carries it: its paragraphs, each in its own line.
pub(crate) fn whole(html: &str) -> String {
    let tree = Tree::of(html);
    joined(&lines(&tree, 0, &around::seen(&tree), None))
}

/// Whether a letter stands for a syllable or a word: Chinese, Japanese, Korean.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}')
}

/// Lines as they grow.
#[derive(Default)]
struct Lines {
    done: Vec<Line>,
    text: String,
    letters: usize,
    linked: usize,
    gap: bool,
    /// The hour that the next paragraph opens with.
    hour: Option<String>,
}

impl Lines {
    fn push(&mut self, words: &str, is_link: bool) {
        let before = self.letters;
        for c in words.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{C}' => self.gap = true,
                // What only helps to break lines would break words.
                '\u{AD}' | '\u{200B}' | '\u{FEFF}' | '\0' => {}
                c => {
                    if std::mem::take(&mut self.gap) && !self.text.is_empty() {
                        self.text.push(' ');
                        self.letters += 1;
                    }
                    self.text.push(c);
                    self.letters += if is_dense(c) { 3 } else { 1 };
                }
            }
        }
        if is_link {
            self.linked += self.letters - before;
        }
    }

    fn end(&mut self, node: u32) {
        self.gap = false;
        let text = self.text.trim();
        if !text.is_empty() {
            let mut line = Line { text: text.to_owned(), node, letters: self.letters, linked: self.linked };
            if let Some(hour) = self.hour.take_if(|_| line.weight() > 0) {
                line.text.insert_str(0, &format!("{hour} – "));
            }
            self.done.push(line);
        }
        self.text.clear();
        (self.letters, self.linked) = (0, 0);
    }
}
