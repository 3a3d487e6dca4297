//! Every rule's own examples: what stands under `yes` is read, what stands under `no` is not.
#![allow(clippy::print_stdout)]

#[path = "golden/mod.rs"]
mod golden;

use claim::{Claim, MentionType, Moment, Packs, Published, PublishedFrom, Reading, Value, read};
use golden::score::told;
use golden::value::{Fit, Gold, contained};
use pack::{Example, Kinds, Pack, Rule, RuleOutput, tags};
use text::{About, Article, Language};

/// An example's sentence as an article of 4 March 2025.
fn article(language: Language, example: &Example) -> Article {
    let at = Moment::parse("2025-03-04").expect("is a date");
    let published = Some(Published { at, from: PublishedFrom::Given });
    Article::new(
        "example",
        example.text.as_str(),
        About { language: Some(language), published, ..About::default() },
    )
}

/// Whether a claim is of the facet, the value and the words that an example expects.
fn answers(example: &Example, facet: u8, gold: &Gold, article: &Article, claim: &Claim) -> bool {
    let words = article.words(claim.span);
    let marked = example.marked.is_none_or(|(from, to)| claim.span.start() < to && from < claim.span.end());
    let named = |got: &str, gold: &str| contained(got, gold);
    let value = match (gold, &claim.value) {
        (Gold::Name { name, role }, Value::Name { name: got, kind, .. }) => {
            role.map_or_else(|| named(got, name), |r| kind.as_deref() == Some(r))
        }
        (Gold::Category(gold), Value::Category { category, .. }) => gold == category,
        _ => gold.fit(claim, words) == Fit::Yes,
    };
    claim.facet == facet && marked && value
}

/// What is wrong with the reading of a right example, if anything is.
fn yes(rule: &Rule, example: &Example, article: &Article, reading: &Reading) -> Option<String> {
    if matches!(rule.output, RuleOutput::Chunk { .. }) {
        return reading
            .mentions
            .iter()
            .all(|m| m.kind != MentionType::Time)
            .then(|| "no time is found".into());
    }
    let Some(expected) = &example.expected else {
        return Some("no `=> facet = value` says what to expect".into());
    };
    let Some((name, value)) = expected.split_once('=') else {
        return Some(format!("{expected:?} is not `facet = value`"));
    };
    let kinds = Kinds::shipped();
    let Some(facet) = kinds.facet(name.trim()) else {
        return Some(format!("no facet is called {:?}", name.trim()));
    };
    let gold = match Gold::parse(name.trim(), kinds.facets[facet as usize].value, value) {
        Ok(gold) => gold,
        Err(what) => return Some(what),
    };
    if reading.claims.iter().any(|c| answers(example, facet, &gold, article, c)) {
        return None;
    }
    let of_facet =
        reading.claims.iter().filter(|c| c.facet == facet).map(|c| told(article, c)).collect::<Vec<_>>();
    let others =
        reading.claims.iter().filter(|c| c.facet != facet).map(|c| told(article, c)).collect::<Vec<_>>();
    let read = if of_facet.is_empty() { others } else { of_facet };
    Some(format!(
        "expected {expected}; read: {}",
        if read.is_empty() { "nothing".into() } else { read.join("; ") }
    ))
}

/// What is wrong with the reading of a wrong example, if anything is.
fn no(pack: &Pack, rule: &Rule, article: &Article, reading: &Reading) -> Option<String> {
    let id = format!("{}/{}", pack.code, rule.id);
    let claim = reading.claims.iter().find(|c| *c.rule == *id)?;
    Some(format!("should not be read; read: {}", told(article, claim)))
}

#[test]
fn every_example() {
    let packs = Packs::shipped();
    let (mut faults, mut checked, mut unseen) = (Vec::new(), 0, 0);
    for language in packs.languages() {
        let pack = packs.get(language).expect("a shipped pack loads");
        for rule in &pack.rules {
            // of chunks only times can be seen from outside
            let visible = match rule.output {
                RuleOutput::Claims(_) => true,
                RuleOutput::Chunk { makes, .. } => makes == tags::TIME,
            };
            if !visible {
                unseen += rule.yes.len() + rule.no.len();
                continue;
            }
            for example in &rule.yes {
                checked += 1;
                let article = article(language, example);
                let reading = read(&article, &packs);
                faults.extend(
                    yes(rule, example, &article, &reading)
                        .map(|what| (&rule.id, pack, "yes", &example.text, what)),
                );
            }
            for example in &rule.no {
                checked += 1;
                let article = article(language, example);
                let reading = read(&article, &packs);
                faults.extend(
                    no(pack, rule, &article, &reading)
                        .map(|what| (&rule.id, pack, "no ", &example.text, what)),
                );
            }
        }
    }
    println!("{checked} examples read; {unseen} of chunks, which cannot be seen from outside");
    let list: Vec<String> = faults
        .iter()
        .map(|(id, pack, which, text, what)| format!("{}/{id} {which} {text:?}\n      {what}", pack.code))
        .collect();
    assert!(list.is_empty(), "\n{}\n\n{} of {checked} examples fail\n", list.join("\n"), list.len());
}
