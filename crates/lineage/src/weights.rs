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
    rewrite: [111, 141, 202, 505, 279, -369, -293, -357, -860, 696],
    rewritten: 315,
    translation: [736, -325, -180, -216, 751, 1082, -409],
    translated: 1002,
};
