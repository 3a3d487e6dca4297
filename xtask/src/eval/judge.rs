//! Golden claims held against those that were read.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Figure;
use super::golden::{Article, Claim};

/// What came of the comparison.
pub(super) struct Judged {
    pub(super) figures: Vec<Figure>,
    /// One line for every claim missed and every count that is wrong.
    pub(super) misses: Vec<String>,
}

/// Facets whose values are numbers: every one that is read must be golden.
const COUNTS: &[&str] = &[
    "munitions", "hits", "intercepted", "lost", "killed", "injured", "affected", "missing", "rescued", "evacuated",
    "displaced", "detained", "abducted", "released", "escaped", "participants", "settlements",
];

/// Scores what `tellings read --json` read in the golden articles.
///
/// A golden claim is found by a claim of its facet whose words meet its own (a quotation: most of them), are
/// not much longer, and whose value fits. `counts_p`: of the numbers read, those that are golden.
pub(super) fn judge(articles: &[Article], output: &Value) -> Judged {
    let keys: BTreeMap<&str, &str> = rows(output, "articles").filter_map(|a| Some((a["id"].as_str()?, a["key"].as_str()?))).collect();
    let (mut gold, mut found, mut numbers, mut numbers_found) = (0, 0, 0, 0);
    let (mut read, mut read_right, mut stance_right, mut voiced, mut voice_right) = (0, 0, 0, 0, 0);
    let mut misses = Vec::new();
    for article in articles {
        let key = keys.get(article.id.as_str()).copied().unwrap_or_default();
        let claims: Vec<&Value> = rows(output, "claims").filter(|c| c["article"] == key).collect();
        for golden in &article.claims {
            let number = COUNTS.contains(&golden.facet.as_str());
            gold += 1;
            numbers += usize::from(number);
            let Some(claim) = claims.iter().find(|c| finds(article, golden, c)) else {
                misses.push(format!("missed  {}  {} = {} «{}»", article.id, golden.facet, golden.value, golden.words));
                continue;
            };
            found += 1;
            numbers_found += usize::from(number);
            stance_right += usize::from(claim["stance"] == golden.stance.as_str());
            let voice = claim["origin"]["voice"].as_str();
            if voice.is_some() || golden.voice.is_some() {
                voiced += 1;
                voice_right += usize::from(alike(golden.voice.as_deref().unwrap_or(""), voice.unwrap_or("")));
            }
        }
        for claim in claims.iter().filter(|c| COUNTS.iter().any(|name| c["facet"] == *name)) {
            read += 1;
            if article.claims.iter().any(|golden| finds(article, golden, claim)) {
                read_right += 1;
            } else {
                let (facet, text) = (claim["facet"].as_str().unwrap_or(""), claim["text"].as_str().unwrap_or(""));
                misses.push(format!("wrong   {}  {facet} = {} «{text}»", article.id, super::diff::value(&claim["value"])));
            }
        }
    }
    let share = |part: usize, of: usize| if of == 0 { 0.0 } else { part as f64 / of as f64 };
    let figures = [
        ("claims_r", share(found, gold)),
        ("counts_r", share(numbers_found, numbers)),
        ("counts_p", share(read_right, read)),
        ("stance", share(stance_right, found)),
        ("voice", share(voice_right, voiced)),
    ];
    let figures = figures.map(|(name, value)| Figure { set: "golden", name: name.to_owned(), value });
    Judged { figures: figures.into(), misses }
}

/// The rows of one part of the output.
pub(super) fn rows<'a>(output: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    output[name].as_array().into_iter().flatten()
}

fn finds(article: &Article, golden: &Claim, claim: &Value) -> bool {
    claim["facet"] == golden.facet.as_str() && meets(article, golden, claim) && fits(golden, claim)
}

/// Whether a claim's span lies on the golden words and is not much longer.
fn meets(article: &Article, golden: &Claim, claim: &Value) -> bool {
    let text = if claim["in"] == "title" { &article.title } else { &article.text };
    let (Some(start), Some(end)) = (claim["span"][0].as_u64(), claim["span"][1].as_u64()) else { return false };
    let length = golden.words.chars().count() as u64;
    let quote = golden.facet == "quote";
    end - start <= 3 * length + 20
        && text.match_indices(&golden.words).any(|(at, _)| {
            let from = text[..at].chars().count() as u64;
            let common = end.min(from + length).saturating_sub(start.max(from));
            if quote { common * 5 >= length * 3 } else { common > 0 }
        })
}

