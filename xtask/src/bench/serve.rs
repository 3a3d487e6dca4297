//! `cargo xtask bench serve`: how fast the server answers over a large ledger, asked at a fixed rate whatever it answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tellings::{Ledger, Packs, Writer};
use worlds::Plan;

use super::process;
use crate::tree;

/// The seed of the world.
const SEED: u64 = 1;
/// How many articles one transaction takes in.
const BATCH: usize = 4_096;
/// How many connections ask; each asks one thing at a time.
const ASKERS: usize = 32;

/// A server, which is ended where this is dropped.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// One kind of request, with the addresses that are asked in turn.
struct Asked {
    name: &'static str,
    /// How many of a hundred requests.
    share: usize,
    addresses: Vec<String>,
}

/// Serves a ledger, asks it for a while and prints how long the answers took.
pub(super) fn run(
    tellings: usize,
    db: Option<&Path>,
    (rate, seconds): (usize, usize),
    profile: &str,
    out: &mut dyn Write,
) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = db.map_or_else(|| folder.path().join("desk.tellings"), Path::to_path_buf);
    if !path.exists() {
        make(&path, tellings)?;
    }
    let bin = tree::build(tree::root(), profile, None)?;
    let start = Instant::now();
    let (served, address) = serve(&bin, &path)?;
    let ready = start.elapsed();
    let mut client = Client::to(address)?;
    let status: Value = serde_json::from_slice(&client.get("/api/v1/status")?.1)?;
    let (articles, incidents) = (&status["holds"]["articles"], &status["holds"]["incidents"]);
    let first = Instant::now();
    for part in ["/api/v1/overview", "/api/v1/map?zoom=1", "/api/v1/incidents?limit=50"] {
        client.get(part)?;
    }
    let first = first.elapsed();
    writeln!(
        out,
        "{articles} articles, {incidents} incidents; ready in {:.2} s, the first overview with map and list in {:.0} ms",
        ready.as_secs_f64(),
        first.as_secs_f64() * 1e3
    )?;
    let mix = mix(&mut client)?;
    let spent = process::cpu(&served.0.id().to_string());
    let took = load(&mix, address, rate, seconds)?;
    let cpu =
        process::cpu(&served.0.id().to_string()).zip(spent).map(|(now, before)| now.saturating_sub(before));
    writeln!(out, "\n{:<24}{:>9}{:>10}{:>10}{:>10}  milliseconds", "", "requests", "p50", "p99", "most")?;
    let mut all = Vec::new();
    for (asked, mut times) in mix.iter().zip(took) {
        line(out, asked.name, &mut times)?;
        all.extend(times);
    }
    line(out, "all", &mut all)?;
    let peak = process::peak(&served.0.id().to_string())
        .map_or("-".into(), |kb| format!("{:.0}", kb as f64 / 1024.0));
    let busy = cpu.map_or("-".into(), |cpu| format!("{:.0}", 100.0 * cpu.as_secs_f64() / seconds as f64));
    writeln!(out, "\nthe server: {busy} % of a core, at most {peak} MB of memory")?;
    Ok(())
}

/// Makes a ledger of a world.
fn make(path: &Path, tellings: usize) -> Result<()> {
    Ledger::create(path)?;
    let packs = Packs::shipped();
    let mut writer = Writer::open(path, &mut || ())?;
    let (mut batch, mut failed) = (Vec::new(), None);
    worlds::articles(SEED, &Plan::of(tellings), &mut |read| {
        batch.push(read);
        if batch.len() == BATCH
            && let Err(error) = writer.add(std::mem::take(&mut batch), &packs)
        {
            failed.get_or_insert(error);
        }
    });
    failed.map_or(Ok(()), Err)?;
    writer.add(batch, &packs)?;
    Ok(writer.weigh()?)
}

fn serve(bin: &Path, db: &Path) -> Result<(Served, SocketAddr)> {
    let mut server = Command::new(bin);
    server.args(["serve", "--listen", "127.0.0.1:0", "--db"]).arg(db).stdout(Stdio::piped());
    let mut served = Served(server.spawn()?);
    let mut line = String::new();
    BufReader::new(served.0.stdout.take().context("no output")?).read_line(&mut line)?;
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/');
    Ok((served, address.parse().with_context(|| format!("the server says {line:?}"))?))
}

