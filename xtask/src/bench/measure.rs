use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use icu_segmenter::WordSegmenter;
use serde_json::Value;
use tellings::{About, Article, Language, Moment, Packs, pipeline, read_article};

use super::articles::generate;
use crate::tree;

/// How often a short run is repeated; its median counts.
const TIMES: usize = 15;

/// Measures and prints a table.
pub(super) fn run(wanted: usize, threads: usize, profile: &str, out: &mut dyn Write) -> Result<()> {
    let rows = generate(wanted)?;
    let articles: Vec<Article> = rows.iter().map(article).collect();
    let bytes: usize = articles.iter().map(|a| a.text().len()).sum();
    let megabytes = bytes as f64 / 1e6;
    writeln!(out, "{wanted} articles, {megabytes:.1} MB, {threads} threads, profile {profile}\n")?;
    writeln!(out, "{:<44}{:>12}{:>9}{:>12}", "", "articles/s", "MB/s", "peak MB")?;
    let mut line = |what: &str, count: usize, megabytes: f64, took: Duration, peak: Option<u64>| {
        let (seconds, peak) =
            (took.as_secs_f64(), peak.map_or(String::from("-"), |kb| format!("{:.0}", kb as f64 / 1024.0)));
        writeln!(out, "{what:<44}{:>12.0}{:>9.1}{peak:>12}", count as f64 / seconds, megabytes / seconds)
    };

    let packs = Packs::shipped();
    let first = articles.first().context("no articles")?.clone();
    read_article(first, &packs); // loads the pack
    let took =
        each(&articles, threads, |article| read_article(article.clone(), &packs).reading.claims.len())?;
    line("read, through the library", wanted, megabytes, took, peak("self"))?;
    let segmenter = WordSegmenter::new_auto(Default::default());
    let took = each(&articles, threads, |article| segmenter.segment_str(article.text()).count())?;
    line("word segmentation alone, icu_segmenter", wanted, megabytes, took, None)?;

    let bin = tree::build(tree::root(), profile, None)?;
    let work = tempfile::tempdir()?;
    for times in [1, 4] {
        let path = work.path().join("stream.jsonl");
        tree::write_lines(&path, (0..times).flat_map(|_| rows.iter().cloned()))?;
        let (took, peak) = stream(&bin, &path, threads)?;
        line(
            &format!("mark --json, the program, {times}× articles"),
            wanted * times,
            megabytes * times as f64,
            took,
            peak,
        )?;
    }
    let files = (0..5.min(wanted)).map(|at| -> Result<_> {
        let path = work.path().join(format!("{at}.txt"));
        fs::write(&path, articles[at].text())?;
        Ok(path)
    });
    let files = files.collect::<Result<Vec<_>>>()?;
    let mut cold = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        let status =
            Command::new(&bin).args(["read", "--json"]).args(&files).stdout(Stdio::null()).status()?;
        ensure!(status.success(), "tellings read failed: {status}");
        cold.push(start.elapsed());
    }
    cold.sort();
    let cold = cold[TIMES / 2].as_secs_f64() * 1e3;
    writeln!(out, "\nfive articles through the program, start to end: {cold:.0} ms (median of {TIMES})")?;
    Ok(())
}

fn article(row: &Value) -> Article {
    let text = |name: &str| row[name].as_str().unwrap_or_default();
    let published = Moment::parse(text("published"));
    let published =
        published.map(|at| tellings::claim::Published { at, from: tellings::claim::PublishedFrom::Given });
    let about = About { language: Some(Language::ENGLISH), published, ..About::default() };
    Article::new(text("id"), text("text"), about)
}

/// How long some work on every article takes, by several threads.
fn each<R: Send>(
    articles: &[Article],
    threads: usize,
    work: impl Fn(&Article) -> R + Sync,
) -> Result<Duration> {
    let start = Instant::now();
    let feed = |push: &mut dyn FnMut(usize) -> bool| {
        (0..articles.len()).all(push);
    };
    let mut done = 0;
    let count = |_| -> Result<()> {
        done += 1;
        Ok(())
    };
    pipeline::in_order(threads, feed, |at| work(&articles[at]), count)?;
    ensure!(done == articles.len(), "{done} of {} articles came back", articles.len());
    Ok(start.elapsed())
}

/// Runs `tellings mark --json` over a file and returns how long it took and the most memory it held.
fn stream(bin: &Path, input: &Path, threads: usize) -> Result<(Duration, Option<u64>)> {
    let start = Instant::now();
    let mut mark = Command::new(bin);
    mark.args(["mark", "--json", "--threads", &threads.to_string()]).arg(input).stdout(Stdio::null());
    let mut child = mark.spawn()?;
    let mut most = None;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        most = most.max(peak(&child.id().to_string()));
        std::thread::sleep(Duration::from_millis(5));
    };
    ensure!(status.success(), "tellings mark failed: {status}");
    Ok((start.elapsed(), most))
}

/// The most memory that a process has held so far, in kB, where the system tells it.
fn peak(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