/// Whether a claim's value and scope are the golden ones.
fn fits(golden: &Claim, claim: &Value) -> bool {
    let value = &claim["value"];
    let text = |name: &str| value[name].as_str().unwrap_or("");
    let want = golden.value.as_str();
    match golden.facet.as_str() {
        facet if COUNTS.contains(&facet) => {
            let bounds = |min: u64, max: Option<u64>| value["min"] == min && value["max"].as_u64() == max;
            let number = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
            let right = match (want.strip_prefix(">="), want.strip_prefix('>'), want.strip_prefix('~'), want.split_once('-')) {
                (Some(n), ..) => bounds(number(n), None),
                (_, Some(n), ..) => bounds(number(n) + 1, None),
                (_, _, Some(n), _) => value["approx"] == true && (value["min"] == number(n) || bounds(number(n), Some(number(n)))),
                (.., Some((a, b))) => bounds(number(a), Some(number(b))),
                _ => bounds(number(want), Some(number(want))),
            };
            let scoped = |key: &str| golden.scope.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v.as_str());
            let same = |key: &str| alike(scoped(key), claim["scope"][key].as_str().unwrap_or(""));
            right && value["delta"] == golden.delta && ["of", "target", "place"].into_iter().all(same)
        }
        "kind" => text("category") == want,
        "place" => {
            let (name, country) = want.rsplit_once(", ").unwrap_or(("", want));
            let within = rows(value, "within").filter_map(|w| w["name"].as_str());
            text("country") == country
                && (name.is_empty() || within.chain([text("name")]).any(|known| name.split(", ").any(|n| alike(n, known))))
        }
        "time" if want.starts_with('X') => text("pattern") == want,
        "time" => {
            let (first, last) = want.split_once('/').unwrap_or((want, want));
            let day = |moment: &str, whole: &str| moment.starts_with(whole.get(..whole.len().min(10)).unwrap_or(whole));
            let hour = want.contains('T') && text("start").contains('T');
            day(text("start"), first) && day(text("end"), last) && (!hour || text("start").starts_with(first))
        }
        "victim" => alike(want.split(';').next().unwrap_or(""), text("name")) || text("name").is_empty(),
        "responsibility" => match want.split_once(": ") {
            Some((how, who)) => text("kind") == how.replace(' ', "-") && alike(who, text("name")),
            None => text("kind") == "not-claimed" || text("name") == "none",
        },
        "quote" => alike(want, text("speaker")),
        _ => [text("category"), text("name")].into_iter().any(|got| !got.is_empty() && alike(want, got)),
    }
}

/// Whether two names share a word of weight, or are both empty.
fn alike(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|w| !w.is_empty() && !["the", "of", "a", "in", "and", "s"].contains(&w.as_str())).collect()
    };
    let (a, b) = (words(a), words(b));
    a.is_empty() && b.is_empty() || a.iter().any(|word| b.iter().any(|other| word.trim_end_matches('s') == other.trim_end_matches('s')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_count_fits_with_its_bounds_and_people() {
        let golden = |value: &str| Claim { facet: "killed".into(), value: value.into(), ..Claim::default() };
        let claim = |min: u64, max: Option<u64>| {
            json!({"value": {"min": min, "max": max, "approx": false, "delta": false}, "scope": {"of": null}})
        };
        assert!(fits(&golden("3"), &claim(3, Some(3))));
        assert!(!fits(&golden("3"), &claim(3, None)));
        assert!(fits(&golden(">=40"), &claim(40, None)));
        assert!(fits(&golden(">190"), &claim(191, None)));
        let children = Claim { scope: vec![("of".into(), "child".into())], ..golden("3") };
        assert!(!fits(&children, &claim(3, Some(3))));
    }

    #[test]
    fn names_are_alike_by_a_word_of_weight() {
        assert!(alike("air force", "the Air Force"));
        assert!(!alike("mayor of Kazan", "the police of Paris"));
    }
}
