//! What each measure weighs for "the one is told from the other", in hundredths of a natural logarithm of odds for a
//! whole, and what it takes. `cargo test -p worlds --test derivations` learns them from `tests/derivations`, and says what
//! stands here when that is no longer what it learns.

use crate::measures::{ACROSS, WITHIN};

/// Weights by measure, and what their sum must reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Of pairs in one language.
    pub rewrite: [i32; WITHIN],
    /// What their sum must reach, in hundredths.
    pub rewritten: i32,
    /// Of pairs in two.
    pub translation: [i32; ACROSS],
    /// What their sum must reach.
    pub translated: i32,
}

/// What ships.
pub const SHIPPED: Weights = Weights {
    rewrite: [112, 141, 206, 511, 263, -368, -289, -357, -861, 697],
    rewritten: 314,
    translation: [735, -335, -181, -222, 740, 1083, -402],
    translated: 989,
};
