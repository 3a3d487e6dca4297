//! The ledger's commands, by the real binary: what is acknowledged is there, whatever happens.
#![allow(clippy::unwrap_used)]

mod desk;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use desk::{command, lines, ok, tellings, text};
use serde_json::Value;

const TOWNS: [&str; 8] = ["Kazan", "Sumy", "Leeds", "Kherson", "Gao", "Lviv", "Turin", "Mopti"];

/// Articles of many small incidents, as JSON Lines.
fn articles(many: usize) -> String {
    let mut out = String::new();
    for nth in 0..many {
        let (town, day) = (TOWNS[nth % TOWNS.len()], 1 + nth / TOWNS.len() % 28);
        let (month, dead) = (1 + nth / (TOWNS.len() * 28) % 12, 1 + nth % 9);
        let article = serde_json::json!({
            "id": format!("story-{nth}"),
            "outlet": format!("outlet-{}.example", nth % 5),
            "published": format!("2024-{month:02}-{day:02}T18:00:00Z"),
            "title": format!("{dead} dead in {town}"),
            "text": format!("A drone strike on {town} killed {dead} people on 2024-{month:02}-{day:02}, the mayor said. \
                {nth} homes were damaged."),
            "language": "en",
        });
        out += &format!("{article}\n");
    }
    out
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    ok(folder.path(), &["init"]);
    folder
}

#[test]
fn what_is_added_is_listed_shown_found_and_proven() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("a.jsonl"), articles(20)).unwrap();
    let said = ok(here, &["add", "a.jsonl"]);
    assert!(said.starts_with("20 articles: 20 new.\nThe ledger has 20 articles and "), "{said}");
    let again = ok(here, &["add", "a.jsonl"]);
    assert!(again.starts_with("20 articles: 20 there already."), "{again}");

    let listed = lines(&ok(here, &["incidents", "--json", "--place", "kazan"]));
    assert!(!listed.is_empty() && listed.iter().all(|i| i["places"][0] == "Kazan"), "{listed:?}");
    let id = listed[0]["id"].as_str().unwrap();
    let shown = ok(here, &["show", &id[..10]]);
    assert!(shown.contains("1. Drone strike, Kazan, ") && shown.contains("Voices: "), "{shown}");
    let json: Value = serde_json::from_str(&ok(here, &["show", "--json", id])).unwrap();
    assert_eq!(json["incidents"][0]["id"], id);
    assert!(json["claims"].as_array().unwrap().iter().any(|c| c["facet"] == "killed"));

    let found = lines(&ok(here, &["search", "--json", "gao", "damaged"]));
    assert!(!found.is_empty() && found.iter().all(|hit| hit["title"].as_str().unwrap().ends_with("Gao")));
    assert!(ok(here, &["verify"]).starts_with("Proven: 20 revisions of articles and 0 decisions"));
}

#[test]
fn shown_is_what_reading_prints() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("a.jsonl"), articles(30)).unwrap();
    ok(here, &["add", "a.jsonl"]);
    let read: Value = serde_json::from_str(&ok(here, &["read", "--json", "a.jsonl"])).unwrap();
    for incident in read["incidents"].as_array().unwrap() {
        let shown = ok(here, &["show", "--json", incident["id"].as_str().unwrap()]);
        let shown: Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(shown["incidents"][0], *incident);
    }
}

#[test]
fn an_edited_article_is_a_revision_and_no_second_article() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("a.txt"), "A fire in Leeds killed two people on 3 May 2024, police said.").unwrap();
    ok(here, &["add", "--language", "en", "a.txt"]);
    let before = lines(&ok(here, &["incidents", "--json"]));
    fs::write(here.join("a.txt"), "A fire in Leeds killed three people on 3 May 2024, police said.").unwrap();
    let said = ok(here, &["add", "--language", "en", "a.txt"]);
    assert!(said.contains("1 edited.\n   a.txt: 1 sentence come, 1 sentence gone\n"), "{said}");
    assert!(said.contains("The ledger has 1 article and 1 incident."), "{said}");
    let after = lines(&ok(here, &["incidents", "--json"]));
    assert_eq!(after[0]["id"], before[0]["id"]);
    assert!(ok(here, &["show", after[0]["id"].as_str().unwrap()]).contains("three people"));
    assert!(ok(here, &["verify"]).starts_with("Proven: 2 revisions"));
}

