//! Chance that is the same for the same seed.

/// A stream of numbers (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that fall alike for the same seed and purpose, whatever else was thrown.
    pub(crate) fn new(seed: u64, purpose: u64) -> Dice {
        let mut dice = Dice(seed);
        dice.0 = dice.next() ^ purpose.wrapping_mul(0xd6e8_feb8_6659_fd93);
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 on, below 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something that so large a share of all has is so this time.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// A number below `n`; 0 where that is none.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both possible.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// One of several texts.
    pub(crate) fn text<'a>(&mut self, all: &'a [String]) -> &'a str {
        &all[self.below(all.len())]
    }

    /// A whole number of 1 or more, small ones most often, with about this mean.
    pub(crate) fn around(&mut self, mean: f64) -> u64 {
        let rest = (mean - 1.0).max(0.0);
        1 + (-(1.0 - self.share()).ln() * rest).round() as u64
    }

    /// A whole number from 1 to `most` with a heavy tail: one in n^`tail` is n or more.
    pub(crate) fn heavy(&mut self, tail: f64, most: usize) -> usize {
        ((1.0 - self.share()).powf(-1.0 / tail) as usize).clamp(1, most.max(1))
    }
}

/// Things of unequal shares, drawn by them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shares {
    sums: Vec<f64>,
}

impl Shares {
    /// By the share of each.
    pub(crate) fn of(shares: impl IntoIterator<Item = f64>) -> Shares {
        let mut sum = 0.0;
        let sums = shares.into_iter().map(|share| {
            sum += share;
            sum
        });
        Shares { sums: sums.collect() }
    }

    /// The first of `n` has most, the r-th about 1/r^`slope` of it.
    pub(crate) fn zipf(n: usize, slope: f64) -> Shares {
        Shares::of((0..n).map(|rank| (rank as f64 + 2.0).powf(-slope)))
    }

    /// Draws one.
    pub(crate) fn draw(&self, dice: &mut Dice) -> usize {
        let at = dice.share() * self.sums.last().copied().unwrap_or(0.0);
        self.sums.partition_point(|sum| *sum <= at).min(self.sums.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_out() {
        let (mut dice, shares) = (Dice::new(1, 1), Shares::of([1.0, 3.0]));
        let second = (0..4000).filter(|_| shares.draw(&mut dice) == 1).count();
        assert!((2900..3100).contains(&second), "{second}");
        assert!((0..1000).all(|_| (3..=5).contains(&dice.between(3, 5))));
    }

    #[test]
    fn means_come_out() {
        let mut dice = Dice::new(2, 1);
        let sum: u64 = (0..4000).map(|_| dice.around(6.0)).sum();
        assert!((5.6..6.4).contains(&(sum as f64 / 4000.0)), "{sum}");
    }

    #[test]
    fn purposes_do_not_meet() {
        assert_ne!(Dice::new(1, 1).share(), Dice::new(1, 2).share());
        assert_ne!(Dice::new(1, 1).share(), Dice::new(2, 1).share());
    }
}
