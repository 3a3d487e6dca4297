//! The terminal report at 80 columns, over a story built by hand.
#![allow(clippy::unwrap_used)]

mod story;

use story::story;
use tellings::claim::{Count, Stance, Value};
use tellings::incident::Step;
use tellings::print::{self, Look};
use tellings::text::{Language, Moment};

fn name(language: Language) -> String {
    match language.code() {
        "en" => "English".into(),
        "uk" => "Ukrainian".into(),
        other => other.into(),
    }
}

fn look(width: usize) -> Look<'static> {
    Look { width, all: false, ids: false, language: &name }
}

/// The report without styles.
fn report(width: usize) -> String {
    let (gathered, comparison) = story();
    let mut out = Vec::new();
    print::report(&mut out, &gathered, &comparison, look(width)).unwrap();
    without_styles(&String::from_utf8(out).unwrap())
}

fn without_styles(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        out += &rest[..at];
        rest = rest[at..].split_once('m').unwrap().1;
    }
    out + rest
}

#[test]
fn a_report_reads_at_80_columns() {
    let expected = "\
3 articles (2 English, 1 Ukrainian), 1 without a date; 1 incident; 1 sentence
with a figure that no rule read (--json lists it).

1. Drone strike, Kazan, 21 December 2024
   drone strike · Kazan (Tatarstan, Russia) · 21 December 2024
   three.txt shows no date: published about 21 December 2024
   three.txt says only a Saturday: it was 21 December 2024
   3 accounts: one.txt, three.txt, two.txt
   Voices: Russia: the governor's office; Ukraine: ГУР
   Differs
     killed: contested
       3 (Sat, the governor's office) → 5 (Sun, ГУР)
       5  two.txt: “Загинули п’ятеро людей” (ГУР, UA)
       3  one.txt: “Three people were killed” (the governor's office, RU)
   The same
     munitions        8 · 2 texts · one.txt: “Eight drones hit Kazan”; also
                      two.txt
   One voice says
     target           factory · three.txt: “A plant in Kazan was hit”
   Adds up: 8 = 6 + 2
   No account gives: how many were injured, the weapon, who is responsible
";
    assert_eq!(report(80), expected);
}

#[test]
fn what_one_voice_denies_twice_is_shown_once_and_as_denied() {
    let (mut gathered, mut comparison) = story();
    let denied = &mut comparison.incidents[0].facts[0].values[1].claims;
    let at = denied[0];
    denied.push(at);
    gathered.reads[at.article].reading.claims[at.claim].stance = Stance::Denied;
    let mut out = Vec::new();
    print::report(&mut out, &gathered, &comparison, look(80)).unwrap();
    let out = without_styles(&String::from_utf8(out).unwrap());
    let said = "\
       3 (denied)  one.txt: “Three people were killed” (the governor's office,
                   RU, denied)
   The same
";
    assert!(out.contains(said), "{out}");
}

#[test]
fn an_aside_of_one_account_is_a_line_unless_all_is_wanted() {
    let (gathered, mut comparison) = story();
    let mut aside = comparison.incidents[0].clone();
    aside.tellings.truncate(1);
    aside.facts.clear();
    aside.title = "Fire, Kazan, 2023".into();
    comparison.incidents.push(aside);
    let print = |all: bool| {
        let mut out = Vec::new();
        print::report(&mut out, &gathered, &comparison, Look { all, ..look(80) }).unwrap();
        without_styles(&String::from_utf8(out).unwrap())
    };
    let line = "Told in passing, by one account each (--all shows them in full)\n   2. Fire, Kazan, 2023 · ";
    assert!(print(false).contains(line), "{}", print(false));
    assert!(print(true).contains("\n2. Fire, Kazan, 2023\n"), "{}", print(true));
}

/// The line of a series in the report, words in one line.
fn series(steps: &[(&str, u64, &str)], all: bool) -> String {
    let (gathered, mut comparison) = story();
    comparison.incidents[0].facts[0].series = steps
        .iter()
        .map(|(time, n, voice)| Step {
            time: Moment::parse(time).unwrap(),
            value: Value::Count(Count::exactly(*n)),
            voices: if voice.is_empty() { vec![] } else { vec![(*voice).to_owned()] },
            claims: vec![],
        })
        .collect();
    let mut out = Vec::new();
    print::report(&mut out, &gathered, &comparison, Look { all, ..look(80) }).unwrap();
    let out = without_styles(&String::from_utf8(out).unwrap());
    let lines = out.lines().skip_while(|l| !l.contains("killed: ")).skip(1);
    let lines: Vec<&str> = lines.take_while(|l| !l.contains("two.txt")).map(str::trim).collect();
    lines.join(" ")
}

#[test]
fn a_moving_toll_reads_in_one_line() {
    let week = [
        ("2024-12-21T09:00:00Z", 3, "the mayor"),
        ("2024-12-21T18:00:00Z", 8, "the police"),
        ("2024-12-22", 10, ""),
    ];
    assert_eq!(series(&week, false), "3 (Sat 09:00, the mayor) → 8 (Sat 18:00, the police) → 10 (Sun)");
    let same = [("2024-12-21", 3, "the mayor"), ("2024-12-21T18:00:00Z", 8, ""), ("2025-01-04", 9, "")];
    assert_eq!(series(&same, false), "3 (21 Dec 2024, the mayor) / 8 (21 Dec 2024, 18:00) → 9 (4 Jan 2025)");
}

#[test]
fn clocks_of_two_zones_are_shown_in_one() {
    let zones = [("2024-12-21T09:00:00+03:00", 3, ""), ("2024-12-21T08:00:00Z", 8, "")];
    assert_eq!(series(&zones, false), "3 (Sat 06:00) → 8 (Sat 08:00) (hours in UTC)");
    let one = [("2024-12-21T09:00:00+03:00", 3, ""), ("2024-12-21T12:00:00+03:00", 8, "")];
    assert_eq!(series(&one, false), "3 (Sat 09:00) → 8 (Sat 12:00)");
}

#[test]
fn of_many_steps_the_first_and_the_last_are_shown() {
    let days = ["2024-12-15", "2024-12-16", "2024-12-17", "2024-12-18"];
    let more = ["2024-12-19", "2024-12-20", "2024-12-21"];
    let steps: Vec<(&str, u64, &str)> =
        days.iter().chain(&more).enumerate().map(|(n, day)| (*day, n as u64, "")).collect();
    assert_eq!(
        series(&steps, false),
        "none (Sun) → 1 more step: --all shows it → 2 (Tue) → 3 (Wed) → 4 (Thu) → 5 (Fri) → 6 (Sat)"
    );
    assert!(series(&steps, true).starts_with("none (Sun) → 1 (Mon) → 2 (Tue)"));
}

#[test]
fn no_line_is_wider_than_the_page() {
    use unicode_width::UnicodeWidthStr;
    for width in [40, 60, 80] {
        for line in report(width).lines() {
            assert!(line.width() <= width, "{} columns: {line}", line.width());
        }
    }
}

#[test]
fn contested_is_red_and_nothing_else_is() {
    let (gathered, comparison) = story();
    let mut out = Vec::new();
    print::report(&mut out, &gathered, &comparison, look(80)).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert_eq!(out.matches("\u{1b}[31m").count(), 1, "{out}");
    assert!(out.contains("\u{1b}[1m\u{1b}[31mcontested"), "{out}");
}

#[test]
fn many_incidents_are_counted_and_not_all_shown() {
    let (gathered, mut comparison) = story();
    comparison.incidents = vec![comparison.incidents[0].clone(); 32];
    let written = |look: Look<'_>| {
        let mut out = Vec::new();
        print::report(&mut out, &gathered, &comparison, look).unwrap();
        without_styles(&String::from_utf8(out).unwrap())
    };
    let short = written(look(80));
    assert!(short.ends_with("\n12 more incidents: --all shows them\n"), "{short}");
    assert!(!short.contains("\n21. "));
    assert!(written(Look { all: true, ..look(80) }).contains("\n32. "));
}

