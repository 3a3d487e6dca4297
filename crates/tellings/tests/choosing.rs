//! What `incidents` is asked for it lists, and nothing else.
#![allow(clippy::unwrap_used)]

mod desk;

use std::fs;

use desk::{lines, ok};

const ARTICLES: &str = r#"
{"id": "kharkiv-1", "outlet": "steppe.example", "published": "2024-03-04T18:00:00Z", "language": "en", "title": "Three killed in Kharkiv", "text": "A Russian missile strike on Kharkiv killed three people on 4 March 2024, the mayor said. A tower block was hit."}
{"id": "kharkiv-2", "outlet": "lagoon.example", "published": "2024-03-04T19:00:00Z", "language": "en", "title": "Missile hits Kharkiv", "text": "Russian forces fired a missile at Kharkiv on 4 March 2024. The missile strike killed three people, police said. The school gymnasium burnt out."}
{"id": "kharkiv-3", "outlet": "dune.example", "published": "2024-03-05T07:00:00Z", "language": "en", "title": "Three die in Kharkiv", "text": "Three people were killed in Kharkiv when Russian forces hit the city with a missile on 4 March 2024, the governor said."}
{"id": "leeds-1", "outlet": "aire.example", "published": "2024-03-10T08:00:00Z", "language": "en", "title": "Two shot dead in Leeds", "text": "Two people were killed in a shooting in Leeds on 9 March 2024, police said."}
{"id": "leeds-2", "outlet": "dale.example", "published": "2024-03-10T09:00:00Z", "language": "en", "title": "Four shot dead in Leeds", "text": "Four people were killed in a shooting in Leeds on 9 March 2024, the ambulance service said."}
{"id": "gao-1", "outlet": "sahel.example", "published": "2024-05-02T08:00:00Z", "language": "en", "title": "Bomb in Gao", "text": "A car bomb killed six soldiers in Gao on 1 May 2024. The Saffron Brigade claimed responsibility for the bombing."}
"#;

/// A ledger of three incidents; what is asked of it comes as the names of their towns, in the order of the list.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        ok(folder.path(), &["init"]);
        fs::write(folder.path().join("a.jsonl"), ARTICLES.trim_start()).unwrap();
        ok(folder.path(), &["add", "a.jsonl"]);
        Desk(folder)
    }

    fn asked(&self, question: &[&str]) -> Vec<String> {
        let said = ok(self.0.path(), &[&["incidents", "--json"], question].concat());
        lines(&said).iter().map(|incident| incident["places"][0].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn each_question_finds_what_it_asks_for_and_leaves_out_the_rest() {
    let desk = Desk::new();
    let cases: &[(&[&str], &[&str])] = &[
        (&[], &["Gao", "Leeds", "Kharkiv"]),
        (&["--place", "leeds"], &["Leeds"]),
        (&["--place", "Ukraine"], &["Kharkiv"]),
        (&["--place", "ml"], &["Gao"]),
        (&["--place", "Lee"], &[]),
        // Bradford lies fourteen kilometres from Leeds
        (&["--near", "53.795,-1.759"], &["Leeds"]),
        (&["--near", "53.795,-1.759", "--radius", "5"], &[]),
        (&["--near", "53.795,-1.759", "--radius", "6000"], &["Gao", "Leeds", "Kharkiv"]),
        (&["--near", "53.795,-1.759", "--radius", "3000"], &["Leeds", "Kharkiv"]),
        (&["--since", "2024-03-09"], &["Gao", "Leeds"]),
        (&["--since", "2024-03-10"], &["Gao"]),
        (&["--until", "2024-03-09"], &["Leeds", "Kharkiv"]),
        (&["--until", "2024-03-08"], &["Kharkiv"]),
        (&["--since", "2024-03-05", "--until", "2024-04-30"], &["Leeds"]),
        (&["--kind", "shooting"], &["Leeds"]),
        (&["--kind", "missile-strike"], &["Kharkiv"]),
        (&["--kind", "protest"], &[]),
        // who did it by the outlet's word, and who says so of himself
        (&["--actor", "Russian forces"], &["Kharkiv"]),
        (&["--actor", "saffron"], &["Gao"]),
        (&["--actor", "brigade"], &["Gao"]),
        // whole words only, and voices are no actors
        (&["--actor", "Saff"], &[]),
        (&["--actor", "police"], &[]),
        (&["--state", "revised"], &["Leeds"]),
        (&["--state", "agreed"], &["Kharkiv"]),
        (&["--state", "single"], &["Gao"]),
        (&["--state", "contested"], &[]),
        (&["--words", "gymnasium"], &["Kharkiv"]),
        (&["--words", "\"car bomb\""], &["Gao"]),
        (&["--words", "\"bomb car\""], &[]),
        (&["--words", "ambul*"], &["Leeds"]),
        (&["--words", "people killed"], &["Leeds", "Kharkiv"]),
        (&["--place", "Leeds", "--kind", "shooting", "--state", "revised", "--words", "police"], &["Leeds"]),
        (&["--place", "Leeds", "--kind", "bombing"], &[]),
        (&["--sort", "articles"], &["Kharkiv", "Leeds", "Gao"]),
        (&["--sort", "state"], &["Leeds", "Kharkiv", "Gao"]),
        (&["--limit", "2"], &["Gao", "Leeds"]),
    ];
    for (question, wanted) in cases {
        assert_eq!(desk.asked(question), *wanted, "{question:?}");
    }
    let printed = ok(desk.0.path(), &["incidents", "--actor", "saffron"]);
    assert!(printed.contains("Bombing, Gao, 1 May 2024") && !printed.contains("Leeds"), "{printed}");
}

#[test]
fn what_came_or_changed_last_stands_first_where_that_is_asked() {
    let desk = Desk::new();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let more = r#"{"id": "turin-1", "outlet": "po.example", "published": "2024-01-03T08:00:00Z", "language": "en", "title": "Fire in Turin", "text": "A fire in Turin killed two people on 2 January 2024, police said."}"#;
    fs::write(desk.0.path().join("b.jsonl"), more).unwrap();
    ok(desk.0.path(), &["add", "b.jsonl"]);
    assert_eq!(desk.asked(&[]).last().unwrap(), "Turin");
    assert_eq!(desk.asked(&["--sort", "new"])[0], "Turin");
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    fs::write(
        desk.0.path().join("c.jsonl"),
        ARTICLES.trim().lines().next().unwrap().replace("three", "nine"),
    )
    .unwrap();
    ok(desk.0.path(), &["add", "c.jsonl"]);
    assert_eq!(desk.asked(&["--sort", "changed"])[..2], ["Kharkiv", "Turin"]);
    assert_eq!(desk.asked(&["--sort", "new"])[0], "Turin");
}
