//! Laws that hold for reading any text at all.
#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};

use claim::{Packs, Reading, read};
use pack::Pack;
use proptest::prelude::*;
use text::{About, Article, Language, Span};

/// The packs, loaded once.
fn packs() -> &'static Packs {
    static PACKS: std::sync::OnceLock<Packs> = std::sync::OnceLock::new();
    PACKS.get_or_init(Packs::shipped)
}

fn english() -> &'static Pack {
    packs().get(Language::ENGLISH).expect("English ships")
}

/// The pack's own words: those of its lexicon and of its rules' examples.
fn words() -> &'static [&'static str] {
    static WORDS: std::sync::OnceLock<Vec<&'static str>> = std::sync::OnceLock::new();
    WORDS.get_or_init(|| {
        let pack = english();
        let mut words: Vec<&str> =
            (1..).map(|n| pack.lexicon.spelling(n)).take_while(|w| !w.is_empty()).collect();
        let examples = pack.rules.iter().flat_map(|r| r.yes.iter().chain(&r.no));
        words.extend(examples.flat_map(|e| e.text.split_whitespace()));
        words
    })
}

fn article(title: &str, text: &str) -> Article {
    let about = About { title: title.into(), language: Some(Language::ENGLISH), ..About::default() };
    Article::new("a", text, about)
}

/// Whether a span is a slice of the article's title or text.
fn valid(article: &Article, span: Span) -> bool {
    article.part(span.part()).get(span.start()..span.end()).is_some_and(|words| !words.is_empty())
}

/// The laws that a single reading keeps.
fn lawful(article: &Article, reading: &Reading) -> Result<(), TestCaseError> {
    prop_assert_eq!(reading.article, article.key());
    for (at, claim) in reading.claims.iter().enumerate() {
        prop_assert!(valid(article, claim.span), "{claim:?}");
        prop_assert!(claim.evidence.iter().all(|e| valid(article, e.span)), "{claim:?}");
        prop_assert!(claim.origin.iter().filter_map(|o| o.span).all(|s| valid(article, s)), "{claim:?}");
        prop_assert!(claim.confidence <= 1000, "{claim:?}");
        let telling = reading.tellings.get(claim.telling);
        prop_assert!(
            telling.is_some_and(|t| t.claims.contains(&at)),
            "claim {at} is not in its telling: {claim:?}"
        );
    }
    for (number, telling) in reading.tellings.iter().enumerate() {
        prop_assert!(!telling.claims.is_empty());
        prop_assert!(
            telling.claims.iter().all(|c| reading.claims.get(*c).is_some_and(|c| c.telling == number))
        );
    }
    let mut ids: Vec<_> = reading.claims.iter().map(|c| c.id).collect();
    ids.sort();
    ids.dedup();
    prop_assert_eq!(ids.len(), reading.claims.len(), "two claims have one id");
    for mention in &reading.mentions {
        prop_assert!(valid(article, mention.span), "{mention:?}");
        let parts = mention.quote.iter().flat_map(|q| [q.source, q.cue]).flatten();
        prop_assert!(parts.into_iter().all(|s| valid(article, s)), "{mention:?}");
    }
    for person in &reading.participants {
        prop_assert!(person.telling < reading.tellings.len(), "{person:?}");
        prop_assert!(person.spans.iter().all(|s| valid(article, *s)), "{person:?}");
    }
    prop_assert!(reading.unread.iter().all(|u| valid(article, u.span)));
    Ok(())
}

fn same(a: &Reading, b: &Reading) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

