//! Looks up the names given as arguments; without any, measures opening and looking up.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use gazetteer::{Gazetteer, fold};

fn main() {
    let started = Instant::now();
    let places = Gazetteer::embedded();
    let opened = started.elapsed();
    let names: Vec<String> = std::env::args().skip(1).collect();
    for name in &names {
        println!("{name} → {}", fold(name));
        for (id, rank) in places.matches(&fold(name)).take(8) {
            let place = places.place(id);
            let around: Vec<&str> = places.containers(id).map(|outer| places.place(outer).name).collect();
            println!(
                "  {} [{:?}, {rank:?}] in {} · {} people · {:.3}, {:.3} · geonames {} · {}",
                place.name,
                place.kind,
                around.join(", "),
                place.population,
                place.lat,
                place.lon,
                place.geonames,
                place.timezone.unwrap_or("no one time zone")
            );
        }
    }
    if !names.is_empty() {
        return;
    }
    println!("{} places, {} names, opened in {opened:?}", places.len(), places.name_count());
    if let Ok(bytes) = std::fs::read("gazetteer/places.bin") {
        let started = Instant::now();
        let checked = Gazetteer::open(bytes).is_ok();
        println!("opened from memory, with its checksum: {:?} (whole: {checked})", started.elapsed());
    }
    // Names of the asset from all over, and as many words that are no place.
    let known: Vec<String> = places.iter().step_by(23).map(|id| fold(places.place(id).name)).collect();
    let unknown: Vec<String> = known.iter().map(|name| name.chars().rev().collect()).collect();
    for (what, names) in [("known", &known), ("unknown", &unknown)] {
        for round in ["cold", "warm"] {
            let started = Instant::now();
            let found: usize = names.iter().map(|name| places.find_folded(name).count()).sum();
            let each = started.elapsed() / names.len().max(1) as u32;
            println!("{what} names, {round}: {each:?} each ({} names, {found} places found)", names.len());
        }
    }
    let started = Instant::now();
    let going_on = known.iter().filter(|name| places.has_prefix(name)).count();
    println!("has_prefix: {:?} each ({going_on} have)", started.elapsed() / known.len().max(1) as u32);
    let mut folded = String::new();
    let text = "Харків Saint-Étienne Diyarbakır Khan Yunis";
    let started = Instant::now();
    for _ in 0..100_000 {
        gazetteer::fold_into(text, &mut folded);
    }
    println!("fold: {:?} for {} bytes", started.elapsed() / 100_000, text.len());
}
