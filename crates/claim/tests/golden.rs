//! The golden articles: what must be found in them is found, what is marked as missed or wrong still is.
//!
//! `UPDATE_GOLDEN=1 cargo test -p claim --test golden` rewrites the marks (`- todo: …` for known misses, `- wrong: …`
//! for known wrong claims); `git diff` is the review. `GOLDEN_DIR` names another folder of articles.
#![allow(clippy::print_stdout)]

#[path = "golden/mod.rs"]
mod golden;

use std::collections::BTreeSet;
use std::path::Path;

use claim::Packs;
use golden::table::{Row, Table, part};
use golden::{Scored, folder, load, score_all};

fn scored() -> Vec<Scored> {
    let articles = load(&folder()).unwrap_or_else(|faults| panic!("\n{}", faults.join("\n")));
    score_all(articles, &Packs::shipped())
}

/// What a file's marks and its reading disagree on.
fn disagreements(s: &Scored) -> Vec<String> {
    let missed: BTreeSet<usize> = s.score.missed.iter().map(|m| m.line).collect();
    let mut out = Vec::new();
    for (number, line) in s.golden.lines.iter().enumerate() {
        let at = line.at + 1;
        match (missed.contains(&number), line.todo) {
            (true, false) => out.push(format!("missed     {}:{at}: {}", s.golden.name, line.shown)),
            (false, true) => {
                out.push(format!("now found  {}:{at}: {} (remove todo:)", s.golden.name, line.shown))
            }
            _ => {}
        }
    }
    let (known, now) = (
        s.golden.wrong.iter().collect::<BTreeSet<_>>(),
        s.score.wrong.iter().map(|w| &w.shown).collect::<BTreeSet<_>>(),
    );
    out.extend(now.difference(&known).map(|w| format!("wrong      {}: {w}", s.golden.name)));
    out.extend(known.difference(&now).map(|w| format!("now right  {}: {w} (remove wrong:)", s.golden.name)));
    out
}

#[test]
fn articles() {
    let scored = scored();
    let faults: Vec<String> = scored.iter().flat_map(disagreements).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        for s in scored.iter().filter(|s| !disagreements(s).is_empty()) {
            let missed: Vec<usize> = s.score.missed.iter().map(|m| m.line).collect();
            let wrong: BTreeSet<&String> = s.score.wrong.iter().map(|w| &w.shown).collect();
            let wrong: Vec<String> = wrong.into_iter().cloned().collect();
            std::fs::write(&s.golden.path, s.golden.marked(&missed, &wrong))
                .expect("a golden article can be written");
        }
        println!("{} marks rewritten; see git diff", faults.len());
        return;
    }
    assert!(
        faults.is_empty(),
        "\n{}\n\n{} differences; UPDATE_GOLDEN=1 rewrites the marks\n",
        faults.join("\n"),
        faults.len()
    );
}

/// Rewriting the marks gives a file that reads as the same article with these marks.
#[test]
fn marks() {
    for s in scored() {
        let missed: Vec<usize> = (0..s.golden.lines.len()).step_by(2).collect();
        let known = ["killed = 3 :: \"three\"".to_owned()];
        let again =
            golden::article::Golden::parse(&s.golden.path, s.golden.marked(&missed, &known)).expect("reads");
        assert_eq!(again.wrong, known, "{}", s.golden.name);
        assert_eq!(again.article.key(), s.golden.article.key());
        for (number, (before, after)) in s.golden.lines.iter().zip(&again.lines).enumerate() {
            assert_eq!(before.shown, after.shown);
            assert_eq!(after.todo, number % 2 == 0);
        }
        let wrong = s.golden.wrong.clone();
        let missed: Vec<usize> = (0..s.golden.lines.len()).filter(|l| s.golden.lines[*l].todo).collect();
        let source = std::fs::read_to_string(&s.golden.path).expect("was read before");
        assert_eq!(s.golden.marked(&missed, &wrong), source, "{}", s.golden.name);
    }
}

/// `tests/floors.toml`: by language and facet (or `counts`, `all`), what no change may fall below.
#[test]
fn floors() {
    let scored = scored();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/floors.toml");
    let source = std::fs::read_to_string(&path).expect("tests/floors.toml can be read");
    let floors: toml::Table = source.parse().expect("tests/floors.toml is TOML");
    let mut faults = Vec::new();
    for (language, floors) in floors {
        let table = Table::of(scored.iter().filter(|s| s.golden.language == language));
        println!("{language}\n{table}");
        for (name, floors) in floors.as_table().unwrap_or_else(|| panic!("[{language}] is a table")) {
            let floors = floors.as_table().unwrap_or_else(|| panic!("[{language}.{name}] is a table"));
            faults.extend(
                below(&table, name, floors).into_iter().map(|fault| format!("{language}.{name}: {fault}")),
            );
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The figures of a row that are below their floors.
fn below(table: &Table, name: &str, floors: &toml::Table) -> Vec<String> {
    let none = Row::default();
    let row = table.row(name).unwrap_or(&none);
    let figure = |figure: &str| match figure {
        "recall" => row.recall(),
        "precision" => row.precision(),
        "stance" => part(row.stance),
        "voice" => part(row.voice),
        "pairs" => table.grouping().2,
        "kinds" => part(table.kinds),
        _ => panic!("{figure:?} is no figure: recall, precision, stance, voice; of all: pairs, kinds"),
    };
    let fault = |(name, floor): (&String, &toml::Value)| {
        let floor = floor.as_float().unwrap_or_else(|| panic!("{name} is a fraction"));
        let is = figure(name);
        (is < floor).then(|| format!("{name} {is:.3} is below its floor {floor}"))
    };
    floors.iter().filter_map(fault).collect()
}
