//! The JSON form: as the contract has it, deterministic, and valid against the printed schema.
#![allow(clippy::unwrap_used)]

mod story;

use serde_json::{Value, json};
use story::story;
use tellings::{Gathered, wire};

fn output() -> Value {
    let (gathered, comparison) = story();
    serde_json::to_value(wire::Output::new(&gathered, &comparison)).unwrap()
}

fn by<'v>(rows: &'v Value, key: &str, wanted: &str) -> &'v Value {
    rows.as_array().unwrap().iter().find(|row| row[key] == wanted).unwrap()
}

#[test]
fn an_article_keeps_what_is_known_of_it() {
    let out = output();
    let article = by(&out["articles"], "id", "three.txt");
    assert_eq!(article["published"], "2024-12-21");
    assert_eq!(article["published_from"], "incident");
    assert_eq!(article["derived_from"], json!([]));
    assert_eq!(article["outlet"], Value::Null);
    let unread = &by(&out["articles"], "id", "one.txt")["unread"][0];
    assert_eq!(unread, &json!({"span": [90, 110], "in": "text", "why": "a figure that no rule read"}));
}

#[test]
fn spans_count_code_points_and_text_is_their_slice() {
    let (gathered, comparison) = story();
    let out = serde_json::to_value(wire::Output::new(&gathered, &comparison)).unwrap();
    for claim in out["claims"].as_array().unwrap() {
        let read = gathered.reads.iter().find(|r| r.article.key().to_string() == claim["article"]).unwrap();
        let text = if claim["in"] == "title" { read.article.title() } else { read.article.text() };
        let at = |n: usize| claim["span"][n].as_u64().unwrap() as usize;
        let slice: String = text.chars().skip(at(0)).take(at(1) - at(0)).collect();
        assert_eq!(claim["text"], slice);
    }
    let five = out["claims"].as_array().unwrap().iter().find(|c| c["text"] == "п’ятеро людей").unwrap();
    assert_eq!(five["span"], json!([41, 54]));
}

#[test]
fn a_claim_has_the_contract_form() {
    let out = output();
    let claim = by(&out["claims"], "text", "Three people");
    assert_eq!(claim["incident"], out["incidents"][0]["id"]);
    assert_eq!(claim["value"], json!({"min": 3, "max": 3, "approx": false, "delta": false}));
    assert_eq!(claim["as_of"], json!({"time": "2024-12-21", "from": "published"}));
    assert_eq!(claim["confidence"], 0.97);
    let origin = json!({"voice": "the governor's office", "kind": "official", "institution": null, "side": "RU", "via": []});
    assert_eq!(claim["origin"], origin);
    assert_eq!(claim["scope"]["of"], Value::Null);
    assert_eq!(claim["scope"].as_object().unwrap().len(), 11);
}

#[test]
fn an_incident_has_the_contract_form() {
    let out = output();
    let incident = &out["incidents"][0];
    assert_eq!(incident["kind"], "drone-strike");
    let codes = json!({
        "plover": {"event": "ASSAULT", "mode": "drone", "contexts": ["military"]},
        "acled": {"event": "Explosions/Remote violence", "sub_event": "Air/drone strike"},
        "cameo": "1952",
    });
    assert_eq!(incident["codes"], codes);
    assert_eq!(incident["facts"][0]["codes"], json!({"plover": "dead", "acled": "fatalities"}));
    assert_eq!(
        incident["time"],
        json!({"start": "2024-12-21", "end": "2024-12-21", "precision": "day", "pattern": null})
    );
    assert_eq!(
        serde_json::to_string(&wire::Output::new(&story().0, &story().1).incidents[0].places).unwrap(),
        r#"[{"name":"Kazan","within":[{"name":"Tatarstan","type":"region"},{"name":"Russia","type":"country"}],"country":"RU","lat":55.79,"lon":49.12,"precision":"city","bbox":null}]"#
    );
    let fact = &incident["facts"][0];
    assert_eq!((&fact["facet"], &fact["state"]), (&json!("killed"), &json!("contested")));
    assert_eq!(fact["support"], json!({"voices": 1, "texts": 1}));
    assert_eq!(fact["values"][0]["voices"], json!(["ГУР"]));
    let five = by(&out["claims"], "text", "п’ятеро людей");
    assert_eq!(fact["values"][0]["claims"], json!([five["id"]]));
    let three = by(&out["claims"], "text", "Three people");
    let first = json!({
        "time": "2024-12-21",
        "value": {"min": 3, "max": 3, "approx": false, "delta": false},
        "voices": ["the governor's office"],
        "claims": [three["id"]],
    });
    assert_eq!((fact["series"].as_array().unwrap().len(), &fact["series"][0]), (2, &first));
    assert!(incident["facts"][1].get("series").is_none());
    assert_eq!(incident["checks"][0]["holds"], true);
    assert_eq!(incident["tellings"].as_array().unwrap().len(), 3);
}

