//! Who derives from whom, on the stories of `tests/derivations`.

use std::path::Path;

use claim::Packs;
use worlds::derivations::{Tally, Traced, derivations, read, score};

#[test]
fn stories_are_traced() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/derivations");
    let pieces = derivations(&folder).unwrap_or_else(|what| panic!("{what}"));
    let traced = score(&pieces, &read(&pieces, &Packs::shipped()));
    report(&traced);
}

fn report(traced: &Traced) {
    for fault in &traced.faults {
        eprintln!("{fault}");
    }
    for (how, Tally { gold, found, said, right }) in &traced.of {
        eprintln!("{how}: {found} of {gold} found, {right} of {said} said are right");
    }
    eprintln!("independent pairs joined: {} of {}", traced.independent.1, traced.independent.0);
}
