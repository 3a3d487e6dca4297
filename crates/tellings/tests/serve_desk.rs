//! What the server keeps and writes, asked over a real connection: who may do what, decisions, comparisons, watch lists.
#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used)]

mod served;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use served::{Answer, Served, add};
use tellings::serve::{Settings, bind, token};
use tellings::store::{Register, Role};
use tellings::{About, Article, Ledger, Writer};

fn articles() -> Vec<Article> {
    let article = |nth: usize, outlet: &str, at: &str, text: &str| {
        let about = About {
            outlet: Some(outlet.into()),
            url: Some(format!("https://{outlet}.example/{nth}")),
            published: tellings::Moment::parse(at)
                .map(|at| tellings::text::Published { at, from: tellings::text::PublishedFrom::Given }),
            ..About::default()
        };
        Article::new(format!("https://{outlet}.example/{nth}"), text, about)
    };
    vec![
        article(
            1,
            "courier",
            "2024-12-21T09:00:00Z",
            "A drone strike on Kazan killed three people on Saturday, the mayor of Kazan said.",
        ),
        article(
            2,
            "herald",
            "2024-12-21T15:00:00Z",
            "Five people were killed in Saturday's drone strike on Kazan, the regional health ministry said.",
        ),
        article(
            3,
            "herald",
            "2024-12-21T16:00:00Z",
            "A fire in a warehouse in Leeds injured two people on Friday, the fire service said.",
        ),
        article(
            4,
            "courier",
            "2024-12-21T17:00:00Z",
            "Two people were injured when a warehouse burned in Leeds on Friday, police said.",
        ),
    ]
}

fn desk(articles: Vec<Article>) -> Desk {
    Desk(Served::of(articles))
}

/// One who asks for more than is there.
struct Desk(Served);

impl std::ops::Deref for Desk {
    type Target = Served;

    fn deref(&self) -> &Served {
        &self.0
    }
}

impl Desk {
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let body = body.map_or(String::new(), Value::to_string);
        let mut head =
            format!("{method} /api/v1{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
        if !body.is_empty() {
            head += &format!("Content-Length: {}\r\n", body.len());
            if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
                head += "Content-Type: application/json\r\n";
            }
        }
        self.0.ask(&format!("{head}\r\n{body}"))
    }

    fn post(&self, path: &str, body: Value) -> Answer {
        self.ask("POST", path, &[], Some(&body))
    }

    /// Ids of the incidents whose titles have a word.
    fn ids(&self, word: &str) -> Vec<String> {
        let listed = self.get("/incidents").json();
        let of = listed["items"].as_array().unwrap().iter();
        let wanted = of.filter(|it| it["title"].as_str().unwrap().contains(word));
        wanted.map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    }

    fn token(&self, name: &str, role: Role) -> String {
        token::give(&mut Register::open(&self.db).unwrap(), name, role).unwrap()
    }
}

