//! `cargo xtask bench ledger`: how fast a ledger grows, how large it gets, and how long one more article takes.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tellings::{Ledger, Packs, Read, Writer};
use worlds::Plan;

use super::process;

/// The seed of the world.
const SEED: u64 = 1;
/// How many articles one transaction takes in, as `tellings add` does.
const BATCH: usize = 4_096;
/// Every how many articles one is kept back, to be added by itself afterwards; not more than [`SINGLE`].
const KEPT_BACK: usize = 997;
/// How many are added one by one.
const SINGLE: usize = 40;

/// What adding took: time by the clock and of the processors.
struct Took {
    clock: Duration,
    cpu: Duration,
}

impl Took {
    fn of<T>(what: impl FnOnce() -> Result<T>) -> Result<(T, Took)> {
        let spent = || process::cpu("self").unwrap_or_default();
        let (start, before) = (Instant::now(), spent());
        let made = what()?;
        Ok((made, Took { clock: start.elapsed(), cpu: spent().saturating_sub(before) }))
    }
}

/// Adds a world of so many tellings and prints what it took.
pub(super) fn run(tellings: usize, keep: Option<&Path>, out: &mut dyn Write) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = keep.map_or_else(|| folder.path().join("desk.tellings"), Path::to_owned);
    let packs = Packs::shipped();
    let single = match path.exists() {
        true => kept_back(tellings),
        false => fill(tellings, &path, &packs, out)?,
    };
    one_by_one(single, &path, &packs, out)
}

/// The articles of a world that are not added with the others.
fn kept_back(tellings: usize) -> Vec<Read> {
    let (mut single, mut count) = (Vec::new(), 0usize);
    worlds::articles(SEED, &Plan::of(tellings), &mut |read| {
        count += 1;
        if count % KEPT_BACK == 0 && single.len() < SINGLE {
            single.push(read);
        }
    });
    single
}

/// Makes a ledger of a world, but for the articles kept back, which it returns.
fn fill(tellings: usize, path: &Path, packs: &Packs, out: &mut dyn Write) -> Result<Vec<Read>> {
    Ledger::create(path)?;
    let (mut batch, mut single, mut count) = (Vec::new(), Vec::new(), 0usize);
    let (mut clock, mut cpu) = (Duration::ZERO, Duration::ZERO);
    let mut writer = open(path)?;
    let mut failed = None;
    let mut add = |reads: Vec<Read>| -> Result<()> {
        let (_, took) = Took::of(|| Ok(writer.add(reads, packs)?))?;
        (clock, cpu) = (clock + took.clock, cpu + took.cpu);
        Ok(())
    };
    process::forget_peak();
    worlds::articles(SEED, &Plan::of(tellings), &mut |read| {
        count += 1;
        if count % KEPT_BACK == 0 && single.len() < SINGLE {
            return single.push(read);
        }
        batch.push(read);
        if batch.len() == BATCH
            && let Err(error) = add(std::mem::take(&mut batch))
        {
            failed.get_or_insert(error);
        }
    });
    add(batch)?;
    failed.map_or(Ok(()), Err)?;
    let added = count - single.len();
    line(out, "linked and stored", added, &Took { clock, cpu })?;
    let (_, took) = Took::of(|| Ok(writer.weigh()?))?;
    line(out, "weighed", added, &took)?;
    line(out, "all of it", added, &Took { clock: clock + took.clock, cpu: cpu + took.cpu })?;
    let peak = process::peak("self").map_or("-".into(), |kb| format!("{:.0} MB", kb as f64 / 1024.0));
    let holds = writer.ledger().holds()?;
    let each = holds.bytes / holds.articles.max(1);
    writeln!(out, "{} incidents, {each} bytes an article, at most {peak} of memory", holds.incidents)?;
    Ok(single)
}

/// Opens a ledger for each of some articles, adds it and closes it.
fn one_by_one(single: Vec<Read>, path: &Path, packs: &Packs, out: &mut dyn Write) -> Result<()> {
    let mut times = Vec::new();
    let ((), all) = Took::of(|| {
        for read in single {
            let start = Instant::now();
            let mut writer = open(path)?;
            writer.add(vec![read], packs)?;
            writer.weigh()?;
            drop(writer);
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        Ok(())
    })?;
    times.sort_by(f64::total_cmp);
    let (median, most) = (times.get(times.len() / 2), times.last());
    let (median, most) = median.zip(most).context("no article was kept back")?;
    let each = all.cpu.as_secs_f64() * 1e3 / times.len() as f64;
    writeln!(
        out,
        "one more, opened, linked, weighed and closed: {median:.1} ms, at most {most:.1} ms, {each:.1} ms of a core"
    )?;
    Ok(())
}

fn open(path: &Path) -> Result<Writer> {
    Ok(Writer::open(path, &mut || ())?)
}

fn line(out: &mut dyn Write, what: &str, articles: usize, took: &Took) -> Result<()> {
    let (clock, cpu) = (took.clock.as_secs_f64(), took.cpu.as_secs_f64());
    let pace = articles as f64 / clock;
    let each = cpu * 1e6 / articles as f64;
    writeln!(
        out,
        "{what:<20}{articles:>9} articles{clock:>9.2} s{pace:>9.0} a second{each:>9.0} µs of a core each"
    )?;
    Ok(())
}
