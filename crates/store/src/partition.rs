//! The partition of tellings into incidents, kept in the ledger: linking, what people decided, ids that live on.

use std::collections::{BTreeMap, BTreeSet};

use incident::{Links, Members, Read};
use rusqlite::{Connection, OptionalExtension, params};
use text::Key;

use crate::decisions::Active;
use crate::identity::pass_on;
use crate::rows::{key, number};
use crate::shelf::{self, Tables};

/// Tellings by article and number: what an incident has, told by what outlasts an edit.
pub(crate) type Group = BTreeSet<(i64, usize)>;

/// An article whose tellings are linked. Of two that say the same that of the first revision is.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) revision: i64,
    pub(crate) article: i64,
    /// The keys of its tellings, by their numbers.
    pub(crate) tellings: BTreeMap<usize, Key>,
}

impl Standing {
    pub(crate) fn of(revision: i64, article: i64, read: &Read) -> Standing {
        let tellings = read.reading.tellings.iter().map(|telling| telling.key).enumerate().collect();
        Standing { revision, article, tellings }
    }
}

/// The revision and the article of the ledger that a key is linked as.
pub(crate) fn standing_as(base: &Connection, article: Key) -> rusqlite::Result<Option<(i64, i64)>> {
    let sql = "SELECT revision, article FROM revisions JOIN articles USING (article)
        WHERE key = ?1 AND latest = revision AND article NOT IN (SELECT article FROM removed)
        ORDER BY revision LIMIT 1";
    let mut query = base.prepare_cached(sql)?;
    query.query_row([number(article)], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// Which tellings are of one incident.
#[derive(Debug)]
pub(crate) struct Partition {
    links: Links,
}

impl Partition {
    /// As it lies in a ledger.
    pub(crate) fn of(base: &Connection) -> rusqlite::Result<Partition> {
        Ok(Partition { links: Links::on_shelf(incident::Weights::shipped(), shelf::last(base)?) })
    }

    /// Takes in what stands in the ledger already, where all links were forgotten.
    pub(crate) fn fill(&mut self, base: &Connection, reads: &[Read]) -> rusqlite::Result<()> {
        self.links.change(&Tables(base), reads, &[]).map(drop)
    }

    /// Links articles that came, parts from those that went, by their keys and the revisions that they had, and writes to
    /// the ledger which incidents there are now.
    pub(crate) fn change(
        &mut self,
        base: &Connection,
        now: &str,
        added: Vec<(Standing, Read)>,
        removed: &[Key],
        gone: &[i64],
    ) -> rusqlite::Result<()> {
        // what went is still in the rows: those whose incidents lost it are found there
        let mut touched = gone.to_vec();
        let (mut reads, mut known) = (Vec::with_capacity(added.len()), BTreeMap::new());
        for (standing, read) in added {
            touched.push(standing.revision);
            known.insert(read.article.key(), Some(standing));
            reads.push(read);
        }
        let groups = self.links.change(&Tables(base), &reads, removed)?;
        let mut lost = Vec::new();
        for revision in touched {
            let mut query =
                base.prepare_cached("SELECT DISTINCT incident FROM tellings WHERE revision = ?1")?;
            for incident in query.query_map([revision], |row| row.get(0))? {
                lost.push(incident?);
            }
        }
        let fresh = known.keys().copied().collect();
        self.write(base, now, groups, lost, (known, fresh))
    }

    /// Writes to the ledger where what is linked now is not what it has: readings or linking itself are others than when
    /// it was written. `known` has how each article stands.
    pub(crate) fn catch_up(
        &mut self,
        base: &Connection,
        now: &str,
        known: BTreeMap<Key, Option<Standing>>,
    ) -> rusqlite::Result<()> {
        let sql =
            "SELECT revisions.key, nth, tellings.key, incident FROM tellings JOIN revisions USING (revision)";
        let mut query = base.prepare(sql)?;
        let mut rows = query.query([])?;
        let mut there: BTreeMap<(Key, usize), (Key, i64)> = BTreeMap::new();
        let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (article, nth): (i64, usize) = (row.get(0)?, row.get(1)?);
            let incident: i64 = row.get(3)?;
            there.insert((key(article), nth), (key(row.get(2)?), incident));
            *sizes.entry(incident).or_default() += 1;
        }
        let mut differing = Vec::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut query = base.prepare("SELECT number FROM linked")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            if seen.contains(&number) {
                continue;
            }
            let (numbers, group) = self.links.incident(&Tables(base), number)?;
            seen.extend(numbers);
            let mut incidents = BTreeSet::new();
            let mut as_told = true;
            for (article, nth) in &group {
                let row = there.remove(&(*article, *nth));
                let told = known.get(article).and_then(Option::as_ref).and_then(|it| it.tellings.get(nth));
                as_told &= row.is_some_and(|(key, _)| Some(&key) == told);
                incidents.extend(row.map(|(_, incident)| incident));
            }
            let whole = incidents.len() == 1 && incidents.iter().all(|id| sizes[id] == group.len());
            if !as_told || !whole {
                differing.push(group);
            }
        }
        let lost: Vec<i64> = there.into_values().map(|(_, incident)| incident).collect();
        if differing.is_empty() && lost.is_empty() {
            return Ok(());
        }
        self.write(base, now, differing, lost, (known, BTreeSet::new()))
    }

    /// Writes to the ledger what incidents there are, after people decided something of these tellings.
    pub(crate) fn decide(&mut self, base: &Connection, now: &str, of: &[(i64, Key)]) -> rusqlite::Result<()> {
        let mut closed = Closure::new(self, base, BTreeMap::new());
        let groups = of.iter().map(|anchor| closed.incident_of(anchor)).filter_map(Result::transpose);
        let groups = groups.collect::<rusqlite::Result<_>>()?;
        self.write(base, now, groups, Vec::new(), Default::default())
    }

    /// Writes incidents as they are linked, those of the ledger that lost a telling, and all that hang together with them;
    /// of some articles, the fresh ones, it is known how they stand.
    fn write(
        &mut self,
        base: &Connection,
        now: &str,
        groups: Vec<Members>,
        lost: Vec<i64>,
        (known, fresh): (BTreeMap<Key, Option<Standing>>, BTreeSet<Key>),
    ) -> rusqlite::Result<()> {
        let decisions = Active::all(base)?;
        let mut closed = Closure::new(self, base, known);
        closed.take_in(groups, lost)?;
        let mut decided: Vec<Vec<Members>> = Vec::with_capacity(decisions.len());
        for decision in &decisions {
            let of = decision.anchors().map(|anchor| closed.incident_of(anchor));
            decided.push(of.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?);
        }
        // what one decision takes in may be of another
        while let Some(nth) =
            decided.iter().position(|of| of.iter().any(|group| closed.groups.contains(group)))
        {
            closed.take_in(decided.swap_remove(nth), Vec::new())?;
        }
        let Closure { groups, old, there, known, .. } = closed;
        let told = |(article, nth): &(Key, usize)| {
            let standing = known.get(article)?.as_ref()?;
            Some(((standing.article, *nth), standing.tellings.get(nth).copied()?))
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
        let standing =
            groups.iter().flatten().filter_map(|(article, _)| Some((article, known.get(article)?.as_ref()?)));
        let revisions: BTreeMap<i64, (i64, bool)> = standing
            .map(|(key, standing)| (standing.article, (standing.revision, fresh.contains(key))))
            .collect();

        let mut ids = Vec::with_capacity(keyed.len());
        let mut rows: BTreeMap<(i64, usize), (Key, Key)> = BTreeMap::new();
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
                let telling = by_row.get(row).copied().unwrap_or(Key::NONE);
                rows.insert((*revision, row.1), (telling, id));
            }
        }
        for (revision, nth) in there.keys().filter(|row| !rows.contains_key(row)) {
            base.prepare_cached("DELETE FROM tellings WHERE revision = ?1 AND nth = ?2")?
                .execute(params![revision, nth])?;
        }
        for ((revision, nth), (telling, id)) in rows {
            if there.get(&(revision, nth)) != Some(&(telling, id)) {
                base.prepare_cached("INSERT OR REPLACE INTO tellings VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![revision, nth, number(telling), number(id)])?;
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
}

/// What a change touches: the incidents as linked now, and those of the ledger that share a telling with them.
struct Closure<'a> {
    links: &'a mut Links,
    base: &'a Connection,
    groups: BTreeSet<Members>,
    /// The tellings of `groups`.
    covered: BTreeSet<(Key, usize)>,
    /// By id of the ledger's incidents.
    old: BTreeMap<i64, Group>,
    /// Their rows, by revision and number: the telling's key and the incident.
    there: BTreeMap<(i64, usize), (Key, Key)>,
    /// By the key of an article: how it stands, if it does.
    known: BTreeMap<Key, Option<Standing>>,
}

impl<'a> Closure<'a> {
    fn new(
        of: &'a mut Partition,
        base: &'a Connection,
        known: BTreeMap<Key, Option<Standing>>,
    ) -> Closure<'a> {
        let (groups, covered, old, there) = Default::default();
        Closure { links: &mut of.links, base, groups, covered, old, there, known }
    }

    /// How an article stands.
    fn standing(&mut self, article: Key) -> rusqlite::Result<Option<&Standing>> {
        if !self.known.contains_key(&article) {
            let standing = match standing_as(self.base, article)? {
                Some((revision, of)) => {
                    let sql = "SELECT nth, key FROM tellings WHERE revision = ?1";
                    let mut query = self.base.prepare_cached(sql)?;
                    let rows = query.query_map([revision], |row| Ok((row.get(0)?, key(row.get(1)?))))?;
                    Some(Standing { revision, article: of, tellings: rows.collect::<Result<_, _>>()? })
                }
                None => None,
            };
            self.known.insert(article, standing);
        }
        Ok(self.known.get(&article).and_then(Option::as_ref))
    }

    /// The incident, as it is linked, of a telling that a decision names.
    fn incident_of(&mut self, (article, telling): &(i64, Key)) -> rusqlite::Result<Option<Members>> {
        let sql = "SELECT key FROM articles JOIN revisions ON revision = latest WHERE articles.article = ?1";
        let found =
            self.base.prepare_cached(sql)?.query_row([article], |row| row.get(0)).optional()?.map(key);
        let Some(key) = found else { return Ok(None) };
        let Some(standing) = self.standing(key)? else { return Ok(None) };
        let named = standing.tellings.iter().find(|(_, it)| *it == telling);
        let nth = named.or(standing.tellings.iter().next()).map_or(0, |(nth, _)| *nth);
        self.links.incident_of(&Tables(self.base), key, nth)
    }

    /// Takes incidents as linked now and incidents of the ledger in, with all that share a telling with them.
    fn take_in(&mut self, mut groups: Vec<Members>, mut incidents: Vec<i64>) -> rusqlite::Result<()> {
        while !groups.is_empty() || !incidents.is_empty() {
            while let Some(group) = groups.pop() {
                if self.groups.contains(&group) {
                    continue;
                }
                for (article, nth) in &group {
                    let Some(standing) = self.standing(*article)? else { continue };
                    let revision = standing.revision;
                    if self.there.contains_key(&(revision, *nth)) {
                        continue;
                    }
                    let sql = "SELECT incident FROM tellings WHERE revision = ?1 AND nth = ?2";
                    let mut query = self.base.prepare_cached(sql)?;
                    let found = query.query_row(params![revision, nth], |row| row.get(0));
                    incidents.extend(found.optional()?.filter(|id: &i64| !self.old.contains_key(id)));
                }
                self.covered.extend(&group);
                self.groups.insert(group);
            }
            let Some(incident) = incidents.pop() else { continue };
            if self.old.contains_key(&incident) {
                continue;
            }
            let sql = "SELECT article, nth, revisions.key, revision, tellings.key FROM tellings
                JOIN revisions USING (revision) WHERE incident = ?1";
            let mut query = self.base.prepare_cached(sql)?;
            let mut rows = query.query([incident])?;
            let mut before = Group::new();
            while let Some(row) = rows.next()? {
                let (article, nth): (i64, usize) = (row.get(0)?, row.get(1)?);
                before.insert((article, nth));
                self.there.insert((row.get(3)?, nth), (key(row.get(4)?), key(incident)));
                let member = (key(row.get(2)?), nth);
                if !self.covered.contains(&member) {
                    groups.extend(self.links.incident_of(&Tables(self.base), member.0, member.1)?);
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
