//! Gathers the common words of all languages into one file that the crate embeds.

use std::path::Path;
use std::{env, fs};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut lists: Vec<_> = fs::read_dir(&root)
        .expect("lang/ can be read")
        .flatten()
        .map(|e| e.path().join("common-words.txt"))
        .filter(|list| list.exists())
        .collect();
    lists.sort();
    let all: String =
        lists.iter().map(|list| fs::read_to_string(list).expect("a list of words can be read")).collect();
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("common-words.txt"), all).expect("OUT_DIR can be written");
}
