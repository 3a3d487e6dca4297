//! One function over many items on all cores, the results in the order of the items.

use std::thread;

/// Fewer items than this are not worth a thread.
const FEW: usize = 4_096;

/// What `of` makes of each item, in their order, however many threads there are.
pub(crate) fn in_parallel<T: Sync, R: Send>(items: &[T], of: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len() / FEW).max(1);
    let each = items.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let of = &of;
        let parts: Vec<_> = items
            .chunks(each)
            .map(|part| scope.spawn(move || part.iter().map(of).collect::<Vec<R>>()))
            .collect();
        let done = |part: thread::ScopedJoinHandle<'_, Vec<R>>| {
            part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        parts.into_iter().flat_map(done).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..20_000).collect();
        assert_eq!(in_parallel(&items, |n| n * 2), items.iter().map(|n| n * 2).collect::<Vec<_>>());
        assert!(in_parallel(&[0u8; 0], |n| *n).is_empty());
    }
}