/// How often the binary is killed; `TELLINGS_KILLS` asks for more.
fn kills() -> u64 {
    std::env::var("TELLINGS_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(24)
}

#[test]
fn a_killed_run_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let all = articles(1_500);
    fs::write(here.join("all.jsonl"), &all).unwrap();
    // how long a run takes decides when to kill
    ok(here, &["init"]);
    let start = std::time::Instant::now();
    ok(here, &["add", "all.jsonl"]);
    let whole = start.elapsed();
    let mut acknowledged_in_all = 0;
    for nth in 0..kills() {
        // every other time the ledger of the time before goes on
        if nth % 2 == 0 {
            for beside in ["", "-wal", "-shm", "-lock"] {
                fs::remove_file(here.join(format!("desk.tellings{beside}"))).ok();
            }
            ok(here, &["init"]);
        }
        let before = lines(&ok(here, &["search", "--json", "--limit", "100000", "drone"])).len();
        let mut child = command(here, &["add", "--json", "all.jsonl"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let reading = std::thread::spawn(move || {
            let mut heard = Vec::new();
            let mut lines = BufReader::new(stdout);
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|n| n > 0) {
                // a line that was cut short acknowledges nothing
                heard.extend(line.ends_with('\n').then(|| line.clone()));
                line.clear();
            }
            heard
        });
        // a fixed sequence that covers the run without a rhythm
        let part = (nth * 61 + 17) % 100;
        std::thread::sleep(whole.mul_f64(part as f64 / 100.0).min(Duration::from_secs(60)));
        child.kill().ok();
        child.wait().unwrap();
        let heard = reading.join().unwrap();
        acknowledged_in_all += heard.len();

        let proof = ok(here, &["verify"]);
        assert!(proof.starts_with("Proven: "), "{proof}");
        let hits = lines(&ok(here, &["search", "--json", "--limit", "100000", "drone"]));
        let mut ids: Vec<&str> = hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        let there = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), there, "kill {nth}: articles are doubled");
        assert!(there >= before, "kill {nth}: {there} articles of {before}");
        for line in &heard {
            let line: Value = serde_json::from_str(line).unwrap();
            assert!(ids.binary_search(&line["id"].as_str().unwrap()).is_ok(), "kill {nth}: {line} is lost");
        }
        // every telling is of an incident, and none of two
        ok(here, &["incidents", "--json"]);
    }
    assert!(acknowledged_in_all > 0);
    ok(here, &["add", "all.jsonl"]);
    assert!(ok(here, &["verify"]).starts_with("Proven: 1,500 revisions"));
    // the same incidents as without any kill
    let keys = |json: &str| {
        let mut keys: Vec<String> = lines(json).iter().map(|i| i["key"].to_string()).collect();
        keys.sort();
        keys
    };
    let killed = keys(&ok(here, &["incidents", "--json"]));
    ok(here, &["init", "--db", "fresh.tellings"]);
    ok(here, &["add", "--db", "fresh.tellings", "all.jsonl"]);
    assert_eq!(killed, keys(&ok(here, &["incidents", "--json", "--db", "fresh.tellings"])));
}

