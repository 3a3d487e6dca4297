//! A world: its incidents, its articles, and which telling is of which incident.

use incident::{Comparison, Read};

use crate::article::Writer;
use crate::dice::Dice;
use crate::happened::Happened;
use crate::pages::{Page, Pages};
use crate::people::{Officials, person};
use crate::places::Atlas;
use crate::plan::Plan;
use crate::rates::{Rates, rate};
use crate::telling::{Issue, Teller};
use crate::times::moment;

/// How many outlets there are.
const OUTLETS: usize = 400;

/// What is thrown for each purpose, so that a change to one leaves the others as they are.
mod purpose {
    pub(super) const ATLAS: u64 = 1;
    pub(super) const OFFICIALS: u64 = 2;
    pub(super) const PAGES: u64 = 3;
    /// Each article has its own, from here on.
    pub(super) const ARTICLES: u64 = 1_000;
}

/// Articles with their readings, and the truth about them.
#[derive(Clone, Debug)]
pub struct World {
    /// The articles, as [`incident::compare`] takes them.
    pub reads: Vec<Read>,
    /// By position of the article: the incident that each of its tellings is of, as an index into `incidents`.
    pub truth: Vec<Vec<usize>>,
    /// By position of the article: the position of the article that it copies.
    pub copy_of: Vec<Option<usize>>,
    /// What truly happened.
    pub incidents: Vec<Happened>,
}

/// Makes a world: the same one for the same seed and plan.
pub fn world(seed: u64, plan: &Plan) -> World {
    let mut reads = Vec::new();
    let (incidents, pages) = each_article(seed, plan, &mut |read| reads.push(read));
    let truth = pages.iter().map(|page| page.copy_of.map_or(page, |own| &pages[own]).tells.clone()).collect();
    let copy_of = pages.iter().map(|page| page.copy_of).collect();
    World { reads, truth, copy_of, incidents }
}

/// Hands on the articles of a world one after the other, as many of them do not fit into memory.
pub fn articles(seed: u64, plan: &Plan, each: &mut dyn FnMut(Read)) {
    each_article(seed, plan, each);
}

fn each_article(seed: u64, plan: &Plan, each: &mut dyn FnMut(Read)) -> (Vec<Happened>, Vec<Page>) {
    let atlas = Atlas::draw(plan, &mut Dice::new(seed, purpose::ATLAS));
    let officials = Officials::draw(&atlas, &mut Dice::new(seed, purpose::OFFICIALS));
    let Pages { incidents, pages, .. } = Pages::draw(plan, &atlas, Dice::new(seed, purpose::PAGES));
    let teller = Teller { plan, atlas: &atlas, officials: &officials, incidents: &incidents };
    for (at, page) in pages.iter().enumerate() {
        let own = page.copy_of.unwrap_or(at);
        let mut dice = Dice::new(seed, purpose::ARTICLES + own as u64);
        each(write(&teller, &pages[own], (at, page), &mut dice));
    }
    (incidents, pages)
}

impl World {
    /// How many tellings there are.
    pub fn tellings(&self) -> usize {
        self.truth.iter().map(Vec::len).sum()
    }

    /// How well a comparison of `reads` groups the tellings.
    pub fn rate(&self, comparison: &Comparison) -> Rates {
        rate(&self.truth, comparison)
    }
}

