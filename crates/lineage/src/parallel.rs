//! One function over many items on all cores, the results in the order of the items.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer items than this are not worth a thread.
const FEW: usize = 1_024;
/// So many items a thread takes at a time: some cost a thousand times as much as others.
const BLOCK: usize = 64;

/// What `of` makes of each item, in their order, however many threads there are.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], of: impl Fn(&T) -> R + Sync) -> Vec<R> {
    by_threads(items, items.len() / FEW, BLOCK, of)
}

/// The same of items of which each may be worth a thread.
pub fn each_in_parallel<T: Sync, R: Send>(items: &[T], of: impl Fn(&T) -> R + Sync) -> Vec<R> {
    by_threads(items, items.len(), 1, of)
}

fn by_threads<T: Sync, R: Send>(
    items: &[T],
    most: usize,
    block: usize,
    of: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(most);
    if threads < 2 {
        return items.iter().map(of).collect();
    }
    let blocks: Vec<&[T]> = items.chunks(block).collect();
    let (next, of) = (AtomicUsize::new(0), &of);
    let work = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        while let Some(block) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < blocks.len()) {
            done.push((block, blocks[block].iter().map(of).collect()));
        }
        done
    };
    let mut done: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let finished = |part: thread::ScopedJoinHandle<'_, Vec<(usize, Vec<R>)>>| {
            part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        parts.into_iter().flat_map(finished).collect()
    });
    done.sort_unstable_by_key(|(block, _)| *block);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..20_000).collect();
        assert_eq!(in_parallel(&items, |n| n * 2), items.iter().map(|n| n * 2).collect::<Vec<_>>());
        assert_eq!(each_in_parallel(&items[..9], |n| n * 2), (0..9).map(|n| n * 2).collect::<Vec<_>>());
        assert!(in_parallel(&[0u8; 0], |n| *n).is_empty());
    }
}
