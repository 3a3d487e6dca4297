//! `cargo xtask bench worlds`: how fast tellings are linked and weighed, and how well, as there are more of them.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Result;
use worlds::{Plan, Rates};

use super::process;

/// The sizes of the worlds, in tellings.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// The size that is only linked where it is asked for: it takes many gigabytes.
const MILLION: usize = 1_000_000;
/// The seed of every world.
const SEED: u64 = 1;

/// What linking one world took and how good it was.
struct Linked {
    tellings: usize,
    rates: Rates,
    clock: Duration,
    cpu: Option<Duration>,
    peak: Option<u64>,
}

impl Linked {
    /// Time of the processors; by the clock where the system does not tell it.
    fn seconds(&self) -> f64 {
        self.cpu.unwrap_or(self.clock).as_secs_f64()
    }
}

/// Links and weighs worlds of growing size, plain ones and such with a hot town, and prints a table.
pub(super) fn run(million: bool, out: &mut dyn Write) -> Result<()> {
    writeln!(
        out,
        "{:>9}  {:<9}{:>9}{:>9}{:>12}{:>9}{:>10}{:>8}{:>8}{:>9}{:>11}",
        "tellings",
        "",
        "s",
        "CPU s",
        "tellings/s",
        "peak MB",
        "exponent",
        "pair P",
        "pair R",
        "pair F1",
        "BCubed F1"
    )?;
    let mut smaller: Option<[Linked; 2]> = None;
    for size in SIZES.into_iter().chain(million.then_some(MILLION)) {
        let plan = Plan::of(size);
        let both = [link(&plan), link(&plan.with_hot_town())];
        for (nth, (name, linked)) in ["plain", "hot town"].into_iter().zip(&both).enumerate() {
            let exponent = smaller.as_ref().map(|s| exponent(&s[nth], linked));
            line(out, name, linked, exponent)?;
        }
        let (plain, hot) = (both[0].seconds(), both[1].seconds());
        writeln!(out, "{:>9}  the hot town takes {:.2} times as long\n", "", hot / plain)?;
        smaller = Some(both);
    }
    Ok(())
}

fn link(plan: &Plan) -> Linked {
    let world = worlds::world(SEED, plan);
    process::forget_peak();
    let (start, spent) = (Instant::now(), process::cpu("self"));
    let comparison = tellings::compare(&world.reads);
    let clock = start.elapsed();
    let cpu = process::cpu("self").zip(spent).map(|(now, before)| now.saturating_sub(before));
    let peak = process::peak("self");
    Linked { tellings: world.tellings(), rates: world.rate(&comparison), clock, cpu, peak }
}

/// By which power of the number of tellings the time grows from one world to a larger one; 1 is as fast as it does.
fn exponent(small: &Linked, large: &Linked) -> f64 {
    (large.seconds() / small.seconds()).ln() / (large.tellings as f64 / small.tellings as f64).ln()
}

fn line(out: &mut dyn Write, name: &str, linked: &Linked, exponent: Option<f64>) -> Result<()> {
    let or_none = |number: Option<String>| number.unwrap_or_else(|| "-".into());
    let seconds = linked.clock.as_secs_f64();
    let pairs = linked.rates.pairs;
    writeln!(
        out,
        "{:>9}  {name:<9}{seconds:>9.2}{:>9}{:>12.0}{:>9}{:>10}{:>8.3}{:>8.3}{:>9.3}{:>11.3}",
        linked.tellings,
        or_none(linked.cpu.map(|c| format!("{:.2}", c.as_secs_f64()))),
        linked.tellings as f64 / seconds,
        or_none(linked.peak.map(|kb| format!("{:.0}", kb as f64 / 1024.0))),
        or_none(exponent.map(|e| format!("{e:.2}"))),
        pairs.precision,
        pairs.recall,
        pairs.f1(),
        linked.rates.tellings.f1(),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_time_for_twice_as_many_is_linear() {
        let linked = |tellings: usize, seconds: u64| Linked {
            tellings,
            rates: Rates::default(),
            clock: Duration::from_secs(seconds),
            cpu: None,
            peak: None,
        };
        assert!((exponent(&linked(100, 1), &linked(200, 2)) - 1.0).abs() < 1e-9);
        assert!((exponent(&linked(100, 1), &linked(1000, 100)) - 2.0).abs() < 1e-9);
    }
}