/// Asks again until it is so.
fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{what} did not come");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn each_role_may_do_its_own() {
    let desk = desk(articles());
    let id = desk.ids("Kazan").remove(0);
    let tokens: BTreeMap<Role, String> = [Role::Read, Role::Curate, Role::Admin]
        .map(|role| (role, format!("Bearer {}", desk.token(role.name(), role))))
        .into();
    // as soon as somebody has a token, this machine's own user needs one
    until("the need of a token", || (desk.get("/incidents").status == 401).then_some(()));
    assert!(desk.get("/incidents").header("www-authenticate").is_some());
    assert_eq!(desk.get("/status").json()["you"]["role"], Value::Null);

    let pin = json!({ "what": "pin", "incident": id });
    let text = json!({ "texts": [{ "text": "A man was killed in a fire in Leeds." }] });
    let kept = json!({ "texts": [{ "text": "A man was killed in a fire in Leeds." }], "keep": true });
    let list = json!({ "name": "Kazan", "filters": { "place": "Kazan" } });
    let asks: [(&str, &str, Option<&Value>, [u16; 4]); 9] = [
        ("GET", "/incidents", None, [401, 200, 200, 200]),
        ("GET", "/lists", None, [401, 200, 200, 200]),
        ("POST", "/decisions", Some(&pin), [401, 403, 201, 201]),
        ("DELETE", "/decisions/1", None, [401, 403, 200, 404]),
        ("POST", "/comparisons", Some(&text), [401, 202, 202, 202]),
        ("POST", "/comparisons", Some(&kept), [401, 403, 202, 202]),
        ("POST", "/lists", Some(&list), [401, 403, 201, 201]),
        ("DELETE", "/lists/1", None, [401, 403, 200, 404]),
        ("GET", "/audit", None, [401, 403, 403, 200]),
    ];
    for (method, path, body, wanted) in asks {
        let mut answers = vec![desk.ask(method, path, &[], body).status];
        for shown in tokens.values() {
            answers.push(desk.ask(method, path, &[("Authorization", shown)], body).status);
        }
        assert_eq!(answers, wanted, "{method} {path}");
    }

    let admin = [("Authorization", tokens[&Role::Admin].as_str())];
    let audit = desk.ask("GET", "/audit?limit=200", &admin, None).json();
    let lines: Vec<String> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| [&it["who"], &it["what"], &it["outcome"]].map(|of| of.as_str().unwrap()).join(" | "))
        .collect();
    let has = |line: &str| assert!(lines.iter().any(|it| it.starts_with(line)), "{line}: {lines:#?}");
    has("read | POST /decisions | 403");
    has(&format!("curate | POST /decisions: decision 1, pin {id} | 201"));
    has("curate | DELETE /decisions/1 | 200");
    has("curate | POST /lists: list 1, Kazan | 201");
    // what nobody did is not noted, nor what was only read
    assert!(lines.iter().all(|it| !it.starts_with(" |") && !it.contains("GET")), "{lines:#?}");
    assert!(audit["items"].as_array().unwrap().iter().all(|it| it["address"] == "127.0.0.1"));

    // a token that was taken back holds no more
    Register::open(&desk.db).unwrap().revoke_token("curate").unwrap();
    let curate = [("Authorization", tokens[&Role::Curate].as_str())];
    until("the end of a token", || (desk.ask("GET", "/lists", &curate, None).status == 401).then_some(()));
}

#[test]
fn who_logs_in_has_a_cookie_and_wrong_tokens_are_slowed_down() {
    let desk = desk(vec![]);
    let token = desk.token("olena", Role::Curate);
    let logged_in = desk.ask(
        "POST",
        "/session",
        &[("Origin", "https://elsewhere.example")],
        Some(&json!({ "token": token })),
    );
    assert_eq!(logged_in.status, 403);
    let own = format!("http://{}", desk.address);
    let logged_in = desk.ask("POST", "/session", &[("Origin", &own)], Some(&json!({ "token": token })));
    assert_eq!((logged_in.status, &logged_in.json()["name"]), (200, &json!("olena")));
    let set = logged_in.header("set-cookie").unwrap().to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict") && !set.contains(&token), "{set}");
    let cookie = set.split(';').next().unwrap();
    assert_eq!(desk.ask("GET", "/session", &[("Cookie", cookie)], None).json()["role"], "curate");

    let list = json!({ "name": "all", "filters": {} });
    let write = |headers: &[(&str, &str)]| desk.ask("POST", "/lists", headers, Some(&list)).status;
    assert_eq!(write(&[("Cookie", cookie), ("Origin", &own), ("Sec-Fetch-Site", "same-origin")]), 201);
    for refused in [
        &[("Cookie", cookie)] as &[(&str, &str)],
        &[("Cookie", cookie), ("Origin", "null")],
        &[("Cookie", cookie), ("Origin", "https://elsewhere.example")],
        &[("Cookie", cookie), ("Sec-Fetch-Site", "cross-site")],
        &[("Cookie", cookie), ("Sec-Fetch-Site", "same-site"), ("Origin", &own)],
    ] {
        assert_eq!(write(refused), 403, "{refused:?}");
    }
    let form = [("Cookie", cookie), ("Origin", own.as_str()), ("Content-Type", "text/plain")];
    assert_eq!(write(&form), 415);

    let out = desk.ask("DELETE", "/session", &[("Cookie", cookie), ("Origin", &own)], None);
    assert_eq!((out.status, &out.json()["role"]), (200, &Value::Null));
    assert_eq!(desk.ask("GET", "/lists", &[("Cookie", cookie)], None).status, 401);

    let wrong = json!({ "token": "tellings_1_AAAA" });
    let tried: Vec<u16> = (0..8).map(|_| desk.post("/session", wrong.clone()).status).collect();
    assert!(tried.starts_with(&[401, 401, 401, 401, 401, 429]), "{tried:?}");
    let slow = desk.post("/session", json!({ "token": token }));
    assert_eq!(slow.status, 429);
    assert!(slow.header("retry-after").is_some());
    let entries = Ledger::open(&desk.db).unwrap().audit(None, 100).unwrap();
    let refused = entries.iter().filter(|it| it.what.contains("a token that is none")).count();
    assert_eq!(refused, 5, "{entries:#?}");
    assert!(entries.iter().any(|it| it.who == "olena" && it.what == "POST /session: logged in"));
}

