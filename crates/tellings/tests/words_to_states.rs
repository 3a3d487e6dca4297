//! The whole way from the words of articles to the state of a toll.
#![allow(clippy::unwrap_used)]

use tellings::incident::Fact;
use tellings::{About, Article, Packs, State, compare, read_articles};

/// What comes of the toll that these undated articles give for one strike.
fn killed(sentences: &[&str]) -> Fact {
    let articles = sentences.iter().enumerate().map(|(nth, sentence)| {
        let text = format!("A drone strike hit a depot in Oryol on 4 March 2024. {sentence}");
        Article::new(format!("{nth}"), text, About::default())
    });
    let reads = read_articles(articles.collect::<Vec<_>>(), &Packs::shipped(), 1);
    let comparison = compare(&reads);
    assert_eq!(comparison.incidents.len(), 1);
    let facet = tellings::pack::Kinds::shipped().facet("killed").unwrap();
    let mut facts = comparison.incidents[0].facts.iter().filter(|f| f.facet == facet);
    facts.next().unwrap().clone()
}

#[test]
fn figures_without_times_are_in_no_order() {
    let fact = killed(&["Three people were killed.", "Five people were killed."]);
    assert_eq!(fact.state, State::Unordered);
}

#[test]
fn words_of_rising_falling_and_correcting_put_them_in_order() {
    for (sentence, current) in [
        ("The death toll rose to five.", 5),
        ("Two more bodies were found, bringing the death toll to five.", 5),
        ("The death toll was lowered to two.", 2),
        ("The mayor corrected the death toll to four.", 4),
    ] {
        let fact = killed(&["Three people were killed.", sentence]);
        assert_eq!(fact.state, State::Revised, "{sentence}");
        let first = format!("{:?}", fact.values[0].value);
        assert!(first.contains(&format!("min: {current}")), "{sentence} {first}");
    }
}

#[test]
fn what_a_toll_rose_to_says_nothing_of_what_is_more() {
    let fact = killed(&["Nine people were killed.", "The death toll rose to five."]);
    assert_eq!(fact.state, State::Unordered);
}

#[test]
fn parts_of_a_printed_toll_are_no_rivals_of_it() {
    let parts = "Sixteen people were killed. Residents said eleven died on the spot, while five died in hospital.";
    let fact = killed(&[parts]);
    assert_eq!((fact.state, fact.values.len()), (State::Single, 1));
    let fact = killed(&["Sixteen people were killed. Residents said eleven died on the spot."]);
    assert_ne!(fact.values.len(), 1, "a number that no other completes is a rival");
}
