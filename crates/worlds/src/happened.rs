//! What truly happened or was said, before anybody tells of it.

use claim::Extent;
use pack::Kinds;

use crate::dice::Dice;
use crate::people::person;
use crate::places::Atlas;
use crate::plan::Plan;
use crate::stock::Stock;

/// Minutes of a day.
pub(crate) const DAY: i64 = 24 * 60;

/// One thing that happened or was said: what tellings of one world are rightly grouped by.
#[derive(Clone, Debug)]
pub struct Happened {
    /// Index into the kinds of `kinds/`.
    pub kind: u8,
    /// One thing, a wave of several, a sum over a period.
    pub extent: Extent,
    /// The day, counted from 1970-01-01; of a sum its first.
    pub day: i32,
    /// The wave that it is a part of, as an index into the world's incidents.
    pub part_of: Option<usize>,
    /// Of an utterance: what it speaks of.
    pub about: Option<usize>,
    /// What it is easily taken for, and why.
    pub decoy: Option<(usize, Decoy)>,
    /// Minutes since 1970-01-01.
    pub(crate) minute: i64,
    /// Index into the deeds of the stock; of an utterance into its words.
    pub(crate) stock: usize,
    /// Where; of waves and sums the country alone counts.
    pub(crate) town: usize,
    pub(crate) country: usize,
    /// What it came to, step by step as it became known.
    pub(crate) tolls: Vec<Toll>,
    /// Those killed who are named, with their age.
    pub(crate) victims: Vec<(String, u16)>,
    pub(crate) weapon: Option<&'static str>,
    pub(crate) target: Option<&'static str>,
    /// Other figures, by facet.
    pub(crate) numbers: Vec<(&'static str, u64)>,
    /// What an official says of it or, of an utterance, what is said.
    pub(crate) speech: String,
    /// Of an utterance: the country and office of who says it.
    pub(crate) speaker: (usize, usize),
    /// Of an utterance: the country that it is said to.
    pub(crate) addressee: usize,
    /// Of a sum: its last day.
    pub(crate) last_day: i32,
}

/// Why something is easily taken for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decoy {
    /// The same kind in the same town, a day later.
    NextDay,
    /// The same kind and toll in another town of the country, on the same day.
    Twin,
    /// The same kind, town and toll, a month or a year later.
    Anniversary,
    /// The same kind in the same town, on the same day.
    SameDay,
    /// A part of a wave that is told of beside it.
    Part,
}

/// What something had come to after so many hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Toll {
    pub(crate) hours: i64,
    pub(crate) killed: u64,
    pub(crate) injured: u64,
}

impl Happened {
    /// A deed of a kind in a town.
    pub(crate) fn deed(
        stock: usize,
        town: usize,
        minute: i64,
        world: (&Atlas, &Plan),
        dice: &mut Dice,
    ) -> Happened {
        let deed = &Stock::shipped().deeds[stock];
        let (atlas, plan) = world;
        let tolls = tolls(stock, plan.falling, dice);
        let killed = tolls.iter().map(|t| t.killed).max().unwrap_or(0);
        let named = dice.below(killed.min(4) as usize + 1);
        let some = |of: &'static [String], dice: &mut Dice| (!of.is_empty()).then(|| dice.text(of));
        Happened {
            kind: Kinds::shipped().kind(&deed.kind).unwrap_or(0),
            extent: Extent::Single,
            day: day_of(minute),
            part_of: None,
            about: None,
            decoy: None,
            minute,
            stock,
            town,
            country: atlas.towns[town].country,
            tolls,
            victims: (0..named).map(|_| (person(dice), dice.between(2, 88) as u16)).collect(),
            weapon: some(&deed.weapons, dice),
            target: some(&deed.targets, dice),
            numbers: deed.numbers.iter().map(|n| (n.facet.as_str(), dice.around(n.mean))).collect(),
            speech: speech(dice),
            speaker: (atlas.towns[town].country, 0),
            addressee: atlas.towns[town].country,
            last_day: day_of(minute),
        }
    }

    /// Something said about a deed, within a day and a half of it.
    pub(crate) fn word(
        about: usize,
        deed: &Happened,
        stock: usize,
        countries: usize,
        dice: &mut Dice,
    ) -> Happened {
        // mostly the country itself speaks of what was done to it
        let from = if dice.chance(0.6) { deed.country } else { dice.below(countries) };
        let to = (from + 1 + dice.below(countries.saturating_sub(1).max(1))) % countries.max(1);
        let minute = deed.minute + dice.between(60, 3 * DAY / 2);
        Happened {
            kind: Kinds::shipped().kind(&Stock::shipped().words[stock].kind).unwrap_or(0),
            extent: Extent::Single,
            part_of: None,
            about: Some(about),
            decoy: None,
            stock,
            tolls: vec![],
            victims: vec![],
            numbers: vec![],
            speech: speech(dice),
            speaker: (from, dice.below(Stock::shipped().voices.country.len())),
            addressee: to,
            ..deed.clone()
        }
        .at(minute)
    }