#[test]
fn what_is_no_ledger_or_is_newer_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let refused = |arguments: &[&str], words: &str| {
        let out = tellings(here, arguments);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        assert!(text(&out.stderr).contains(words), "{arguments:?}: {}", text(&out.stderr));
    };
    refused(&["incidents"], "There is no ledger desk.tellings; `tellings init`");
    fs::write(
        here.join("desk.tellings"),
        "not a ledger at all, and long enough to be looked at twice".repeat(40),
    )
    .unwrap();
    refused(&["incidents"], "is no ledger of Tellings");
    refused(&["add", "."], "is no ledger of Tellings");
    refused(&["init"], "is there already");
    fs::remove_file(here.join("desk.tellings")).unwrap();
    ok(here, &["init"]);
    // the form stands in the 60th byte of the file
    let mut bytes = fs::read(here.join("desk.tellings")).unwrap();
    bytes[60..64].copy_from_slice(&99u32.to_be_bytes());
    fs::write(here.join("desk.tellings"), bytes).unwrap();
    refused(&["incidents"], "a newer Tellings wrote it");
    refused(&["show", "12"], "a newer Tellings wrote it");
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_leaves_what_was_there() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("a.jsonl"), articles(40)).unwrap();
    fs::write(here.join("b.jsonl"), articles(1_500)).unwrap();
    ok(here, &["add", "a.jsonl"]);
    // a limit on the size of files fails a write as a full disk does
    let program = env!("CARGO_BIN_EXE_tellings");
    let script = format!("trap '' XFSZ; ulimit -f 600; exec '{program}' add b.jsonl");
    let out = Command::new("sh")
        .args(["-c", &script])
        .current_dir(here)
        .env("TELLINGS_DB", "desk.tellings")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
    let complaint = text(&out.stderr);
    assert!(complaint.contains("The disk of desk.tellings") && complaint.contains("full"), "{complaint}");
    assert!(ok(here, &["verify"]).starts_with("Proven: "));
    ok(here, &["add", "b.jsonl"]);
    assert!(ok(here, &["verify"]).starts_with("Proven: 1,500 revisions"));
    // with no room for anything beside the file it is still read
    let script = |arguments: &str| {
        let script = format!("trap '' XFSZ; ulimit -f 0; exec '{program}' {arguments} | cat");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(here).env("TELLINGS_DB", "desk.tellings");
        command.stdin(Stdio::null()).output().unwrap()
    };
    let listed = script("incidents --json --limit 3");
    assert_eq!(lines(text(&listed.stdout)).len(), 3, "{}", text(&listed.stderr));
    let removed = script("remove story-1 --why error --by olena");
    assert!(text(&removed.stderr).contains("full"), "{}", text(&removed.stderr));
    assert!(ok(here, &["verify"]).starts_with("Proven: 1,500 revisions of articles and 0 decisions"));
}

/// Does something in a folder that cannot be written, with a ledger that cannot be written either.
#[cfg(unix)]
fn read_only<T>(here: &Path, work: impl FnOnce(&dyn Fn(&[&str]) -> Output) -> T) -> T {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let set = |mode: u32, path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let program = here.join("program");
    fs::copy(env!("CARGO_BIN_EXE_tellings"), &program).unwrap();
    fs::remove_file(here.join("desk.tellings-lock")).ok();
    set(0o444, &here.join("desk.tellings"));
    set(0o555, here);
    // who may do anything is not kept from writing: the program is run by who may not
    let is_kept = fs::write(here.join("probe"), "").is_err();
    let done = work(&|arguments| {
        let mut command = Command::new(&program);
        command.current_dir(here).args(arguments).env("TELLINGS_DB", "desk.tellings").stdin(Stdio::null());
        if !is_kept {
            command.uid(65_534).gid(65_534);
        }
        command.output().unwrap()
    });
    set(0o755, here);
    set(0o644, &here.join("desk.tellings"));
    done
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_read_and_not_written() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("a.jsonl"), articles(4)).unwrap();
    ok(here, &["add", "a.jsonl"]);
    let id = lines(&ok(here, &["incidents", "--json"]))[0]["id"].as_str().unwrap().to_owned();
    read_only(here, |tellings| {
        let reads: [&[&str]; 4] =
            [&["incidents", "--json"], &["show", &id], &["search", "drone"], &["verify"]];
        for arguments in reads {
            let out = tellings(arguments);
            assert_eq!(out.status.code(), Some(0), "{arguments:?}: {}", text(&out.stderr));
            assert!(!out.stdout.is_empty());
        }
        let writes: [&[&str]; 6] = [
            &["add", "a.jsonl"],
            &["watch", "--once", "."],
            &["pin", &id, "--by", "olena"],
            &["remove", "story-1", "--why", "an error", "--by", "olena"],
            &["gc"],
            &["re-read"],
        ];
        for arguments in writes {
            let out = tellings(arguments);
            assert_eq!(out.status.code(), Some(2), "{arguments:?}: {}", text(&out.stderr));
            let words = "desk.tellings cannot be written: the file or its folder is read-only";
            assert!(text(&out.stderr).contains(words), "{arguments:?}: {}", text(&out.stderr));
        }
        let made = tellings(&["init", "--db", "other.tellings"]);
        assert_eq!(made.status.code(), Some(2));
        assert!(text(&made.stderr).contains("folder is read-only"), "{}", text(&made.stderr));
    });
}

