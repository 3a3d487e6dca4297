//! The possible sources of one article held against each other. Who wrote from one account has hardly anything that another
//! account has and that one has not; who wrote from what all had, a release or a press conference, has about as much in
//! common with each.

use std::collections::BTreeSet;

use crate::drawn::Drawn;
use crate::evidence::Evidence;
use crate::measures::{Against, Measures};

/// A possible source with what speaks for it.
pub(crate) struct Possible {
    /// Its position.
    pub(crate) source: usize,
    pub(crate) evidence: Evidence,
}

/// What one of its possible sources measures, in the light of the others. `printed` has the pairs, the smaller position
/// first, of which one prints the other: they are one source, and no rivals.
pub(crate) fn against(
    drawn: &[Drawn],
    here: usize,
    of: &Possible,
    all: &[Possible],
    printed: &BTreeSet<(usize, usize)>,
) -> Measures {
    let measures = of.evidence.measures;
    let (me, source) = (&drawn[here], &drawn[of.source]);
    let one = |a: usize, b: usize| a == b || printed.contains(&(a.min(b), a.max(b)));
    let others = all.iter().map(|other| other.source).filter(|other| !one(*other, of.source));
    if measures.within {
        let rivals = others.map(|other| &drawn[other]).filter(|rival| rival.language == me.language);
        measures.against(Against {
            shared: me.within.shared(&source.within),
            all: me.within.weight,
            rival: rivals.map(|rival| me.within.shared(&rival.within)).max(),
            of_rival: (0, 0),
        })
    } else {
        let rivals: Vec<&Drawn> = others.map(|other| &drawn[other]).collect();
        let of_rival = rivals.iter().map(|rival| me.across.of_rival(&source.across, &rival.across)).max();
        measures.against(Against {
            shared: me.across.shared(&source.across),
            all: me.across.weight,
            rival: rivals.iter().map(|rival| me.across.shared(&rival.across)).max(),
            of_rival: of_rival.unwrap_or_default(),
        })
    }
}
