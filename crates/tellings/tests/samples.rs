//! `samples/`: what whoever tries Tellings first must see, from the files to the JSON.
//!
//! What the program reads wrongly stands here as it reads it, with what is expected beside it. Where a change makes
//! it right, state that.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What `tellings read --json` says of a file of `samples/`, or of all.
struct Read(Value);

impl Read {
    fn of(name: &str) -> Read {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name);
        let out =
            Command::new(env!("CARGO_BIN_EXE_tellings")).args(["read", "--json"]).arg(path).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
        Read(serde_json::from_slice(&out.stdout).unwrap())
    }

    fn rows(&self, of: &str) -> &Vec<Value> {
        self.0[of].as_array().unwrap()
    }

    fn article(&self, id: &str) -> &Value {
        self.rows("articles").iter().find(|a| a["id"] == id).unwrap()
    }

    /// The first words of the ids of the articles that tell of an incident, sorted: "station-1", "decoy-jolo".
    fn told_by(&self, incident: &Value) -> Vec<String> {
        let id = |telling: &Value| {
            let article = self.rows("articles").iter().find(|a| a["key"] == telling["article"]).unwrap();
            let words: Vec<&str> = article["id"].as_str().unwrap().split('-').take(2).collect();
            words.join("-")
        };
        let mut told: Vec<String> = incident["tellings"].as_array().unwrap().iter().map(id).collect();
        told.sort();
        told
    }

    /// The incident that most of what an article says is about.
    fn incident(&self, article: &str) -> Incident<'_> {
        let key = &self.article(article)["key"];
        let claims = |incident: &Value| {
            let tellings = incident["tellings"].as_array().unwrap().iter();
            tellings
                .filter(|t| t["article"] == *key)
                .map(|t| t["claims"].as_array().unwrap().len())
                .sum::<usize>()
        };
        Incident(self.rows("incidents").iter().rev().max_by_key(|i| claims(i)).unwrap())
    }

    /// How many incidents articles whose id begins so tell of mainly.
    fn spread(&self, beginning: &str) -> usize {
        let ids = self.rows("articles").iter().map(|a| a["id"].as_str().unwrap());
        let ids = ids.filter(|id| id.starts_with(beginning));
        let mut keys: Vec<String> = ids.map(|id| self.incident(id).0["key"].to_string()).collect();
        keys.sort();
        keys.dedup();
        keys.len()
    }

    fn are_one_text(&self, one: &str, other: &str) -> bool {
        self.article(one)["origin_group"] == self.article(other)["origin_group"]
    }
}

struct Incident<'r>(&'r Value);

impl<'r> Incident<'r> {
    /// Of whom and where nothing is said, or of whom as named.
    fn fact(&self, facet: &str, of: Option<&str>) -> &'r Value {
        let facts = self.0["facts"].as_array().unwrap();
        let scope = |fact: &Value| {
            let said = fact["scope"].as_object().unwrap().iter().filter(|(_, said)| !said.is_null());
            said.map(|(key, said)| format!("{key}={}", said.as_str().unwrap_or_default())).collect::<String>()
        };
        let wanted = of.map(|of| format!("of={of}")).unwrap_or_default();
        facts.iter().find(|f| f["facet"] == facet && scope(f) == wanted).unwrap()
    }

    /// State and current value of a count.
    fn count(&self, facet: &str, of: Option<&str>) -> (&'r str, u64) {
        let fact = self.fact(facet, of);
        (fact["state"].as_str().unwrap(), fact["values"][0]["value"]["min"].as_u64().unwrap())
    }

    /// The figures of a count in the order of their times.
    fn series(&self, facet: &str) -> Vec<u64> {
        let steps = self.fact(facet, None)["series"].as_array().unwrap();
        steps.iter().map(|step| step["value"]["min"].as_u64().unwrap()).collect()
    }

    fn voices(&self, facet: &str) -> Vec<&'r str> {
        let values = self.fact(facet, None)["values"].as_array().unwrap();
        values.iter().flat_map(|v| v["voices"].as_array().unwrap()).map(|v| v.as_str().unwrap()).collect()
    }

    fn categories(&self, facet: &str) -> Vec<&'r str> {
        let values = self.fact(facet, None)["values"].as_array().unwrap();
        values.iter().map(|v| v["value"]["category"].as_str().unwrap()).collect()
    }

    fn checks(&self) -> Vec<&'r str> {
        let checks = self.0["checks"].as_array().unwrap();
        checks.iter().inspect(|c| assert_eq!(c["holds"], true)).map(|c| c["says"].as_str().unwrap()).collect()
    }
}

