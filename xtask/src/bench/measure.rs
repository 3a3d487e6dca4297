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
use super::process::{cpu, peak};
use crate::tree;

/// How often a short run is repeated; its median counts.
const TIMES: usize = 15;

/// What a run took: time by the clock, time of the processors, the most memory.
struct Took {
    clock: Duration,
    cpu: Option<Duration>,
    peak: Option<u64>,
}

/// Measures and prints a table.
pub(super) fn run(wanted: usize, threads: usize, profile: &str, out: &mut dyn Write) -> Result<()> {
    let rows = generate(Language::ENGLISH, wanted)?;
    let articles: Vec<Article> = rows.iter().map(|row| article(row, Language::ENGLISH)).collect();
    let english = megabytes(&articles);
    writeln!(out, "{wanted} articles, {english:.1} MB, {threads} threads, profile {profile}\n")?;
    writeln!(out, "{:<42}{:>11}{:>8}{:>14}{:>9}", "", "articles/s", "MB/s", "µs of a core", "peak MB")?;
    let mut line = |what: &str, megabytes: f64, times: usize, took: &Took| {
        let (count, seconds) = (wanted * times, took.clock.as_secs_f64());
        let each = took
            .cpu
            .map_or(String::from("-"), |cpu| format!("{:.0}", cpu.as_secs_f64() * 1e6 / count as f64));
        let peak = took.peak.map_or(String::from("-"), |kb| format!("{:.0}", kb as f64 / 1024.0));
        let (pace, speed) = (count as f64 / seconds, megabytes * times as f64 / seconds);
        writeln!(out, "{what:<42}{pace:>11.0}{speed:>8.1}{each:>14}{peak:>9}")
    };

    let packs = Packs::shipped();
    read_article(articles.first().context("no articles")?.clone(), &packs); // loads the pack
    let read = |article: &Article| read_article(article.clone(), &packs).reading.claims.len();
    line("read, through the library", english, 1, &each(&articles, threads, read)?)?;
    let segmenter = WordSegmenter::new_auto(Default::default());
    let words = |article: &Article| segmenter.segment_str(article.text()).count();
    let took = Took { peak: None, ..each(&articles, threads, words)? };
    line("word segmentation alone, icu_segmenter", english, 1, &took)?;

    let bin = tree::build(tree::root(), profile, None)?;
    let work = tempfile::tempdir()?;
    for times in [1, 4] {
        let path = work.path().join("stream.jsonl");
        tree::write_lines(&path, (0..times).flat_map(|_| rows.iter().cloned()))?;
        let took = stream(&bin, &path, threads)?;
        line(&format!("mark --json, the program, {times}× articles"), english, times, &took)?;
    }
    for language in packs.languages().into_iter().filter(|l| *l != Language::ENGLISH) {
        let others: Vec<Article> =
            generate(language, wanted)?.iter().map(|row| article(row, language)).collect();
        read_article(others[0].clone(), &packs);
        let took = Took { peak: None, ..each(&others, threads, read)? };
        line(&format!("read, through the library, {language}"), megabytes(&others), 1, &took)?;
    }
    let cold = cold(&bin, &articles, work.path())?;
    writeln!(out, "\nfive articles through the program, start to end: {cold:.0} ms (median of {TIMES})")?;
    Ok(())
}

/// How many milliseconds `tellings read` takes from its start to its end over five articles.
fn cold(bin: &Path, articles: &[Article], work: &Path) -> Result<f64> {
    let mut read = Command::new(bin);
    read.args(["read", "--json"]).stdout(Stdio::null());
    for (at, article) in articles.iter().take(5).enumerate() {
        let path = work.join(format!("{at}.txt"));
        fs::write(&path, article.text())?;
        read.arg(path);
    }
    let mut took = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        let status = read.status()?;
        ensure!(status.success(), "tellings read failed: {status}");
        took.push(start.elapsed());
    }
    took.sort();
    Ok(took[TIMES / 2].as_secs_f64() * 1e3)
}

fn megabytes(articles: &[Article]) -> f64 {
    articles.iter().map(|a| a.text().len()).sum::<usize>() as f64 / 1e6
}

fn article(row: &Value, language: Language) -> Article {
    let text = |name: &str| row[name].as_str().unwrap_or_default();
    let published = Moment::parse(text("published"));
    let published =
        published.map(|at| tellings::claim::Published { at, from: tellings::claim::PublishedFrom::Given });
    let about = About { language: Some(language), published, ..About::default() };
    Article::new(text("id"), text("text"), about)
}

/// What some work on every article takes, by several threads.
fn each<R: Send>(articles: &[Article], threads: usize, work: impl Fn(&Article) -> R + Sync) -> Result<Took> {
    let (start, spent) = (Instant::now(), cpu("self"));
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
    let cpu = cpu("self").zip(spent).map(|(now, before)| now.saturating_sub(before));
    Ok(Took { clock: start.elapsed(), cpu, peak: peak("self") })
}

/// What `tellings mark --json` takes over a file.
fn stream(bin: &Path, input: &Path, threads: usize) -> Result<Took> {
    let start = Instant::now();
    let mut mark = Command::new(bin);
    mark.args(["mark", "--json", "--threads", &threads.to_string()]).arg(input).stdout(Stdio::null());
    let mut child = mark.spawn()?;
    let process = child.id().to_string();
    let (mut spent, mut most) = (None, None);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // what was seen last is nearly what it came to
        (spent, most) = (cpu(&process).max(spent), peak(&process).max(most));
        std::thread::sleep(Duration::from_millis(5));
    };
    ensure!(status.success(), "tellings mark failed: {status}");
    Ok(Took { clock: start.elapsed(), cpu: spent, peak: most })
}
