//! The incidents' own rows: what each is, its facts, where it was. They are made of the readings, so they may be behind
//! for a moment, and are made anew for those incidents that a change touched.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Extent, PlaceValue, TimeValue};
use gazetteer::Gazetteer;
use incident::{Incident, Members, Read, State, Voices};
use pack::Kinds;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use text::Key;

use crate::accounts::{self, Outlets};
use crate::changes;
use crate::form::{In, KindName, Out, fields};
use crate::ledger::now;
use crate::rows::{self, key, number};

/// How many incidents are weighed in one transaction.
pub(crate) const SOME: usize = 512;

/// What relations are drawn from, and lists are made of.
pub(crate) struct Shell {
    kind: Option<KindName>,
    extent: Extent,
    pub(crate) places: Vec<PlaceValue>,
    pub(crate) time: Option<TimeValue>,
}
fields! { Shell { kind, extent, places, time } }

/// The incidents that are to be weighed, those of articles that came together beside each other.
pub(crate) fn waiting(base: &Connection) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT incident FROM incidents JOIN tellings USING (incident) WHERE weighed = 0
        GROUP BY incident ORDER BY min(revision), incident";
    base.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Whether there are any.
pub(crate) fn are_waiting(base: &Connection) -> rusqlite::Result<bool> {
    base.query_row("SELECT EXISTS (SELECT 1 FROM incidents WHERE weighed = 0)", [], |row| row.get(0))
}

/// The articles that tell of incidents and those with the same texts, each with its reading, and the tellings of each
/// incident.
pub(crate) fn reads_of(
    base: &Connection,
    incidents: &[i64],
    places: bool,
) -> rusqlite::Result<(Vec<Read>, Vec<Members>)> {
    let mut members = Vec::with_capacity(incidents.len());
    let mut revisions: BTreeSet<i64> = BTreeSet::new();
    for incident in incidents {
        let sql = "SELECT tellings.revision, nth, revisions.key FROM tellings JOIN revisions USING (revision)
            WHERE incident = ?1";
        let mut query = base.prepare_cached(sql)?;
        let mut rows = query.query([incident])?;
        let mut of = Members::new();
        while let Some(row) = rows.next()? {
            let (revision, nth, article): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            of.insert((key(article), nth as usize));
            revisions.insert(revision);
        }
        members.push(of);
    }
    for revision in revisions.clone() {
        let sql = "SELECT b.revision FROM revisions a JOIN revisions b ON a.text_key = b.text_key
            JOIN articles ON articles.article = b.article AND latest = b.revision WHERE a.revision = ?1";
        let mut query = base.prepare_cached(sql)?;
        for copy in query.query_map([revision], |row| row.get(0))? {
            revisions.insert(copy?);
        }
    }
    let mut reads: BTreeMap<Key, Read> = BTreeMap::new();
    for revision in revisions {
        if let Some(Ok(read)) = rows::read(base, revision, places)? {
            reads.entry(read.article.key()).or_insert(read);
        }
    }
    Ok((reads.into_values().collect(), members))
}

/// Weighs incidents and writes what comes of it.
pub(crate) fn weigh(base: &Connection, incidents: &[i64]) -> rusqlite::Result<()> {
    let (reads, members) = reads_of(base, incidents, true)?;
    let (weighed, derivations) = incident::weighed(&reads, &members);
    let now = now();
    let mut outlets = Outlets::new();
    for (id, incident) in incidents.iter().zip(&weighed) {
        write(base, *id, incident, &now)?;
        accounts::write(base, *id, incident, (&reads, &derivations), &mut outlets)?;
    }
    let mut touched: BTreeSet<i64> = incidents.iter().copied().collect();
    for incident in incidents {
        touched.extend(beside(base, *incident)?);
    }
    relate(base, &touched)
}

/// The incidents that share an article with one.
fn beside(base: &Connection, incident: i64) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT DISTINCT b.incident FROM tellings a JOIN tellings b ON a.revision = b.revision
        WHERE a.incident = ?1";
    base.prepare_cached(sql)?.query_map([incident], |row| row.get(0))?.collect()
}

/// Takes what is told of an incident out; its own row stays.
pub(crate) fn remove(base: &Connection, incident: i64) -> rusqlite::Result<()> {
    accounts::remove(base, incident)?;
    clear(base, incident)
}

/// The same of what is written anew whenever it is weighed.
fn clear(base: &Connection, incident: i64) -> rusqlite::Result<()> {
    base.prepare_cached("DELETE FROM facts WHERE incident = ?1")?.execute([incident])?;
    base.prepare_cached("DELETE FROM actors WHERE incident = ?1")?.execute([incident])?;
    let sql = "DELETE FROM spots WHERE place IN (SELECT place FROM places WHERE incident = ?1)";
    base.prepare_cached(sql)?.execute([incident])?;
    base.prepare_cached("DELETE FROM places WHERE incident = ?1")?.execute([incident])?;
    Ok(())
}