#[test]
fn without_a_token_nobody_else_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("desk.tellings");
    Ledger::create(&db).unwrap();
    let settings = Settings {
        db: db.clone(),
        listen: "0.0.0.0:0".parse().unwrap(),
        demo: false,
        host_names: vec![],
        tiles: None,
        page: None,
        private: false,
    };
    let refused = bind(settings.clone()).err().unwrap().to_string();
    assert!(refused.contains("tellings token add"), "{refused}");
    token::give(&mut Register::open(&db).unwrap(), "olena", Role::Read).unwrap();
    assert!(bind(settings).is_ok());
}

#[test]
fn what_is_decided_holds_until_it_is_taken_back() {
    let desk = desk(articles());
    let (kazan, leeds) = (desk.ids("Kazan").remove(0), desk.ids("Leeds").remove(0));
    let merged = desk
        .post("/decisions", json!({ "what": "merge", "incident": kazan, "other": leeds, "note": "a test" }));
    assert_eq!(merged.status, 201, "{merged:?}");
    let both = merged.json()["incidents"][0].as_str().unwrap().to_owned();
    assert_eq!(desk.get("/incidents").json()["total"], 1);
    let other = if both == kazan { &leeds } else { &kazan };
    assert_eq!(desk.get(&format!("/incidents/{other}")).status, 308);

    let undone = desk.ask("DELETE", "/decisions/1", &[], None);
    assert_eq!((undone.status, undone.json()["incidents"].as_array().unwrap().len()), (200, 2));
    assert_eq!(desk.get("/incidents").json()["total"], 2);
    assert_eq!(desk.ask("DELETE", "/decisions/1", &[], None).status, 404);

    let view = desk.get(&format!("/incidents/{kazan}")).json();
    let article = view["accounts"][0]["key"].clone();
    let split = desk.post("/decisions", json!({ "what": "split", "incident": kazan, "articles": [article] }));
    assert_eq!((split.status, split.json()["incidents"].as_array().unwrap().len()), (201, 2));
    assert_eq!(desk.get("/incidents").json()["total"], 3);
    let all: Vec<Value> = view["accounts"].as_array().unwrap().iter().map(|it| it["key"].clone()).collect();
    let nothing_left =
        desk.post("/decisions", json!({ "what": "split", "incident": leeds, "articles": all }));
    assert_eq!(nothing_left.status, 404, "{nothing_left:?}");

    let pinned = desk.post("/decisions", json!({ "what": "pin", "incident": leeds }));
    assert_eq!(pinned.status, 201);
    assert_eq!(desk.get("/incidents?pinned=true").json()["items"][0]["id"], json!(leeds));
    let history = desk.get("/decisions?limit=2").json();
    assert_eq!((&history["total"], &history["items"][0]["what"]), (&json!(3), &json!("pin")));
    let older = desk.get(&format!("/decisions?limit=2&cursor={}", history["next"].as_str().unwrap())).json();
    assert_eq!((&older["items"][0]["number"], &older["next"]), (&json!(1), &Value::Null));
    assert!(older["items"][0]["undone"].is_string() && older["items"][0]["note"] == "a test");

    for (wrong, status) in [
        (json!({ "what": "merge", "incident": kazan, "other": kazan }), 409),
        (json!({ "what": "pin", "incident": "0000000000000000" }), 404),
        (json!({ "what": "burn", "incident": kazan }), 422),
        (json!({ "what": "note", "incident": kazan, "note": " " }), 422),
        (json!([1]), 422),
    ] {
        assert_eq!(desk.post("/decisions", wrong.clone()).status, status, "{wrong}");
    }

    // another writes: it is waited for, and then told so
    let writer = Writer::open(&desk.db, &mut || ()).unwrap();
    let busy = desk.post("/decisions", json!({ "what": "pin", "incident": kazan }));
    assert_eq!((busy.status, busy.header("retry-after").is_some()), (503, true), "{busy:?}");
    drop(writer);
    assert_eq!(desk.post("/decisions", json!({ "what": "pin", "incident": kazan })).status, 201);
}

