//! `cargo xtask bench lineage`: how fast articles are traced to their sources, as there are more of them.

use std::io::Write;
use std::time::Instant;

use anyhow::Result;
use worlds::Plan;

use super::process;

/// The sizes of the worlds, in tellings.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// The seed of every world.
const SEED: u64 = 1;

/// Traces worlds of growing size and prints a table. Every copy of a world prints its source's text.
pub(super) fn run(out: &mut dyn Write) -> Result<()> {
    writeln!(
        out,
        "{:>9}{:>9}{:>12}{:>10}{:>9}{:>9}{:>10}",
        "articles", "s", "articles/s", "exponent", "MB", "copies", "found"
    )?;
    let mut smaller: Option<(f64, f64)> = None;
    for size in SIZES {
        let world = worlds::world(SEED, &Plan::of(size));
        process::forget_peak();
        let before = process::peak("self");
        let start = Instant::now();
        let lineage = tellings::lineage::trace(&world.reads);
        let seconds = start.elapsed().as_secs_f64();
        let grown = process::peak("self").zip(before).map(|(now, before)| now.saturating_sub(before) / 1024);
        let articles = world.reads.len() as f64;
        let exponent = smaller.map(|(s, a)| format!("{:.2}", (seconds / s).ln() / (articles / a).ln()));
        let copies = world.copy_of.iter().enumerate().filter_map(|(at, of)| Some((at, (*of)?)));
        let together = |(a, b): &(usize, usize)| lineage.groups[*a] == lineage.groups[*b];
        let (found, all) = (copies.clone().filter(together).count(), copies.count());
        writeln!(
            out,
            "{articles:>9}{seconds:>9.2}{:>12.0}{:>10}{:>9}{all:>9}{found:>10}",
            articles / seconds,
            exponent.unwrap_or_else(|| "-".into()),
            grown.map_or("-".into(), |mb| mb.to_string()),
        )?;
        smaller = Some((seconds, articles));
    }
    Ok(())
}