#[test]
fn all_samples_are_read_and_their_readme_is_no_article() {
    let all = Read::of("");
    assert_eq!(all.rows("articles").len(), 58);
    let read = |a: &Value| matches!(a["language"].as_str(), Some("en" | "it"));
    assert!(all.rows("articles").iter().all(read));
    for (one, other) in [("station-1-agency", "easter-1-agency"), ("march-1-agency", "flight-1-crash")] {
        assert_ne!(all.incident(one).0["key"], all.incident(other).0["key"]);
    }
}

#[test]
fn a_station_whose_toll_rises_and_whose_attacker_is_contested() {
    let read = Read::of("kramatorsk-station.jsonl");
    assert_eq!(read.spread("station-"), 1);
    let strike = read.incident("station-1-agency");
    assert_eq!(read.told_by(strike.0).len(), 9);
    assert_eq!(strike.0["kind"], "missile-strike");
    assert_eq!(strike.0["time"]["start"], "2022-04-08");
    assert_eq!(strike.0["places"][0]["name"], "Kramatorsk");

    assert_eq!(strike.count("killed", None), ("revised", 57));
    // expected: more than 30 → 39 → 50 → 52 → 57; "dozens", which all of them fit, stands for the first two
    let series = strike.series("killed");
    assert_eq!((series.first(), series.last()), (Some(&20), Some(&57)), "{series:?}");
    assert!(series.is_sorted() && series.contains(&50) && series.contains(&52), "{series:?}");
    assert_eq!(strike.count("killed", Some("child")), ("revised", 5));
    assert_eq!(strike.count("injured", None), ("revised", 109));

    for facet in ["actor", "responsibility"] {
        assert_eq!(strike.fact(facet, None)["state"], "contested", "{facet}");
    }
    let voices = strike.voices("actor");
    assert!(
        voices.contains(&"Pentagon official") && voices.iter().any(|v| v.ends_with("Igor Konashenkov")),
        "{voices:?}"
    );
    // expected besides: 50 = 38 + 12, of those who died at the station and in hospital
    assert!(strike.checks().contains(&"5 ≤ 57"), "{:?}", strike.checks());
}

#[test]
fn a_copy_adds_nothing_and_siblings_date_who_gives_no_date() {
    let read = Read::of("kramatorsk-station.jsonl");
    assert!(read.are_one_text("station-2-agency-copy", "station-1-agency"));
    let undated = read.article("station-9-undated");
    assert_eq!(
        (&undated["published"], &undated["published_from"]),
        (&"2022-04-08".into(), &"incident".into())
    );
    assert!(!read.are_one_text("station-3-governor", "station-1-agency"));
    assert!(Read::of("easter-bombings.jsonl").are_one_text("easter-2-agency-copy", "easter-1-agency"));
    assert!(Read::of("hong-kong-march.jsonl").are_one_text("march-2-agency-copy", "march-1-agency"));
    assert!(Read::of("ponte-morandi.jsonl").are_one_text("morandi-2-copia", "morandi-1-agenzia"));
}

#[test]
fn another_strike_on_the_town_and_an_anniversary_stay_apart() {
    let read = Read::of("kramatorsk-station.jsonl");
    let restaurant = read.incident("decoy-restaurant-1");
    assert_eq!(read.told_by(restaurant.0), ["decoy-restaurant", "decoy-restaurant"]);
    assert_eq!(restaurant.count("killed", None), ("agreed", 10));
    assert_eq!(restaurant.count("killed", Some("child")), ("agreed", 3));
    // expected: the anniversary is an account of the strike, a year later
    assert_eq!(read.told_by(read.incident("decoy-anniversary").0), ["decoy-anniversary"]);
}

#[test]
fn an_aircraft_that_was_shot_down_or_had_an_accident() {
    let read = Read::of("flight-752.jsonl");
    assert_eq!(read.spread("flight-"), 1);
    let crash = read.incident("flight-2-nazionalita");
    assert_eq!(read.told_by(crash.0).len(), 8);
    assert_eq!(crash.0["time"]["start"], "2020-01-08");
    assert_eq!(crash.fact("kind", None)["state"], "contested");
    let kinds = crash.categories("kind");
    assert!(["shoot-down", "accident", "missile-strike"].iter().all(|k| kinds.contains(k)), "{kinds:?}");
    assert!(crash.voices("kind").contains(&"Iran"), "{:?}", crash.voices("kind"));
    // expected: agreed. The 57 are Canadians, of whom there were said to be 63
    assert_eq!(crash.count("killed", None), ("contested", 176));
    // expected: 176 = 82 + 63 + 11 + 10 + 4 + 3 + 3
    assert!(crash.checks().is_empty());

    for decoy in ["decoy-ghazni", "decoy-655"] {
        assert_eq!(read.told_by(read.incident(decoy).0).len(), 1, "{decoy}");
    }
    assert_eq!(read.incident("decoy-655").0["kind"], "shoot-down");
}

