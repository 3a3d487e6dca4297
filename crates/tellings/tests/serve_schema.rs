//! The API's description: every answer is as it says, whatever is asked never breaks the server, and it has the shapes that
//! the page was written for.
#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used)]

mod served;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use served::{Served, article, many};

/// A schema, and where others that it names stand.
struct Schemas<'a>(&'a Map<String, Value>);

impl Schemas<'_> {
    fn of<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(name) => self.of(&self.0[name.rsplit('/').next().unwrap()]),
            None => schema,
        }
    }

    /// What is wrong with a value.
    fn faults(&self, value: &Value, schema: &Value, at: &str) -> Vec<String> {
        let schema = self.of(schema);
        let mut out = Vec::new();
        for any in ["anyOf", "oneOf"] {
            if let Some(all) = schema[any].as_array() {
                let fits = all.iter().any(|one| self.faults(value, one, at).is_empty());
                if !fits {
                    out.push(format!("{at} is none of {}: {value}", all.len()));
                }
                return out;
            }
        }
        if let Some(names) = schema["enum"].as_array()
            && !names.contains(value)
        {
            out.push(format!("{at} is {value}, and not one of {names:?}"));
        }
        if schema.get("const").is_some_and(|only| only != value) {
            out.push(format!("{at} is {value}"));
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let is = |name: &Value| name == kind || kind == "integer" && name == "number";
        let typed = match &schema["type"] {
            Value::Null => true,
            Value::Array(several) => several.iter().any(is),
            one => is(one),
        };
        if !typed {
            out.push(format!("{at} is {kind}, and should be {}", schema["type"]));
        }
        match value {
            Value::Array(items) => {
                for (nth, item) in items.iter().enumerate() {
                    let fixed = schema["prefixItems"].get(nth);
                    let of = fixed.or(schema.get("items"));
                    out.extend(of.iter().flat_map(|of| self.faults(item, of, &format!("{at}[{nth}]"))));
                }
            }
            Value::Object(fields) if schema.get("properties").is_some() => {
                for name in schema["required"].as_array().into_iter().flatten() {
                    if !fields.contains_key(name.as_str().unwrap()) {
                        out.push(format!("{at} lacks {name}"));
                    }
                }
                for (name, value) in fields {
                    match schema["properties"].get(name) {
                        Some(of) => out.extend(self.faults(value, of, &format!("{at}.{name}"))),
                        None => out.push(format!("{at}.{name} is not described")),
                    }
                }
            }
            _ => {}
        }
        out
    }
}