#[cfg(unix)]
#[test]
fn an_older_ledger_that_cannot_be_written_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let older = concat!(env!("CARGO_MANIFEST_DIR"), "/../store/tests/form-1.tellings");
    fs::copy(older, here.join("desk.tellings")).unwrap();
    read_only(here, |tellings| {
        for arguments in
            [&["incidents"][..], &["show", "12"], &["search", "drone"], &["verify"], &["backup", "x"]]
        {
            let out = tellings(arguments);
            assert_eq!(out.status.code(), Some(2), "{arguments:?}: {}", text(&out.stderr));
            let complaint = text(&out.stderr);
            assert!(
                complaint.contains("desk.tellings has form 1, ") && complaint.contains("open the copy"),
                "{complaint}"
            );
        }
    });
    // and the copy is brought forward by who only reads
    assert!(!lines(&ok(here, &["incidents", "--json"])).is_empty());
    assert!(here.join("desk.tellings.form-1").exists());
}

#[test]
fn two_that_add_at_once_both_get_in() {
    let folder = folder();
    let here = folder.path();
    let all = articles(600);
    let (one, other) = all.split_at(all.match_indices('\n').nth(299).unwrap().0 + 1);
    fs::write(here.join("one.jsonl"), one).unwrap();
    fs::write(here.join("other.jsonl"), other).unwrap();
    let start =
        |file| command(here, &["add", file]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    for mut child in [start("one.jsonl"), start("other.jsonl")] {
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(child.wait().unwrap().success(), "{said}");
        assert!(said.is_empty() || said.contains("another process writes to desk.tellings"), "{said}");
    }
    assert!(ok(here, &["verify"]).starts_with("Proven: 600 revisions"));
}

#[test]
fn people_decide_and_take_it_back() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("a.jsonl"), articles(2)).unwrap();
    ok(here, &["add", "a.jsonl"]);
    let ids = || -> Vec<String> {
        let listed = lines(&ok(here, &["incidents", "--json"]));
        let mut ids: Vec<String> = listed.iter().map(|i| i["id"].as_str().unwrap().into()).collect();
        ids.sort();
        ids
    };
    let before = ids();
    assert_eq!(before.len(), 2);
    let merged = ok(here, &["merge", &before[0], &before[1], "--by", "olena", "--note", "one raid"]);
    assert!(merged.starts_with("decision 1: "), "{merged}");
    assert_eq!(ids().len(), 1);
    // either id leads there
    assert_eq!(ok(here, &["show", &before[0]]), ok(here, &["show", &before[1]]));
    ok(here, &["undo", "1", "--by", "olena"]);
    assert_eq!(ids(), before);
    assert!(ok(here, &["verify"]).contains("1 decision "));
}

