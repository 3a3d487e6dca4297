//! All incidents in memory, in the light form that lists, maps and timelines are made from; made anew when the ledger
//! changes.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use store::{Holds, Ledger, Light, Order, Says, StoreError, Wanted};
use text::Key;

use super::filters::State;
use super::kept::Answers;
use super::sites::Sites;

/// So many sets of incidents that somebody wanted are kept.
const SETS: usize = 64;
/// So many bytes of answers are kept.
const ANSWERS: usize = 32 << 20;

/// What the ledger holds at one time.
pub(crate) struct Catalog {
    /// Another whenever the ledger says something else.
    pub(crate) version: String,
    pub(crate) holds: Holds,
    /// In no order that means anything.
    pub(crate) rows: Vec<Row>,
    /// Where incidents were, each once.
    pub(crate) sites: Sites,
    by_id: BTreeMap<Key, usize>,
    /// Of a wave or sum its parts; of a deed what speaks of it.
    below: BTreeMap<Key, Below>,
    /// The positions of all rows in each order, made when it is first asked for.
    orders: [OnceLock<Vec<u32>>; 5],
    sets: Mutex<BTreeMap<String, Arc<Set>>>,
    /// The titles as they are searched, made when they first are.
    names: OnceLock<Vec<String>>,
    /// By name of a place or of what holds it, folded: the rows; made when a place is first asked for.
    places: OnceLock<BTreeMap<String, Vec<u32>>>,
    /// Answers that were made from this state of the ledger, by their tags.
    pub(super) answers: Answers,
    /// How many states of the ledger there were before.
    nth: u64,
    /// By position: the state of the ledger since which a row is as it is.
    since: Vec<u64>,
}

/// An incident, as the ledger tells of it, with its first day and its state as what counts goes through all of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) light: Light,
    pub(crate) first: Option<Date>,
    pub(crate) state: State,
    /// Where it is shown on a map, as numbers of sites.
    pub(crate) sites: Vec<u32>,
}

/// Positions of rows.
#[derive(Debug, Default)]
pub(crate) struct Below {
    pub(crate) parts: Vec<usize>,
    pub(crate) statements: Vec<usize>,
}

/// Some of the rows.
pub(crate) struct Set {
    has: Vec<bool>,
    /// How many.
    pub(crate) count: usize,
}

impl Set {
    /// Whether the row at this position is one of them.
    pub(crate) fn has(&self, at: usize) -> bool {
        self.has.get(at).copied().unwrap_or(false)
    }
}

