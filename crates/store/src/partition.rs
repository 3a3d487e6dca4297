//! The partition of tellings into incidents, kept in the ledger: linking, what people decided, ids that live on.

use std::collections::{BTreeMap, BTreeSet};

use incident::{Links, Members, Read};
use rusqlite::{Connection, OptionalExtension, params};
use text::Key;

use crate::decisions::Active;
use crate::identity::pass_on;
use crate::rows::{key, number};

/// Tellings by article and number: what an incident has, told by what outlasts an edit.
pub(crate) type Group = BTreeSet<(i64, usize)>;

/// An article whose tellings are linked.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) revision: i64,
    pub(crate) article: i64,
    /// The keys of its tellings.
    pub(crate) tellings: Vec<Key>,
}

/// Which tellings are of one incident.
#[derive(Debug)]
pub(crate) struct Partition {
    pub(crate) links: Links,
    /// By the key of an article: where it stands. Of two that say the same the first is linked.
    pub(crate) standing: BTreeMap<Key, Standing>,
}

impl Partition {
    pub(crate) fn none() -> Partition {
        Partition { links: Links::none(incident::Weights::shipped()), standing: BTreeMap::new() }
    }

    /// Takes in what stands in the ledger already.
    pub(crate) fn fill(&mut self, reads: Vec<(Standing, Read)>) {
        let mut added = Vec::with_capacity(reads.len());
        for (standing, read) in reads {
            self.standing.insert(read.article.key(), standing);
            added.push(read);
        }
        self.links.change(&added, &[]);
    }

    /// Links articles that came, parts from those that went, and writes to the ledger which incidents there are now.
    pub(crate) fn change(
        &mut self,
        base: &Connection,
        now: &str,
        added: Vec<(Standing, Read)>,
        removed: &[Key],
    ) -> rusqlite::Result<()> {
        // what went is still in the rows: those whose incidents lost it are found there
        let mut touched: Vec<i64> =
            removed.iter().filter_map(|key| Some(self.standing.remove(key)?.revision)).collect();
        let mut reads = Vec::with_capacity(added.len());
        for (standing, read) in added {
            touched.push(standing.revision);
            self.standing.insert(read.article.key(), standing);
            reads.push(read);
        }
        let groups = self.links.change(&reads, removed);
        let fresh: BTreeSet<Key> = reads.iter().map(|read| read.article.key()).collect();
        let mut lost = Vec::new();
        for revision in touched {
            let mut query =
                base.prepare_cached("SELECT DISTINCT incident FROM tellings WHERE revision = ?1")?;
            for incident in query.query_map([revision], |row| row.get(0))? {
                lost.push(incident?);
            }
        }
        self.write(base, now, groups, lost, &fresh)
    }