#[test]
fn people_pin_dismiss_and_note_and_take_it_back() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("a.jsonl"), articles(6)).unwrap();
    ok(here, &["add", "a.jsonl"]);
    let listed = lines(&ok(here, &["incidents", "--json"]));
    assert_eq!(listed.len(), 6);
    let id = |nth: usize| listed[nth]["id"].as_str().unwrap();
    let (last, first) = (id(5), id(0));
    assert!(ok(here, &["pin", last, "--by", "olena"]).starts_with(&format!("decision 1: {last}")));
    ok(here, &["dismiss", first, "--by", "olena", "--note", "a film"]);
    ok(here, &["note", last, "called the mayor: eight", "--by", "pavlo"]);

    let now = lines(&ok(here, &["incidents", "--json"]));
    assert_eq!((now.len(), now[0]["id"].as_str()), (5, Some(last)));
    assert_eq!(now[0]["decisions"][1]["note"], "called the mayor: eight");
    assert_eq!(now[0]["decisions"][1]["by"], "pavlo");
    let printed = ok(here, &["incidents"]);
    assert!(printed.contains(" · pinned · with notes\n"), "{printed}");
    assert!(printed.ends_with("1 dismissed hidden: --all lists them too\n"), "{printed}");
    assert_eq!(lines(&ok(here, &["incidents", "--json", "--all"])).len(), 6);
    assert_eq!(lines(&ok(here, &["incidents", "--json", "--dismissed"]))[0]["id"], first);
    assert_eq!(lines(&ok(here, &["incidents", "--json", "--pinned"])).len(), 1);
    let shown = ok(here, &["show", last]);
    assert!(shown.contains("Pinned by olena, ") && shown.contains("(decision 3): called the mayor: eight"));
    let json: Value = serde_json::from_str(&ok(here, &["show", "--json", first])).unwrap();
    assert_eq!(json["incidents"][0]["decisions"][0]["what"], "dismiss");

    // what is told of it later is hidden too, and what was said stays with it
    let more = articles(1).replace("story-0", "again").replace("outlet-0", "elsewhere");
    fs::write(
        here.join("b.jsonl"),
        more.replace("1 dead", "One dead").replace("killed 1 people", "killed a man"),
    )
    .unwrap();
    ok(here, &["add", "b.jsonl"]);
    assert_eq!(lines(&ok(here, &["incidents", "--json", "--dismissed"])).len(), 1);
    for decision in ["1", "2", "3"] {
        ok(here, &["undo", decision, "--by", "olena"]);
    }
    let after = lines(&ok(here, &["incidents", "--json"]));
    assert!(after.len() >= 6 && after.iter().all(|incident| incident.get("decisions").is_none()));
    assert!(ok(here, &["verify"]).contains("3 decisions"));
}

#[test]
fn an_article_is_taken_out_and_the_chain_still_proven() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("a.jsonl"), articles(9)).unwrap();
    ok(here, &["add", "a.jsonl"]);
    // the last tells of the same town as the first, on another day
    let before = lines(&ok(here, &["incidents", "--json"]));
    let out = tellings(here, &["remove", "story-4"]);
    assert_eq!(out.status.code(), Some(2), "without a reason nothing is taken out");
    ok(here, &["remove", "story-4", "--why", "a court order", "--by", "olena"]);
    assert!(ok(here, &["verify"]).starts_with("Proven: 9 revisions of articles and 1 decision"));
    assert_eq!(lines(&ok(here, &["incidents", "--json"])).len(), before.len() - 1);
    assert!(lines(&ok(here, &["search", "--json", "gao"])).is_empty());
    // it is not taken in again, neither as it was nor edited
    fs::write(here.join("b.jsonl"), articles(9).replace("4 homes", "forty homes")).unwrap();
    assert!(ok(here, &["add", "a.jsonl"]).starts_with("9 articles: 9 there already."));
    assert!(ok(here, &["add", "b.jsonl"]).contains("The ledger has 8 articles and "));
    assert!(lines(&ok(here, &["search", "--json", "gao"])).is_empty());
    let undone = tellings(here, &["undo", "1", "--by", "olena"]);
    assert!(text(&undone.stderr).contains("not in the ledger any more"), "{}", text(&undone.stderr));

    let freed = ok(here, &["gc"]);
    assert!(freed.starts_with("The file takes ") || freed.contains("less than before"), "{freed}");
    assert!(ok(here, &["verify"]).starts_with("Proven: 9 revisions"));
    assert_eq!(lines(&ok(here, &["incidents", "--json"])).len(), before.len() - 1);
    assert_eq!(lines(&ok(here, &["search", "--json", "drone"])).len(), 8);
    ok(here, &["re-read"]);
    assert_eq!(lines(&ok(here, &["incidents", "--json"])).len(), before.len() - 1);
}

/// Whether these letters stand, in whatever case, in the ledger or in what lies beside it.
fn are_on_disk(folder: &Path, letters: &str) -> bool {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let ledgers = files.filter(|file| file.to_str().unwrap().contains("desk.tellings"));
    ledgers
        .map(|file| fs::read(file).unwrap().to_ascii_lowercase())
        .any(|bytes| bytes.windows(letters.len()).any(|window| window == letters.as_bytes()))
}