/// Writes the text of a page, as it stands in an article of its own or in a copy.
fn write(teller: &Teller, page: &Page, (at, stands): (usize, &Page), dice: &mut Dice) -> Read {
    let issue = Issue { minute: page.minute, dated: !dice.chance(teller.plan.undated) };
    let mut writer = Writer::new(issue.dated.then(|| moment(stands.minute)));
    for it in &page.tells {
        teller.tell(&mut writer, *it, issue, dice);
    }
    // no two reporters write the same
    writer.say(&format!("Reporting by {}", person(dice)));
    writer.stop();
    let mut place = Dice::new(at as u64, 0);
    writer.finish(format!("a{at}"), format!("Outlet {}", place.below(OUTLETS)))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use claim::{Extent, Reading, Value};

    use super::*;
    use crate::happened::{DAY, Decoy};

    fn share(part: usize, whole: usize) -> f64 {
        part as f64 / whole as f64
    }

    /// Every telling with its reading and what it is of.
    fn tellings(world: &World) -> Vec<(&Reading, &claim::Telling, &Happened)> {
        let all = world.reads.iter().zip(&world.truth);
        all.flat_map(|(read, truth)| {
            assert_eq!(read.reading.tellings.len(), truth.len());
            let tellings = read.reading.tellings.iter().zip(truth);
            tellings.map(|(telling, it)| (&read.reading, telling, &world.incidents[*it]))
        })
        .collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_world() {
        let plan = Plan::of(400);
        let keys = |seed: u64| {
            let world = world(seed, &plan);
            let articles: Vec<_> = world.reads.iter().map(|r| r.article.key()).collect();
            let claims = world.reads.iter().flat_map(|r| &r.reading.claims).map(|c| format!("{c:?}"));
            (articles, claims.collect::<Vec<_>>(), world.truth)
        };
        assert_eq!(keys(1), keys(1));
        assert_ne!(keys(1).0, keys(2).0);
    }

    #[test]
    fn spans_stand_on_the_words_of_their_claims() {
        let world = world(1, &Plan::of(2_000));
        for read in &world.reads {
            assert!(!read.reading.tellings.iter().any(|t| t.claims.is_empty()));
            for claim in &read.reading.claims {
                let words = read.article.words(claim.span);
                let carried = match &claim.value {
                    Value::Count(count) => words.ends_with(&count.min.to_string()),
                    Value::Place(place) => place.name == words,
                    Value::Name { name, .. } | Value::Victim { name: Some(name), .. } => name == words,
                    Value::Category { category, .. } => {
                        category.replace('-', " ") == words.to_lowercase().replace('-', " ")
                    }
                    Value::Quote { .. } => words.split(' ').count() >= 3,
                    _ => !words.is_empty(),
                };
                assert!(carried, "{words:?} of {:?}", claim.value);
            }
            for mention in &read.reading.mentions {
                assert_eq!(read.article.words(mention.span).split(' ').count(), 2);
            }
        }
    }

    #[test]
    fn sizes_are_as_planned() {
        let plan = Plan::of(10_000);
        let world = world(3, &plan);
        let told = world.tellings();
        assert!((10_000..11_000).contains(&told), "{told}");
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        world.truth.iter().flatten().for_each(|it| *sizes.entry(*it).or_default() += 1);
        let mean = share(told, sizes.len());
        assert!((3.5..6.5).contains(&mean), "{mean} tellings an incident");
        let (one, most) = (sizes.values().filter(|n| **n == 1).count(), sizes.values().max());
        assert!(share(one, sizes.len()) > 0.3 && most > Some(&100), "{one} of {}, {most:?}", sizes.len());
        let copies = world.copy_of.iter().flatten().count();
        assert!((0.08..0.2).contains(&share(copies, world.reads.len())), "{copies} copies");
        let round_ups = world.truth.iter().filter(|t| t.len() > 2).count();
        assert!(round_ups > 50, "{round_ups}");
    }

    #[test]
    fn shares_are_as_planned() {
        let plan = Plan::of(10_000);
        let world = world(4, &plan);
        let mut deeds = tellings(&world);
        deeds.retain(|(_, _, it)| it.extent == Extent::Single && !it.is_word());
        let of = |test: &dyn Fn(&claim::Telling, &Happened) -> bool| {
            share(deeds.iter().filter(|(_, t, it)| test(t, it)).count(), deeds.len())
        };
        let precision = |t: &claim::Telling, p: &str| t.places.first().is_some_and(|at| at.precision == p);
        assert!((0.01..0.06).contains(&of(&|t, _| t.places.is_empty())));
        assert!((0.05..0.12).contains(&of(&|t, _| precision(t, "region"))));
        assert!((0.015..0.06).contains(&of(&|t, _| precision(t, "country"))));
        assert!((0.04..0.12).contains(&of(&|t, _| t.time.is_none())));
        assert!((0.10..0.20).contains(&of(&|t, it| t.kind != Some(it.kind))));
        let undated = world.reads.iter().filter(|r| r.reading.published.is_none()).count();
        assert!((0.05..0.11).contains(&share(undated, world.reads.len())), "{undated}");
    }

    #[test]
    fn copies_have_the_text_of_what_they_copy() {
        let world = world(5, &Plan::of(2_000));
        for (at, of) in world.copy_of.iter().enumerate().filter_map(|(at, of)| Some((at, (*of)?))) {
            let (copy, own) = (&world.reads[at], &world.reads[of]);
            assert_eq!(copy.article.text(), own.article.text());
            assert_ne!(copy.article.key(), own.article.key());
            assert_eq!(world.truth[at], world.truth[of]);
            assert_eq!(copy.reading.published.is_some(), own.reading.published.is_some());
        }
        let texts: BTreeSet<&str> = world.reads.iter().map(|r| r.article.text()).collect();
        assert_eq!(texts.len(), world.copy_of.iter().filter(|of| of.is_none()).count());
    }

    #[test]
    fn decoys_are_there_and_alike() {
        let world = world(6, &Plan::of(10_000));
        let mut found: BTreeMap<Decoy, usize> = BTreeMap::new();
        for it in &world.incidents {
            let Some((other, decoy)) = it.decoy else { continue };
            *found.entry(decoy).or_default() += 1;
            let other = &world.incidents[other];
            let (same_town, gap) = (it.town == other.town, it.day - other.day);
            let alike = match decoy {
                Decoy::NextDay => same_town && gap == 1,
                Decoy::Twin => !same_town && gap == 0 && it.tolls == other.tolls,
                Decoy::Anniversary => same_town && gap >= 28 && it.tolls == other.tolls,
                Decoy::SameDay => same_town && gap == 0,
                Decoy::Part => it.part_of.is_some() && gap == 0 && it.country == other.country,
            };
            assert!(alike && it.kind == other.kind, "{decoy:?}: {it:?} beside {other:?}");
        }
        assert!(found.len() == 5 && found.values().all(|n| *n >= 10), "{found:?}");
    }

    #[test]
    fn waves_sums_and_words_are_told() {
        let world = world(7, &Plan::of(10_000));
        let told: BTreeSet<usize> = world.truth.iter().flatten().copied().collect();
        let many =
            |test: &dyn Fn(&Happened) -> bool| told.iter().filter(|it| test(&world.incidents[**it])).count();
        assert!(many(&|it| it.extent == Extent::Wave) > 10);
        assert!(many(&|it| it.extent == Extent::Total) > 20);
        assert!(many(&|it| it.part_of.is_some()) > 30);
        assert!(many(&|it| it.about.is_some() && it.is_word()) > 60);
        let quotes = world.reads.iter().flat_map(|r| &r.reading.claims);
        assert!(quotes.filter(|c| matches!(c.value, Value::Quote { .. })).count() > 500);
    }

    #[test]
    fn a_hot_town_has_three_tenths() {
        let plan = Plan::of(10_000).with_hot_town();
        let world = world(8, &plan);
        let all = tellings(&world);
        let mut by_town: BTreeMap<usize, usize> = BTreeMap::new();
        all.iter().for_each(|(_, _, it)| *by_town.entry(it.town).or_default() += 1);
        let most = share(by_town.values().max().copied().unwrap_or(0), all.len());
        assert!((0.2..0.45).contains(&most), "{most}");
    }

    #[test]
    fn tellings_come_after_what_they_tell() {
        let world = world(9, &Plan::of(2_000));
        for (reading, _, it) in tellings(&world) {
            let published = reading.published.map(|p| p.at.seconds() / 60);
            assert!(published.is_none_or(|at| at >= it.minute), "{it:?} told at {published:?}");
            assert!(i64::from(it.day) == it.minute.div_euclid(DAY));
        }
    }
}
