//! The page and the note, over a story built by hand and over articles that mean harm.
#![allow(clippy::unwrap_used)]

mod story;

use std::collections::BTreeSet;

use story::story;
use tellings::incident::{Comparison, Derivation, How, Passage, TellingAt};
use tellings::text::{About, Language, Moment, Part, Published, PublishedFrom, Span};
use tellings::{Article, Gathered, Options, Packs, html, markdown, read_articles};

fn code(language: Language) -> String {
    language.to_string()
}

const OPTIONS: Options<'static> = Options { ids: false, language: &code };

fn page(gathered: &Gathered, comparison: &Comparison) -> String {
    html::page(gathered, comparison, OPTIONS)
}

/// Articles whose every string would be markup if it could.
fn harmful() -> (Gathered, Comparison) {
    let text = "Five people were killed when a drone hit a bus in Kherson on Monday, the mayor <b onclick=x> said.\n\n\
                </p></article><script>alert(1)</script> Police said that six people were killed. \
                “Nobody is safe here,” the mayor said.";
    let article = |id: &str, outlet: &str, url: &str, title: &str| {
        let at = Moment::parse("2025-03-03T09:00:00Z").unwrap();
        let about = About {
            title: title.into(),
            outlet: Some(outlet.into()),
            url: Some(url.into()),
            language: Some(Language::ENGLISH),
            published: Some(Published { at, from: PublishedFrom::Given }),
            path: None,
        };
        Article::new(id, text, about)
    };
    let articles = [
        article(
            "a",
            "\"><script>alert(2)</script>",
            "javascript:alert(3)",
            "Drone hits bus <img src=x onerror=y>",
        ),
        article(
            "b",
            "\u{202e}b'onload='x",
            "https://b.example/\"onclick=\"x",
            "# [Six](javascript:x) | dead",
        ),
    ];
    let packs = Packs::shipped();
    let mut gathered = Gathered::new(read_articles(articles, &packs, 1));
    let comparison = gathered.compare(&packs);
    assert!(comparison.incidents.iter().any(|i| i.tellings.len() == 2), "the two tell of one incident");
    (gathered, comparison)
}

/// The values of an attribute in the tags of a page.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// The page's text as people read it.
fn read(page: &str) -> String {
    let mut out = String::new();
    for part in page.split('<').skip(1) {
        out += part.split_once('>').unwrap().1;
    }
    let references = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    references.iter().fold(out, |text, (reference, c)| text.replace(reference, c))
}

/// What stands in a text, without what the page leaves out.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control() && !('\u{202a}'..='\u{202e}').contains(c)).collect()
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_one() {
    for (gathered, comparison) in [story(), harmful()] {
        let page = page(&gathered, &comparison);
        let ids = values(&page, "id");
        let set: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(set.len(), ids.len(), "an id stands twice");
        let within: Vec<&str> =
            values(&page, "href").into_iter().filter_map(|h| h.strip_prefix('#')).collect();
        assert!(within.len() > 10);
        for id in
            within.into_iter().chain(values(&page, "aria-labelledby").into_iter().flat_map(|v| v.split(' ')))
        {
            assert!(set.contains(id), "{id}");
        }
    }
}

#[test]
fn nothing_comes_from_elsewhere() {
    for (gathered, comparison) in [story(), harmful()] {
        let page = page(&gathered, &comparison);
        for tag in
            ["<script", "<link", "<img", "<iframe", "<object", "<base", "<form", "@import", "url(", " src=\""]
        {
            assert!(!page.contains(tag), "{tag}");
        }
        assert!(page.contains("default-src 'none'"));
        for href in values(&page, "href").iter().filter(|h| !h.starts_with('#')) {
            assert!(href.starts_with("https://"), "{href}");
        }
    }
}