fn write(base: &Connection, id: i64, incident: &Incident, now: &str) -> rusqlite::Result<()> {
    let (before, was) = (changes::facts(base, id)?, row(base, id)?);
    clear(base, id)?;
    let kind = incident.kind.and_then(|kind| Kinds::shipped().kinds.get(usize::from(kind)));
    let state = incident.facts.iter().map(|fact| fact.state).min().unwrap_or(State::Single);
    let day = |at: Option<claim::Moment>| at.map(|at| at.date.to_string());
    let first = day(incident.time.as_ref().and_then(|time| time.start));
    let last = day(incident.time.as_ref().and_then(|time| time.end.or(time.start)));
    let articles: BTreeSet<usize> = incident.tellings.iter().map(|at| at.article).collect();
    let extent = match incident.extent {
        Extent::Single => "single",
        Extent::Wave => "wave",
        Extent::Total => "total",
    };
    let shell = Shell {
        kind: incident.kind.map(KindName),
        extent: incident.extent,
        places: incident.places.clone(),
        time: incident.time.clone(),
    };
    let sql =
        "UPDATE incidents SET weighed = 1, kind = ?2, title = ?3, extent = ?4, state = ?5, first_day = ?6,
        last_day = ?7, articles = ?8, form = ?9, voices = ?10 WHERE incident = ?1";
    base.prepare_cached(sql)?.execute(params![
        id,
        kind.map(|kind| kind.name.as_str()),
        incident.title,
        extent,
        state.name(),
        first,
        last,
        articles.len() as i64,
        Out::of(&shell),
        incident.voices.number() as i64
    ])?;
    for (nth, fact) in incident.facts.iter().enumerate() {
        let facet = Kinds::shipped().facets.get(usize::from(fact.facet)).map_or("", |facet| &facet.name);
        let (min, max, says) = fact.values.first().map_or((None, None, None), |value| says(&value.value));
        let sql = "INSERT INTO facts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        base.prepare_cached(sql)?.execute(params![
            id,
            nth as i64,
            facet,
            scope(&fact.scope),
            fact.state.name(),
            min,
            max,
            says,
            fact.support.voices as i64,
            fact.support.texts as i64
        ])?;
    }
    let is_told_otherwise = changes::note(base, id, before, now)?;
    if is_told_otherwise || row(base, id)? != was {
        turn(base, id)?;
    }
    let actors = incident.facts.iter().filter(|fact| is_of_actors(fact.facet));
    for value in actors.flat_map(|fact| &fact.values) {
        if let Some(name) = says(&value.value).2 {
            base.prepare_cached("INSERT OR IGNORE INTO actors VALUES (?1, ?2)")?
                .execute(params![id, name])?;
        }
    }
    for place in &incident.places {
        let within: Vec<&str> = place.within.iter().map(|container| container.name.as_str()).collect();
        base.prepare_cached("INSERT INTO places (incident, name, within, country) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, place.name, within.join("; "), place.country])?;
        let row = base.last_insert_rowid();
        if let Some([south, north, west, east]) = reach(place) {
            base.prepare_cached("INSERT INTO spots VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![row, south, north, west, east])?;
        }
    }
    Ok(())
}

/// What an incident's row says of it.
fn row(base: &Connection, id: i64) -> rusqlite::Result<Vec<Value>> {
    const COLUMNS: usize = 8;
    let sql = "SELECT kind, title, state, first_day, last_day, articles, voices, form FROM incidents
        WHERE incident = ?1";
    base.prepare_cached(sql)?.query_row([id], |row| (0..COLUMNS).map(|nth| row.get(nth)).collect())
}

/// Notes that an incident is new or another than it was, by the next number of all that ever did.
fn turn(base: &Connection, id: i64) -> rusqlite::Result<()> {
    let next = "UPDATE turns SET last = last + 1 RETURNING last";
    let next: i64 = base.prepare_cached(next)?.query_row([], |row| row.get(0))?;
    let sql = "UPDATE incidents SET turn = ?2, came = coalesce(came, ?2) WHERE incident = ?1";
    base.prepare_cached(sql)?.execute([id, next]).map(drop)
}

/// Where a place lies, as its southern, northern, western and eastern edge: of a town or site its point; a region is an
/// area, whose middle would be wrong; a country is too wide to be near anything, and so is what reaches over the date line.
fn reach(place: &PlaceValue) -> Option<[f32; 4]> {
    if place.precision != "region" {
        let point = place.point.filter(|_| place.precision != "country");
        return point.map(|(north, east)| [north, north, east, east]);
    }
    let extent = Gazetteer::in_use().extent(place.id?)?;
    (extent.west <= extent.east).then_some([extent.south, extent.north, extent.west, extent.east])
}

/// Whether values of a facet say who did something, or is said to have done it.
fn is_of_actors(facet: u8) -> bool {
    let facet = Kinds::shipped().facets.get(usize::from(facet));
    facet.is_some_and(|facet| matches!(facet.name.as_str(), "actor" | "responsibility" | "attribution"))
}

/// A value for those who ask the tables themselves: bounds of a number, words of anything else.
fn says(value: &claim::Value) -> (Option<i64>, Option<i64>, Option<String>) {
    let bound = |n: u64| i64::try_from(n).ok();
    let words = match value {
        claim::Value::Count(count) => return (bound(count.min), count.max.and_then(bound), None),
        claim::Value::Category { category, name } => Some(name.as_ref().unwrap_or(category).clone()),
        claim::Value::Place(place) => Some(place.name.clone()),
        claim::Value::Time(time) => time.start.map(|at| at.to_string()).or_else(|| time.pattern.clone()),
        claim::Value::Name { name, .. } => Some(name.clone()),
        claim::Value::Victim { name, .. } => name.clone(),
        claim::Value::Quote { speaker } => speaker.clone(),
    };
    (None, None, words)
}

/// The parts of a scope that are told: `of=child severity=critical`.
fn scope(scope: &claim::Scope) -> String {
    let parts = [
        ("of", &scope.of),
        ("target", &scope.target),
        ("place", &scope.place),
        ("weapon", &scope.weapon),
        ("means", &scope.means),
        ("severity", &scope.severity),
        ("cause", &scope.cause),
        ("basis", &scope.basis),
        ("includes", &scope.includes),
        ("per", &scope.per),
        ("period", &scope.period),
    ];
    let told = parts.iter().filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?)));
    told.collect::<Vec<_>>().join(" ")
}

