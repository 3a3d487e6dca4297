//! The server, asked over a real connection.
#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used)]

mod served;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::time::Instant;

use serde_json::Value;
use served::{Answer, Served, add, article, many};
use tellings::{Ledger, store};

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn lists_maps_and_overviews_agree_with_the_command_line() {
    let served = Served::of(many(0, 40));
    let ledger = Ledger::open(&served.db).unwrap();
    let wanted = |place: Option<&str>, since: Option<&str>, state: Option<&str>| store::Wanted {
        place: place.map(String::from),
        since: since.map(String::from),
        state: state.map(String::from),
        dismissed: store::Dismissed::Hidden,
        ..store::Wanted::default()
    };
    for (query, wanted) in [
        ("", wanted(None, None, None)),
        ("place=kazan", wanted(Some("kazan"), None, None)),
        ("place=ru", wanted(Some("ru"), None, None)),
        ("place=Nowhere", wanted(Some("Nowhere"), None, None)),
        ("place=Ukraine&since=2024-01-03", wanted(Some("Ukraine"), Some("2024-01-03"), None)),
        ("state=agreed", wanted(None, None, Some("agreed"))),
        (
            "lat=50&lon=34.5&radius=100",
            store::Wanted { near: Some(((50.0, 34.5), 100.0)), ..wanted(None, None, None) },
        ),
        ("words=turin", store::Wanted { words: Some("turin".into()), ..wanted(None, None, None) }),
        ("words=", wanted(None, None, None)),
    ] {
        for (name, order) in [
            ("day", store::Order::Day),
            ("changed", store::Order::Changed),
            ("new", store::Order::Since),
            ("articles", store::Order::Articles),
            ("state", store::Order::State),
        ] {
            let listed = ledger.incidents(&store::Wanted { order, ..wanted.clone() }).unwrap();
            let listed: Vec<String> = listed.iter().map(|i| i.id.to_string()).collect();
            let page = served.json(&format!("/incidents?limit=200&order={name}&{query}"));
            assert_eq!(ids(&page), listed, "{query} by {name}");
            assert_eq!(page["total"], listed.len());
        }
        let overview = served.json(&format!("/overview?{query}"));
        let listed = ledger.incidents(&wanted).unwrap().len();
        assert_eq!(overview["total"], listed, "{query}");
        let sum = |of: &Value| of.as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum::<u64>();
        assert_eq!(sum(&overview["states"]), listed as u64);
        assert_eq!(sum(&overview["kinds"]), listed as u64);
        assert_eq!(sum(&overview["voices"]), listed as u64);
        let bins = overview["timeline"]["bins"].as_array().unwrap();
        let dated: u64 = bins.iter().map(|bin| sum(&bin["counts"])).sum();
        assert_eq!(dated + overview["timeline"]["undated"].as_u64().unwrap(), listed as u64);
        let map = served.json(&format!("/map?zoom=5&{query}"));
        let features = map["features"].as_array().unwrap();
        let shown: u64 = features.iter().map(|f| f["properties"]["count"].as_u64().unwrap()).sum();
        assert_eq!(shown + overview["unplaced"].as_u64().unwrap(), listed as u64, "{query}");
    }
}

#[test]
fn pages_cover_all_without_doubles_while_incidents_come() {
    let served = Served::of(many(0, 30));
    for order in ["day", "changed", "new", "articles", "state"] {
        let all = ids(&served.json(&format!("/incidents?limit=200&order={order}")));
        let (mut seen, mut address) = (Vec::new(), format!("/incidents?limit=7&order={order}"));
        let mut come = 1_000 + 10 * order.len();
        loop {
            let page = served.json(&address);
            seen.extend(ids(&page));
            let Some(next) = page["next"].as_str() else { break };
            address = format!("/incidents?limit=7&order={order}&cursor={next}");
            add(&served.db, many(come, 2));
            come += 2;
            wait_for(&served, |status| status["holds"]["articles"].as_u64().unwrap() % 4 == 0);
        }
        let once: BTreeSet<&String> = seen.iter().collect();
        assert_eq!(once.len(), seen.len(), "{order}: one stands twice");
        // what changed meanwhile went to the front of what changed last
        let lost = all.iter().filter(|id| !once.contains(id)).count();
        assert!(lost == 0, "{order}: {lost} lost");
    }
    let wrong = served.get("/incidents?order=day&cursor=1abc");
    assert_eq!(wrong.status, 400);
    assert!(wrong.json()["detail"].as_str().unwrap().starts_with("`cursor` "));
}