#[test]
fn what_articles_bring_is_never_markup() {
    let (gathered, comparison) = harmful();
    let page = page(&gathered, &comparison);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(
        !page.contains("<b onclick") && !page.contains('\u{202e}') && !page.contains("href=\"javascript")
    );
    assert!(page.contains("href=\"https://b.example/&quot;onclick=&quot;x\""));
    assert_eq!(page.matches("<article ").count(), 2);
    for (open, close) in
        [("<mark", "</mark>"), ("<bdi", "</bdi>"), ("<p", "</p>"), ("<span", "</span>"), ("<div", "</div>")]
    {
        let opened = page.matches(&format!("{open} ")).count() + page.matches(&format!("{open}>")).count();
        assert_eq!(opened, page.matches(close).count(), "{open}");
    }
    let note = markdown::note(&gathered, &comparison, OPTIONS);
    assert!(note.contains("\\# \\[Six\\](javascript:x) \\| dead"), "{note}");
    let markup = note.replace("\\<", "");
    assert!(!markup.contains("<script") && !markup.contains("<javascript"), "{note}");
}

#[test]
fn every_claim_s_words_and_every_text_stand_on_the_page() {
    for (gathered, comparison) in [story(), harmful()] {
        let page = page(&gathered, &comparison);
        let (_, articles) = page.split_once("<h2 id=\"articles\">").unwrap();
        let articles = read(articles);
        let marks: usize = page.matches("<mark id=").count();
        assert!(marks > 0);
        for read in &gathered.reads {
            for line in read.article.text().lines().filter(|line| !line.is_empty()) {
                assert!(articles.contains(&plain(line)), "{line}");
            }
            for claim in &read.reading.claims {
                assert!(articles.contains(&plain(read.article.words(claim.span))));
            }
        }
    }
}

#[test]
fn the_same_articles_give_the_same_bytes() {
    let (gathered, comparison) = story();
    assert_eq!(page(&gathered, &comparison), page(&gathered, &comparison));
    let note = || markdown::note(&gathered, &comparison, OPTIONS);
    assert_eq!(note(), note());
    let turned = Gathered::new(gathered.reads.iter().rev().cloned().collect());
    assert_eq!(page(&turned, &comparison), page(&gathered, &comparison));
}

#[test]
fn a_cell_has_the_value_the_words_and_the_voice() {
    let (gathered, comparison) = story();
    let page = page(&gathered, &comparison);
    let rows: Vec<&str> = page.split("<tr role=\"row\">").collect();
    let row = rows.iter().find(|r| r.contains("ГУР</bdi>") && r.contains("п’ятеро")).unwrap();
    assert!(
        row.contains("(Ukraine)")
            && row.contains("<strong>5</strong> “<bdi lang=\"uk\" dir=\"ltr\">Загинули п’ятеро людей</bdi>”"),
        "{row}"
    );
    assert!(page.contains("<span class=\"state contested\">contested</span>"));
    assert!(page.contains("<strong>5</strong> <span class=\"note\">against</span> <strong>3</strong>"));
    assert!(page.contains("<h3>No account gives</h3>") && page.contains("<li>the weapon</li>"));
    assert!(page.contains("<strong>Adds up:</strong> 8 = 6 + 2"));
    assert!(page.contains("Route 14 was closed."));
}

#[test]
fn a_number_that_moved_is_drawn_and_told_in_words() {
    let (gathered, comparison) = story();
    let page = page(&gathered, &comparison);
    assert!(page.contains("<svg role=\"img\"") && page.contains(">3 (Sat), then 5 (Sun).</desc>"));
    let list = page.rsplit("<ol>").next().unwrap();
    assert!(
        list.contains("– Sat, <bdi>the governor&#39;s office</bdi>")
            && list.contains("– Sun, <bdi>ГУР</bdi>")
    );
}

#[test]
fn copies_fold_to_one_line_and_one_column() {
    let (gathered, mut comparison) = story();
    let columns = |comparison: &Comparison| {
        let page = page(&gathered, comparison);
        let head = page.split("<thead").nth(1).unwrap().split("</thead>").next().unwrap().to_owned();
        (page, head.matches("scope=\"col\"").count() - 1)
    };
    assert_eq!(columns(&comparison).1, 3);
    let whole = |at: usize| {
        let text = gathered.reads[at].article.text();
        Span::new(Part::Text, text, 0, text.len()).unwrap()
    };
    let copy = |at: usize| Derivation {
        source: 0,
        how: How::Copy,
        share: 1_000,
        passages: vec![Passage { here: whole(at), there: whole(0) }],
        changes: vec![],
    };
    comparison.derivations = vec![vec![], vec![copy(1)], vec![copy(2)]];
    let (page, folded) = columns(&comparison);
    assert_eq!(folded, 1);
    assert!(page.contains("3 articles print one text: "), "{page}");
    assert!(markdown::note(&gathered, &comparison, OPTIONS).contains("3 articles print one text ("));
}

