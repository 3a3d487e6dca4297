//! `docs/signs.md` and the pages of `tests/signs` are run: each situation's articles are read and compared, and must raise
//! the signs that the page says, and no others. `UPDATE_SIGNS=1` writes what is raised into the pages.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tellings::{About, Article, Comparison, Gathered, Language, Moment, Packs, Read, compare, read_article};

/// One article of a situation: a line `date outlet language | title`, then its text.
fn article(block: &str) -> Article {
    let (head, text) = block.split_once('\n').unwrap_or((block, ""));
    let (head, title) = head.split_once(" | ").unwrap_or((head, ""));
    let parts: Vec<&str> = head.split(' ').collect();
    let [at, outlet, language] = parts[..] else { panic!("{head}: no `date outlet language`") };
    let published = Moment::parse(at).map(|at| claim::Published { at, from: claim::PublishedFrom::Given });
    let about = About {
        title: title.into(),
        outlet: Some(outlet.into()),
        language: Language::parse(language),
        published,
        ..About::default()
    };
    Article::new(outlet, text.trim(), about)
}

/// The articles of a situation, which stand apart by empty lines.
fn articles(situation: &str) -> Vec<Article> {
    let told = situation.split("\n=>").next().unwrap_or("");
    told.trim().split("\n\n").map(article).collect()
}

fn read(articles: Vec<Article>, packs: &Packs) -> Gathered {
    Gathered::new(articles.into_iter().map(|a| read_article(a, packs)).collect())
}

/// The signs, a line each.
fn lines(reads: &[Read], comparison: &Comparison) -> Vec<String> {
    let side = |shown: &[incident::Shown]| {
        let mut words: Vec<String> = shown
            .iter()
            .map(|s| {
                let read = &reads[s.article].article;
                format!("{} “{}”", read.outlet().unwrap_or(""), read.words(s.span))
            })
            .collect();
        words.sort();
        words.join(", ")
    };
    let mut out: Vec<String> = comparison
        .signs
        .iter()
        .map(|s| format!("=> {} ({}): {} ≠ {}", s.kind.name(), s.about, side(&s.here), side(&s.there)))
        .collect();
    out.sort();
    if out.is_empty() {
        out.push("=> no sign".into());
    }
    out
}

/// The situations of a page, with what each says.
fn situations(page: &str) -> impl Iterator<Item = &str> {
    page.split("```tellings\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(inside, _)| inside)
}

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let listed = std::fs::read_dir(root.join("tests/signs")).into_iter().flatten();
    let mut pages: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    pages.sort();
    pages.insert(0, root.join("docs/signs.md"));
    assert_eq!(pages.len(), 6);
    pages
}

#[test]
fn each_situation_raises_the_signs_that_its_page_says() {
    let packs = Packs::shipped();
    let update = std::env::var_os("UPDATE_SIGNS").is_some();
    let mut wrong = String::new();
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        let mut written = page.clone();
        for situation in situations(&page) {
            let said: Vec<&str> = situation.lines().filter(|l| l.starts_with("=>")).collect();
            let gathered = read(articles(situation), &packs);
            let raised = lines(&gathered.reads, &compare(&gathered.reads));
            if said != raised {
                let told = situation.split("\n=>").next().unwrap_or("").trim_end();
                _ = writeln!(wrong, "{}\n{told}\n{}\n", path.display(), raised.join("\n"));
                written = written.replace(situation, &format!("{told}\n{}\n", raised.join("\n")));
            }
        }
        if update && written != page {
            std::fs::write(&path, written).unwrap();
        }
    }
    assert!(wrong.is_empty() || update, "{wrong}");
}

#[test]
fn order_changes_no_sign() {
    let packs = Packs::shipped();
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for situation in situations(&page) {
            let mut all = articles(situation);
            let of = |gathered: &Gathered| lines(&gathered.reads, &compare(&gathered.reads));
            let first = of(&read(all.clone(), &packs));
            all.reverse();
            let mut reads: Vec<Read> = all.into_iter().map(|a| read_article(a, &packs)).collect();
            assert_eq!(of(&Gathered::new(reads.clone())), first, "{situation}");
            reads.rotate_left(1);
            let comparison = compare(&reads);
            assert_eq!(lines(&reads, &comparison), first, "{situation}");
        }
    }
}

/// What is copied from one text is one text: with copies for others there is nobody to agree against it.
#[test]
fn copies_are_no_others() {
    let packs = Packs::shipped();
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for situation in situations(&page) {
            let all = articles(situation);
            for (nth, one) in all.iter().enumerate() {
                // an article and its copies alone: nobody stands against anybody
                let copies = (0..4).map(|copy| {
                    let about = About {
                        title: one.title().into(),
                        outlet: Some(format!("copy-{nth}-{copy}.example")),
                        language: one.language(),
                        published: one.published(),
                        ..About::default()
                    };
                    Article::new(format!("copy-{copy}"), one.text(), about)
                });
                let gathered = read(copies.chain([one.clone()]).collect(), &packs);
                let comparison = compare(&gathered.reads);
                let against = |s: &&incident::Sign| {
                    matches!(s.kind, incident::SignKind::Outlier | incident::SignKind::Office)
                };
                assert_eq!(comparison.signs.iter().filter(against).count(), 0, "{}", one.text());
            }
        }
    }
}
