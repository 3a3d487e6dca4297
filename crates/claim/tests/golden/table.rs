//! Figures over all golden articles.

use std::fmt;

use pack::Kinds;

use super::Scored;
use super::score::{Error, Miss, Pairs};

/// What is counted of one facet.
#[derive(Clone, Default)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) lines: usize,
    pub(crate) found: usize,
    pub(crate) wrong: usize,
    /// Right and compared.
    pub(crate) stance: (usize, usize),
    pub(crate) voice: (usize, usize),
    missed: [usize; 6],
    errors: [usize; 5],
}

const MISSES: [(Miss, &str); 6] = [
    (Miss::Silent, "silent"),
    (Miss::Value, "value"),
    (Miss::Scope, "scope"),
    (Miss::Taken, "taken"),
    (Miss::Span, "span"),
    (Miss::Facet, "facet"),
];
const ERRORS: [(Error, &str); 5] = [
    (Error::Extra, "extra"),
    (Error::Value, "value"),
    (Error::Scope, "scope"),
    (Error::Twice, "twice"),
    (Error::Contra, "contra"),
];

impl Row {
    pub(crate) fn recall(&self) -> f64 {
        part((self.found, self.lines))
    }

    pub(crate) fn precision(&self) -> f64 {
        part((self.found, self.found + self.wrong))
    }

    fn add(&mut self, other: &Row) {
        self.lines += other.lines;
        self.found += other.found;
        self.wrong += other.wrong;
        for (mine, others) in [(&mut self.stance, other.stance), (&mut self.voice, other.voice)] {
            mine.0 += others.0;
            mine.1 += others.1;
        }
        self.missed.iter_mut().zip(other.missed).for_each(|(a, b)| *a += b);
        self.errors.iter_mut().zip(other.errors).for_each(|(a, b)| *a += b);
    }
}

/// Part of a whole; 1 where there is no whole.
pub(crate) fn part((some, all): (usize, usize)) -> f64 {
    if all == 0 { 1.0 } else { some as f64 / all as f64 }
}

/// All figures.
pub(crate) struct Table {
    /// One a facet that occurs, in the order of `kinds/facets.toml`, then `counts` and `all`.
    pub(crate) rows: Vec<Row>,
    pub(crate) pairs: Pairs,
    /// Clock times right and told.
    pub(crate) clock: (usize, usize),
    /// Kinds of tellings right and compared.
    pub(crate) kinds: (usize, usize),
    /// Incidents with a telling, and all.
    pub(crate) incidents: (usize, usize),
    /// Tellings read.
    pub(crate) tellings: usize,
    articles: usize,
}