    /// Writes to the ledger where what is linked now is not what it has: readings or linking itself are others than when
    /// it was written.
    pub(crate) fn catch_up(&self, base: &Connection, now: &str) -> rusqlite::Result<()> {
        let sql =
            "SELECT revisions.key, nth, tellings.key, incident FROM tellings JOIN revisions USING (revision)";
        let mut query = base.prepare(sql)?;
        let mut rows = query.query([])?;
        let mut there: BTreeMap<(Key, usize), (Key, i64)> = BTreeMap::new();
        let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (article, nth): (i64, i64) = (row.get(0)?, row.get(1)?);
            let incident: i64 = row.get(3)?;
            there.insert((key(article), nth as usize), (key(row.get(2)?), incident));
            *sizes.entry(incident).or_default() += 1;
        }
        let mut differing = Vec::new();
        for group in self.links.incidents() {
            let mut incidents = BTreeSet::new();
            let mut known = true;
            for (article, nth) in &group {
                let telling = self.standing.get(article).and_then(|standing| standing.tellings.get(*nth));
                let row = there.remove(&(*article, *nth));
                known &= row.is_some_and(|(key, _)| Some(&key) == telling);
                incidents.extend(row.map(|(_, incident)| incident));
            }
            let whole = incidents.len() == 1 && incidents.iter().all(|id| sizes[id] == group.len());
            if !known || !whole {
                differing.push(group);
            }
        }
        let lost: Vec<i64> = there.into_values().map(|(_, incident)| incident).collect();
        if differing.is_empty() && lost.is_empty() {
            return Ok(());
        }
        self.write(base, now, differing, lost, &BTreeSet::new())
    }

    /// Writes to the ledger what incidents there are, after people decided something of these tellings.
    pub(crate) fn decide(&self, base: &Connection, now: &str, of: &[(i64, Key)]) -> rusqlite::Result<()> {
        let groups = of.iter().map(|anchor| self.incident_of(base, anchor)).filter_map(Result::transpose);
        let groups = groups.collect::<rusqlite::Result<_>>()?;
        self.write(base, now, groups, Vec::new(), &BTreeSet::new())
    }

    /// The incident, as it is linked, of a telling that a decision names.
    fn incident_of(
        &self,
        base: &Connection,
        (article, telling): &(i64, Key),
    ) -> rusqlite::Result<Option<Members>> {
        let sql = "SELECT key FROM articles JOIN revisions ON revision = latest WHERE articles.article = ?1";
        let found = base.prepare_cached(sql)?.query_row([article], |row| row.get(0)).optional()?.map(key);
        Ok(found.and_then(|key| {
            let standing = self.standing.get(&key)?;
            let nth = standing.tellings.iter().position(|key| key == telling).unwrap_or(0);
            self.links.incident_of(key, nth)
        }))
    }

    fn write(
        &self,
        base: &Connection,
        now: &str,
        groups: Vec<Members>,
        lost: Vec<i64>,
        fresh: &BTreeSet<Key>,
    ) -> rusqlite::Result<()> {
        let decisions = Active::all(base)?;
        let mut closed = Closure {
            partition: self,
            base,
            groups: BTreeSet::new(),
            covered: BTreeSet::new(),
            old: BTreeMap::new(),
        };
        closed.take_in(groups, lost)?;
        let mut decided: Vec<Vec<Members>> = Vec::with_capacity(decisions.len());
        for decision in &decisions {
            let of = decision.anchors().map(|anchor| self.incident_of(base, anchor));
            decided.push(of.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?);
        }
        // what one decision takes in may be of another
        while let Some(nth) =
            decided.iter().position(|of| of.iter().any(|group| closed.groups.contains(group)))
        {
            closed.take_in(decided.swap_remove(nth), Vec::new())?;
        }
        let Closure { groups, old, .. } = closed;
        let told = |(article, nth): &(Key, usize)| {
            let standing = self.standing.get(article)?;
            Some(((standing.article, *nth), standing.tellings.get(*nth).copied()?))
        };
        let by_row: BTreeMap<(i64, usize), Key> = groups.iter().flatten().filter_map(told).collect();
        let linked: Vec<Group> =
            groups.iter().map(|group| group.iter().filter_map(told).map(|(row, _)| row).collect()).collect();
        let decided = crate::decisions::apply(linked, &decisions, &by_row);

        let keyed: Vec<(Key, Group)> = decided
            .into_iter()
            .map(|group| (Key::of_set(group.iter().filter_map(|row| by_row.get(row)).copied()), group))
            .collect();
        let old: Vec<(Key, Group)> = old.into_iter().map(|(id, group)| (key(id), group)).collect();
        let passed = pass_on(&old, &keyed);
        let before: BTreeMap<Key, &Group> = old.iter().map(|(id, group)| (*id, group)).collect();
        let revisions: BTreeMap<i64, (i64, bool)> = self
            .standing_of(&groups)
            .map(|(key, standing)| (standing.article, (standing.revision, fresh.contains(&key))))
            .collect();

        for (id, _) in &old {
            base.prepare_cached("DELETE FROM tellings WHERE incident = ?1")?.execute([number(*id)])?;
        }
        let mut ids = Vec::with_capacity(keyed.len());
        for ((whole, group), id) in keyed.iter().zip(&passed.ids) {
            let id = match id {
                Some(id) => *id,
                None => mint(base, group.iter().filter_map(|row| by_row.get(row)))?,
            };
            ids.push(id);
            let is_fresh =
                |(article, _): &(i64, usize)| revisions.get(article).is_some_and(|(_, fresh)| *fresh);
            let same = before.get(&id).is_some_and(|before| *before == group) && !group.iter().any(is_fresh);
            if !same {
                let sql = "INSERT INTO incidents (incident, key, weighed, since, changed) VALUES (?1, ?2, 0, ?3, ?3)
                    ON CONFLICT DO UPDATE SET key = ?2, weighed = 0, changed = ?3";
                base.prepare_cached(sql)?.execute(params![number(id), number(*whole), now])?;
            }
            for row in group {
                let Some((revision, _)) = revisions.get(&row.0) else { continue };
                let telling = by_row.get(row).map(|key| number(*key)).unwrap_or_default();
                base.prepare_cached("INSERT OR REPLACE INTO tellings VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![revision, row.1 as i64, telling, number(id)])?;
            }
        }
        for (id, successor) in passed.led {
            crate::weighing::remove(base, number(id))?;
            base.prepare_cached("DELETE FROM incidents WHERE incident = ?1")?.execute([number(id)])?;
            let successor = successor.and_then(|nth| ids.get(nth)).map(|id| number(*id));
            base.prepare_cached("INSERT OR REPLACE INTO successors VALUES (?1, ?2, ?3)")?
                .execute(params![number(id), successor, now])?;
        }
        Ok(())
    }

    fn standing_of<'a>(
        &'a self,
        groups: &'a BTreeSet<Members>,
    ) -> impl Iterator<Item = (Key, &'a Standing)> + 'a {
        groups.iter().flatten().filter_map(|(article, _)| Some((*article, self.standing.get(article)?)))
    }
}

