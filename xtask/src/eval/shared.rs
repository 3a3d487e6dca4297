//! Outside measures in `../shared`: their scorers, run over what the program prints.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Figure;
use crate::tree;

/// One set: how its articles are had, what reads them, what scores that, and which figures count.
struct Set {
    name: &'static str,
    input: Input,
    command: &'static str,
    /// Script and arguments, `OUT` being what was printed.
    scorer: &'static [&'static str],
    figures: &'static [&'static str],
}

enum Input {
    /// Every text of a folder.
    Texts(&'static str),
    /// A file as it is.
    File(&'static str),
    /// A file with one field in the place of `text`.
    Field(&'static str, &'static str),
    /// What a script prints, of some languages only.
    Script(&'static [&'static str], &'static [&'static str]),
}

/// The wild accounts in some languages.
macro_rules! wild {
    ($name:literal, [$($code:literal),+], $list:literal, $figures:expr) => {
        Set {
            name: $name,
            input: Input::Script(&["wild/build.py"], &[$($code),+]),
            command: "read",
            scorer: &["bench/score/wild.py", "OUT", "wild", "--language", $list],
            figures: $figures,
        }
    };
    ($name:literal, $code:literal) => { wild!($name, [$code], $code, READ_AND_LINKED) };
}

/// What is measured of the accounts in one language, and of those in several.
const READ_AND_LINKED: &[&str] =
    &["claims_r", "claims_p", "counts_r", "counts_p", "stance", "voice", "bcubed_f1", "broken"];
const LINKED: &[&str] = &["bcubed_f1", "pair_f1", "broken"];

/// Expressions of time in one language.
macro_rules! time {
    ($name:literal, $code:literal, $cases:literal) => {
        Set {
            name: $name,
            input: Input::Script(&["bench/score/time.py", "prepare", $cases], &[$code]),
            command: "mark",
            scorer: &["bench/score/time.py", "OUT", $cases],
            figures: &["exact_f1", "relaxed_f1", "value_f1", "value_acc"],
        }
    };
}

/// Names of people, bodies and places in one language.
macro_rules! names {
    ($name:literal, $code:literal) => {
        Set {
            name: $name,
            input: Input::File("bench/names/docs.jsonl"),
            command: "mark",
            scorer: &["bench/score/names.py", "OUT", "bench/names/gold.jsonl", "--language", $code],
            figures: &["f1", "person_f1", "organization_f1", "place_f1"],
        }
    };
}

const SETS: &[Set] = &[
    Set {
        name: "seeds",
        input: Input::Texts("seeds"),
        command: "read",
        scorer: &["seeds/score.py", "OUT", "en"],
        figures: &["claims", "counts", "precise", "links", "joined", "broken"],
    },
    Set {
        name: "seeds-all",
        input: Input::Texts("seeds"),
        command: "read",
        scorer: &["seeds/score.py", "OUT"],
        figures: &["claims", "counts", "precise", "links", "joined", "broken"],
    },
    wild!(
        "wild",
        ["en"],
        "en",
        &[
            "claims_r",
            "claims_p",
            "counts_r",
            "counts_p",
            "stance",
            "voice",
            "bcubed_f1",
            "pair_f1",
            "broken",
        ]
    ),
    wild!("wild-it", "it"),
    wild!("wild-uk", "uk"),
    wild!("wild-ru", "ru"),
    wild!("wild-fr", "fr"),
    wild!("wild-de", "de"),
    wild!("wild-es", "es"),
    wild!("wild-en-it", ["en", "it"], "en,it", LINKED),
    wild!("wild-four", ["en", "it", "uk", "ru"], "en,it,uk,ru", LINKED),
    Set {
        name: "wild-all",
        input: Input::Script(&["wild/build.py"], &["en", "it", "uk", "ru", "fr", "de", "es", "ar"]),
        command: "read",
        scorer: &["bench/score/wild.py", "OUT", "wild"],
        figures: &[
            "claims_r",
            "claims_p",
            "bcubed_f1",
            "pair_f1",
            "state",
            "current",
            "state_told",
            "current_told",
            "voice",
            "derived_p",
            "derived_r",
            "how",
            "broken",
        ],
    },
    Set {
        name: "incidents-small",
        input: Input::File("bench/incidents-small/articles.jsonl"),
        command: "read",
        scorer: &["bench/score/incidents.py", "OUT", "bench/incidents-small/gold.jsonl"],
        figures: &[
            "bcubed_f1",
            "pair_f1",
            "killed_incident_told",
            "killed_article_told",
            "killed_f",
            "injured_incident_told",
            "injured_f",
            "date_exact",
            "date_1day",
            "city_name",
        ],
    },
    Set {
        name: "muc4",
        input: Input::File("bench/muc4/docs.jsonl"),
        command: "read",
        scorer: &["bench/score/muc4.py", "OUT", "bench/muc4/gold.jsonl", "--split", "dev"],
        figures: &["all_f1", "all_p", "all_r", "type_f1", "victim_f1", "perpetrator_f1", "location_f1"],
    },
    Set {
        name: "muc4-cased",
        input: Input::Field("bench/muc4/docs.jsonl", "text_cased"),
        command: "read",
        scorer: &["bench/score/muc4.py", "OUT", "bench/muc4/gold.jsonl", "--split", "dev"],
        figures: &["all_f1", "all_p", "all_r"],
    },
    Set {
        name: "quotes",
        input: Input::File("bench/quotes/docs.jsonl"),
        command: "mark",
        scorer: &["bench/score/quotes.py", "OUT", "bench/quotes/gold.jsonl", "--split", "dev"],
        figures: &["content_exact_f1", "content_f1", "source_exact_f1", "cue_exact_f1", "direct_r"],
    },
    Set {
        name: "places",
        input: Input::File("bench/places/docs.jsonl"),
        command: "mark",
        scorer: &["bench/score/places.py", "OUT", "bench/places/gold.jsonl"],
        figures: &["exact_f1", "acc161_matched", "acc161", "id_acc"],
    },
    Set {
        name: "pages",
        input: Input::File("bench/pages/html"),
        command: "extract",
        scorer: &["bench/score/pages.py", "OUT", "bench/pages/gold.jsonl"],
        figures: &["body_f1", "title_exact", "date_exact"],
    },
    names!("names-it", "it"),
    names!("names-uk", "uk"),
    names!("names-ru", "ru"),
    time!("time", "en", "bench/time/cases.en.jsonl"),
    time!("time-it", "it", "bench/time/cases.it.jsonl"),
    time!("time-uk", "uk", "bench/time/cases.uk.jsonl"),
    time!("time-ru", "ru", "bench/time/cases.ru.jsonl"),
    time!("time-fr", "fr", "bench/time/cases.fr.jsonl"),
    time!("time-de", "de", "bench/time/cases.de.jsonl"),
    time!("time-es", "es", "bench/time/cases.es.jsonl"),
];