#[test]
fn no_word_of_what_was_taken_out_is_on_the_disk_once_room_is_given_back() {
    let folder = folder();
    let here = folder.path();
    // names that share their beginning with no other word, so that the index of words writes them out
    let told = |who: &str| {
        format!(
            r#"{{"id": "taken-out", "published": "2024-05-02T08:00:00Z", "language": "en", "title": "Zvqarda mourns", "text": "A car bomb killed Ivan {who}, 41, and two others in Gao on 1 May 2024. “We heard the qzubrelling”, said mayor Olga Vxandrel. It lay beside jqommit street."}}"#
        )
    };
    let words = ["kzvetti", "zvqarda", "qzubrelling", "vxandrel", "jqommit"];
    let other = r#"{"id": "other", "published": "2024-05-02T07:00:00Z", "language": "en", "title": "Three dead in Gao", "text": "A car bomb killed three people in Gao on 1 May 2024, the army said."}"#;
    // an earlier revision goes too, and the articles beside it stay, one of them on the same deed
    for who in ["Wqorrin", "Kzvetti"] {
        fs::write(here.join("a.jsonl"), [&told(who), other, &articles(300)].join("\n")).unwrap();
        ok(here, &["add", "a.jsonl"]);
    }
    let gao = lines(&ok(here, &["incidents", "--json", "--kind", "bombing"]));
    assert_eq!((gao.len(), &gao[0]["articles"]), (1, &2.into()), "{gao:?}");
    let gao = gao[0]["id"].as_str().unwrap().to_owned();
    let found = |word: &str| lines(&ok(here, &["search", "--json", word])).len();
    assert!(words.iter().all(|word| found(word) == 1 && are_on_disk(here, word)));
    assert!(are_on_disk(here, "wqorrin"));

    ok(here, &["remove", "taken-out", "--why", "a court order", "--by", "olena"]);
    let left = words.iter().filter(|word| found(word) > 0).collect::<Vec<_>>();
    assert!(left.is_empty(), "found after it was taken out: {left:?}");
    let left = ok(here, &["show", &gao, "--since", "2000-01-01"]).to_lowercase();
    assert!(left.contains("told of no more") && !words.iter().any(|word| left.contains(word)), "{left}");
    ok(here, &["gc"]);
    let left = words.iter().chain(&["wqorrin"]).filter(|word| are_on_disk(here, word)).collect::<Vec<_>>();
    assert!(left.is_empty(), "on the disk: {left:?}");
    assert!(ok(here, &["verify"]).starts_with("Proven: 303 revisions of articles and 1 decision"));
    assert_eq!((found("army"), found("drone")), (1, 20));
}

#[test]
fn what_changed_since_a_time_is_told() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("a.jsonl"), articles(3)).unwrap();
    ok(here, &["add", "a.jsonl"]);
    std::thread::sleep(Duration::from_millis(1_100));
    let moment = format!("{:.0}", jiff::Timestamp::now());
    fs::write(here.join("b.jsonl"), articles(1).replace("killed 1 people", "killed 12 people")).unwrap();
    ok(here, &["add", "b.jsonl"]);
    let changed = lines(&ok(here, &["incidents", "--json", "--changed-since", &moment]));
    assert_eq!(changed.len(), 1);
    let killed = changed[0]["changes"].as_array().unwrap().iter().find(|c| c["facet"] == "killed").unwrap();
    assert_eq!((&killed["before"]["min"], &killed["after"]["min"]), (&1.into(), &12.into()));
    assert!(ok(here, &["incidents", "--changed-since", &moment]).contains("killed: 1 → 12"));
    let id = changed[0]["id"].as_str().unwrap();
    let since: Value = serde_json::from_str(&ok(here, &["show", "--json", id, "--since", &moment])).unwrap();
    assert_eq!(
        (&since["articles"][0]["edited"], &since["changes"][0]["incident"]),
        (&true.into(), &id.into())
    );
    assert!(ok(here, &["show", id, "--since", "2100-01-01"]).contains("Nothing came"));
    let by_actor = ok(here, &["incidents", "--json", "--actor", "nobody at all"]);
    assert!(by_actor.is_empty());
}