/// What people and programs ask: mostly lists and incidents, as they look around.
fn mix(client: &mut Client) -> Result<Vec<Asked>> {
    let mut page = "/api/v1/incidents?limit=200&order=articles".to_owned();
    let (mut ids, mut places, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        let list: Value = serde_json::from_slice(&client.get(&page)?.1)?;
        for item in list["items"].as_array().context("no list")? {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            ids.push(text(&item["id"]));
            places.push(text(&item["places"][0]));
            kinds.push(text(&item["kind"]));
        }
        let Some(next) = list["next"].as_str() else { break };
        page = format!("/api/v1/incidents?limit=200&order=articles&cursor={next}");
    }
    for names in [&mut places, &mut kinds] {
        names.sort();
        names.dedup();
        names.retain(|name| !name.is_empty());
    }
    let large = ids.first().context("the ledger has no incidents")?.clone();
    let large: Value = serde_json::from_slice(&client.get(&format!("/api/v1/incidents/{large}"))?.1)?;
    let accounts = large["accounts"].as_array().map_or(&[][..], Vec::as_slice);
    let articles: Vec<String> =
        accounts.iter().map(|a| a["key"].as_str().unwrap_or_default().to_owned()).collect();
    let of = |name, share, addresses: Vec<String>| Asked { name, share, addresses };
    let with = |path: &str, all: &[String]| {
        all.iter().map(|one| format!("/api/v1/{path}{}", escaped(one))).collect()
    };
    let orders = ["day", "changed", "new", "articles", "state"].map(String::from);
    let zooms = ["1", "3", "5", "8"].map(String::from);
    Ok(vec![
        of("status", 5, with("status", &[String::new()])),
        of("overview", 10, with("overview", &[String::new(), "?state=contested".into()])),
        of("overview of a kind", 5, with("overview?kind=", &kinds)),
        of("map", 10, with("map?zoom=", &zooms)),
        of("map of a place", 5, with("map?place=", &places)),
        of("list", 15, with("incidents?order=", &orders)),
        of("list of a place", 10, with("incidents?place=", &places)),
        of("list by words", 5, with("incidents?words=", &places)),
        of("incident", 20, with("incidents/", &ids)),
        of("article", 5, with("articles/", &articles)),
        of("search", 10, with("search?words=", &places)),
    ])
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~?=".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Asks at a fixed rate; by kind, how long each answer took from the moment at which it was due to be asked for.
fn load(mix: &[Asked], address: SocketAddr, rate: usize, seconds: usize) -> Result<Vec<Vec<f64>>> {
    let shares: usize = mix.iter().map(|asked| asked.share).sum();
    let (next, start) = (AtomicUsize::new(0), Instant::now() + Duration::from_millis(100));
    let took = Mutex::new(vec![Vec::new(); mix.len()]);
    let ask = || -> Result<()> {
        let mut client = Client::to(address)?;
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if nth >= rate * seconds {
                return Ok(());
            }
            let due = start + Duration::from_secs_f64(nth as f64 / rate as f64);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            // a number that goes through all without a pattern that the kinds share
            let mut place = (nth * 61) % shares;
            let mut kind = 0;
            while place >= mix[kind].share {
                place -= mix[kind].share;
                kind += 1;
            }
            let addresses = &mix[kind].addresses;
            let asked = &addresses[(nth * 7_919) % addresses.len()];
            let (status, _) = client.get(asked)?;
            ensure!(status == 200, "{status} for {asked}");
            let passed = due.elapsed().as_secs_f64() * 1e3;
            took.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[kind].push(passed);
        }
    };
    std::thread::scope(|scope| {
        let askers: Vec<_> = (0..ASKERS).map(|_| scope.spawn(ask)).collect();
        askers.into_iter().try_for_each(|asker| match asker.join() {
            Ok(done) => done,
            Err(_) => bail!("an asker ended in the middle"),
        })
    })?;
    Ok(took.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

fn line(out: &mut dyn Write, name: &str, times: &mut [f64]) -> Result<()> {
    times.sort_by(f64::total_cmp);
    let at =
        |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)));
    let [p50, p99, most] = [0.5, 0.99, 1.0].map(|share| at(share).copied().unwrap_or(f64::NAN));
    writeln!(out, "{name:<24}{:>9}{p50:>10.1}{p99:>10.1}{most:>10.1}", times.len())?;
    Ok(())
}

/// One connection over which things are asked.
struct Client(BufReader<TcpStream>);

impl Client {
    fn to(address: SocketAddr) -> Result<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Client(BufReader::new(stream)))
    }

    /// The status of an answer, and what it says.
    fn get(&mut self, path: &str) -> Result<(u16, Vec<u8>)> {
        write!(self.0.get_mut(), "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
        let mut head = String::new();
        self.0.read_line(&mut head)?;
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no answer")?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((status, body))
    }
}
