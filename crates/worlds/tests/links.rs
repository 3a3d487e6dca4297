//! Laws of linking that goes along with articles that come and go: it leads where linking all at once does.

mod hot;

use std::collections::BTreeSet;

use hot::{articles, at_once, keys};
use incident::{Links, Read, Weights};
use text::Key;

type Incidents = BTreeSet<BTreeSet<(Key, usize)>>;

fn assert_same(links: &Links, reads: &[Read], after: &str) {
    let (here, there) = (links.incidents(), at_once(reads));
    let wrong: Vec<_> = here.symmetric_difference(&there).collect();
    assert!(wrong.is_empty(), "{after}: {} incidents of {} differ", wrong.len(), there.len());
}

#[test]
fn all_at_once_is_what_comparing_gives() {
    for seed in 1..4 {
        let reads = articles(1_500, seed);
        let mut links = Links::none(Weights::shipped());
        links.change_in_memory(&reads, &[]);
        assert_same(&links, &reads, "all at once");
    }
}

#[test]
fn adding_in_parts_equals_all_at_once() {
    for (seed, sizes) in [(1, [1, 7, 400]), (2, [300, 1, 50]), (3, [60, 60, 60])] {
        let reads = articles(900, seed);
        let mut links = Links::none(Weights::shipped());
        let mut there = 0;
        for size in sizes.into_iter().cycle() {
            let next = (there + size).min(reads.len());
            links.change_in_memory(&reads[there..next], &[]);
            there = next;
            if there == reads.len() {
                break;
            }
        }
        assert_same(&links, &reads, "in parts");
    }
}

#[test]
fn what_is_taken_out_leaves_nothing_behind() {
    let reads = articles(900, 4);
    let (stays, goes) = reads.split_at(reads.len() / 2);
    let mut links = Links::none(Weights::shipped());
    links.change_in_memory(&reads, &[]);
    for some in goes.chunks(37) {
        links.change_in_memory(&[], &keys(some));
    }
    assert_same(&links, stays, "half taken out");
    links.change_in_memory(&[], &keys(stays));
    assert_eq!(links.incidents(), Incidents::new());
    links.change_in_memory(&reads, &[]);
    assert_same(&links, &reads, "all put back");
}

#[test]
fn articles_come_and_go_at_the_same_time() {
    let reads = articles(1_200, 5);
    let (first, second) = reads.split_at(reads.len() / 2);
    let mut links = Links::none(Weights::shipped());
    links.change_in_memory(first, &[]);
    for (come, go) in second.chunks(41).zip(first.chunks(41)) {
        links.change_in_memory(come, &keys(go));
    }
    let gone = first.chunks(41).take(second.chunks(41).count()).map(<[Read]>::len).sum::<usize>();
    let there: Vec<Read> = first[gone..].iter().chain(second).cloned().collect();
    assert_same(&links, &there, "half exchanged");
}

#[test]
fn a_new_reading_replaces_the_old_one() {
    let reads = articles(600, 6);
    let mut poorer = reads.clone();
    for read in poorer.iter_mut().step_by(3) {
        read.reading.tellings.iter_mut().for_each(|t| t.time = None);
    }
    let mut links = Links::none(Weights::shipped());
    links.change_in_memory(&poorer, &[]);
    assert_same(&links, &poorer, "read poorly");
    let better: Vec<Read> = reads.iter().step_by(3).cloned().collect();
    links.change_in_memory(&better, &[]);
    assert_same(&links, &reads, "read again");
}