/// An incident as its row has it, without its tellings and facts, and the keys of its articles.
pub(crate) fn shell(base: &Connection, id: i64) -> rusqlite::Result<Option<(Incident, BTreeSet<Key>)>> {
    let sql =
        "SELECT form, title, part_of, about, key FROM incidents WHERE incident = ?1 AND form IS NOT NULL";
    let found = base.prepare_cached(sql)?.query_row([id], |row| {
        let form = row.get_ref(0)?.as_blob().unwrap_or_default();
        let Ok(shell) = In::read::<Shell>(form, None, true) else { return Ok(None) };
        let relation = |column: usize| row.get::<_, Option<i64>>(column).map(|id| id.map(key));
        Ok(Some(Incident {
            key: key(row.get(4)?),
            id: key(id),
            kind: shell.kind.map(|kind| kind.0),
            title: row.get(1)?,
            extent: shell.extent,
            part_of: relation(2)?,
            about: relation(3)?,
            places: shell.places,
            time: shell.time,
            tellings: Vec::new(),
            facts: Vec::new(),
            checks: Vec::new(),
            voices: Voices::default(),
        }))
    });
    let Some(incident) = found.optional()?.flatten() else { return Ok(None) };
    let sql =
        "SELECT DISTINCT revisions.key FROM tellings JOIN revisions USING (revision) WHERE incident = ?1";
    let articles: rusqlite::Result<BTreeSet<Key>> =
        base.prepare_cached(sql)?.query_map([id], |row| Ok(key(row.get(0)?)))?.collect();
    Ok(Some((incident, articles?)))
}

/// Writes what incidents are part of and speak of, which those beside them decide.
fn relate(base: &Connection, touched: &BTreeSet<i64>) -> rusqlite::Result<()> {
    let mut all: BTreeSet<i64> = touched.clone();
    for incident in touched {
        all.extend(beside(base, *incident)?);
    }
    let (mut incidents, mut articles) = (Vec::new(), Vec::new());
    for id in all {
        if let Some((incident, of)) = shell(base, id)? {
            incidents.push(incident);
            articles.push(of);
        }
    }
    incident::relate(&mut incidents, articles);
    for incident in incidents.iter().filter(|incident| touched.contains(&number(incident.id))) {
        let sql = "UPDATE incidents SET part_of = ?2, about = ?3 WHERE incident = ?1
            AND (part_of IS NOT ?2 OR about IS NOT ?3)";
        let id = number(incident.id);
        let with = params![id, incident.part_of.map(number), incident.about.map(number)];
        if base.prepare_cached(sql)?.execute(with)? > 0 {
            turn(base, id)?;
        }
    }
    Ok(())
}