#[test]
fn arabic_runs_from_right_to_left() {
    let text = "قتل خمسة أشخاص في غارة على حافلة في خيرسون يوم الاثنين، بحسب رئيس البلدية.";
    let about = About { language: Language::parse("ar"), ..About::default() };
    let gathered = Gathered::new(read_articles([Article::new("a", text, about)], &Packs::shipped(), 1));
    let page = page(&gathered, &Comparison { dated: vec![None], ..Comparison::default() });
    assert!(page.contains("<div class=\"text\" lang=\"ar\" dir=\"rtl\">"), "{page}");
}

#[test]
fn claims_that_cross_are_both_marked() {
    use tellings::text::{Part, Span};
    let (mut gathered, comparison) = story();
    let one = gathered.reads.iter().position(|r| r.article.id() == "one.txt").unwrap();
    let read = &mut gathered.reads[one];
    let text = read.article.text().to_owned();
    let span = |words: &str| {
        let at = text.find(words).unwrap();
        Span::new(Part::Text, &text, at, at + words.len()).unwrap()
    };
    let crossing =
        ["Three people were", "people were killed, the", "Eight drones hit Kazan on Saturday. Three"];
    for (claim, words) in [0, 1, 1].into_iter().zip(crossing) {
        let mut more = read.reading.claims[claim].clone();
        more.evidence.clear();
        more.span = span(words);
        read.reading.claims.push(more);
    }
    let page = page(&gathered, &comparison);
    let articles = self::read(page.split_once("<h2 id=\"articles\">").unwrap().1);
    assert!(articles.contains(&text.replace('\n', "")));
    assert_eq!(page.matches("<mark").count(), page.matches("</mark>").count());
    assert!(page.contains(":root:has(#words-"), "what goes on behind another mark is lit up too");
}

#[test]
fn a_note_reads_as_markdown() {
    let (gathered, mut comparison) = story();
    comparison.incidents[0].tellings.sort_by_key(|t: &TellingAt| t.article);
    let note = markdown::note(&gathered, &comparison, OPTIONS);
    let expected = "\
# 1 incident in 3 articles

3 articles (2 en, 1 uk), 1 without a date; 1 incident; 1 sentence with a figure that no rule read.

## 1. Drone strike, Kazan, 21 December 2024

- drone strike · Kazan (Tatarstan, Russia) · 21 December 2024
- three.txt shows no date: published about 21 December 2024
- three.txt says only a Saturday: it was 21 December 2024
- 3 accounts: one.txt \\[1\\], 21 December 2024; three.txt \\[2\\], 21 December 2024; two.txt \\[3\\], 22 December 2024
- Voices: Russia: the governor's office; Ukraine: ГУР

### Where accounts differ

- **killed**: contested
  - 3 (Sat, the governor's office) → 5 (Sun, ГУР)
  - **5**
    - two.txt \\[3\\]: “Загинули п’ятеро людей” (ГУР, UA)
  - **3**
    - one.txt \\[1\\]: “Three people were killed” (the governor's office, RU)

### The same

- **munitions**
  - **8** (2 texts)
    - one.txt \\[1\\]: “Eight drones hit Kazan”
    - two.txt \\[3\\]: “Вісім дронів вдарили”

### One voice says

- **target**
  - **factory**
    - three.txt \\[2\\]: “A plant in Kazan was hit”

### Sums

- Adds up: 8 = 6 + 2 (one.txt \\[1\\]: “Eight drones hit Kazan”)

### No account gives

- how many were injured
- the weapon
- who is responsible

## Sources

1. one.txt, 21 December 2024: “Drones hit Kazan”
2. three.txt, 21 December 2024
3. two.txt, 22 December 2024: “Дрони вдарили по Казані”
";
    assert_eq!(note, expected);
}