#[test]
fn keys_are_written_in_the_order_of_the_contract() {
    let (gathered, comparison) = story();
    let text = serde_json::to_string(&wire::Output::new(&gathered, &comparison)).unwrap();
    assert!(text.starts_with(r#"{"articles":[{"key":""#), "{text}");
    let places = ["\"incidents\":", "\"tellings\":", "\"facts\":", "\"checks\":", "\"claims\":[{\"id\":"]
        .map(|k| text.find(k).unwrap());
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn the_order_of_the_input_changes_nothing() {
    let (gathered, _) = story();
    let mut turned = gathered.reads.clone();
    turned.reverse();
    let keys = |g: &Gathered| g.reads.iter().map(|r| r.article.key()).collect::<Vec<_>>();
    assert_eq!(keys(&Gathered::new(turned)), keys(&gathered));
}

#[test]
fn an_article_given_twice_is_listed_twice_and_compared_once() {
    use tellings::text::{About, Article};
    let (gathered, comparison) = story();
    let mut reads = gathered.reads.clone();
    let first = reads[0].article.clone();
    let about = About { title: first.title().into(), published: first.published(), ..About::default() };
    let again = Article::new("zz-again.txt", first.text(), about);
    assert_eq!(again.key(), first.key());
    reads.push(tellings::Read { article: again, reading: reads[0].reading.clone() });
    reads.push(reads[1].clone());
    let twice = Gathered::new(reads);
    assert_eq!((twice.reads.len(), twice.again.len()), (3, 1));
    let out = serde_json::to_value(wire::Output::new(&twice, &comparison)).unwrap();
    assert_eq!(out["articles"].as_array().unwrap().len(), 4);
    assert_eq!(out["articles"][0]["key"], out["articles"][1]["key"]);
}

#[test]
fn a_marked_article_has_the_contract_form() {
    let (gathered, _) = story();
    let read = gathered.reads.iter().find(|r| r.article.id() == "two.txt").unwrap();
    let out = serde_json::to_value(wire::Marked::new(&read.article, &read.reading)).unwrap();
    assert_eq!(out["language"], "uk");
    let place = &out["mentions"][0];
    assert_eq!(
        (&place["type"], &place["text"], &place["span"]),
        (&json!("place"), &json!("Казані"), &json!([24, 30]))
    );
    assert_eq!((&place["value"]["name"], &place["value"]["geonames"]), (&json!("Kazan"), &Value::Null));
    assert!(place.get("source").is_none());
    let quote = &out["mentions"][1];
    assert_eq!(quote["source"]["text"], "ГУР");
    assert_eq!((&quote["cue"], &quote["direct"]), (&Value::Null, &json!(false)));
    check(&wire::mark_schema(), &wire::mark_schema(), &out).unwrap();
}

#[test]
fn the_output_is_valid_against_the_schema() {
    let schema = wire::schema();
    check(&schema, &schema, &output()).unwrap();
    let mut broken = output();
    broken["incidents"][0]["facts"][0]["state"] = json!("settled");
    assert!(check(&schema, &schema, &broken).is_err());
    broken = output();
    broken["claims"][0].as_object_mut().unwrap().remove("rule");
    assert!(check(&schema, &schema, &broken).is_err());
}

/// Checks a value against the words of JSON Schema that the printed schemas use; any other word is an error.
fn check(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let Some(rules) = schema.as_object() else { return Ok(()) };
    for (word, rule) in rules {
        let list = || rule.as_array().unwrap();
        let fits = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "format" => true,
            "$ref" => {
                let target = root
                    .pointer(rule.as_str().unwrap().trim_start_matches('#'))
                    .ok_or("a $ref to nothing")?;
                return check(root, target, value);
            }
            "type" => match rule {
                Value::String(name) => is(name, value),
                names => names.as_array().unwrap().iter().any(|n| is(n.as_str().unwrap(), value)),
            },
            "enum" => list().contains(value),
            "minimum" => value.as_f64().is_none_or(|v| v >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|v| v <= rule.as_f64().unwrap()),
            "minItems" => value.as_array().is_none_or(|v| v.len() >= rule.as_u64().unwrap() as usize),
            "maxItems" => value.as_array().is_none_or(|v| v.len() <= rule.as_u64().unwrap() as usize),
            "required" => {
                value.as_object().is_none_or(|v| list().iter().all(|k| v.contains_key(k.as_str().unwrap())))
            }
            "anyOf" | "oneOf" => list().iter().any(|s| check(root, s, value).is_ok()),
            "allOf" => list().iter().all(|s| check(root, s, value).is_ok()),
            "properties" => {
                for (name, rule) in rule.as_object().unwrap() {
                    if let Some(inner) = value.get(name) {
                        check(root, rule, inner).map_err(|e| format!("{name}: {e}"))?;
                    }
                }
                true
            }
            "items" => {
                for inner in value.as_array().into_iter().flatten() {
                    check(root, rule, inner)?;
                }
                true
            }
            other => return Err(format!("the schema uses {other:?}, which this check does not know")),
        };
        if !fits {
            return Err(format!("{value} does not fit {word}: {rule}"));
        }
    }
    Ok(())
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
