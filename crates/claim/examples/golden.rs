//! Reads the golden articles and prints how well: `golden [--lang-dir DIR] [--dir DIR] [--show] [--facet F]… [--file PART]…`.
//!
//! Build once, then tune rules without building: `target/quick/examples/golden --lang-dir lang --show --facet killed`.
#![allow(clippy::print_stdout)]

#[path = "../tests/golden/mod.rs"]
mod golden;

use std::path::PathBuf;
use std::process::ExitCode;

use claim::Packs;
use golden::score::{said, told};
use golden::table::Table;
use golden::{Scored, score_all};
use pack::Kinds;

const USAGE: &str =
    "golden [--lang-dir DIR] [--dir DIR] [--show] [--said] [--claims] [--facet NAME]... [--file PART]...

  --lang-dir DIR  the language packs of this folder, compiled now, instead of those built in
  --dir DIR       the golden articles of this folder, instead of tests/articles
  --show          every missed line and every wrong claim, by facet
  --said          every wrong stance or voice
  --claims        every claim read, by telling, with what it answers
  --facet NAME    list only this facet (the table is of all)
  --file PART     only articles whose name holds PART";

#[derive(Default)]
struct Asked {
    lang: Option<PathBuf>,
    dir: Option<PathBuf>,
    show: bool,
    said: bool,
    claims: bool,
    facets: Vec<String>,
    files: Vec<String>,
}

fn asked() -> Result<Asked, String> {
    let mut out = Asked::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--lang-dir" => out.lang = Some(value()?.into()),
            "--dir" => out.dir = Some(value()?.into()),
            "--facet" => out.facets.push(value()?),
            "--file" => out.files.push(value()?),
            "--show" => out.show = true,
            "--said" => out.said = true,
            "--claims" => out.claims = true,
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(out)
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("{what}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let asked = asked()?;
    let packs = match &asked.lang {
        Some(folder) => Packs::from_dir(folder).map_err(|e| e.to_string())?,
        None => Packs::shipped(),
    };
    let mut articles = golden::load(&asked.dir.clone().unwrap_or_else(golden::folder))
        .map_err(|faults| faults.join("\n"))?;
    articles.retain(|a| asked.files.is_empty() || asked.files.iter().any(|f| a.name.contains(f)));
    let scored = score_all(articles, &packs);
    let wanted = |facet: u8| {
        asked.facets.is_empty() || asked.facets.contains(&Kinds::shipped().facets[facet as usize].name)
    };
    if asked.claims {
        scored.iter().for_each(|s| claims(s, &wanted));
    }
    if asked.show {
        show(&scored, &wanted);
    }
    if asked.said {
        stances(&scored, &wanted);
    }
    println!("{}", Table::of(&scored));
    Ok(())
}

/// The file's name without its ending.
fn short(s: &Scored) -> &str {
    s.golden.name.strip_suffix(".md").unwrap_or(&s.golden.name)
}

fn show(scored: &[Scored], wanted: &dyn Fn(u8) -> bool) {
    let mut lines = Vec::new();
    for s in scored {
        for missed in &s.score.missed {
            let line = &s.golden.lines[missed.line];
            let near = missed.near.map_or(String::new(), |c| {
                format!("\n           read: {}", told(&s.golden.article, &s.reading.claims[c]))
            });
            let why = format!("{:?}", missed.why).to_lowercase();
            let (claim, quote) = line.shown.split_once(" :: ").unwrap_or((&line.shown, ""));
            let text = format!("missed {why:6} {}  {claim}  «{}»{near}", short(s), quote.trim_matches('"'));
            lines.push((line.facet, 0, missed.why as u8, text));
        }
        for wrong in &s.score.wrong {
            let claim = &s.reading.claims[wrong.claim];
            let why = format!("{:?}", wrong.why).to_lowercase();
            let text = format!("wrong  {why:6} {}  {}", short(s), told(&s.golden.article, claim));
            lines.push((claim.facet, 1, wrong.why as u8, text));
        }
    }
    lines.sort();
    let mut last = None;
    for (facet, _, _, text) in lines.into_iter().filter(|l| wanted(l.0)) {
        if last != Some(facet) {
            println!("\n{}", Kinds::shipped().facets[facet as usize].name);
            last = Some(facet);
        }
        println!("  {text}");
    }
    println!();
}

fn stances(scored: &[Scored], wanted: &dyn Fn(u8) -> bool) {
    for s in scored {
        for found in s.score.found.iter().filter(|f| f.stance == Some(false) || !f.voice) {
            let (line, claim) = (&s.golden.lines[found.line], &s.reading.claims[found.claim]);
            if wanted(line.facet) {
                let voice = claim.origin.as_ref().map(|o| o.voice.as_str());
                let what = if found.voice { "stance" } else { "voice " };
                let gold = said(line.stance, line.voice.as_deref());
                println!(
                    "{what} {}  {}  is {gold}; read: {}",
                    short(s),
                    line.shown,
                    said(claim.stance, voice)
                );
            }
        }
    }
    println!();
}

fn claims(s: &Scored, wanted: &dyn Fn(u8) -> bool) {
    println!("{}", short(s));
    for (number, telling) in s.reading.tellings.iter().enumerate() {
        let kind = telling.kind.map_or("no kind", |k| Kinds::shipped().kinds[k as usize].name.as_str());
        let is = |home: &Option<usize>| *home == Some(number);
        let incidents: Vec<&str> = s
            .golden
            .incidents
            .iter()
            .zip(&s.score.tellings)
            .filter(|(_, h)| is(h))
            .map(|(i, _)| i.name.as_str())
            .collect();
        println!("  telling {number}: {kind} [{}]", incidents.join(", "));
        for (at, claim) in
            s.reading.claims.iter().enumerate().filter(|(_, c)| c.telling == number && wanted(c.facet))
        {
            let found = s.score.found.iter().find(|f| f.claim == at);
            let wrong = s.score.wrong.iter().any(|w| w.claim == at);
            let mark = if wrong {
                "✗"
            } else if found.is_some() {
                "✓"
            } else {
                " "
            };
            let other = found
                .map(|f| &s.golden.incidents[s.golden.lines[f.line].incident].name)
                .filter(|n| !incidents.contains(&n.as_str()));
            let other = other.map_or(String::new(), |n| format!("  (of {n})"));
            let voice = claim.origin.as_ref().map(|o| o.voice.as_str());
            println!("    {mark} {}  {}{other}", told(&s.golden.article, claim), said(claim.stance, voice));
        }
    }
}