fn wait_for(served: &Served, until: impl Fn(&Value) -> bool) {
    let start = Instant::now();
    while !until(&served.json("/status")) {
        assert!(start.elapsed().as_secs() < 30, "the server doesn't see it");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn what_the_asker_has_is_not_sent_again() {
    let served = Served::of(many(0, 5));
    let id = &ids(&served.json("/incidents"))[0];
    for path in ["/status", "/incidents", "/overview", "/map", "/openapi.json", &format!("/incidents/{id}")] {
        let first = served.get(path);
        let tag = first.header("etag").unwrap().to_owned();
        let again = |tag: &str| {
            let head = format!("GET /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
            served.ask(&format!("{head}If-None-Match: {tag}\r\n\r\n"))
        };
        let answer = again(&tag);
        assert_eq!((answer.status, answer.body.len()), (304, 0), "{path}");
        assert_eq!(answer.header("etag"), Some(tag.as_str()));
        assert_eq!(again("W/\"else\"").status, 200);
        let before = served.json("/status")["version"].clone();
        add(&served.db, many(500 + path.len(), 1));
        wait_for(&served, |status| status["version"] != before);
        assert_eq!(again(&tag).status, 200, "{path} after the ledger changed");
    }
}

#[test]
fn an_incident_stays_as_it_is_until_something_is_told_of_it() {
    let served = Served::of(many(0, 3));
    let id = ids(&served.json("/incidents?place=kazan"))[0].clone();
    let seen = || served.json(&format!("/incidents/{id}"));
    let first = seen();
    let before = served.json("/status")["holds"]["incidents"].as_u64().unwrap();
    add(&served.db, many(500, 2));
    wait_for(&served, |status| status["holds"]["incidents"].as_u64().unwrap() > before);
    assert_eq!(seen(), first);
    let text = "A drone strike on Kazan killed 1 people on 2024-01-01, the governor said.";
    add(&served.db, vec![article("late", "2024-01-01T20:00:00Z", "1 dead in Kazan", text)]);
    let many = first["accounts"].as_array().unwrap().len();
    wait_for(&served, |_| seen()["listed"]["articles"] == many + 1);
    assert_eq!(seen()["accounts"].as_array().unwrap().len(), many + 1);
}

#[test]
fn an_incident_is_told_as_it_was_known() {
    let served = Served::of(vec![
        article(
            "one",
            "2024-05-03T08:00:00Z",
            "",
            "A fire in Leeds killed two people on 3 May 2024, the mayor said.",
        ),
        article(
            "two",
            "2024-05-03T18:00:00Z",
            "",
            "A fire in Leeds killed four people on 3 May 2024, police said.",
        ),
        article("none", "2024-05-04T18:00:00Z", "", "A bakery opened in Turin."),
    ]);
    let id = ids(&served.json("/incidents"))[0].clone();
    let killed = |view: &Value| {
        let facts = view["incident"]["facts"].as_array().unwrap().clone();
        let killed = facts.into_iter().find(|fact| fact["facet"] == "killed").unwrap();
        killed["values"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v["value"]["min"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    let now = served.json(&format!("/incidents/{id}"));
    assert_eq!(now["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(now["known"], Value::Null);
    assert!(killed(&now).contains(&4));
    let then = served.json(&format!("/incidents/{id}?known=2024-05-03T12:00:00Z"));
    assert_eq!((killed(&then), then["accounts"].as_array().unwrap().len()), (vec![2], 1));
    assert_eq!(then["incident"]["id"], id.as_str());
    assert_eq!(served.get(&format!("/incidents/{id}?known=2024-05-01")).status, 404);

    for claim in now["claims"].as_array().unwrap() {
        let context = &claim["context"];
        assert_eq!(context["words"], claim["text"]);
        let whole = ["before", "words", "after"].map(|part| context[part].as_str().unwrap()).concat();
        assert!(whole.starts_with("A fire") && whole.ends_with("said."), "{whole}");
        if let Some(voice) = claim["voice"].as_u64() {
            assert!(now["voices"].get(voice as usize).is_some());
        }
    }
    let beginning = served.get(&format!("/incidents/{}", &id[..6]));
    assert_eq!(beginning.status, 308);
    assert_eq!(beginning.header("location"), Some(format!("/api/v1/incidents/{id}").as_str()));
    let changes = served.json(&format!("/incidents/{id}/changes?since=2020-01-01"));
    assert_eq!(changes["articles"].as_array().unwrap().len(), 2);
    assert_eq!(served.get("/incidents/0123456789abcdef").status, 404);
    assert_eq!(served.get("/incidents/no-id").status, 404);
}

#[test]
fn an_article_is_held_against_another() {
    let text = "A fire in Leeds killed two people on 3 May 2024, the mayor said. It began in a kitchen on the third \
                floor of the house. The cause is not known, and an inquiry has been opened by the city. Neighbours woke to \
                the smell of smoke and carried an elderly woman down the stairs before the engines came. Forty firefighters \
                worked through the night to keep the flames from a timber yard behind the building, and the road to the \
                station was closed until the morning.";
    let copy = text
        .replace("two people", "three people")
        .replace(" It began in a kitchen on the third floor of the house.", "");
    let served = Served::of(vec![
        article("agency", "2024-05-03T08:00:00Z", "Fire in Leeds", text),
        article("paper", "2024-05-03T10:00:00Z", "Leeds fire", &copy),
    ]);
    let id = ids(&served.json("/incidents"))[0].clone();
    let view = served.json(&format!("/incidents/{id}"));
    let key = |nth: usize| view["accounts"][nth]["key"].as_str().unwrap().to_owned();
    let (agency, paper) = (key(0), key(1));
    let of = served.json(&format!("/articles/{paper}"));
    assert_eq!(of["text"], copy);
    assert_eq!(of["incidents"][0]["id"], id.as_str());
    assert_eq!(of["sources"][0]["account"]["key"], agency.as_str());
    assert_eq!(served.json(&format!("/articles/{agency}"))["copies"][0]["account"]["key"], paper.as_str());
    let against = served.json(&format!("/articles/{paper}/against/{agency}"));
    let pieces = against["pieces"].as_array().unwrap();
    let whats: Vec<&str> = pieces.iter().map(|piece| piece["what"].as_str().unwrap()).collect();
    assert_eq!(whats, ["changed", "there", "same", "same", "same"]);
    assert_eq!(against["how"], "copy");
    assert_eq!(served.get("/articles/0123456789abcdef").status, 404);
    assert_eq!(served.get(&format!("/articles/{paper}/against/zz")).status, 404);
}

#[test]
fn hostile_text_stays_data() {
    let nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let text = format!(
        "A fire in Leeds killed two people on 3 May 2024, {nasty} \"=cmd|' /C calc'!A0\" the mayor said."
    );
    let other = "=HYPERLINK(\"http://evil.example\")";
    let plain = "A fire in Leeds killed two people on 3 May 2024, police said.";
    let served = Served::of(vec![
        article("=1+1", "2024-05-03T08:00:00Z", &format!("</title>{nasty}"), &text),
        article(other, "2024-05-03T09:00:00Z", "", plain),
    ]);
    let id = ids(&served.json("/incidents"))[0].clone();
    let answer = served.get(&format!("/incidents/{id}"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert!(answer.json()["accounts"][0]["title"].as_str().unwrap().contains(nasty));
    let csv = served.get(&format!("/incidents/{id}.csv"));
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(csv.header("content-disposition").unwrap().starts_with("attachment; "));
    for line in csv.text().split("\r\n").filter(|line| !line.is_empty()) {
        for cell in line.split("\",\"") {
            let cell = cell.trim_start_matches('"');
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
    let search = served.get("/search?words=%3Cscript%3E");
    assert_eq!((search.status, search.header("content-type")), (200, Some("application/json")));
}

#[test]
fn every_answer_tells_the_browser_what_it_may_do() {
    let served = Served::of(many(0, 2));
    let ask = |request: &str| served.ask(&format!("{request}Connection: close\r\n\r\n"));
    let answers: Vec<(Answer, u16)> = vec![
        (ask("GET / HTTP/1.1\r\nHost: localhost\r\n"), 200),
        (ask("GET /incidents/0123456789abcdef HTTP/1.1\r\nHost: desk.example\r\n"), 200),
        (ask("GET /assets/none.js HTTP/1.1\r\nHost: localhost\r\n"), 404),
        (ask("GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\n"), 200),
        (ask("GET /api/v1/none HTTP/1.1\r\nHost: localhost\r\n"), 404),
        (ask("GET /api/v2/status HTTP/1.1\r\nHost: localhost\r\n"), 404),
        (ask("PUT /api/v1/status HTTP/1.1\r\nHost: localhost\r\n"), 405),
        (ask("POST / HTTP/1.1\r\nHost: localhost\r\n"), 405),
        (ask("GET /api/v1/status HTTP/1.1\r\nHost: evil.example\r\n"), 421),
        (ask("GET /api/v1/incidents?limit=x HTTP/1.1\r\nHost: localhost\r\n"), 400),
        (ask("GET /api/v1/incidents?none=1 HTTP/1.1\r\nHost: localhost\r\n"), 400),
        (ask("GET /api/v1/incidents/%FF%00 HTTP/1.1\r\nHost: localhost\r\n"), 400),
        (ask("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n"), 200),
    ];
    for (answer, status) in &answers {
        assert_eq!(answer.status, *status, "{answer:?}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; "), "{policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"));
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value));
        }
        if *status >= 400 {
            assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
            assert_eq!(answer.json()["status"], *status);
            assert!(!answer.json()["detail"].as_str().unwrap().is_empty());
        }
    }
    assert!(!answers[12].0.text().contains("root:"));
}

#[test]
fn the_page_is_served_packed_or_plain() {
    let served = Served::of(many(0, 1));
    let ask = |path: &str, more: &str| {
        served.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}Connection: close\r\n\r\n"))
    };
    let plain = ask("/", "");
    assert!(plain.text().starts_with("<!doctype html>") && plain.header("content-encoding").is_none());
    let script =
        plain.text().split('"').find(|part| part.starts_with("/assets/") && part.ends_with(".js")).unwrap();
    let packed = ask(script, "Accept-Encoding: gzip, br\r\n");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(packed.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert!(packed.header("cache-control").unwrap().ends_with("immutable"));
    assert!(ask(script, "").body.len() > packed.body.len());
    assert_eq!(ask("/incidents/1", "").body, plain.body);
    assert_eq!(plain.header("cache-control"), Some("no-cache"));
}

#[test]
fn what_comes_is_told_as_it_comes() {
    let served = Served::of(many(0, 3));
    let mut stream = served.connect();
    stream.write_all(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    assert!(
        lines
            .by_ref()
            .take_while(|line| !line.is_empty())
            .any(|line| line == "content-type: text/event-stream")
    );
    let mut next = || -> Value {
        let data = lines.by_ref().find(|line| line.starts_with("data: ")).unwrap();
        serde_json::from_str(&data["data: ".len()..]).unwrap()
    };
    let first = next();
    assert_eq!(first["version"], served.json("/status")["version"]);
    let start = Instant::now();
    add(&served.db, many(700, 1));
    let mut told: Vec<Value> = Vec::new();
    // taking in and weighing are two changes
    while !told.iter().any(|event| event["incidents"][0]["what"] == "new") {
        told.push(next());
    }
    assert!(start.elapsed().as_secs() < 20);
    let new = told.last().unwrap()["incidents"][0]["id"].as_str().unwrap();
    assert_eq!(served.json(&format!("/incidents/{new}"))["listed"]["id"], new);
}

#[test]
fn an_address_that_is_taken_is_named_with_what_to_do() {
    let served = Served::of(many(0, 1));
    let settings = tellings::serve::Settings {
        db: served.db.clone(),
        listen: served.address,
        demo: false,
        host_names: vec![],
        tiles: None,
        page: None,
        private: false,
    };
    let said = tellings::serve::bind(settings).err().unwrap().to_string();
    assert!(said.contains("listens on 127.0.0.1:") && said.contains("--listen "), "{said}");
}
