use std::collections::BTreeMap;
use std::io::{self, Write};

use incident::{Comparison, How};

use super::Look;
use super::page::{Page, plain, styled, styles};
use crate::Gathered;
use crate::view::{Story, words};

/// Writes who took from whom: each source text with what derives from it below, the largest first.
///
/// # Errors
/// Those of `out`.
pub fn lineage(
    out: &mut dyn Write,
    gathered: &Gathered,
    comparison: &Comparison,
    look: Look<'_>,
) -> io::Result<()> {
    let story = Story::new(gathered, comparison);
    let mut page = Page::new(out, look.width);
    let articles = story.reads.len();
    let mut below: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut own = Vec::new();
    for at in story.by_publication(0..articles) {
        let from = &comparison.derivations[at];
        match from.iter().find(|d| d.how != How::Cites).or(from.first()) {
            Some(derivation) => below.entry(derivation.source).or_default().push(at),
            None => own.push(at),
        }
    }
    let mut groups = comparison.origin_groups.clone();
    groups.sort_unstable();
    groups.dedup();
    let count = words::counted(articles, "article", "articles");
    let texts = words::counted(groups.len(), "text", "texts");
    page.line(0, 0, &[styled(format!("{count} ← {texts}"), styles::BOLD)])?;
    let tree = Tree { story: &story, below: &below };
    let mut trees: Vec<(usize, usize)> = own.iter().map(|at| (tree.size(*at), *at)).collect();
    trees.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    let alone = trees.iter().filter(|(size, _)| *size == 1).count();
    for (_, at) in trees.iter().filter(|(size, _)| *size > 1 || look.all) {
        page.gap()?;
        tree.write(&mut page, *at, 0)?;
    }
    if alone > 0 && !look.all {
        page.gap()?;
        let stand = if alone == 1 { "stands" } else { "stand" };
        let says = format!("{} {stand} alone", words::counted(alone, "article", "articles"));
        page.line(0, 0, &[styled(says, styles::DIM)])?;
    }
    Ok(())
}

/// What derives from each article, by its first source.
struct Tree<'a> {
    story: &'a Story<'a>,
    below: &'a BTreeMap<usize, Vec<usize>>,
}

impl Tree<'_> {
    fn below(&self, at: usize) -> &[usize] {
        self.below.get(&at).map_or(&[], Vec::as_slice)
    }

    fn size(&self, at: usize) -> usize {
        1 + self.below(at).iter().map(|other| self.size(*other)).sum::<usize>()
    }

    fn write(&self, page: &mut Page<impl Write>, at: usize, depth: usize) -> io::Result<()> {
        let story = self.story;
        let indent = depth * 2;
        let derived = story.derived(at);
        let mut pieces = vec![
            styled(story.names[at].as_str(), styles::BOLD),
            plain(format!(", {}", story.published_words(at))),
        ];
        for one in &derived {
            let share = one.share.as_ref().map(|share| format!(", {share}")).unwrap_or_default();
            pieces.push(plain(format!(" · {} {}{share}", one.how, story.names[one.source])));
        }
        page.line(indent, indent + 4, &pieces)?;
        for (what, here, there) in derived.iter().flat_map(|one| &one.changes) {
            page.line(indent + 4, indent + 6, &[plain(format!("{what} changed: “{there}” → “{here}”"))])?;
        }
        self.below(at).iter().try_for_each(|other| self.write(page, *other, depth + 1))
    }
}