impl Table {
    /// Counts.
    pub(crate) fn of<'a>(scored: impl IntoIterator<Item = &'a Scored>) -> Table {
        let kinds = Kinds::shipped();
        let mut rows: Vec<Row> =
            kinds.facets.iter().map(|f| Row { name: f.name.clone(), ..Row::default() }).collect();
        let (mut pairs, mut clock, mut right, mut incidents, mut tellings) =
            (Pairs::default(), (0, 0), (0, 0), (0, 0), 0);
        let mut articles = 0;
        for s in scored {
            articles += 1;
            let facet = |line: usize| s.golden.lines[line].facet as usize;
            s.golden.lines.iter().for_each(|l| rows[l.facet as usize].lines += 1);
            for found in &s.score.found {
                let row = &mut rows[facet(found.line)];
                row.found += 1;
                row.voice = (row.voice.0 + usize::from(found.voice), row.voice.1 + 1);
                for (to, is) in [(&mut row.stance, found.stance), (&mut clock, found.clock)] {
                    *to = (to.0 + usize::from(is == Some(true)), to.1 + usize::from(is.is_some()));
                }
            }
            for missed in &s.score.missed {
                rows[facet(missed.line)].missed
                    [MISSES.iter().position(|m| m.0 == missed.why).unwrap_or(0)] += 1;
            }
            for wrong in &s.score.wrong {
                let row = &mut rows[s.reading.claims[wrong.claim].facet as usize];
                row.wrong += 1;
                row.errors[ERRORS.iter().position(|e| e.0 == wrong.why).unwrap_or(0)] += 1;
            }
            let Pairs { gold, read, both } = s.score.pairs;
            pairs = Pairs { gold: pairs.gold + gold, read: pairs.read + read, both: pairs.both + both };
            for (incident, home) in s.golden.incidents.iter().zip(&s.score.tellings) {
                incidents.1 += 1;
                let Some(home) = home else { continue };
                incidents.0 += 1;
                let kind = s.reading.tellings[*home].kind.map(|k| kinds.kinds[k as usize].name.as_str());
                right = (right.0 + usize::from(kind == Some(&incident.kind)), right.1 + 1);
            }
            tellings += s.reading.tellings.len();
        }
        let mut counts = Row { name: "counts".into(), ..Row::default() };
        let mut all = Row { name: "all".into(), ..Row::default() };
        for (row, facet) in rows.iter().zip(&kinds.facets) {
            all.add(row);
            if facet.value == pack::ValueType::Count {
                counts.add(row);
            }
        }
        rows.retain(|r| r.lines + r.wrong > 0);
        rows.extend([counts, all]);
        Table { rows, pairs, clock, kinds: right, incidents, tellings, articles }
    }

    /// A facet's row, `counts` or `all`.
    pub(crate) fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|r| r.name == name)
    }

    /// Precision, recall and F1 of pairs of claims in one telling.
    pub(crate) fn grouping(&self) -> (f64, f64, f64) {
        let Pairs { gold, read, both } = self.pairs;
        let (p, r) = (part((both, read)), part((both, gold)));
        (p, r, if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) })
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:14} {:>5} {:>5} {:>6} {:>5} {:>6} {:>6} {:>6}  | missed",
            "", "lines", "found", "recall", "wrong", "precis", "stance", "voice"
        )?;
        MISSES.iter().try_for_each(|(_, name)| write!(f, " {name:>6}"))?;
        write!(f, "  | wrong")?;
        ERRORS.iter().try_for_each(|(_, name)| write!(f, " {name:>6}"))?;
        writeln!(f)?;
        let percent =
            |of: (usize, usize)| if of.1 == 0 { "–".into() } else { format!("{:.0} %", 100.0 * part(of)) };
        let zero = |n: usize| if n == 0 { "·".into() } else { n.to_string() };
        for row in &self.rows {
            if row.name == "counts" {
                writeln!(f)?;
            }
            let (recall, precision) =
                (percent((row.found, row.lines)), percent((row.found, row.found + row.wrong)));
            let (stance, voice) = (percent(row.stance), percent(row.voice));
            write!(
                f,
                "{:14} {:>5} {:>5} {recall:>6} {:>5} {precision:>6} {stance:>6} {voice:>6}  |       ",
                row.name,
                row.lines,
                row.found,
                zero(row.wrong)
            )?;
            row.missed.iter().try_for_each(|n| write!(f, " {:>6}", zero(*n)))?;
            write!(f, "  |      ")?;
            row.errors.iter().try_for_each(|n| write!(f, " {:>6}", zero(*n)))?;
            writeln!(f)?;
        }
        let (p, r, f1) = self.grouping();
        writeln!(f)?;
        writeln!(f, "grouping: pair F1 {f1:.3} (precision {p:.3}, recall {r:.3})")?;
        writeln!(
            f,
            "incidents with a telling: {} of {}; tellings read: {}; their kind right: {} of {}; clock times right: {} of {}; articles: {}",
            self.incidents.0,
            self.incidents.1,
            self.tellings,
            self.kinds.0,
            self.kinds.1,
            self.clock.0,
            self.clock.1,
            self.articles
        )
    }
}