    /// A wave like a deed, but over its country; its figures grow when parts are added.
    pub(crate) fn wave(self, dice: &mut Dice) -> Happened {
        let fired = dice.between(20, 400) as u64;
        let stopped = fired * dice.between(40, 95) as u64 / 100;
        let numbers = vec![("munitions", fired), ("intercepted", stopped)];
        let nothing = Toll { hours: 0, killed: 0, injured: 0 };
        Happened {
            extent: Extent::Wave,
            numbers,
            tolls: vec![nothing],
            victims: vec![],
            target: None,
            ..self
        }
    }

    /// Adds what a part of a wave came to.
    pub(crate) fn adds(&mut self, part: &Happened) {
        if let (Some(toll), Some(last)) = (self.tolls.first_mut(), part.tolls.last()) {
            toll.killed += last.killed;
            toll.injured += last.injured;
        }
    }

    /// The same at another time.
    pub(crate) fn at(self, minute: i64) -> Happened {
        Happened { minute, day: day_of(minute), last_day: day_of(minute), ..self }
    }

    /// Whether it is something said rather than done.
    pub fn is_word(&self) -> bool {
        Kinds::shipped().kinds.get(usize::from(self.kind)).is_some_and(|k| k.utterance)
    }

    /// What is known so many hours after it.
    pub(crate) fn toll(&self, hours: i64) -> Option<Toll> {
        self.tolls.iter().rev().find(|t| t.hours <= hours).or(self.tolls.first()).copied()
    }

    /// Whether it was in the dark hours that two dates share.
    pub(crate) fn by_night(&self) -> bool {
        let hour = self.minute.rem_euclid(DAY) / 60;
        !(5..21).contains(&hour)
    }
}

/// The day of a minute.
pub(crate) fn day_of(minute: i64) -> i32 {
    minute.div_euclid(DAY) as i32
}

/// A minute of a day, by night as often as the kind of deed is.
pub(crate) fn minute_of(stock: usize, day: i64, dice: &mut Dice) -> i64 {
    let hour = if dice.chance(Stock::shipped().deeds[stock].night) {
        dice.between(21, 28) % 24
    } else {
        dice.between(5, 20)
    };
    day * DAY + hour * 60 + dice.between(0, 59)
}

/// What it comes to, as it becomes known; now and then some are counted twice at first.
fn tolls(stock: usize, falling: f64, dice: &mut Dice) -> Vec<Toll> {
    let deed = &Stock::shipped().deeds[stock];
    let grave = if dice.chance(0.04) { 6.0 } else { 1.0 };
    let killed = if dice.chance(deed.deadly) { dice.around(deed.killed * grave) } else { 0 };
    let injured = if dice.chance(0.75) { dice.around(deed.injured * grave) } else { 0 };
    let mut tolls = Vec::new();
    let mut share = dice.between(30, 100) as u64;
    for hours in [0, 3, 10, 30] {
        let known = |all: u64| if all == 0 { 0 } else { (all * share / 100).max(1) };
        tolls.push(Toll { hours, killed: known(killed), injured: known(injured) });
        if share == 100 {
            break;
        }
        share = (share + dice.between(10, 50) as u64).min(100);
    }
    if let Some(last) = tolls.last().copied().filter(|t| t.killed > 1 && dice.chance(falling)) {
        tolls.push(Toll { hours: last.hours + 24, killed: last.killed - 1, injured: last.injured });
    }
    tolls
}

/// Words that somebody says.
pub(crate) fn speech(dice: &mut Dice) -> String {
    let words = &Stock::shipped().speech.words;
    let many = dice.between(8, 18);
    let said: Vec<&str> = (0..many).map(|_| dice.text(words)).collect();
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolls_rise_and_sometimes_fall() {
        let mut dice = Dice::new(1, 1);
        let all: Vec<Vec<Toll>> = (0..2_000).map(|_| tolls(1, 0.1, &mut dice)).collect();
        let falls = |t: &&Vec<Toll>| t.windows(2).any(|w| w[1].killed < w[0].killed);
        let falling = all.iter().filter(falls).count();
        assert!((50..250).contains(&falling), "{falling}");
        let rising = all.iter().filter(|t| t.first().map(|t| t.killed) < t.last().map(|t| t.killed)).count();
        assert!(rising > 400, "{rising}");
        for tolls in &all {
            assert!(tolls.windows(2).all(|w| w[0].hours < w[1].hours && w[0].injured <= w[1].injured));
        }
    }

    #[test]
    fn a_night_is_dark() {
        let plan = Plan::of(100);
        let atlas = Atlas::draw(&plan, &mut Dice::new(1, 1));
        let at = |hour: i64| Happened::deed(0, 0, hour * 60, (&atlas, &plan), &mut Dice::new(1, 1));
        assert!(at(23).by_night() && at(3).by_night() && !at(12).by_night());
    }
}
