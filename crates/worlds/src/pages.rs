//! Which articles there are and what each tells of, before any is written.

use std::collections::BTreeMap;

use claim::Extent;
use jiff::civil::date;

use crate::dice::{Dice, Shares};
use crate::happened::{DAY, Decoy, Happened, Toll, day_of, minute_of, speech};
use crate::places::Atlas;
use crate::plan::Plan;
use crate::stock::Stock;
use crate::times::date_of;

/// The first day of every world: 1 January 2024, counted from 1970-01-01.
const FIRST_DAY: i64 = 19_723;
/// A round-up tells of no more incidents.
const ROUND_UP: usize = 6;
/// The kinds that come in waves.
const WAVES: [&str; 3] = ["drone-strike", "missile-strike", "air-strike"];

/// One article to be.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// When it is published, in minutes since 1970-01-01.
    pub(crate) minute: i64,
    /// What it tells of, in this order; of a copy nothing, as its original says it.
    pub(crate) tells: Vec<usize>,
    /// The page that it is a copy of.
    pub(crate) copy_of: Option<usize>,
}

/// The incidents of a world and the articles to be.
#[derive(Debug)]
pub(crate) struct Pages<'a> {
    plan: &'a Plan,
    atlas: &'a Atlas,
    dice: Dice,
    deeds: Shares,
    words: Shares,
    pub(crate) incidents: Vec<Happened>,
    pub(crate) pages: Vec<Page>,
    /// How many tellings there are so far.
    told: usize,
    /// The last round-up of a country and day.
    round_ups: BTreeMap<(usize, i32), usize>,
    /// Sums by country, deed and first day.
    totals: BTreeMap<(usize, usize, i32), usize>,
}

