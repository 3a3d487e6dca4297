//! Who derives from whom: on the stories of `tests/derivations`, and on machine copies of their articles.

use std::path::Path;

use claim::Packs;
use worlds::derivations::{Piece, Tally, Traced, derivations, read, score, score_from};
use worlds::recipe;

fn pieces() -> Vec<Piece> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/derivations");
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

#[test]
fn stories_are_traced() {
    let pieces = pieces();
    let traced = score(&pieces, &read(&pieces, &Packs::shipped()));
    eprintln!("{:#?}\njoined of independent pairs: {:?}", traced.of, traced.independent);
    hold(&traced, "copy", 930, 880);
    hold(&traced, "rewrite", 740, 740);
    hold(&traced, "translation", 860, 670);
    hold(&traced, "cites", 950, 700);
    // two desks that print one police release tell from one text, though neither has it from the other
    assert!(traced.independent.1 * 1_000 <= 110 * traced.independent.0, "{:?}", traced.independent);
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
            traced.add(score_from(&story, &reads, at));
        }
    }
    eprintln!("{:#?}", traced.of);
    assert!(traced.of.values().map(|tally| tally.gold).sum::<usize>() >= 300);
    hold(&traced, "copy", 980, 980);
    hold(&traced, "rewrite", 980, 980);
}
