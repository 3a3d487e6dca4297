//! Who derives from whom: on the stories of `tests/derivations`, and on machine copies of their articles.

use std::path::Path;

use claim::{Packs, Read};
use worlds::derivations::{Piece, Tally, Traced, derivations, read, score, score_from};
use worlds::learn::{Example, examples, learn, parts};
use worlds::recipe;

fn pieces() -> Vec<Piece> {
    of("../../tests/derivations")
}

fn of(folder: &str) -> Vec<Piece> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    derivations(&folder).unwrap_or_else(|what| panic!("{what}"))
}

/// Fails where fewer than so many thousandths are right of what is said, or found of what there is.
fn hold(traced: &Traced, how: &str, right: usize, found: usize) {
    let tally = traced.of.get(how).copied().unwrap_or_default();
    let Tally { gold, found: all_found, said, right: all_right } = tally;
    let faults = traced.faults.join("\n");
    assert!(all_right * 1_000 >= right * said, "{how}: {all_right} of {said} are right\n{faults}");
    assert!(all_found * 1_000 >= found * gold, "{how}: {all_found} of {gold} are found\n{faults}");
}

/// Fails where more than so many thousandths of the pairs of independent accounts are in one origin group.
fn joined(traced: &Traced, most: usize) {
    let (all, joined) = traced.independent;
    assert!(joined * 1_000 <= most * all, "{joined} of {all} are joined\n{}", traced.faults.join("\n"));
}

#[test]
fn stories_are_traced() {
    let pieces = pieces();
    let traced = score(&pieces, &read(&pieces, &Packs::shipped()), &lineage::SHIPPED);
    eprintln!("{:#?}\njoined of independent pairs: {:?}", traced.of, traced.independent);
    hold(&traced, "copy", 980, 970);
    hold(&traced, "rewrite", 920, 880);
    hold(&traced, "translation", 930, 770);
    hold(&traced, "cites", 950, 700);
    joined(&traced, 32);
}

/// What was written after everything else stood, and nothing is learnt from.
#[test]
fn stories_held_back_are_traced() {
    let pieces = of("../../tests/derivations/held");
    let traced = score(&pieces, &read(&pieces, &Packs::shipped()), &lineage::SHIPPED);
    eprintln!("{:#?}\njoined of independent pairs: {:?}", traced.of, traced.independent);
    hold(&traced, "copy", 1_000, 1_000);
    hold(&traced, "rewrite", 1_000, 660);
    hold(&traced, "translation", 1_000, 1_000);
    joined(&traced, 0);
}

#[test]
fn machine_copies_are_traced() {
    let pieces = pieces();
    let packs = Packs::shipped();
    let mut traced = Traced::default();
    for (source, other) in recipe::sources(&pieces) {
        let story: Vec<Piece> =
            pieces.iter().filter(|p| p.story == source.story && p.sources.is_empty()).cloned().collect();
        let reads = read(&story, &packs);
        for copy in recipe::copies(source, other) {
            let (mut story, mut reads) = (story.clone(), reads.clone());
            reads.extend(read(std::slice::from_ref(&copy), &packs));
            let at = story.len();
            story.push(copy);
            traced.add(score_from(&story, &reads, at, &lineage::SHIPPED));
        }
    }
    eprintln!("{:#?}", traced.of);
    assert!(traced.of.values().map(|tally| tally.gold).sum::<usize>() >= 300);
    hold(&traced, "copy", 980, 980);
    hold(&traced, "rewrite", 980, 980);
}

/// Into how many parts the stories are cut, each left out once.
const PARTS: usize = 9;

/// How far the weights that are shipped may be from what is learnt, in thousandths.
const NEAR: i64 = 60;

#[test]
fn weights_are_learnt_from_the_stories() {
    let pieces = pieces();
    let reads = read(&pieces, &Packs::shipped());
    let examples = examples(&pieces, &reads);
    let learnt = learn(&examples);
    let part = parts(&examples, PARTS);
    let mut left_out = Traced::default();
    for nth in 0..PARTS {
        let others: Vec<Example> = examples.iter().filter(|e| part[&e.story] != nth).cloned().collect();
        let weights = learn(&others);
        let of_part = |at: &usize| part.get(&pieces[*at].story).copied().unwrap_or_default() == nth;
        let (pieces, reads): (Vec<Piece>, Vec<Read>) =
            (0..pieces.len()).filter(of_part).map(|at| (pieces[at].clone(), reads[at].clone())).unzip();
        left_out.add(score(&pieces, &reads, &weights));
    }
    eprintln!("on stories left out: {:#?}\njoined: {:?}", left_out.of, left_out.independent);
    hold(&left_out, "copy", 980, 970);
    hold(&left_out, "rewrite", 920, 850);
    hold(&left_out, "translation", 920, 760);
    joined(&left_out, 30);
    // what a better pack reads otherwise moves them a little
    let all = |w: &lineage::Weights| -> Vec<i64> {
        let thresholds = [w.rewritten, w.translated];
        w.rewrite.iter().chain(&w.translation).chain(&thresholds).map(|w| i64::from(*w)).collect()
    };
    let apart = all(&learnt).iter().zip(all(&lineage::SHIPPED)).map(|(a, b)| (a - b).abs()).max();
    assert!(apart < Some(NEAR), "crates/lineage/src/weights.rs should have {learnt:?}");
}