#[test]
fn every_answer_is_as_the_description_says() {
    let mut articles = many(0, 12);
    let text = "At least 12 people died as drones struck Sumy and Lviv on 3 May 2024, the regional governor Ana Moreno said. \
                \"We have never seen this,\" she said. Police denied that the station was hit.";
    articles.push(article("agency", "2024-05-03T20:00:00+03:00", "Drones strike two cities", text));
    articles.push(article("paper", "2024-05-04", "Sumy and Lviv struck", &text.replace("12", "14")));
    let served = Served::of(articles);
    let list = served.json("/incidents?limit=200");
    let description = served.json("/openapi.json");
    let schemas = Schemas(description["components"]["schemas"].as_object().unwrap());
    let mut addresses: Vec<(String, String)> = Vec::new();
    let post = |path: &str, body: &str| {
        let head = "Host: localhost\r\nConnection: close\r\nContent-Type: application/json";
        let length = body.len();
        let request =
            format!("POST /api/v1{path} HTTP/1.1\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}");
        let answer = served.ask(&request);
        assert!(answer.status < 300, "{answer:?}");
        answer.json()
    };
    post("/lists", r#"{"name":"Sumy","filters":{"place":"Sumy","voices":2}}"#);
    let pin = format!(r#"{{"what":"pin","incident":{}}}"#, list["items"][0]["id"]);
    post("/decisions", &pin);
    let paths = [
        "/status",
        "/incidents",
        "/overview",
        "/map",
        "/incidents.geojson",
        "/search",
        "/sources",
        "/voices",
        "/decisions",
        "/lists",
        "/audit",
        "/session",
    ];
    addresses.extend(paths.map(|path| (path.to_owned(), path.to_owned())));
    addresses.push(("/search".into(), "/search?words=sumy".into()));
    addresses.push(("/map".into(), "/map?zoom=0".into()));
    addresses.push(("/sources/{name}".into(), "/sources/agency.example".into()));
    let compared =
        post("/comparisons", r#"{"texts":[{"text":"A fire killed two people in Leeds on 3 May 2024."}]}"#);
    let compared = format!("/comparisons/{}", compared["id"].as_str().unwrap());
    addresses.push(("/comparisons/{id}".into(), compared.clone()));
    while served.json(&compared)["state"] != "done" {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    for item in list["items"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        addresses.push(("/incidents/{id}".into(), format!("/incidents/{id}")));
        addresses.push(("/incidents/{id}".into(), format!("/incidents/{id}?known=2030-01-01")));
        addresses.push(("/incidents/{id}/changes".into(), format!("/incidents/{id}/changes")));
        let view = served.json(&format!("/incidents/{id}"));
        let keys =
            view["accounts"].as_array().unwrap().iter().map(|account| account["key"].as_str().unwrap());
        let keys: Vec<&str> = keys.collect();
        for (one, other) in keys.iter().zip(keys.iter().rev()) {
            addresses.push(("/articles/{key}".into(), format!("/articles/{one}")));
            addresses
                .push(("/articles/{key}/against/{other}".into(), format!("/articles/{one}/against/{other}")));
        }
    }
    for (path, address) in addresses {
        let answers = &description["paths"][format!("/api/v1{path}")]["get"]["responses"]["200"]["content"];
        let schema = &answers["application/json"]["schema"];
        assert!(schema.is_object(), "{path} is not described");
        let faults = schemas.faults(&served.json(&address), schema, &address);
        assert!(faults.is_empty(), "{faults:#?}");
    }
    let problem = served.get("/incidents/none");
    let responses = &description["paths"]["/api/v1/incidents"]["get"]["responses"];
    let schema = &responses["default"]["content"]["application/problem+json"]["schema"];
    assert_eq!(schemas.faults(&problem.json(), schema, "problem"), Vec::<String>::new());
}

/// Numbers by chance, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// What is odd, whatever is asked for.
const ODD: &[&str] = &[
    "",
    "0",
    "-1",
    "1e308",
    "NaN",
    "18446744073709551616",
    "true",
    "null",
    "%00",
    "%FF",
    "%F0%9F%92%A5",
    "\"",
    "'",
    "%27--",
    "*",
    "%22%22",
    "\"a",
    "a*\"b",
    "AND",
    "NEAR(a",
    "a:b",
    "^",
    "(",
    "%25",
    "..",
    "%2e%2e%2f",
    "<script>",
    "2024-02-30",
    "-0001-01-01",
    "9999-12-31T23:59:60Z",
    "2024-12-22T09:30:00+99:99",
    "é",
    "%D0%A5%D0%B0%D1%80",
    "0123456789abcdef",
    "ffffffffffffffff",
    "zzzz",
    "0",
    "91",
    "-181",
    "1,2,3,4",
    "180,-90,-180,90",
    "0,0,0,0",
    "4,3,2,1",
    "00",
    "0ff",
    "4",
    "{}",
    "[]",
    "%0d%0aX:y",
];

/// What may be right.
const RIGHT: &[&str] = &[
    "1",
    "2",
    "50",
    "kazan",
    "2024-01-01",
    "2024-01-02T03:04:05Z",
    "agreed",
    "day",
    "hidden",
    "drone-strike",
    "5.5",
];

#[test]
fn whatever_is_asked_is_answered() {
    let served = Served::of(many(0, 12));
    let description = served.json("/openapi.json");
    let list = served.json("/incidents");
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    let key = served.json(&format!("/incidents/{id}"))["accounts"][0]["key"].as_str().unwrap().to_owned();
    let mut dice = Dice(0x5eed_5eed_5eed_5eed);
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        if path.ends_with("/events") {
            continue;
        }
        let Some(get) = operations.get("get") else { continue };
        let parameters = get["parameters"].as_array().unwrap();
        for _ in 0..150 {
            let mut address = path.clone();
            let mut query = Vec::new();
            for parameter in parameters {
                let name = parameter["name"].as_str().unwrap();
                if parameter["in"] == "path" {
                    let odd = dice.of(ODD).replace(['{', '}', '"', '<', '>', '^', ' '], "%7B");
                    let value = [id.as_str(), key.as_str(), odd.as_str()][dice.below(3)].to_owned();
                    address = address.replace(&format!("{{{name}}}"), &value);
                } else if dice.below(4) == 0 {
                    let value = if dice.below(3) == 0 { dice.of(RIGHT) } else { dice.of(ODD) };
                    let value = value.replace(['"', '<', '>', '^', '{', '}', '[', ']', ' '], "%22");
                    query.push(format!("{name}={value}"));
                }
            }
            if dice.below(10) == 0 {
                query.push(format!("{}={}", dice.of(&["x", "limit", "", "%FF"]), dice.of(RIGHT)));
            }
            let address = format!("{address}?{}", query.join("&"));
            let answer = served
                .ask(&format!("GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            assert!(answer.status < 500, "{address}: {answer:?}");
            if answer.status >= 400 {
                assert_eq!(
                    answer.header("content-type"),
                    Some("application/problem+json"),
                    "{address}: {answer:?}"
                );
            }
            *statuses.entry(answer.status).or_default() += 1;
        }
    }
    assert!(statuses[&200] > 100 && statuses[&400] > 100, "{statuses:?}");
}

/// The fields of the interfaces in `web/src/api/types.ts`: whether each may be left out.
fn interfaces() -> BTreeMap<String, BTreeMap<String, bool>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/src/api/types.ts");
    let text = std::fs::read_to_string(path).unwrap();
    let mut out: BTreeMap<String, BTreeMap<String, bool>> = BTreeMap::new();
    let (mut name, mut depth) = (None, 0i32);
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("export interface ") {
            let words: Vec<&str> = rest.split([' ', '<', '{']).filter(|word| !word.is_empty()).collect();
            let extends = words.iter().position(|word| *word == "extends");
            let base = extends.and_then(|at| out.get(words[at + 1])).cloned().unwrap_or_default();
            out.insert(words[0].to_owned(), base);
            name = Some(words[0].to_owned());
        }
        let field = line.strip_prefix("    ").filter(|line| line.starts_with(char::is_alphabetic));
        if let (Some(name), Some(field), 1) = (&name, field, depth)
            && let Some((field, _)) = field.split_once(':')
        {
            let optional = field.ends_with('?');
            out.get_mut(name).unwrap().insert(field.trim_end_matches('?').to_owned(), optional);
        }
        depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
        if depth == 0 {
            name = None;
        }
    }
    out
}

/// What the description calls otherwise than the page.
const OTHERWISE: &[(&str, &str)] = &[("CameSince", "Since"), ("Found", "Found")];

#[test]
fn the_description_has_the_shapes_that_the_page_was_written_for() {
    let served = Served::of(many(0, 1));
    let description = served.json("/openapi.json");
    let schemas = description["components"]["schemas"].as_object().unwrap();
    let mut held = BTreeSet::new();
    for (name, fields) in interfaces() {
        let other = OTHERWISE.iter().find(|(page, _)| *page == name).map_or(name.as_str(), |(_, own)| own);
        let Some(schema) = schemas.get(other) else { continue };
        let Some(properties) = schema["properties"].as_object() else { continue };
        let required: BTreeSet<&str> =
            schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap()).collect();
        for (field, optional) in &fields {
            assert!(properties.contains_key(field), "{name}.{field} is not in the description of {other}");
            assert!(*optional || required.contains(field.as_str()), "{name}.{field} may be missing");
        }
        held.insert(name);
    }
    for name in [
        "Status",
        "You",
        "Listed",
        "Overview",
        "Place",
        "Time",
        "Fact",
        "Incident",
        "Origin",
        "Told",
        "Derived",
        "Account",
        "Voice",
        "Words",
        "Sign",
        "IncidentView",
        "FactChange",
        "CameSince",
        "ArticleView",
        "Against",
        "Hit",
        "Found",
        "Problem",
        "Scope",
        "Decision",
        "Outlet",
        "Heard",
        "CompareRequest",
        "Comparison",
        "Decided",
        "Taken",
        "List",
        "AuditEntry",
    ] {
        assert!(held.contains(name), "{name} is not described under this name: {:?}", schemas.keys());
    }
}
