//! The articles' texts at the end of the page, with the words of every claim marked.

use std::collections::{BTreeMap, BTreeSet};

use incident::{ClaimAt, Comparison};
use pack::Kinds;
use text::{Part, Span};

use super::markup::{escaped, language, name};
use crate::view::{Derived, Story, address, words};

/// Where on the page each article and the words of each claim stand.
pub(super) struct Anchors {
    /// Positions of the articles in the order in which they stand.
    order: Vec<usize>,
    /// The number of each article on the page.
    number: Vec<usize>,
    /// By position of the article: the number of each span and what its claims say.
    spans: Vec<BTreeMap<Span, (usize, String)>>,
}

impl Anchors {
    /// Numbers the articles by their publication, and in each the words of claims.
    pub(super) fn new(story: &Story<'_>) -> Anchors {
        let order = story.by_publication(0..story.reads.len());
        let mut number = vec![0; order.len()];
        order.iter().enumerate().for_each(|(nth, at)| number[*at] = nth + 1);
        let spans = story.reads.iter().enumerate().map(|(article, read)| {
            let mut says: BTreeMap<Span, BTreeSet<String>> = BTreeMap::new();
            for claim in 0..read.reading.claims.len() {
                let Some(telling) = story.telling(ClaimAt { article, claim }) else { continue };
                let facet = Kinds::shipped().facets.get(usize::from(telling.claim.facet));
                let facet = facet.map_or("", |f| f.label.as_str());
                let value = words::value(&telling.claim.value);
                says.entry(telling.span).or_default().insert(format!("{facet}: {value}"));
            }
            let signs = story.comparison.signs.iter();
            let shown =
                signs.flat_map(|sign| sign.here.iter().chain(&sign.there).map(move |s| (s, &sign.about)));
            for (shown, about) in shown.filter(|(s, _)| s.article == article && s.claim.is_none()) {
                says.entry(shown.span).or_default().insert(about.clone());
            }
            let numbered = says.into_iter().enumerate();
            numbered
                .map(|(nth, (span, says))| (span, (nth + 1, says.into_iter().collect::<Vec<_>>().join("; "))))
                .collect()
        });
        Anchors { order, number, spans: spans.collect() }
    }

    /// The id of an article's text.
    pub(super) fn article(&self, at: usize) -> String {
        format!("article-{}", self.number[at])
    }

    /// The id of the words of a claim.
    pub(super) fn words(&self, article: usize, span: Span) -> String {
        match self.spans[article].get(&span) {
            Some((nth, _)) => format!("words-{}-{nth}", self.number[article]),
            None => self.article(article),
        }
    }
}

/// The texts of all articles; `rules` takes the styles of marks that cross others.
pub(super) fn articles(story: &Story<'_>, anchors: &Anchors, rules: &mut String) -> String {
    let mut out =
        String::from("<section aria-labelledby=\"articles\">\n<h2 id=\"articles\">The articles</h2>\n");
    let tells = incidents_of(story.comparison, story.reads.len());
    for at in &anchors.order {
        out += &article(*at, &tells[*at], story, anchors, rules);
    }
    out + "</section>\n"
}

/// By position of the article: the numbers of the incidents that it tells of.
fn incidents_of(comparison: &Comparison, articles: usize) -> Vec<BTreeSet<usize>> {
    let mut out = vec![BTreeSet::new(); articles];
    for (nth, incident) in comparison.incidents.iter().enumerate() {
        for telling in &incident.tellings {
            out[telling.article].insert(nth);
        }
    }
    out
}

/// "; rewrite of a.example, 83 % of its words; figure changed: “5” → “6”", where an article has something from another.
fn derived(at: usize, story: &Story<'_>, anchors: &Anchors) -> String {
    let one = |derived: Derived<'_>| {
        let share = derived.share.map(|share| format!(", {}", escaped(&share))).unwrap_or_default();
        let change = |(what, here, there): &(&str, &str, &str)| {
            format!("; {what} changed: “<bdi>{}</bdi>” → “<bdi>{}</bdi>”", escaped(there), escaped(here))
        };
        let changes: String = derived.changes.iter().map(change).collect();
        let how = derived.how[..1].to_uppercase() + &derived.how[1..];
        let source = name(&story.names[derived.source]);
        format!("<br>{how} <a href=\"#{}\">{source}</a>{share}{changes}", anchors.article(derived.source))
    };
    story.derived(at).into_iter().map(one).collect()
}