/// A site of pages, and what it was sent: heads and bodies.
fn site(
    answer: impl Fn(&str, usize) -> (u16, String) + Send + 'static,
) -> (String, Receiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let (send, sent) = channel();
    thread::spawn(move || {
        for (nth, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let mut bytes = Vec::new();
            let mut buffer = [0; 4096];
            let (head, body) = loop {
                let read = stream.read(&mut buffer).unwrap_or(0);
                bytes.extend_from_slice(&buffer[..read]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let Some((head, body)) = text.split_once("\r\n\r\n") else {
                    if read == 0 {
                        break (text, String::new());
                    }
                    continue;
                };
                let of = |line: &str| {
                    line.to_lowercase().strip_prefix("content-length: ").map(|n| n.parse::<usize>().unwrap())
                };
                if read == 0 || body.len() >= head.lines().find_map(of).unwrap_or(0) {
                    break (head.to_owned(), body.to_owned());
                }
            };
            let (status, page) = answer(head.split(' ').nth(1).unwrap_or("/"), nth);
            send.send((head, body)).ok();
            let head = format!(
                "HTTP/1.1 {status} OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {}\r\n",
                page.len()
            );
            stream.write_all(format!("{head}\r\n{page}").as_bytes()).ok();
        }
    });
    (root, sent)
}

#[test]
fn what_is_pasted_is_compared_and_kept_where_that_is_wanted() {
    let desk = desk(vec![]);
    let (root, _asked) = site(|path, _| {
        let text = match path {
            "/one" => "A drone strike on Kazan killed three people on Saturday, the mayor of Kazan said.",
            "/two" => {
                "Five people were killed in Saturday's drone strike on Kazan, the regional health ministry said."
            }
            _ => return (404, String::new()),
        };
        let page = format!(
            "<html lang=en><head><title>News</title><meta property=\"article:published_time\" content=\"2024-12-21T12:00:00Z\">\
             </head><body><article><h1>Strike on Kazan</h1><p>{text}</p></article></body></html>"
        );
        (200, page)
    });
    let links = [format!("{root}/one"), format!("{root}/two"), format!("{root}/gone"), "ftp://x".to_owned()];
    let hostile = "Two people were killed in the drone strike on Kazan on 21 December 2024, <script>alert(1)</script> police said.";
    let asked = json!({
        "links": links,
        "texts": [{ "text": hostile, "title": "</script>" }, { "text": "Nothing happened here." }],
        "keep": true,
    });
    let begun = desk.post("/comparisons", asked);
    assert_eq!(begun.status, 202, "{begun:?}");
    let path = format!("/comparisons/{}", begun.json()["id"].as_str().unwrap());
    let told = until("the comparison", || {
        let told = desk.get(&path).json();
        assert_eq!(told["of"], 6);
        (told["state"] == "done").then_some(told)
    });
    let faults: Vec<&str> =
        told["faults"].as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap()).collect();
    assert_eq!(faults, [links[2].as_str(), "ftp://x"], "{told}");
    assert_eq!((&told["done"], &told["kept"]), (&json!(6), &json!(true)));
    let first = &told["incidents"][0];
    assert!(first["accounts"].as_array().unwrap().len() >= 2, "{first}");
    assert!(first["listed"]["title"].as_str().unwrap().contains("Kazan"));
    assert!(first["accounts"][0]["taken"].is_string() && !first["claims"].as_array().unwrap().is_empty());
    assert!(!told["untold"].as_array().unwrap().is_empty());
    assert_eq!(desk.get("/status").json()["holds"]["articles"], 4);
    assert!(!desk.ids("Kazan").is_empty());

    let many: Vec<String> = (0..11).map(|n| format!("{root}/{n}")).collect();
    for wrong in [
        json!({}),
        json!({ "links": many }),
        json!({ "texts": [{ "text": " " }] }),
        json!({ "texts": [{ "text": "x", "published": "soon" }] }),
        json!({ "texts": [{ "text": "x", "url": "javascript:alert(1)" }] }),
        json!({ "link": [] }),
    ] {
        assert_eq!(desk.post("/comparisons", wrong.clone()).status, 422, "{wrong}");
    }
    assert_eq!(desk.get("/comparisons/none").status, 404);
}