/// The figures of every set that is there, and what could not be measured.
pub(super) fn figures(shared: &Path, bin: &Path, work: &Path) -> Result<(Vec<Figure>, Vec<String>)> {
    let shared = shared.canonicalize()?;
    let (mut figures, mut failed) = (Vec::new(), Vec::new());
    for set in SETS.iter().filter(|set| shared.join(set.scorer[0]).exists()) {
        match measure(&shared, set, bin, work) {
            Ok(line) => figures.extend(set.figures.iter().filter_map(|name| {
                let mut pairs = line.split_whitespace();
                let value =
                    pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())?;
                Some(Figure { set: set.name, name: (*name).to_owned(), value })
            })),
            Err(error) => failed.push(format!("{}: {error:#}", set.name)),
        }
    }
    Ok((figures, failed))
}

/// The wild accounts in English, for other comparisons.
pub(super) fn wild(shared: &Path, work: &Path) -> Result<PathBuf> {
    let shared = shared.canonicalize()?;
    input(&shared, &Input::Script(&["wild/build.py"], &["en"]), work)
        .map(|paths| paths.into_iter().next().unwrap_or_default())
}

/// The last line that the set's scorer prints: `metric=value` pairs.
fn measure(shared: &Path, set: &Set, bin: &Path, work: &Path) -> Result<String> {
    let inputs = input(shared, &set.input, work)?;
    let printed = tree::output(Command::new(bin).args([set.command, "--json"]).args(inputs))?;
    let out = work.join("out.json");
    std::fs::write(&out, printed)?;
    let mut scorer = Command::new("python3");
    scorer.env("PYTHONDONTWRITEBYTECODE", "1").current_dir(shared);
    for argument in set.scorer {
        match *argument {
            "OUT" => scorer.arg(&out),
            other => scorer.arg(other),
        };
    }
    tree::output(&mut scorer)?.lines().last().map(str::to_owned).context("the scorer printed nothing")
}

fn input(shared: &Path, input: &Input, work: &Path) -> Result<Vec<PathBuf>> {
    let lines = |text: &str| -> Result<Vec<Value>> {
        text.lines().filter(|l| !l.is_empty()).map(|l| Ok(serde_json::from_str(l)?)).collect()
    };
    let path = work.join("in.jsonl");
    match input {
        Input::Texts(folder) => {
            let paths = std::fs::read_dir(shared.join(folder))?.flatten().map(|entry| entry.path());
            let mut paths: Vec<_> =
                paths.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
            paths.sort();
            return Ok(paths);
        }
        Input::File(file) => return Ok(vec![shared.join(file)]),
        Input::Field(file, field) => {
            let mut rows = lines(&std::fs::read_to_string(shared.join(file))?)?;
            for row in &mut rows {
                row["text"] = row[*field].take();
            }
            tree::write_lines(&path, rows)?;
        }
        Input::Script(script, languages) => {
            let mut python = Command::new("python3");
            let printed =
                tree::output(python.env("PYTHONDONTWRITEBYTECODE", "1").args(*script).current_dir(shared))?;
            let of_them = |row: &Value| row["language"].as_str().is_some_and(|l| languages.contains(&l));
            tree::write_lines(&path, lines(&printed)?.into_iter().filter(of_them))?;
        }
    }
    Ok(vec![path])
}
