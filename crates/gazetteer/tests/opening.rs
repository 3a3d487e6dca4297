//! Opening costs nothing, however large the asset.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use gazetteer::Gazetteer;

#[test]
fn opening_takes_less_than_ten_milliseconds() {
    let started = Instant::now();
    let places = Gazetteer::embedded();
    let first = started.elapsed();
    assert!(!places.is_empty());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../gazetteer/places.bin");
    let started = Instant::now();
    let file = Gazetteer::open_file(Path::new(path)).unwrap();
    let mapped = started.elapsed();
    assert_eq!(file.len(), places.len());
    assert!(first.max(mapped) < Duration::from_millis(10), "{first:?}, {mapped:?}");
}