#[test]
fn outlets_and_voices_are_counted() {
    let desk = desk(articles());
    let sources = desk.get("/sources?limit=1").json();
    assert_eq!((&sources["total"], &sources["items"][0]["articles"]), (&json!(2), &json!(2)));
    let next = sources["next"].as_str().unwrap();
    let second = desk.get(&format!("/sources?limit=1&cursor={next}")).json();
    assert_ne!(second["items"][0]["name"], sources["items"][0]["name"]);
    assert_eq!(second["next"], Value::Null);
    let courier = desk.get("/sources/courier").json();
    // it told of Kazan first, and of Leeds second
    assert_eq!((&courier["incidents"], &courier["first"]), (&json!(2), &json!(1)), "{courier}");
    assert_eq!(desk.get("/sources/nobody").status, 404);
    let voices = desk.get("/voices?words=police").json();
    assert_eq!(voices["items"][0]["outlets"][0], json!({ "outlet": "courier", "articles": 1 }), "{voices}");
    assert_eq!(desk.get("/voices?cursor=x").status, 400);
    let listed = desk.get("/incidents").json();
    assert!(listed["items"].as_array().unwrap().iter().all(|it| it["voices"] == 2), "{listed}");
}

#[test]
fn a_watch_list_has_feeds_and_tells_what_comes() {
    let desk = desk(articles());
    // the first try fails
    let (root, sent) = site(|_, nth| (if nth == 0 { 500 } else { 200 }, String::new()));
    let name = "Kazan <script>alert('x')</script> & more\u{1}";
    let made = desk.post(
        "/lists",
        json!({ "name": name, "filters": { "place": "Kazan" }, "webhook": format!("{root}/hook") }),
    );
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    let secret = made["secret"].as_str().unwrap().to_owned();
    let listed = desk.get("/lists").json();
    assert_eq!((&listed[0]["filters"], &listed[0]["secret"]), (&json!({ "place": "Kazan" }), &Value::Null));

    // feeds are read by those who have the list's key, and no token
    desk.token("olena", Role::Read);
    until("the need of a token", || (desk.get("/lists").status == 401).then_some(()));
    let feed = |form: &str| made["feeds"][form].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(desk.get("/lists/1/feed.atom").status, 401);
    assert_eq!(desk.get("/lists/1/feed.atom?token=x").status, 401);
    assert_eq!(desk.get("/lists/7/feed.atom?token=x").status, 401);
    let atom = desk.get(&feed("atom"));
    assert_eq!(atom.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    assert!(!atom.text().contains("<script") && !atom.text().contains('\u{1}'), "{}", atom.text());
    let mut entries = Vec::new();
    let listing = tellings::ingest::feed("feed", &atom.body, &mut |entry| entries.push(entry));
    assert!(listing.is_ok(), "{}", atom.text());
    assert_eq!(entries.len(), 1);
    assert!(entries[0].address.as_ref().unwrap().contains("/incidents/"));
    let json = desk.get(&feed("json")).json();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!((&json["title"], json["items"].as_array().unwrap().len()), (&json!(name), 1));
    let again = desk.ask(
        "GET",
        &feed("json"),
        &[("If-None-Match", desk.get(&feed("json")).header("etag").unwrap())],
        None,
    );
    assert_eq!(again.status, 304);

    // what was there is not told; what comes is
    assert!(sent.recv_timeout(Duration::from_millis(2_500)).is_err());
    let about = About { outlet: Some("<b>hostile</b>".into()), ..About::default() };
    let text =
        "Seven people were killed in the drone strike on Kazan on 21 December 2024, the governor said.";
    add(&desk.db, vec![Article::new("late", text, about)]);
    let (first_head, first) = sent.recv_timeout(Duration::from_secs(30)).unwrap();
    let (second_head, second) = sent.recv_timeout(Duration::from_secs(30)).unwrap();
    assert_eq!(first, second);
    let header = |head: &str, name: &str| {
        let of = head.lines().filter_map(|line| line.split_once(": "));
        of.filter(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).next().unwrap()
    };
    assert_eq!(header(&first_head, "webhook-id"), header(&second_head, "webhook-id"));
    for (head, body) in [(&first_head, &first), (&second_head, &second)] {
        let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(
            format!("{}.{}.{body}", header(head, "webhook-id"), header(head, "webhook-timestamp")).as_bytes(),
        );
        let signature = format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(header(head, "webhook-signature"), signature);
    }
    let told: Value = serde_json::from_str(&first).unwrap();
    assert_eq!((&told["type"], &told["data"]["more"]), (&json!("incidents.changed"), &json!(false)));
    let incidents = told["data"]["incidents"].as_array().unwrap();
    assert!(incidents.iter().all(|it| it["incident"]["title"].as_str().unwrap().contains("Kazan")), "{told}");
    // once
    assert!(sent.recv_timeout(Duration::from_secs(3)).is_err());
    let list = Ledger::open(&desk.db).unwrap().watchlist(1).unwrap().unwrap();
    assert!(list.delivered.is_some() && list.fault.is_none(), "{list:?}");
}

#[test]
fn lists_that_cannot_be_are_refused() {
    let desk = desk(vec![]);
    for (wrong, status) in [
        (json!({ "name": " ", "filters": {} }), 422),
        (json!({ "name": "x" }), 422),
        (json!({ "name": "x", "filters": { "colour": "red" } }), 422),
        (json!({ "name": "x", "filters": { "lat": 91, "lon": 0 } }), 422),
        (json!({ "name": "x", "filters": { "since": "yesterday" } }), 422),
        (json!({ "name": "x", "filters": { "place": ["a"] }, "webhook": "gopher://x" }), 422),
    ] {
        assert_eq!(desk.post("/lists", wrong.clone()).status, status, "{wrong}");
    }
    let made = desk.post(
        "/lists",
        json!({ "name": "x", "filters": { "voices": 2, "state": "contested", "pinned": true } }),
    );
    assert_eq!(
        made.json()["filters"],
        json!({ "voices": 2, "state": "contested", "pinned": true }),
        "{made:?}"
    );
    assert_eq!(desk.ask("DELETE", "/lists/1", &[], None).json(), json!({ "id": 1 }));
    assert_eq!(desk.ask("DELETE", "/lists/x", &[], None).status, 404);
}
