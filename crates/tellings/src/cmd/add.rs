use std::io::{Write, stdout};
use std::sync::mpsc::{Receiver, TrySendError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use tellings::claim::Packs;
use tellings::print::Tally;
use tellings::store::Added;
use tellings::{Read, Writer, print, wire};

use super::inputs::{Reading, Sources};
use super::ledger::Db;
use super::outcome::{Failure, Outcome};
use super::output::{or_leave, write_styled};
use super::progress::Progress;

/// How many articles are taken in by one transaction at most. Many at once are linked in less time than one by one.
const BATCH: usize = 4_096;
/// How long an article that was read may wait to be taken in, as long as nothing else is being written.
const PACE: Duration = Duration::from_millis(500);

/// Read articles and keep them in a ledger, linked with what it has
///
/// An article that the ledger has already, by its address or id, is passed over where nothing of it changed, and is a
/// new revision where something did. What was said to be taken in is on the disk.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tellings add --db desk.tellings news/ https://example.org/story
  tellings add --db desk.tellings https://example.org/sitemap.xml   the pages that it names, as their site allows
  tellings add --db desk.tellings --json news.jsonl.gz      a line for each article, once it is on the disk")]
pub(crate) struct Args {
    #[command(flatten)]
    db: Db,
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    reading: Reading,
    /// Print a JSON object for each article, once it is on the disk
    #[arg(long)]
    json: bool,
}

/// Runs `tellings add`.
pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let packs = args.reading.open()?;
    let mut writer = args.db.open_to_write()?;
    let mut progress = Progress::new();
    let (send, batches) = sync_channel::<Vec<Read>>(0);
    let (outcome, tally) = thread::scope(|scope| {
        let writing = scope.spawn(|| keep(&mut writer, batches, &packs, args.json));
        let (mut batch, mut since) = (Vec::new(), Instant::now());
        // where nobody takes batches any more, the writer tells what went wrong
        let read = args.sources.follow(args.reading.threads(), &packs, |read| {
            progress.step();
            if batch.is_empty() {
                since = Instant::now();
            }
            batch.push(read);
            if batch.len() == BATCH {
                send.send(std::mem::take(&mut batch)).map_err(|_| Failure::NothingRead)?;
            } else if since.elapsed() > PACE {
                match send.try_send(std::mem::take(&mut batch)) {
                    Ok(()) => {}
                    Err(TrySendError::Full(busy)) => batch = busy,
                    Err(TrySendError::Disconnected(_)) => return Err(Failure::NothingRead),
                }
            }
            Ok(())
        });
        if !batch.is_empty() {
            send.send(batch).ok();
        }
        drop(send);
        let kept = writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok::<_, Failure>((read?, kept))
    })?;
    writer.weigh()?;
    drop(progress);
    if !args.json {
        let holds = writer.ledger().holds()?;
        write_styled(|out| print::added(out, &tally, &holds, super::output::width()))?;
    }
    Ok(outcome)
}

/// Takes batches in as they come, and says of each article what became of it.
fn keep(
    writer: &mut Writer,
    batches: Receiver<Vec<Read>>,
    packs: &Packs,
    json: bool,
) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    for batch in batches {
        let added = writer.add(batch, packs)?;
        if json {
            or_leave(lines(&added))?;
        }
        added.into_iter().for_each(|added| tally.count(added));
    }
    Ok(tally)
}

/// A line for each article, at once: whoever reads them may rely on them.
fn lines(added: &[Added]) -> std::io::Result<()> {
    let mut out = Vec::new();
    for added in added {
        serde_json::to_writer(&mut out, &wire::Kept::from(added))?;
        out.push(b'\n');
    }
    let mut stdout = stdout().lock();
    stdout.write_all(&out)?;
    stdout.flush()
}