/// What a change touches: the incidents as linked now, and those of the ledger that share a telling with them.
struct Closure<'a> {
    partition: &'a Partition,
    base: &'a Connection,
    groups: BTreeSet<Members>,
    /// The tellings of `groups`.
    covered: BTreeSet<(Key, usize)>,
    old: BTreeMap<i64, Group>,
}

impl Closure<'_> {
    /// Takes incidents as linked now and incidents of the ledger in, with all that share a telling with them.
    fn take_in(&mut self, mut groups: Vec<Members>, mut incidents: Vec<i64>) -> rusqlite::Result<()> {
        while !groups.is_empty() || !incidents.is_empty() {
            while let Some(group) = groups.pop() {
                if self.groups.contains(&group) {
                    continue;
                }
                for (article, nth) in &group {
                    let Some(standing) = self.partition.standing.get(article) else { continue };
                    let sql = "SELECT incident FROM tellings WHERE revision = ?1 AND nth = ?2";
                    let mut query = self.base.prepare_cached(sql)?;
                    let found = query.query_row(params![standing.revision, *nth as i64], |row| row.get(0));
                    incidents.extend(found.optional()?.filter(|id: &i64| !self.old.contains_key(id)));
                }
                self.covered.extend(&group);
                self.groups.insert(group);
            }
            let Some(incident) = incidents.pop() else { continue };
            if self.old.contains_key(&incident) {
                continue;
            }
            let sql = "SELECT article, nth, revisions.key FROM tellings JOIN revisions USING (revision)
                WHERE incident = ?1";
            let mut query = self.base.prepare_cached(sql)?;
            let mut rows = query.query([incident])?;
            let mut before = Group::new();
            while let Some(row) = rows.next()? {
                let (article, nth, told): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                before.insert((article, nth as usize));
                let member = (key(told), nth as usize);
                if !self.covered.contains(&member) {
                    groups.extend(self.partition.links.incident_of(member.0, member.1));
                }
            }
            self.old.insert(incident, before);
        }
        Ok(())
    }
}

/// An id for a new incident: that which its tellings have without a ledger, where none has it.
fn mint<'a>(base: &Connection, tellings: impl Iterator<Item = &'a Key>) -> rusqlite::Result<Key> {
    let smallest = tellings.min().copied().unwrap_or(Key::NONE);
    let mut id = Key::of([smallest.to_bytes().as_slice()]);
    loop {
        let sql = "SELECT 1 FROM incidents WHERE incident = ?1";
        if base.prepare_cached(sql)?.query_row([number(id)], |_| Ok(())).optional()?.is_none() {
            // an incident that was merged and parted again is the one that it was
            base.prepare_cached("DELETE FROM successors WHERE incident = ?1")?.execute([number(id)])?;
            return Ok(id);
        }
        id = Key::of([id.to_bytes().as_slice(), b"another".as_slice()]);
    }
}