#[test]
fn a_march_that_organisers_and_police_count_otherwise() {
    let read = Read::of("hong-kong-march.jsonl");
    let march = read.incident("march-3-live");
    assert_eq!(march.0["kind"], "protest");
    let crowd = march.fact("participants", None);
    let mut figures: Vec<u64> =
        crowd["values"].as_array().unwrap().iter().filter_map(|v| v["value"]["min"].as_u64()).collect();
    figures.sort_unstable();
    // which of two rivals comes first is nobody's to say
    assert_eq!((&crowd["state"], figures.as_slice()), (&"contested".into(), [338_000, 2_000_000].as_slice()));
    let voices = march.voices("participants");
    assert!(voices.contains(&"Civil Human Rights Front") && voices.contains(&"police"), "{voices:?}");
    // expected: seven accounts
    assert_eq!(march.0["time"]["start"], "2019-06-16");
    assert_eq!(read.told_by(march.0), ["march-1", "march-2", "march-3", "march-4"]);

    let clashes = read.incident("clashes-1-riot");
    assert_eq!(clashes.fact("kind", None)["state"], "contested");
    assert!(clashes.categories("kind").contains(&"riot") && clashes.categories("kind").contains(&"protest"));
    assert_eq!(clashes.0["time"]["start"], "2019-06-12");
    // the march of the week before is none of the two
    assert!(!read.told_by(march.0).iter().chain(&read.told_by(clashes.0)).any(|id| id.starts_with("decoy")));
}

#[test]
fn bombings_whose_toll_rises_and_is_lowered() {
    let read = Read::of("easter-bombings.jsonl");
    let bombings = read.incident("easter-1-agency");
    assert_eq!(bombings.0["scope"], "wave");
    assert_eq!(bombings.0["time"]["start"], "2019-04-21T08:45");
    let towns: Vec<&str> =
        bombings.0["places"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert!(["Colombo", "Negombo", "Batticaloa"].iter().all(|town| towns.contains(town)), "{towns:?}");
    // expected: ten accounts of the wave or of a part; easter-6 and easter-7 give no day that is read
    assert_eq!(read.told_by(bombings.0).len(), 7);
    assert_eq!(bombings.count("killed", None), ("revised", 253));
    // expected: 207 on the first evening
    assert_eq!(bombings.series("killed"), [137, 290, 321, 359, 253]);
    assert_eq!(bombings.fact("responsibility", None)["state"], "contested");

    // its parts, 67 in Negombo and 45 in Colombo; expected: 25 in Batticaloa, and that they are 137 together
    let parts: Vec<&Value> =
        read.rows("incidents").iter().filter(|i| i["part_of"] == bombings.0["id"]).collect();
    let mut tolls: Vec<u64> = parts.iter().map(|part| Incident(part).count("killed", None).1).collect();
    tolls.sort_unstable();
    // expected: 45; a live report's 207 are of the whole
    assert_eq!(tolls, [67, 207]);
    assert_eq!(bombings.checks(), ["40 ≤ 359"]);

    let jolo = read.incident("decoy-jolo-1");
    assert_eq!(read.told_by(jolo.0), ["decoy-jolo", "decoy-jolo"]);
    assert_eq!(jolo.fact("responsibility", None)["state"], "revised");
    assert_eq!(read.told_by(read.incident("decoy-sainthamaruthu").0), ["decoy-sainthamaruthu"]);
}

#[test]
fn a_bridge_whose_toll_rises_and_is_corrected() {
    let read = Read::of("ponte-morandi.jsonl");
    // expected: one, with 11 → 22 → 35 → 39 → 38 → 43
    assert_eq!(read.spread("morandi-"), 4);
    let later = read.incident("morandi-8-quarantatre");
    assert_eq!(later.count("killed", None), ("single", 43));
    assert_eq!(later.count("missing", None), ("single", 1));
    let between = read.incident("morandi-6-corretto");
    assert_eq!(between.count("killed", None), ("revised", 38));
    // "at least 20" fits the 22 of which a minister had spoken earlier
    assert_eq!(between.series("killed"), [11, 22, 39, 38]);
    // the fire brigade against the civil protection agency, on the first evening
    let evening = read.incident("morandi-4-diretta");
    assert_eq!(evening.fact("killed", None)["state"], "contested");
    assert_eq!(evening.voices("killed"), ["vigili del fuoco", "Luigi D'Angelo"]);

    let tower = read.incident("decoy-torre-piloti");
    assert_eq!(read.told_by(tower.0), ["decoy-torre"]);
    assert_eq!(
        (tower.count("killed", None), &tower.0["time"]["start"]),
        (("single", 7), &"2013-05-07T23:00".into())
    );
}