impl Catalog {
    /// What a ledger holds now.
    pub(crate) fn of(ledger: &Ledger, version: String) -> Result<Catalog, StoreError> {
        let lights = ledger.every()?;
        let mut sites = Sites::default();
        let rows: Vec<Row> = lights
            .into_iter()
            .map(|light| {
                let first = light.listed.first_day.as_deref().and_then(|day| day.parse().ok());
                let at = sites.of(&light);
                let state = State::of(&light.listed.state);
                Row { light, first, state, sites: at }
            })
            .collect();
        let by_id = rows.iter().enumerate().map(|(at, row)| (row.light.listed.id, at)).collect();
        let mut below: BTreeMap<Key, Below> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(whole) = row.light.listed.part_of {
                below.entry(whole).or_default().parts.push(at);
            }
            if let Some(deed) = row.light.listed.about {
                below.entry(deed).or_default().statements.push(at);
            }
        }
        let (orders, sets, names, places) = Default::default();
        let since = vec![0; rows.len()];
        Ok(Catalog {
            version,
            holds: ledger.holds()?,
            rows,
            sites,
            by_id,
            below,
            orders,
            sets,
            names,
            places,
            answers: Answers::new(ANSWERS),
            nth: 0,
            since,
        })
    }

    /// The position of an incident.
    pub(crate) fn find(&self, id: Key) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// What belongs to an incident and speaks of it, if anything does.
    pub(crate) fn below(&self, id: Key) -> Option<&Below> {
        self.below.get(&id)
    }

    /// Those that are wanted; kept, so that a page, its map and its timeline ask the tables once.
    pub(crate) fn set(&self, ledger: &Ledger, wanted: &Wanted) -> Result<Arc<Set>, StoreError> {
        let asked = format!("{:?}", Wanted { order: Order::Day, limit: None, ..wanted.clone() });
        let lock = || self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = lock().get(&asked) {
            return Ok(Arc::clone(set));
        }
        let mut has = vec![false; self.rows.len()];
        if let Some(place) = &wanted.place {
            // the tables fold the names of all places for each that is asked for
            let all = self.set(ledger, &Wanted { place: None, ..wanted.clone() })?;
            for at in self.places().get(&gazetteer::fold(place)).into_iter().flatten() {
                has[*at as usize] = all.has(*at as usize);
            }
        } else {
            // what came since is not in sight yet
            for at in ledger.ids(wanted)?.into_iter().filter_map(|id| self.find(id)) {
                has[at] = true;
            }
        }
        let count = has.iter().filter(|has| **has).count();
        let set = Arc::new(Set { has, count });
        let mut sets = lock();
        if sets.len() >= SETS {
            sets.clear();
        }
        sets.insert(asked, Arc::clone(&set));
        Ok(set)
    }

    /// By position: the title as it is searched.
    pub(crate) fn names(&self) -> &[String] {
        let folded = |row: &Row| gazetteer::fold(&row.light.listed.title);
        self.names.get_or_init(|| self.rows.iter().map(folded).collect())
    }

    /// By name of a place or of what holds it, folded: the positions of the incidents there.
    fn places(&self) -> &BTreeMap<String, Vec<u32>> {
        self.places.get_or_init(|| {
            let mut as_told: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
            for (at, row) in self.rows.iter().enumerate() {
                for name in row.light.found_at() {
                    as_told.entry(name).or_default().push(at as u32);
                }
            }
            let mut out: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            for (name, rows) in as_told {
                out.entry(gazetteer::fold(name)).or_default().extend(rows);
            }
            out
        })
    }

    /// Says which rows are as they were in the state before.
    pub(super) fn follow(&mut self, before: &Catalog) {
        self.nth = before.nth + 1;
        for (row, since) in self.rows.iter().zip(&mut self.since) {
            // the numbers of sites are others where a site came
            let was = before.find(row.light.listed.id).filter(|was| before.rows[*was].light == row.light);
            *since = was.map_or(self.nth, |was| before.since[was]);
        }
    }

    /// Whether a row came or changed with this state.
    pub(super) fn is_new(&self, at: usize) -> bool {
        self.since[at] == self.nth
    }

    /// What is another as soon as the row of an incident is, or one that is told of with it.
    pub(crate) fn state_of(&self, id: Key) -> u64 {
        let mut hash = DefaultHasher::new();
        let listed = self.find(id).map(|at| &self.rows[at].light.listed);
        let whole = listed.and_then(|listed| listed.part_of);
        let single = [Some(id), whole, listed.and_then(|listed| listed.about)].into_iter().flatten();
        let single = single.filter_map(|id| self.find(id));
        let below = [Some(id), whole].into_iter().flatten().filter_map(|id| self.below(id));
        let below = below.flat_map(|below| below.parts.iter().chain(&below.statements).copied());
        for at in single.chain(below) {
            (self.rows[at].light.listed.id, self.since[at]).hash(&mut hash);
        }
        hash.finish()
    }

    /// The positions of all rows in an order.
    pub(crate) fn in_order(&self, order: Order) -> &[u32] {
        self.orders[number(order)].get_or_init(|| {
            let mut all: Vec<u32> = (0..self.rows.len() as u32).collect();
            all.sort_by_cached_key(|at| self.rows[*at as usize].rank(order));
            all
        })
    }

    /// The page of a list that begins behind a rank: positions, and the rank of the last where there are more.
    pub(crate) fn page(
        &self,
        set: &Set,
        order: Order,
        behind: Option<&[u8]>,
        limit: usize,
    ) -> (Vec<usize>, Option<Vec<u8>>) {
        let all = self.in_order(order);
        let first = behind.map_or(0, |behind| {
            all.partition_point(|at| self.rows[*at as usize].rank(order).as_slice() <= behind)
        });
        let mut wanted = all[first..].iter().map(|at| *at as usize).filter(|at| set.has(*at));
        let page: Vec<usize> = wanted.by_ref().take(limit).collect();
        let next = wanted.next().and(page.last()).map(|last| self.rows[*last].rank(order));
        (page, next)
    }
}

/// The number of an order.
pub(crate) fn number(order: Order) -> usize {
    match order {
        Order::Day => 0,
        Order::Changed => 1,
        Order::Since => 2,
        Order::Articles => 3,
        Order::State => 4,
    }
}

impl Row {
    /// Bytes that sort as the tables sort the rows of a list.
    pub(crate) fn rank(&self, order: Order) -> Vec<u8> {
        let listed = &self.light.listed;
        let id = i64::from_be_bytes(listed.id.to_bytes()) ^ i64::MIN;
        let mut out = vec![u8::from(!listed.is(Says::Pin))];
        // what is greater stands first
        let falling = |out: &mut Vec<u8>, text: &str| {
            out.extend(text.bytes().map(|byte| !byte));
            out.push(u8::MAX);
        };
        let articles = |out: &mut Vec<u8>| out.extend((!listed.articles).to_be_bytes());
        let day = |out: &mut Vec<u8>| falling(out, listed.first_day.as_deref().unwrap_or(""));
        match order {
            Order::Day => {
                day(&mut out);
                articles(&mut out);
            }
            Order::Changed => {
                falling(&mut out, &listed.changed);
                articles(&mut out);
            }
            Order::Since => {
                falling(&mut out, &listed.since);
                articles(&mut out);
            }
            Order::Articles => {
                articles(&mut out);
                day(&mut out);
            }
            Order::State => {
                out.push(match listed.state.as_str() {
                    "contested" => 0,
                    "revised" => 1,
                    "unordered" => 2,
                    _ => 3,
                });
                articles(&mut out);
                day(&mut out);
            }
        }
        out.extend(id.to_be_bytes());
        out
    }
}