#[test]
fn ids_for_explain_are_shown_on_request() {
    let (gathered, comparison) = story();
    let mut out = Vec::new();
    print::report(&mut out, &gathered, &comparison, Look { ids: true, ..look(80) }).unwrap();
    let out = String::from_utf8(out).unwrap();
    let one = gathered.reads.iter().find(|r| r.article.id() == "one.txt").unwrap();
    let id = one.reading.claims[1].id.to_string();
    assert!(out.contains(&id[..8]), "{out}");
}

#[test]
fn mentions_stand_marked_in_the_text() {
    let (gathered, _) = story();
    let read = gathered.reads.iter().find(|r| r.article.id() == "two.txt").unwrap();
    let mut out = Vec::new();
    print::mark(&mut out, &read.article, &read.reading, look(80)).unwrap();
    let expected = "\
two.txt · Ukrainian · 22 December 2024 (given) · 2 mentions
Дрони вдарили по Казані
Вісім дронів вдарили по [Казані|place]. [Загинули п’ятеро людей|quote],
повідомило ГУР.

";
    assert_eq!(without_styles(&String::from_utf8(out).unwrap()), expected);
}

#[test]
fn an_explanation_shows_sentence_rule_and_origin() {
    let (gathered, _) = story();
    let read = gathered.reads.iter().find(|r| r.article.id() == "one.txt").unwrap();
    let mut out = Vec::new();
    print::explain(&mut out, read, &read.reading.claims[1], None, look(80)).unwrap();
    let out = without_styles(&String::from_utf8(out).unwrap());
    let id = read.reading.claims[1].id.to_string();
    let expected = "\
killed: 3 ID
  account   one.txt, “Drones hit Kazan”
  sentence  Eight drones hit Kazan on Saturday. [Three people] were [killed],
            the governor's office said. Route 14 was closed.
  words     “Three people” carry the value
  evidence  “killed” tells what happened
  stance    reported: a source says it
  origin    the governor's office, official, speaks for Russia (named as “the
            governor's office”)
  holds for 21 December 2024 (the article was published then)
  sure      97.0 %
  rule      en/casualties.killed
            It is no rule of the pack's files: the reader itself makes this
            claim.

";
    assert_eq!(out.replace(&id, "ID"), expected);
}