fn article(
    at: usize,
    tells: &BTreeSet<usize>,
    story: &Story<'_>,
    anchors: &Anchors,
    rules: &mut String,
) -> String {
    let read = &story.reads[at];
    let lang = language(read);
    let id = anchors.article(at);
    let mut marks = Marks { anchors, article: at, rules };
    let heading = match read.article.title() {
        "" => name(&story.names[at]),
        title => format!("<span{lang}>{}</span>", marks.marked(Part::Title, title, &["", ""])),
    };
    let text = marks.marked(Part::Text, read.article.text(), &["<p>", "</p>\n"]);
    let mut about = vec![name(&story.names[at])];
    about.push(story.published_words(at));
    about.extend(read.article.url().map(|url| match address(url) {
        Some(address) => {
            format!("<a href=\"{0}\" rel=\"noopener noreferrer nofollow\">{0}</a>", escaped(address))
        }
        None => name(url),
    }));
    let again = story.gathered.again.iter().filter(|(first, _)| *first == at);
    about.extend(again.map(|(_, article)| format!("given again as {}", name(article.id()))));
    if read.reading.language.is_none() {
        about.push("no pack reads its language".into());
    }
    let tells: Vec<String> = tells
        .iter()
        .map(|nth| {
            let title = escaped(&story.comparison.incidents[*nth].title);
            format!("<a href=\"#incident-{}\">{}. {title}</a>", nth + 1, nth + 1)
        })
        .collect();
    let tells = match tells.as_slice() {
        [] => "Tells of no incident that was read.".to_owned(),
        tells => format!("Tells of {}", tells.join("; ")),
    };
    let tells = tells + &derived(at, story, anchors);
    let unread: Vec<String> = read
        .reading
        .unread
        .iter()
        .map(|u| format!("<li><span{lang}>{}</span></li>", escaped(read.article.words(u.span))))
        .collect();
    let unread = match unread.as_slice() {
        [] => String::new(),
        unread => {
            format!(
                "<p class=\"note\">Figures that no rule read:</p>\n<ul class=\"note\">{}</ul>\n",
                unread.join("")
            )
        }
    };
    format!(
        "<article id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h3 id=\"{id}-title\">{heading}</h3>\n\
         <p class=\"about\">{}</p>\n<p class=\"about\">{tells}</p>\n<div class=\"text\"{lang}>\n{text}</div>\n{unread}</article>\n",
        about.join(" · ")
    )
}

/// Marks the words of an article's claims.
struct Marks<'a> {
    anchors: &'a Anchors,
    article: usize,
    rules: &'a mut String,
}

impl Marks<'_> {
    /// A text with its claims marked, each line between the two tags. Marks lie in each other; one that crosses another
    /// goes on behind it, lit up by a rule of its own.
    fn marked(&mut self, part: Part, text: &str, line: &[&str; 2]) -> String {
        let mut spans: Vec<Span> =
            self.anchors.spans[self.article].keys().filter(|s| s.part() == part).copied().collect();
        spans.sort_by_key(|s| (s.start(), std::cmp::Reverse(s.end())));
        let mut cuts: BTreeSet<usize> = spans.iter().flat_map(|s| [s.start(), s.end()]).collect();
        cuts.extend(text.match_indices('\n').flat_map(|(at, _)| [at, at + 1]));
        cuts.extend([0, text.len()]);
        let cuts: Vec<usize> = cuts.into_iter().filter(|at| *at <= text.len()).collect();
        let mut spans = spans.into_iter().peekable();
        let mut open: Vec<Span> = Vec::new();
        let mut out = String::new();
        let mut in_line = false;
        for (nth, at) in cuts.iter().enumerate() {
            let ends = open.iter().position(|s| s.end() <= *at).unwrap_or(open.len());
            if in_line {
                out += &"</mark>".repeat(open.len() - ends);
            }
            let resumed = open.len().min(ends);
            let rest: Vec<Span> = open.drain(ends..).filter(|s| s.end() > *at).collect();
            open.extend(rest);
            let piece = text.get(*at..cuts.get(nth + 1).copied().unwrap_or(text.len())).unwrap_or("");
            if piece == "\n" {
                if in_line {
                    out += &"</mark>".repeat(resumed);
                    out += line[1];
                    in_line = false;
                }
                while let Some(span) = spans.next_if(|s| s.start() <= *at) {
                    open.push(span);
                    out += &format!("<a id=\"{}\"></a>", self.anchors.words(self.article, span));
                }
                continue;
            }
            if piece.is_empty() {
                continue;
            }
            let from = if in_line { resumed } else { 0 };
            if !in_line {
                out += line[0];
                in_line = true;
            }
            for span in &open[from..] {
                out += &self.resumed(*span);
            }
            while let Some(span) = spans.next_if(|s| s.start() <= *at) {
                out += &self.opened(span);
                open.push(span);
            }
            out += &escaped(piece);
        }
        if in_line {
            out += &"</mark>".repeat(open.len());
            out += line[1];
        }
        out
    }

    fn opened(&self, span: Span) -> String {
        let says = self.anchors.spans[self.article].get(&span).map_or("", |(_, says)| says.as_str());
        let id = self.anchors.words(self.article, span);
        format!("<mark id=\"{id}\" title=\"{}\">", escaped(says))
    }

    fn resumed(&mut self, span: Span) -> String {
        let id = self.anchors.words(self.article, span);
        let rule = format!(":root:has(#{id}:target) .{id},");
        if !self.rules.contains(&rule) {
            self.rules.push_str(&rule);
        }
        format!("<mark class=\"{id}\">")
    }
}
