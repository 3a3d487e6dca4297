//! The whole way from the words of articles to the state of a toll.
#![allow(clippy::unwrap_used)]

use tellings::incident::Fact;
use tellings::text::{Moment, Published, PublishedFrom};
use tellings::{About, Article, Comparison, Gathered, Packs, State, compare, read_articles};

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
    let parts =
        "Sixteen people were killed. Residents said eleven died on the spot, while five died in hospital.";
    let fact = killed(&[parts]);
    assert_eq!((fact.state, fact.values.len()), (State::Single, 1));
    let fact = killed(&["Sixteen people were killed. Residents said eleven died on the spot."]);
    assert_ne!(fact.values.len(), 1, "a number that no other completes is a rival");
}

/// The articles that these texts are, read and compared.
fn told(texts: &[&str]) -> (Gathered, Comparison) {
    let articles = texts.iter().enumerate().map(|(nth, text)| {
        let about = About {
            published: Moment::parse("2025-05-13T08:00:00Z")
                .map(|at| Published { at, from: PublishedFrom::Given }),
            ..About::default()
        };
        Article::new(format!("{nth}"), *text, about)
    });
    let packs = Packs::shipped();
    let mut gathered = Gathered::new(read_articles(articles.collect::<Vec<_>>(), &packs, 1));
    let comparison = gathered.compare(&packs);
    (gathered, comparison)
}

/// The states of a facet in the incident that all texts tell of.
fn state_of(texts: &[&str], facet: &str) -> (State, Vec<Vec<String>>) {
    let (_, comparison) = told(texts);
    let facet = tellings::pack::Kinds::shipped().facet(facet).unwrap();
    let all = comparison.incidents.iter().filter(|i| i.tellings.len() == texts.len());
    let fact = all.flat_map(|i| &i.facts).find(|f| f.facet == facet).unwrap();
    (fact.state, fact.values.iter().map(|v| v.voices.clone()).collect())
}

#[test]
fn organisers_and_police_contest_a_crowd() {
    let one = "Thousands of people marched through Tbilisi on Sunday. Organisers put the crowd at 50,000 while police \
               estimated 12,000.";
    let (state, _) = state_of(&[one], "participants");
    assert_eq!(state, State::Contested);
    let police = "About 12,000 people marched through Tbilisi on Sunday, police said.";
    let later = "Some 50,000 people marched through Tbilisi on Sunday evening, the organisers said.";
    assert_eq!(state_of(&[police, later], "participants").0, State::Contested);
}

#[test]
fn what_became_of_captives_adds_up_to_those_taken() {
    let text = "Of the 24 pupils seized by gunmen from a school near Argungu on Monday, nine escaped and three were \
                freed, the governor said. Twelve are still in captivity.";
    let (_, comparison) = told(&[text]);
    let checks: Vec<&str> =
        comparison.incidents.iter().flat_map(|i| &i.checks).map(|c| c.says.as_str()).collect();
    assert!(checks.contains(&"24 = 9 + 3 + 12"), "{checks:?}");
}

#[test]
fn voices_that_differ_on_what_it_was_contest_the_kind_of_one_incident() {
    let operator =
        "A tram derailed in Brno on Monday, injuring 16 passengers. The operator said it was an accident.";
    let mayor = "Sixteen passengers were injured when a tram derailed in Brno on Monday. The deputy mayor said it was \
                 sabotage.";
    let (state, voices) = state_of(&[operator, mayor], "kind");
    assert_eq!(state, State::Contested, "{voices:?}");
}

#[test]
fn the_page_shows_a_kind_that_the_voices_of_an_only_account_contest() {
    let text = "An explosion in the yard of a clinic in Rafah killed 40 people on Saturday, the Gaza health ministry \
                said, blaming an Israeli air strike. The Israeli army said that a rocket launched by militants had \
                fallen short and hit the yard.";
    let (gathered, comparison) = told(&[text]);
    let options = tellings::Options { ids: false, language: &|language| language.to_string() };
    let page = tellings::html::page(&gathered, &comparison, options);
    let differ = page.split("id=\"table-1-where-accounts-differ\"").nth(1).unwrap_or_default();
    let table = differ.split("</table>").next().unwrap_or_default();
    assert!(table.contains("air-strike") && table.contains("explosion"), "{table}");
}

/// The steps of a toll in one account: its time, to the hour where that is told, and its figure.
fn steps(text: &str) -> Vec<String> {
    let (_, comparison) = told(&[text]);
    let killed = tellings::pack::Kinds::shipped().facet("killed").unwrap();
    let facts = comparison.incidents.iter().flat_map(|i| &i.facts);
    let step = |step: &tellings::incident::Step| match &step.value {
        tellings::claim::Value::Count(count) => {
            let hour = step.time.time.map_or(String::new(), |t| format!(" {}:{:02}", t.hour(), t.minute()));
            format!("{}{hour}: {}", step.time.date, count.min)
        }
        other => format!("{other:?}"),
    };
    facts.filter(|f| f.facet == killed).flat_map(|f| &f.series).map(step).collect()
}

#[test]
fn a_figure_holds_for_the_day_on_which_it_was_told() {
    let text = "A missile hit a block of flats in Orzhiv on Sunday, killing 33 people. On Sunday evening the minister \
                said that 26 people had been killed.";
    assert_eq!(steps(text), ["2025-05-11: 26", "2025-05-13 8:00: 33"]);
    let text = "A missile hit a block of flats in Orzhiv on Monday, killing 33 people. As of 6 a.m., 28 people had \
                been found dead.";
    assert_eq!(steps(text), ["2025-05-13 6:00: 28", "2025-05-13 8:00: 33"]);
}

#[test]
fn an_entry_of_a_live_report_holds_for_its_hour() {
    let text = "Nine people were killed when a missile hit a block of flats in Orzhiv on Monday night.\n\n07:30. The \
                mayor says that nine people were killed.\n\nMonday, 11.40 p.m. – Police say that two people were killed.";
    assert_eq!(steps(text), ["2025-05-12 23:40: 2", "2025-05-13 7:30: 9"]);
}