/// Words of the pack, figures, marks, breaks and letters of other scripts, in any order.
fn soup() -> impl Strategy<Value = String> {
    let word = (0..words().len()).prop_map(|at| words()[at].to_owned());
    let capital = (0..words().len()).prop_map(|at| {
        let mut chars = words()[at].chars();
        chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
    });
    let figure = prop_oneof![
        (0u64..100_000).prop_map(|n| n.to_string()),
        any::<u64>().prop_map(|n| n.to_string()),
        Just("1,200".into()),
        Just("7:40".into()),
        Just("24:99".into()),
        Just("2024-02-30".into()),
        Just("31".into()),
        Just("99999999999999999999999".into()),
        Just("0".into()),
        Just("1.5".into()),
        Just("٣".into()),
        Just("½".into()),
    ];
    let marks = [
        ".", ",", ";", ":", "\"", "“", "”", "‘", "’", "'", "(", ")", "-", "–", "—", "\n", "\n\n", "!", "?",
        "%", "$", "…", "*", "\u{200f}", "\u{0301}", "Київ", "غزة", "戦争", "🙂", "\u{feff}", "é", "İ", "ß",
        "ﬁ", "\0", "of", "and", "the", "in", "said", "killed", "people", "on", "Monday", "by", "to", "at",
    ];
    let mark = (0..marks.len()).prop_map(move |at| marks[at].to_owned());
    let token = prop_oneof![4 => word, 2 => capital, 2 => figure, 3 => mark];
    let glue = prop_oneof![6 => Just(" "), 1 => Just(""), 1 => Just("\n")];
    prop::collection::vec((token, glue), 0..80)
        .prop_map(|parts| parts.into_iter().flat_map(|(t, g)| [t, g.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_is_read(title in any::<String>(), text in any::<String>()) {
        let article = article(&title, &text);
        lawful(&article, &read(&article, packs()))?;
    }

    #[test]
    fn any_language_is_read(text in any::<String>()) {
        let article = Article::new("a", text, About::default());
        lawful(&article, &read(&article, packs()))?;
    }

    #[test]
    fn any_soup_is_read(title in soup(), text in soup()) {
        let article = article(&title, &text);
        let reading = read(&article, packs());
        lawful(&article, &reading)?;
        prop_assert!(same(&reading, &read(&article, packs())), "reading twice differs");
    }

    #[test]
    fn names_of_files_change_nothing(text in soup(), id in any::<String>(), path in any::<String>()) {
        let plain = article("", &text);
        let about = About { path: Some(path), language: Some(Language::ENGLISH), ..About::default() };
        let moved = Article::new(id, text, about);
        prop_assert_eq!(plain.key(), moved.key());
        prop_assert!(same(&read(&plain, packs()), &read(&moved, packs())));
    }
}

/// Longest that a hostile text of 100,000 tokens may take, built without optimisation on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

fn in_time(name: &str, text: String) {
    let article = article("", &text);
    let start = Instant::now();
    let reading = read(&article, packs());
    let took = start.elapsed();
    println!("{name}: {took:?}");
    lawful(&article, &reading).expect("keeps the laws");
    assert!(took < PATIENCE, "{name}: {took:?}");
}

macro_rules! hostile {
    ($($name:ident: $text:expr;)*) => {$(
        #[test]
        fn $name() {
            in_time(stringify!($name), $text);
        }
    )*};
}

const MANY: usize = 100_000;

hostile! {
    open_brackets: "(".repeat(MANY);
    brackets_apart: "( ".repeat(MANY);
    figures: "7 ".repeat(MANY);
    one_figure: "7".repeat(MANY);
    figures_with_commas: "7, ".repeat(MANY);
    quotation_marks: "\"".repeat(MANY);
    quotation_marks_apart: "\" ".repeat(MANY);
    curly_marks_opened: "“a ".repeat(MANY);
    one_word: "killed ".repeat(MANY);
    people: "two men, ".repeat(MANY / 3);
    people_and: "a man and ".repeat(MANY / 3);
    names: "Anna ".repeat(MANY);
    places: "Kharkiv, ".repeat(MANY / 2);
    times: "on Monday ".repeat(MANY / 2);
    sentences: "Two people were killed in Kharkiv on Monday, police said. ".repeat(MANY / 12);
    paragraphs: "Two people were killed in Kharkiv on Monday, police said.\n\n".repeat(MANY / 12);
    said: "he said she said ".repeat(MANY / 4);
    breaks: "\n".repeat(MANY);
    hyphens: "a-".repeat(MANY / 2);
}
