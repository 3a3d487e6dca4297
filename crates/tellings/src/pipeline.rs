//! Work on a stream by several threads, in bounded memory, with the order kept.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How many items a thread may have waiting.
const WAITING: usize = 8;

/// How many threads this machine runs at once; 1 where it doesn't say.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Feeds items to `threads` workers and hands their results to `each` in the order of the items.
///
/// `feed` runs on a thread of its own and passes items to the function that it is given, which
/// returns `false` once no more are wanted. At most a few items a thread are held at any time, so
/// that memory stays flat however long the stream is. The first error of `each` ends the run.
///
/// ```
/// let mut squares = Vec::new();
/// tellings::pipeline::in_order(
///     2,
///     |push| (1..=5).for_each(|n| { push(n); }),
///     |n| n * n,
///     |square| { squares.push(square); Ok::<(), ()>(()) },
/// ).unwrap();
/// assert_eq!(squares, [1, 4, 9, 16, 25]);
/// ```
///
/// # Errors
/// What `each` returns first.
pub fn in_order<T, R, E>(
    threads: usize,
    feed: impl FnOnce(&mut dyn FnMut(T) -> bool) + Send,
    work: impl Fn(T) -> R + Sync,
    mut each: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    R: Send,
{
    let threads = threads.max(1);
    let work = &work;
    thread::scope(|scope| {
        let (jobs, taken) = sync_channel::<(T, SyncSender<R>)>(threads * WAITING);
        let (queue, turns) = sync_channel::<Receiver<R>>(threads * WAITING);
        let taken = Arc::new(Mutex::new(taken));
        for _ in 0..threads {
            let taken = Arc::clone(&taken);
            scope.spawn(move || {
                loop {
                    let job = taken.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((item, done)) = job else { return };
                    done.send(work(item)).ok();
                }
            });
        }
        drop(taken);
        scope.spawn(move || {
            feed(&mut |item| {
                let (done, turn) = sync_channel(1);
                queue.send(turn).is_ok() && jobs.send((item, done)).is_ok()
            });
        });
        // leaving the loop drops `turns`, which tells the feeder to stop
        for turn in turns {
            if let Ok(result) = turn.recv() {
                each(result)?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn the_order_stays_whatever_takes_long() {
        let mut out = Vec::new();
        let slow_first = |n: u64| {
            thread::sleep(Duration::from_micros(if n.is_multiple_of(7) { 900 } else { 10 }));
            n
        };
        let feed = |push: &mut dyn FnMut(u64) -> bool| (0..200).for_each(|n| assert!(push(n)));
        in_order(4, feed, slow_first, |n| -> Result<(), ()> {
            out.push(n);
            Ok(())
        })
        .unwrap();
        assert_eq!(out, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn a_slow_taker_holds_the_feeder_back() {
        let fed = AtomicUsize::new(0);
        let feed = |push: &mut dyn FnMut(usize) -> bool| {
            for n in 0..10_000 {
                if !push(n) {
                    return;
                }
                fed.fetch_add(1, Ordering::SeqCst);
            }
        };
        let mut taken = 0;
        let end = in_order(
            2,
            feed,
            |n| n,
            |_| {
                taken += 1;
                thread::sleep(Duration::from_micros(100));
                if taken == 50 { Err("enough") } else { Ok(()) }
            },
        );
        assert_eq!(end, Err("enough"));
        let fed = fed.load(Ordering::SeqCst);
        assert!(fed < 50 + 2 * 2 * WAITING + 4, "{fed} items were fed before the taker had 50");
    }
}
