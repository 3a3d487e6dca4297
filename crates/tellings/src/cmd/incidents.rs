use tellings::store::{Dismissed, Order, Wanted};
use tellings::{print, wire};

use super::ledger::Db;
use super::outcome::{Failure, Outcome, complain};
use super::output::{width, write, write_styled};

/// How many are listed unless a number or all are wanted.
const LISTED: usize = 50;

/// List the incidents of a ledger
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings incidents --db desk.tellings --place Kharkiv --since 2024-12-01
  tellings incidents --db desk.tellings --near 49.99,36.23 --radius 50 --kind missile-strike
  tellings incidents --db desk.tellings --state contested --sort state
  tellings incidents --db desk.tellings --actor Hamas --words 'tower block' --json
  tellings incidents --db desk.tellings --changed-since 2024-12-22T09:30:00Z     with what is told otherwise since")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
    /// At this place, or in what it holds: Kharkiv, Ukraine, UA
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// Near a point: degrees north and east
    #[arg(long, value_name = "LAT,LON", value_parser = point, allow_hyphen_values = true)]
    near: Option<(f64, f64)>,
    /// How far from it, in kilometres
    #[arg(long, value_name = "KM", default_value_t = 25.0, requires = "near")]
    radius: f64,
    /// Not over before this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<String>,
    /// Not begun after this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<String>,
    /// Of this kind: missile-strike, shooting, …
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Whose worst fact is in this state: contested, revised, unordered, agreed, single
    #[arg(long, value_name = "STATE", value_parser = ["contested", "revised", "unordered", "agreed", "single"])]
    state: Option<String>,
    /// With at least so many named voices
    #[arg(long, value_name = "N")]
    voices: Option<u64>,
    /// Done by this actor, or said to be
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Whose articles have these words
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,
    /// What changed in the ledger at this moment or later: 2024-12-22 or 2024-12-22T09:30:00Z
    #[arg(long, value_name = "TIME", value_parser = super::ledger::moment)]
    changed_since: Option<String>,
    /// Only those that are pinned
    #[arg(long)]
    pinned: bool,
    /// Only those that were dismissed
    #[arg(long, conflicts_with = "all")]
    dismissed: bool,
    /// In which order, pinned ones first: the latest day, what changed last, what came last, the most articles, the worst state
    #[arg(long, value_name = "ORDER", default_value = "day", value_parser = ["day", "changed", "new", "articles", "state"])]
    sort: String,
    /// How many at most
    #[arg(long, value_name = "N", conflicts_with = "all")]
    limit: Option<usize>,
    /// All of them, those that were dismissed too
    #[arg(long)]
    all: bool,
    /// Print a JSON object for each
    #[arg(long)]
    json: bool,
}

fn point(text: &str) -> Result<(f64, f64), String> {
    let (north, east) = text.split_once(',').ok_or("write degrees north and east: 49.99,36.23")?;
    let degrees = |text: &str, most: f64| match text.trim().parse::<f64>() {
        Ok(degrees) if degrees.abs() <= most => Ok(degrees),
        _ => Err(format!("{text} is no number of degrees up to {most}")),
    };
    Ok((degrees(north, 90.0)?, degrees(east, 180.0)?))
}

fn day(text: &str) -> Result<String, String> {
    let day = tellings::Moment::parse(text).filter(|at| at.time.is_none());
    day.map(|day| day.to_string()).ok_or_else(|| "write it as 2024-12-22".into())
}

/// Runs `tellings incidents`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let limit = match (args.all, args.limit) {
        (true, _) => None,
        (false, None) if args.json => None,
        // one more tells that there are more
        (false, limit) => Some(limit.unwrap_or(LISTED)),
    };
    let wanted = Wanted {
        place: args.place.clone(),
        near: args.near.map(|point| (point, args.radius)),
        since: args.since.clone(),
        until: args.until.clone(),
        kind: args.kind.clone(),
        state: args.state.clone(),
        voices: args.voices,
        words: args.words.clone(),
        actor: args.actor.clone(),
        changed: args.changed_since.clone(),
        turns: None,
        pinned: args.pinned,
        dismissed: match (args.all, args.dismissed) {
            (true, _) => Dismissed::Shown,
            (_, true) => Dismissed::Only,
            _ => Dismissed::Hidden,
        },
        order: match args.sort.as_str() {
            "changed" => Order::Changed,
            "new" => Order::Since,
            "articles" => Order::Articles,
            "state" => Order::State,
            _ => Order::Day,
        },
        limit: limit.map(|limit| limit.saturating_add(1)),
    };
    let ledger = args.db.open()?;
    let mut listed = ledger.incidents(&wanted)?;
    let more = limit.is_some_and(|limit| listed.len() > limit);
    listed.truncate(limit.unwrap_or(usize::MAX));
    let hidden = ledger.dismissed(&wanted)?;
    let mut changes = Vec::new();
    if let Some(moment) = &args.changed_since {
        for incident in &listed {
            changes.push(ledger.changes_since(moment, Some(incident.id))?);
        }
    }
    if args.json {
        write(|mut out| {
            listed.iter().enumerate().try_for_each(|(at, incident)| {
                let changes = changes.get(at).map(Vec::as_slice);
                serde_json::to_writer(&mut out, &wire::Listed::with(incident, changes))?;
                out.write_all(b"\n")
            })
        })?;
        if hidden > 0 {
            complain(&format!("{hidden} dismissed hidden; --all lists them too"));
        }
    } else {
        let since = args.changed_since.as_deref();
        write_styled(|out| print::listed(out, &listed, (since, &changes), (more, hidden), width()))?;
    }
    Ok(Outcome::default())
}
