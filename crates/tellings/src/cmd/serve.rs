use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use tellings::ingest::{Options, Taken, articles_from};
use tellings::serve::{ServeError, Settings, bind};
use tellings::{Ledger, Packs, Writer, read_articles};

use super::outcome::{Failure, Outcome, complain};
use super::output::write;

/// The samples, as `samples/` has them.
const SAMPLES: [(&str, &str); 5] = [
    ("easter-bombings.jsonl", include_str!("../../../../samples/easter-bombings.jsonl")),
    ("flight-752.jsonl", include_str!("../../../../samples/flight-752.jsonl")),
    ("hong-kong-march.jsonl", include_str!("../../../../samples/hong-kong-march.jsonl")),
    ("kramatorsk-station.jsonl", include_str!("../../../../samples/kramatorsk-station.jsonl")),
    ("ponte-morandi.jsonl", include_str!("../../../../samples/ponte-morandi.jsonl")),
];

/// Show a ledger in the browser, and to other programs by its API
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings serve --demo                          a ledger of samples, which is gone afterwards
  tellings serve --db desk.tellings
  tellings serve --db desk.tellings --listen 127.0.0.1:9000")]
pub(crate) struct Args {
    /// The ledger's file
    #[arg(long = "db", value_name = "FILE", env = "TELLINGS_DB", required_unless_present = "demo")]
    path: Option<PathBuf>,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8377")]
    listen: SocketAddr,
    /// The same with this port
    #[arg(long, value_name = "PORT", conflicts_with = "listen")]
    port: Option<u16>,
    /// Show a ledger of samples, in a folder that is removed at the end
    #[arg(long)]
    demo: bool,
    /// A name under which the server is asked, where it is not this machine that asks itself
    #[arg(long, value_name = "NAME")]
    host_name: Vec<String>,
    /// Map tiles beneath the map, from a server of yours: https://tiles.example/{z}/{x}/{y}.png
    #[arg(long, value_name = "TEMPLATE")]
    tiles: Option<String>,
    /// Let articles be fetched from this machine and from private nets, and webhooks be there
    #[arg(long)]
    allow_private: bool,
    /// Serve the page from this folder instead of that in the program
    #[arg(long, value_name = "DIR", hide = true)]
    page: Option<PathBuf>,
}

/// Runs `tellings serve`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let folder = args.demo.then(tempfile::tempdir).transpose()?;
    let db = match (&folder, &args.path) {
        (Some(folder), _) => samples(folder.path())?,
        (None, path) => path.clone().unwrap_or_default(),
    };
    if Ledger::open(&db)?.is_behind()? && Writer::catch_up(&db).is_err() {
        complain(
            "warning: the ledger is being added to, or cannot be written; some incidents are shown as they were",
        );
    }
    let mut listen = args.listen;
    if let Some(port) = args.port {
        listen.set_port(port);
    }
    let settings = Settings {
        db,
        listen,
        demo: args.demo,
        host_names: args.host_name.clone(),
        tiles: args.tiles.clone(),
        page: args.page.clone(),
        private: args.allow_private,
    };
    let bound = bind(settings)?;
    let mut signals = Signals::new([SIGINT, SIGTERM])
        .map_err(|e| Failure::Said(format!("Cannot be told of signals: {e}")))?;
    write(|out| writeln!(out, "http://{}/", bound.address()))?;
    if io::stdout().is_terminal() {
        complain("Ctrl-C stops it");
    }
    bound.run(move || _ = signals.forever().next())?;
    Ok(Outcome::default())
}

/// A ledger of the samples.
fn samples(folder: &Path) -> Result<PathBuf, Failure> {
    let mut articles = Vec::new();
    for (name, lines) in SAMPLES {
        articles_from(lines.as_bytes(), name, &Options::default(), &mut |taken| {
            if let Taken::Article(article) = taken {
                articles.push(article);
            }
        });
    }
    let packs = Packs::shipped();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let path = folder.join("samples.tellings");
    Ledger::create(&path)?;
    let mut writer = Writer::open(&path, &mut || {})?;
    writer.add(read_articles(articles, &packs, threads), &packs)?;
    writer.weigh()?;
    Ok(path)
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Failure {
        Failure::Said(error.to_string())
    }
}