impl Pages<'_> {
    /// Lets things happen until enough is told of them.
    pub(crate) fn draw<'a>(plan: &'a Plan, atlas: &'a Atlas, dice: Dice) -> Pages<'a> {
        let stock = Stock::shipped();
        let mut pages = Pages {
            plan,
            atlas,
            dice,
            deeds: Shares::of(stock.deeds.iter().map(|d| d.share)),
            words: Shares::of(stock.words.iter().map(|w| w.share)),
            incidents: vec![],
            pages: vec![],
            told: 0,
            round_ups: BTreeMap::new(),
            totals: BTreeMap::new(),
        };
        while pages.told < plan.tellings {
            pages.happen();
        }
        pages
    }

    /// One more incident with all that comes with it.
    fn happen(&mut self) {
        let dice = &mut self.dice;
        let day = FIRST_DAY + dice.below(self.plan.days()) as i64;
        let town =
            if dice.chance(self.plan.hot_town) { self.atlas.hot_town() } else { self.atlas.town(dice) };
        if dice.chance(self.plan.waves) {
            return self.wave(town, day);
        }
        let deed = self.deeds.draw(dice);
        let minute = minute_of(deed, day, dice);
        let deed = Happened::deed(deed, town, minute, (self.atlas, self.plan), dice);
        let first = self.add(deed.clone());
        let tellings = self.many();
        self.report(&[first], tellings);
        for (decoy, share) in [
            (Decoy::NextDay, self.plan.next_day),
            (Decoy::Twin, self.plan.twins),
            (Decoy::Anniversary, self.plan.anniversaries),
            (Decoy::SameDay, self.plan.same_day),
        ] {
            if self.dice.chance(share) {
                let like = self.decoy(&deed, decoy);
                let at = self.add(Happened { decoy: Some((first, decoy)), ..like });
                let tellings = self.many();
                self.report(&[at], tellings);
            }
        }
        if tellings > 1 && self.dice.chance(self.plan.words) {
            let word = self.words.draw(&mut self.dice);
            let countries = self.atlas.countries.len();
            let word = Happened::word(first, &deed, word, countries, &mut self.dice);
            let word = self.add(word);
            let tellings = self.many();
            // the deed is told again by those who tell what was said of it
            let beside = (tellings * 2).div_ceil(5);
            self.report(&[first, word], beside);
            self.report(&[word], tellings - beside);
        }
    }

    fn add(&mut self, it: Happened) -> usize {
        self.incidents.push(it);
        self.incidents.len() - 1
    }

    fn many(&mut self) -> usize {
        self.dice.heavy(self.plan.tail, self.plan.most_of_one())
    }

    /// Something that is easily taken for a deed.
    fn decoy(&mut self, deed: &Happened, decoy: Decoy) -> Happened {
        let dice = &mut self.dice;
        let (town, minute) = match decoy {
            Decoy::NextDay => (deed.town, deed.minute + DAY),
            Decoy::Twin => (self.atlas.elsewhere(deed.town, dice), deed.minute),
            Decoy::Anniversary => (deed.town, deed.minute + *dice.pick(&[30, 365]) * DAY),
            Decoy::SameDay | Decoy::Part => {
                let other = i64::from(deed.day) * DAY + dice.between(0, DAY - 1);
                (deed.town, other)
            }
        };
        let like = Happened::deed(deed.stock, town, minute, (self.atlas, self.plan), dice);
        match decoy {
            Decoy::Twin | Decoy::Anniversary => Happened { tolls: deed.tolls.clone(), ..like },
            _ => like,
        }
    }

    /// A wave over a country and its parts.
    fn wave(&mut self, town: usize, day: i64) {
        let dice = &mut self.dice;
        let stock = Stock::shipped().deed(WAVES[dice.below(WAVES.len())]);
        let minute = minute_of(stock, day, dice);
        let first = Happened::deed(stock, town, minute, (self.atlas, self.plan), dice);
        let country = first.country;
        let mut towns = vec![town];
        for _ in 0..dice.between(1, 7) {
            let other = self.atlas.town_of(country, dice);
            if !towns.contains(&other) {
                towns.push(other);
            }
        }
        let mut wave = first.clone().wave(dice);
        let at = self.incidents.len();
        let parts: Vec<Happened> = towns
            .iter()
            .map(|town| {
                let later = minute + dice.between(0, 90);
                let part = Happened::deed(stock, *town, later, (self.atlas, self.plan), dice);
                // one barrage is of one weapon and one date
                let part = Happened {
                    weapon: first.weapon,
                    part_of: Some(at),
                    decoy: Some((at, Decoy::Part)),
                    ..part
                };
                if part.day == first.day { part } else { part.at(minute) }
            })
            .collect();
        parts.iter().for_each(|part| wave.adds(part));
        self.add(wave);
        let parts: Vec<usize> = parts.into_iter().map(|part| self.add(part)).collect();
        for _ in 0..self.many().max(3) {
            let mut tells = vec![at];
            tells.extend(parts.iter().filter(|_| self.dice.chance(0.3)));
            self.report(&tells, 1);
        }
        for part in parts {
            let tellings = self.many() - 1;
            self.report(&[part], tellings);
        }
    }

    /// Lets several articles tell of the same.
    fn report(&mut self, tells: &[usize], articles: usize) {
        let last = tells.iter().map(|it| self.incidents[*it].minute).max().unwrap_or(0);
        let mut delays: Vec<i64> = (0..articles).map(|_| delay(&mut self.dice)).collect();
        delays.sort_unstable();
        let mut own: Vec<usize> = Vec::new();
        for delay in delays {
            let minute = last + delay;
            if !own.is_empty() && self.dice.chance(self.plan.copies) {
                let of = *self.dice.pick(&own);
                self.told += self.pages[of].tells.len();
                let minute = self.pages[of].minute + self.dice.between(5, DAY);
                self.pages.push(Page { minute, tells: vec![], copy_of: Some(of) });
                continue;
            }
            self.told += tells.len();
            own.push(self.place(tells, minute));
        }
    }

    /// Finds an article for what is told: a round-up that there is, or a new one.
    fn place(&mut self, tells: &[usize], minute: i64) -> usize {
        let country = tells.first().map_or(0, |it| self.incidents[*it].country);
        let key = (country, day_of(minute));
        let rounds_up = tells.len() == 1 && self.dice.chance(self.plan.round_ups);
        if let Some(at) = self.round_ups.get(&key).copied().filter(|_| rounds_up) {
            let page = &mut self.pages[at];
            if page.tells.len() < ROUND_UP && !tells.iter().any(|it| page.tells.contains(it)) {
                page.tells.extend(tells);
                page.minute = page.minute.max(minute);
                return at;
            }
        }
        let mut tells = tells.to_vec();
        if self.dice.chance(self.plan.totals) {
            let total = self.total(tells[0], minute);
            self.told += 1;
            tells.push(total);
        }
        self.pages.push(Page { minute, tells, copy_of: None });
        if rounds_up {
            self.round_ups.insert(key, self.pages.len() - 1);
        }
        self.pages.len() - 1
    }

    /// The sum over the month or year before, of a country.
    fn total(&mut self, beside: usize, minute: i64) -> usize {
        let it = &self.incidents[beside];
        let (country, town) = (it.country, it.town);
        let today = date_of(day_of(minute));
        let month = self.dice.chance(0.5);
        let first = if month { today.first_of_month() } else { today.first_of_year() };
        let last = first.yesterday().unwrap_or(first);
        let first = if month { last.first_of_month() } else { last.first_of_year() };
        let number = |d: jiff::civil::Date| (d - date(1970, 1, 1)).get_days();
        let (first, last) = (number(first), number(last));
        let deed = self.deeds.draw(&mut self.dice);
        // a month and a year that begin alike are two sums
        let key = (country, deed * 2 + usize::from(month), first);
        if let Some(at) = self.totals.get(&key) {
            return *at;
        }
        let dice = &mut self.dice;
        let toll = Toll {
            hours: 0,
            killed: dice.between(40, 900) as u64 * if month { 1 } else { 11 },
            injured: dice.between(60, 2_000) as u64 * if month { 1 } else { 11 },
        };
        let deed = Happened::deed(deed, town, i64::from(first) * DAY, (self.atlas, self.plan), dice);
        let total = Happened {
            extent: Extent::Total,
            last_day: last,
            tolls: vec![toll],
            victims: vec![],
            numbers: vec![],
            speech: speech(dice),
            ..deed
        };
        let at = self.add(total);
        self.totals.insert(key, at);
        at
    }
}

/// How many minutes after it an incident is told: half of it on the same day, some of it after months.
fn delay(dice: &mut Dice) -> i64 {
    match dice.share() {
        0.0..0.5 => dice.between(20, DAY / 2),
        0.5..0.85 => dice.between(DAY / 2, 2 * DAY),
        0.85..0.97 => dice.between(2 * DAY, 10 * DAY),
        _ => dice.between(10 * DAY, 200 * DAY),
    }
}
