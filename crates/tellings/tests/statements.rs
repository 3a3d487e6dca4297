//! What one voice says once is one incident, in whatever languages it is told.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use tellings::text::{Moment, Published, PublishedFrom};
use tellings::{About, Article, Packs, compare, read_articles};

/// The incidents of a kind that these texts tell of, each as the numbers of its texts.
fn incidents(kind: &str, texts: &[&str]) -> Vec<BTreeSet<String>> {
    let articles = texts.iter().enumerate().map(|(nth, text)| {
        let published = Moment::parse("2025-03-07").map(|at| Published { at, from: PublishedFrom::Given });
        Article::new(nth.to_string(), *text, About { published, ..About::default() })
    });
    let reads = read_articles(articles.collect::<Vec<_>>(), &Packs::shipped(), 1);
    let kind = tellings::pack::Kinds::shipped().kind(kind);
    let id = |article: usize| reads[article].article.id().to_owned();
    let told = compare(&reads).incidents;
    let told = told.iter().filter(|incident| incident.kind == kind);
    let mut found: Vec<_> = told.map(|i| i.tellings.iter().map(|at| id(at.article)).collect()).collect();
    found.sort();
    found
}

/// The texts with these numbers.
fn of(numbers: &[usize]) -> BTreeSet<String> {
    numbers.iter().map(usize::to_string).collect()
}

#[test]
fn a_threat_told_in_four_languages_is_one() {
    let told = incidents(
        "threat",
        &[
            "The Kremlin threatened on Thursday to strike any plant in Latvia that builds drones. “Such workshops will be \
             legitimate targets for our missiles,” spokesman Dmitry Peskov told reporters in Moscow.",
            "Il Cremlino ha minacciato giovedì di colpire qualunque fabbrica in Lettonia che costruisca droni. «Queste \
             officine saranno bersagli legittimi per i nostri missili», ha detto il portavoce Dmitrij Peskov.",
            "Кремль у четвер пригрозив ударити по будь-якому заводу в Латвії, що будує дрони. «Такі майстерні стануть \
             законними цілями для наших ракет», – сказав речник Дмитро Пєсков.",
            "Кремль в четверг пригрозил ударить по любому заводу в Латвии, который строит дроны. «Такие мастерские станут \
             законными целями для наших ракет», — сказал пресс-секретарь Дмитрий Песков.",
        ],
    );
    assert_eq!(told, [of(&[0, 1, 2, 3])]);
}

#[test]
fn two_who_condemn_one_strike_are_two_in_every_language() {
    let told = incidents(
        "condemnation",
        &[
            "Moldovan foreign minister Ion Dragan condemned the missile strike on the port of Odesa on Wednesday. “Nobody \
             who does this can speak of peace,” Dragan said.",
            "Il ministro degli Esteri moldavo Ion Dragan ha condannato mercoledì l'attacco missilistico contro il porto di \
             Odessa. «Chi fa questo non può parlare di pace», ha detto Dragan.",
            "Міністр закордонних справ Молдови Іон Драган засудив у середу ракетний удар по порту Одеси.",
            "Министр иностранных дел Молдавии Ион Драган осудил в среду ракетный удар по порту Одессы.",
            "Romanian foreign minister Radu Cazacu condemned the missile strike on the port of Odesa on Wednesday. “A \
             harbour is no target,” Cazacu said.",
            "Міністр закордонних справ Румунії Раду Казаку засудив у середу ракетний удар по порту Одеси.",
        ],
    );
    assert_eq!(told, [of(&[0, 1, 2, 3]), of(&[4, 5])]);
}
